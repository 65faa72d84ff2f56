import { displayName } from "../../nix/shown.ts";
import type { ObjectFormat } from "../blob-id.ts";
import type { Entry, NamedEntry } from "../entry.ts";
import { decodeName } from "../names.ts";
import { openOverlay } from "../overlay.ts";
import { isWithin, joinPath } from "../snapshot.ts";
import { type Content, type Source, SourceError } from "../source.ts";
import { type ObjectStore, treeIdAt, treeSource } from "../tree-source.ts";
import { gitComplaint, runGit } from "./process.ts";
import { entryOfMode } from "./tree.ts";

/** The tree without entries, which git knows whether it is there or not. */
const EMPTY_TREE: Readonly<Record<ObjectFormat, string>> = {
  sha1: "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
  sha256: "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
};

export type IndexOptions = {
  /** A path from the root of the repository, which becomes the root of the source. */
  readonly subdirectory: string;
  /** The file of the index, where it is not the repository's own: git makes one for `git commit --all`. */
  readonly indexFile: string | null;
};

/**
 * A source over the index of the repository at `root`: what `git commit` would commit. It is the tree `head`
 * (null before the first commit) with what is staged laid over it. Writes nothing. Throws a SourceError where the
 * index cannot be read, or has conflicts.
 */
export async function indexSource(
  store: ObjectStore,
  root: string,
  format: ObjectFormat,
  head: string | null,
  { subdirectory, indexFile }: IndexOptions,
): Promise<Source> {
  const staged = await stagedEntries(root, head ?? EMPTY_TREE[format], indexFile);
  const baseTree = head === null ? null : await treeIdAt(store, head, subdirectory);
  const description = `the index of ${displayName(root)}`;
  const base = treeSource(store, baseTree, description);
  const overlay = await openOverlay(base, below(staged, subdirectory));

  async function listOne(directory: string): Promise<readonly NamedEntry[] | "absent"> {
    const listing = overlay.list(directory);
    if (listing !== "base") return listing;
    const [found] = await base.list([directory]);
    return found ?? "absent";
  }

  async function readOne(path: string): Promise<Content> {
    const entry = overlay.entry(path);
    if (entry === "base") {
      const [content] = await base.read([path]);
      return content ?? { kind: "absent" };
    }
    if (entry === "absent" || entry.kind === "directory" || entry.kind === "submodule" || entry.id === null)
      return { kind: "absent" };
    return store.blob(entry.id, () => `${displayName(joinPath(subdirectory, path))} in the index`);
  }

  return {
    description,
    list: (directories) => Promise.all(directories.map(listOne)),
    read: (paths) => Promise.all(paths.map(readOne)),
    close: async () => {},
  };
}

/** The entry in the index at each path where it is not that of a tree; null where there is none. */
async function stagedEntries(
  root: string,
  tree: string,
  indexFile: string | null,
): Promise<Map<string, Entry | null>> {
  const args = ["diff-index", "--cached", "--raw", "-z", "--no-renames", "--no-abbrev"];
  const { code, stdout, stderr } = await runGit(
    root,
    [...args, "--ita-invisible-in-index", tree, "--"],
    [],
    indexFile === null ? {} : { GIT_INDEX_FILE: indexFile },
  );
  if (code !== 0) {
    throw new SourceError(`git cannot read the index of ${displayName(root)}: ${gitComplaint(stderr)}`);
  }
  const fields = decodeName(stdout).split("\0");
  const entries = new Map<string, Entry | null>();
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const [, mode, , id, status] = fields[i]?.split(" ") ?? [];
    const path = fields[i + 1] ?? "";
    if (mode === undefined || id === undefined || status === undefined) {
      throw new SourceError(`git diff-index said what cannot be understood: ${displayName(fields[i] ?? "")}`);
    }
    if (status === "U") {
      throw new SourceError(
        `the index has conflicts, so nothing can be committed: resolve ${displayName(path)} first`,
      );
    }
    entries.set(path, entryOfMode(mode, id));
  }
  return entries;
}

/** What lies below a directory, by its path from there. */
function below(entries: ReadonlyMap<string, Entry | null>, directory: string): Map<string, Entry | null> {
  if (directory === "") return new Map(entries);
  return new Map(
    [...entries].flatMap(([path, entry]) =>
      path !== directory && isWithin(path, directory) ? [[path.slice(directory.length + 1), entry]] : [],
    ),
  );
}
