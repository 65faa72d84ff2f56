import { quoted } from "../nix/shown.ts";
import { type Group, groupKey } from "./collector.ts";
import type { Finding } from "./finding.ts";

/** A group of findings of which not all were kept, and how many of the others the change brought. */
export type ComparedCut = Group & { readonly introduced: number };

type Side = { readonly findings: readonly Finding[]; readonly cut: readonly Group[] };

/**
 * Compares where not all findings were kept. Then only their numbers can be compared: the change brought as many
 * of a rule at a path as there are more than before. `findings` are those of the head after the ratchet; of those
 * that it calls introduced, as many are not as the base had more of than were kept.
 */
export function compareCut(
  findings: readonly Finding[],
  head: Side,
  base: Side,
): { readonly findings: readonly Finding[]; readonly cut: readonly ComparedCut[] } {
  if (head.cut.length === 0 && base.cut.length === 0) return { findings, cut: [] };
  const unseen = new Map(base.cut.map((group) => [groupKey(group), group.left]));
  const judged = findings.map((finding): Finding => {
    const left = unseen.get(groupKey(finding)) ?? 0;
    if (left === 0 || finding.status === "existing") return finding;
    unseen.set(groupKey(finding), left - 1);
    return { ...finding, status: "existing" };
  });
  const before = countsOf(base);
  const introduced = new Map<string, number>();
  for (const finding of judged) {
    if (finding.status === "introduced")
      introduced.set(groupKey(finding), (introduced.get(groupKey(finding)) ?? 0) + 1);
  }
  const cut = head.cut.map((group) => {
    const more = group.count - (before.get(groupKey(group)) ?? 0) - (introduced.get(groupKey(group)) ?? 0);
    return { ...group, introduced: Math.min(group.left, Math.max(0, more)) };
  });
  return { findings: judged, cut };
}

function countsOf({ findings, cut }: Side): Map<string, number> {
  const counts = new Map<string, number>();
  for (const finding of findings) counts.set(groupKey(finding), (counts.get(groupKey(finding)) ?? 0) + 1);
  for (const group of cut) counts.set(groupKey(group), group.count);
  return counts;
}

/** So many groups are named. */
const MOST_NAMED = 5;

/** Says of which findings not all are listed: a sentence each. */
export function cutNotes(cut: readonly ComparedCut[]): string[] {
  const named = cut
    .slice(0, MOST_NAMED)
    .map(
      ({ rule, path, left }) =>
        `\`${rule}\` has ${left} more findings in ${quoted(path)}, which are not listed.`,
    );
  const others = cut.length - named.length;
  return others > 0 ? [...named, `Findings in ${others} more places are not all listed.`] : named;
}
