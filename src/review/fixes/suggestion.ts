import type { Finding } from "../../checker/finding.ts";
import type { SourceText } from "../../nix/text.ts";
import { visible } from "../text/escape.ts";
import { fenced } from "../text/fence.ts";
import { planFixes } from "./fix-plan.ts";

/** A change that GitHub makes at the press of a button: lines, both ends included and 1-based, for others. */
export type Suggestion = {
  readonly startLine: number;
  readonly endLine: number;
  /** What stands there then; none where the lines are deleted. */
  readonly lines: readonly string[];
};

const mostLines = 100;
const mostCharacters = 20_000;

/**
 * The fix of a finding as a suggestion for the file that it is about, whose text is given: it leads to
 * exactly what the fix leads to, and touches no line that stays. Null where that cannot be: the fix is more
 * than edits of this file; they are far from each other; or the text has something that a suggestion may
 * not carry over as it is (carriage returns, hidden characters, a last line without a line end).
 */
export function suggestionFor(finding: Finding, source: SourceText): Suggestion | null {
  return suggestionForAll(finding, [], source);
}

/** The same that also makes the fixes of others, as far as those are edits of this file and get along with its own. */
export function suggestionForAll(
  finding: Finding,
  others: readonly Finding[],
  source: SourceText,
): Suggestion | null {
  const fixed = fixedText(finding, others, source);
  if (fixed === null || source.text.includes("\r") || fixed.includes("\r")) return null;
  const change = changedLines(source.text.split("\n"), fixed.split("\n"), finding.range?.start.line ?? null);
  if (change === null || !isSmall(change) || !change.lines.every(isPlain)) return null;
  return change;
}

/** A suggestion as Markdown. */
export function suggestionBlock(lines: readonly string[]): string {
  return fenced(lines, "suggestion");
}

function fixedText(finding: Finding, others: readonly Finding[], source: SourceText): string | null {
  const { path } = finding;
  const isOwn = ({ fix }: Finding) =>
    fix?.steps.every((step) => step.kind === "edit" && step.path === path) === true;
  if (!isOwn(finding)) return null;
  const plan = planFixes([finding, ...others.filter(isOwn)], {
    kind: (asked) => (asked === path ? "file" : "absent"),
    text: (asked) => (asked === path ? source : null),
  });
  return plan.files[0]?.after ?? null;
}

/**
 * The lines that differ. What is split off a text by `\n` ends with what is behind the last of them, mostly
 * nothing: that is no line to replace, so it must be the same in both.
 */
function changedLines(
  before: readonly string[],
  after: readonly string[],
  near: number | null,
): Suggestion | null {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let kept = 0;
  while (kept < shorter - start && before.at(-1 - kept) === after.at(-1 - kept)) kept += 1;
  if (kept === 0) return null;
  let end = before.length - kept;
  let afterEnd = after.length - kept;
  const inserts = end === start;
  // How GitHub takes a block of a single empty line is not said anywhere.
  const isBlank = afterEnd === start + 1 && after[start] === "";
  if (inserts || isBlank) {
    // There is no line to replace, so one beside it is replaced by itself and what is new.
    const useNext = inserts && near !== null && near > start;
    const hasNext = kept > 1;
    if (start > 0 && !(useNext && hasNext)) start -= 1;
    else if (hasNext) {
      end += 1;
      afterEnd += 1;
    } else return null;
  }
  if (start === 0 && afterEnd === 0 && kept === 1) return null;
  return { startLine: start + 1, endLine: end, lines: after.slice(start, afterEnd) };
}

function isSmall({ startLine, endLine, lines }: Suggestion): boolean {
  const characters = lines.reduce((sum, line) => sum + line.length + 1, 0);
  return Math.max(endLine - startLine + 1, lines.length) <= mostLines && characters <= mostCharacters;
}

/** Whether a line shows all that is in it. */
function isPlain(line: string): boolean {
  const text = line.replaceAll("\t", " ");
  return visible(text) === text;
}
