import { expect, it } from "vitest";
import { describeMerging, type Merging } from "../../src/app/merge/merging.ts";
import { decide } from "../../src/policy/decision.ts";
import { sound } from "../policy/builders.ts";

const FACTS = sound("maintainer-command");
const DECIDED: Merging = {
  kind: "decided",
  decision: decide(FACTS),
  facts: FACTS,
  step: { kind: "merge" },
};

it.each<readonly [Merging, string]>([
  [DECIDED, "merge by maintainer-command; merge"],
  [{ ...DECIDED, step: { kind: "dry-run" } }, "merge by maintainer-command; dry-run"],
  [
    { ...DECIDED, decision: { ...DECIDED.decision, verdict: "asks", grounds: null }, step: { kind: "none" } },
    "asks; none",
  ],
  [{ kind: "off", step: { kind: "none" } }, "off; none"],
  [
    { kind: "not-judged", why: "it is too large", step: { kind: "take-back", from: "queue" } },
    "not-judged; take-back",
  ],
])("the log says %#", (merging, said) => {
  expect(describeMerging(merging)).toBe(said);
});
