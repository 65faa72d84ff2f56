import { resolvePath } from "../../snapshot/resolve.ts";
import { baseName, joinPath, parentPath } from "../../snapshot/snapshot.ts";
import { literalOf } from "../derivation/literal.ts";
import { type PackagePlace, packageFile, type Root } from "../layout.ts";
import type { Repository } from "../repository.ts";
import type { CallPackage, CallTarget } from "./call-package.ts";
import type { Definition } from "./definitions.ts";

/** The `callPackage` that a definition calls. */
export type Call = Extract<CallPackage, { kind: "call" }>;

/** What an override, a definition of an attribute that has a package directory, is. */
export type Override =
  /** Something written out that is no derivation: what it is, such as "`null`". */
  | { readonly kind: "literal"; readonly what: string }
  /** Anything else but a call of `callPackage`. */
  | { readonly kind: "not-call-package" }
  | { readonly kind: "other-scope"; readonly call: Call }
  | { readonly kind: "no-path"; readonly call: Call }
  | {
      readonly kind: "wrong-path";
      readonly call: Call;
      readonly target: Extract<CallTarget, { kind: "path" }>;
    }
  /** The definition that is made automatically, written out. */
  | { readonly kind: "empty"; readonly call: Call }
  /** The package with custom arguments: what an override should be. */
  | { readonly kind: "custom"; readonly call: Call }
  | { readonly kind: "unknown"; readonly why: string };

/** Reads a definition of an attribute that has a package directory. */
export function readOverride(definition: Definition, root: Root, repository: Repository): Override {
  const { call } = definition;
  if (call.kind === "none") {
    const what = definition.value === null ? null : literalOf(definition.value, definition.scope);
    return what === null ? { kind: "not-call-package" } : { kind: "literal", what };
  }
  if (call.scope === "other") return { kind: "other-scope", call };
  if (call.scope === "unknown") return { kind: "unknown", why: `whose \`${call.callee}\` it is` };
  const { target } = call;
  if (target.kind === "not-path") return { kind: "no-path", call };
  if (target.kind === "unknown") return { kind: "unknown", why: "where its path leads" };
  const own = packageFile(root, definition.attribute);
  if (target.path === null || !isSameFile(repository, target.path, own)) {
    return { kind: "wrong-path", call, target };
  }
  return call.empty ? { kind: "empty", call } : { kind: "custom", call };
}

/** Whether two paths are of one file, once symbolic links are followed. */
function isSameFile({ files }: Repository, a: string, b: string): boolean {
  if (a === b) return true;
  const [first, second] = [resolvePath(files.snapshot, a), resolvePath(files.snapshot, b)];
  return first.kind === "found" && second.kind === "found" && first.path === second.path;
}

/** A place in a root. */
export type PlaceInRoot = { readonly root: Root; readonly place: PackagePlace };

/** Where in a by-name root the target of a call lies; null where that is outside of all of them. */
export function targetPlace(
  target: CallTarget,
  roots: readonly Root[],
  repository: Repository,
): PlaceInRoot | null {
  return target.kind === "path" && target.path !== null ? placeOfPath(target.path, roots, repository) : null;
}

/** Where in a by-name root a path lies, as it is spelled, or else by the symbolic links on it. */
export function placeOfPath(
  path: string,
  roots: readonly Root[],
  repository: Repository,
): PlaceInRoot | null {
  for (const spelled of spellings(path, repository)) {
    for (const root of roots) {
      const place = repository.placeOf(root, spelled);
      if (place !== null) return { root, place };
    }
  }
  return null;
}

/** A path as it is; with the links to its directory followed; and with its own as well. */
function* spellings(path: string, { files: { snapshot } }: Repository): Generator<string> {
  yield path;
  const directory = resolvePath(snapshot, parentPath(path));
  if (directory.kind === "found") yield joinPath(directory.path, baseName(path));
  const own = resolvePath(snapshot, path);
  if (own.kind === "found") yield own.path;
}
