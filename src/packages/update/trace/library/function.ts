import { type Location, type Machine, OPAQUE, type Thunk, type Value, valueThunk } from "../values.ts";

/** A function of nixpkgs' library or of Nix itself, and how many arguments it takes. It is run once it has them all. */
export type LibraryFunction = {
  readonly arity: number;
  readonly run: (machine: Machine, args: readonly Thunk[], location: Location) => Value;
};

export type Unary = (machine: Machine, argument: Thunk, location: Location) => Value;
export type Binary = (machine: Machine, first: Thunk, second: Thunk, location: Location) => Value;
export type Ternary = (
  machine: Machine,
  first: Thunk,
  second: Thunk,
  third: Thunk,
  location: Location,
) => Value;

/** Stands for no argument, as there are always as many as the arity says. */
const NONE = valueThunk(OPAQUE);

export function unary(run: Unary): LibraryFunction {
  return { arity: 1, run: (machine, [argument = NONE], location) => run(machine, argument, location) };
}

export function binary(run: Binary): LibraryFunction {
  return { arity: 2, run: (machine, [one = NONE, two = NONE], location) => run(machine, one, two, location) };
}

export function ternary(run: Ternary): LibraryFunction {
  return {
    arity: 3,
    run: (machine, [one = NONE, two = NONE, three = NONE], location) =>
      run(machine, one, two, three, location),
  };
}

/** The same function by each of some names. */
export function named(names: readonly string[], fn: LibraryFunction): (readonly [string, LibraryFunction])[] {
  return names.map((name) => [name, fn]);
}
