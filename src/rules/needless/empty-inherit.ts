import { wholeLines } from "../../checker/fixes/binding-lines.ts";
import type { Rule } from "../../checker/rule.ts";
import { rangeOf } from "../../nix/text.ts";
import { ERROR_IN_NIXPKGS } from "./shared/levels.ts";

export const emptyInherit: Rule = {
  name: "empty-inherit",
  family: "needless",
  codes: [],
  summary: "an `inherit` names nothing",
  level: ERROR_IN_NIXPKGS,
  checks: {
    node: {
      inherit({ names, source: from, start, end }, { path, source, package: home }, context) {
        if (names.length > 0) return;
        const at = { source, span: { start, end } };
        const written = source.text.slice(start, end);
        context.reportOf(path, () => ({
          path,
          attribute: home?.name ?? null,
          at,
          message: "This `inherit` has no effect: it names nothing.",
          help: "Remove it.",
          fix:
            source.exact && !written.includes("#") && !written.includes("/*")
              ? {
                  title: "Remove the `inherit`",
                  steps: [
                    {
                      kind: "edit",
                      path,
                      range: rangeOf(source, wholeLines(source.text, at.span)),
                      text: "",
                    },
                  ],
                }
              : null,
          about: from === null ? "" : source.text.slice(from.start, Math.min(from.end, from.start + 100)),
        }));
      },
    },
  },
};
