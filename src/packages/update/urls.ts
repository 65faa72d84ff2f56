/** Stands in a text for something computed that is alike on both sides. */
export const UNKNOWN = "\ufffe";

/** Stands in a text for something that differs between the sides, or may. */
export const MOVING = "\uffff";

/** Hosts whose first name of a path is somebody's account, whatever follows. */
const FORGES = new Set([
  ...["github.com", "codeload.github.com", "raw.githubusercontent.com", "gist.github.com"],
  ...["gitlab.com", "codeberg.org", "bitbucket.org", "git.sr.ht", "gitea.com", "huggingface.co"],
]);

/** Scheme, host, and the first name of the path, all of them fixed. */
const FIXED_OWNER = /^[^/:\uffff]*:\/\/[^/\uffff]+\/[^/\uffff]+\//;

/** Scheme and host fixed, and the one name of the path begins with something fixed. */
const FIXED_FILE =
  /^[^/:\uffff]*:\/\/([^/?#\uffff]+)\/[^/?#\ufffe\uffff]*[0-9A-Za-z][^/?#\ufffe\uffff]*\uffff[^/]*$/;

/** The rest of a URL whose beginning is a value of its own: a name of the path is fixed behind it. */
const FIXED_BEHIND_UNKNOWN = /^\ufffe[^/\uffff]*\/[^/\uffff]+\//;

/**
 * Whether all that may move in a URL stands behind its host and owner, the first name of its path. A
 * URL of host and file name alone, which has no owner, may move behind the beginning of that name.
 */
export function keepsOwner(url: string): boolean {
  if (!url.includes(MOVING)) return true;
  if (UP_OR_HERE.test(url)) return false;
  if (FIXED_OWNER.test(url) || FIXED_BEHIND_UNKNOWN.test(url)) return true;
  const host = FIXED_FILE.exec(url)?.[1];
  return host !== undefined && !FORGES.has(host.toLowerCase());
}

/** `.` and `..` are no names of a path. */
const UP_OR_HERE = /\/\.{1,2}(?:\/|$)/;

/**
 * Every URL in a text, from its scheme to the next white space or quote; of a URL within a URL, both.
 */
export function urlsIn(text: string): readonly string[] {
  return Array.from(text.matchAll(SCHEME), ({ index }) => URL_TEXT.exec(text.slice(index))?.[0] ?? "");
}

const SCHEME = /[^\s"'`<>()[\]{}|,;=:/]{0,64}:\/\//g;
const URL_TEXT = /^[^\s"'`<>|\\]*/;

const PLAIN_URL = /^[a-z][a-z0-9+.-]*:\/\/[0-9A-Za-z._~:/?#@!&()*+,;=%-]+$/;

/**
 * Whether a URL differs from another in that a version or revision was put for another, behind the
 * owner, and nowhere else. `moves` are those that differ.
 */
export function followsMove(
  before: string,
  after: string,
  moves: readonly { readonly before: string; readonly after: string }[],
): boolean {
  if (!PLAIN_URL.test(before) || !PLAIN_URL.test(after)) return false;
  return moves.some((move) => {
    const pieces = splitAtWhole(before, move.before);
    return (
      pieces !== null && pieces.join(move.after) === after && urlsIn(pieces.join(MOVING)).every(keepsOwner)
    );
  });
}

/** No digit or letter but the `v` of `v1.2`, and not the `1.` of a longer version. */
const BEFORE_VERSION = /(?:^|[^0-9A-Za-z.]|[^0-9]\.|(?:^|[^0-9A-Za-z])[vVrR])$/;

/** What stands around the occurrences of a version; null where there is none, or one within a longer word. */
function splitAtWhole(url: string, version: string): readonly string[] | null {
  if (version === "") return null;
  const pieces = url.split(version);
  if (pieces.length < 2) return null;
  const whole = pieces.every((piece, i) => {
    const ends = i === 0 || !/^[0-9A-Za-z]/.test(piece);
    return ends && (i === pieces.length - 1 || BEFORE_VERSION.test(piece));
  });
  return whole ? pieces : null;
}
