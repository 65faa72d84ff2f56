import type { Finding, Report } from "../../checker/finding.ts";
import { grouped } from "../../nix/shown.ts";

/** `1 piece of advice`. */
export function countedAdvice(number: number): string {
  return counted(number, "piece of advice", "pieces of advice");
}

/** `1 error`, `2 errors`, `12,000 errors`. */
export function counted(number: number, singular: string, plural = `${singular}s`): string {
  return `${grouped(number)} ${number === 1 ? singular : plural}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function enumerated(parts: readonly string[]): string {
  const [last = "", ...others] = parts.toReversed();
  return others.length === 0 ? last : `${others.toReversed().join(", ")} and ${last}`;
}

/** What a change brings, or what there is: `2 errors, 1 warning`; null where there is nothing. */
export function problems(report: Report): string | null {
  const { blocking, warnings, advice } = report.summary;
  const parts = [
    ...(blocking > 0 ? [counted(blocking, "error")] : []),
    ...(warnings > 0 ? [counted(warnings, "warning")] : []),
    ...(advice > 0 ? [countedAdvice(advice)] : []),
  ];
  return parts.length > 0 ? parts.join(", ") : null;
}

/** Says that there is nothing to say. */
export function cleanWords({ summary }: Report): string {
  return summary.compared ? "Nothing new is wrong" : "Nothing is wrong";
}

/** What was looked at: `3 packages and 7 files`; of a whole tree how many of them lie outside of packages. */
export function extent({ summary: { compared, packages, files, outside } }: Report): string {
  if (compared && packages === 0 && files > 0) return counted(files, "file");
  const all = `${counted(packages, "package")} and ${counted(files, "file")}`;
  return compared || outside === 0
    ? all
    : `${counted(packages, "package")} and ${counted(files, "Nix file")}, ${grouped(outside)} of them outside of packages`;
}

/** Whether there was nothing to look at since no packages were recognised: then nothing is called right. */
export function isOfNothing({ summary: { packages, layouts } }: Report): boolean {
  return packages === 0 && layouts?.length === 0;
}

/** The findings to show: those of the change, and with `existing` those that were there before as well. */
export function listedFindings(report: Report, existing: boolean): readonly Finding[] {
  return existing ? report.findings : report.findings.filter((finding) => finding.status === "introduced");
}
