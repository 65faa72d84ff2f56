import { syntaxOf } from "../../checker/checks/syntax.ts";
import type { Rule } from "../../checker/rule.ts";

export const nixSyntax: Rule = {
  name: "nix-syntax",
  family: "files",
  codes: [],
  summary: "a Nix file does not parse",
  level: "error",
  checks: {
    file(file, context) {
      const syntax = syntaxOf(file);
      const [problem] = syntax?.problems ?? [];
      if (syntax === null || problem === undefined) return;
      const { source } = syntax;
      context.report({
        path: file.path,
        attribute: file.package?.name ?? null,
        at: { source, span: problem },
        message: `The file does not parse: ${problem.message}.`,
        help: "Fix the syntax. The rest of the file is only checked once it parses.",
        about: "",
      });
    },
  },
};
