import type { Change } from "../change/change.ts";
import { baseName, joinPath, parentPath, type Snapshot } from "../snapshot/snapshot.ts";
import { changesOnlyOverridesOf } from "./definitions/own-overrides.ts";
import type { ParseCache } from "./files.ts";
import {
  directoryOf,
  MOST_LEVELS,
  PACKAGE_NAME,
  type PackageHome,
  packageDirectory,
  placeIn,
  type Root,
} from "./layout.ts";

/** The files that a change touches, and the packages that they belong to. */
export type ChangedFiles = {
  /** How many paths; a rename has two. */
  readonly count: number;
  /** Paths that are in no package directory that the base has. */
  readonly outside: readonly string[];
  /** Paths that are no plain files, or whose names are not plain, and packages that go; `why` is a clause. */
  readonly unusual: readonly { readonly path: string; readonly why: string }[];
  /** The package directories of the base that are touched, sorted by path. */
  readonly packages: readonly (PackageHome & { readonly name: string })[];
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
  const packages = new Map<string, Home>();
  const outside: string[] = [];
  const unusual: { path: string; why: string }[] = [];
  for (const path of paths) {
    const homes = packagesOf(path, roots);
    const known = homes.every((home) => bases.every((base) => isPackage(base, home)));
    if (homes.length === 0 || !known) outside.push(path);
    else for (const home of homes) packages.set(home.directory, home);
    const why = unusualIn(change, path);
    if (why !== null) unusual.push({ path, why });
  }
  // What needs a package is elsewhere: that one goes is no matter of its own.
  for (const home of packages.values()) {
    const path = joinPath(home.directory, home.file);
    if (!isPackage(change.head, home)) unusual.push({ path, why: "is gone" });
  }
  const touched = [...packages.values()];
  const overrides = outside.filter((path) => isOwnOverride(path, touched, change, options));
  return {
    count: paths.length,
    outside: outside.filter((path) => !overrides.includes(path)),
    unusual,
    overrides,
    packages: touched
      .map(({ name, directory, file }) => ({ name, directory, file }))
      .sort((a, b) => (a.directory < b.directory ? -1 : 1)),
  };
}

/**
 * Whether a file defines attributes by hand, and nothing in it differs but those of these packages. A package
 * of the same name in another root is another.
 */
function isOwnOverride(
  path: string,
  touched: readonly Home[],
  change: Change,
  { roots, cache, ownOverrides }: ChangedFilesOptions,
): boolean {
  const defining = roots.filter((root) => root.overrides.files.includes(path));
  return (
    ownOverrides &&
    defining.length > 0 &&
    defining.every((root) => {
      const names = new Set(touched.filter((home) => home.root === root).map(({ name }) => name));
      return names.size > 0 && changesOnlyOverridesOf(names, change, path, root, cache);
    })
  );
}

/** A package directory, and the root that it is one of. */
type Home = PackageHome & { readonly name: string; readonly root: Root };

/**
 * The package directories that a path lies in, by its place alone: those in their right shards. They are
 * several where one root is in a package of another.
 */
function packagesOf(path: string, roots: readonly Root[]): Home[] {
  return roots.flatMap((root) => {
    const place = placeIn(root, path);
    if (place === null || place.rest === "" || !PACKAGE_NAME.test(place.name)) return [];
    const directory = directoryOf(root, place);
    return directory === packageDirectory(root, place.name)
      ? [{ name: place.name, directory, file: root.file, root }]
      : [];
  });
}

function isPackage(snapshot: Snapshot, { directory, file }: Home): boolean {
  const entry = snapshot.entry(joinPath(directory, file));
  return typeof entry !== "string" && entry.kind === "file";
}

/** Printable ASCII without blanks and the backslash. Git's own files change what git does with the others. */
const PLAIN_NAME = /^(?!\.{1,2}$)(?!\.git)[!-[\]-~]+$/i;

function unusualIn(change: Change, path: string): string | null {
  if (path.split("/", MOST_LEVELS + 1).length > MOST_LEVELS) return "lies deeper than any file of a package";
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

/** Whether any name on the way to a path differs only in case from another beside it. */
function hasCaseTwin(snapshot: Snapshot, path: string): boolean {
  for (let at = path; at !== ""; at = parentPath(at)) {
    const siblings = snapshot.list(parentPath(at));
    if (typeof siblings === "string") continue;
    const name = baseName(at);
    const folded = name.toLowerCase();
    if (siblings.some((entry) => entry.name !== name && entry.name.toLowerCase() === folded)) return true;
  }
  return false;
}
