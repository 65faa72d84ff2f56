import { z } from "zod";
import type { PullRequestState } from "../../../github/pull-request.ts";
import type { CommentAtTime, PullRequestComment } from "../../../github/pull-request-comments.ts";
import { remarkKey } from "../../../github/remarks.ts";
import { thrownOutKey } from "../../../github/thrown-out.ts";
import { folded } from "../../../review/conversation/labels.ts";

/**
 * What a write of ours leads to, as a later reading of the pull request will show it. Kept from before the
 * write until GitHub's answers surely show it: they may be some seconds old, and a write whose answer was
 * lost may have been done all the same.
 */
export const EXPECTED = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("reviews"), count: z.number() }),
  z.object({ kind: z.literal("threads"), ids: z.array(z.string()), fixed: z.boolean() }),
  z.object({ kind: z.literal("dismissed"), review: z.number() }),
  z.object({ kind: z.literal("labels"), present: z.array(z.string()), absent: z.array(z.string()) }),
  z.object({ kind: z.literal("check-run"), head: z.string(), externalId: z.string() }),
  z.object({ kind: z.literal("reply"), comment: z.string(), stamp: z.string() }),
  z.object({ kind: z.literal("waiting reply"), comment: z.string(), stamp: z.string() }),
  z.object({ kind: z.literal("reply elsewhere"), remarks: z.array(z.string()) }),
  /** GitHub was asked to merge it, now or later. */
  z.object({ kind: z.literal("merge"), head: z.string() }),
  z.object({ kind: z.literal("merge taken back") }),
]);
export type Expected = z.infer<typeof EXPECTED>;

/** Whether a reading shows what a write led to. What is not there any more at all counts as shown. */
export function shows(state: PullRequestState, expected: Expected): boolean {
  switch (expected.kind) {
    case "reviews":
      return state.posted.reviews.length >= expected.count;
    case "threads":
      return state.posted.threads.every(
        (thread) => !expected.ids.includes(thread.id) || thread.fixed === expected.fixed,
      );
    case "dismissed":
      return state.posted.reviews.every(
        ({ databaseId, state }) => databaseId !== expected.review || state !== "changes-requested",
      );
    case "labels": {
      const there = new Set(state.labels.map(folded));
      return (
        expected.present.every((label) => there.has(folded(label))) &&
        expected.absent.every((label) => !there.has(folded(label)))
      );
    }
    case "merge":
      return !state.open || state.head !== expected.head || isUnderWay(state);
    case "merge taken back":
      return !isUnderWay(state);
    case "check-run":
      return (
        state.head !== expected.head ||
        state.checkRuns.some(({ externalId }) => externalId === expected.externalId)
      );
    case "reply":
      return isSaid(state, expected, ({ answers }) => answers);
    case "reply elsewhere": {
      const told = new Set(state.comments.flatMap(({ elsewhere }) => elsewhere));
      const there = new Set([...state.remarks.map(remarkKey), thrownOutKey(state.thrownOut)]);
      return expected.remarks.every((remark) => told.has(remark) || !there.has(remark));
    }
    case "waiting reply":
      return isSaid(state, expected, ({ awaits }) => awaits);
  }
}

/** Whether a merge that the bot asked for is under way on GitHub. */
export function isUnderWay({ gate }: PullRequestState): boolean {
  return gate.autoMerge === "ours" || gate.queued === "ours";
}

function isSaid(
  { comments, approvals }: PullRequestState,
  { comment, stamp }: CommentAtTime,
  about: (comment: PullRequestComment) => CommentAtTime | null,
): boolean {
  return (
    ![...comments, ...approvals].some(({ key }) => key === comment) ||
    comments.some((one) => about(one)?.comment === comment && about(one)?.stamp === stamp)
  );
}
