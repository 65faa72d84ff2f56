import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Rule } from "../../src/checker/rule.ts";
import { RULES } from "../../src/rules/index.ts";
import { checkFiles } from "../support/check.ts";
import { examplesOf, rulePageText } from "../support/pages.ts";
import { tree } from "./trees.ts";

const needing = RULES.filter(({ needs }) => needs !== undefined);

function withoutNeeds({ needs, ...rule }: Rule): Rule {
  return rule;
}

// All at once: a text is read once for all.
describe("what rules say a text needs", () => {
  it("takes nothing from what they say of any tree", async () => {
    await fc.assert(
      fc.asyncProperty(tree, async (files) => {
        const all = await checkFiles(files, needing.map(withoutNeeds));
        expect((await checkFiles(files, needing)).findings).toEqual(all.findings);
      }),
      { numRuns: 60 },
    );
  });

  it.each(needing)("is there in every wrong example of $name", async (rule) => {
    for (const { head } of examplesOf(rulePageText(rule.name)).filter(({ kind }) => kind === "wrong")) {
      const { findings } = await checkFiles(head, [withoutNeeds(rule)]);
      expect((await checkFiles(head, [rule])).findings).toEqual(findings);
      expect(findings).not.toEqual([]);
    }
  });
});
