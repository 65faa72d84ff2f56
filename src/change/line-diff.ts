import type { Span } from "../nix/text.ts";
import { matchEnds, matchLines, type NumberedLines, numberLines, type Unmatched } from "./line-matching.ts";
import { runsOf } from "./line-runs.ts";
import { CONTEXT, sureLines } from "./sure-lines.ts";

/** A line of a hunk, with its number, 1-based, in the text before and in the text after. */
export type HunkLine =
  | { readonly kind: "context"; readonly before: number; readonly after: number }
  | { readonly kind: "added"; readonly after: number }
  | { readonly kind: "removed"; readonly before: number };

/** A stretch of lines: `count` of them from `start` on, 1-based. */
export type LineRange = { readonly start: number; readonly count: number };

/** A hunk of a unified diff with three lines of context. */
export type Hunk = {
  readonly before: LineRange;
  readonly after: LineRange;
  readonly lines: readonly HunkLine[];
  /**
   * Lines of the text after that GitHub's diff shows as well: where a change could as well be seen some
   * lines earlier or later, two diffs of the same texts differ at the borders of their hunks. Sorted.
   */
  readonly sure: readonly LineRange[];
};

/** GitHub shows no diff of a file beyond some such size, and takes no comment on it then. */
const mostLines = 3000;
const mostCharacters = 100_000;

/** Longer texts are not compared at all. */
const mostText = 4_000_000;

/** Where git, and GitHub with it, looks for a NUL to tell that a file is no text. */
const binaryProbe = 8000;

/**
 * The hunks in which GitHub shows the change of a file; `before` is null where the file is new. None where
 * it shows no diff: of equal texts, of what is no text, and of very large changes.
 */
export function diffHunks(before: string | null, after: string): Hunk[] {
  const old = before ?? "";
  if (old.length + after.length > mostText || isBinary(old) || isBinary(after)) return [];
  const lines = numberLines(old, after);
  const found = matchLines(lines, "start");
  const changes = changesOf(lines, found ?? matchEnds(lines));
  if (isTooLarge(changes, old, after)) return [];
  const sure = sureLines(lines, [found, matchLines(lines, "end")]);
  return together(changes).map((group) => hunkOf(group, lines, sure));
}

/**
 * The stretches of lines in which two texts differ: their offsets in each, with the ends of their lines but for what
 * both have of these. As git tells lines apart, whatever their number.
 */
export function differingStretches(
  before: string,
  after: string,
): { readonly before: Span; readonly after: Span }[] {
  const lines = numberLines(before, after);
  const [left, right] = [before, after].map(offsetsOf);
  const at = (offsets: readonly number[] | undefined, line: number, text: string) =>
    offsets?.[line] ?? text.length;
  return changesOf(lines, matchLines(lines, "start") ?? matchEnds(lines)).map((change) => {
    const old = { start: at(left, change.left, before), end: at(left, change.leftEnd, before) };
    const now = { start: at(right, change.right, after), end: at(right, change.rightEnd, after) };
    const bothEnd = [before.slice(old.start, old.end), after.slice(now.start, now.end)].every(
      (text) => text.length > 1 && text.endsWith("\n"),
    );
    const cut = bothEnd ? 1 : 0;
    return { before: { ...old, end: old.end - cut }, after: { ...now, end: now.end - cut } };
  });
}

/** Where each line begins. */
function offsetsOf(text: string): number[] {
  const offsets = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) offsets.push(at + 1);
  return offsets;
}

/** The line of `to` that each unchanged line of `from` has become, 1-based; null for a line that is gone. */
export function lineMap(from: string, to: string): (line: number) => number | null {
  const lines = numberLines(from, to);
  const unmatched = matchLines(lines, "start") ?? matchEnds(lines);
  const targets = new Int32Array(unmatched.before.length);
  let right = 0;
  for (let left = 0; left < targets.length; left++) {
    if (unmatched.before[left] === 1) continue;
    while (unmatched.after[right] === 1) right += 1;
    right += 1;
    targets[left] = right;
  }
  return (line) => targets[line - 1] || null;
}

