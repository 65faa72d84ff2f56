import { changedPaths } from "../snapshot/changed-paths.ts";
import { type LoadedSnapshot, loadedSnapshot } from "../snapshot/loaded.ts";
import type { Source } from "../snapshot/source.ts";

/** Two snapshots of a repository: before a change and after it. */
export type Change = {
  readonly base: LoadedSnapshot;
  readonly head: LoadedSnapshot;
  /** Every path that is a file, link or submodule on a side and not the same on the other, sorted. */
  readonly paths: readonly string[];
  /** Where the head comes from, to look for something in all of it. */
  readonly source?: Source;
};

/** Compares two sources. Of a rename both paths are changed. */
export async function loadChange(base: Source, head: Source): Promise<Change> {
  const changed = await changedPaths(base, head);
  return {
    base: loadedSnapshot(base),
    head: loadedSnapshot(head),
    paths: changed.map(({ path }) => path),
    source: head,
  };
}
