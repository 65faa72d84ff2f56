import type { Range } from "../../nix/text.ts";
import type { PinKind } from "./pins.ts";

/** What a change does to a package, as far as it concerns updates. */
export type PackageUpdate = {
  readonly name: string;
  readonly directory: string;
  /** The package's version on both sides where it is written as plain text; null where it is not known. */
  readonly version: { readonly before: string; readonly after: string } | null;
  /** Each pin that differs: files in the order of their paths, bindings in that of the head's text. */
  readonly pins: readonly PinChange[];
  /** Why it is no pure update; empty for a pure one. */
  readonly impurities: readonly Impurity[];
};

/** A binding whose plain string says which source is built, or a companion of the package. */
export type PinChange = {
  readonly path: string;
  /** The dotted path of its names as they are written, `src.hash`; of a companion, its path in the package. */
  readonly binding: string;
  readonly kind: PinKind | "lock";
  /** What it was; of a companion, `present` or `absent`. */
  readonly before: string;
  readonly after: string;
  /** The value at head. */
  readonly range: Range;
};

/** Something about a change that a person has to look at. */
export type Impurity = {
  readonly path: string;
  /** The dotted path of the binding; null where no binding is to blame. */
  readonly binding: string | null;
  /** At head; null where there is nothing to point at. */
  readonly range: Range | null;
  /** A clause with names in backticks: "`buildInputs` differs", "the file was added". */
  readonly why: string;
};
