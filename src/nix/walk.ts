import type { Node } from "./ast.ts";
import type { Scope } from "./scope.ts";

/**
 * Which nodes a walk shows: of their kinds, or (`call`) each `apply` whose last argument, or the one before it, is or
 * may come to a set that is written out, in whatever parentheses: `{ … }`, a function, `let`, `with` or `assert`.
 */
export type WantedKind = Node["kind"] | "call";
export type WantedKinds = ReadonlySet<WantedKind>;

/** Where a node that a walk shows stands. Holds while it is shown, and no longer. */
export type WalkPlace = {
  /** What it is a part of; with a number, what stands so many levels further out. Null above the whole of the file. */
  parent(levels?: number): Node | null;
  /** How many nodes it stands in. */
  depth(): number;
  /**
   * The scope that an expression there is seen in. (`inherit a;` in a `let` or a `rec` set is seen from around that.)
   * Null where too many constructs are nested to tell.
   */
  scope(): Scope | null;
};
