const SAFE = /^[0-9A-Za-z@][0-9A-Za-z._+~@/-]{0,199}$/;
const LAST = /^[0-9A-Za-z]/;

/**
 * Why a revision or tag of a repository may not take the place of another; null where it may. All names
 * but the last of a path stay: git looks a revision up below `refs`, so that `pull/1/head` would be
 * anybody's pull request.
 */
export function unsafeRevision(before: string, after: string): string | null {
  for (const text of [before, after]) {
    if (!SAFE.test(text))
      return "it is not made of letters, digits, `.`, `_`, `+`, `~`, `@`, `/` and `-` alone";
  }
  const [old, now] = [before.split("/"), after.split("/")];
  if (after.includes("..") || now.includes(".") || now.includes("")) return "it holds `..` or an empty name";
  const last = now.pop() ?? "";
  old.pop();
  if (!LAST.test(last)) return "its last name begins with neither letter nor digit";
  if (old.join("/") !== now.join("/")) return "it lies elsewhere than the one before";
  return null;
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

function isDigits(text: string): boolean {
  return /^[0-9]+$/.test(text);
}
