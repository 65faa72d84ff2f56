import type { Rule } from "../../../src/checker/rule.ts";
import type { MemoryFiles } from "../../../src/snapshot/memory.ts";
import { applyFix, textOf } from "../../support/apply-fix.ts";
import { checkFiles } from "../../support/check.ts";
import { covered } from "../builders.ts";

const FILE = "x.nix";

/** What a rule finds in a text, as it stands there, and the text with the first of its fixes; null without one. */
export async function fixedBy(
  rule: Rule,
  text: string,
): Promise<{ readonly found: readonly (string | null)[]; readonly after: string | null }> {
  const files: MemoryFiles = { [FILE]: text };
  const { findings } = await checkFiles(files, [rule]);
  const fix = findings.find((finding) => finding.fix !== null)?.fix ?? null;
  const after = fix === null ? undefined : applyFix(files, fix)[FILE];
  return {
    found: findings.map((finding) => covered(finding, files)),
    after: after === undefined ? null : textOf(after),
  };
}
