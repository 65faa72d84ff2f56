import { type Change, loadChange } from "../../src/change/change.ts";
import type { LoadedSnapshot } from "../../src/snapshot/loaded.ts";
import { type MemoryFiles, memorySnapshot, memorySource } from "../../src/snapshot/memory.ts";

/**
 * A snapshot of which all is there from the start, so that nothing is computed again once more of it is loaded. That
 * what comes of it is the same, is tested where changes and trees are random.
 */
export function wholeSnapshot(files: MemoryFiles): LoadedSnapshot {
  return { ...memorySnapshot(files), loadMissing: async () => false, forgetContents() {} };
}

/** A change of which all is there from the start. */
export async function wholeChange(base: MemoryFiles, head: MemoryFiles): Promise<Change> {
  const change = await loadChange(memorySource(base), memorySource(head));
  return { ...change, base: wholeSnapshot(base), head: wholeSnapshot(head) };
}
