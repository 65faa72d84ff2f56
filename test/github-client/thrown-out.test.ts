import { expect, it } from "vitest";
import type { AnsweredEvent } from "../../src/github/pull-request-answer.ts";
import { thrownOut } from "../../src/github/thrown-out.ts";

const actor = (login: string) => ({ __typename: "Bot", login, databaseId: 1 }) as AnsweredEvent["actor"];
const OURS = actor("by-name-bot");
const QUEUE = actor("github-merge-queue");

function event(__typename: string, by: AnsweredEvent["actor"], reason?: string): AnsweredEvent {
  const event = { __typename, createdAt: "2026-01-01T00:00:00Z", actor: by ?? null };
  return reason === undefined ? event : { ...event, reason };
}

const added = (by = OURS) => event("AddedToMergeQueueEvent", by);
const removed = (reason: string, by = QUEUE) => event("RemovedFromMergeQueueEvent", by, reason);
const enabled = (by = OURS) => event("AutoMergeEnabledEvent", by);
const disabled = (reason: string, by = QUEUE) => event("AutoMergeDisabledEvent", by, reason);

function why(...nodes: readonly (AnsweredEvent | null)[]): string | null {
  const found = thrownOut({ nodes }, (by) => Object(by).login === "by-name-bot");
  return found === null ? null : `${found.from}: ${found.why}`;
}

it.each<[string, readonly (AnsweredEvent | null)[], string | null]>([
  ["nothing has happened", [], null],
  ["a check fails in the queue", [added(), removed("failed_checks")], "queue: a check failed there"],
  ["in the words of events", [added(), removed("CI_FAILURE")], "queue: a check failed there"],
  ["it takes too long", [added(), removed("CI_TIMEOUT")], "queue: its checks timed out there"],
  ["it conflicts", [added(), removed("merge_conflict")], "queue: it conflicts with a change before it there"],
  ["rules", [added(), removed("branch_protections")], "queue: the rules of the base branch require more"],
  ["the queue is emptied", [added(), removed("queue_cleared")], "queue: somebody emptied the queue"],
  ["no commit", [added(), removed("INVALID_MERGE_COMMIT")], "queue: GitHub could not create a commit of it"],
  ["it is merged", [added(), removed("merged")], null],
  ["somebody takes it out", [added(), removed("manual", actor("ann"))], null],
  ["it was pushed to", [added(), removed("unknown_removal_reason")], null],
  ["the bot takes it out", [added(), removed("failed_checks", OURS)], null],
  ["somebody else had put it in", [added(actor("ann")), removed("failed_checks")], null],
  ["nobody is known to have put it in", [removed("failed_checks")], null],
  ["it is in again", [added(), removed("failed_checks"), added()], null],
  [
    "it was in twice",
    [added(actor("ann")), removed("manual"), null, added(), removed("ci_failure")],
    "queue: a check failed there",
  ],
  ["auto-merge goes off", [enabled(), disabled("It may not")], "auto-merge: It may not"],
  ["auto-merge is turned off by hand", [enabled(), disabled("", actor("ann"))], null],
  [
    "auto-merge goes off at a push",
    [enabled(), disabled("Head branch was pushed to by a user without write access")],
    null,
  ],
  ["auto-merge goes off at another base", [enabled(), disabled("Base branch was changed")], null],
])("that GitHub gave up a merge is told: %s", (_what, nodes, told) => {
  expect(why(...nodes)).toBe(told);
});
