import { Octokit } from "@octokit/rest";
import { describe, expect, it } from "vitest";
import { describeMerging, type Merging, mergingOf } from "../../src/app/run/merge/merging.ts";
import type { ActionTerms } from "../../src/app/run/terms.ts";
import type { Checked, Verdict } from "../../src/app/run/verdict.ts";
import { loadConfiguration } from "../../src/config/load.ts";
import { gitHubClient } from "../../src/github/client.ts";
import type { MergeGate } from "../../src/github/merge-state.ts";
import { objectCache } from "../../src/github/object-cache.ts";
import { gitHubObjects } from "../../src/github/objects.ts";
import { parseCache } from "../../src/packages/files.ts";
import { decide } from "../../src/policy/decision.ts";
import { RULE_NAMING } from "../../src/rules/naming.ts";
import { memorySnapshot, memorySource } from "../../src/snapshot/memory.ts";
import { sound } from "../policy/builders.ts";
import { report } from "../review/builders.ts";
import { wholeChange } from "../support/whole.ts";
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

const nothing = () => {};
const SILENT = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/** Of what cannot be judged nothing is asked of GitHub. */
const UNREACHABLE = gitHubClient(
  new Octokit({ log: SILENT, request: { fetch: () => Promise.reject(new Error("GitHub was asked")) } }),
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
  const merging = await mergingOf(
    verdict,
    {
      client: UNREACHABLE,
      name: NAME,
      objects: gitHubObjects(UNREACHABLE, NAME, objectCache(0)),
      state: state({ gate: { ...GATE, ...gate } }),
      context: { appId: 1, parse: parseCache() },
      pushedBy: "2026-01-01T00:00:00Z",
    },
    false,
  );
  expect(merging).toEqual({ kind: "not-judged", why, step });
});

describe("of what was checked", () => {
  const TERMS: ActionTerms = {
    shared: null,
    mergesNothing: null,
    configuration: null,
    dryRun: false,
    turn: async () => "write",
  };

  async function checkedBy(merge: string): Promise<Checked> {
    const files = { ".github/by-name.yml": `merge: ${merge}\n` };
    const loaded = loadConfiguration(memorySnapshot(files), RULE_NAMING);
    if (loaded.kind === "invalid") throw new Error("the configuration is not valid");
    return {
      configuration: loaded.configuration,
      change: await wholeChange(files, files),
      opened: {
        base: memorySource(files),
        head: memorySource(files),
        landing: { kind: "as-it-is" },
        tip: null,
        idAtHead: async () => null,
      },
      report: report(),
      touched: [],
      updates: [],
      remotes: new Map(),
      proposed: null,
      proposedSizes: new Map(),
    };
  }

  /** GitHub, with so many commits of the pull request, of which it shows none. */
  function withCommits(totalCount: number) {
    const data = { repository: { pullRequest: { commits: { totalCount, nodes: [] } } } };
    const headers = { "content-type": "application/json" };
    const fetch = async () => new Response(JSON.stringify({ data }), { headers });
    return gitHubClient(new Octokit({ request: { fetch } }));
  }

  function merging(verdict: Verdict, client = UNREACHABLE, terms?: ActionTerms) {
    return mergingOf(
      verdict,
      {
        client,
        name: NAME,
        objects: gitHubObjects(client, NAME, objectCache(0)),
        state: state({ gate: { ...GATE, queued: "ours" } }),
        context: { appId: 1, parse: parseCache(), ...(terms === undefined ? {} : { terms }) },
        pushedBy: "2026-01-01T00:00:00Z",
      },
      false,
    );
  }

  const TAKEN_BACK = { kind: "take-back", from: "queue" };
  const ON = "{ strategies: [maintainer-command], method: merge }";

  it("nothing is merged where the run merges nothing, or the configuration", async () => {
    const checked = await checkedBy(ON);
    const mergesNothing = "the token may not write";
    expect(await merging({ kind: "checked", checked }, UNREACHABLE, { ...TERMS, mergesNothing })).toEqual({
      kind: "not-judged",
      why: mergesNothing,
      step: TAKEN_BACK,
    });
    expect(await merging({ kind: "checked", checked: await checkedBy("{ }") })).toEqual({
      kind: "off",
      step: TAKEN_BACK,
    });
  });

  it("nothing is merged that touches no package", async () => {
    expect(await merging({ kind: "not-by-name", checked: await checkedBy(ON) })).toEqual({
      kind: "not-judged",
      why: "it touches no package that is laid out by name",
      step: TAKEN_BACK,
    });
  });

  it("nothing is merged of which not all commits can be looked at", async () => {
    const verdict: Verdict = { kind: "checked", checked: await checkedBy(ON) };
    expect(await merging(verdict, withCommits(101), TERMS)).toEqual({
      kind: "not-judged",
      why: expect.stringMatching(/commits/),
      step: TAKEN_BACK,
    });
    // What may pass is tried again.
    await expect(merging(verdict)).rejects.toMatchObject({ kind: "unavailable" });
  });
});
