import { soundSyntaxOf } from "../../checker/checks/syntax.ts";
import type { Rule } from "../../checker/rule.ts";
import { fileScopes } from "../../nix/file-scopes.ts";
import { rangeOf } from "../../nix/text.ts";
import { ERROR_IN_NIXPKGS } from "./shared/levels.ts";

export const legacyLet: Rule = {
  name: "legacy-let",
  family: "needless",
  codes: [],
  summary: "`let { … }` stands for the attribute `body` of a `rec` set",
  level: ERROR_IN_NIXPKGS,
  checks: {
    file(file, context) {
      const syntax = soundSyntaxOf(file);
      if (syntax === null) return;
      const { source } = syntax;
      for (const { start, end, isRecursive } of fileScopes(syntax).legacyLets) {
        const { path, package: home } = file;
        const keyword = { start, end: start + "let".length };
        // Without its `rec` it has to begin where the brace does.
        const blanks = /^\s*/.exec(source.text.slice(keyword.end, end))?.[0].length ?? 0;
        const head = isRecursive ? keyword : { start, end: keyword.end + blanks };
        context.reportOf(path, () => ({
          path,
          attribute: home?.name ?? null,
          at: { source, span: keyword },
          message: "`let { … }` is a form that Nix keeps for old files alone: it means `(rec { … }).body`.",
          help: "Write `let … in …`.",
          fix: source.exact
            ? {
                title: "Write what it means",
                steps: [
                  { kind: "edit", path, range: rangeOf(source, head), text: isRecursive ? "(rec" : "" },
                  {
                    kind: "edit",
                    path,
                    range: rangeOf(source, { start: end, end }),
                    text: isRecursive ? ").body" : ".body",
                  },
                ],
              }
            : null,
          about: "let",
        }));
      }
    },
  },
};
