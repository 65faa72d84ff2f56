import { createHash } from "node:crypto";
import type { IdentifiedFinding } from "../review/compose.ts";
import type { Finding } from "../rules/finding.ts";

/**
 * Findings with the ids under which the bot knows them again: of the same problem the same id, wherever its
 * line has moved. Where a problem stands several times, the ids go by its order in the file.
 */
export function identifyFindings(findings: readonly Finding[]): IdentifiedFinding[] {
  const counts = new Map<string, number>();
  return findings.map((finding) => {
    const count = counts.get(finding.fingerprint) ?? 0;
    counts.set(finding.fingerprint, count + 1);
    const id = createHash("sha256").update(`${finding.fingerprint}\0${count}`).digest("hex").slice(0, 20);
    return { finding, id };
  });
}
