import type { Expression, FunctionExpression } from "../../../nix/ast.ts";
import type { Span } from "../../../nix/text.ts";
import type { PinKind } from "../pins.ts";

/** A place in one of the package's files, by its number. */
export type Location = Span & { readonly file: number };

/**
 * A part of a text. What stands between a `pin` and the next is the same before and after the change:
 * `fixed` where it is known, `unknown` where it is not.
 */
export type Piece =
  | { readonly kind: "fixed"; readonly text: string }
  | { readonly kind: "unknown" }
  /** `verbatim`: the pin itself, and not something made of it. */
  | {
      readonly kind: "pin";
      readonly before: string;
      readonly after: string;
      readonly verbatim: boolean;
      readonly of: PinKind;
    }
  /** The store path, or the name, of something that is built of what differs. */
  | { readonly kind: "store" };

export type TextValue = {
  readonly kind: "text";
  readonly pieces: readonly Piece[];
  readonly location: Location | null;
};

export type SetValue = {
  readonly kind: "set";
  readonly attributes: ReadonlyMap<string, Thunk>;
  /** Attributes of which the names are not known. */
  readonly rest: readonly Thunk[];
};

export type ListValue = {
  readonly kind: "list";
  readonly elements: readonly Thunk[];
  readonly exact: boolean;
};

/** A path into the repository: `start` alone where it is known as a whole, else with anything up to `end`. */
export type PathValue = {
  readonly kind: "path";
  readonly start: string;
  readonly end: string | null;
  readonly location: Location;
};

export type ClosureValue = {
  readonly kind: "closure";
  readonly function: FunctionExpression;
  readonly scope: Environment;
  readonly file: number;
};

export type NativeValue = {
  readonly kind: "native";
  readonly args: readonly Thunk[];
  readonly arity: number;
  readonly run: (args: readonly Thunk[], location: Location) => Value;
};

/** What a fetcher or builder returns. */
export type DerivationValue = {
  readonly kind: "derivation";
  readonly attributes: SetValue;
  /** Whether it is made of what differs. All that it is made of is looked at when that is first asked. */
  readonly moves: () => boolean;
};

/** What an expression comes to before and after a change, as far as its text says, where that is one thing. */
export type Single =
  /** Something of which nothing is known but that it is the same on both sides, and its names. */
  | { readonly kind: "opaque"; readonly path: readonly string[] }
  | TextValue
  | SetValue
  | ListValue
  | PathValue
  | ClosureValue
  | NativeValue
  | DerivationValue
  /** What is made of what differs in a way that says nothing more. */
  | { readonly kind: "differing" }
  /** No value: evaluation stops there. */
  | { readonly kind: "nothing" };

/** One thing, or one of several; which, is the same on both sides. */
export type Value = Single | { readonly kind: "choice"; readonly values: readonly Single[] };

/** An expression that is evaluated when somebody asks, and once. */
export type Thunk = {
  value: Value | null;
  compute: (() => Value) | null;
  /** Whether it is known to hold nothing that differs. */
  still: boolean;
  /** Where it is written, of an attribute. */
  readonly location: Location | null;
};

/** Where names come from, innermost first. */
export type Environment =
  | null
  | { readonly kind: "names"; readonly names: ReadonlyMap<string, Thunk>; readonly above: Environment }
  | { readonly kind: "with"; readonly environment: Thunk; readonly above: Environment };

/** What the parts of the evaluation ask of each other. */
export type Machine = {
  evaluate(expression: Expression, scope: Environment, file: number): Value;
  force(thunk: Thunk): Value;
  /**
   * The same; null where that takes what is being evaluated right now, as in `a = f { self = a; }`. Whoever can
   * asks later.
   */
  tryForce(thunk: Thunk): Value | null;
  /**
   * Whether there is room for a value of so many parts, which takes as many steps: what doubles a list or a text
   * over and over is short. What there is no room for is reported, and `DIFFERING`.
   */
  hasRoom(size: number, location: Location): boolean;
  apply(fn: Value, argument: Thunk, location: Location): Value;
  /** What a builder of a name makes of attributes. */
  build(name: string, argument: Thunk, location: Location): Value;
  select(value: Value, name: string, location: Location): Value;
  /** What `override` or `overrideAttrs` makes of a derivation. */
  overridden(
    base: DerivationValue,
    how: "override" | "overrideAttrs",
    args: readonly Thunk[],
    location: Location,
  ): Value;
  /** Whether a value holds anything that differs. All of it is evaluated. */
  moves(value: Value): boolean;
  /** What a path leads to as a file of the package; null where it is none. */
  importFile(path: PathValue): Value | null;
  /** Whether a path may lead to something that differs. */
  pathMoves(path: PathValue): boolean;
  /** Notes a place that something which differs reaches and may not; `what` follows the binding's name. */
  report(location: Location, what: string): void;
  /** A derivation, whose parts are looked at when somebody asks, or at the end. */
  derivation(attributes: SetValue, look: () => boolean): DerivationValue;
  /** Whether any hash of the package differs. */
  readonly hashMoves: boolean;
  /** A source of which the place and the hash differ. */
  noteSource(): void;
  /** A source of which the place certainly is another, by a version, and the hash is not; `call` is its fetcher's. */
  noteStale(hash: Location, call: Location): void;
};

export const OPAQUE: Single = { kind: "opaque", path: [] };
export const NOTHING: Single = { kind: "nothing" };
export const DIFFERING: Single = { kind: "differing" };

/** More alternatives than this are not followed. */
export const MOST_CHOICES = 256;

export function thunk(compute: () => Value, location: Location | null = null): Thunk {
  return { value: null, compute, still: false, location };
}

export function valueThunk(value: Value): Thunk {
  return { value, compute: null, still: false, location: null };
}

/** One of some values; null of more than are followed. */
export function choiceOf(values: readonly Value[]): Value | null {
  const flat: Single[] = [];
  let opaque = false;
  for (const value of values) {
    for (const each of alternatives(value)) {
      if (each.kind === "nothing") continue;
      if (each.kind === "opaque" && each.path.length === 0) {
        if (opaque) continue;
        opaque = true;
      }
      flat.push(each);
    }
  }
  if (flat.length > MOST_CHOICES) return null;
  const [first, ...more] = flat;
  if (first === undefined) return NOTHING;
  return more.length === 0 ? first : { kind: "choice", values: flat };
}

/** The alternatives that a value is one of. */
export function alternatives(value: Value): readonly Single[] {
  return value.kind === "choice" ? value.values : [value];
}

export function plainSet(attributes: ReadonlyMap<string, Thunk>): SetValue {
  return { kind: "set", attributes, rest: [] };
}

export const EMPTY_SET: SetValue = plainSet(new Map());

/** One of some values; that they are more than are followed is reported. */
export function oneOf(machine: Machine, values: readonly Value[], location: Location): Value {
  return choiceOf(values) ?? tooMany(machine, "things", location);
}

/** What may be more than is looked at: that it is so is reported. */
export function tooMany(machine: Machine, what: "things" | "texts", location: Location): Value {
  machine.report(location, `may be too many ${what} to understand`);
  return DIFFERING;
}
