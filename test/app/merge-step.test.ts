import { describe, expect, it } from "vitest";
import { isReady, type MergeStep, mergeStep } from "../../src/app/run/merge/merge-step.ts";
import { gateStatus, type MergeGate } from "../../src/github/merge-state.ts";
import type { ChecklistLine } from "../../src/policy/checklist.ts";
import type { Decision } from "../../src/policy/decision.ts";
import type { GivenCommand, NamedCheckState } from "../../src/policy/facts.ts";

const COMMAND: GivenCommand = {
  command: "merge",
  by: { id: 1, login: "ann", kind: "user" },
  at: "2026-01-01T00:00:00Z",
  comment: 1,
  review: null,
  state: "fresh",
};
const READY: ChecklistLine = { id: "ready", state: "met", text: "", parts: [] };
const MAY: Decision = {
  verdict: "merge",
  lines: [READY],
  grounds: { strategy: "maintainer-command", command: COMMAND },
  eligible: true,
  watched: false,
  adds: [],
  awaited: [],
  next: [],
};
const BY_ITSELF: Decision = { ...MAY, grounds: { strategy: "trusted-update", command: null } };
const WAITS: Decision = { ...MAY, verdict: "waits" };
const FAILED: Decision = { ...MAY, verdict: "no" };
const OBEYED: Decision = {
  ...MAY,
  grounds: { strategy: "maintainer-command", command: { ...COMMAND, state: "obeyed" } },
};
const UNKNOWN: Decision = { ...WAITS, lines: [{ ...READY, state: "waits" }] };
const RUNNING: Decision = { ...WAITS, lines: [READY, { ...READY, id: "checks", state: "waits" }] };
const UNKNOWN_AMONG: Decision = { ...UNKNOWN, lines: [{ ...READY, id: "files" }, ...UNKNOWN.lines] };
const ASKS: Decision = { ...MAY, verdict: "asks", grounds: null };
const MAY_NOT: Decision = { ...MAY, verdict: "no", eligible: false };

const GATE: MergeGate = {
  status: gateStatus("CLEAN"),
  hasQueue: false,
  autoMergeAllowed: true,
  autoMerge: null,
  queued: null,
  editedSince: false,
  queueSquashes: false,
  handsOver: true,
};
const GREEN: NamedCheckState = { name: "build", state: "green", why: "" };
const ABSENT: NamedCheckState = { name: "build", state: "running", why: "" };
const RED: NamedCheckState = { name: "build", state: "red", why: "" };
const REQUIRED = { failed: [], running: [], required: true };
type Around = Parameters<typeof mergeStep>[2];
const AROUND: Around = { checks: REQUIRED, namedChecks: [GREEN], dryRun: false, stuck: false, lands: true };

type Case = readonly [
  what: string,
  decision: Decision,
  gate: Partial<MergeGate>,
  around: Partial<Around>,
  step: string,
];

/** "take-back auto-merge", "merge", … */
function shown(step: MergeStep): string {
  return step.kind === "take-back" ? `take-back ${step.from}` : step.kind;
}

