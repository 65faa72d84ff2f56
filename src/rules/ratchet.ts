import type { Finding } from "./finding.ts";

/**
 * The findings of the head, each `existing` where the base has the same one, else `introduced`. Findings
 * are the same by their fingerprint, as often as it stands on both sides.
 */
export function ratchet(head: readonly Finding[], base: readonly Finding[]): readonly Finding[] {
  const before = new Map<string, number>();
  for (const { fingerprint } of base) before.set(fingerprint, (before.get(fingerprint) ?? 0) + 1);
  return head.map((finding) => {
    const count = before.get(finding.fingerprint) ?? 0;
    if (count === 0) return finding;
    before.set(finding.fingerprint, count - 1);
    return { ...finding, status: "existing" };
  });
}
