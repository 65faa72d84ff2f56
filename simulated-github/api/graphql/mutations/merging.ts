import type * as schema from "@octokit/graphql-schema";
import type { MergeMethod, PullRequest, Repository } from "../../../world/model.ts";
import { actor } from "../objects/actor.ts";
import { mergeQueueEntry } from "../objects/merge-queue.ts";
import { pullRequest } from "../objects/pull-request.ts";
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
      ...expectedHead(input.expectedHeadOid),
      ...(input.commitHeadline == null ? {} : { title: input.commitHeadline }),
      ...(input.commitBody == null ? {} : { message: input.commitBody }),
    });
    return payload(input, mergePayload(view, record, merged));
  },
  enablePullRequestAutoMerge: async ({ input }, view) => {
    const { record, of } = target(view, input.pullRequestId, "enablePullRequestAutoMerge", "PullRequest");
    const changed = await view.world.enableAutoMerge(record.id, of.number, view.viewer.id, {
      method: mergeMethod(input.mergeMethod),
      ...expectedHead(input.expectedHeadOid),
      commitTitle: input.commitHeadline ?? null,
      commitBody: input.commitBody ?? null,
    });
    return payload(input, mergePayload(view, record, changed));
  },
  disablePullRequestAutoMerge: async ({ input }, view) => {
    const { record, of } = target(view, input.pullRequestId, "disablePullRequestAutoMerge", "PullRequest");
    const changed = view.world.disableAutoMerge(record.id, of.number, view.viewer.id);
    return payload(input, mergePayload(view, record, changed));
  },
  enqueuePullRequest: async ({ input }, view) => {
    const { record, of } = target(view, input.pullRequestId, "enqueuePullRequest", "PullRequest");
    const { world, viewer } = view;
    const queued = await world.enqueue(record.id, of.number, viewer.id, expectedHead(input.expectedHeadOid));
    const entry = queued.mergeQueueEntry;
    return payload(input, {
      mergeQueueEntry: entry === null ? null : mergeQueueEntry(view, record, queued, entry),
    });
  },
  dequeuePullRequest: async ({ input }, view) => {
    const { record, of } = target(view, input.id, "dequeuePullRequest", "PullRequest");
    view.world.dequeue(record.id, of.number, view.viewer.id);
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

function expectedHead(oid: unknown): { expectedHead?: string } {
  return oid == null ? {} : { expectedHead: String(oid) };
}
