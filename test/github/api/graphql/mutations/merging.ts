import type * as schema from "@octokit/graphql-schema";
import type { MergeMethod, PullRequest, Repository } from "../../../world/model.ts";
import { actor } from "../objects/actor.ts";
import { mergeQueueEntry, mergeStateStatus, pullRequest } from "../objects/pull-request.ts";
import { GraphqlProblem } from "../problem.ts";
import type { View } from "../source.ts";
import { payload, type Resolvers, target } from "./target.ts";

export const mergeMutations: Resolvers<
  | "mergePullRequest"
  | "enablePullRequestAutoMerge"
  | "disablePullRequestAutoMerge"
  | "enqueuePullRequest"
  | "dequeuePullRequest"
> = {
  mergePullRequest: async ({ input }, view) => {
    const { record, of } = target(view, input.pullRequestId, "mergePullRequest", "PullRequest");
    const merged = await view.world.mergePullRequest(record.id, of.number, view.viewer.id, {
      method: mergeMethod(input.mergeMethod),
      ...(input.expectedHeadOid == null ? {} : { expectedHead: String(input.expectedHeadOid) }),
      ...(input.commitHeadline == null ? {} : { title: input.commitHeadline }),
      ...(input.commitBody == null ? {} : { message: input.commitBody }),
    });
    return payload(input, mergePayload(view, record, merged));
  },
  enablePullRequestAutoMerge: async ({ input }, view) => {
    const { record, of } = target(view, input.pullRequestId, "enablePullRequestAutoMerge", "PullRequest");
    expectHead(of, input.expectedHeadOid);
    await refuseAutoMerge(view, record, of);
    const changed = await view.world.setAutoMerge(record.id, of.number, view.viewer.id, {
      method: mergeMethod(input.mergeMethod),
      commitTitle: input.commitHeadline ?? null,
      commitBody: input.commitBody ?? null,
    });
    return payload(input, mergePayload(view, record, changed));
  },
  disablePullRequestAutoMerge: async ({ input }, view) => {
    const { record, of } = target(view, input.pullRequestId, "disablePullRequestAutoMerge", "PullRequest");
    const changed = await view.world.setAutoMerge(record.id, of.number, view.viewer.id, null);
    return payload(input, mergePayload(view, record, changed));
  },
  enqueuePullRequest: async ({ input }, view) => {
    const { record, of } = target(view, input.pullRequestId, "enqueuePullRequest", "PullRequest");
    expectHead(of, input.expectedHeadOid);
    if (!record.mergeQueueBranches.includes(of.baseRefName)) {
      throw new GraphqlProblem("UNPROCESSABLE", "Base branch does not have a merge queue enabled");
    }
    const queued = await view.world.enqueue(record.id, of.number, view.viewer.id);
    const entry = queued.mergeQueueEntry;
    return payload(input, {
      mergeQueueEntry: entry === null ? null : mergeQueueEntry(view, record, queued, entry),
    });
  },
  dequeuePullRequest: async ({ input }, view) => {
    const { record, of } = target(view, input.id, "dequeuePullRequest", "PullRequest");
    await view.world.dequeue(record.id, of.number, view.viewer.id);
    const entry = of.mergeQueueEntry;
    return payload(input, {
      mergeQueueEntry: entry === null ? null : mergeQueueEntry(view, record, of, entry),
    });
  },
};

function mergePayload(view: View, record: Repository, of: PullRequest) {
  return {
    actor: () => actor(view, view.viewer),
    pullRequest: () => pullRequest(view, record, of),
  };
}

function mergeMethod(method: schema.PullRequestMergeMethod | null | undefined): MergeMethod {
  const methods = { MERGE: "merge", SQUASH: "squash", REBASE: "rebase" } as const;
  return methods[method ?? "MERGE"];
}

function expectHead(of: PullRequest, expected: unknown): void {
  if (expected != null && expected !== of.headRefOid) {
    throw new GraphqlProblem("UNPROCESSABLE", "Expected head oid does not match the pull request's head oid");
  }
}

/**
 * GitHub enables auto-merge only while there is something to wait for. There are no required checks here, so
 * that is any check that is not done or has failed.
 */
async function refuseAutoMerge(view: View, record: Repository, of: PullRequest): Promise<void> {
  if (!record.allowAutoMerge) {
    throw new GraphqlProblem("UNPROCESSABLE", "Auto merge is not allowed for this repository");
  }
  const { state } = await view.world.askMergeability(record.id, of.number);
  if (mergeStateStatus(view, record, of, state) === "CLEAN") {
    throw new GraphqlProblem("UNPROCESSABLE", "Pull request Pull request is in clean status");
  }
}
