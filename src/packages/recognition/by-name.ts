import { joinPath, type Snapshot } from "../../snapshot/snapshot.ts";
import {
  DEFAULT_FILE,
  PACKAGE_FILE,
  PACKAGE_FILES,
  type PackageFileName,
  ROOT_FILES,
  type Root,
  SHARD_NAME,
  shardOf,
} from "../layout.ts";

/** Where packages by name are looked for, where the configuration does not say. */
export const ROOT_CANDIDATES: readonly string[] = [
  "pkgs/by-name",
  "by-name",
  "pkgs",
  "packages",
  "nix/pkgs",
  "nix/packages",
];

/** How a directory of packages is laid out. */
export type ByNameLayout = Pick<Root, "path" | "sharded" | "file" | "nested">;

/** So many entries of a candidate are looked into, the first by name, and so many of each of those. */
const ENTRIES_LOOKED_AT = 40;
const LOOKED_AT_WITHIN = 3;
/** Where so many at the beginning are all shards, the others are not looked into: of those there may be hundreds. */
const ENOUGH_SHARDS = 6;
/** So few packages that are all called `default.nix` may as well be mistakes in shards, or in `by-name`. */
const FEW = 3;

/**
 * The candidates that hold packages by name, and how each is laid out. `listed` are the paths that a list calls:
 * a directory most of whose packages it calls is laid out by the list. Asks the snapshot for what is not loaded
 * yet: the listing of each candidate that is there, and of some directories in it.
 */
export function recogniseByName(snapshot: Snapshot, listed: ReadonlySet<string>): ByNameLayout[] {
  const found: ByNameLayout[] = [];
  for (const path of ROOT_CANDIDATES) {
    // What holds a root is none itself.
    if (found.some((root) => root.path.startsWith(`${path}/`))) continue;
    const layout = layoutOf(snapshot, path, listed);
    if (layout !== null) found.push(layout);
  }
  return found;
}

/** What an entry of a candidate is: a package, a shard, a set of packages, or nothing of the kind. */
type Kind =
  | { readonly kind: "package"; readonly file: PackageFileName; readonly isListed: boolean }
  | { readonly kind: "shard"; readonly files: readonly PackageFileName[] }
  | { readonly kind: "set"; readonly files: readonly PackageFileName[] }
  | { readonly kind: "other" };

function layoutOf(snapshot: Snapshot, path: string, listed: ReadonlySet<string>): ByNameLayout | null {
  const isByName = path.endsWith("by-name");
  const names = directoriesIn(snapshot, path);
  if (names === null) return null;
  const kindsOf = (some: readonly string[]) =>
    some.map((name) => kindOf(snapshot, joinPath(path, name), name, isByName, listed));
  const first = kindsOf(names.slice(0, ENOUGH_SHARDS));
  const isClear = first.length === ENOUGH_SHARDS && first.every(({ kind }) => kind === "shard");
  const kinds = isClear ? first : [...first, ...kindsOf(names.slice(ENOUGH_SHARDS, ENTRIES_LOOKED_AT))];
  const packages = kinds.filter((each) => each.kind === "package");
  const shards = kinds.filter((each) => each.kind === "shard");
  if (shards.length > 0 && shards.length >= packages.length) {
    return {
      path,
      sharded: true,
      file: fileOf(
        shards.flatMap(({ files }) => files),
        FEW,
      ),
    };
  }
  // What may be a shard by its name is a set like any other here.
  const sets = [...shards, ...kinds.filter((each) => each.kind === "set")];
  const file = fileOf(
    [...packages.map((each) => each.file), ...sets.flatMap(({ files }) => files)],
    isByName ? FEW : 1,
  );
  const own = packages.filter((each) => each.file === file);
  const byList = packages.filter(({ isListed }) => isListed);
  const inSets = sets.filter(({ files }) => files.includes(file));
  // Sets alone tell little where any directory may have such a file, or where they may be shards that are misnamed.
  const isMost =
    file === DEFAULT_FILE || isByName
      ? own.length * 2 > kinds.length
      : (own.length + inSets.length) * 2 > kinds.length;
  if (byList.length * 2 <= own.length && isMost) {
    return { path, sharded: false, file, ...(inSets.length > 0 ? { nested: true } : {}) };
  }
  // An empty root, or one in which everything is wrong, is what its name says; one of Nix files is another layout.
  const isFlat = names.length === 0 && holdsNixFiles(snapshot, path);
  return isByName && !isFlat ? { path, sharded: true, file: PACKAGE_FILE } : null;
}

function kindOf(
  snapshot: Snapshot,
  directory: string,
  name: string,
  isByName: boolean,
  listed: ReadonlySet<string>,
): Kind {
  const file = definingFile(snapshot, directory);
  if (file !== null) {
    const isListed = listed.has(directory) || listed.has(joinPath(directory, file));
    return { kind: "package", file, isListed };
  }
  const below = (directoriesIn(snapshot, directory) ?? []).slice(0, LOOKED_AT_WITHIN);
  // In a directory called so, one package tells that it is a shard.
  const enough = isByName && SHARD_NAME.test(name) ? 1 : LOOKED_AT_WITHIN;
  const files: PackageFileName[] = [];
  for (const child of below) {
    if (files.length >= enough) break;
    const inner = joinPath(directory, child);
    const found = definingFile(snapshot, inner);
    if (found !== null && !listed.has(inner) && !listed.has(joinPath(inner, found))) files.push(found);
  }
  if (files.length === 0) return { kind: "other" };
  const isShard = SHARD_NAME.test(name) && (isByName || below.every((child) => shardOf(child) === name));
  return { kind: isShard ? "shard" : "set", files };
}

/** `default.nix` where all are called that, and they are enough to tell; else `package.nix`. */
function fileOf(files: readonly PackageFileName[], enough: number): PackageFileName {
  const isDefault = files.length >= enough && files.every((file) => file === DEFAULT_FILE);
  return isDefault ? DEFAULT_FILE : PACKAGE_FILE;
}

function definingFile(snapshot: Snapshot, directory: string): PackageFileName | null {
  const entries = snapshot.list(directory);
  if (typeof entries === "string") return null;
  const names = new Set(entries.flatMap(({ kind, name }) => (kind === "directory" ? [] : [name])));
  return PACKAGE_FILES.find((file) => names.has(file)) ?? null;
}

/** Whether a directory holds Nix files that no root has beside its packages. */
function holdsNixFiles(snapshot: Snapshot, path: string): boolean {
  const entries = snapshot.list(path);
  if (typeof entries === "string") return false;
  return entries.some(({ kind, name }) => kind === "file" && name.endsWith(".nix") && !ROOT_FILES.has(name));
}

/** The names of the directories in a directory; null where that is not there. */
export function directoriesIn(snapshot: Snapshot, path: string): readonly string[] | null {
  const entries = snapshot.list(path);
  if (typeof entries === "string") return null;
  return entries.flatMap(({ kind, name }) => (kind === "directory" ? [name] : []));
}
