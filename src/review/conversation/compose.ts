import type { Hunk } from "../../change/line-diff.ts";
import { type VisibleLines, visibleLines } from "../../change/visible-lines.ts";
import type { Finding } from "../../checker/finding.ts";
import type { Range, SourceText } from "../../nix/text.ts";
import { type Suggestion, suggestionFor, suggestionForAll } from "../fixes/suggestion.ts";
import { adviceByCause, MOST_ADVICE } from "../text/advice.ts";
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
  /** The address of a finding's place; null for none. */
  readonly placeUrl: (finding: Finding) => string | null;
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
    /** Said in the comment on another that has the same cause. */
    | { readonly place: "beside" }
    | { readonly place: "body" }
  );

/** So many fixes are put together in one suggestion. */
const MOST_FIXED = 50;

/** Of advice with one cause, so many are looked at for one that a comment can stand on. */
const MOST_TRIED = 20;

/** A comment on more lines than this hides what it is about. */
const mostLines = 20;

/**
 * Places findings, in their order. A comment only ever is on lines that GitHub's diff surely shows. Advice has at most
 * ten, on lines that the change touches, and what has the same cause shares one.
 */
export function composeFindings(input: ComposeInput): PlacedFinding[] {
  const seen = new Map<string, VisibleLines>();
  const visibleIn = (path: string, { hunks }: HeadFile) => {
    const lines = seen.get(path) ?? visibleLines(hunks);
    seen.set(path, lines);
    return lines;
  };
  const placed = new Map<IdentifiedFinding, PlacedFinding>();
  let comments = 0;

  /** Whether it could be placed on its lines, with others of the same cause. */
  function placeInline(identified: IdentifiedFinding, others: readonly IdentifiedFinding[]): boolean {
    const { id } = identified;
    const finding = input.atHead(identified.finding);
    if (finding === null || !finding.path.isWellFormed()) return false;
    const file = input.file(finding.path);
    if (file === null || (finding.level === "advice" && !isTouched(finding, file))) return false;
    const beside = others.map(
      (other) => input.atHead(other.finding) ?? { ...other.finding, range: null, fix: null },
    );
    const anchor = anchorOf(finding, beside, file.text, visibleIn(finding.path, file));
    if (anchor === null) return false;
    const { suggestion, startLine, line } = anchor;
    const text = (path: string) => input.file(path)?.text ?? null;
    const { ruleUrl, placeUrl } = input;
    const body = inlineBody({ finding, beside, id, suggestion, ruleUrl, placeUrl, text });
    const place = { place: "inline", path: finding.path, startLine, line, body } as const;
    placed.set(identified, { ...identified, ...place });
    for (const other of others) placed.set(other, { ...other, place: "beside" });
    comments++;
    return true;
  }

  const ofLevel = (level: Finding["level"]) =>
    input.findings.filter(({ finding }) => finding.level === level);
  for (const identified of [...ofLevel("error"), ...ofLevel("warning")]) {
    if (comments >= input.inlineLimit) break;
    placeInline(identified, []);
  }
  const most = Math.min(input.inlineLimit, comments + MOST_ADVICE);
  for (const cause of adviceByCause(input.findings, ({ finding }) => finding)) {
    if (comments >= most) break;
    const first = cause.slice(0, MOST_TRIED);
    first.some((each) =>
      placeInline(
        each,
        cause.filter((other) => other !== each),
      ),
    );
  }
  return input.findings.map((identified) => placed.get(identified) ?? { ...identified, place: "body" });
}

type Anchor = {
  readonly suggestion: Suggestion | null;
  readonly startLine: number | null;
  readonly line: number;
};

/** The lines to comment on; null where the diff shows none that would do. */
function anchorOf(
  finding: Finding,
  beside: readonly Finding[],
  source: SourceText,
  visible: VisibleLines,
): Anchor | null {
  const together =
    beside.length === 0 ? null : suggestionForAll(finding, beside.slice(0, MOST_FIXED), source);
  for (const suggestion of [together, suggestionFor(finding, source)]) {
    if (suggestion !== null && visible.hasRange(suggestion.startLine, suggestion.endLine)) {
      return { suggestion, ...spread(suggestion.startLine, suggestion.endLine) };
    }
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

/** Whether a finding is on a line that the change adds, or about the whole of a file that it adds lines to. */
function isTouched({ range }: Finding, { hunks }: HeadFile): boolean {
  const [first, last] = range === null ? [1, Number.POSITIVE_INFINITY] : linesOf(range);
  return hunks.some(
    ({ after, lines }) =>
      after.start <= last &&
      first < after.start + after.count &&
      lines.some((line) => line.kind === "added" && first <= line.after && line.after <= last),
  );
}

function spread(first: number, last: number): { readonly startLine: number | null; readonly line: number } {
  return { startLine: first === last ? null : first, line: last };
}

/** The first and the last line of a range: one that ends just behind a line end is not of the next line. */
function linesOf({ start, end }: Range): [number, number] {
  return [start.line, end.column === 1 && end.line > start.line ? end.line - 1 : end.line];
}
