import { isWithin, parentPath, type Snapshot } from "../../snapshot/snapshot.ts";
import { DEFAULT_FILE, PACKAGE_FILES, placeIn, type Root } from "../layout.ts";
import { type ByNameLayout, recogniseByName } from "./by-name.ts";
import { type ListedCall, readListing } from "./listing.ts";

/** A package that a list defines. */
export type ListedPackage = {
  readonly attribute: string;
  /** The directory that is the package's own; null where it is a single file. */
  readonly directory: string | null;
  /** The file that defines it. */
  readonly file: string;
  /** The file that lists it. */
  readonly by: string;
};

/** How the packages of a snapshot are laid out, as far as that can be told. */
export type Recognised = {
  readonly byName: readonly ByNameLayout[];
  /** Sorted by file, each once, without those that stand in a by-name root. */
  readonly listed: readonly ListedPackage[];
};

/** Recognises the layouts of a snapshot. Asks it for what is not loaded yet. */
export function recognise(snapshot: Snapshot): Recognised {
  const { calls } = readListing(snapshot);
  const byName = recogniseByName(snapshot, new Set(calls.map(({ target }) => target)));
  return { byName, listed: listedPackages(calls, byName) };
}

function listedPackages(calls: readonly ListedCall[], byName: readonly ByNameLayout[]): ListedPackage[] {
  const lists = new Set(calls.map(({ by }) => by));
  const packages = new Map<string, ListedPackage>();
  for (const { attribute, target, by } of calls) {
    if (target === "" || byName.some((root) => isInRoot(target, root))) continue;
    const one = { attribute, by, ...homeOf(target, lists) };
    if (!packages.has(one.file)) packages.set(one.file, one);
  }
  return [...packages.values()].sort((a, b) => (a.file < b.file ? -1 : 1));
}

function isInRoot(path: string, { path: root, sharded }: Pick<Root, "path" | "sharded">): boolean {
  return placeIn({ path: root, sharded }, path) !== null;
}

/** A directory is the package's own but where it holds a list, which is about other packages too. */
function homeOf(target: string, lists: ReadonlySet<string>): Pick<ListedPackage, "directory" | "file"> {
  const isFile = target.endsWith(".nix");
  const names: readonly string[] = PACKAGE_FILES;
  const directory = isFile ? parentPath(target) : target;
  const file = isFile ? target : `${target}/${DEFAULT_FILE}`;
  const isOwn = !isFile || names.includes(target.slice(target.lastIndexOf("/") + 1));
  const holdsList = [...lists].some((list) => isWithin(list, directory));
  return { directory: isOwn && directory !== "" && !holdsList ? directory : null, file };
}
