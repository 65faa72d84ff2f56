import { LRUCache } from "lru-cache";

/** What is made of a file: by its git object id, or by its bytes where it has none, and by the way it is read. */
export type Kept<T> = (id: string | null, bytes: Uint8Array, way: string, make: () => T) => T;

/**
 * Keeps what was made of files until what was used last takes up more than `limit`, in the unit of `sizeOf`; without
 * it, so many answers. What was made last is kept however large it is: whoever asks for it asks for it many times.
 */
export function keptByContent<T extends object>(
  limit: number,
  sizeOf: (bytes: Uint8Array) => number = () => 1,
): Kept<T> {
  const maxSize = Math.max(1, limit);
  const byId = new LRUCache<string, T>({ maxSize });
  const byBytes = new WeakMap<Uint8Array, Map<string, T>>();
  return (id, bytes, way, make) => {
    if (id === null) {
      const ways = byBytes.get(bytes) ?? new Map<string, T>();
      const made = ways.get(way) ?? make();
      byBytes.set(bytes, ways.set(way, made));
      return made;
    }
    const key = `${id} ${way}`;
    const known = byId.get(key);
    if (known !== undefined) return known;
    const made = make();
    byId.set(key, made, { size: Math.min(Math.max(1, sizeOf(bytes)), maxSize) });
    return made;
  };
}
