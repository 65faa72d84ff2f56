import type { ChangedFile, DiffSide, Hunk } from "./model.ts";

/** A line that a patch shows. */
export type ShownLine = {
  readonly hunk: Hunk;
  /** Its index among the lines of its hunk. */
  readonly index: number;
  /** GitHub's `position`: the line below the first hunk header is 1, and later headers count too. */
  readonly position: number;
};

/** Where a patch shows a line of one side; null if it does not. */
export function findLine(file: ChangedFile, side: DiffSide, line: number): ShownLine | null {
  let before = 0;
  for (const hunk of file.hunks) {
    const [first, last] = side === "LEFT" ? hunk.left : hunk.right;
    if (line >= first && line <= last) {
      const index = indexOfLine(hunk, side, line - first);
      return index === null ? null : { hunk, index, position: before + index + 1 };
    }
    before += hunk.lines.length + 1;
  }
  return null;
}

/** The line at a `position`; null if there is none. */
export function lineAtPosition(
  file: ChangedFile,
  position: number,
): { side: DiffSide; line: number; shown: ShownLine } | null {
  let before = 0;
  for (const hunk of file.hunks) {
    const index = position - before - 1;
    if (index >= 0 && index < hunk.lines.length) {
      const mark = hunk.lines[index]?.[0];
      if (mark === "\\" || mark === undefined) return null;
      const side = mark === "-" ? "LEFT" : "RIGHT";
      const skipped = hunk.lines.slice(0, index).filter((line) => isOn(side, line)).length;
      const [first] = side === "LEFT" ? hunk.left : hunk.right;
      return { side, line: first + skipped, shown: { hunk, index, position } };
    }
    before += hunk.lines.length + 1;
  }
  return null;
}

/** The patch from the hunk's header to a line of it. */
export function hunkUpTo({ hunk, index }: ShownLine): string {
  return [hunk.header, ...hunk.lines.slice(0, index + 1)].join("\n");
}

/**
 * Where a line of the old file is in the new one, counted from 1; null if it was changed or deleted.
 * `file` is null where nothing changed.
 */
export function mapLine(file: ChangedFile | null, line: number): number | null {
  if (file === null) return line;
  // Without a patch nothing is known of its lines.
  if (file.patch === null) return file.additions + file.deletions === 0 ? line : null;
  let shift = 0;
  for (const hunk of file.hunks) {
    const [first, last] = hunk.left;
    if (line < first) break;
    if (line <= last) {
      const index = indexOfLine(hunk, "LEFT", line - first);
      if (index === null || hunk.lines[index]?.startsWith(" ") !== true) return null;
      return hunk.right[0] + hunk.lines.slice(0, index).filter((other) => isOn("RIGHT", other)).length;
    }
    shift = hunk.right[1] - last;
  }
  return line + shift;
}

/** The index of the nth line of a side. */
function indexOfLine(hunk: Hunk, side: DiffSide, nth: number): number | null {
  let seen = -1;
  for (const [index, line] of hunk.lines.entries()) {
    if (isOn(side, line)) seen += 1;
    if (seen === nth) return index;
  }
  return null;
}

function isOn(side: DiffSide, line: string): boolean {
  return line.startsWith(" ") || line.startsWith(side === "LEFT" ? "-" : "+");
}
