/** What JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** An object as JSON can hold it: what jobs carry and what is remembered. */
export type JsonObject = { readonly [name: string]: Json };

/** Reads back what `JSON.stringify` made of an object. Throws if it is anything else. */
export function parseObject(text: string): JsonObject {
  const value: unknown = JSON.parse(text);
  if (!isJsonObject(value)) throw new Error("A JSON object was expected.");
  return value;
}

/** Whether a value that `JSON.parse` gave is an object; what is in it is JSON then, too. */
function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
