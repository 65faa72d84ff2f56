import type { Apply, AttributeSet, Expression } from "../../nix/ast.ts";
import { unparenthesized } from "../../nix/expressions.ts";
import type { Scope } from "../../nix/scope.ts";
import { type WrittenSet, writtenSet } from "./attribute.ts";
import { selectedPath } from "./builder.ts";
import { isFetcher } from "./fetcher-names.ts";

/** The call of a fetcher on a set that is written out. */
export type FetchCall = WrittenSet & {
  /** The fetcher that is called, as the file has it. */
  readonly fetcher: Expression;
  /** The last name of what that is in the package set: `fetchFromGitHub`. */
  readonly name: string;
  /** The sets that it stands in, innermost first. */
  readonly around: readonly AttributeSet[];
};

/** Reads a call as that of a fetcher of nixpkgs; null where it surely is none, or that is not known. */
export function fetchCall(
  call: Apply,
  scope: () => Scope | null,
  around: () => readonly AttributeSet[],
): FetchCall | null {
  const { kind } = unparenthesized(call.argument);
  if (kind !== "attrset" && kind !== "let" && kind !== "with") return null;
  const seen = scope();
  const path = seen === null ? null : selectedPath(call.function, seen, true);
  if (seen === null || path === null || !isFetcher(path) || path[0] === "builtins") return null;
  const set = writtenSet(call.argument, seen);
  return set === null ? null : { fetcher: call.function, name: path.at(-1) ?? "", around: around(), ...set };
}
