import type { Snapshot } from "../snapshot/snapshot.ts";
import { joinPath } from "../snapshot/snapshot.ts";
import type { Root } from "./layout.ts";

/** How many package directories a root holds; null where it is not there. Asks for what is not loaded yet. */
export function rootSize(snapshot: Snapshot, { path, sharded }: Root): number | null {
  const entries = directoriesIn(snapshot, path);
  if (entries === null) return null;
  if (!sharded) return entries.length;
  return entries.reduce(
    (sum, shard) => sum + (directoriesIn(snapshot, joinPath(path, shard))?.length ?? 0),
    0,
  );
}

function directoriesIn(snapshot: Snapshot, path: string): string[] | null {
  const entries = snapshot.list(path);
  if (typeof entries === "string") return null;
  return entries.flatMap(({ kind, name }) => (kind === "directory" ? [name] : []));
}
