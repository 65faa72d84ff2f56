import type { Expression, PathLiteral } from "../../nix/ast.ts";
import { applicationParts, isEmptySet, selectionChain, unparenthesized } from "../../nix/expressions.ts";
import { resolveName, type Scope, throughNames } from "../../nix/scope.ts";
import { normalizePath } from "../../snapshot/resolve.ts";
import { parentPath } from "../../snapshot/snapshot.ts";

/** Names under which a package set is handed to the function that defines it, in nixpkgs and overlays. */
const PACKAGE_SET_NAMES = new Set(["self", "final", "pkgs", "res"]);

/** Names of the package set as it was before the file, which has a `callPackage` of before. */
const PREVIOUS_SET_NAMES = new Set(["super", "prev"]);

/** Sets without a `callPackage`, so that a `with` of theirs does not hide another's. */
const SETS_WITHOUT_CALL_PACKAGE = new Set(["lib", "builtins"]);

/** What an attribute's value is, as far as `callPackage` goes. */
export type CallPackage =
  | {
      readonly kind: "call";
      /** Whose `callPackage` it is: the package set's own, another set's, or not to be told. */
      readonly scope: "own" | "other" | "unknown";
      /** `libsForQt5.callPackage`, as written. */
      readonly callee: string;
      readonly target: CallTarget;
      /** The expression of the first argument. */
      readonly definition: Expression;
      /** The second argument: the custom arguments. */
      readonly args: Expression;
      readonly empty: boolean;
    }
  | { readonly kind: "none" };

/** What a `callPackage` is called on. */
export type CallTarget =
  /** `path` is relative to the root of the repository; null where it climbs out of it. */
  | { readonly kind: "path"; readonly literal: PathLiteral; readonly path: string | null }
  /** An interpolated path: which, is not known. */
  | { readonly kind: "unknown" }
  | { readonly kind: "not-path" };

/** The path that a call leads to; null where that is not known, or out of the repository. */
export function targetPath(target: CallTarget): string | null {
  return target.kind === "path" ? target.path : null;
}

/** How a name is followed: the set whose `callPackage` is meant, such as `tclPackages`, and how far it went. */
type Search = { readonly set: PackageSet; readonly depth: number };

function deeper({ set, depth }: Search): Search {
  return { set, depth: depth + 1 };
}

/** The package set that a file defines: its name, and whether `super` and `prev` count as it. */
export type PackageSet = { readonly name: string; readonly previousCounts: boolean };

/** Where a value stands: the path and text of its file, and the set that the file defines. */
export type CallSite = { readonly path: string; readonly text: string; readonly set: PackageSet };

/** Reads a value as `callPackage target args`. */
export function readCallPackage(value: Expression, scope: Scope, site: CallSite): CallPackage {
  const parts = applicationParts(value);
  const [definition, args] = parts.args;
  if (definition === undefined || args === undefined || parts.args.length !== 2) return { kind: "none" };
  const owner = calleeScope(parts.function, scope, { set: site.set, depth: 0 });
  if (owner === null) return { kind: "none" };
  return {
    kind: "call",
    scope: owner,
    callee: site.text.slice(parts.function.start, parts.function.end),
    target: readTarget(definition, scope, site.path),
    definition,
    args,
    empty: isEmptySet(args),
  };
}

/** `let path = ./x; in callPackage path { }` is seen through, as deep as anybody writes it. */
const MOST_NAMES = 8;

function readTarget(definition: Expression, scope: Scope, file: string): CallTarget {
  const inner = throughNames(definition, scope, MOST_NAMES).expression;
  if (inner.kind !== "path") return { kind: "not-path" };
  if (inner.interpolations.length > 0) return { kind: "unknown" };
  const path = inner.form === "relative" ? normalizePath(parentPath(file), inner.text) : null;
  return { kind: "path", literal: inner, path };
}

