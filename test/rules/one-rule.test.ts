import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import type { Rule } from "../../src/checker/rule.ts";
import { RULES } from "../../src/rules/index.ts";
import { applyFix, applyFixes } from "../support/apply-fix.ts";
import { checkBetween, checkFiles, introduced } from "../support/check.ts";
import { type Example, examplesOf, givenBy, rulePageText } from "../support/pages.ts";
import { remotesOf } from "../support/remotes.ts";
import { runs, SEED } from "../support/seed.ts";
import { checkAllTouched, expectInPlace, tree } from "./trees.ts";

vi.setConfig({ testTimeout: 60_000 });

function run(example: Example, rule: Rule) {
  const { base, head, people } = example;
  return base === null
    ? checkFiles(head, [rule])
    : checkBetween(base, head, [rule], people, remotesOf(example), givenBy(example));
}

// What holds of any rule, whatever other rules there are.
describe.each(RULES)("$name, by itself,", (rule) => {
  // Each rule sees other trees.
  const settings = { numRuns: runs(25), seed: SEED + RULES.indexOf(rule) };

  it("throws nothing, and finds things in files that are there, in any change", async () => {
    await fc.assert(
      fc.asyncProperty(tree, tree, async (base, head) => {
        const report = await checkBetween(base, head, [rule]);
        expectInPlace(report, head, base);
        expect(report.findings.filter((finding) => finding.rule !== rule.name)).toEqual([]);
      }),
      settings,
    );
  });

  it("finds nothing that a tree has introduced against itself", async () => {
    await fc.assert(
      fc.asyncProperty(tree, async (files) => {
        expect(introduced(await checkAllTouched(files, files, [rule]))).toEqual([]);
      }),
      settings,
    );
  });

  const wrong = examplesOf(rulePageText(rule.name)).filter(({ kind }) => kind === "wrong");

  it.each(wrong)("has fixes that remove what they belong to, and end: $title", async (example) => {
    const { findings } = await run(example, rule);
    for (const finding of findings) {
      if (finding.fix === null) continue;
      const after = await run({ ...example, head: applyFix(example.head, finding.fix) }, rule);
      expect(after.findings.filter(({ fingerprint }) => fingerprint === finding.fingerprint)).toEqual([]);
    }
    let head = example.head;
    for (let round = 0; ; round++) {
      expect(round).toBeLessThan(6);
      const applied = applyFixes(head, (await run({ ...example, head }, rule)).findings);
      if (!applied.plan.outcomes.some((outcome) => outcome.applied)) break;
      head = applied.files;
    }
  });
});
