import type { SourceText } from "../../../nix/text.ts";
import type { MaintainerEntry } from "../../../packages/maintainers/maintainer-list.ts";
import type { ChangedList } from "./added.ts";

/** An entry, and what the list is sorted by. */
export type KeyedEntry = { readonly entry: MaintainerEntry; readonly key: string };

/** By what a list is sorted; null where it says so in a way that is not known. */
type Order = ((entry: MaintainerEntry) => string) | null;

/**
 * nixpkgs has the program keep-sorted order the list, by the lines as they are written, whatever their case; before
 * that, `maintainers/scripts/check-maintainers-sorted.nix` did, which left out `_` and `-`.
 */
function orderOf({ text }: SourceText): Order {
  const [, options] = KEPT_SORTED.exec(text) ?? [];
  if (options === undefined) return ({ handle }) => lowerCase(handle.replace(/[-_]/g, ""));
  const words = options.split(/\s+/).filter((word) => word !== "");
  if (!words.includes("case=no") || !words.every((word) => KNOWN_OPTIONS.has(word))) return null;
  return ({ handle, isQuoted }) => lowerCase(isQuoted ? `"${handle}"` : handle);
}

/** The line from which on a list is kept sorted, and how. */
const KEPT_SORTED = /^[ \t]*# keep-sorted start\b([^\n]*)$/m;

/** Those that change nothing in the order of entries. */
const KNOWN_OPTIONS = new Set([
  ...["case=no", "numeric=no", "block=yes", "sticky_comments=yes"],
  ...["newline_separated=no", "newline_separated=yes"],
]);

function lowerCase(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** The added entries that are out of order, and all others, in the order of the list. */
export function sortedOut({ source, entries, isAdded }: ChangedList): {
  readonly misplaced: readonly KeyedEntry[];
  readonly kept: readonly KeyedEntry[];
} {
  const order = orderOf(source);
  if (order === null) return { misplaced: [], kept: [] };
  const all = entries.map((entry) => ({ entry, key: order(entry) }));
  /** The key of the next entry that was there before, for each, from the last to the first. */
  const following: (string | null)[] = [];
  let next: string | null = null;
  for (const { entry, key } of all.toReversed()) {
    following.push(next);
    if (!isAdded(entry)) next = key;
  }
  const misplaced: KeyedEntry[] = [];
  const kept: KeyedEntry[] = [];
  let previous: string | null = null;
  for (const each of all) {
    const { entry, key } = each;
    const after = following.pop() ?? null;
    // Where the list itself is in another order, there is no place to miss.
    const hasPlace = previous === null || after === null || previous <= after;
    const isInPlace = (previous === null || previous <= key) && (after === null || key <= after);
    if (isAdded(entry) && hasPlace && !isInPlace) {
      misplaced.push(each);
      continue;
    }
    kept.push(each);
    previous = key;
  }
  return { misplaced, kept };
}

/** The entries between which one belongs; null at an end of the list. */
export type Place = { readonly before: KeyedEntry | null; readonly after: KeyedEntry | null };

/** The place of a key among entries: behind the last of those that are next to it in the order. */
export function placeAmong(kept: readonly KeyedEntry[], key: string): Place {
  let last = -1;
  let nearest = "";
  for (const [at, other] of kept.entries()) {
    if (other.key > key || other.key < nearest) continue;
    last = at;
    nearest = other.key;
  }
  return { before: kept[last] ?? null, after: kept[last + 1] ?? null };
}