/** Whose `callPackage` a function is; null where it is no `callPackage` at all. */
function calleeScope(fn: Expression, scope: Scope, search: Search): "own" | "other" | "unknown" | null {
  if (search.depth > MOST_NAMES) return "unknown";
  const chain = selectionChain(fn);
  if (chain?.at(-1) !== "callPackage") {
    return isCallPackage(fn) || isAliasOfCallPackage(chain, scope, search) ? "unknown" : null;
  }
  if (chain.length > 1) return selectedScope(chain.slice(0, -1), scope, search);
  const resolution = resolveName(scope, "callPackage");
  switch (resolution.kind) {
    case "argument":
      return resolution.whole ? "unknown" : "own";
    case "value":
      return calleeScope(resolution.value, resolution.scope, deeper(search)) ?? "unknown";
    case "inherited": {
      if (resolution.source === null) return resolvedOutside(resolution.scope, search);
      const source = selectionChain(resolution.source);
      return source === null ? "unknown" : selectedScope(source, resolution.scope, search);
    }
    case "other":
      return "unknown";
    case "free":
      return withScope(resolution.withs, scope, search);
  }
}

/** `let inherit callPackage; in …` takes the name from the scope around. */
function resolvedOutside(scope: Scope, search: Search): "own" | "other" | "unknown" {
  const name: Expression = { kind: "variable", name: "callPackage", start: 0, end: 0 };
  return calleeScope(name, scope, deeper(search)) ?? "unknown";
}

/** Whether a function goes by the name of `callPackage`, of whatever set: `(expression).callPackage` as well. */
export function isCallPackage(fn: Expression): boolean {
  const inner = unparenthesized(fn);
  if (inner.kind === "variable") return inner.name === "callPackage";
  return inner.kind === "select" && inner.attrpath.names.at(-1)?.text === "callPackage";
}

/** `let call = pkgs.callPackage; in … call ./x { }`: not by that name, yet perhaps just that. */
function isAliasOfCallPackage(chain: readonly string[] | null, scope: Scope, search: Search): boolean {
  const [name, ...rest] = chain ?? [];
  if (name === undefined || rest.length > 0) return false;
  const resolution = resolveName(scope, name);
  return (
    resolution.kind === "value" && calleeScope(resolution.value, resolution.scope, deeper(search)) !== null
  );
}

/** Whose `callPackage` is that of the set `chain`, such as `pkgs` or `python3.pkgs`. */
function selectedScope(chain: readonly string[], scope: Scope, search: Search): "own" | "other" | "unknown" {
  const [base, ...rest] = chain;
  if (base === undefined) return "unknown";
  const resolution = resolveName(scope, base);
  if (resolution.kind === "value" && search.depth < MOST_NAMES) {
    const alias = selectionChain(resolution.value);
    if (alias === null) return "unknown";
    return selectedScope([...alias, ...rest], resolution.scope, deeper(search));
  }
  if (resolution.kind !== "argument" && resolution.kind !== "free") return "unknown";
  const isSet = PACKAGE_SET_NAMES.has(base) || (search.set.previousCounts && PREVIOUS_SET_NAMES.has(base));
  if (!isSet) return chain.join(".") === search.set.name ? "own" : "other";
  if (resolution.kind === "free" && withScope(resolution.withs, scope, deeper(search)) !== "own")
    return "unknown";
  // `pkgs.pkgs` is `pkgs` again; `pkgs.libsForQt5` is a set of its own.
  return rest.every((name) => name === "pkgs") ? "own" : "other";
}

/** Which `with` a free `callPackage` comes from: the innermost that may have one. */
function withScope(withs: readonly Expression[], scope: Scope, search: Search): "own" | "unknown" {
  if (search.depth > MOST_NAMES) return "unknown";
  for (const environment of withs) {
    const chain = selectionChain(environment);
    if (chain === null) return "unknown";
    if (SETS_WITHOUT_CALL_PACKAGE.has(chain[0] ?? "")) continue;
    return selectedScope(chain, scope, deeper(search)) === "own" ? "own" : "unknown";
  }
  return "unknown";
}
