import type { Snapshot } from "../snapshot/snapshot.ts";
import { joinPath } from "../snapshot/snapshot.ts";
import type { Root } from "./layout.ts";
import { directoriesIn } from "./recognition/by-name.ts";

/** How many package directories a root holds; null where it is not there. Asks for what is not loaded yet. */
export function rootSize(snapshot: Snapshot, root: Root): number | null {
  const { path, sharded } = root;
  if (root.nested === true) return nestedSize(snapshot, root);
  const entries = directoriesIn(snapshot, path);
  if (entries === null) return null;
  if (!sharded) return entries.length;
  return entries.reduce(
    (sum, shard) => sum + (directoriesIn(snapshot, joinPath(path, shard))?.length ?? 0),
    0,
  );
}

/** Of a larger root the rest is not counted. */
const MOST_DIRECTORIES = 2000;

/** How many packages a root with sets of packages holds. */
function nestedSize(snapshot: Snapshot, { path: root, file }: Root): number | null {
  if (typeof snapshot.list(root) === "string") return null;
  let packages = 0;
  const pending = [root];
  for (let looked = 0; looked < MOST_DIRECTORIES; looked++) {
    const path = pending.pop();
    if (path === undefined) break;
    const entries = snapshot.list(path);
    if (typeof entries === "string") continue;
    if (path !== root && entries.some(({ kind, name }) => kind !== "directory" && name === file)) packages++;
    else for (const name of directoriesIn(snapshot, path) ?? []) pending.push(joinPath(path, name));
  }
  return packages;
}
