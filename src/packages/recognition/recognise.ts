import {
  ancestors,
  baseName,
  isWithin,
  joinPath,
  parentPath,
  type Snapshot,
} from "../../snapshot/snapshot.ts";
import { DEFAULT_FILE, MOST_LEVELS, PACKAGE_FILES, type PackageHome, placeIn, type Root } from "../layout.ts";
import { type ByNameLayout, recogniseByName } from "./by-name.ts";
import { type ListedCall, readListing } from "./listing.ts";

/** A package that a list defines. */
export type ListedPackage = {
  readonly attribute: string;
  /** The directory that is the package's own; null where it is a single file. */
  readonly home: PackageHome | null;
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

/** The packages that calls define, sorted by file, each once, without those in a by-name root. */
export function listedPackages(
  calls: readonly ListedCall[],
  byName: readonly Pick<Root, "path" | "sharded">[],
): ListedPackage[] {
  const lists = new Set(calls.map(({ by }) => by));
  const packages = new Map<string, ListedPackage>();
  for (const { attribute, target, by } of calls) {
    if (target === "" || isDeep(target) || byName.some((root) => isInRoot(target, root))) continue;
    const one = { attribute, by, ...homeOf(target, lists) };
    if (!packages.has(one.file)) packages.set(one.file, one);
  }
  const directories = new Set([...packages.values()].flatMap(({ home }) => home?.directory ?? []));
  // What stands in the directory of another is looked at with that.
  const isInside = ({ home, file }: ListedPackage) =>
    ancestors(home?.directory ?? file).some((each) => directories.has(each));
  return [...packages.values()].filter((one) => !isInside(one)).sort((a, b) => (a.file < b.file ? -1 : 1));
}

/** No package lies so deep; all that is above a path is looked at for each. */
function isDeep(path: string): boolean {
  return path.split("/", MOST_LEVELS + 1).length > MOST_LEVELS;
}

function isInRoot(path: string, { path: root, sharded }: Pick<Root, "path" | "sharded">): boolean {
  return placeIn({ path: root, sharded }, path) !== null;
}

/** A directory is the package's own but where it holds a list, which is about other packages too. */
function homeOf(target: string, lists: ReadonlySet<string>): Pick<ListedPackage, "home" | "file"> {
  const path = target.endsWith(".nix") ? target : joinPath(target, DEFAULT_FILE);
  const directory = parentPath(path);
  const file = PACKAGE_FILES.find((name) => name === baseName(path));
  const holdsList = [...lists].some((list) => isWithin(list, directory));
  const isOwn = file !== undefined && directory !== "" && !holdsList;
  return { home: isOwn ? { directory, file } : null, file: path };
}
