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

/** Whether a call may be that of a fetcher on a set that is written out, by what kinds of expressions it is made of. */
function mayBeFetch(call: Apply): boolean {
  const { kind } = unparenthesized(call.argument);
  if (kind !== "attrset" && kind !== "let" && kind !== "with") return false;
  const called = unparenthesized(call.function).kind;
  return called === "variable" || called === "select";
}

/** Reads a call as that of a fetcher of nixpkgs; null where it surely is none, or that is not known. */
export function fetchCall(
  call: Apply,
  scope: () => Scope | null,
  around: () => readonly AttributeSet[],
): FetchCall | null {
  if (!mayBeFetch(call)) return null;
  const seen = scope();
  const path = seen === null ? null : selectedPath(call.function, seen, true);
  if (seen === null || path === null || !isFetcher(path) || path[0] === "builtins") return null;
  const set = writtenSet(call.argument, seen);
  return set === null ? null : { fetcher: call.function, name: path.at(-1) ?? "", around: around(), ...set };
}
