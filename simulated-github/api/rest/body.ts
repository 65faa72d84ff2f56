import { isRecord } from "../json.ts";
import { malformed } from "../problem.ts";

/**
 * The JSON body of a request, read key by key. What is not as published is refused with 422 in the words of
 * GitHub's validation. Null counts as not given.
 */
export type Body<Key extends string> = {
  has(key: Key): boolean;
  text(key: Key): string;
  optionalText(key: Key): string | undefined;
  optionalInteger(key: Key): number | undefined;
  oneOf<Value extends string>(key: Key, values: readonly Value[]): Value;
  optionalOneOf<Value extends string>(key: Key, values: readonly Value[]): Value | undefined;
  /** An object with these keys only. */
  optionalObject<Inner extends string>(key: Key, keys: readonly Inner[]): Body<Inner> | undefined;
  /** A list of objects with these keys only. */
  optionalObjects<Inner extends string>(key: Key, keys: readonly Inner[]): Body<Inner>[] | undefined;
  optionalTexts(key: Key): string[] | undefined;
  optionalIntegers(key: Key): number[] | undefined;
  /** The value as it came. */
  raw(key: Key): unknown;
};

/** Reads a body that may have `keys` only. `where` is where it is, for complaints. */
export function readBody<Key extends string>(value: unknown, keys: readonly Key[], where = ""): Body<Key> {
  const record = value === undefined || value === null ? {} : value;
  if (!isRecord(record))
    throw malformed(`For '${where || "links/0/schema"}', ${shown(value)} is not an object.`);
  for (const key of Object.keys(record)) {
    if (!keys.some((known) => known === key)) throw malformed(`"${key}" is not a permitted key.`);
  }
  const at = (key: string) => `${where}${where === "" ? "" : "/"}properties/${key}`;
  const given = (key: Key) => record[key] ?? undefined;

  function read<T>(key: Key, is: (value: unknown) => value is T, kind: string): T | undefined {
    const value = given(key);
    if (value === undefined) return undefined;
    if (!is(value)) throw malformed(`For '${at(key)}', ${shown(value)} is not ${kind}.`);
    return value;
  }

  function needed<T>(key: Key, value: T | undefined): T {
    if (value === undefined) throw malformed(`"${key}" wasn't supplied.`);
    return value;
  }

  function list<T>(key: Key, is: (value: unknown) => value is T, kind: string): T[] | undefined {
    const items = read(key, Array.isArray, "an array");
    return items?.map((item: unknown, place: number) => {
      if (!is(item)) throw malformed(`For '${at(key)}/items/${place}', ${shown(item)} is not ${kind}.`);
      return item;
    });
  }

  const body: Body<Key> = {
    has: (key) => given(key) !== undefined,
    text: (key) => needed(key, body.optionalText(key)),
    optionalText: (key) => read(key, isText, "a string"),
    optionalInteger: (key) => read(key, isInteger, "an integer"),
    oneOf: (key, values) => needed(key, body.optionalOneOf(key, values)),
    optionalOneOf(key, values) {
      const text = body.optionalText(key);
      const value = values.find((one) => one === text);
      if (text !== undefined && value === undefined) {
        throw malformed(`For '${at(key)}', "${text}" is not a member of ${JSON.stringify(values)}.`);
      }
      return value;
    },
    optionalObject(key, keys) {
      const value = read(key, isRecord, "an object");
      return value === undefined ? undefined : readBody(value, keys, at(key));
    },
    optionalObjects(key, keys) {
      return list(key, isRecord, "an object")?.map((item, place) =>
        readBody(item, keys, `${at(key)}/items/${place}`),
      );
    },
    optionalTexts: (key) => list(key, isText, "a string"),
    optionalIntegers: (key) => list(key, isInteger, "an integer"),
    raw: (key) => record[key],
  };
  return body;
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isInteger(value: unknown): value is number {
  return Number.isInteger(value);
}

function shown(value: unknown): string {
  return value === null ? "nil" : (JSON.stringify(value) ?? "nil").slice(0, 200);
}
