import { ancestors, joinPath } from "../snapshot/snapshot.ts";
import type { Batch, RootPart } from "./check-tree.ts";
import type { Finding, Report } from "./finding.ts";

/**
 * What a report says of some files: findings in them, and those about a directory that one of them is in. Where a
 * bound left findings out, their number stays in the sums, as nobody knows which files they are about.
 */
export function reportWithin(report: Report, files: readonly string[]): Report {
  const places = placesOf(files);
  const isNamed = ({ path }: { readonly path: string }) => places.has(path);
  const findings = report.findings.filter(isNamed);
  const unknown = report.unknown.filter(isNamed);
  const { summary } = report;
  const left = (sum: number, counts: (finding: Finding) => boolean) =>
    sum - report.findings.filter(counts).length + findings.filter(counts).length;
  return {
    findings,
    unknown,
    summary: {
      ...summary,
      blocking: left(summary.blocking, (finding) => isNew(finding) && finding.level === "error"),
      warnings: left(summary.warnings, (finding) => isNew(finding) && finding.level === "warning"),
      advice: left(summary.advice, (finding) => isNew(finding) && finding.level === "advice"),
      existing: left(summary.existing, (finding) => !isNew(finding)),
      unknown: summary.unknown - report.unknown.length + unknown.length,
    },
  };
}

function isNew({ status }: Finding): boolean {
  return status === "introduced";
}

/** Of the batches of a tree, those parts that some files are in. */
export function batchesWithin(batches: readonly Batch[], files: readonly string[]): readonly Batch[] {
  const places = placesOf(files);
  return batches.flatMap((batch) => {
    const parts = batch.parts.flatMap((part) => partWithin(part, places));
    const own = batch.files.filter((file) => places.has(file));
    const listed = batch.listed.filter(({ home, file }) => places.has(home?.directory ?? file));
    const isEmpty = parts.length + own.length + listed.length === 0;
    return isEmpty ? [] : [{ ...batch, parts, files: own, listed }];
  });
}

/** A root without shards is one part, which stays whole: what is said of two entries takes both. */
function partWithin(part: RootPart, places: ReadonlySet<string>): RootPart[] {
  return part.entries.some((entry) => places.has(joinPath(part.root.path, entry))) ? [part] : [];
}

/** Files, and every directory that one of them is in. */
function placesOf(files: readonly string[]): ReadonlySet<string> {
  return new Set(["", ...files.flatMap((file) => [file, ...ancestors(file)])]);
}
