import type { Hunk } from "./line-diff.ts";

/** Which lines of a file, as it is after a change, can carry a comment on GitHub. 1-based. */
export type VisibleLines = {
  readonly has: (line: number) => boolean;
  /** Whether all lines from `start` up to and with `end` can, which are then in one hunk. */
  readonly hasRange: (start: number, end: number) => boolean;
  /** The first of them; null where there is none. */
  readonly first: number | null;
};

/**
 * The lines that GitHub's diff of a file surely shows. One comment on another line, and GitHub refuses the
 * whole review.
 */
export function visibleLines(hunks: readonly Hunk[]): VisibleLines {
  const ranges = hunks.flatMap((hunk) => hunk.sure);
  const hasRange = (start: number, end: number) =>
    start <= end && ranges.some((range) => range.start <= start && end < range.start + range.count);
  return { has: (line) => hasRange(line, line), hasRange, first: ranges[0]?.start ?? null };
}
