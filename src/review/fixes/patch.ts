import { formatPatch, OMIT_HEADERS, type StructuredPatch, structuredPatch } from "diff";
import { ancestors } from "../../snapshot/snapshot.ts";
import { gitName } from "../text/git-name.ts";
import type { FixPlan, PlannedFile } from "./fix-plan.ts";

/** Beyond so many changed lines a file is replaced as a whole: a shortest diff would take too long. */
const mostChangedLines = 2000;

/** What a plan does to one file. */
type FileChange = {
  readonly from: string;
  readonly to: string;
  readonly executable: boolean | null;
  readonly file: PlannedFile | null;
};

/**
 * A plan as a patch that `git apply` takes: changes of text, renames (of a directory, one for each file in
 * it) and modes. Empty where there is nothing to do.
 *
 * @param filesUnder the files and links at or below a path that is moved: the path itself if it is one
 */
export function planAsPatch(plan: FixPlan, filesUnder: (path: string) => readonly string[]): string {
  return fileChanges(plan, filesUnder).map(changeAsPatch).join("");
}

function fileChanges(plan: FixPlan, filesUnder: (path: string) => readonly string[]): FileChange[] {
  const files = new Map(plan.files.map((file) => [file.path, file]));
  const modes = new Map(plan.modes.map(({ path, executable }) => [path, executable]));
  const paths = new Set([
    ...files.keys(),
    ...modes.keys(),
    ...plan.moves.flatMap(({ from }) => filesUnder(from)),
  ]);
  const moves = new Map(plan.moves.map(({ from, to }) => [from, to]));
  return [...paths].sort().map((path) => ({
    from: path,
    to: pathAfter(moves, path),
    executable: modes.get(path) ?? null,
    file: files.get(path) ?? null,
  }));
}

/** Where a path is once the moves are made. */
function pathAfter(moves: ReadonlyMap<string, string>, path: string): string {
  for (const around of [path, ...ancestors(path)]) {
    const to = moves.get(around);
    if (to !== undefined) return to + path.slice(around.length);
  }
  return path;
}

function changeAsPatch(change: FileChange): string {
  const patch = change.file === null ? null : textPatch(change.file);
  const lines = [
    `diff --git ${gitName(`a/${change.from}`)} ${gitName(`b/${change.to}`)}`,
    ...modeLines(change),
    ...renameLines(change, patch),
    ...(patch === null ? [] : textLines(change, patch)),
  ];
  return `${lines.join("\n")}\n`;
}

function modeLines({ executable }: FileChange): string[] {
  if (executable === null) return [];
  return executable ? ["old mode 100644", "new mode 100755"] : ["old mode 100755", "new mode 100644"];
}

function renameLines(change: FileChange, patch: StructuredPatch | null): string[] {
  if (change.from === change.to) return [];
  return [
    `similarity index ${similarity(change.file, patch)}%`,
    `rename from ${gitName(change.from)}`,
    `rename to ${gitName(change.to)}`,
  ];
}

/** How much of the text stays, in per cent; only an unchanged file has 100. */
function similarity(file: PlannedFile | null, patch: StructuredPatch | null): number {
  if (file === null || patch === null) return 100;
  const lines = patch.hunks.flatMap((hunk) => hunk.lines);
  const removed = lines.reduce((sum, line) => sum + (line.startsWith("-") ? line.length : 0), 0);
  const longest = Math.max(file.before.text.length, file.after.length, 1);
  return Math.min(99, Math.max(0, Math.floor((100 * (file.before.text.length - removed)) / longest)));
}

function textLines(change: FileChange, patch: StructuredPatch): string[] {
  return [
    `--- ${headerName(`a/${change.from}`)}`,
    `+++ ${headerName(`b/${change.to}`)}`,
    formatPatch(patch, OMIT_HEADERS).replace(/\n$/, ""),
  ];
}

/** Git ends a name with white space in it with a tab, so that tools do not take the rest for a date. */
function headerName(path: string): string {
  const name = gitName(path);
  return !name.startsWith('"') && name.includes(" ") ? `${name}\t` : name;
}

function textPatch({ before, after }: PlannedFile): StructuredPatch {
  const options = { context: 3, maxEditLength: mostChangedLines };
  return (
    structuredPatch("a", "b", before.text, after, undefined, undefined, options) ??
    wholePatch(before.text, after)
  );
}

/** A patch that takes out all lines and puts in all lines. */
function wholePatch(before: string, after: string): StructuredPatch {
  const removed = patchLines(before, "-");
  const added = patchLines(after, "+");
  const count = (lines: readonly string[], sign: string) =>
    lines.filter((line) => line.startsWith(sign)).length;
  const hunk = {
    oldStart: 1,
    oldLines: count(removed, "-"),
    newStart: 1,
    newLines: count(added, "+"),
    lines: [...removed, ...added],
  };
  return { oldFileName: "a", newFileName: "b", oldHeader: undefined, newHeader: undefined, hunks: [hunk] };
}

function patchLines(text: string, sign: string): string[] {
  if (text === "") return [];
  const ended = text.endsWith("\n");
  const lines = (ended ? text.slice(0, -1) : text).split("\n").map((line) => sign + line);
  return ended ? lines : [...lines, "\\ No newline at end of file"];
}
