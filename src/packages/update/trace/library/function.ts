import type { Location, Machine, Thunk, Value } from "../values.ts";

/** A function of nixpkgs' library or of Nix itself, and how many arguments it takes. */
export type LibraryFunction = {
  readonly arity: number;
  readonly run: (machine: Machine, args: readonly Thunk[], location: Location) => Value;
};
