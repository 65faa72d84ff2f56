import type { Finding } from "./finding.ts";

/**
 * The findings of the head, each `existing` where the base has the same one, else `introduced`. Findings
 * are the same by their fingerprint, as often as it stands on both sides; of several that are alike, one
 * at the same path is the same first. Advice on a file that `isGone` is the same in any other file, so that who only
 * moves a package is not given it.
 */
export function ratchet(
  head: readonly Finding[],
  base: readonly Finding[],
  isGone: (path: string) => boolean = () => false,
): readonly Finding[] {
  const before = Map.groupBy(base, (finding) => finding.fingerprint);
  const existing = new Set<Finding>();
  for (const sameAs of [samePath, anyPath]) {
    for (const finding of head) {
      const alike = before.get(finding.fingerprint);
      if (alike === undefined || existing.has(finding)) continue;
      const match = alike.findIndex((other) => sameAs(finding, other));
      if (match < 0) continue;
      alike.splice(match, 1);
      existing.add(finding);
    }
  }
  const moved = Map.groupBy(
    [...before.values()].flat().filter(({ level, path }) => level === "advice" && isGone(path)),
    wherever,
  );
  for (const finding of head) {
    if (finding.level !== "advice" || existing.has(finding)) continue;
    if (moved.get(wherever(finding))?.pop() !== undefined) existing.add(finding);
  }
  return head.map((finding) => (existing.has(finding) ? { ...finding, status: "existing" } : finding));
}

/** What a finding is about, whatever file it is in: the last part of its fingerprint. */
function wherever({ rule, fingerprint }: Finding): string {
  return `${rule}${fingerprint.slice(fingerprint.lastIndexOf("\0"))}`;
}

function samePath(a: Finding, b: Finding): boolean {
  return a.path === b.path;
}

function anyPath(): boolean {
  return true;
}
