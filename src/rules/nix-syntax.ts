import { firstSyntaxError } from "../nix/first-error.ts";
import type { Rule } from "./rule.ts";
import { syntaxOf } from "./syntax.ts";

export const nixSyntax: Rule = {
  name: "nix-syntax",
  codes: [],
  summary: "a Nix file does not parse",
  level: "error",
  checks: {
    file(file, context) {
      const syntax = syntaxOf(file);
      const [problem] = syntax?.problems ?? [];
      if (syntax === null || problem === undefined) return;
      const { source } = syntax;
      // The grammar recovers from errors as it sees fit; where the first one is, the recogniser knows.
      const exact = firstSyntaxError(source.text);
      const place = exact !== null && exact.start <= problem.start ? exact : (laterOf(exact, problem) ?? problem);
      context.report({
        path: file.path,
        attribute: file.package?.name ?? null,
        at: { source, span: place },
        message: `The file does not parse: ${place.message}.`,
        help: "Mend the syntax. Nothing is claimed about what comes after this place until the file parses.",
        about: "",
      });
    },
  },
};

/** The recogniser's place, unless the grammar found something that is no matter of grammar before it. */
function laterOf<T extends { readonly start: number }, P extends { readonly start: number; readonly semantic: boolean }>(
  exact: T | null,
  problem: P,
): T | null {
  return problem.semantic ? null : exact;
}
