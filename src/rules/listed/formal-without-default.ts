import { soundSyntaxOf } from "../../checker/checks/syntax.ts";
import type { FileSubject, Rule, RuleContext } from "../../checker/rule.ts";
import { descendants, type FunctionExpression } from "../../nix/ast.ts";
import type { NixFile } from "../../nix/parse.ts";
import { quoted } from "../../nix/shown.ts";
import { packageFunction } from "../../packages/derivation/results.ts";
import { DEFAULT_FILE } from "../../packages/layout.ts";
import { OF_NUR } from "./shared/levels.ts";
import { isOfNur } from "./shared/listing.ts";

/**
 * What NUR calls `default.nix` with: of `functionArgs (import ./default.nix)`, `pkgs` where that is one of them,
 * and nothing else.
 */
export const formalWithoutDefault: Rule = {
  name: "formal-without-default",
  family: "listed",
  codes: [],
  summary: "`default.nix` cannot be called with `pkgs` alone, as NUR does",
  level: OF_NUR,
  checks: {
    file(file, context) {
      if (file.path !== DEFAULT_FILE || !isOfNur(context)) return;
      const syntax = soundSyntaxOf(file);
      if (syntax === null) return;
      const found = packageFunction(syntax);
      if (found.kind === "function") checkFunction(found.function, file, syntax, context);
      else if (found.kind === "not-function") {
        context.report({
          path: file.path,
          attribute: null,
          at: { source: syntax.source, span: found.expression },
          message: `${quoted(DEFAULT_FILE)} is ${found.what}, and NUR calls it as a function: none of its packages is to be had.`,
          help: `Begin it with ${quoted("{ pkgs ? import <nixpkgs> { } }:")}, and take from ${quoted("pkgs")} what you need.`,
          about: "not a function",
        });
      } else {
        const message = `Whether NUR can call ${quoted(DEFAULT_FILE)} is not known: the function that it is stands elsewhere.`;
        context.unknown(
          { path: file.path, attribute: null },
          message,
          "the function that it is stands elsewhere",
        );
      }
    },
  },
};

function checkFunction(
  fn: FunctionExpression,
  { path }: FileSubject,
  { source }: NixFile,
  context: RuleContext,
): void {
  if (fn.formals === null) {
    const name = fn.argument?.text ?? "";
    if (fn.argument === null || !isUsed(fn, name)) return;
    context.report({
      path,
      attribute: null,
      at: { source, span: fn.argument },
      message: `${quoted(DEFAULT_FILE)} takes one plain argument, so NUR cannot see what it needs and calls it with ${quoted("{ }")}: there is nothing in ${quoted(name)}.`,
      help: `Name the argument in braces: ${quoted("{ pkgs ? import <nixpkgs> { } }:")}.`,
      about: "plain argument",
    });
    return;
  }
  for (const { name, default: value } of fn.formals.formals) {
    if (value !== null || name.text === null || name.text === "pkgs") continue;
    context.report({
      path,
      attribute: null,
      at: { source, span: name },
      message: `NUR calls ${quoted(DEFAULT_FILE)} with ${quoted("pkgs")} alone, and ${quoted(name.text)} has no default: none of its packages is to be had.`,
      help: `Give it a default that is made of ${quoted("pkgs")}, such as ${quoted(`${name.text} ? pkgs.${name.text}`)}, or take it from ${quoted("pkgs")} inside.`,
      about: name.text,
    });
  }
}

/** Whether the body mentions a name at all; what shadows it does not matter much. */
function isUsed(fn: FunctionExpression, name: string): boolean {
  for (const node of descendants(fn.body)) if (node.kind === "variable" && node.name === name) return true;
  return false;
}
