import type { Checked } from "./check-side.ts";
import { type ComparedCut, compareCut, cutNotes } from "./cut.ts";
import type { Finding, Report, Unknown } from "./finding.ts";
import { ratchet } from "./ratchet.ts";
import { withoutRepetitions } from "./repeated.ts";

/** The report of a tree alone. */
export function reportOf(parts: readonly Checked[], notes: readonly string[]): Report {
  const cut = parts.flatMap((part) => part.cut).map((group) => ({ ...group, introduced: group.left }));
  return assemble(onceOfDirectories(parts.flatMap((part) => part.findings)), cut, parts, false, notes);
}

/** What several parts of a root say alike of the root is said once. */
function onceOfDirectories(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ range, fingerprint, path, message }) => {
    if (range !== null) return true;
    const key = JSON.stringify([fingerprint, path, message]);
    return seen.size < seen.add(key).size;
  });
}

/** The report of a change: what its head has and its base had not. `isGone`: whether the head lacks a path. */
export function compareSides(
  head: Checked,
  base: Checked,
  notes: readonly string[],
  isGone: (path: string) => boolean,
): Report {
  const { findings, cut } = compareCut(ratchet(head.findings, base.findings, isGone), head, base);
  return assemble(findings, cut, [head], true, notes);
}

function assemble(
  findings: readonly Finding[],
  cut: readonly ComparedCut[],
  parts: readonly Checked[],
  compared: boolean,
  notes: readonly string[],
): Report {
  const sorted = [...withoutRepetitions([...findings].sort(byPlace))].sort(byPlace);
  const introduced = sorted.filter((finding) => finding.status === "introduced");
  const unknown = parts.flatMap((part) => part.unknown).sort(byPath);
  const left = (level: Finding["level"]) =>
    cut.reduce((sum, group) => sum + (group.level === level ? group.introduced : 0), 0);
  return {
    findings: sorted,
    unknown,
    summary: {
      compared,
      blocking: introduced.filter((finding) => finding.level === "error").length + left("error"),
      warnings: introduced.filter((finding) => finding.level === "warning").length + left("warning"),
      advice: introduced.filter((finding) => finding.level === "advice").length + left("advice"),
      existing:
        sorted.length -
        introduced.length +
        cut.reduce((sum, { left, introduced }) => sum + left - introduced, 0),
      unknown: unknown.length + parts.reduce((sum, part) => sum + part.unknownLeft, 0),
      packages: parts.reduce((sum, part) => sum + part.packages, 0),
      files: parts.reduce((sum, part) => sum + part.files, 0),
      outside: parts.reduce((sum, part) => sum + part.outside, 0),
      notes: [...notes, ...cutNotes(cut)],
    },
  };
}

function byPath(a: Unknown, b: Unknown): number {
  return compare(a.path, b.path) || compare(a.rule ?? "", b.rule ?? "") || compare(a.message, b.message);
}

function byPlace(a: Finding, b: Finding): number {
  return (
    compare(a.path, b.path) ||
    (a.range?.start.line ?? 0) - (b.range?.start.line ?? 0) ||
    (a.range?.start.column ?? 0) - (b.range?.start.column ?? 0) ||
    compare(a.rule, b.rule) ||
    compare(a.fingerprint, b.fingerprint)
  );
}

/** By code units, so that the order depends on no locale. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
