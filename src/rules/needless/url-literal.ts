import type { Rule } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";
import { rangeOf } from "../../nix/text.ts";

export const urlLiteral: Rule = {
  name: "url-literal",
  family: "needless",
  codes: [],
  summary: "a URL stands without quotes",
  level: { nixpkgs: "error", nur: "advice", flake: "advice" },
  checks: {
    node: {
      uri({ text, start, end }, { path, source, package: home }, context) {
        const at = { source, span: { start, end } };
        context.reportOf(path, () => ({
          path,
          attribute: home?.name ?? null,
          at,
          message: `${quoted(text)} is a URL without quotes, which Nix is giving up.`,
          help: "Put it in quotes: it is a string either way.",
          // A URL has nothing that means something in a string: no `"`, no backslash, no `${`.
          fix: source.exact
            ? {
                title: "Put the URL in quotes",
                steps: [{ kind: "edit", path, range: rangeOf(source, at.span), text: `"${text}"` }],
              }
            : null,
          about: text,
        }));
      },
    },
  },
};
