import type { Fix } from "../../checker/finding.ts";
import { editingFix, insertion } from "../../checker/fixes/text-edits.ts";
import type { Rule } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";
import type { SourceText, Span } from "../../nix/text.ts";
import { MAINTAINER_LIST } from "../../packages/maintainers/maintainer-list.ts";
import { checkAddedEntries, LIST_LEVEL } from "./shared/added.ts";
import { type KeyedEntry, type Place, placeAmong, sortedOut } from "./shared/sorting.ts";

export const maintainerOrder: Rule = {
  name: "maintainer-order",
  family: "maintainers",
  codes: [],
  summary: "an entry that is added to the list of maintainers is not in its alphabetical place",
  level: LIST_LEVEL,
  comparesOnly: true,
  checks: {
    file: checkAddedEntries((list) => {
      const { misplaced, kept } = sortedOut(list);
      return misplaced.map((each) => [
        each.entry,
        () => {
          const place = placeAmong(kept, each.key);
          const { handle, name } = each.entry;
          const where =
            place.before === null
              ? "to the start of the list"
              : `behind ${quoted(place.before.entry.handle)}`;
          return {
            span: name,
            message: `${quoted(handle)} is not in its alphabetical place.`,
            help: `Move the entry ${where}.`,
            fix: movingFix(each, place, list.source),
          };
        },
      ]);
    }),
  },
};

/**
 * Takes the lines of an entry, with the comments above it, to its place. Null where other things stand on these lines,
 * it cannot be told whose a comment is, or the list is not in order there.
 */
function movingFix({ entry, key }: KeyedEntry, { before, after }: Place, source: SourceText): Fix | null {
  const { text } = source;
  const target = before ?? after;
  const own = linesOf(text, entry);
  const lines = target === null ? null : linesOf(text, target.entry);
  if (own === null || lines === null || (after !== null && after.key < key)) return null;
  return editingFix({ path: MAINTAINER_LIST, source }, `Move ${quoted(entry.handle)}`, [
    { span: own, text: "" },
    insertion(before === null ? lines.start : lines.end, text.slice(own.start, own.end)),
  ]);
}

/** Nobody writes more about an entry. */
const MOST_COMMENTS = 50;

/**
 * The lines of an entry, and of the comments right above it. Null where something else stands on them, or the comments
 * are the first of the list, and may be about all of it.
 */
function linesOf(text: string, entry: Span): Span | null {
  let start = text.lastIndexOf("\n", entry.start - 1) + 1;
  const newline = text.indexOf("\n", entry.end);
  if (newline < 0 || text.slice(start, entry.start).trim() !== "") return null;
  if (!/^[ \t\r]*(?:#.*)?$/.test(text.slice(entry.end, newline))) return null;
  for (let comments = 0; comments <= MOST_COMMENTS; comments++) {
    const above = text.lastIndexOf("\n", start - 2) + 1;
    const line = text.slice(above, start);
    if (!/^\s*#(?! keep-sorted )/.test(line)) {
      const isFirst = comments > 0 && line.trimEnd().endsWith("{");
      return isFirst || line.includes("*/") ? null : { start, end: newline + 1 };
    }
    start = above;
  }
  return null;
}
