import { findLine, hunkUpTo, lineAtPosition, type ShownLine } from "./diff-lines.ts";
import { unprocessable } from "./errors.ts";
import type { DraftComment } from "./inputs.ts";
import type { ChangedFile, DiffSide, PullRequestDiff } from "./model.ts";

/** Where a new comment is in the diff. */
export type DraftPlace = {
  readonly path: string;
  readonly subjectType: "LINE" | "FILE";
  readonly side: DiffSide;
  readonly startSide: DiffSide | null;
  readonly line: number | null;
  readonly startLine: number | null;
  readonly position: number | null;
  readonly diffHunk: string;
};

/** GitHub's words: `Pull request review thread line must be part of the diff and …`. */
const thread = "Pull request review thread";
const noHunk = `${thread} diff hunk can't be blank`;

/** Where a comment goes. Refused with 422 if the diff does not show its lines. */
export function resolveDraft(diff: PullRequestDiff, draft: DraftComment): DraftPlace {
  const file = diff.files.find((candidate) => candidate.path === draft.path);
  if (file === undefined) throw unprocessable(sentence([`${thread} path is invalid`, noHunk]));
  if (draft.subjectType === "FILE") {
    const nowhere = { line: null, startLine: null, startSide: null, position: null, diffHunk: "" };
    return { path: file.path, subjectType: "FILE", side: "RIGHT", ...nowhere };
  }
  if (draft.line === undefined) return atPosition(file, draft.position);
  return atLines(file, draft, draft.line);
}

function atPosition(file: ChangedFile, position: number | undefined): DraftPlace {
  const found = position === undefined ? null : lineAtPosition(file, position);
  if (found === null) throw unprocessable(sentence([`${thread} position is invalid`, noHunk]));
  return placed(file, found.side, found.line, found.shown, null);
}

function atLines(file: ChangedFile, draft: DraftComment, line: number): DraftPlace {
  const side = draft.side ?? "RIGHT";
  const shown = findLine(file, side, line);
  const startLine = draft.startLine ?? null;
  const startSide = draft.startSide ?? side;
  const start = startLine === null ? null : findLine(file, startSide, startLine);
  const problems: string[] = [];
  if (startLine !== null && startSide === side && startLine >= line) {
    problems.push(`${thread} start line must precede the end line.`);
  }
  if (shown === null) problems.push(`${thread} line must be part of the diff`);
  if (startLine !== null && (start === null || start.hunk !== shown?.hunk)) {
    problems.push(`${thread} start line must be part of the same hunk as the line.`);
  }
  if (shown === null) problems.push(noHunk);
  if (shown === null || problems.length > 0) throw unprocessable(sentence(problems));
  return placed(file, side, line, shown, startLine === null ? null : { line: startLine, side: startSide });
}

function placed(
  file: ChangedFile,
  side: DiffSide,
  line: number,
  shown: ShownLine,
  start: { line: number; side: DiffSide } | null,
): DraftPlace {
  return {
    path: file.path,
    subjectType: "LINE",
    side,
    startSide: start?.side ?? null,
    line,
    startLine: start?.line ?? null,
    position: shown.position,
    diffHunk: hunkUpTo(shown),
  };
}

/** `a`, `a and b`, `a, b, and c`. */
function sentence(parts: readonly string[]): string {
  if (parts.length < 3) return parts.join(" and ");
  return `${parts.slice(0, -1).join(", ")}, and ${parts.at(-1)}`;
}
