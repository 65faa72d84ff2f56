import { createHash } from "node:crypto";
import { formatOfId, type ObjectFormat } from "./blob-id.ts";
import { changedPaths, isTooDeep, tooDeep } from "./changed-paths.ts";
import type { Entry, NamedEntry } from "./entry.ts";
import type { Tree } from "./git/tree.ts";
import { encodeName } from "./names.ts";
import { joinPath } from "./snapshot.ts";
import { type ObjectStore, treeSource } from "./tree-source.ts";

/** What came of laying a change over another tree. */
export type Laying =
  /** The tree `root`, in a store that has all others as well. */
  | { readonly kind: "laid"; readonly root: string; readonly store: ObjectStore }
  /** The other tree has changed at a path of the change, or above or below one. */
  | { readonly kind: "clash"; readonly path: string };

/** Trees by their ids: a change is what differs between `from` and `to`. */
export type TreeChange = { readonly from: string; readonly to: string };

/**
 * Lays a change over the tree `onto`, which is what git's merge of `to` and `onto` would give where they parted at
 * `from`. It is done only where no content has to be merged, and where nothing that git takes for a rename, of a file
 * or a directory, on either side could matter: whatever the change touches is in `onto` as it is in `from`, or was
 * edited to the same on both sides. Reads the directories above the paths of the change, and no content. Throws what
 * the store throws, and a SourceError for a change that is too deep.
 */
export async function layOver(store: ObjectStore, { from, to }: TreeChange, onto: string): Promise<Laying> {
  const made = new Map<string, Tree>();
  const format = formatOfId(onto);
  const laid = await layTree(store, made, { from, to, onto, path: "", format });
  if ("clash" in laid) return { kind: "clash", path: laid.clash };
  const root = laid.id ?? keep(made, [], format);
  return {
    kind: "laid",
    root,
    store: { tree: (id) => made.get(id) ?? store.tree(id), blob: (id, place) => store.blob(id, place) },
  };
}

/** A directory that is in all three. */
type Place = TreeChange & { readonly onto: string; readonly path: string; readonly format: ObjectFormat };

/** The id of a tree, null where nothing is left in it; or the path at which it cannot be laid. */
type LaidTree = { readonly id: string | null } | { readonly clash: string };

async function layTree(store: ObjectStore, made: Map<string, Tree>, place: Place): Promise<LaidTree> {
  if (place.from === place.to) return { id: place.onto };
  if (place.from === place.onto) return { id: place.to };
  if (isTooDeep(place.path)) throw tooDeep();
  const [from, to, onto] = await Promise.all([place.from, place.to, place.onto].map((id) => store.tree(id)));
  if (from === undefined || to === undefined || onto === undefined) throw new Error("three trees are read");
  const entries = new Map(onto.byName);
  const names = [...new Set([...from.byName.keys(), ...to.byName.keys()])].filter(
    (name) => !same(from.byName.get(name), to.byName.get(name)),
  );
  const laid = await Promise.all(
    names.map((name) =>
      layEntry(store, made, {
        name,
        place,
        from: from.byName.get(name),
        to: to.byName.get(name),
        onto: onto.byName.get(name),
      }),
    ),
  );
  for (const [i, entry] of laid.entries()) {
    const name = names[i] ?? "";
    if (entry !== null && "clash" in entry) return entry;
    if (entry === null) entries.delete(name);
    else entries.set(name, entry);
  }
  if (entries.size === 0) return { id: null };
  return { id: keep(made, [...entries.values()], place.format) };
}

type Three = {
  readonly name: string;
  readonly place: Place;
  readonly from: NamedEntry | undefined;
  readonly to: NamedEntry | undefined;
  readonly onto: NamedEntry | undefined;
};

/** The entry as it is to be, null for none; or the path at which that is not known. */
async function layEntry(
  store: ObjectStore,
  made: Map<string, Tree>,
  { name, place, from, to, onto }: Three,
): Promise<NamedEntry | null | { readonly clash: string }> {
  const path = joinPath(place.path, name);
  if (same(from, onto)) return to ?? null;
  const clash = { clash: path };
  if (from === undefined || to === undefined || onto === undefined) return clash;
  const [fromId, toId, ontoId] = [from, to, onto].map(directoryId);
  if (fromId && toId && ontoId) {
    const { format } = place;
    const below = await layTree(store, made, { from: fromId, to: toId, onto: ontoId, path, format });
    if ("clash" in below) return below;
    return below.id === null ? null : { kind: "directory", id: below.id, name };
  }
  // Both sides have made the same edit.
  return to.kind !== "directory" && same(to, onto) ? to : clash;
}

function directoryId(entry: Entry): string | null {
  return entry.kind === "directory" ? entry.id : null;
}

function same(one: Entry | undefined, other: Entry | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return one.id !== null && one.id === other.id && modeOf(one) === modeOf(other);
}

/** Keeps a tree of these entries under the id that git gives it. */
function keep(made: Map<string, Tree>, entries: readonly NamedEntry[], format: ObjectFormat): string {
  const sorted = entries
    .map((entry) => ({ entry, bytes: encodeName(entry.name) }))
    .map((each) => ({ ...each, key: sortKey(each.entry, each.bytes) }))
    .sort((one, other) => Buffer.compare(one.key, other.key));
  const parts = sorted.flatMap(({ entry, bytes }) => [
    Buffer.from(`${modeOf(entry)} `),
    bytes,
    NUL,
    Buffer.from(entry.id ?? "", "hex"),
  ]);
  const content = Buffer.concat(parts);
  const id = createHash(format).update(`tree ${content.length}\0`).update(content).digest("hex");
  const listed = sorted.map(({ entry }) => entry);
  made.set(id, { entries: listed, byName: new Map(listed.map((entry) => [entry.name, entry])) });
  return id;
}

const NUL = Buffer.from([0]);

/** Git sorts directories as if their names ended with a slash. */
function sortKey({ kind }: Entry, name: Buffer): Buffer {
  return kind === "directory" ? Buffer.concat([name, Buffer.from("/")]) : name;
}

function modeOf(entry: Entry): string {
  switch (entry.kind) {
    case "directory":
      return "40000";
    case "file":
      return entry.executable ? "100755" : "100644";
    case "symlink":
      return "120000";
    case "submodule":
      return "160000";
  }
}

/**
 * Whether a change brings nothing that another does not bring, and whether all that either brings is the same in
 * the end: `one.to` and `other.to` agree at every path of both.
 */
export async function bringsTheSame(
  store: ObjectStore,
  one: TreeChange,
  other: TreeChange,
): Promise<boolean> {
  const source = (id: string) => treeSource(store, id, `tree ${id}`);
  const [ours, theirs] = await Promise.all(
    [one, other].map(({ from, to }) => changedPaths(source(from), source(to))),
  );
  const brought = new Set(theirs?.map(({ path }) => path));
  if (ours?.some(({ path }) => !brought.has(path))) return false;
  const within = [...brought];
  if (within.length === 0) return true;
  return (await changedPaths(source(one.to), source(other.to), { within })).length === 0;
}
