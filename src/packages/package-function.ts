import type { Expression, FunctionExpression } from "../nix/ast.ts";
import { lookUp } from "../nix/expressions.ts";
import type { NixFile } from "../nix/parse.ts";
import { type Result, results, type Scope } from "../nix/scope.ts";

/** What a `package.nix` is. */
export type PackageFunction =
  | { readonly kind: "function"; readonly function: FunctionExpression; readonly scope: Scope }
  /** Proven to be no function: what it is instead, such as "a list". */
  | { readonly kind: "not-function"; readonly what: string; readonly expression: Expression }
  | { readonly kind: "unknown" };

/** The function that a package file is, looked for through `let`, `with`, `assert` and parentheses. */
export function packageFunction(file: NixFile): PackageFunction {
  const [result] = results(file.expression, [], false);
  if (result === undefined) return { kind: "unknown" };
  const { expression, scope } = result;
  if (expression.kind === "function") return { kind: "function", function: expression, scope };
  const what = literalKind(expression);
  if (what === null || (expression.kind === "attrset" && mayBeFunctor(expression))) {
    return { kind: "unknown" };
  }
  return { kind: "not-function", what, expression };
}

function mayBeFunctor(set: Expression): boolean {
  return set.kind === "attrset" && (set.form === "let" || lookUp(set, "__functor") !== "absent");
}

/** What a literal is, with its article; null for anything that has to be evaluated. */
export function literalKind(expression: Expression): string | null {
  switch (expression.kind) {
    case "list":
      return "a list";
    case "string":
    case "uri":
      return "a string";
    case "integer":
    case "float":
      return "a number";
    case "path":
      return expression.form === "search" ? null : "a path";
    case "attrset":
      return "an attribute set";
    default:
      return null;
  }
}

/** What a package function returns: one result a branch of `if`. */
export function packageResults(fn: FunctionExpression, scope: Scope): readonly Result[] {
  return results(fn.body, [...scope, { kind: "function", function: fn }], true);
}
