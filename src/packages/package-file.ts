import type { NixFile } from "../nix/parse.ts";
import { resolvePath } from "../snapshot/resolve.ts";
import { isWithin, joinPath } from "../snapshot/snapshot.ts";
import type { Files } from "./files.ts";

/** The file that defines a package, and its syntax. */
export type PackageFile = { readonly path: string; readonly file: NixFile };

/**
 * The defining file of a package directory, through symbolic links that stay inside; null where there
 * is none, or it does not parse.
 */
export function readPackageFile(files: Files, directory: string, name: string): PackageFile | null {
  const resolved = resolvePath(files.snapshot, joinPath(directory, name));
  if (resolved.kind !== "found" || !isWithin(resolved.path, directory)) return null;
  const reading = files.readNix(resolved.path);
  if (reading.kind !== "text") return null;
  const { file } = reading;
  return file.problems.length > 0 ? null : { path: resolved.path, file };
}
