import { soundSyntaxOf } from "../../checker/checks/syntax.ts";
import type { Rule } from "../../checker/rule.ts";
import { descendants } from "../../nix/ast.ts";
import { quoted } from "../../nix/shown.ts";
import { INTERNAL, isInternalCall } from "../../packages/definitions/internal-call.ts";

/** NPV-102. */
export const internalCallPackage: Rule = {
  name: "internal-call-package",
  family: "overrides",
  codes: ["NPV-102"],
  summary: "`_internalCallByNamePackageFile` is used by hand",
  level: "error",
  checks: {
    overridesFile(file, context) {
      const syntax = soundSyntaxOf(file);
      if (syntax === null || !syntax.source.text.includes(INTERNAL)) return;
      for (const node of descendants(syntax.expression)) {
        if (!isInternalCall(node)) continue;
        context.report({
          path: file.path,
          attribute: null,
          at: { source: syntax.source, span: node },
          message: `${quoted(INTERNAL)} is for the definitions that are made automatically, not to be used by hand.`,
          help: "Use `callPackage`, or define the package by its directory alone.",
          about: "",
        });
      }
    },
  },
};
