import { expectHead } from "./auto-merge.ts";
import { type Context, pullRequestOf, putPullRequest, repositoryOf, updatePullRequest } from "./context.ts";
import { unprocessable } from "./errors.ts";
import { emitPullRequest } from "./events.ts";
import { computeMergeability } from "./mergeability.ts";
import type { MergeQueueEntry, Oid, PullRequest } from "./model.ts";
import { hasMergeQueue, unmetRequirements } from "./requirements.ts";
import { createEvent } from "./timeline.ts";

/** Why a pull request leaves a queue, as `dequeued` events say; the timeline has words of its own. */
export type LeavingReason =
  | "MANUAL"
  | "MERGE"
  | "ALREADY_MERGED"
  | "MERGE_CONFLICT"
  | "CI_FAILURE"
  | "BRANCH_PROTECTIONS"
  | "QUEUE_CLEARED"
  | "UNKNOWN_REMOVAL_REASON";

const timelineWords: Readonly<Record<LeavingReason, string>> = {
  MANUAL: "manual",
  MERGE: "merged",
  ALREADY_MERGED: "already_merged",
  MERGE_CONFLICT: "merge_conflict",
  CI_FAILURE: "failed_checks",
  BRANCH_PROTECTIONS: "branch_protections",
  QUEUE_CLEARED: "queue_cleared",
  UNKNOWN_REMOVAL_REASON: "unknown_removal_reason",
};

/** Refused with 422 where there is no queue, or the base's protection still asks for something. */
export async function enqueue(
  context: Context,
  repositoryId: number,
  number: number,
  by: number,
  options: { expectedHead?: Oid } = {},
): Promise<PullRequest> {
  const asked = pullRequestOf(context, repositoryId, number);
  refuseToQueue(context, asked, options.expectedHead);
  const { state } = await computeMergeability(context, repositoryId, number);
  const pullRequest = pullRequestOf(context, repositoryId, number);
  refuseToQueue(context, pullRequest, options.expectedHead);
  if (state !== "MERGEABLE") throw unprocessable("Pull request Pull request has merge conflicts");
  const id = context.nextId();
  const entry: MergeQueueEntry = {
    id,
    nodeId: context.state.nodeIds.create("MergeQueueEntry", id, {
      kind: "MergeQueueEntry",
      repositoryId,
      number,
      id,
    }),
    enqueuerId: by,
    enqueuedAt: context.timestamp(),
    state: "QUEUED",
  };
  const changed = updatePullRequest(context, pullRequest, {
    autoMerge: null,
    mergeQueueEntry: entry,
    timeline: [
      ...pullRequest.timeline,
      { ...createEvent(context, pullRequest, by), kind: "AddedToMergeQueueEvent", enqueuerId: by },
    ],
  });
  emitPullRequest(context, "enqueued", changed, by);
  return changed;
}

function refuseToQueue(context: Context, of: PullRequest, expectedHead: Oid | undefined): void {
  expectHead(of, expectedHead);
  if (!hasMergeQueue(repositoryOf(context, of.repositoryId), of.baseRefName)) {
    throw unprocessable("Base branch does not have a merge queue enabled");
  }
  if (of.state !== "OPEN") throw unprocessable("Pull request is not open");
  if (of.mergeQueueEntry !== null) throw unprocessable("Pull request is already in the queue");
  if (of.isDraft) throw unprocessable("Pull request Pull request is in draft status");
  const unmet = unmetRequirements(context.reader, of);
  if (unmet.length > 0) throw unprocessable(`Pull request ${unmet.join(" ")}`);
}

/** Somebody takes a pull request out of the queue. Refused with 422 if it is in none. */
export function dequeue(context: Context, repositoryId: number, number: number, by: number): PullRequest {
  const pullRequest = pullRequestOf(context, repositoryId, number);
  if (pullRequest.mergeQueueEntry === null) throw unprocessable("Pull request is not in the merge queue");
  return leaveQueue(context, pullRequest, by, "MANUAL");
}

/** Takes a pull request out of the queue it is in, if it is in one. */
export function leaveQueue(
  context: Context,
  { repositoryId, number }: Pick<PullRequest, "repositoryId" | "number">,
  by: number,
  reason: LeavingReason,
  beforeOid: Oid | null = null,
): PullRequest {
  const pullRequest = pullRequestOf(context, repositoryId, number);
  const entry = pullRequest.mergeQueueEntry;
  if (entry === null) return pullRequest;
  const changed = updatePullRequest(context, pullRequest, {
    mergeQueueEntry: null,
    timeline: [
      ...pullRequest.timeline,
      {
        ...createEvent(context, pullRequest, by),
        kind: "RemovedFromMergeQueueEvent",
        enqueuerId: entry.enqueuerId,
        reason: timelineWords[reason],
        beforeOid,
      },
    ],
  });
  emitPullRequest(context, "dequeued", changed, by, { reason });
  return changed;
}

/** The pull requests in the queue of a branch, the next one first. */
export function queued(context: Context, repositoryId: number, branch: string): readonly PullRequest[] {
  return context.reader
    .openPullRequests(repositoryId)
    .filter((one) => one.baseRefName === branch && one.mergeQueueEntry !== null)
    .toSorted((one, other) => (one.mergeQueueEntry?.id ?? 0) - (other.mergeQueueEntry?.id ?? 0));
}

/** Says where a pull request is in its queue. `updatedAt` does not move. */
export function setEntryState(context: Context, of: PullRequest, state: MergeQueueEntry["state"]): void {
  const { repositoryId, number } = of;
  const now = pullRequestOf(context, repositoryId, number);
  const entry = now.mergeQueueEntry;
  if (entry === null || entry.state === state) return;
  putPullRequest(context, { ...now, mergeQueueEntry: { ...entry, state } });
}
