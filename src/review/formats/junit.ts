import type { Finding, Report } from "../../checker/finding.ts";
import { shorten, visible } from "../text/escape.ts";
import { plainProse } from "../text/prose.ts";

/** A name in a message may be as long as its author liked; a test result shows no more than this. */
const longestText = 4000;

/**
 * A report as JUnit's XML, which most CI systems show as test results: a test for each finding, which has failed if it
 * blocks; else what it says is its output. Where nothing is wrong there is one test, which has passed.
 */
export function reportAsJunit({ findings, summary }: Report): string {
  const failures = findings.filter(isBlocking).length;
  // Findings that a bound left out have to fail too.
  const left = Math.max(0, summary.blocking - failures);
  const cases = [
    ...findings.flatMap(caseOf),
    ...(left === 0 ? [] : leftOut(left)),
    ...(findings.length + left === 0 ? ['    <testcase classname="by-name-bot" name="check"/>'] : []),
  ];
  const tests = Math.max(1, findings.length + (left === 0 ? 0 : 1));
  const counts = `tests="${tests}" failures="${failures + (left === 0 ? 0 : 1)}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="by-name-bot" ${counts}>`,
    `  <testsuite name="by-name-bot" ${counts}>`,
    ...cases,
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

function isBlocking({ status, level }: Finding): boolean {
  return status === "introduced" && level === "error";
}

function caseOf(finding: Finding): string[] {
  const { rule, code, path, range, level, help } = finding;
  const message = plainProse(shown(finding.message));
  const place = range === null ? "" : `:${range.start.line}:${range.start.column}`;
  const title = code === null ? rule : `${rule}, ${code}`;
  const lines = [`${visible(path)}${place}: ${message}`, ...shown(help).split("\n").map(plainProse)];
  const text = escaped(lines.filter((line) => line !== "").join("\n"));
  const own = `classname="${escaped(visible(path))}" name="${escaped(`${title}${place}`)}"`;
  const where = `file="${escaped(visible(path))}"${range === null ? "" : ` line="${range.start.line}"`}`;
  return [
    `    <testcase ${own} ${where}>`,
    isBlocking(finding)
      ? `      <failure type="${level}" message="${escaped(message)}">${text}</failure>`
      : `      <system-out>${text}</system-out>`,
    "    </testcase>",
  ];
}

function leftOut(count: number): string[] {
  return [
    '    <testcase classname="by-name-bot" name="findings that are not listed">',
    `      <failure type="error" message="${count} more that block, which are too many to list"/>`,
    "    </testcase>",
  ];
}

/** At most so much of a text, its lines kept. */
function shown(text: string): string {
  return shorten(text, longestText).split("\n").map(visible).join("\n");
}

/** As XML 1.0 holds it, in an element or an attribute. What it holds not at all, `visible` has taken out. */
function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("\n", "&#10;");
}
