import type { Finding, Report } from "../../checker/finding.ts";
import { shorten, visible } from "../text/escape.ts";
import { LONGEST_TEXT } from "../text/limits.ts";
import { listedFindings } from "../text/words.ts";

type Command = "error" | "warning" | "notice";

/**
 * Findings as workflow commands, which GitHub Actions turns into annotations; one a line, errors first,
 * since GitHub shows only the first ten of each kind. Advice is a notice, and what was there
 * before, which is told only with `existing`.
 *
 * Source: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function reportAsWorkflowCommands(report: Report, options: { readonly existing: boolean }): string {
  const listed = listedFindings(report, options.existing);
  const order: readonly Command[] = ["error", "warning", "notice"];
  return order
    .flatMap((command) => listed.filter((finding) => commandOf(finding) === command))
    .map((finding) => `${workflowCommand(finding)}\n`)
    .join("");
}

function commandOf(finding: Finding): Command {
  return finding.status === "existing" || finding.level === "advice" ? "notice" : finding.level;
}

function workflowCommand(finding: Finding): string {
  const properties = Object.entries(propertiesOf(finding))
    .map(([name, value]) => `${name}=${escapeProperty(value)}`)
    .join(",");
  return `::${commandOf(finding)} ${properties}::${escapeData(messageOf(finding))}`;
}

function propertiesOf(finding: Finding): Record<string, string> {
  const title = finding.code === null ? finding.rule : `${finding.rule} (${finding.code})`;
  return { ...(isPlain(finding.path) ? { file: finding.path } : {}), ...rangeProperties(finding), title };
}

/** The runner drops columns where the annotation spans several lines, and says so in the log: spare it that. */
function rangeProperties({ path, range }: Finding): Record<string, string> {
  if (range === null || !isPlain(path)) return {};
  const { start, end } = range;
  const lines = { line: String(start.line), endLine: String(end.line) };
  if (start.line !== end.line) return lines;
  return { ...lines, col: String(start.column), endColumn: String(end.column) };
}

/** What, then how to fix it. A path that is no property, since it could drive the log's terminal, is shown here. */
function messageOf(finding: Finding): string {
  const lines = shorten(finding.help, LONGEST_TEXT).split("\n").map(visible);
  const place = isPlain(finding.path) ? "" : `${visible(finding.path)}: `;
  return [
    place + visible(shorten(finding.message, LONGEST_TEXT)),
    ...(finding.help === "" ? [] : ["", ...lines]),
  ].join("\n");
}

function isPlain(path: string): boolean {
  return visible(path) === path;
}

/** As `escapeData` of GitHub's `@actions/core` does, and the runner undoes. */
export function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

/** As `escapeProperty` of GitHub's `@actions/core` does, and the runner undoes. */
export function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
