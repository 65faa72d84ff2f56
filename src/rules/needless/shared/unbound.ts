import { soundSyntaxOf } from "../../../checker/checks/syntax.ts";
import { isDefiningFile } from "../../../checker/node-walk.ts";
import type { FileSubject } from "../../../checker/rule.ts";
import { isOnlyInBuiltins } from "../../../nix/builtin-names.ts";
import { fileScopes, type UnboundName } from "../../../nix/file-scopes.ts";
import type { SourceText } from "../../../nix/text.ts";

/** What `builtins.scopedImport` gives a file is bound by nothing in it: then there are more names than mistakes. */
const MOST_NAMES = 5;

/**
 * The names of a file that surely nothing binds; null where it may be that `builtins.scopedImport` does, or that
 * nobody means to evaluate the file: unless it defines a package, it has to be a function, with few such names.
 */
export function unboundNames(
  file: FileSubject,
): { readonly source: SourceText; readonly names: readonly UnboundName[] } | null {
  const syntax = soundSyntaxOf(file);
  if (syntax === null) return null;
  const { unbound, isFunction } = fileScopes(syntax);
  if (unbound.length === 0) return null;
  if (!definesPackage(file)) {
    if (!isFunction || new Set(unbound.map(({ name }) => name)).size > MOST_NAMES) return null;
  }
  return { source: syntax.source, names: unbound };
}

/** Whether a file is what `callPackage` is given, which imports it and gives it nothing but arguments. */
export function definesPackage({ path, package: home }: FileSubject): boolean {
  return home !== null && isDefiningFile(path, home);
}

/** Whether a name is not defined since it lacks its `builtins.`: nixpkgs has another `fetchurl`, which is meant then. */
export function lacksPrefix({ name, hasBuiltins }: UnboundName): boolean {
  return hasBuiltins && name !== "fetchurl" && isOnlyInBuiltins(name);
}
