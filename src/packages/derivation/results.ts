import type { Expression, FunctionExpression } from "../../nix/ast.ts";
import { lookUp } from "../../nix/expressions.ts";
import { keptIn } from "../../nix/kept-in.ts";
import type { NixFile } from "../../nix/parse.ts";
import { type Result, results, type Scope, within } from "../../nix/scope.ts";
import { literalOf, NOT_A_DERIVATION } from "./literal.ts";

/** What a `package.nix` is. */
export type PackageFunction =
  | { readonly kind: "function"; readonly function: FunctionExpression; readonly scope: Scope }
  /** Proven to be no function: what it is instead, such as "a list". */
  | { readonly kind: "not-function"; readonly what: string; readonly expression: Expression }
  | { readonly kind: "unknown" };

const functions = keptIn<NixFile, PackageFunction>();

/** The function that a package file is, looked for through `let`, `with`, `assert` and parentheses. Read once. */
export function packageFunction(file: NixFile): PackageFunction {
  const found = functions.get(file) ?? readFunction(file);
  functions.set(file, found);
  return found;
}

function readFunction(file: NixFile): PackageFunction {
  const [result] = results(file.expression, [], false);
  if (result === undefined) return { kind: "unknown" };
  const { expression, scope } = result;
  if (expression.kind === "function") return { kind: "function", function: expression, scope };
  const what = literalOf(expression, scope);
  // A set that has `__functor` is called like a function, and a name may stand for one.
  const callable = what === "a function" || (what === NOT_A_DERIVATION && !isPlainSet(expression));
  if (what === null || callable) return { kind: "unknown" };
  return { kind: "not-function", what: what === NOT_A_DERIVATION ? "an attribute set" : what, expression };
}

function isPlainSet(set: Expression): boolean {
  return set.kind === "attrset" && set.form !== "let" && lookUp(set, "__functor") === "absent";
}

/** What a package function returns: one result a branch of `if`. */
export function packageResults(fn: FunctionExpression, scope: Scope): readonly Result[] {
  return results(fn.body, within(scope, fn), true);
}

const fileResults = keptIn<NixFile, readonly Result[]>();

/** What the function that a file is returns, as `packageResults`; none where it is no function. Read once. */
export function derivationResults(file: NixFile): readonly Result[] {
  const existing = fileResults.get(file);
  if (existing !== undefined) return existing;
  const fn = packageFunction(file);
  const found = fn.kind === "function" ? packageResults(fn.function, fn.scope) : [];
  fileResults.set(file, found);
  return found;
}

/** Why a result cannot be a derivation, such as "a list"; null where that is not proven. */
export function provenNotDerivation({ expression, scope }: Result): string | null {
  const what = literalOf(expression, scope);
  return what === "a function" ? "another function" : what;
}
