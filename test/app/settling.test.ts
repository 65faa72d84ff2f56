import { describe, expect, it } from "vitest";
import { type Expected, shows } from "../../src/app/run/memory/expected.ts";
import { NO_MEMORY } from "../../src/app/run/memory/pull-memory.ts";
import { unsettledFor } from "../../src/app/run/memory/settling.ts";
import { nextLook } from "../../src/app/run/memory/test-merge.ts";
import type { PullRequestState } from "../../src/github/pull-request.ts";
import { approval, GATE, state } from "./pull-request-state.ts";

const NOW = Date.parse("2026-01-01T00:01:00Z");
const clock = { now: NOW, settleMs: 8_000 };

const hint = (updatedAt: string, head: string | null, ago: number) => ({
  key: "k",
  updatedAt,
  head,
  receivedAt: NOW - ago,
});

describe("a reading of a pull request", () => {
  it("is too old while a newer delivery has come in", () => {
    const newer = hint("2026-01-01T00:00:40Z", null, 500);
    expect(unsettledFor(state(), newer, NO_MEMORY, clock)?.afterMs).toBe(1000);
    expect(unsettledFor(state({ updatedAt: "2026-01-01T00:00:40Z" }), newer, NO_MEMORY, clock)).toBeNull();
    expect(unsettledFor(state(), hint("2026-01-01T00:00:30Z", "h2", 500), NO_MEMORY, clock)).not.toBeNull();
    expect(unsettledFor(state(), hint("2026-01-01T00:00:30Z", "h1", 500), NO_MEMORY, clock)).toBeNull();
  });

  it("counts once GitHub has had its time", () => {
    const late = hint("2026-01-01T00:00:40Z", "h9", 8_000);
    expect(unsettledFor(state(), late, NO_MEMORY, clock)).toBeNull();
    expect(unsettledFor(state(), hint("2026-01-01T00:00:40Z", "h9", 7_900), NO_MEMORY, clock)?.afterMs).toBe(
      100,
    );
  });

  it("is too old while it does not show what was written", () => {
    const memory = { ...NO_MEMORY, expected: [{ kind: "reviews" as const, count: 1 }], writtenAt: NOW - 100 };
    expect(unsettledFor(state(), null, memory, clock)).not.toBeNull();
    expect(unsettledFor(state(), null, { ...memory, writtenAt: NOW - 8_000 }, clock)).toBeNull();
  });

  const thread = { id: "T", commentId: "C", finding: "f", resolved: true, minimized: false, body: "" };
  const review = { databaseId: 7, inline: [], inBody: [], dismissedByBot: false, commit: null };
  const answer = (stamp: string, comment = "5") => ({
    id: "n",
    databaseId: 6,
    key: "6",
    review: null,
    body: "",
    stamp: "",
    byBot: true,
    byApp: true,
    reactions: new Set<never>(),
    by: null,
    editedByOther: false,
    edited: false,
    viaEmail: false,
    hidden: false,
    answers: { comment, stamp },
    awaits: null,
    elsewhere: [],
  });
  const asking = { ...answer(""), key: "5", byBot: false, answers: null };
  const told = (elsewhere: readonly string[]) => ({ ...answer(""), answers: null, elsewhere });
  const at = { databaseId: 5, in: "review", body: "", publishedAt: "", reactions: new Set<never>() } as const;
  const remark = { ...at, id: "R" };
  const TO_REVIEW: Expected = { kind: "reply", comment: "r1", stamp: "s" };
  const ELSEWHERE: Expected = { kind: "reply elsewhere", remarks: ["r5"] };
  it.each<[string, Expected, Partial<PullRequestState>, boolean]>([
    ["a label", { kind: "labels", present: ["clean"], absent: ["blocked"] }, {}, true],
    ["a label that is gone", { kind: "labels", present: [], absent: ["CLEAN"] }, {}, false],
    ["a check run", { kind: "check-run", head: "h1", externalId: "d/0" }, {}, true],
    ["another check run", { kind: "check-run", head: "h1", externalId: "e/0" }, {}, false],
    ["a check run on a former head", { kind: "check-run", head: "h0", externalId: "e/0" }, {}, true],
    [
      "a fixed thread",
      { kind: "threads", ids: ["T"], fixed: true },
      { posted: { reviews: [], threads: [{ ...thread, fixed: false }] } },
      false,
    ],
    ["a thread that somebody deleted", { kind: "threads", ids: ["T"], fixed: true }, {}, true],
    [
      "a dismissal",
      { kind: "dismissed", review: 7 },
      { posted: { threads: [], reviews: [{ ...review, state: "changes-requested" }] } },
      false,
    ],
    [
      "a dismissal that was made",
      { kind: "dismissed", review: 7 },
      { posted: { threads: [], reviews: [{ ...review, state: "dismissed" }] } },
      true,
    ],
    ["a reply", { kind: "reply", comment: "5", stamp: "s" }, { comments: [asking, answer("s")] }, true],
    [
      "a reply to an edit",
      { kind: "reply", comment: "5", stamp: "t" },
      { comments: [asking, answer("s")] },
      false,
    ],
    ["a merge that was asked for", { kind: "merge", head: "h1" }, {}, false],
    [
      "a merge that is under way",
      { kind: "merge", head: "h1" },
      { gate: { ...GATE, autoMerge: "ours" } },
      true,
    ],
    [
      "a merge that somebody else asked for",
      { kind: "merge", head: "h1" },
      { gate: { ...GATE, queued: "others" } },
      false,
    ],
    ["a merge that was made", { kind: "merge", head: "h1" }, { open: false, merged: true }, true],
    ["a merge of a former head", { kind: "merge", head: "h0" }, {}, true],
    ["a merge that was taken back", { kind: "merge taken back" }, {}, true],
    [
      "a merge that is still there",
      { kind: "merge taken back" },
      { gate: { ...GATE, queued: "ours" } },
      false,
    ],
    ["a reply elsewhere", ELSEWHERE, { remarks: [remark], comments: [told(["r5", "c5"])] }, true],
    [
      "a reply elsewhere to another remark",
      ELSEWHERE,
      { remarks: [remark], comments: [told(["c5"])] },
      false,
    ],
    ["a reply elsewhere that is not there", ELSEWHERE, { remarks: [remark] }, false],
    ["a reply elsewhere to a remark that is gone", ELSEWHERE, {}, true],
    ["a reply to a review", TO_REVIEW, { approvals: [approval()], comments: [answer("s", "r1")] }, true],
    ["a reply to a review that is not there", TO_REVIEW, { approvals: [approval()] }, false],
    [
      "a reply to a comment with the review's number",
      TO_REVIEW,
      { approvals: [approval()], comments: [answer("s", "1")] },
      false,
    ],
    ["a reply to a review that was dismissed", TO_REVIEW, {}, true],
    ["a reply to a deleted comment", { kind: "reply", comment: "5", stamp: "s" }, {}, true],
  ])("shows %s or not", (_what, expected, changes, shown) => {
    expect(shows(state(changes), expected)).toBe(shown);
  });
});

describe("a merge that GitHub has not computed", () => {
  it("is looked for some times at a head, each time later, and then no more", () => {
    const waits: (number | undefined)[] = [];
    let memory = NO_MEMORY;
    for (let i = 0; i < 7; i++) {
      const { looks, again } = nextLook(state(), memory, false);
      waits.push(again?.afterMs);
      memory = { ...memory, looks };
    }
    expect(waits).toEqual([2_000, 5_000, 15_000, 60_000, 300_000, undefined, undefined]);
    expect(nextLook(state({ head: "h2" }), memory, false).again?.afterMs).toBe(2_000);
    const conflict = state({ merge: { kind: "conflict" } });
    expect(nextLook(conflict, memory, false)).toEqual({ looks: null, again: null });
    expect(nextLook(conflict, NO_MEMORY, true).again?.afterMs).toBe(2_000);
  });
});
