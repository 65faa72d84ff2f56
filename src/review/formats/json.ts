import type { Finding, Fix, FixStep, Layout, Report, Summary, Unknown } from "../../checker/finding.ts";
import type { Range } from "../../nix/text.ts";

/** What made a report. */
export type Tool = { readonly version: string };

/** Version 1 of the report that programs read: `docs/report.schema.json`, explained in `docs/report.md`. */
export type ReportDocument = {
  readonly version: 1;
  readonly tool: { readonly name: "by-name-bot"; readonly version: string };
  readonly findings: readonly Finding[];
  readonly unknown: readonly Unknown[];
  readonly summary: Summary;
};

/**
 * A report as JSON, indented, with a line end. Every character of a name survives: `JSON.stringify` writes
 * the lone surrogates that stand for bytes outside UTF-8 as `\udc80` to `\udcff`.
 */
export function reportAsJson(report: Report, tool: Tool): string {
  return `${JSON.stringify(reportDocument(report, tool), null, 2)}\n`;
}

/** The document that `reportAsJson` prints: each field by name, so that nothing else slips into the promise. */
export function reportDocument(report: Report, tool: Tool): ReportDocument {
  return {
    version: 1,
    tool: { name: "by-name-bot", version: tool.version },
    findings: report.findings.map(findingOf),
    unknown: report.unknown.map(({ rule, path, attribute, message }) => ({ rule, path, attribute, message })),
    summary: summaryOf(report.summary),
  };
}

function findingOf(finding: Finding): Finding {
  return {
    rule: finding.rule,
    code: finding.code,
    level: finding.level,
    status: finding.status,
    attribute: finding.attribute,
    path: finding.path,
    range: finding.range === null ? null : rangeOf(finding.range),
    message: finding.message,
    help: finding.help,
    fix: finding.fix === null ? null : fixOf(finding.fix),
    count: finding.count ?? 1,
    fingerprint: finding.fingerprint,
  };
}

function rangeOf({ start, end }: Range): Range {
  return {
    start: { line: start.line, column: start.column },
    end: { line: end.line, column: end.column },
  };
}

function fixOf(fix: Fix): Fix {
  return { title: fix.title, steps: fix.steps.map(stepOf) };
}

function stepOf(step: FixStep): FixStep {
  if (step.kind === "edit")
    return { kind: "edit", path: step.path, range: rangeOf(step.range), text: step.text };
  if (step.kind === "move") return { kind: "move", from: step.from, to: step.to };
  return { kind: "mode", path: step.path, executable: step.executable };
}

function summaryOf(summary: Summary): Summary {
  const { compared, blocking, warnings, advice, existing, unknown } = summary;
  const { packages, files, outside, notes } = summary;
  const sums = { compared, blocking, warnings, advice, existing, unknown, packages, files, outside, notes };
  return summary.layouts === undefined ? sums : { ...sums, layouts: summary.layouts.map(layoutOf) };
}

function layoutOf(layout: Layout): Layout {
  if (layout.layout === "listed") {
    return { layout: "listed", from: layout.from, files: layout.files, packages: layout.packages };
  }
  if (layout.layout === "registry") return { layout: "registry", from: layout.from, file: layout.file };
  const { from, root, sharded, nested, file } = layout;
  return { layout: "by-name", from, root, sharded, nested, file };
}
