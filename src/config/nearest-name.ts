import { distance } from "fastest-levenshtein";

/** The name with the fewest edits from a misspelled one, where that is few. */
export function nearestName(name: string, names: readonly string[]): string | null {
  let best: string | null = null;
  let fewest = Math.max(2, Math.floor(name.length / 3)) + 1;
  if (name.length > 100) return null;
  for (const candidate of names) {
    const edits = distance(name, candidate);
    if (edits < fewest) {
      fewest = edits;
      best = candidate;
    }
  }
  return best;
}

/**
 * The name that a misspelled one can only stand for: of all that are given, the one that differs from it in nothing
 * but case, or in one edit of a name of at least five characters. Null where there is none, or more than one.
 */
export function certainName(name: string, names: readonly string[]): string | null {
  if (name.length > 100) return null;
  const near = new Set(
    names.filter(
      (candidate) =>
        candidate.toLowerCase() === name.toLowerCase() ||
        (name.length >= 5 && distance(name, candidate) === 1),
    ),
  );
  const [only, ...more] = near;
  return only === undefined || more.length > 0 ? null : only;
}
