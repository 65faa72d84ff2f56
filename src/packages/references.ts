import type { PathLiteral } from "../nix/ast.ts";
import type { NixFile } from "../nix/parse.ts";
import { normalizePath, type Resolved, resolvePath } from "../snapshot/resolve.ts";
import { isWithin, parentPath } from "../snapshot/snapshot.ts";
import type { Files } from "./files.ts";

/** What a path expression in a package directory, or a symbolic link there, leads to. */
export type Destination =
  | { readonly kind: "inside" }
  /** `path` is where it ends; null where that is outside of the repository. */
  | { readonly kind: "outside"; readonly path: string | null }
  | { readonly kind: "nothing" }
  /** It lies in a submodule, which is not looked into. */
  | { readonly kind: "unknown" };

/** The path expressions of a file that stand before the place from which on it does not parse. */
export function soundPaths(file: NixFile): readonly PathLiteral[] {
  return file.paths.filter((path) => path.end <= file.soundUntil);
}

/** Where a relative path without interpolation, written in the file at `from`, leads. */
export function pathDestination(
  files: Files,
  packageDirectory: string,
  from: string,
  literal: PathLiteral,
): Destination {
  const path = normalizePath(parentPath(from), literal.text);
  if (path === null) return { kind: "outside", path: null };
  return destination(files, packageDirectory, path);
}

/** Where a symbolic link leads. */
export function linkDestination(files: Files, packageDirectory: string, link: string): Destination {
  return destination(files, packageDirectory, link);
}

function destination(files: Files, packageDirectory: string, path: string): Destination {
  const resolved: Resolved = resolvePath(files.snapshot, path);
  switch (resolved.kind) {
    case "found":
      return isWithin(resolved.path, packageDirectory)
        ? { kind: "inside" }
        : { kind: "outside", path: resolved.path };
    case "escapes":
      return { kind: "outside", path: null };
    case "nothing":
    case "loop":
      return { kind: "nothing" };
    case "submodule":
      return { kind: "unknown" };
    case "not-loaded":
      // Whatever is said now is thrown away, and said again once it is loaded.
      return { kind: "inside" };
  }
}
