import { parsePatch } from "diff";
import type { Hunk, HunkLine } from "./line-diff.ts";

/**
 * The hunks of a file's patch as GitHub gives it: without a header, and nothing at all for a file whose
 * patch is left out. All lines of it are surely shown. None for what is no patch.
 */
export function hunksOfPatch(patch: string): Hunk[] {
  let parsed: ReturnType<typeof parsePatch>;
  try {
    parsed = parsePatch(patch);
  } catch {
    return [];
  }
  return (parsed[0]?.hunks ?? []).map(({ oldStart, oldLines, newStart, newLines, lines }) => {
    const after = { start: newStart, count: newLines };
    return {
      before: { start: oldStart, count: oldLines },
      after,
      lines: numbered(lines, oldStart, newStart),
      sure: newLines === 0 ? [] : [after],
    };
  });
}

function numbered(lines: readonly string[], before: number, after: number): HunkLine[] {
  const numbers: HunkLine[] = [];
  let old = before;
  let own = after;
  for (const line of lines) {
    if (line.startsWith("+")) numbers.push({ kind: "added", after: own++ });
    else if (line.startsWith("-")) numbers.push({ kind: "removed", before: old++ });
    else if (line.startsWith(" ")) numbers.push({ kind: "context", before: old++, after: own++ });
  }
  return numbers;
}
