/** Lines that stand together on one side of a diff: from offset `start` up to and without `end`. */
type Stretch = { readonly start: number; readonly end: number };

/**
 * Unmatched lines that stand together, as far down as they go. A run that ends as the line before it reads
 * can as well begin a line earlier: two diffs of the same texts may differ in that.
 */
export type Run = Stretch & {
  /** By how many lines it could begin earlier. */
  readonly slack: number;
};

/** The runs of unmatched lines. Those that could slide until they touch are one, as for git. */
export function runsOf(lines: Int32Array, unmatched: Uint8Array): Run[] {
  const runs: Run[] = [];
  let rest = nextStretch(unmatched, 0);
  while (rest !== null) {
    const { run, next } = settle(lines, runs, rest, (from) => nextStretch(unmatched, from));
    runs.push(run);
    rest = next;
  }
  return runs;
}

function nextStretch(flags: Uint8Array, from: number): Stretch | null {
  const start = flags.indexOf(1, from);
  if (start < 0) return null;
  const end = flags.indexOf(0, start);
  return { start, end: end < 0 ? flags.length : end };
}

/** Slides a stretch up and down until it meets no other any more. Takes those that it met on the way. */
function settle(
  lines: Int32Array,
  above: Run[],
  stretch: Stretch,
  following: (from: number) => Stretch | null,
): { readonly run: Run; readonly next: Stretch | null } {
  let { start, end } = stretch;
  let next = following(end);
  for (;;) {
    while (start > 0 && lines[start - 1] === lines[end - 1]) {
      start -= 1;
      end -= 1;
      if (above.at(-1)?.end === start) start = above.pop()?.start ?? start;
    }
    const size = end - start;
    const highest = start;
    while (end < lines.length && lines[start] === lines[end]) {
      start += 1;
      end += 1;
      if (next?.start === end) {
        end = next.end;
        next = following(end);
      }
    }
    if (end - start === size) return { run: { start, end, slack: start - highest }, next };
  }
}
