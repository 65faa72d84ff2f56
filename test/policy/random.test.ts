import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decide } from "../../src/policy/decision.ts";
import { runs } from "../support/seed.ts";
import { mergeFacts } from "./arbitrary.ts";
import { mayMerge, strategiesThatHold } from "./brute-force.ts";
import { metStrategies } from "./builders.ts";

// BY_NAME_RUNS=200000 for a night's run.
const numRuns = runs(15_000);

describe("the decision, against a second reading of its rules", () => {
  it("lets the same changes merge, by the same strategies", () => {
    fc.assert(
      fc.property(mergeFacts, (facts) => {
        const decision = decide(facts);
        expect({ merges: decision.verdict === "merge", by: new Set(metStrategies(decision)) }).toEqual({
          merges: mayMerge(facts),
          by: strategiesThatHold(facts),
        });
      }),
      { numRuns },
    );
  });
});
