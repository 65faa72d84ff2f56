import { markdownProse, shorten } from "../review/text/escape.ts";
import { LONGEST_MESSAGE } from "../review/text/limits.ts";
import { counted } from "../review/text/words.ts";
import type { Outcome } from "./review-one.ts";

/** What came of a job. */
export type Result = {
  /** Whether the job did what its event asks for. */
  readonly done: boolean;
  readonly outcomes: readonly Outcome[];
  /** Sentences about the job as a whole, in Markdown. */
  readonly notes: readonly string[];
  readonly dryRun: boolean;
};

/** GitHub takes a megabyte of a step. */
const LONGEST_SUMMARY = 900_000;
const MOST_ROWS = 100;

/** The summary of the step, as Markdown. `pullUrl` is the address of a pull request. */
export function summaryText(
  { outcomes, notes, dryRun }: Result,
  pullUrl: (number: number) => string,
): string {
  const rows = outcomes.slice(0, MOST_ROWS).map((outcome) => {
    const { number, reviewed, writes } = outcome;
    const cells = [
      `[#${number}](${pullUrl(number)})`,
      reviewed?.check?.conclusion ?? (reviewed?.result === "closed" ? "closed" : "–"),
      reviewed?.check === undefined || reviewed.check === null ? "–" : String(reviewed.blocking),
      reviewed?.check === undefined || reviewed.check === null ? "–" : String(reviewed.warnings),
      reviewed?.check === undefined || reviewed.check === null ? "–" : String(reviewed.advice),
      reviewed?.merging ?? "–",
      [...new Set(writes)].join(", ") || "nothing",
    ];
    return `| ${cells.join(" | ")} |`;
  });
  const written = dryRun ? "Would be written" : "Written";
  const table = [
    `| Pull request | Check | Errors | Warnings | Advice | Merge | ${written} |`,
    "| --- | --- | --- | --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
  const lines = outcomes.flatMap(linesOf);
  const text = [
    "## by-name",
    ...notes,
    ...(rows.length === 0 ? [] : [table]),
    ...(lines.length === 0 ? [] : [lines.slice(0, MOST_ROWS).join("\n")]),
    ...(dryRun ? outcomes.flatMap(checkOf) : []),
  ].join("\n\n");
  return `${shorten(text, LONGEST_SUMMARY)}\n`;
}

/** What went wrong with a pull request, a line each. */
function linesOf({ number, reviewed, failure, refusals }: Outcome): string[] {
  const stopped = reviewed?.stopped ?? null;
  const said = [
    ...(stopped === null ? [] : [`It is not merged: ${stopped}`]),
    ...(failure === null ? [] : [failure.text]),
    ...refusals.map((refusal) => `GitHub refused a write: ${refusal}`),
  ];
  return said.map((text) => `- #${number}: ${markdownProse(shorten(text, LONGEST_MESSAGE))}`);
}

/** What the check run would say. */
function checkOf({ reviewed }: Outcome): string[] {
  if (reviewed === null || reviewed.check === null) return [];
  const { title, summary, text } = reviewed.check;
  return [`### ${markdownProse(title)}`, summary, ...(text === undefined ? [] : [text])];
}

/** The worst of the conclusions comes first. */
const CONCLUSIONS = ["failure", "action_required", "success", "neutral"] as const;

/** The outputs of the step; none of their values holds what somebody else wrote. */
export function outputsOf({ outcomes }: Pick<Result, "outcomes">): Readonly<Record<string, string>> {
  const checks = outcomes.flatMap(({ reviewed }) => reviewed?.check ?? []);
  const sum = (count: "blocking" | "warnings" | "advice") =>
    outcomes.reduce((total, { reviewed }) => total + (reviewed?.[count] ?? 0), 0);
  return {
    conclusion: CONCLUSIONS.find((one) => checks.some(({ conclusion }) => conclusion === one)) ?? "none",
    errors: String(sum("blocking")),
    warnings: String(sum("warnings")),
    advice: String(sum("advice")),
    reviewed: String(checks.length),
  };
}

/** The line of the log for each pull request, without what somebody else wrote. */
export function logLines({ outcomes }: Pick<Result, "outcomes">): string[] {
  return outcomes.map(({ number, reviewed, writes, failure }) => {
    if (failure !== null) return `#${number}: could not be done`;
    const check = reviewed?.check ?? null;
    const said = check === null ? (reviewed?.result ?? "not read") : check.conclusion;
    const found = check === null ? "" : `, ${counted(reviewed?.blocking ?? 0, "error")}`;
    return `#${number}: ${said}${found}; ${[...new Set(writes)].join(", ") || "nothing to write"}`;
  });
}
