import type { Finding, FixStep, Report, Summary } from "../../src/checker/finding.ts";
import { type Range, type SourceText, sourceText } from "../../src/nix/text.ts";
import type { FixContents } from "../../src/review/fixes/fix-plan.ts";
import { isWithin } from "../../src/snapshot/snapshot.ts";

/** A range from `line, column` to `line, column`. */
export function range(line: number, column: number, endLine: number, endColumn: number): Range {
  return { start: { line, column }, end: { line: endLine, column: endColumn } };
}

export function finding(overrides: Partial<Finding> = {}): Finding {
  return {
    rule: "path-outside-package",
    code: "NPV-123",
    level: "error",
    status: "introduced",
    attribute: "hello",
    path: "pkgs/by-name/he/hello/package.nix",
    range: null,
    message: "the path `../../lib` leads out of the package directory `pkgs/by-name/he/hello`",
    help: "Take what it stands for as an argument.",
    fix: null,
    fingerprint: "path-outside-package:hello:../../lib",
    ...overrides,
  };
}

/** A finding whose fix has these steps. */
export function fixable(...steps: FixStep[]): Finding {
  return finding({ fix: { title: "Mend it", steps } });
}

export function edit(path: string, at: Range, text: string): FixStep {
  return { kind: "edit", path, range: at, text };
}

export function move(from: string, to: string): FixStep {
  return { kind: "move", from, to };
}

export function mode(path: string, executable: boolean): FixStep {
  return { kind: "mode", path, executable };
}

/** A report whose sums are those of its findings. */
export function report(findings: readonly Finding[] = [], overrides: Partial<Report> = {}): Report {
  const introduced = findings.filter((one) => one.status === "introduced");
  const summary: Summary = {
    compared: findings.some((one) => one.status === "existing"),
    blocking: introduced.filter((one) => one.level === "error").length,
    warnings: introduced.filter((one) => one.level === "warning").length,
    advice: introduced.filter((one) => one.level === "advice").length,
    existing: findings.length - introduced.length,
    unknown: overrides.unknown?.length ?? 0,
    packages: 1,
    files: 2,
    outside: 0,
    notes: [],
  };
  return { findings, unknown: [], summary, ...overrides };
}

/** Files in memory as planning sees them: what has a file below it is a directory. */
export function contentsOf(files: Readonly<Record<string, string | SourceText>>): FixContents {
  const texts = new Map(
    Object.entries(files).map(([path, text]) => [path, typeof text === "string" ? sourceText(text) : text]),
  );
  return {
    kind: (path) =>
      texts.has(path) ? "file" : pathsUnder(texts.keys(), path).length > 0 ? "directory" : "absent",
    text: (path) => texts.get(path) ?? null,
  };
}

/** The paths at or below a path. */
export function pathsUnder(paths: Iterable<string>, directory: string): string[] {
  return [...paths].filter((path) => isWithin(path, directory));
}
