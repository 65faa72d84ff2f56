import type { Change } from "../change/change.ts";
import { baseName, joinPath, parentPath, type Snapshot } from "../snapshot/snapshot.ts";
import type { ParseCache } from "./files.ts";
import { directoryOf, PACKAGE_FILE, PACKAGE_NAME, packageDirectory, placeIn, type Root } from "./layout.ts";
import { changesOnlyOverridesOf } from "./own-overrides.ts";

/** The files that a change touches, and the packages that they belong to. */
export type ChangedFiles = {
  /** How many paths; a rename has two. */
  readonly count: number;
  /** Paths that are in no package directory that the base has. */
  readonly outside: readonly string[];
  /** Paths that are no plain files, or whose names are not plain, and packages that go; `why` is a clause. */
  readonly unusual: readonly { readonly path: string; readonly why: string }[];
  /** The package directories of the base that are touched, sorted by path. */
  readonly packages: readonly { readonly name: string; readonly directory: string }[];
  /** Overrides files in which nothing differs but definitions of those packages, where that is allowed. */
  readonly overrides: readonly string[];
};

export type ChangedFilesOptions = {
  /** Paths that GitHub counts as changed: a path is changed if either says so. */
  readonly listed: readonly string[];
  /** A package directory has to be one on each: the commit compared with, and the newest of the branch. */
  readonly bases: readonly Snapshot[];
  readonly roots: readonly Root[];
  /** Whether a change of a package may change its own override as well. */
  readonly ownOverrides: boolean;
  readonly cache: ParseCache;
};

/**
 * Looks at where the files of a change are. Asks the snapshots for what is not loaded yet.
 */
export function changedFiles(change: Change, options: ChangedFilesOptions): ChangedFiles {
  const { listed, bases, roots } = options;
  const paths = [...new Set([...change.paths, ...listed])].sort();
  const packages = new Map<string, string>();
  const outside: string[] = [];
  const unusual: { path: string; why: string }[] = [];
  for (const path of paths) {
    const home = packageOf(path, roots);
    if (home === null || !bases.every((base) => isPackage(base, home.directory))) outside.push(path);
    else packages.set(home.directory, home.name);
    const why = unusualIn(change, path);
    if (why !== null) unusual.push({ path, why });
  }
  // What needs a package is elsewhere: that one goes is no matter of its own.
  for (const directory of packages.keys()) {
    const path = joinPath(directory, PACKAGE_FILE);
    if (!isPackage(change.head, directory)) unusual.push({ path, why: "is gone" });
  }
  const names = new Set(options.ownOverrides ? packages.values() : []);
  const overrides = outside.filter((path) => isOwnOverride(path, names, change, options));
  return {
    count: paths.length,
    outside: outside.filter((path) => !overrides.includes(path)),
    unusual,
    overrides,
    packages: [...packages]
      .map(([directory, name]) => ({ name, directory }))
      .sort((a, b) => (a.directory < b.directory ? -1 : 1)),
  };
}

/** Whether a file defines attributes by hand, and nothing in it differs but those of these packages. */
function isOwnOverride(
  path: string,
  names: ReadonlySet<string>,
  change: Change,
  { roots, cache }: ChangedFilesOptions,
): boolean {
  const defining = roots.filter((root) => root.overrides.files.includes(path));
  return (
    names.size > 0 &&
    defining.length > 0 &&
    defining.every((root) => changesOnlyOverridesOf(names, change, path, root, cache))
  );
}

/** The package directory that a path lies in, by its place alone: one in its right shard. */
function packageOf(path: string, roots: readonly Root[]): { name: string; directory: string } | null {
  for (const root of roots) {
    const place = placeIn(root, path);
    if (place === null || place.name === "") continue;
    const directory = directoryOf(root, place);
    if (place.rest === "" || !PACKAGE_NAME.test(place.name)) continue;
    if (directory === packageDirectory(root, place.name)) return { name: place.name, directory };
  }
  return null;
}

function isPackage(snapshot: Snapshot, directory: string): boolean {
  const entry = snapshot.entry(joinPath(directory, PACKAGE_FILE));
  return typeof entry !== "string" && entry.kind === "file";
}

/** Printable ASCII without blanks and the backslash. Git's own files change what git does with the others. */
const PLAIN_NAME = /^(?!\.{1,2}$)(?!\.git)[!-[\]-~]+$/i;

function unusualIn(change: Change, path: string): string | null {
  const before = change.base.entry(path);
  const after = change.head.entry(path);
  for (const entry of [before, after]) {
    if (typeof entry === "string" || entry.kind === "file") continue;
    return entry.kind === "symlink" ? "is a symbolic link" : `is a ${entry.kind}`;
  }
  if (typeof before !== "string" && typeof after !== "string") {
    if (before.kind === "file" && after.kind === "file" && before.executable !== after.executable) {
      return "changes its mode";
    }
  }
  if (!path.split("/").every((name) => PLAIN_NAME.test(name))) return "has an unusual name";
  if (typeof after !== "string" && hasCaseTwin(change.head, path)) {
    return "has a name that only differs in case from another";
  }
  return null;
}

function hasCaseTwin(snapshot: Snapshot, path: string): boolean {
  const siblings = snapshot.list(parentPath(path));
  if (typeof siblings === "string") return false;
  const name = baseName(path);
  const folded = name.toLowerCase();
  return siblings.some((entry) => entry.name !== name && entry.name.toLowerCase() === folded);
}
