import { Octokit } from "@octokit/rest";
import { expect, it } from "vitest";
import { describeMerging, type Merging, mergingOf } from "../../src/app/run/merge/merging.ts";
import type { Verdict } from "../../src/app/run/verdict.ts";
import { gitHubClient } from "../../src/github/client.ts";
import type { MergeGate } from "../../src/github/merge-state.ts";
import { objectCache } from "../../src/github/object-cache.ts";
import { gitHubObjects } from "../../src/github/objects.ts";
import { parseCache } from "../../src/packages/files.ts";
import { decide } from "../../src/policy/decision.ts";
import { sound } from "../policy/builders.ts";
import { GATE, state } from "./pull-request-state.ts";

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

/** Of what cannot be judged nothing is asked of GitHub. */
const UNREACHABLE = gitHubClient(
  new Octokit({ request: { fetch: () => Promise.reject(new Error("GitHub was asked")) } }),
);
const NAME = { owner: "NixOS", repo: "nixpkgs", number: 1 };

const UNJUDGED: readonly (readonly [verdict: Verdict, why: string])[] = [
  [
    {
      kind: "configuration-invalid",
      configuration: { kind: "invalid", path: ".github/by-name.yml", problems: [] },
    },
    "the configuration on the base branch is not valid",
  ],
  [{ kind: "too-large", why: "it is too large" }, "it is too large"],
  [{ kind: "not-reviewed", why: "it could not be read" }, "it could not be read"],
];

const UNDER_WAY: readonly (readonly [gate: Partial<MergeGate>, step: Merging["step"]])[] = [
  [{}, { kind: "none" }],
  [{ autoMerge: "others", queued: "others" }, { kind: "none" }],
  [{ queued: "hidden" }, { kind: "none" }],
  [{ autoMerge: "ours" }, { kind: "take-back", from: "auto-merge" }],
  [{ queued: "ours" }, { kind: "take-back", from: "queue" }],
  [
    { autoMerge: "others", queued: "ours" },
    { kind: "take-back", from: "queue" },
  ],
  [
    { autoMerge: "ours", queued: "others" },
    { kind: "take-back", from: "auto-merge" },
  ],
  // The queue's is seen by the next look, which follows what was taken back.
  [
    { autoMerge: "ours", queued: "ours" },
    { kind: "take-back", from: "auto-merge" },
  ],
];

it.each(
  UNJUDGED.flatMap(([verdict, why]) =>
    UNDER_WAY.map(
      ([gate, step]) => [verdict.kind, JSON.stringify(gate), { verdict, why, gate, step }] as const,
    ),
  ),
)("nothing is merged of what is %s, and what is ours is taken back: %s", async (_kind, _gate, given) => {
  const { verdict, why, gate, step } = given;
  const merging = await mergingOf(verdict, {
    client: UNREACHABLE,
    name: NAME,
    objects: gitHubObjects(UNREACHABLE, NAME, objectCache(0)),
    state: state({ gate: { ...GATE, ...gate } }),
    context: { appId: 1, parse: parseCache() },
    pushedBy: "2026-01-01T00:00:00Z",
  });
  expect(merging).toEqual({ kind: "not-judged", why, step });
});
