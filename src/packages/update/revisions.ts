import { UNKNOWN } from "./unknown-text.ts";
import { isDigits } from "./versions.ts";

const SAFE = /^[0-9A-Za-z@][0-9A-Za-z._+@/-]{0,199}$/;
const LAST = /^[0-9A-Za-z]/;

/**
 * Why a revision or tag of a repository may not take the place of another; null where it may. All names
 * but the last of a path stay: git looks a revision up below `refs`, so that `pull/1/head` would be
 * anybody's pull request.
 */
export function unsafeRevision(before: string, after: string): string | null {
  for (const text of [before, after]) {
    if (!SAFE.test(text))
      return "it must be 1 to 200 letters, digits, `.`, `_`, `+`, `@`, `/` or `-`, and begin with a letter, a digit or `@`";
  }
  const [old, now] = [before.split("/"), after.split("/")];
  if (after.includes("..") || now.includes(".") || now.includes(""))
    return "it contains `..` or an empty part";
  const last = now.pop() ?? "";
  old.pop();
  if (!LAST.test(last)) return "its last part does not begin with a letter or digit";
  if (old.join("/") !== now.join("/")) return "its path differs from the old one";
  return null;
}

/** What git resolves though no ref has that name, with what it is; the first that fits is said. */
const RESOLVED: readonly (readonly [RegExp, string])[] = [
  [/[~^]/, "contains `~` or `^`, with which git resolves to another commit"],
  [/:/, "contains `:`"],
  [/@\{|^@$/, "contains `@{`, or is `@`"],
  [/\.\./, "contains `..`"],
  [/-g[0-9a-f]+$/i, "looks like `git describe`, which git resolves to any commit"],
  [/^(?:.*\/)?(?:[A-Z]+_)?HEAD$/i, "is one of git's own names for a commit"],
  [/^-/, "begins with a dash"],
];

/** What git takes for the beginning of a commit's id. */
const COMMIT = /^[0-9a-f]{4,64}$/i;

/**
 * Why what stands for a ref may be resolved by git though there is no ref of that name, which could be the
 * commit of anybody's fork; null where it can not. `literal`: it is the pin as a whole, of which a commit may
 * take the place of a commit. The answer follows the name of a binding.
 */
export function refProblem(before: string, after: string, literal: boolean): string | null {
  if (after.includes(UNKNOWN)) return "names a git ref that is only partly known";
  const resolved = RESOLVED.find(([form]) => form.test(after));
  if (resolved !== undefined) return `names a git ref that ${resolved[1]}`;
  if (literal && isCommit(before) && isCommit(after) && !becomesCommit(before, after)) return null;
  if (COMMIT.test(after) || COMMIT.test(before)) return "names a git ref that may be a commit id";
  return null;
}

/** Whether a text is the id of a commit and no number: whole, or so much of it that it has letters too. */
function isCommit(text: string): boolean {
  return mayBeCommit(text) && (text.length >= 40 || /[a-f]/i.test(text));
}

/**
 * Whether a text may be the id of a commit, whole or short. GitHub serves the commits of all forks under
 * the name of each, so that a commit, unlike a tag, may be anybody's.
 */
export function mayBeCommit(text: string): boolean {
  return /^[0-9a-f]{7,64}$/i.test(text);
}

/** Whether a commit takes the place of what was none: of a tag, or of a version that is no number. */
export function becomesCommit(before: string, after: string): boolean {
  if (!mayBeCommit(after)) return false;
  return !mayBeCommit(before) || (isDigits(before) && !isDigits(after)) || after.length > before.length + 8;
}
