/** Characters of a key at most: what an index of PostgreSQL can hold, whatever they are. */
export const LONGEST_KEY = 500;

/** The key itself. Throws if the database could not hold it. */
export function checkKey(key: string): string {
  if (key.length === 0 || key.length > LONGEST_KEY)
    throw new RangeError(`A key has 1 to ${LONGEST_KEY} characters, not ${key.length}.`);
  if (key.includes("\0") || !key.isWellFormed())
    throw new RangeError("A key is a well-formed text without NUL.");
  return key;
}
