import type { AttributeSet, Expression, FunctionExpression } from "../nix/ast.ts";
import {
  applicationParts,
  booleanLiteral,
  lookUp,
  selectionChain,
  unparenthesized,
} from "../nix/expressions.ts";
import { type Known, known, unknown } from "../nix/known.ts";
import type { NixFile } from "../nix/parse.ts";
import { type Resolution, type Result, resolveName, results, type Scope } from "../nix/scope.ts";
import { literalOf } from "./literal.ts";
import { packageFunction, packageResults } from "./package-function.ts";

/** The call of `stdenv.mkDerivation` or `stdenvNoCC.mkDerivation` that a package is. */
export type MkDerivation = {
  /** The builder that is called: `stdenv.mkDerivation`. */
  readonly builder: Expression;
  readonly attributes: AttributeSet;
};

/** The standard environments whose `mkDerivation` takes the attributes as they are. */
const ENVIRONMENTS = new Set(["stdenv", "stdenvNoCC"]);

/**
 * The derivation of a package file, where it is a call of a known `mkDerivation` on a set that is
 * written out: `{ … }`, `rec { … }` or `finalAttrs: { … }`. Else why that is not known.
 */
export function readMkDerivation(file: NixFile): Known<MkDerivation> {
  const fn = packageFunction(file);
  if (fn.kind !== "function") return unknown("the file is not a function");
  return mkDerivationOf(fn.function, fn.scope);
}

function mkDerivationOf(fn: FunctionExpression, scope: Scope): Known<MkDerivation> {
  return mkDerivationAmong(packageResults(fn, scope), false);
}

/** `inSet`: it stands in the file of a package set, where `with pkgs` is that set. */
function mkDerivationAmong(found: readonly Result[], inSet: boolean): Known<MkDerivation> {
  const [result] = found;
  if (result === undefined || found.length !== 1) return unknown("it depends on a condition");
  const { function: callee, args } = applicationParts(result.expression);
  const [argument] = args;
  if (argument === undefined || args.length !== 1) return unknown("the result is not the call of a builder");
  if (!isMkDerivation(callee, result.scope, inSet, 0)) {
    return unknown("the builder is not `stdenv.mkDerivation` or `stdenvNoCC.mkDerivation`");
  }
  const attributes = attributesOf(argument, result.scope);
  if (attributes === null) return unknown("the attributes of the derivation are computed");
  return known({ builder: callee, attributes });
}

function attributesOf(argument: Expression, scope: Scope): AttributeSet | null {
  const inner = unparenthesized(argument);
  const body = inner.kind === "function" && inner.formals === null ? inner.body : inner;
  const [result] = results(body, scope, false);
  const set = result?.expression;
  return set?.kind === "attrset" && set.form !== "let" ? set : null;
}

function isMkDerivation(callee: Expression, scope: Scope, inSet: boolean, depth: number): boolean {
  if (depth > 8) return false;
  const inner = unparenthesized(callee);
  if (inner.kind === "select") {
    const names = inner.attrpath.names;
    return (
      inner.default === null &&
      names.length === 1 &&
      names[0]?.text === "mkDerivation" &&
      isEnvironment(inner.expression, scope, inSet, depth)
    );
  }
  if (inner.kind !== "variable") return false;
  const resolution = resolveName(scope, inner.name);
  if (resolution.kind === "value")
    return isMkDerivation(resolution.value, resolution.scope, inSet, depth + 1);
  return (
    inner.name === "mkDerivation" &&
    resolution.kind === "inherited" &&
    resolution.source !== null &&
    isEnvironment(resolution.source, resolution.scope, inSet, depth)
  );
}

/** Whether an expression is the argument `stdenv` or `stdenvNoCC` of the package, by whatever alias. */
function isEnvironment(expression: Expression, scope: Scope, inSet: boolean, depth: number): boolean {
  const inner = unparenthesized(expression);
  if (inner.kind !== "variable" || depth > 8) return false;
  const resolution: Resolution = resolveName(scope, inner.name);
  if (resolution.kind === "value") return isEnvironment(resolution.value, resolution.scope, inSet, depth + 1);
  if (!ENVIRONMENTS.has(inner.name)) return false;
  if (resolution.kind === "free") return inSet && isOfPackageSet(resolution.withs);
  return resolution.kind === "argument" && !resolution.whole;
}

/** Whether a free name in an overrides file is that of the package set: the innermost `with` is of it. */
function isOfPackageSet([innermost]: readonly Expression[]): boolean {
  const chain = innermost === undefined ? null : selectionChain(innermost);
  return chain?.length === 1 && PACKAGE_SETS.has(chain[0] ?? "");
}

/** Names under which an overrides file has the package set that it is part of. */
const PACKAGE_SETS = new Set(["pkgs", "self", "final", "res"]);

/** Whether a package's derivation sets a flag to `true`; `at` is where it says otherwise, if it does. */
export type Flag = {
  readonly set: boolean;
  readonly at: Expression | null;
  readonly derivation: MkDerivation;
};

/** In characters, ten times what the longest package of nixpkgs has: of more, each attribute takes too much memory. */
const LONGEST_FILE = 1_000_000;

/** Reads a boolean attribute such as `strictDeps` of a package's derivation. */
export function derivationFlag(file: NixFile, attribute: string): Known<Flag> {
  if (file.source.text.length > LONGEST_FILE) return unknown("the file is too long");
  return flagOf(readMkDerivation(file), attribute);
}

/** The same of a value that stands in an overrides file. */
export function flagOfValue(value: Expression, scope: Scope, attribute: string): Known<Flag> {
  return flagOf(mkDerivationAmong(results(value, scope, true), true), attribute);
}

/** The same of the derivation that a function which stands in another file returns. */
export function flagOfFunction(fn: FunctionExpression, attribute: string): Known<Flag> {
  return flagOf(mkDerivationOf(fn, []), attribute);
}

function flagOf(derivation: Known<MkDerivation>, attribute: string): Known<Flag> {
  if (!derivation.known) return derivation;
  const definition = lookUp(derivation.value.attributes, attribute);
  if (definition === "absent") return known({ set: false, at: null, derivation: derivation.value });
  if (definition === "computed") return unknown("an attribute's name is computed");
  if (definition.kind !== "value") return unknown(`the value of \`${attribute}\` is computed`);
  const value = booleanLiteral(definition.value);
  if (value === null) return unknown(`the value of \`${attribute}\` is computed`);
  return known({ set: value, at: definition.value, derivation: derivation.value });
}

/** Why a result cannot be a derivation, such as "a list"; null where that is not proven. */
export function provenNotDerivation({ expression, scope }: Result): string | null {
  const what = literalOf(expression, scope);
  return what === "a function" ? "another function" : what;
}
