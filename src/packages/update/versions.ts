/** A version that says nothing wherever it is put: in a URL's path, a file name or a line of shell. */
const SAFE = /^[0-9A-Za-z][0-9A-Za-z._+~-]{0,99}$/;

/** Whether a text is as plain as a version: it may stand as text of a shell, a file name or a part of a URL. */
export function isPlainVersion(text: string): boolean {
  return SAFE.test(text);
}

/** Why a text is no version that may be put anywhere; null for one that is. */
export function unsafeVersion(text: string): string | null {
  if (text.includes("..")) return "it contains `..`";
  return isPlainVersion(text)
    ? null
    : "it must be 1 to 100 letters, digits, `.`, `_`, `+`, `~` or `-`, and begin with a letter or digit";
}

/** Words for what comes before a release; Nix itself knows only `pre`. */
const BEFORE_RELEASE = /^[._~-]?(?:alpha|beta|rc|pre|preview|dev|a|b)(?![a-z])/i;

/**
 * Whether a version does not go up: it is lower than the one before, or neither is higher. As Nix
 * compares versions (`builtins.compareVersions`), but for `2.0-rc1` and the like, which come before `2.0`,
 * and for numbers, which may be of any size.
 */
export function goesBack(before: string, after: string): boolean {
  if (before.startsWith(after) && BEFORE_RELEASE.test(before.slice(after.length))) return false;
  if (after.startsWith(before) && BEFORE_RELEASE.test(after.slice(before.length))) return true;
  return compare(before, after, Number.POSITIVE_INFINITY) >= 0;
}

/** `builtins.compareVersions`: negative where the first is lower. What is no `int` of C++ is no number to Nix. */
export function compareVersions(a: string, b: string): number {
  return compare(a, b, 2 ** 31 - 1);
}

function compare(a: string, b: string, most: number): number {
  const left = splitVersion(a);
  const right = splitVersion(b);
  const length = Math.max(left.length, right.length);
  for (let i = 0; i < length; i++) {
    const [one, two] = [left[i] ?? "", right[i] ?? ""];
    if (isLower(one, two, most)) return -1;
    if (isLower(two, one, most)) return 1;
  }
  return 0;
}

/** `builtins.splitVersion`: runs of digits, and runs of anything else between dots and dashes. */
export function splitVersion(version: string): readonly string[] {
  return Array.from(version.matchAll(/[0-9]+|[^0-9.-]+/g), ([component]) => component);
}

function isLower(a: string, b: string, most: number): boolean {
  const [left, right] = [number(a, most), number(b, most)];
  // `2.3a` and `2.3` are lower than `2.3.1`.
  if (left !== null) return right !== null && left < right;
  if (right !== null) return true;
  if (b === "pre") return false;
  return a === "pre" || a < b;
}

/** Whether a text is made of digits alone. */
export function isDigits(text: string): boolean {
  return /^[0-9]+$/.test(text);
}

function number(component: string, most: number): bigint | null {
  return isDigits(component) && Number(component) <= most ? BigInt(component) : null;
}
