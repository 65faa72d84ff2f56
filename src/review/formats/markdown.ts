import type { Finding, Report, Unknown } from "../../checker/finding.ts";
import { grouped } from "../../nix/shown.ts";
import { foldAdvice } from "../text/advice.ts";
import { markdownCode, markdownProse, markdownText, shorten } from "../text/escape.ts";
import { fitting } from "../text/fitting.ts";
import { LEVEL_SIGNS } from "../text/level-signs.ts";
import { GITHUB_TEXT, LONGEST_MESSAGE, LONGEST_TEXT } from "../text/limits.ts";
import { linked } from "../text/link.ts";
import { markdownHelp } from "../text/markdown-help.ts";
import { placeOf, shownPath } from "../text/place.ts";
import { counted, extent, listedFindings, problems } from "../text/words.ts";

/** What a Markdown report needs to know of where it is shown. */
export type MarkdownOptions = {
  /** The address of a rule's page; null where it has none. */
  readonly ruleUrl: (rule: string) => string | null;
  /** The address of a finding's place; null, and the default, for none. */
  readonly placeUrl?: (finding: Finding) => string | null;
  /** False where it stands below a title that says as much. */
  readonly headline?: boolean;
  /** Also list what was there before the change. */
  readonly existing?: boolean;
  /** The most UTF-16 code units of the report; GitHub's own limit is 65,535 characters. */
  readonly limit?: number;
};

/** Kept free for the lines that say what was left out. */
const reserve = 400;

/**
 * A report as GitHub Markdown, for a comment or a job summary: a headline, a table of the findings, what to
 * do about each, and what is left to evaluation. Never longer than the limit: it says what it leaves out.
 * Text from the repository is shown as it is and means nothing: no markup, no mention, no link.
 */
export function reportAsMarkdown(report: Report, options: MarkdownOptions): string {
  const { told: listed, folded: advice } = foldAdvice(listedFindings(report, options.existing ?? false));
  const limit = Math.max(options.limit ?? GITHUB_TEXT, 2 * reserve);
  const title = options.headline === false ? [] : [headline(report)];
  const head = [...title, ...notes(report)].join("\n\n");
  const tail = closing(report, options.existing ?? false);
  let room = limit - head.length - tail.length - reserve;
  const sections: string[] = [];
  for (const make of [findingsTable, howToFix, moreAdvice, leftToEvaluation]) {
    const section = make({ listed, advice, unknown: report.unknown, options, room });
    room -= section.length + 2;
    if (section !== "") sections.push(section);
  }
  const parts = [...(head === "" ? [] : [head]), ...sections, tail];
  return shorten(`${parts.join("\n\n")}\n`, limit);
}

type Material = {
  readonly listed: readonly Finding[];
  /** Advice that is not in the table, by rule. */
  readonly advice: readonly (readonly Finding[])[];
  readonly unknown: readonly Unknown[];
  readonly options: MarkdownOptions;
  readonly room: number;
};

function headline(report: Report): string {
  const found = problems(report);
  if (found !== null) return `### by-name: ${found}`;
  return report.summary.compared ? "### by-name: nothing new is wrong" : "### by-name: nothing is wrong";
}

/** At most three, so that they cannot crowd out the findings. */
function notes(report: Report): string[] {
  return report.summary.notes.slice(0, 3).map((note) => `Note: ${markdownProse(shorten(note, 80))}`);
}

function closing(report: Report, existingListed: boolean): string {
  const { existing, unknown } = report.summary;
  const parts = [
    `Checked ${extent(report)}.`,
    ...(existing > 0 && !existingListed
      ? [
          `${counted(existing, "existing problem")} not listed: this change did not bring ${existing === 1 ? "it" : "them"}.`,
        ]
      : []),
    ...(unknown > 0 ? [`${counted(unknown, "question")} left to evaluation.`] : []),
  ];
  return `<sub>${parts.join(" ")}</sub>`;
}

function findingsTable({ listed, options, room }: Material): string {
  if (listed.length === 0) return "";
  const head = ["| | Rule | Place | What is wrong |", "| --- | --- | --- | --- |"];
  const rows = fitting(listed, room - head.join("\n").length, (finding) => tableRow(finding, options));
  const left = listed.length - rows.length;
  const rest = left > 0 ? ["", `${counted(left, "more finding")} left out here, for lack of room.`] : [];
  return [...(rows.length > 0 ? [...head, ...rows] : []), ...rest].join("\n").trimStart();
}

function tableRow(finding: Finding, options: MarkdownOptions): string {
  const message = markdownProse(shorten(finding.message, LONGEST_MESSAGE));
  return `| ${levelCell(finding)} | ${ruleCell(finding, options)} | ${placeCell(finding, options)} | ${message} |`;
}

function levelCell(finding: Finding): string {
  const sign = LEVEL_SIGNS[finding.level];
  return finding.status === "existing" ? `${sign} existing ${finding.level}` : `${sign} ${finding.level}`;
}

function ruleCell(finding: Finding, options: MarkdownOptions): string {
  const name = linked(markdownCode(finding.rule), options.ruleUrl(finding.rule));
  return finding.code === null ? name : `${name} ${markdownText(finding.code)}`;
}

function placeCell(finding: Finding, options: MarkdownOptions): string {
  return linked(markdownCode(placeOf(finding)), options.placeUrl?.(finding) ?? null);
}

function howToFix({ listed, room }: Material): string {
  const helpful = listed.filter((finding) => finding.help !== "" || finding.fix !== null);
  return folded("How to fix it", helpful, room, (finding) => fixItem(finding));
}

function fixItem(finding: Finding): string {
  const title = `**${markdownCode(finding.rule)}** in ${markdownCode(placeOf(finding))}`;
  const help = finding.help === "" ? [] : [markdownHelp(shorten(finding.help, LONGEST_TEXT))];
  const fix =
    finding.fix === null
      ? []
      : [`Available fix: ${markdownProse(shorten(finding.fix.title, LONGEST_MESSAGE))}`];
  return [title, ...help, ...fix].join("\n\n");
}

/** So many places of a rule are named. */
const MOST_PLACES = 10;

function moreAdvice({ advice, options, room }: Material): string {
  return folded("More advice", advice, room, (group) => {
    const [first] = group;
    if (first === undefined) return "";
    const places = group.slice(0, MOST_PLACES).map((finding) => placeCell(finding, options));
    const left = group.length - places.length;
    const more = left > 0 ? ` and ${grouped(left)} more` : "";
    return `- ${LEVEL_SIGNS.advice} ${ruleCell(first, options)}: ${places.join(", ")}${more}`;
  });
}

function leftToEvaluation({ unknown, room }: Material): string {
  return folded("Left to evaluation: syntax alone cannot tell", unknown, room, (item) => {
    const path = markdownCode(shownPath(item.path));
    const rule = item.rule === null ? "" : ` (${markdownCode(item.rule)})`;
    return `- ${path}${rule}: ${markdownProse(shorten(item.message, LONGEST_MESSAGE))}`;
  });
}

/** Items behind a title that opens them, as many as there is room for. */
function folded<T>(title: string, items: readonly T[], room: number, show: (item: T) => string): string {
  const frame = `<details><summary>${title}</summary>\n\n\n\n</details>`.length;
  const shown = fitting(items, room - frame - 60, show);
  if (shown.length === 0) return "";
  const left = items.length - shown.length;
  const rest = left > 0 ? [`${grouped(left)} more left out here, for lack of room.`] : [];
  return [`<details><summary>${title}</summary>`, ...shown, ...rest, "</details>"].join("\n\n");
}
