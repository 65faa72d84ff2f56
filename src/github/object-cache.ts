import { LRUCache } from "lru-cache";
import type { Tree } from "../snapshot/git/tree.ts";

/** Trees and blobs by their git object ids, which never change meaning, whatever the repository. */
export type ObjectCache = {
  tree(id: string): Tree | undefined;
  keepTree(id: string, tree: Tree): void;
  blob(id: string): Uint8Array | undefined;
  keepBlob(id: string, bytes: Uint8Array): void;
  /**
   * The id that a place (`owner/repo:path`) had when it was last read, to guess whether what stands there
   * now has to be fetched.
   */
  lastId(place: string): string | undefined;
  keepId(place: string, id: string): void;
  /** About how many bytes it holds. */
  size(): number;
};

/** What an entry of a tree takes in memory, about: two objects, three strings and a place in a map. */
const ENTRY_BYTES = 360;
const OWN_BYTES = 200;

/** By size: `max` would make room for all of them at once, which takes a job of the Action longer than to fill it. */
const MOST_PLACES = { maxSize: 10_000, sizeCalculation: () => 1 };

/**
 * A cache that lets go of what was not used for longest once it holds more than so many bytes. What alone is
 * larger is not kept.
 */
export function objectCache(maxBytes: number): ObjectCache {
  const kept = new LRUCache<string, Tree | Uint8Array>({ maxSize: Math.max(1, maxBytes) });
  const ids = new LRUCache<string, string>(MOST_PLACES);

  function keep(id: string, value: Tree | Uint8Array, size: number): void {
    if (!kept.has(id)) kept.set(id, value, { size });
  }

  return {
    tree(id) {
      const value = kept.get(id);
      return value instanceof Uint8Array ? undefined : value;
    },
    blob(id) {
      const value = kept.get(id);
      return value instanceof Uint8Array ? value : undefined;
    },
    keepTree: (id, tree) => keep(id, tree, OWN_BYTES + tree.entries.length * ENTRY_BYTES),
    keepBlob: (id, bytes) => keep(id, bytes, OWN_BYTES + bytes.length),
    lastId: (place) => ids.get(place),
    keepId(place, id) {
      ids.set(place, id);
    },
    size: () => kept.calculatedSize,
  };
}
