import type { Expression } from "../../nix/ast.ts";
import { selectionChain, staticAttrpath, unparenthesized } from "../../nix/expressions.ts";
import { resolveName, type Scope } from "../../nix/scope.ts";

/** Names are followed so far. */
const DEEPEST = 8;

/**
 * What an expression surely selects from the arguments of its file, whatever it is called by there:
 * `["stdenv", "mkDerivation"]` of `build` where `let build = stdenv.mkDerivation;` is bound. Null of all else.
 * `inSet`: it stands in the file of a package set, where `with pkgs` is that set.
 */
export function selectedPath(
  expression: Expression,
  scope: Scope,
  inSet: boolean,
  depth = 0,
): readonly string[] | null {
  if (depth > DEEPEST) return null;
  const inner = unparenthesized(expression);
  if (inner.kind === "select") {
    const names = inner.default === null ? staticAttrpath(inner.attrpath) : null;
    const base = names === null ? null : selectedPath(inner.expression, scope, inSet, depth);
    return names === null || base === null ? null : [...base, ...names];
  }
  if (inner.kind !== "variable") return null;
  const resolution = resolveName(scope, inner.name);
  switch (resolution.kind) {
    case "value":
      return selectedPath(resolution.value, resolution.scope, inSet, depth + 1);
    case "inherited": {
      const from =
        resolution.source === null
          ? null
          : selectedPath(resolution.source, resolution.scope, inSet, depth + 1);
      return from === null ? null : [...from, inner.name];
    }
    case "argument":
      return resolution.whole ? null : [inner.name];
    case "free":
      return inSet && isOfPackageSet(resolution.withs) ? [inner.name] : null;
    case "other":
      return null;
  }
}

/** Whether a free name in an overrides file is that of the package set: the innermost `with` is of it. */
function isOfPackageSet([innermost]: readonly Expression[]): boolean {
  const chain = innermost === undefined ? null : selectionChain(innermost);
  return chain?.length === 1 && PACKAGE_SETS.has(chain[0] ?? "");
}

/** Names under which an overrides file has the package set that it is part of. */
const PACKAGE_SETS = new Set(["pkgs", "self", "final", "res"]);
