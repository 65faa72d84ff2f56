import type { Finding, Report, Unknown } from "../../checker/finding.ts";
import { displayName, grouped } from "../../nix/shown.ts";
import type { SourceText } from "../../nix/text.ts";
import { foldAdvice } from "../text/advice.ts";
import { shorten, visible } from "../text/escape.ts";
import { type Excerpt, type ExcerptLine, excerptOf } from "../text/excerpt.ts";
import { layoutLine } from "../text/layout-words.ts";
import { LONGEST_TEXT } from "../text/limits.ts";
import { placeOf } from "../text/place.ts";
import { proseParts } from "../text/prose.ts";
import { type Canvas as Blank, canvasOf, type Paint, type Terminal } from "../text/terminal.ts";
import { cleanWords, counted, extent, isOfNothing, listedFindings, problems } from "../text/words.ts";
import { wrapLine } from "../text/wrap.ts";

/** How a report is to look on a terminal. */
export type TextOptions = Terminal & {
  /** Break messages into lines of that width, for people: programs read them line by line. */
  readonly wrap?: boolean;
  /** Also list what is left to evaluation, and tell all advice in full. */
  readonly verbose?: boolean;
  /** Also list what was there before the change. */
  readonly existing: boolean;
  /** Findings alone; nothing where there are none. */
  readonly quiet?: boolean;
};

/** What a report is drawn with. */
type Canvas = Blank & {
  /** Whether messages are broken into lines. */
  readonly wraps: boolean;
  readonly source: (path: string) => SourceText | null;
};

/**
 * A report for a person at a terminal: the findings of each file with their place in it, then one line of
 * sums. Text from the repository cannot drive the terminal. Ends with a line end.
 *
 * @param source the text of a file to show places in, or null where there is none
 */
export function reportAsText(
  report: Report,
  source: (path: string) => SourceText | null,
  options: TextOptions,
): string {
  const canvas: Canvas = { ...canvasOf(options), wraps: options.wrap ?? false, source };
  const listed = listedFindings(report, options.existing);
  const { told, folded } = options.verbose ? { told: listed, folded: [] } : foldAdvice(listed);
  const more = folded.length === 0 ? [] : [adviceBlock(canvas, folded)];
  const findings = [...byPath(told).map((group) => fileBlock(canvas, group)), ...more];
  if (options.quiet === true) return findings.map((lines) => `${lines.join("\n")}\n`).join("\n");
  const layouts = layoutLine(report.summary.layouts ?? []);
  const blocks = [
    ...(layouts === null ? [] : [[prose(canvas.paint, layouts)]]),
    ...findings,
    ...(options.verbose && report.unknown.length > 0 ? [unknownBlock(canvas, report.unknown)] : []),
    closingBlock(canvas.paint, report, options),
  ];
  return `${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

/** Findings of one path side by side, in the order in which each path comes first. */
function byPath(findings: readonly Finding[]): Finding[][] {
  return [...Map.groupBy(findings, (finding) => finding.path).values()];
}

/** So many places of a rule are named. */
const MOST_PLACES = 3;

/** Advice that is not told one by one: a line a rule. */
function adviceBlock({ paint }: Canvas, folded: readonly (readonly Finding[])[]): string[] {
  return [
    paint.strong("More advice, told in full with --verbose:"),
    ...folded.map((group) => {
      const places = group.slice(0, MOST_PLACES).map(placeOf);
      const left = group.length - places.length;
      const more = left > 0 ? ` and ${grouped(left)} more` : "";
      return `  ${paint.advice(`advice[${group[0]?.rule ?? ""}]`)} ${places.join(", ")}${more}`;
    }),
  ];
}

function fileBlock(canvas: Canvas, findings: readonly Finding[]): string[] {
  const path = findings[0]?.path ?? "";
  const isOfCommits = findings[0]?.rule.startsWith("commit-") === true;
  const title = canvas.paint.strong(displayName(path) || (isOfCommits ? "Title and commits" : "."));
  return [title, ...findings.flatMap((finding) => ["", ...findingLines(canvas, finding)])];
}

function findingLines(canvas: Canvas, finding: Finding): string[] {
  const excerpt = excerptFor(canvas, finding);
  const gutter = Math.max(1, ...(excerpt?.lines ?? []).map((line) => String(line.number).length)) + 1;
  const notes = [
    ...noteLines(canvas, gutter, "help", finding.help),
    ...noteLines(canvas, gutter, "fix", finding.fix?.title ?? ""),
  ];
  return [
    ...titleLines(canvas, finding),
    ...placeLines(canvas.paint, finding, gutter),
    ...(excerpt === null ? [] : excerptLines(canvas.paint, finding, excerpt, gutter)),
    ...(excerpt === null || notes.length === 0 ? [] : [bar(canvas.paint, gutter)]),
    ...notes,
  ];
}

/** `error[package-wrong-shard, NPV-142]: what is wrong`; where it is wrapped, lines after the first are indented. */
function titleLines({ paint, wraps, width }: Canvas, finding: Finding): string[] {
  const names = finding.code === null ? finding.rule : `${finding.rule}, ${finding.code}`;
  const level = finding.status === "existing" ? `existing ${finding.level}` : finding.level;
  const title = `${level}[${names}]`;
  const painted = `${paint[finding.level](title)}${paint.strong(":")} `;
  if (!wraps) return [painted + prose(paint, finding.message)];
  // The title takes its place in the first line, whose words are wrapped as if it were one of them.
  const placeholder = "x".repeat(title.length + 1);
  const [first = "", ...more] = wrapLine(
    `${placeholder} ${visible(shorten(finding.message, LONGEST_TEXT))}`,
    width - 2,
  );
  return [
    (painted + prose(paint, first.slice(placeholder.length + 1))).trimEnd(),
    ...more.map((line) => `  ${prose(paint, line)}`),
  ];
}

/** The words of a message, its code coloured; where there are no colours it keeps its backticks. */
function prose(paint: Paint, message: string): string {
  return proseParts(shorten(message, LONGEST_TEXT))
    .map((part) => (part.code ? paint.code(`\`${visible(part.text)}\``) : visible(part.text)))
    .join("");
}

