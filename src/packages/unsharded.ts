import { joinPath } from "../snapshot/snapshot.ts";
import { type Files, isNixFile } from "./files.ts";
import { PACKAGE_NAME, type Root, SHARD_NAME, shardDirectory, shardOf } from "./layout.ts";

/**
 * Whether an entry of a sharded root is a package directory that stands there without its shard: it holds
 * the defining file, or nothing but Nix files. What may be a shard by its name is one unless it holds a
 * the defining file, and no directory that belongs there or is a package itself.
 */
export function isUnshardedPackage(files: Files, root: Root, name: string): boolean {
  if (!root.sharded || !PACKAGE_NAME.test(name)) return false;
  const directory = shardDirectory(root, name);
  if (files.entry(directory)?.kind !== "directory") return false;
  const own = files.entry(joinPath(directory, root.file));
  if (own === null || own.kind === "directory") {
    if (SHARD_NAME.test(name)) return false;
    const entries = files.list(directory);
    return entries.length > 0 && entries.every(isNixFile);
  }
  if (!SHARD_NAME.test(name)) return true;
  return !files
    .list(directory)
    .some(
      (entry) =>
        entry.kind === "directory" &&
        (shardOf(entry.name) === name ||
          files.entry(joinPath(joinPath(directory, entry.name), root.file)) !== null),
    );
}

/** How many directories stand in a sharded root, and how many of them are packages without their shard. */
export type Unsharded = { readonly packages: number; readonly directories: number };

/** Counts them; what is no shard by its name is looked into only where most of them are so. */
export function countUnsharded(
  files: Files,
  root: Root,
  isUnsharded: (root: Root, name: string) => boolean,
): Unsharded {
  const directories = files.list(root.path).filter(({ kind }) => kind === "directory");
  const noShards = directories.filter(({ name }) => !SHARD_NAME.test(name));
  const candidates = noShards.length * 2 > directories.length ? directories : [];
  const packages = candidates.filter(({ name }) => isUnsharded(root, name)).length;
  return { packages, directories: directories.length };
}
