import type {
  ArtifactLocation,
  Location,
  Log,
  Notification,
  Region,
  Replacement,
  ReportingDescriptor,
  Result,
  ToolComponent,
} from "sarif";
import {
  FINDING_LEVELS,
  type Finding,
  type FindingLevel,
  type Fix,
  type FixStep,
  type Level,
  type Report,
  type Unknown,
} from "../../checker/finding.ts";
import type { Range } from "../../nix/text.ts";
import { markdownProse, shorten, visible } from "../text/escape.ts";
import { markdownHelp } from "../text/markdown-help.ts";
import { plainProse } from "../text/prose.ts";
import { ruleHelp } from "../text/rule-help.ts";
import { pathAsUri } from "../text/uri.ts";
import { counted } from "../text/words.ts";

/** What SARIF says of a rule. */
export type RuleInfo = {
  readonly name: string;
  readonly code: string | null;
  /** One line. */
  readonly summary: string;
  readonly level: Level;
  /** Its page: where it can be read, and its text. */
  readonly page?: { readonly url: string; readonly text: string };
};

/** What made a report: its version, where it lives, and its rules in a fixed order. */
export type SarifTool = {
  readonly version: string;
  readonly informationUri?: string;
  readonly rules: readonly RuleInfo[];
};

const SARIF_LEVELS = { error: "error", warning: "warning", advice: "note" } as const satisfies Readonly<
  Record<FindingLevel, Result.level>
>;
/** What GitHub sorts rules by. */
const PROBLEM_SEVERITIES = { error: "error", warning: "warning", advice: "recommendation", off: "warning" };

/** GitHub refuses a run with more: https://docs.github.com/en/code-security/reference/code-scanning/sarif-files */
const mostResults = 25_000;
/** GitHub keeps so many characters of a description or message. */
const longestText = 1024;

/**
 * A report as a SARIF 2.1.0 log (OASIS, errata 01), with all that GitHub code scanning asks for. Where there
 * are more findings than GitHub takes, those that matter least are left out, and a notification says so.
 */
export function reportAsSarif(report: Report, tool: SarifTool): string {
  return `${JSON.stringify(sarifLog(report, tool), null, 2)}\n`;
}

/** The log that `reportAsSarif` prints. */
export function sarifLog(report: Report, tool: SarifTool) {
  const rules = [...tool.rules, ...missingRules(report, tool.rules)];
  const findings = mostImportant(report.findings);
  return {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: driver(tool, rules) },
        columnKind: "utf16CodeUnits",
        invocations: [
          { executionSuccessful: true, toolExecutionNotifications: notifications(report, findings.length) },
        ],
        results: findings.map((finding) => resultOf(finding, rules, report.summary.compared)),
      },
    ],
  } satisfies Log;
}

/** Rules that findings name and the list does not, so that no `ruleIndex` points nowhere. */
function missingRules(report: Report, rules: readonly RuleInfo[]): RuleInfo[] {
  const known = new Set(rules.map((rule) => rule.name));
  const missing = new Map<string, RuleInfo>();
  for (const { rule: name, code, level } of report.findings) {
    if (!known.has(name)) missing.set(name, { name, code, level, summary: name });
  }
  return [...missing.values()];
}

function driver(tool: SarifTool, rules: readonly RuleInfo[]) {
  return {
    name: "by-name-bot",
    semanticVersion: tool.version,
    ...(tool.informationUri === undefined ? {} : { informationUri: tool.informationUri }),
    rules: rules.map(descriptorOf),
  } satisfies ToolComponent;
}

function descriptorOf({ name, code, summary, level, page }: RuleInfo) {
  const text = messageText(summary);
  const help = page === undefined ? text : `${text}\n\n${page.url}`;
  return {
    id: name,
    name,
    shortDescription: { text },
    fullDescription: { text },
    ...(page === undefined ? {} : { helpUri: page.url }),
    help: { text: help, markdown: helpMarkdown(summary, page) },
    defaultConfiguration: level === "off" ? { enabled: false } : { level: SARIF_LEVELS[level] },
    properties: {
      tags: ["nix", ...(code === null ? [] : [code])],
      precision: "very-high",
      "problem.severity": PROBLEM_SEVERITIES[level],
    },
  } satisfies ReportingDescriptor;
}