/** `path:line:column`, which terminals and editors make a link of; nothing where the path is all there is to say. */
function placeLines(paint: Paint, { path, range }: Finding, gutter: number): string[] {
  if (range === null) return [];
  const place = `${displayName(path) || "."}:${range.start.line}:${range.start.column}`;
  return [`${" ".repeat(gutter - 1)}${paint.frame("-->")} ${place}`];
}

function excerptFor(canvas: Canvas, finding: Finding): Excerpt | null {
  if (finding.range === null) return null;
  const source = canvas.source(finding.path);
  const digits = String(finding.range.end.line).length;
  return source === null ? null : excerptOf(source, finding.range, Math.max(20, canvas.width - digits - 3));
}

function excerptLines(paint: Paint, finding: Finding, excerpt: Excerpt, gutter: number): string[] {
  const [first, ...rest] = excerpt.lines.map((line) => sourceLines(paint, finding, line, gutter));
  return [
    bar(paint, gutter),
    ...(first ?? []),
    ...(excerpt.elided ? [paint.frame("...")] : []),
    ...rest.flat(),
  ];
}

function bar(paint: Paint, gutter: number): string {
  return `${" ".repeat(gutter)}${paint.frame("|")}`;
}

function sourceLines(paint: Paint, finding: Finding, line: ExcerptLine, gutter: number): string[] {
  const number = String(line.number).padStart(gutter - 1);
  const underline = " ".repeat(line.from) + paint[finding.level]("^".repeat(line.length));
  return [`${paint.frame(`${number} |`)} ${line.text}`.trimEnd(), `${bar(paint, gutter)} ${underline}`];
}

/** `= help: …`, further lines below the first. */
function noteLines(canvas: Canvas, gutter: number, name: string, text: string): string[] {
  if (text === "") return [];
  const indent = " ".repeat(gutter + name.length + 4);
  const head = `${" ".repeat(gutter)}${canvas.paint.frame("=")} ${canvas.paint.help(`${name}:`)} `;
  return shorten(text, LONGEST_TEXT)
    .split("\n")
    .flatMap((line) => wrapLine(visible(line), canvas.width - indent.length))
    .map((line, i) => ((i === 0 ? head : indent) + prose(canvas.paint, line)).trimEnd());
}

/** Each reason once, with the rules that it keeps from telling and what it is about. */
function unknownBlock(canvas: Canvas, unknown: readonly Unknown[]): string[] {
  const { paint, width } = canvas;
  const lines: string[] = [];
  for (const group of Map.groupBy(unknown, ({ why, message }) => why ?? message).values()) {
    const [first] = group;
    if (first === undefined) continue;
    const rules = [...new Set(group.flatMap(({ rule }) => (rule === null ? [] : [rule])))];
    const about = rules.length === 0 ? "" : ` ${paint.faint(`[${rules.join(", ")}]`)}`;
    const places = [...new Set(group.map(({ path }) => displayName(path) || "."))];
    const [place, ...more] = places;
    if (more.length === 0 && group.length <= 1) {
      lines.push(`  ${place}${about}: ${prose(paint, first.message)}`);
      continue;
    }
    lines.push(`  ${prose(paint, heading(first.why ?? first.message))}${about}`);
    lines.push(...wrapLine(places.join(", "), width - 4).map((line) => `    ${line}`));
  }
  return [paint.strong("Left to evaluation, since syntax alone cannot tell:"), ...lines];
}

/** A clause above what it is about. */
function heading(clause: string): string {
  return /[.:]$/.test(clause) ? clause : `${clause}:`;
}

function closingBlock(paint: Paint, report: Report, options: TextOptions): string[] {
  const notes = report.summary.notes.map((note) => `${paint.help("note:")} ${prose(paint, note)}`);
  return [...notes, summaryLine(paint, report, options)];
}

function summaryLine(paint: Paint, report: Report, options: TextOptions): string {
  return [
    verdict(paint, report, options),
    ...existingPart(report, options),
    ...unknownPart(paint, report, options),
  ].join("; ");
}

function verdict(paint: Paint, report: Report, options: TextOptions): string {
  const found = problems(report);
  const fixable = listedFindings(report, options.existing).filter((finding) => finding.fix !== null).length;
  const fixes = fixable > 0 ? [`${grouped(fixable)} can be fixed with --fix`] : [];
  if (found !== null) {
    const colour = report.summary.blocking > 0 ? paint.error : paint.warning;
    return [colour(found), ...fixes].join(", ");
  }
  if (isOfNothing(report)) return [paint.warning("No packages were checked"), ...fixes].join(", ");
  return [`${paint.good(cleanWords(report))} in ${extent(report)}`, ...fixes].join(", ");
}

function existingPart(report: Report, options: TextOptions): string[] {
  const { existing } = report.summary;
  if (existing === 0) return [];
  return [`${counted(existing, "existing problem")}${options.existing ? "" : " not listed"}`];
}

function unknownPart(paint: Paint, report: Report, options: TextOptions): string[] {
  const count = report.summary.unknown;
  if (count === 0) return [];
  const left = `${grouped(count)} left to evaluation`;
  const [only] = report.unknown;
  if (options.verbose) return [left];
  if (count === 1 && only !== undefined) return [`${left}: ${prose(paint, only.message)}`];
  return [`${left}, listed with --verbose`];
}
