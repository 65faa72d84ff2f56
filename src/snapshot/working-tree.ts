import { displayName } from "../nix/shown.ts";
import { blobId, type ObjectFormat } from "./blob-id.ts";
import { openDisk } from "./disk.ts";
import type { Entry, NamedEntry } from "./entry.ts";
import { type WorkingTreeStatus, workingTreeStatus } from "./git/status.ts";
import { entryOfMode } from "./git/tree.ts";
import { openOverlay } from "./overlay.ts";
import { isWithin, joinPath } from "./snapshot.ts";
import { type Content, type Source, SourceError } from "./source.ts";
import { type ObjectStore, treeIdAt, treeSource } from "./tree-source.ts";

/**
 * A source over the working tree at `root` as it is on disk: what is tracked, and what is neither tracked
 * nor ignored. It is HEAD with the changes of `git status` laid over it, so what did not change has the
 * ids of HEAD and is read from there; changes are found once, when the source is opened. `subdirectory`
 * becomes the root of the source. Throws a SourceError if it is no directory.
 */
export async function workingTreeSource(
  store: ObjectStore,
  root: string,
  treeOfCommit: (commit: string) => Promise<string>,
  subdirectory = "",
  close: () => Promise<void> = async () => {},
): Promise<Source> {
  const top = openDisk(root);
  if (top.entry(subdirectory)?.kind !== "directory") {
    throw new SourceError(
      `there is no directory ${displayName(subdirectory)} in the working tree of ${displayName(root)}`,
    );
  }
  const status = await workingTreeStatus(root, subdirectory);
  const headTree = status.head === null ? null : await treeOfCommit(status.head);
  const baseTree = headTree === null ? null : await treeIdAt(store, headTree, subdirectory);
  const description = `the working tree of ${displayName(joinPath(root, subdirectory))}`;
  const base = treeSource(store, baseTree, description);
  const disk = openDisk(joinPath(root, subdirectory));
  const overlay = await openOverlay(base, changedEntries(status, subdirectory, disk.entry));

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
    if (entry === "absent" || entry.kind === "directory" || entry.kind === "submodule")
      return { kind: "absent" };
    return entry.id === null
      ? disk.read(path)
      : store.blob(entry.id, () => `${displayName(path)} in the index`);
  }

  async function idOf(path: string, format: ObjectFormat): Promise<string | null> {
    const entry = overlay.entry(path);
    if (entry !== "base" && entry !== "absent" && entry.id === null) return disk.blobId(path, format);
    const content = await readOne(path);
    return content.kind === "bytes" ? blobId(content.bytes, format) : null;
  }

  return {
    description,
    list: (directories) => Promise.all(directories.map(listOne)),
    read: (paths) => Promise.all(paths.map(readOne)),
    blobIds: (paths, format) => Promise.all(paths.map((path) => idOf(path, format))),
    close,
  };
}

/** The entry now at each path that changed, null where there is none; paths relative to `subdirectory`. */
function changedEntries(
  { tracked, untracked, fileMode }: WorkingTreeStatus,
  subdirectory: string,
  onDisk: (path: string) => Entry | null,
): Map<string, Entry | null> {
  const changes = new Map<string, Entry | null>();
  const inside = (path: string): string | null => {
    if (path === subdirectory || !isWithin(path, subdirectory)) return null;
    return subdirectory === "" ? path : path.slice(subdirectory.length + 1);
  };
  for (const { path, mode, id } of tracked) {
    const own = inside(path);
    if (own === null) continue;
    const asGitSees = entryOfMode(mode, id);
    const asIs = id === null && asGitSees !== null ? seen(asGitSees, onDisk(own)) : asGitSees;
    changes.set(own, asIs);
  }
  // After the tracked ones: what was taken out of the index and is still there is both.
  for (const path of untracked) {
    const own = inside(path.replace(/\/$/, ""));
    if (own === null) continue;
    if (path.endsWith("/")) {
      changes.set(own, { kind: "submodule", id: null });
      continue;
    }
    const found = onDisk(own);
    if (found === null || found.kind === "directory") changes.set(own, null);
    else changes.set(own, found.kind === "file" && !fileMode ? { ...found, executable: false } : found);
  }
  return changes;
}

/** What git saw, unless it went or became something else meanwhile. */
function seen(asGitSees: Entry, onDisk: Entry | null): Entry | null {
  if (asGitSees.kind === "submodule") return asGitSees;
  if (onDisk === null || onDisk.kind === "directory") return null;
  // Where the file system has no links (core.symlinks), git keeps their targets in files.
  return onDisk.kind === "file" ? asGitSees : onDisk;
}
