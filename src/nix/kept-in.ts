/** What was worked out for objects, kept in them, where nobody else sees it: it goes when they do. */
export type KeptIn<K extends object, V> = { get(key: K): V | undefined; set(key: K, value: V): void };

/**
 * A place in objects for what is worked out once for each. A `WeakMap` that lives long would do, but the collector of
 * young objects takes all of its values for needed, and with these the whole syntax of files that are done with.
 */
export function keptIn<K extends object, V>(): KeptIn<K, V> {
  // A class that extends one which gives back an object puts its private parts into that.
  class Given {
    constructor(object: object) {
      // biome-ignore lint/correctness/noConstructorReturn: it is what this is for.
      return object;
    }
  }
  class Place extends Given {
    #value: V | undefined;

    static get(key: object): V | undefined {
      return #value in key ? key.#value : undefined;
    }

    static set(key: object, value: V): void {
      const place = #value in key ? key : (new Place(key) as Place);
      place.#value = value;
    }
  }
  return { get: (key) => Place.get(key), set: (key, value) => Place.set(key, value) };
}