function isBinary(text: string): boolean {
  return text.slice(0, binaryProbe).includes("\0");
}

/** Lines without a partner, on both sides, between two that have one. Offsets from 0, ends not included. */
type Change = {
  readonly left: number;
  readonly leftEnd: number;
  readonly right: number;
  readonly rightEnd: number;
};

/** The changes of a matching, each as far down as it goes. */
function changesOf(lines: NumberedLines, unmatched: Unmatched): Change[] {
  const removed = runsOf(lines.before, unmatched.before);
  const added = runsOf(lines.after, unmatched.after);
  const changes: Change[] = [];
  let [left, right, i, j] = [0, 0, 0, 0];
  for (;;) {
    const [run, other] = [removed[i], added[j]];
    const kept = Math.min(run ? run.start - left : Infinity, other ? other.start - right : Infinity);
    if (kept === Infinity) return changes;
    left += kept;
    right += kept;
    const leftEnd = run?.start === left ? run.end : left;
    const rightEnd = other?.start === right ? other.end : right;
    changes.push({ left, leftEnd, right, rightEnd });
    if (leftEnd > left) i += 1;
    if (rightEnd > right) j += 1;
    left = leftEnd;
    right = rightEnd;
  }
}

function isTooLarge(changes: readonly Change[], before: string, after: string): boolean {
  const sum = (size: (change: Change) => number) =>
    changes.reduce((total, change) => total + size(change), 0);
  if (sum((change) => change.leftEnd - change.left + change.rightEnd - change.right) > mostLines) return true;
  if (before.length + after.length <= mostCharacters) return false;
  const [old, now] = [before.split("\n"), after.split("\n")];
  const length = (lines: readonly string[]) => lines.reduce((total, line) => total + line.length + 1, 0);
  const shown = (change: Change) =>
    length(old.slice(change.left, change.leftEnd)) + length(now.slice(change.right, change.rightEnd));
  return sum(shown) > mostCharacters;
}

/** Changes of which git shows each in one hunk with the next: their contexts touch. */
function together(changes: readonly Change[]): Change[][] {
  const groups: Change[][] = [];
  for (const change of changes) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    if (group === undefined || last === undefined || change.left - last.leftEnd > 2 * CONTEXT) {
      groups.push([change]);
    } else group.push(change);
  }
  return groups;
}

function hunkOf(changes: readonly Change[], { before, after }: NumberedLines, sure: Uint8Array): Hunk {
  const lines: HunkLine[] = [];
  const first = changes[0] ?? { left: 0, right: 0 };
  const lead = Math.min(CONTEXT, first.left, first.right);
  const start = { left: first.left - lead, right: first.right - lead };
  let { left, right } = start;
  const keepUntil = (end: number) => {
    while (left < end) lines.push({ kind: "context", before: ++left, after: ++right });
  };
  for (const change of changes) {
    keepUntil(change.left);
    while (left < change.leftEnd) lines.push({ kind: "removed", before: ++left });
    while (right < change.rightEnd) lines.push({ kind: "added", after: ++right });
  }
  keepUntil(left + Math.min(CONTEXT, before.length - left, after.length - right));
  return {
    before: rangeOf(start.left, left),
    after: rangeOf(start.right, right),
    lines,
    sure: rangesOf(sure, start.right, right),
  };
}

/** As git writes a range: of no line, the number is that of the line before. */
function rangeOf(start: number, end: number): LineRange {
  return { start: end > start ? start + 1 : start, count: end - start };
}

/** The runs of set flags between two offsets, as lines. */
function rangesOf(flags: Uint8Array, start: number, end: number): LineRange[] {
  const ranges: LineRange[] = [];
  for (let at = start; at < end; at++) {
    if (flags[at] === 0) continue;
    const from = at;
    while (at < end && flags[at] === 1) at += 1;
    ranges.push({ start: from + 1, count: at - from });
  }
  return ranges;
}
