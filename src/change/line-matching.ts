import { diffArrays } from "diff";

/** Texts as numbers, one a line: equal numbers are equal lines. */
export type NumberedLines = { readonly before: Int32Array; readonly after: Int32Array };

/** Flags of the lines that have no partner in the other text. The others are partners in their order. */
export type Unmatched = { readonly before: Uint8Array; readonly after: Uint8Array };

/** A search stops at so many changed lines, and where it would look at more pairs of lines than this. */
const mostChanges = 1000;
const mostPairs = 20_000_000;

/** The lines of two texts as git tells them apart: the last line without a line end is another than with it. */
export function numberLines(before: string, after: string): NumberedLines {
  const numbers = new Map<string, number>();
  const numbered = (text: string) =>
    Int32Array.from(linesOf(text), (line) => {
      const known = numbers.get(line) ?? numbers.size;
      numbers.set(line, known);
      return known;
    });
  return { before: numbered(before), after: numbered(after) };
}

function linesOf(text: string): string[] {
  const lines = text.split("\n");
  const last = lines.pop() ?? "";
  if (last !== "") lines.push(`${last}\n`);
  return lines;
}

/**
 * Matches as many lines as there can be, in the same order in both texts. Null where the search would take
 * too long. Where there are several such matchings, one from the start of the texts and one from their end
 * are often two of them.
 */
export function matchLines(lines: NumberedLines, from: "start" | "end"): Unmatched | null {
  const ends = commonEnds(lines);
  const { before, after } = between(lines, ends);
  const found =
    from === "start"
      ? unmatchedBetween(before, after)
      : reversed(unmatchedBetween(before.toReversed(), after.toReversed()));
  return found && placed(lines, ends, found);
}

/** Matches the lines that both texts begin with and those that both end with, and no others. */
export function matchEnds(lines: NumberedLines): Unmatched {
  const ends = commonEnds(lines);
  const { before, after } = between(lines, ends);
  return placed(lines, ends, allOf(before, after));
}

type Ends = { readonly prefix: number; readonly suffix: number };

function commonEnds({ before, after }: NumberedLines): Ends {
  const shorter = Math.min(before.length, after.length);
  let prefix = 0;
  while (prefix < shorter && before[prefix] === after[prefix]) prefix += 1;
  const isSame = (fromEnd: number) =>
    before[before.length - 1 - fromEnd] === after[after.length - 1 - fromEnd];
  let suffix = 0;
  while (suffix < shorter - prefix && isSame(suffix)) suffix += 1;
  return { prefix, suffix };
}

function between({ before, after }: NumberedLines, { prefix, suffix }: Ends) {
  return {
    before: before.subarray(prefix, before.length - suffix),
    after: after.subarray(prefix, after.length - suffix),
  };
}

function unmatchedBetween(before: Int32Array, after: Int32Array): Unmatched | null {
  if (before.length === 0 || after.length === 0) return allOf(before, after);
  const maxEditLength = Math.min(mostChanges, Math.floor(mostPairs / (before.length + after.length)));
  const runs = diffArrays(Array.from(before), Array.from(after), { maxEditLength });
  if (runs === undefined) return null;
  const flags = { before: new Uint8Array(before.length), after: new Uint8Array(after.length) };
  let left = 0;
  let right = 0;
  for (const { count, added, removed } of runs) {
    if (removed) flags.before.fill(1, left, left + count);
    if (added) flags.after.fill(1, right, right + count);
    if (!added) left += count;
    if (!removed) right += count;
  }
  return flags;
}

function allOf(before: Int32Array, after: Int32Array): Unmatched {
  return { before: new Uint8Array(before.length).fill(1), after: new Uint8Array(after.length).fill(1) };
}

function reversed(flags: Unmatched | null): Unmatched | null {
  return flags && { before: flags.before.toReversed(), after: flags.after.toReversed() };
}

/** Flags of the whole texts, from those of what is between their common ends. */
function placed(lines: NumberedLines, { prefix }: Ends, inner: Unmatched): Unmatched {
  const flags = { before: new Uint8Array(lines.before.length), after: new Uint8Array(lines.after.length) };
  flags.before.set(inner.before, prefix);
  flags.after.set(inner.after, prefix);
  return flags;
}
