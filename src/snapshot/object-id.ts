/** The id of a git object, whole: SHA-1 or SHA-256. */
export const OBJECT_ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** Whether a text is the whole id of a commit or another object of git. */
export function isObjectId(text: string): boolean {
  return OBJECT_ID.test(text);
}
