import type { Finding, Fix, FixStep } from "../../checker/finding.ts";
import type { Range } from "../../nix/text.ts";

/** The line at the head that a line of the checked text is, 1-based; null for one that is not there. */
export type LineMap = (line: number) => number | null;

/**
 * A finding about the merge of a pull request in terms of the pull request's own head, which is what can be
 * commented on. Null where its place is not there. A fix that changes lines which are not there is left out.
 *
 * @param mapOf the lines of a path; null where the head has no such file
 */
export function findingAtHead(finding: Finding, mapOf: (path: string) => LineMap | null): Finding | null {
  const { range, path } = finding;
  if (range === null) return { ...finding, fix: fixAtHead(finding.fix, mapOf) };
  const lines = mapOf(path);
  const mapped = lines === null ? null : (rangeAtHead(range, lines) ?? startAtHead(range, lines));
  return mapped === null ? null : { ...finding, range: mapped, fix: fixAtHead(finding.fix, mapOf) };
}

/** The same range, where all its lines are there side by side. */
function rangeAtHead({ start, end }: Range, map: LineMap): Range | null {
  const first = map(start.line);
  if (first === null) return null;
  const by = first - start.line;
  // A range up to the first column of a line has nothing of that line.
  const last = end.column === 1 && end.line > start.line ? end.line - 1 : end.line;
  for (let line = start.line + 1; line <= last; line++) if (map(line) !== line + by) return null;
  return {
    start: { line: first, column: start.column },
    end: { line: end.line + by, column: end.column },
  };
}

/** The place where a range begins. */
function startAtHead({ start }: Range, map: LineMap): Range | null {
  const line = map(start.line);
  if (line === null) return null;
  const position = { line, column: start.column };
  return { start: position, end: position };
}

function fixAtHead(fix: Fix | null, mapOf: (path: string) => LineMap | null): Fix | null {
  if (fix === null) return null;
  const steps: FixStep[] = [];
  for (const step of fix.steps) {
    if (step.kind !== "edit") {
      steps.push(step);
      continue;
    }
    const map = mapOf(step.path);
    const range = map === null ? null : rangeAtHead(step.range, map);
    if (range === null) return null;
    steps.push({ ...step, range });
  }
  return { ...fix, steps };
}