const CASES: readonly Case[] = [
  ["may merge", MAY, {}, {}, "merge"],
  [
    "may merge, and a check is red that is not required",
    MAY,
    { status: gateStatus("UNSTABLE") },
    {},
    "merge",
  ],
  ["may merge, where hooks run", MAY, { status: gateStatus("HAS_HOOKS") }, {}, "merge"],
  ["may merge by itself", BY_ITSELF, {}, {}, "merge"],
  ["lacks a word", ASKS, {}, {}, "none"],
  ["may, and there are no grounds", { ...MAY, grounds: null }, {}, {}, "none"],
  ["lacks a word though there are grounds", { ...MAY, verdict: "asks" }, {}, {}, "none"],
  ["may not merge", MAY_NOT, {}, {}, "none"],
  ["may not merge by itself", { ...BY_ITSELF, verdict: "no", eligible: false }, {}, {}, "none"],
  ["was obeyed already", OBEYED, {}, {}, "none"],
  ["was refused", FAILED, {}, {}, "none"],
  ["failed, where nobody waits for an answer", { ...BY_ITSELF, verdict: "no" }, {}, {}, "await-checks"],
  ["GitHub is still looking for conflicts", UNKNOWN, {}, {}, "await-github"],
  ["GitHub is still looking for conflicts alone", UNKNOWN_AMONG, {}, {}, "await-github"],
  ["GitHub is still looking, in a queue", UNKNOWN, { hasQueue: true }, {}, "await-github"],
  ["GitHub does not know yet", MAY, { status: gateStatus("UNKNOWN") }, {}, "await-github"],
  [
    "GitHub does not know yet, in a queue",
    MAY,
    { status: gateStatus("UNKNOWN"), hasQueue: true },
    {},
    "await-github",
  ],
  [
    "GitHub sees a conflict, in a queue",
    MAY,
    { status: gateStatus("DIRTY"), hasQueue: true },
    {},
    "await-github",
  ],
  ["is enqueued", MAY, { hasQueue: true }, {}, "enqueue"],
  ["is enqueued where it is behind", MAY, { hasQueue: true, status: gateStatus("BEHIND") }, {}, "enqueue"],
  ["is behind", MAY, { status: gateStatus("BEHIND") }, {}, "stopped"],
  ["is behind, and waits", WAITS, { status: gateStatus("BEHIND") }, {}, "stopped"],
  ["the queue is hidden", MAY, { hasQueue: true, queued: "hidden" }, {}, "stopped"],
  ["hidden, but there is no queue", MAY, { queued: "hidden" }, {}, "merge"],
  ["somebody else has it merged", MAY, { autoMerge: "others" }, {}, "kept"],
  ["somebody else has it queued", MAY, { queued: "others", hasQueue: true }, {}, "kept"],
  ["waits, and GitHub can wait", WAITS, { status: gateStatus("BLOCKED") }, {}, "auto-merge"],
  ["waits for a check that runs", RUNNING, { status: gateStatus("BLOCKED") }, {}, "auto-merge"],
  [
    "waits, and auto-merge is off",
    WAITS,
    { status: gateStatus("BLOCKED"), autoMergeAllowed: false },
    {},
    "await-checks",
  ],
  ["waits, and GitHub would not", WAITS, { status: gateStatus("CLEAN") }, {}, "await-checks"],
  [
    "waits for what GitHub does not require",
    WAITS,
    { status: gateStatus("BLOCKED") },
    { checks: { ...REQUIRED, required: false } },
    "await-checks",
  ],
  [
    "waits for a named check",
    WAITS,
    { status: gateStatus("BLOCKED") },
    { namedChecks: [GREEN, ABSENT] },
    "await-checks",
  ],
  [
    "waits for a named check, in a queue",
    WAITS,
    { status: gateStatus("BLOCKED"), hasQueue: true },
    { namedChecks: [ABSENT] },
    "await-checks",
  ],
  ["is blocked by more than checks", MAY, { status: gateStatus("BLOCKED") }, {}, "auto-merge"],
  ["is blocked, in a queue", MAY, { status: gateStatus("BLOCKED"), hasQueue: true }, {}, "auto-merge"],
  ["is blocked for good", MAY, { status: gateStatus("BLOCKED"), autoMergeAllowed: false }, {}, "stopped"],
  [
    "is blocked, and nobody waits for an answer",
    BY_ITSELF,
    { status: gateStatus("BLOCKED"), autoMergeAllowed: false },
    {},
    "await-github",
  ],
  ["GitHub waits for it", MAY, { autoMerge: "ours" }, {}, "kept"],
  ["GitHub waits for it by an obeyed word", OBEYED, { autoMerge: "ours" }, {}, "kept"],
  ["GitHub waits for checks", WAITS, { autoMerge: "ours" }, {}, "kept"],
  ["lost its word", ASKS, { autoMerge: "ours" }, {}, "take-back auto-merge"],
  ["may merge no more", MAY_NOT, { autoMerge: "ours" }, {}, "take-back auto-merge"],
  ["has no grounds any more", { ...MAY, grounds: null }, { autoMerge: "ours" }, {}, "take-back auto-merge"],
  [
    "a check failed that GitHub does not require",
    FAILED,
    { autoMerge: "ours" },
    { checks: { failed: ["a"], running: [], required: false } },
    "take-back auto-merge",
  ],
  [
    "a check failed that GitHub requires",
    FAILED,
    { autoMerge: "ours" },
    { checks: { ...REQUIRED, failed: ["a"] } },
    "kept",
  ],
  [
    "no check is required any more, and none failed",
    MAY,
    { autoMerge: "ours" },
    { checks: { ...REQUIRED, required: false } },
    "kept",
  ],
  ["a named check turned red", MAY, { autoMerge: "ours" }, { namedChecks: [RED] }, "take-back auto-merge"],
  [
    "a named check runs again",
    WAITS,
    { autoMerge: "ours" },
    { namedChecks: [ABSENT] },
    "take-back auto-merge",
  ],
  ["is in the queue", MAY, { queued: "ours", hasQueue: true }, {}, "kept"],
  ["is in the queue no more by right", MAY_NOT, { queued: "ours", hasQueue: true }, {}, "take-back queue"],
  ["is in the queue without a word", ASKS, { queued: "ours", hasQueue: true }, {}, "take-back queue"],
  [
    "in the queue, a named check turned red",
    MAY,
    { queued: "ours" },
    { namedChecks: [RED] },
    "take-back queue",
  ],
  ["in the queue, its title changed", MAY, { queued: "ours", editedSince: true }, {}, "take-back queue"],
  [
    "for GitHub to wait, its title changed",
    MAY,
    { autoMerge: "ours", editedSince: true },
    {},
    "take-back auto-merge",
  ],
  [
    "in the queue, and it is not known what would land",
    MAY,
    { queued: "ours" },
    { lands: false },
    "take-back queue",
  ],
  [
    "for GitHub to wait, and it is not known what would land",
    WAITS,
    { autoMerge: "ours" },
    { lands: false },
    "take-back auto-merge",
  ],
  ["for GitHub to wait, and nothing is left", MAY, { autoMerge: "ours" }, {}, "kept"],
  ["for GitHub to wait, and it has forgotten", MAY, { autoMerge: "ours" }, { stuck: true }, "merge"],
  [
    "for GitHub to wait, and it has forgotten to queue it",
    MAY,
    { autoMerge: "ours", hasQueue: true },
    { stuck: true },
    "enqueue",
  ],
  [
    "for GitHub to wait, which it has to",
    MAY,
    { autoMerge: "ours", status: gateStatus("BLOCKED") },
    { stuck: true },
    "kept",
  ],
  ["for GitHub to wait, and checks run again", WAITS, { autoMerge: "ours" }, { stuck: true }, "kept"],
  ["is only tried", MAY, {}, { dryRun: true }, "dry-run"],
  ["is only tried, in a queue", MAY, { hasQueue: true }, { dryRun: true }, "dry-run"],
  [
    "is only tried, where GitHub could wait",
    WAITS,
    { status: gateStatus("BLOCKED") },
    { dryRun: true },
    "dry-run",
  ],
  ["is only tried, and waits", WAITS, {}, { dryRun: true }, "await-checks"],
  ["is only tried, and may not", MAY_NOT, {}, { dryRun: true }, "none"],
  [
    "is only tried now, and GitHub waits",
    MAY,
    { autoMerge: "ours" },
    { dryRun: true },
    "take-back auto-merge",
  ],
  ["is only tried now, and is in the queue", MAY, { queued: "ours" }, { dryRun: true }, "take-back queue"],
];

