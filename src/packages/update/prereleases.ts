/** Words for what comes before a release. */
export const PRERELEASE_WORDS = [
  ...["alpha", "beta", "rc", "cr", "pre", "prerelease", "preview", "dev", "devel", "develop", "development"],
  ...["unstable", "snapshot", "nightly", "canary", "experimental", "testing", "test", "wip", "eap", "ea"],
  ...["milestone", "insider", "insiders", "next", "edge", "trunk", "git", "main", "master", "candidate"],
  ...["tip", "early", "nightlies", "weekly", "daily", "incubating", "draft", "tp"],
] as const;

/** Single letters, and only before a number: `1.1b3`, `2.0-M2`, but not in `f894c20`. */
const LETTER = /(?:^|[._~+-])[0-9]{0,4}([abcm])[._-]?[0-9]{1,3}(?![0-9A-Za-z])/i;

const WORDS: ReadonlySet<string> = new Set<string>(PRERELEASE_WORDS);

/** Whether a run of letters is such a word, as it stands in a version: `rc`, `beta`, `b`. */
export function isPrereleaseWord(word: string): boolean {
  return WORDS.has(word.toLowerCase()) || /^[abcm]$/i.test(word);
}

/** The word that makes a version a prerelease, as it is written; null of a release. */
export function prereleaseWord(version: string): string | null {
  for (const [word] of version.matchAll(/[A-Za-z]+/g)) {
    if (WORDS.has(word.toLowerCase())) return word;
  }
  return LETTER.exec(version)?.[1] ?? null;
}

/** The word by which a release becomes a prerelease; null where it does not, or was one before. */
export function becomesPrerelease(before: string, after: string): string | null {
  return prereleaseWord(before) === null ? prereleaseWord(after) : null;
}
