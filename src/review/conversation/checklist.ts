import { sentence } from "../../checker/sentence.ts";
import type { ChecklistLine, Condition, LineId, State } from "../../policy/checklist.ts";
import type { Decision } from "../../policy/decision.ts";
import { markdownCode, markdownProse, shorten } from "../text/escape.ts";

const longestText = 500;

const SIGNS: Readonly<Record<State, string>> = { met: "✅", asks: "💬", waits: "⏳", unmet: "❌" };

/**
 * Whether a change may merge itself, line by line, as Markdown. `lasting` leaves out what changes without
 * our hearing of it, for what stays on the pull request.
 */
export function checklist({ lines }: Decision, { lasting }: { readonly lasting: boolean }): string {
  return lines
    .filter(({ id }) => !lasting || id !== "checks")
    .flatMap((line) => [item(line, ""), ...partItems(line)])
    .join("\n");
}

/** A line's parts, with what each asks for: where one is met, that alone. */
function partItems({ parts }: ChecklistLine): string[] {
  const met = parts.filter(({ state }) => state === "met");
  return (met.length > 0 ? met.slice(0, 1) : parts).flatMap((part) => {
    const name = part.strategy === null ? "" : `${markdownCode(part.strategy)}: `;
    return [
      `  - ${SIGNS[part.state]} ${name}${markdownProse(shorten(part.text, longestText))}`,
      ...part.conditions.map((condition) => item(condition, "    ")),
    ];
  });
}

function item({ state, text }: Condition, indent: string): string {
  return `${indent}- ${SIGNS[state]} ${markdownProse(shorten(sentence(text), longestText))}`;
}

/** The verdict in a sentence. */
export function verdictSentence({ verdict, lines, grounds, next }: Decision): string {
  switch (verdict) {
    case "merge":
      return `This change may merge itself, by ${markdownCode(grounds?.strategy ?? "")}.`;
    case "waits":
      return `This change may merge itself, but not yet. ${reasons(lines, "waits")}`;
    case "asks":
      return `This change may merge itself, but not yet. ${steps(next)}`.trimEnd();
    case "no":
      return `This change cannot merge itself. ${remedy(lines)}`;
  }
}

/** The lines of a state in their own words, one after the other. */
export function reasons(lines: readonly ChecklistLine[], state: State): string {
  return lines
    .filter((line) => line.state === state)
    .map(({ text }) => markdownProse(shorten(sentence(text), longestText)))
    .join(" ");
}

/** Of a change that adds packages, all that there is to say. */
export function addsSentence({ lines }: Decision): string {
  return reasons(
    lines.filter(({ id }) => id === "files"),
    "unmet",
  );
}

/** The section of the check run on merging. */
export function mergingSection(decision: Decision, { dryRun }: { readonly dryRun: boolean }): string {
  if (decision.adds.length > 0) return addsSentence(decision);
  const dry = `${markdownCode("merge.dry-run")} is set in the configuration: this is only a report, and nothing is merged.`;
  return [
    "#### Merge checklist",
    lastingSentence(decision),
    ...(dryRun ? [dry] : []),
    checklist(decision, { lasting: true }),
  ].join("\n\n");
}

// What GitHub's own checks say is left to GitHub, and may be another thing a moment later.
function lastingSentence({ eligible, grounds, lines, next }: Decision): string {
  if (!eligible) return `This change cannot merge itself. ${remedy(lines)}`;
  return grounds === null
    ? `${steps(next)} The checks have to pass too.`.trimStart()
    : "This change will merge itself when the checks have passed.";
}

/** What people could do, a sentence each; empty where nobody can do anything. */
export function steps(next: readonly string[]): string {
  return next.map((step) => markdownProse(shorten(sentence(step), longestText))).join(" Or: ");
}

/** Lines that somebody can fix without making another change of it. */
const FIXABLE: ReadonlySet<LineId> = new Set(["ready", "findings", "reviews", "checks"]);

/** Whether all that is in the way can be fixed. */
export function isFixable(lines: readonly ChecklistLine[]): boolean {
  return lines.every(({ id, state }) => state !== "unmet" || FIXABLE.has(id));
}

/** Who can do something about a change that cannot merge itself. */
function remedy(lines: readonly ChecklistLine[]): string {
  return isFixable(lines) ? "Its author can fix what is marked ❌ below." : WRITE_ACCESS;
}

export const WRITE_ACCESS = "Somebody with write access can merge it.";
