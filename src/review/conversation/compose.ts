import type { Hunk } from "../../change/line-diff.ts";
import { type VisibleLines, visibleLines } from "../../change/visible-lines.ts";
import { FINDING_LEVELS, type Finding } from "../../checker/finding.ts";
import type { Range, SourceText } from "../../nix/text.ts";
import { type Suggestion, suggestionFor } from "../fixes/suggestion.ts";
import { inlineBody } from "./inline.ts";

/** A finding and what it is known by: lower-case hexadecimal. */
export type IdentifiedFinding = { readonly finding: Finding; readonly id: string };

/** A file at the head of a pull request, and how GitHub's diff shows it. */
export type HeadFile = { readonly text: SourceText; readonly hunks: readonly Hunk[] };

export type ComposeInput = {
  readonly findings: readonly IdentifiedFinding[];
  /** The finding in terms of the head of the pull request; null where its place is not there. */
  readonly atHead: (finding: Finding) => Finding | null;
  /** A file at the head; null for what is none, or cannot be read. */
  readonly file: (path: string) => HeadFile | null;
  /** No more comments than this; the errors come first. */
  readonly inlineLimit: number;
  readonly ruleUrl: (rule: string) => string | null;
};

/** Where a finding is said: in a comment on lines of the diff, or in the body of the review. */
export type PlacedFinding = IdentifiedFinding &
  (
    | {
        readonly place: "inline";
        readonly path: string;
        /** The first line where the comment is on several; null for one line. */
        readonly startLine: number | null;
        readonly line: number;
        readonly body: string;
      }
    | { readonly place: "body" }
  );

/** A comment on more lines than this hides what it is about. */
const mostLines = 20;

/** Places findings, in their order. A comment only ever is on lines that GitHub's diff surely shows. */
export function composeFindings(input: ComposeInput): PlacedFinding[] {
  const seen = new Map<string, VisibleLines>();
  const visibleIn = (path: string, { hunks }: HeadFile) => {
    const lines = seen.get(path) ?? visibleLines(hunks);
    seen.set(path, lines);
    return lines;
  };
  const ofLevel = (level: Finding["level"]) =>
    input.findings.filter(({ finding }) => finding.level === level);
  const placed = new Map<IdentifiedFinding, PlacedFinding>();
  for (const identified of FINDING_LEVELS.flatMap(ofLevel)) {
    if (placed.size >= input.inlineLimit) break;
    const { id } = identified;
    const finding = input.atHead(identified.finding);
    if (finding === null || !finding.path.isWellFormed()) continue;
    const file = input.file(finding.path);
    const anchor = file === null ? null : anchorOf(finding, file.text, visibleIn(finding.path, file));
    if (anchor === null) continue;
    const { suggestion, startLine, line } = anchor;
    const text = (path: string) => input.file(path)?.text ?? null;
    const body = inlineBody({ finding, id, suggestion, ruleUrl: input.ruleUrl, text });
    const place = { place: "inline", path: finding.path, startLine, line, body } as const;
    placed.set(identified, { ...identified, ...place });
  }
  return input.findings.map((identified) => placed.get(identified) ?? { ...identified, place: "body" });
}

type Anchor = {
  readonly suggestion: Suggestion | null;
  readonly startLine: number | null;
  readonly line: number;
};

/** The lines to comment on; null where the diff shows none that would do. */
function anchorOf(finding: Finding, source: SourceText, visible: VisibleLines): Anchor | null {
  const suggestion = suggestionFor(finding, source);
  if (suggestion !== null && visible.hasRange(suggestion.startLine, suggestion.endLine)) {
    return { suggestion, ...spread(suggestion.startLine, suggestion.endLine) };
  }
  if (finding.range === null) {
    return visible.first === null ? null : { suggestion: null, ...spread(visible.first, visible.first) };
  }
  const [first, last] = linesOf(finding.range);
  if (last - first < mostLines && visible.hasRange(first, last)) {
    return { suggestion: null, ...spread(first, last) };
  }
  return visible.has(first) ? { suggestion: null, ...spread(first, first) } : null;
}

function spread(first: number, last: number): { readonly startLine: number | null; readonly line: number } {
  return { startLine: first === last ? null : first, line: last };
}

/** The first and the last line of a range: one that ends just behind a line end is not of the next line. */
function linesOf({ start, end }: Range): [number, number] {
  return [start.line, end.column === 1 && end.line > start.line ? end.line - 1 : end.line];
}
