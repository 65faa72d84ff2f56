import { hostKind, normalizedHost, type Place } from "./hosts.ts";
import { isPrereleaseWord } from "./prereleases.ts";
import { refProblem } from "./revisions.ts";
import { UNKNOWN } from "./unknown-text.ts";

/** Scheme and host, with a user and a port; or what is not known and stands for them. */
const ORIGIN = /^(?:[A-Za-z][A-Za-z0-9+.-]*:\/\/|\ufffe)[^/?#]*/;

type Parts = { readonly origin: string; readonly path: readonly string[]; readonly rest: string };

function partsOf(url: string): Parts | null {
  const origin = ORIGIN.exec(url)?.[0];
  if (origin === undefined) return null;
  const below = url.slice(origin.length);
  const query = below.search(/[?#]|$/);
  return { origin, path: below.slice(0, query).split("/").slice(1), rest: below.slice(query) };
}

/** The beginning that two texts share. */
function commonBeginning(one: string, other: string): string {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length++;
  return one.slice(0, length);
}

/**
 * Why a URL that differs may name something of another host, owner or repository; null where it can not.
 * `made`: what differs in it is not the version itself, but made of it. The answer follows "a URL that".
 */
export function urlProblem(before: string, after: string, made: boolean): string | null {
  const same = commonBeginning(before, after);
  if (after.includes("://", same.length)) return OWNER;
  // Of a URL within a URL, the inner one, if the outer one is the same.
  const inner = beginOfInner(same);
  return urlItselfProblem(before.slice(inner), after.slice(inner), made);
}

/** Where the last URL of a text begins. */
function beginOfInner(text: string): number {
  const at = text.lastIndexOf("://");
  if (at < 0) return 0;
  const scheme = /[A-Za-z][A-Za-z0-9+.-]{0,31}$/.exec(text.slice(Math.max(0, at - 32), at));
  return at - (scheme?.[0].length ?? 0);
}

function urlItselfProblem(before: string, after: string, made: boolean): string | null {
  const [old, now] = [partsOf(before), partsOf(after)];
  if (old === null || now === null) return "has no known host";
  const first = old.path.findIndex((name, i) => name !== now.path[i]);
  if (old.origin !== now.origin || old.path.length !== now.path.length) return OWNER;
  if (now.origin.includes("@")) return "contains a user name";
  if (now.path.some((name) => name === "." || name === "..")) return "has `.` or `..` in its path";
  if (after.includes("~") && !before.includes("~")) return "has a new `~`";
  const kind = hostKind(normalizedHost(now.origin), now.path);
  switch (kind.kind) {
    case "owned": {
      if (first < 0 ? now.path.length <= kind.names : first < kind.names) return OWNER;
      return kind.places === null ? null : placeProblem(old, now, { ...kind, places: kind.places }, made);
    }
    case "flat":
      if (!isNamed(old, now, first, kind.names)) return OWNER;
      return newLetters(before, after);
    case "unknown":
      if (!isNamed(old, now, first, 0)) return OWNER;
      return anybodysProblem(old, now) ?? newLetters(before, after);
  }
}

const OWNER = "may have another host, owner or repository";

/** Whether a file is named by something fixed: a directory of its own, or the beginning of its name. */
function isNamed(old: Parts, now: Parts, first: number, shared: number): boolean {
  if (first < 0) return now.path.length > shared;
  // Below a name that differs there may be anything, unless it is known what that name is.
  if (first === shared && shared === 0 && now.path.length > 1) return false;
  if (first > shared) return now.path.slice(shared, first).some((name) => /[0-9A-Za-z]/.test(name));
  if (now.origin.includes(UNKNOWN)) return false;
  const same = commonBeginning(old.path.join("/"), now.path.join("/"));
  const fixed = same.slice(same.lastIndexOf("/") + 1);
  return /[A-Za-z]/.test(fixed) && !fixed.includes(UNKNOWN);
}

/** Endings of archives that a forge makes of a revision. */
const ARCHIVE = /\.(?:tar(?:\.(?:gz|bz2|xz))?|tgz|tbz2?|zip|patch|diff)$/;

/** Below a repository of a forge there is what anybody wrote, but at some places; and what git resolves. */
function placeProblem(
  old: Parts,
  now: Parts,
  { names, places }: { readonly names: number; readonly places: readonly Place[] },
  made: boolean,
): string | null {
  if (old.rest !== now.rest) return "has another query string";
  const place = places.find(({ below }) =>
    below.every((name, i) => old.path[names + i] === name && now.path[names + i] === name),
  );
  if (place === undefined) return "is not known to name a release, or an archive or a file of the repository";
  if (place.of === "file") return null;
  if (made) return "names a git ref that is computed from a version or revision";
  const ref = now.path.slice(names + place.below.length).join("/");
  if (isForeign(FOREIGN_REF, ref)) return ANYBODYS;
  for (const [i, name] of old.path.entries()) {
    const other = now.path[i] ?? "";
    if (name === other) continue;
    const what = refProblem(name.replace(ARCHIVE, ""), other.replace(ARCHIVE, ""), false);
    if (what !== null) return what;
  }
  return null;
}

const ANYBODYS = "may name a pull request or a commit, which can be anybody's";

/** How refs begin that are not those of tags and branches; git finds them with `refs/` in front, or without. */
const FOREIGN_REF =
  /^(?:refs\/(?!(?:tags|heads)\/)|(?:pull|pulls|pull-requests|pr|merge-requests|keep-around|pipelines|environments|for|changes)\/)/i;

/** Names of paths, and refs in queries, below which forges have what anybody wrote. */
const FOREIGN_PATH =
  /[/=](?:refs\/(?!(?:tags|heads|download)\/)|(?:pull|pulls|pull-requests|merge[_-]requests|commit|-\/(?:jobs|package_files|snippets|uploads))\/)/i;

/** Whether something differs below what anybody may have written, on a host that may be a forge. */
function anybodysProblem(old: Parts, now: Parts): string | null {
  const last = old.rest === now.rest ? now.path.findLastIndex((name, i) => name !== old.path[i]) : undefined;
  const above = `/${now.path.slice(0, last).join("/")}/`;
  const query = last === undefined ? commonBeginning(old.rest, now.rest) : "";
  return isForeign(FOREIGN_PATH, above + query) ? ANYBODYS : null;
}

/** Whether a path is one of these as a server reads it; so may be one of which that is not known. */
function isForeign(foreign: RegExp, path: string): boolean {
  try {
    return foreign.test(decodeURIComponent(path));
  } catch {
    return true;
  }
}

/**
 * Why a text that takes the place of another may carry another name: it has letters that were not there,
 * but for words of prereleases in their place and one letter at the end of a number, or more hyphens; null
 * where it does not.
 */
export function newLetters(before: string, after: string): string | null {
  const problem = "has new letters, so it may name another package";
  if (count(after, /[-_]/g) > count(before, /[-_]/g)) {
    return "has more parts than before, so it may name another package";
  }
  const words = Array.from(before.matchAll(WORD), ([word]) => word);
  let at = 0;
  let letter: string | null = null;
  for (const match of after.matchAll(WORD)) {
    const [word] = match;
    const found = words.indexOf(word, at);
    if (found >= 0) {
      at = found + 1;
      continue;
    }
    const previous = after.charAt(match.index - 1);
    const next = after.charAt(match.index + word.length);
    const inPlace =
      word.length > 1 ? /[0-9._+-]/.test(previous) : /[0-9]/.test(previous) && /[0-9]/.test(next);
    if (isPrereleaseWord(word) && inPlace) continue;
    // `2025b`, in each place where the version stands.
    letter ??= word;
    if (word.length !== 1 || word !== letter || !/[0-9]/.test(previous) || /[0-9]/.test(next)) return problem;
  }
  return null;
}

const WORD = /[A-Za-z\ufffe]+/g;

function count(text: string, what: RegExp): number {
  return text.match(what)?.length ?? 0;
}

const PLAIN_URL = /^[a-z][a-z0-9+.-]*:\/\/[0-9A-Za-z._~:/?#@!&()*+,;=%-]+$/;

/**
 * Whether a URL differs from another in that a version or revision was put for another, and nowhere else.
 * `moves` are those that differ.
 */
export function followsMove(
  before: string,
  after: string,
  moves: readonly { readonly before: string; readonly after: string }[],
): boolean {
  if (!PLAIN_URL.test(before) || !PLAIN_URL.test(after)) return false;
  return moves.some((move) => {
    const pieces = before.split(move.before);
    const [begins, ends] = [pieces.slice(0, -1), pieces.slice(1)];
    return (
      pieces.join(move.after) === after &&
      begins.every((piece) => BEFORE_VERSION.test(piece)) &&
      ends.every((piece) => !/^[0-9A-Za-z]/.test(piece))
    );
  });
}

/** No digit or letter but the `v` of `v1.2`, and not the `1.` of a longer version. */
const BEFORE_VERSION = /(?:[^0-9A-Za-z.]|[^0-9]\.|[^0-9A-Za-z][vVrR])$/;
