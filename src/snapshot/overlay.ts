import type { Entry, NamedEntry } from "./entry.ts";
import { baseName, joinPath, namesOf, parentPath } from "./snapshot.ts";
import type { Source } from "./source.ts";

/**
 * A tree of entries laid over a source. `"base"` means that the source below is to be asked; the answers
 * are final otherwise. Directories above a change have no id, all others keep theirs.
 */
export type Overlay = {
  entry(path: string): Entry | "absent" | "base";
  list(directory: string): readonly NamedEntry[] | "absent" | "base";
};

/**
 * Lays `changes` (null takes a path away) over `base`. A directory in which nothing is left is gone, and
 * where a change is no directory nothing is below it, whatever `base` has there. Lists, in `base`, only
 * the directories above a change.
 */
export async function openOverlay(
  base: Source,
  changes: ReadonlyMap<string, Entry | null>,
): Promise<Overlay> {
  const byDirectory = new Map<string, Map<string, Entry | null>>([["", new Map()]]);
  for (const [path, entry] of changes) {
    changesIn(byDirectory, parentPath(path)).set(baseName(path), entry);
    for (let above = parentPath(path); above !== ""; above = parentPath(above)) {
      changesIn(byDirectory, parentPath(above));
    }
  }
  const directories = [...byDirectory.keys()];
  const depths = new Map(directories.map((path) => [path, path === "" ? 0 : path.split("/").length]));
  directories.sort((a, b) => (depths.get(b) ?? 0) - (depths.get(a) ?? 0));

  const merged = new Map<string, Map<string, NamedEntry>>();
  const below = await base.list(directories);
  const pendingChildren = new Map<string, string[]>();
  directories.forEach((directory, i) => {
    const listing = new Map<string, NamedEntry>();
    const own = below[i] ?? "absent";
    for (const entry of own === "absent" ? [] : own) listing.set(entry.name, entry);
    // Deepest first, so whether a directory below still holds something is known by now.
    for (const name of pendingChildren.get(directory) ?? []) {
      const child = merged.get(joinPath(directory, name));
      if (child !== undefined && child.size > 0) listing.set(name, { kind: "directory", id: null, name });
      else if (listing.get(name)?.kind === "directory") listing.delete(name);
    }
    for (const [name, entry] of byDirectory.get(directory) ?? []) {
      if (entry !== null) listing.set(name, { ...entry, name });
      else if (listing.get(name)?.kind !== "directory") listing.delete(name);
    }
    merged.set(directory, listing);
    if (directory !== "") {
      const siblings = pendingChildren.get(parentPath(directory)) ?? [];
      siblings.push(baseName(directory));
      pendingChildren.set(parentPath(directory), siblings);
    }
  });

  function entry(path: string): Entry | "absent" | "base" {
    let here = "";
    let found: Entry = { kind: "directory", id: null };
    for (const name of namesOf(path)) {
      const listing = merged.get(here);
      if (listing === undefined) return "base";
      const next = listing.get(name);
      if (next === undefined) return "absent";
      if (found.kind !== "directory") return "absent";
      found = next;
      here = joinPath(here, name);
      if (next.kind !== "directory" && here !== path) return "absent";
    }
    return found;
  }

  function list(directory: string): readonly NamedEntry[] | "absent" | "base" {
    const own = entry(directory);
    if (own === "base" || own === "absent") return own;
    if (own.kind !== "directory") return "absent";
    const listing = merged.get(directory);
    return listing === undefined ? "base" : [...listing.values()];
  }

  return { entry, list };
}

function changesIn(
  byDirectory: Map<string, Map<string, Entry | null>>,
  directory: string,
): Map<string, Entry | null> {
  const known = byDirectory.get(directory);
  if (known !== undefined) return known;
  const made = new Map<string, Entry | null>();
  byDirectory.set(directory, made);
  return made;
}
