import type { Rule } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";
import type { MaintainerEntry } from "../../packages/maintainers/maintainer-list.ts";
import { checkAddedEntries, LIST_LEVEL } from "./shared/added.ts";

export const maintainerOrder: Rule = {
  name: "maintainer-order",
  family: "maintainers",
  codes: [],
  summary: "an entry that is added to the list of maintainers is not in its alphabetical place",
  level: LIST_LEVEL,
  comparesOnly: true,
  checks: {
    file: checkAddedEntries(({ handle, name }, at, entries, isAdded) => {
      const before = entries.slice(0, at).findLast((entry) => !isAdded(entry))?.handle;
      const after = entries.slice(at + 1).find((entry) => !isAdded(entry))?.handle;
      // Where the list itself is in another order, there is no place to miss.
      if (before !== undefined && after !== undefined && !ORDERS.every((key) => key(before) < key(after))) {
        return null;
      }
      const isMisplaced = ORDERS.every(
        (key) =>
          (before !== undefined && key(before) > key(handle)) ||
          (after !== undefined && key(handle) > key(after)),
      );
      if (!isMisplaced) return null;
      const place = lastBefore(
        handle,
        entries.filter((entry) => !isAdded(entry)),
      );
      const where = place === null ? "to the start of the list" : `behind ${quoted(place)}`;
      return {
        span: name,
        message: `${quoted(handle)} is not in its alphabetical place.`,
        help: `Move the entry ${where}.`,
      };
    }),
  },
};

/** The ways in which people sort names: what is out of place has to be so in all of them. */
const ORDERS: readonly ((handle: string) => string)[] = [
  (handle) => handle,
  (handle) => handle.toLowerCase(),
  (handle) => handle.toLowerCase().replace(/[^a-z0-9]/g, ""),
];

/** The handle that comes last before another, whatever the case; null of none. */
function lastBefore(handle: string, entries: readonly MaintainerEntry[]): string | null {
  const own = handle.toLowerCase();
  let last: string | null = null;
  for (const { handle: other } of entries) {
    if (other.toLowerCase() < own && (last === null || other.toLowerCase() > last.toLowerCase()))
      last = other;
  }
  return last;
}