describe("what follows from a decision", () => {
  it.each(CASES)("%s", (_what, decision, gate, around, step) => {
    expect(shown(mergeStep(decision, { ...GATE, ...gate }, { ...AROUND, ...around }))).toBe(step);
  });

  it("says why it cannot be merged", () => {
    const why = (gate: Partial<MergeGate>) => {
      const step = mergeStep(MAY, { ...GATE, ...gate }, AROUND);
      return step.kind === "stopped" ? step.why : "";
    };
    expect(why({ status: gateStatus("BEHIND") })).toContain("its branch is behind its base branch");
    expect(why({ hasQueue: true, queued: "hidden" })).toContain("lacks the permission `merge_queues`");
    expect(why({ status: gateStatus("BLOCKED"), autoMergeAllowed: false })).toContain(
      "auto-merge, which could wait for it, is off in this repository",
    );
    expect(why({ status: gateStatus("BLOCKED"), handsOver: false })).toContain(
      "auto-merge, which could wait for it, is not turned on with the token of a workflow's job",
    );
    expect(why({ hasQueue: true, handsOver: false })).toBe(
      "its base branch has a merge queue, and with the token of a workflow's job nothing is put into one, since GitHub would start no workflow for it",
    );
  });
});

it.each<[what: string, verdict: Decision["verdict"], gate: Partial<MergeGate>, ready: boolean]>([
  ["is ours, and open", "merge", { autoMerge: "ours" }, true],
  ["is somebody else's", "merge", { autoMerge: "others" }, false],
  ["is nobody's", "merge", {}, false],
  ["waits for a check", "waits", { autoMerge: "ours" }, false],
  ["is blocked", "merge", { autoMerge: "ours", status: gateStatus("BLOCKED") }, false],
])("auto-merge that %s has nothing to wait for, or not", (_what, verdict, gate, ready) => {
  expect(isReady({ verdict }, { ...GATE, ...gate })).toBe(ready);
});
