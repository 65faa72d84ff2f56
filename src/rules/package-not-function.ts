import type { NixFile } from "../nix/parse.ts";
import { quoted } from "../nix/shown.ts";
import type { Span } from "../nix/text.ts";
import { packageFunction } from "../packages/package-function.ts";
import { checkDefinition } from "./package-definition.ts";
import type { Rule } from "./rule.ts";

export const packageNotFunction: Rule = {
  name: "package-not-function",
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

/** The part of a span on its first line, so that a whole file is not underlined. */
export function firstLine(file: NixFile, span: Span): Span {
  const newline = file.source.text.indexOf("\n", span.start);
  return { start: span.start, end: newline < 0 ? span.end : Math.min(span.end, newline) };
}
