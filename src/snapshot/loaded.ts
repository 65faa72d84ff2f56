import type { Entry, NamedEntry } from "./entry.ts";
import { baseName, parentPath, type Snapshot } from "./snapshot.ts";
import type { Content, Source } from "./source.ts";

/** A snapshot that is filled from a source, piece by piece. */
export type LoadedSnapshot = Snapshot & {
  /** Loads what was asked for and not there since the last call; says whether there was anything. */
  loadMissing(): Promise<boolean>;
  /** Forgets file contents, so that a walk over a large tree keeps memory for one piece at a time. */
  forgetContents(): void;
};

/** A snapshot of `source`, empty at first: everything is loaded on demand by `loadMissing`. */
export function loadedSnapshot(source: Source): LoadedSnapshot {
  const listings = new Map<string, readonly NamedEntry[] | "absent">();
  const byName = new Map<string, Map<string, Entry>>();
  const contents = new Map<string, Content>();
  let missingListings = new Set<string>();
  let missingContents = new Set<string>();

  // Walks down from the root rather than up from the end: a hostile path may have any number of names.
  function list(directory: string): readonly NamedEntry[] | "absent" | "not-loaded" {
    const known = listings.get(directory);
    if (known !== undefined) return known;
    let end = 0;
    let above = "";
    for (;;) {
      const listing = listings.get(above);
      if (listing === undefined) {
        missingListings.add(above);
        return "not-loaded";
      }
      if (listing === "absent" || above === directory) return listing;
      const start = above === "" ? 0 : end + 1;
      const slash = directory.indexOf("/", start);
      end = slash < 0 ? directory.length : slash;
      if (byName.get(above)?.get(directory.slice(start, end))?.kind !== "directory") return "absent";
      above = directory.slice(0, end);
    }
  }

  function entry(path: string): Entry | "absent" | "not-loaded" {
    if (path === "") return { kind: "directory", id: null };
    const parent = parentPath(path);
    const listing = list(parent);
    if (typeof listing === "string") return listing;
    return byName.get(parent)?.get(baseName(path)) ?? "absent";
  }

  function read(path: string): Content | "not-loaded" {
    const known = contents.get(path);
    if (known !== undefined) return known;
    const own = entry(path);
    if (own === "not-loaded") return "not-loaded";
    if (own === "absent" || own.kind === "directory" || own.kind === "submodule") return { kind: "absent" };
    missingContents.add(path);
    return "not-loaded";
  }

  async function loadMissing(): Promise<boolean> {
    const directories = [...missingListings];
    const files = [...missingContents];
    missingListings = new Set();
    missingContents = new Set();
    if (directories.length === 0 && files.length === 0) return false;
    const [listed, got] = await Promise.all([source.list(directories), source.read(files)]);
    directories.forEach((directory, i) => {
      const found = listed[i] ?? "absent";
      if (found === "absent") {
        listings.set(directory, "absent");
        return;
      }
      const sorted = [...found].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
      listings.set(directory, sorted);
      byName.set(directory, new Map(sorted.map(({ name, ...own }) => [name, own])));
    });
    files.forEach((path, i) => {
      contents.set(path, got[i] ?? { kind: "absent" });
    });
    return true;
  }

  return { entry, list, read, loadMissing, forgetContents: () => contents.clear() };
}

/**
 * Runs `compute` until it no longer asks for anything that is not loaded, loading between the runs what
 * it asked for, and returns its last result. `compute` must not have effects. Each round goes at least
 * one step deeper, and the depth of what a review reads is bounded by the length of paths.
 */
export async function computeLoading<T>(snapshots: readonly LoadedSnapshot[], compute: () => T): Promise<T> {
  for (;;) {
    const result = compute();
    const loaded = await Promise.all(snapshots.map((snapshot) => snapshot.loadMissing()));
    if (!loaded.includes(true)) return result;
  }
}
