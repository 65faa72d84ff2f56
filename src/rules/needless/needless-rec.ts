import { soundSyntaxOf } from "../../checker/checks/syntax.ts";
import type { Rule } from "../../checker/rule.ts";
import { fileScopes } from "../../nix/file-scopes.ts";
import { rangeOf } from "../../nix/text.ts";
import { ERROR_IN_NIXPKGS } from "./shared/levels.ts";

export const needlessRec: Rule = {
  name: "needless-rec",
  family: "needless",
  codes: [],
  summary: "no attribute of a `rec` set refers to another",
  level: ERROR_IN_NIXPKGS,
  checks: {
    file(file, context) {
      const syntax = soundSyntaxOf(file);
      if (syntax === null) return;
      const { source } = syntax;
      for (const { start, end } of fileScopes(syntax).needlessRecs) {
        const { path, package: home } = file;
        const keyword = { start, end: start + "rec".length };
        const blanks = /^\s*/.exec(source.text.slice(keyword.end, end))?.[0].length ?? 0;
        context.reportOf(path, () => ({
          path,
          attribute: home?.name ?? null,
          at: { source, span: keyword },
          message: "`rec` has no effect: no attribute of the set refers to another by its name.",
          help: "Remove it.",
          fix: source.exact
            ? {
                title: "Remove the `rec`",
                steps: [
                  {
                    kind: "edit",
                    path,
                    range: rangeOf(source, { start, end: keyword.end + blanks }),
                    text: "",
                  },
                ],
              }
            : null,
          about: "rec",
        }));
      }
    },
  },
};
