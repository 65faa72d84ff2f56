import type { NumberedLines, Unmatched } from "./line-matching.ts";
import { type Run, runsOf } from "./line-runs.ts";

/** How many unchanged lines a hunk shows around its changes. */
export const CONTEXT = 3;

/** Where so many lines are replaced, git no longer looks for a shortest diff. */
const mostReplaced = 100;

/**
 * Flags the lines of the text after that are shown wherever its changes slide to, in each of some shortest
 * matchings; and those around a line that the text before has nowhere, which any diff must show.
 */
export function sureLines(lines: NumberedLines, matchings: readonly (Unmatched | null)[]): Uint8Array {
  const sure = shownAroundNewLines(lines);
  const shown = matchings.map((matching) =>
    matching === null || isRewritten(matching) ? null : shownInAnyCase(lines, matching),
  );
  return sure.map((flag, at) => (flag === 1 || shown.every((flags) => flags?.[at] === 1) ? 1 : 0));
}

function isRewritten({ before, after }: Unmatched): boolean {
  const count = (flags: Uint8Array) => flags.reduce((sum, flag) => sum + flag, 0);
  return Math.min(count(before), count(after)) > mostReplaced;
}

/** Each run shows the lines around it. Those that it shows both at its highest and its lowest are certain. */
function shownInAnyCase(lines: NumberedLines, matching: Unmatched): Uint8Array {
  const added = runsOf(lines.after, matching.after);
  const shown = new Uint8Array(lines.after.length);
  const show = (start: number, end: number) => {
    if (start < end) shown.fill(1, Math.max(0, start), Math.max(0, end));
  };
  for (const { start, end, slack } of added) show(start - CONTEXT, end - slack + CONTEXT);
  const places = placesOfMatched(lines.after.length, added);
  let removed = 0;
  for (const { start, end, slack } of runsOf(lines.before, matching.before)) {
    const matched = start - removed;
    for (let at = Math.max(0, matched - CONTEXT); at < matched - slack + CONTEXT; at++) {
      const place = places[at] ?? -1;
      if (place >= 0) show(place, place + 1);
    }
    removed += end - start;
  }
  return shown;
}

/** The offset of each matched line, by its number among them; -1 where it depends on how a run slides. */
function placesOfMatched(length: number, runs: readonly Run[]): Int32Array {
  const places = new Int32Array(length - runs.reduce((sum, { start, end }) => sum + end - start, 0));
  let at = 0;
  let number = 0;
  for (const { start, end, slack } of runs) {
    while (at < start - slack) places[number++] = at++;
    while (at < start) {
      places[number++] = -1;
      at += 1;
    }
    at = end;
  }
  while (number < places.length) places[number++] = at++;
  return places;
}

function shownAroundNewLines({ before, after }: NumberedLines): Uint8Array {
  const known = new Set(before);
  const shown = new Uint8Array(after.length);
  after.forEach((line, at) => {
    if (!known.has(line)) shown.fill(1, Math.max(0, at - CONTEXT), at + CONTEXT + 1);
  });
  return shown;
}
