import { gateStatus, type MergeGate } from "../../src/github/merge-state.ts";
import type { PullRequestState } from "../../src/github/pull-request.ts";
import type { PullRequestComment } from "../../src/github/pull-request-comments.ts";
import type { Person } from "../../src/policy/person.ts";

export const GATE: MergeGate = {
  status: gateStatus("CLEAN"),
  hasQueue: false,
  autoMergeAllowed: false,
  autoMerge: null,
  queued: null,
  editedSince: false,
  queueSquashes: false,
  handsOver: true,
};
/** The state of a pull request that waits for nothing. */
export function state(changes: Partial<PullRequestState> = {}): PullRequestState {
  return {
    id: "PR_1",
    number: 1,
    open: true,
    merged: false,
    draft: false,
    updatedAt: "2026-01-01T00:00:30Z",
    changedFiles: 1,
    messages: { title: null, commits: [], whole: true },
    files: [],
    merge: { kind: "pending" },
    baseRef: "master",
    baseTip: "b",
    head: "h1",
    bot: "by-name-bot",
    labels: ["Clean"],
    origin: { author: null, headOwner: null, ownBranch: true, headBranch: "b" },
    reviews: [],
    times: { replacedAt: null, retargetedAt: null, editedAt: null, takenBackAt: null },
    gate: GATE,
    thrownOut: null,
    checks: { failed: [], running: [], required: false },
    contexts: [],
    posted: { threads: [], reviews: [] },
    comments: [],
    commentCount: 0,
    approvals: [],
    reviewCount: 0,
    remarks: [],
    checkRuns: [
      { databaseId: 1, startedAt: null, completed: true, conclusion: "success", externalId: "d/0" },
    ],
    checksFinished: true,
    configuration: { kind: "absent" },
    fallback: { kind: "absent" },
    ...changes,
  };
}

export const ANN: Person = { id: 1, login: "ann", kind: "user" };

/** A comment of hers that asks for a merge. */
export function comment(changes: Partial<PullRequestComment> = {}): PullRequestComment {
  return {
    id: "IC_1",
    databaseId: 1,
    key: String(changes.databaseId ?? 1),
    review: null,
    body: "@by-name-bot merge",
    stamp: "2026-01-01T00:00:00Z",
    byBot: false,
    by: ANN,
    editedByOther: false,
    edited: false,
    viaEmail: false,
    hidden: false,
    byApp: false,
    reactions: new Set(),
    answers: null,
    awaits: null,
    elsewhere: [],
    ...changes,
  };
}

/** A review of hers that approves the head and asks for a merge. */
export function approval(changes: Partial<PullRequestComment> = {}): PullRequestComment {
  return comment({ id: "PRR_1", key: "r1", review: { commit: "h1", isLast: true }, ...changes });
}
