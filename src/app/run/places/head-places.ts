import { lineMap } from "../../../change/line-diff.ts";
import type { Finding } from "../../../checker/finding.ts";
import { type GitHubObjects, TooMuchToRead } from "../../../github/objects.ts";
import { decodeText } from "../../../nix/text.ts";
import { findingAtHead, type LineMap } from "../../../review/conversation/at-head.ts";
import { computeLoading } from "../../../snapshot/loaded.ts";
import type { Checked, Verdict } from "../verdict.ts";

/**
 * Where findings stand at the pull request's own head. The verdict is about what would land, which is the
 * merge of head and base; comments, annotations and links are about the lines of the head itself.
 */
export type HeadPlaces = {
  /** A finding in terms of the head; null where its place is not there. */
  readonly atHead: (finding: Finding) => Finding | null;
  /** The same to be shown: without a line where its place is not there. */
  readonly shown: (finding: Finding) => Finding;
};

/** Finds the places of what the change brings. Reads the files that the base has changed as well. */
export async function headPlaces(objects: GitHubObjects, verdict: Verdict): Promise<HeadPlaces> {
  const maps = "checked" in verdict ? await changedLines(objects, verdict.checked) : new Map<string, null>();
  const mapOf = (path: string): LineMap | null => {
    const map = maps.get(path);
    return map === undefined ? (line) => line : map;
  };
  const atHead = (finding: Finding) => findingAtHead(finding, mapOf);
  return { atHead, shown: (finding) => atHead(finding) ?? { ...finding, range: null, fix: null } };
}

/** The verdict as it is shown on the head. */
export function shownVerdict(verdict: Verdict, { shown }: HeadPlaces): Verdict {
  if (!("checked" in verdict)) return verdict;
  const { checked } = verdict;
  const { report } = checked;
  const findings = report.findings.map((finding) =>
    finding.status === "introduced" ? shown(finding) : finding,
  );
  return { ...verdict, checked: { ...checked, report: { ...report, findings } } };
}

/**
 * The lines of those files with findings that are not the same in the merge and at the head; null for a
 * file that the head has not, or that there is no room left to read.
 */
async function changedLines(
  objects: GitHubObjects,
  { change, opened, report }: Checked,
): Promise<Map<string, LineMap | null>> {
  const paths = new Set(
    report.findings
      .filter(({ status, range }) => status === "introduced" && range !== null)
      .map(({ path }) => path),
  );
  const maps = new Map<string, LineMap | null>();
  try {
    for (const path of paths) {
      const id = await opened.idAtHead(path);
      const entry = change.head.entry(path);
      if (typeof entry === "string" || entry.id === id) continue;
      const own = id === null ? null : await objects.blob(id, () => path);
      const merged = await computeLoading([change.head], () => change.head.read(path));
      const readable = own?.kind === "bytes" && merged !== "not-loaded" && merged.kind === "bytes";
      maps.set(path, readable ? lineMap(decodeText(merged.bytes).text, decodeText(own.bytes).text) : null);
    }
  } catch (error) {
    if (!(error instanceof TooMuchToRead)) throw error;
    for (const path of paths) if (!maps.has(path)) maps.set(path, null);
  }
  return maps;
}
