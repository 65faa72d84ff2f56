import type { Expression, FunctionExpression } from "../../nix/ast.ts";
import { booleanLiteral } from "../../nix/expressions.ts";
import { type Known, known, unknown } from "../../nix/known.ts";
import type { NixFile } from "../../nix/parse.ts";
import type { Scope } from "../../nix/scope.ts";
import { attribute as attributeOf, computedValue } from "./attribute.ts";
import {
  type Derivation,
  readMkDerivation,
  standardDerivationOf,
  standardDerivationOfValue,
} from "./derivation.ts";

/** Whether a package's derivation sets a flag to `true`; `at` is where it says otherwise, if it does. */
export type Flag = {
  readonly set: boolean;
  readonly at: Expression | null;
  readonly derivation: Derivation;
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
  return flagOf(standardDerivationOfValue(value, scope), attribute);
}

/** The same of the derivation that a function which stands in another file returns. */
export function flagOfFunction(fn: FunctionExpression, attribute: string): Known<Flag> {
  return flagOf(standardDerivationOf(fn, []), attribute);
}

function flagOf(derivation: Known<Derivation>, attribute: string): Known<Flag> {
  if (!derivation.known) return derivation;
  const definition = attributeOf(derivation.value, attribute);
  if (!definition.known) return definition;
  if (definition.value === null) return known({ set: false, at: null, derivation: derivation.value });
  if (definition.value.kind !== "value") return unknown(computedValue(attribute));
  const value = booleanLiteral(definition.value.value);
  if (value === null) return unknown(computedValue(attribute));
  return known({ set: value, at: definition.value.value, derivation: derivation.value });
}
