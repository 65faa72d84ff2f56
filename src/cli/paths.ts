import { realpathSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { displayName } from "../nix/shown.ts";
import { computeLoading, type LoadedSnapshot } from "../snapshot/loaded.ts";
import { isNormalPath } from "../snapshot/names.ts";
import { Failure } from "./failure.ts";

/** What `check` is asked about: a directory as the root (undefined: the repository around), or files in it. */
export type Asked = { readonly directory: string | undefined; readonly files: readonly string[] };

/** Tells directory and files apart. Throws a Failure for more than one directory, or both. */
export function askedFor(paths: readonly string[]): Asked {
  const [first] = paths;
  if (paths.length === 1 && !isFile(first ?? "")) return { directory: first, files: [] };
  const directory = paths.find((path) => statSync(path, { throwIfNoEntry: false })?.isDirectory());
  if (directory !== undefined) {
    throw new Failure(`${displayName(directory)} is a directory: name one directory alone, or files`);
  }
  return { directory: undefined, files: paths };
}

function isFile(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  return found !== undefined && !found.isDirectory();
}

/**
 * The paths of files from a root on disk, which is no symbolic link; none has to be there. Throws a Failure for one that
 * lies outside.
 */
export function pathsBelow(root: string, files: readonly string[]): string[] {
  return files.map((file) => {
    const absolute = resolve(file);
    const path = relative(root, join(realDirectory(dirname(absolute)), basename(absolute)))
      .split(sep)
      .join("/");
    if (path !== "" && isNormalPath(path)) return path;
    throw new Failure(`${displayName(file)} is not in ${displayName(root)}`);
  });
}

/** A directory without symbolic links on the way, as far as it is there. */
function realDirectory(directory: string): string {
  try {
    return realpathSync(directory);
  } catch {
    const above = dirname(directory);
    return above === directory ? directory : join(realDirectory(above), basename(directory));
  }
}

/** Throws a Failure for the first path that is in none of the snapshots. */
export async function requirePaths(
  snapshots: readonly LoadedSnapshot[],
  paths: readonly string[],
): Promise<void> {
  const missing = await computeLoading(snapshots, () =>
    paths.find((path) => !snapshots.some((snapshot) => snapshot.entry(path) !== "absent")),
  );
  if (missing !== undefined) throw new Failure(`there is no file ${displayName(missing)} in what is checked`);
}
