import { type Context, pullRequestOf, repositoryOf, updatePullRequest } from "./context.ts";
import { Refusal, unprocessable } from "./errors.ts";
import { emitPullRequest } from "./events.ts";
import { mergeState } from "./merge-state.ts";
import { computeMergeability } from "./mergeability.ts";
import type { MergeMethod, Oid, PullRequest, Repository } from "./model.ts";
import { hasMergeQueue, protectionOf } from "./requirements.ts";
import { createEvent } from "./timeline.ts";

export type AutoMergeOptions = {
  readonly method?: MergeMethod;
  readonly expectedHead?: Oid;
  readonly commitTitle?: string | null;
  readonly commitBody?: string | null;
};

/** Refused with 422 where the repository does not allow it, or there is nothing to wait for. */
export async function enableAutoMerge(
  context: Context,
  repositoryId: number,
  number: number,
  by: number,
  options: AutoMergeOptions = {},
): Promise<PullRequest> {
  const asked = pullRequestOf(context, repositoryId, number);
  const repository = repositoryOf(context, repositoryId);
  const method = options.method ?? "merge";
  expectHead(asked, options.expectedHead);
  if (!repository.allowAutoMerge) throw unprocessable("Auto merge is not allowed for this repository");
  if (asked.state !== "OPEN") throw unprocessable("Can't enable auto-merge for this pull request.");
  const hasQueue = hasMergeQueue(repository, asked.baseRefName);
  // A queue merges in its own way, whatever was asked for.
  if (!hasQueue && !allowsMethod(repository, method))
    throw unprocessable(`Merge method ${methodWords[method]}`);
  const protection = protectionOf(context.reader, asked);
  if (protection === null && !hasQueue) {
    throw unprocessable("Pull request Protected branch rules not configured for this branch");
  }
  if (protection !== null && protection.pusherIds !== null && !protection.pusherIds.includes(by)) {
    throw unprocessable("Pull request User is not authorized for this protected branch");
  }
  const { state } = await computeMergeability(context, repositoryId, number);
  const now = pullRequestOf(context, repositoryId, number);
  expectHead(now, options.expectedHead);
  const status = await mergeState(context, context.reader, now, state);
  if (now.isDraft) throw unprocessable("Pull request Pull request is in draft status");
  if (status !== "BLOCKED" && status !== "BEHIND") {
    throw unprocessable(`Pull request Pull request is in ${status.toLowerCase()} status`);
  }
  const current = pullRequestOf(context, repositoryId, number);
  expectHead(current, options.expectedHead);
  const changed = updatePullRequest(context, current, {
    autoMerge: {
      enabledById: by,
      enabledAt: context.timestamp(),
      method,
      commitTitle: options.commitTitle ?? null,
      commitBody: options.commitBody ?? null,
    },
    timeline: [...current.timeline, { ...createEvent(context, current, by), kind: "AutoMergeEnabledEvent" }],
  });
  emitPullRequest(context, "auto_merge_enabled", changed, by);
  return changed;
}

const methodWords = {
  merge: "merge commits are not allowed on this repository",
  squash: "squash merging is not allowed on this repository",
  rebase: "rebase merging is not allowed on this repository",
} as const satisfies Record<MergeMethod, string>;

/** Whether a repository lets its people merge in this way. */
export function allowsMethod(repository: Repository, method: MergeMethod): boolean {
  const { allowMergeCommit, allowSquashMerge, allowRebaseMerge } = repository;
  return { merge: allowMergeCommit, squash: allowSquashMerge, rebase: allowRebaseMerge }[method];
}

/** Refused in the words that enabling auto-merge and the merge queue have for a head that moved. */
export function expectHead({ number, headRefOid }: PullRequest, expected: Oid | undefined): void {
  if (expected === undefined || expected === headRefOid) return;
  throw unprocessable(`Failed to add PR #${number}: expected head oid does not match the current head oid`);
}

/** Nothing happens if it is not enabled. `reason` is null where somebody asked for it. */
export function disableAutoMerge(
  context: Context,
  { repositoryId, number }: Pick<PullRequest, "repositoryId" | "number">,
  by: number,
  reason: string | null,
): PullRequest {
  const pullRequest = pullRequestOf(context, repositoryId, number);
  if (pullRequest.state !== "OPEN" || pullRequest.autoMerge === null) return pullRequest;
  const changed = updatePullRequest(context, pullRequest, {
    autoMerge: null,
    timeline: [
      ...pullRequest.timeline,
      { ...createEvent(context, pullRequest, by), kind: "AutoMergeDisabledEvent", reason },
    ],
  });
  emitPullRequest(context, "auto_merge_disabled", changed, by, { reason: reason ?? "" });
  return changed;
}

/** Whether a refusal is only that something is still missing, so that what waits goes on waiting. */
export function isRefusal(error: unknown): error is Refusal {
  return error instanceof Refusal;
}
