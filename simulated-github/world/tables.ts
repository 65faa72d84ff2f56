/** The time, and how late readers see a write, both in milliseconds. */
export type Lateness = { now(): number; late: number };

/**
 * Records by key, of which a former state stays readable: `get` and `values` tell the truth, `seen` and
 * `allSeen` what readers see while writes are late.
 */
export type Table<Key, Value> = {
  get(key: Key): Value | undefined;
  set(key: Key, value: Value): void;
  delete(key: Key): void;
  values(): Iterable<Value>;
  seen(key: Key): Value | undefined;
  allSeen(): Iterable<Value>;
};

type Former<Value> = { readonly value: Value | undefined; readonly until: number };

/** An empty table. `changed` is called after each write. */
export function createTable<Key, Value>(lateness: Lateness, changed: () => void): Table<Key, Value> {
  const current = new Map<Key, Value>();
  const former = new Map<Key, Former<Value>[]>();

  function remember(key: Key): void {
    if (lateness.late > 0) {
      const values = former.get(key) ?? [];
      values.push({ value: current.get(key), until: lateness.now() + lateness.late });
      former.set(key, values);
    } else {
      former.delete(key);
    }
  }

  function seen(key: Key): Value | undefined {
    const values = former.get(key);
    if (values === undefined) return current.get(key);
    const now = lateness.now();
    const first = lateness.late === 0 ? -1 : values.findIndex((value) => value.until > now);
    if (first === -1) {
      former.delete(key);
      return current.get(key);
    }
    values.splice(0, first);
    return values[0]?.value;
  }

  function* allSeen(): Iterable<Value> {
    for (const [key, value] of current) {
      const known = former.has(key) ? seen(key) : value;
      if (known !== undefined) yield known;
    }
    for (const key of [...former.keys()]) {
      const known = current.has(key) ? undefined : seen(key);
      if (known !== undefined) yield known;
    }
  }

  return {
    get: (key) => current.get(key),
    set(key, value) {
      remember(key);
      current.set(key, value);
      changed();
    },
    delete(key) {
      if (!current.has(key)) return;
      remember(key);
      current.delete(key);
      changed();
    },
    values: () => current.values(),
    seen,
    allSeen,
  };
}
