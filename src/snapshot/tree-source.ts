import { displayName } from "../nix/shown.ts";
import type { NamedEntry } from "./entry.ts";
import type { ObjectReader } from "./git/objects.ts";
import { emptyTree, parseTree, type Tree } from "./git/tree.ts";
import { baseName, namesOf, parentPath } from "./snapshot.ts";
import { type Content, MAX_FILE_BYTES, type Source, SourceError } from "./source.ts";

/** Trees longer than this (about a million entries) are refused. */
const MAX_TREE_BYTES = 64 * 1024 * 1024;

/** Trees and blobs of one repository by their ids; parsed trees are kept, and shared by its sources. */
export type ObjectStore = {
  /** Rejects with a SourceError if there is no such tree, or git wrote it wrong. */
  tree(id: string): Tree | Promise<Tree>;
  /** The content of a blob. Rejects with a SourceError, naming the `place` it is for, if there is none. */
  blob(id: string, place: () => string): Promise<Content>;
};

/** The store over the objects that `reader` reads. */
export function objectStore(reader: ObjectReader): ObjectStore {
  const trees = new Map<string, Tree | Promise<Tree>>();

  async function readTree(id: string): Promise<Tree> {
    const object = await reader.readObject(id, MAX_TREE_BYTES);
    if (object.kind === "missing") throw missing("a directory", id);
    if (object.kind === "too-large")
      throw new SourceError(`the tree ${id} is too large: ${object.size} bytes`);
    if (object.type !== "tree")
      throw new SourceError(`the object ${id} should be a tree but is a ${object.type}`);
    const tree = parseTree(object.id, object.bytes);
    trees.set(id, tree);
    return tree;
  }

  function tree(id: string): Tree | Promise<Tree> {
    const known = trees.get(id);
    if (known !== undefined) return known;
    const reading = readTree(id);
    trees.set(id, reading);
    return reading;
  }

  async function blob(id: string, place: () => string): Promise<Content> {
    const object = await reader.readObject(id, MAX_FILE_BYTES);
    if (object.kind === "missing") throw missing(place(), id);
    if (object.type !== "blob") throw new SourceError(`the object ${id} of ${place()} is a ${object.type}`);
    if (object.kind === "too-large") return { kind: "too-large", size: object.size };
    return { kind: "bytes", bytes: object.bytes };
  }

  return { tree, blob };
}

function missing(place: string, id: string): SourceError {
  return new SourceError(
    `the repository lacks the object ${id} of ${place}: it is a partial clone (fetch what is missing) or damaged`,
  );
}

/** A source over the tree `root`, or over nothing where `root` is null. Closing it is left to `close`. */
export function treeSource(
  store: ObjectStore,
  root: string | null,
  description: string,
  close: () => Promise<void> = async () => {},
): Source {
  async function treeAt(path: string): Promise<Tree | "absent"> {
    const loading = root === null ? emptyTree : store.tree(root);
    let tree = loading instanceof Promise ? await loading : loading;
    if (path === "") return tree;
    for (const name of path.split("/")) {
      const entry = tree.byName.get(name);
      if (entry?.kind !== "directory" || entry.id === null) return "absent";
      const below = store.tree(entry.id);
      tree = below instanceof Promise ? await below : below;
    }
    return tree;
  }

  async function listOne(directory: string): Promise<readonly NamedEntry[] | "absent"> {
    const tree = await treeAt(directory);
    return tree === "absent" ? "absent" : tree.entries;
  }

  async function readOne(path: string): Promise<Content> {
    const tree = await treeAt(parentPath(path));
    const entry = tree === "absent" ? undefined : tree.byName.get(baseName(path));
    if (entry === undefined || entry.id === null) return { kind: "absent" };
    if (entry.kind !== "file" && entry.kind !== "symlink") return { kind: "absent" };
    return store.blob(entry.id, () => `${displayName(path)} in ${description}`);
  }

  return {
    description,
    list: (directories) => Promise.all(directories.map(listOne)),
    read: (paths) => Promise.all(paths.map(readOne)),
    close,
  };
}

/** The id of the directory at `path` below the tree `root`, or null if there is none. */
export async function treeIdAt(store: ObjectStore, root: string, path: string): Promise<string | null> {
  let id = root;
  for (const name of namesOf(path)) {
    const entry = (await store.tree(id)).byName.get(name);
    if (entry?.kind !== "directory" || entry.id === null) return null;
    id = entry.id;
  }
  return id;
}
