import { checkDefinition } from "../../checker/checks/definitions.ts";
import type { Rule } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";
import { packageFunction } from "../../packages/derivation/results.ts";
import { firstLine } from "./shared/first-line.ts";

export const packageNotFunction: Rule = {
  name: "package-not-function",
  family: "definitions",
  codes: [],
  summary: "`package.nix` is not a function, or hides its arguments",
  level: "error",
  checks: {
    package: checkDefinition(({ path, file }, { name }, context) => {
      const found = packageFunction(file);
      if (found.kind === "not-function") {
        context.report({
          path,
          attribute: name,
          at: { source: file.source, span: firstLine(file, found.expression) },
          message: `The definition of ${quoted(name)} is ${found.what}, not a function.`,
          help: "`callPackage` calls it with what it needs: begin it with the arguments, `{ lib, stdenv, … }:`.",
          about: "not a function",
        });
      } else if (found.kind === "function" && found.function.formals === null) {
        const argument = found.function.argument;
        context.report({
          path,
          attribute: name,
          at: { source: file.source, span: argument ?? found.function },
          message: `The definition of ${quoted(name)} takes one plain argument, so \`callPackage\` cannot see what it needs, and \`.override\` has nothing to offer.`,
          help: "Name the arguments: `{ lib, stdenv, … }:`.",
          about: "plain argument",
          warning: true,
        });
      }
    }),
  },
};
