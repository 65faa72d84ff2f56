import { nearestName } from "../config/nearest-name.ts";

/** Which of a few words may have been meant: ` (did you mean …?)`, or nothing. */
export function hintOf(word: string, words: readonly string[]): string {
  const nearest = nearestName(word, words);
  return nearest === null ? "" : ` (did you mean ${nearest}?)`;
}
