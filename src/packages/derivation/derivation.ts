import type { Expression, FunctionExpression } from "../../nix/ast.ts";
import { applicationParts, unparenthesized } from "../../nix/expressions.ts";
import { type KeptIn, keptIn } from "../../nix/kept-in.ts";
import { type Known, known, unknown } from "../../nix/known.ts";
import type { NixFile } from "../../nix/parse.ts";
import { type Result, results, type Scope, within } from "../../nix/scope.ts";
import { type WrittenSet, writtenSet } from "./attribute.ts";
import { selectedPath } from "./builder.ts";
import { attributesPlace, isKnownBuilder, isStandardBuilder } from "./builder-names.ts";
import { derivationResults, packageFunction, packageResults } from "./results.ts";

/** The call of a builder that a package is, with the attributes that it is given. */
export type Derivation = WrittenSet & {
  /** The builder that is called, as the file has it. */
  readonly builder: Expression;
  /** What that is in the package set: `["stdenv", "mkDerivation"]`. */
  readonly path: readonly string[];
};

/** The builders that are looked for. */
type Builders = {
  readonly has: (path: readonly string[]) => boolean;
  /** Where the attributes stand among the arguments. */
  readonly place: (path: readonly string[]) => { readonly at: number; readonly of: number };
  /** Why it is not known what a package is that is built by another one. */
  readonly why: string;
};

const STANDARD: Builders = {
  has: isStandardBuilder,
  place: () => ({ at: 0, of: 1 }),
  why: "the builder is not `stdenv.mkDerivation` or `stdenvNoCC.mkDerivation`",
};

const ALL: Builders = { has: isKnownBuilder, place: attributesPlace, why: "the builder is not known" };

const standard = keptIn<NixFile, Known<Derivation>>();
const all = keptIn<NixFile, Known<Derivation>>();

/**
 * The derivation of a package file, where it is a call of a known `mkDerivation` on a set that is
 * written out: `{ … }`, `rec { … }` or `finalAttrs: { … }`. Else why that is not known. Read once.
 */
export function readMkDerivation(file: NixFile): Known<Derivation> {
  return readOnce(file, standard, STANDARD);
}

/** The same where it is built by any of the builders that hand its attributes on: `buildGoModule`, `runCommand`. */
export function readDerivation(file: NixFile): Known<Derivation> {
  return readOnce(file, all, ALL);
}

function readOnce(
  file: NixFile,
  read: KeptIn<NixFile, Known<Derivation>>,
  builders: Builders,
): Known<Derivation> {
  const existing = read.get(file);
  if (existing !== undefined) return existing;
  const isFunction = packageFunction(file).kind === "function";
  const found = isFunction
    ? derivationAmong(derivationResults(file), false, builders)
    : unknown("the file is not a function");
  read.set(file, found);
  return found;
}

/** The same as `readMkDerivation` of what a function returns. */
export function standardDerivationOf(fn: FunctionExpression, scope: Scope): Known<Derivation> {
  return derivationAmong(packageResults(fn, scope), false, STANDARD);
}

/** The same of a value that stands in the file of a package set. */
export function standardDerivationOfValue(value: Expression, scope: Scope): Known<Derivation> {
  return derivationAmong(results(value, scope, true), true, STANDARD);
}

function derivationAmong(found: readonly Result[], inSet: boolean, builders: Builders): Known<Derivation> {
  const [result] = found;
  if (result === undefined || found.length !== 1) return unknown("it depends on a condition");
  return calledBuilder(result, inSet, builders);
}

/**
 * The derivation that an expression is, wherever in a file it stands: a call of a builder that hands its attributes
 * on, on a set that is written out. Else why that is not known.
 */
export function derivationCall(expression: Expression, scope: Scope): Known<Derivation> {
  return calledBuilder({ expression, scope }, false, ALL);
}

function calledBuilder(result: Result, inSet: boolean, { has, place, why }: Builders): Known<Derivation> {
  const { function: callee, args } = applicationParts(result.expression);
  const path = selectedPath(callee, result.scope, inSet);
  const { at, of } = place(path ?? []);
  const argument = args[at];
  if (argument === undefined || args.length !== of) return unknown("the result is not the call of a builder");
  if (path === null || !has(path)) return unknown(why);
  const set = attributesIn(argument, result.scope);
  return set === null
    ? unknown("the attributes of the derivation are computed")
    : known({ builder: callee, path, ...set });
}

/** The attributes of `{ … }` or `finalAttrs: { … }`, where they are written out; else null. */
export function attributesIn(argument: Expression, scope: Scope): WrittenSet | null {
  const inner = unparenthesized(argument);
  return inner.kind === "function" && inner.formals === null
    ? writtenSet(inner.body, within(scope, inner))
    : writtenSet(inner, scope);
}
