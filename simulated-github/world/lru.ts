/** A cache that forgets what was used longest ago once the sizes of its values exceed `capacity`. */
export type Lru<Key, Value> = {
  get(key: Key): Value | undefined;
  set(key: Key, value: Value, size: number): void;
};

/** An empty cache. `capacity` is in the unit of the sizes that are given to `set`. */
export function createLru<Key, Value>(capacity: number): Lru<Key, Value> {
  const entries = new Map<Key, { readonly value: Value; readonly size: number }>();
  let used = 0;

  return {
    get(key) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      entries.delete(key);
      entries.set(key, entry);
      return entry.value;
    },
    set(key, value, size) {
      const former = entries.get(key);
      if (former !== undefined) used -= former.size;
      entries.delete(key);
      entries.set(key, { value, size });
      used += size;
      for (const [oldest, entry] of entries) {
        if (used <= capacity || oldest === key) break;
        entries.delete(oldest);
        used -= entry.size;
      }
    },
  };
}
