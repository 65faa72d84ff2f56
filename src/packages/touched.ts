import type { Change } from "../change/change.ts";
import { ancestors, joinPath, type Snapshot } from "../snapshot/snapshot.ts";
import { directoryOf, type PackageFileName, type PackagePlace, placeIn, type Root } from "./layout.ts";
import { placeInNested } from "./nested.ts";
import type { ListedPackage } from "./recognition/recognise.ts";

/** A package that a change touches: its directory or its single file, and on which sides that is there. */
export type TouchedPackage = {
  readonly name: string;
  readonly path: string;
  /** The file in the directory that defines it; null where the package is a single file. */
  readonly file: PackageFileName | null;
  readonly before: boolean;
  readonly after: boolean;
};

/**
 * The package directories that a change touches, each once, sorted by path. Asks the snapshots for what is
 * not loaded yet.
 */
export function touchedPackages(change: Change, roots: readonly Root[]): TouchedPackage[] {
  const touched = new Map<string, TouchedPackage>();
  for (const path of change.paths) {
    for (const root of roots) {
      const place = placeOn(root, path, [change.base, change.head]);
      if (place === null || place.name === "") continue;
      const directory = directoryOf(root, place);
      if (touched.has(directory)) continue;
      touched.set(directory, {
        name: place.name,
        path: directory,
        file: root.file,
        before: isDirectory(change.base, directory),
        after: isDirectory(change.head, directory),
      });
    }
  }
  return [...touched.values()]
    .filter(({ before, after }) => before || after)
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Where a path lies in a root, in a nested one as any of the snapshots tells. */
function placeOn(root: Root, path: string, snapshots: readonly Snapshot[]): PackagePlace | null {
  if (root.nested !== true) return placeIn(root, path);
  return placeInNested(root, path, (directory) =>
    snapshots.some((snapshot) => {
      const entry = snapshot.entry(joinPath(directory, root.file));
      return typeof entry !== "string" && entry.kind !== "directory";
    }),
  );
}

/** The listed packages that a change touches, likewise. */
export function touchedListed(change: Change, listed: readonly ListedPackage[]): TouchedPackage[] {
  const homes = new Map(listed.map((one) => [one.home?.directory ?? one.file, one]));
  if (homes.size === 0) return [];
  const touched = new Set(
    change.paths.flatMap((path) => [path, ...ancestors(path)].filter((each) => homes.has(each))),
  );
  return [...touched].sort().flatMap((path) => {
    const found = homes.get(path);
    if (found === undefined) return [];
    const { attribute, home } = found;
    const isThere = (snapshot: Snapshot) =>
      home === null ? isFile(snapshot, path) : isDirectory(snapshot, path);
    const [before, after] = [isThere(change.base), isThere(change.head)];
    return before || after ? [{ name: attribute, path, file: home?.file ?? null, before, after }] : [];
  });
}

function isFile(snapshot: Snapshot, path: string): boolean {
  const entry = snapshot.entry(path);
  return typeof entry !== "string" && entry.kind === "file";
}

function isDirectory(snapshot: Snapshot, path: string): boolean {
  const entry = snapshot.entry(path);
  return typeof entry !== "string" && entry.kind === "directory";
}