function helpMarkdown(summary: string, page: RuleInfo["page"]): string {
  const words = page === undefined ? "" : ruleHelp(page.text, page.url);
  return words === "" ? markdownProse(summary) : words;
}

/** Where there are too many: introduced errors, warnings, advice, then what was there before. */
function mostImportant(findings: readonly Finding[]): readonly Finding[] {
  if (findings.length <= mostResults) return findings;
  const weight = ({ status, level }: Finding) =>
    (status === "existing" ? FINDING_LEVELS.length : 0) + FINDING_LEVELS.indexOf(level);
  return findings.toSorted((a, b) => weight(a) - weight(b)).slice(0, mostResults);
}

function resultOf(finding: Finding, rules: readonly RuleInfo[], compared: boolean) {
  return {
    ruleId: finding.rule,
    ruleIndex: rules.findIndex((rule) => rule.name === finding.rule),
    level: SARIF_LEVELS[finding.level],
    message: { text: messageText(finding.message), markdown: messageMarkdown(finding) },
    locations: [locationOf(finding.path, finding.range)],
    // Not `primaryLocationLineHash`, which GitHub's upload action computes itself, warning of any other.
    partialFingerprints: { "byNameFinding/v1": visible(finding.fingerprint) },
    ...(compared ? { baselineState: finding.status === "introduced" ? "new" : "unchanged" } : {}),
    ...fixesOf(finding.fix),
    ...(finding.attribute === null ? {} : { properties: { attribute: visible(finding.attribute) } }),
  } satisfies Result;
}

/**
 * Plain text as SARIF 3.11.5 and 3.11.6 want it: what would be a placeholder or an embedded link is
 * escaped. Code stands in quotes, since GitHub drops backticks from plain text.
 */
function messageText(message: string): string {
  const plain = shorten(visible(plainProse(message)), longestText).replace(/\{(\d+)\}/g, "{{$1}}");
  return /\]\(/.test(plain) ? plain.replace(/[[\]\\]/g, "\\$&") : plain;
}

function messageMarkdown({ message, help }: Finding): string {
  const words = markdownProse(shorten(message, longestText));
  return help === "" ? words : `${words}\n\n${markdownHelp(help)}`;
}

function locationOf(path: string, range: Range | null) {
  const region =
    range === null ? { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 } : regionOf(range);
  return { physicalLocation: { artifactLocation: artifactOf(path), region } } satisfies Location;
}

function artifactOf(path: string) {
  return { uri: pathAsUri(path), uriBaseId: "%SRCROOT%" } satisfies ArtifactLocation;
}

function regionOf({ start, end }: Range) {
  return {
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    endColumn: end.column,
  } satisfies Region;
}

type Edit = Extract<FixStep, { kind: "edit" }>;

/** SARIF knows edits of text alone: a fix that also moves a file cannot be told, not even in part. */
function fixesOf(fix: Fix | null) {
  if (fix === null || fix.steps.length === 0) return {};
  const edits = fix.steps.filter((step) => step.kind === "edit");
  if (edits.length < fix.steps.length) return {};
  const byPath = Map.groupBy(edits, (edit) => edit.path);
  const artifactChanges = [...byPath].map(([path, group]) => ({
    artifactLocation: artifactOf(path),
    replacements: group.map(replacementOf),
  }));
  return { fixes: [{ description: { text: messageText(fix.title) }, artifactChanges }] } satisfies Pick<
    Result,
    "fixes"
  >;
}

function replacementOf({ range, text }: Edit) {
  return { deletedRegion: regionOf(range), insertedContent: { text } } satisfies Replacement;
}

function notifications(report: Report, shown: number) {
  const left = report.findings.length - shown;
  const cut = {
    text: `${counted(left, "finding")} left out: GitHub takes ${counted(mostResults, "result")}.`,
  };
  return [
    ...(left > 0 ? [{ level: "warning" as const, message: cut }] : []),
    ...report.summary.notes.map((note) => ({ level: "note" as const, message: { text: messageText(note) } })),
    ...report.unknown.map(notificationOf),
  ] satisfies Notification[];
}

function notificationOf({ rule, path, message }: Unknown) {
  return {
    level: "note",
    message: { text: messageText(message) },
    locations: [{ physicalLocation: { artifactLocation: artifactOf(path) } }],
    ...(rule === null ? {} : { associatedRule: { id: rule } }),
  } satisfies Notification;
}
