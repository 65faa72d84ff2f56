import type { Machine, Value } from "../values.ts";
import { DERIVATION_FUNCTIONS } from "./derivations.ts";
import { LIST_FUNCTIONS } from "./lists.ts";
import { TEXT_FUNCTIONS } from "./texts.ts";

/** Where the functions of the library are found. */
const LIBRARY = new Set([
  ...["lib", "builtins", "pkgs", "stdenv", "final", "prev", "self", "super"],
  ...["strings", "lists", "attrsets", "versions", "trivial", "asserts", "debug", "meta"],
]);

/** A function by its names, `lib.versions.major` or `major`; null where it is not known. */
export function libraryFunction(machine: Machine, path: readonly string[]): Value | null {
  const name = path.at(-1) ?? "";
  const plain = path.slice(0, -1).every((each) => LIBRARY.has(each));
  const known =
    DERIVATION_FUNCTIONS.get(name) ??
    (plain ? (TEXT_FUNCTIONS.get(name) ?? LIST_FUNCTIONS.get(name)) : undefined);
  if (known === undefined) return null;
  return {
    kind: "native",
    args: [],
    arity: known.arity,
    run: (args, location) => known.run(machine, args, location),
  };
}
