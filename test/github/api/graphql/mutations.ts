import type * as schema from "@octokit/graphql-schema";
import type { MergeMethod, MinimizedReason, NodeRef, PullRequest, Repository } from "../../world/model.ts";
import type { DraftComment } from "../../world/world.ts";
import { may } from "../access.ts";
import { graphqlPermissions } from "../permissions.ts";
import { node, pullRequestOf, refOf } from "./node.ts";
import { actor, actorById } from "./objects/actor.ts";
import { issueComment } from "./objects/comment.ts";
import { mergeQueueEntry, pullRequest } from "./objects/pull-request.ts";
import { contentOf, reactable, reaction } from "./objects/reactions.ts";
import { review, reviewComment, reviewThread } from "./objects/review.ts";
import { forbidden, GraphqlProblem, noNode } from "./problem.ts";
import { isSource, type View } from "./source.ts";

type Mutation = keyof schema.Mutation;

type Input<Name extends string> = {
  readonly input: Name extends keyof Inputs ? Inputs[Name] : never;
};

type Inputs = {
  resolveReviewThread: schema.ResolveReviewThreadInput;
  unresolveReviewThread: schema.UnresolveReviewThreadInput;
  minimizeComment: schema.MinimizeCommentInput;
  unminimizeComment: schema.UnminimizeCommentInput;
  addPullRequestReview: schema.AddPullRequestReviewInput;
  updatePullRequestReview: schema.UpdatePullRequestReviewInput;
  dismissPullRequestReview: schema.DismissPullRequestReviewInput;
  updatePullRequestReviewComment: schema.UpdatePullRequestReviewCommentInput;
  deletePullRequestReviewComment: schema.DeletePullRequestReviewCommentInput;
  addPullRequestReviewThreadReply: schema.AddPullRequestReviewThreadReplyInput;
  addComment: schema.AddCommentInput;
  updateIssueComment: schema.UpdateIssueCommentInput;
  deleteIssueComment: schema.DeleteIssueCommentInput;
  addReaction: schema.AddReactionInput;
  removeReaction: schema.RemoveReactionInput;
  addLabelsToLabelable: schema.AddLabelsToLabelableInput;
  removeLabelsFromLabelable: schema.RemoveLabelsFromLabelableInput;
  mergePullRequest: schema.MergePullRequestInput;
  enablePullRequestAutoMerge: schema.EnablePullRequestAutoMergeInput;
  disablePullRequestAutoMerge: schema.DisablePullRequestAutoMergeInput;
  enqueuePullRequest: schema.EnqueuePullRequestInput;
  dequeuePullRequest: schema.DequeuePullRequestInput;
};

type Resolvers = {
  readonly [Name in keyof Inputs & Mutation]: (args: Input<Name>, view: View) => unknown;
};

/** The fields of `Mutation`. Each answers with its payload, read from the state after it. */
export const mutations: Resolvers & { readonly __typename: "Mutation" } = {
  __typename: "Mutation",
  resolveReviewThread: ({ input }, view) => setResolved(view, input, true),
  unresolveReviewThread: ({ input }, view) => setResolved(view, input, false),
  minimizeComment: ({ input }, view) => {
    minimize(view, input.subjectId, "minimizeComment", input.classifier);
    return payload(input, { minimizedComment: () => node(view, input.subjectId) });
  },
  unminimizeComment: ({ input }, view) => {
    minimize(view, input.subjectId, "unminimizeComment", null);
    return payload(input, { unminimizedComment: () => node(view, input.subjectId) });
  },

  addPullRequestReview: async ({ input }, view) => {
    const { record, of } = target(view, input.pullRequestId, "addPullRequestReview", "PullRequest");
    if (input.event === "DISMISS") throw new GraphqlProblem("UNPROCESSABLE", "Can not dismiss a new review");
    if ((input.comments ?? []).length > 0) throw unknownInput("AddPullRequestReviewInput.comments");
    const made = await view.world.createReview(record.id, of.number, view.viewer.id, {
      ...(input.event == null ? {} : { event: input.event }),
      ...(input.body == null ? {} : { body: input.body }),
      ...(input.commitOID == null ? {} : { commitOid: String(input.commitOID) }),
      comments: (input.threads ?? []).flatMap((thread) => (thread == null ? [] : [draft(thread)])),
    });
    const source = () => node(view, made.nodeId);
    return payload(input, { pullRequestReview: source, reviewEdge: { cursor: "", node: source } });
  },
  updatePullRequestReview: ({ input }, view) => {
    const { record, of, id } = target(view, input.pullRequestReviewId, "updatePullRequestReview", "Review");
    const updated = view.world.updateReview(record.id, of.number, view.viewer.id, id, input.body);
    return payload(input, { pullRequestReview: () => node(view, updated.nodeId) });
  },
  dismissPullRequestReview: ({ input }, view) => {
    const { record, of, id } = target(view, input.pullRequestReviewId, "dismissPullRequestReview", "Review");
    const dismissed = view.world.dismissReview(record.id, of.number, view.viewer.id, id, input.message);
    return payload(input, { pullRequestReview: () => node(view, dismissed.nodeId) });
  },
  updatePullRequestReviewComment: ({ input }, view) => {
    const nodeId = input.pullRequestReviewCommentId;
    const { record, id } = target(view, nodeId, "updatePullRequestReviewComment", "ReviewComment");
    view.world.updateReviewComment(record.id, id, view.viewer.id, input.body);
    return payload(input, { pullRequestReviewComment: () => node(view, nodeId) });
  },
  deletePullRequestReviewComment: ({ input }, view) => {
    const { record, of, id } = target(view, input.id, "deletePullRequestReviewComment", "ReviewComment");
    const found = view.world.findReviewComment(record.id, id);
    view.world.deleteReviewComment(record.id, id, view.viewer.id);
    const its = of.reviews.find((one) => one.id === found?.comment.reviewId);
    return payload(input, {
      pullRequestReview: () => (its === undefined ? null : review(view, record, of, its)),
      pullRequestReviewComment: () =>
        found === null ? null : reviewComment(view, record, of, found.thread, found.comment),
    });
  },
  addPullRequestReviewThreadReply: ({ input }, view) => {
    const nodeId = input.pullRequestReviewThreadId;
    if (input.pullRequestReviewId != null) {
      throw unknownInput("AddPullRequestReviewThreadReplyInput.pullRequestReviewId");
    }
    const { record, of, id } = target(view, nodeId, "addPullRequestReviewThreadReply", "ReviewThread");
    const first = of.threads.find((thread) => thread.id === id)?.comments[0];
    if (first === undefined) throw noNode(nodeId);
    const { world, viewer } = view;
    const reply = world.replyToReviewComment(record.id, of.number, viewer.id, first.id, input.body);
    return payload(input, { comment: () => node(view, reply.nodeId) });
  },

  addComment: ({ input }, view) => {
    const { record, of } = target(view, input.subjectId, "addComment", "PullRequest");
    const made = view.world.createIssueComment(record.id, of.number, view.viewer.id, input.body);
    return payload(input, {
      commentEdge: { cursor: "", node: () => issueComment(view, record, of, made) },
      subject: () => node(view, input.subjectId),
    });
  },
  updateIssueComment: ({ input }, view) => {
    const { record, id } = target(view, input.id, "updateIssueComment", "IssueComment");
    view.world.updateIssueComment(record.id, id, view.viewer.id, input.body);
    return payload(input, { issueComment: () => node(view, input.id) });
  },
  deleteIssueComment: ({ input }, view) => {
    const { record, id } = target(view, input.id, "deleteIssueComment", "IssueComment");
    view.world.deleteIssueComment(record.id, id, view.viewer.id);
    return payload(input, {});
  },
  addReaction: ({ input }, view) => {
    const record = reactionTarget(view, input.subjectId, "addReaction");
    const content = contentOf(input.content);
    const made = view.world.addReaction({ nodeId: input.subjectId }, view.viewer.id, content);
    return payload(input, {
      reaction: reaction(view, made.reaction),
      ...reactionPayload(view, input.subjectId, record),
    });
  },
  removeReaction: ({ input }, view) => {
    const record = reactionTarget(view, input.subjectId, "removeReaction");
    const content = contentOf(input.content);
    view.world.removeReaction({ nodeId: input.subjectId }, view.viewer.id, { content });
    return payload(input, { reaction: null, ...reactionPayload(view, input.subjectId, record) });
  },

  addLabelsToLabelable: ({ input }, view) => {
    const { record, of } = target(view, input.labelableId, "addLabelsToLabelable", "PullRequest");
    view.world.addLabels(record.id, of.number, view.viewer.id, labelNames(record, input.labelIds));
    return payload(input, { labelable: () => node(view, input.labelableId) });
  },
  removeLabelsFromLabelable: ({ input }, view) => {
    const { record, of } = target(view, input.labelableId, "removeLabelsFromLabelable", "PullRequest");
    const has = new Set(view.world.labelsOf(of).map(({ name }) => name));
    for (const name of labelNames(record, input.labelIds)) {
      if (has.has(name)) view.world.removeLabel(record.id, of.number, view.viewer.id, name);
    }
    return payload(input, { labelable: () => node(view, input.labelableId) });
  },

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

function payload(input: { clientMutationId?: string | null }, fields: Record<string, unknown>) {
  return { clientMutationId: input.clientMutationId ?? null, ...fields };
}

type InPullRequest = Extract<NodeRef, { number: number }>["kind"];

/** What a mutation is about, if it is of the right kind and the token may do this to its repository. */
function target(
  view: View,
  nodeId: string,
  mutation: keyof Inputs,
  ...kinds: InPullRequest[]
): { record: Repository; of: PullRequest; id: number; kind: InPullRequest } {
  const found = refOf(view, nodeId, ...kinds);
  const { record, of } = pullRequestOf(view, nodeId);
  const requirement = graphqlPermissions[`Mutation.${mutation}`] ?? [];
  if (!may(view.reader, view.caller, record, requirement)) throw forbidden();
  return { record, of, kind: found.kind, id: "id" in found ? found.id : of.id };
}

function setResolved(view: View, input: schema.ResolveReviewThreadInput, isResolved: boolean) {
  const mutation = isResolved ? "resolveReviewThread" : "unresolveReviewThread";
  const { record, of } = target(view, input.threadId, mutation, "ReviewThread");
  const changed = view.world.setThreadResolved(input.threadId, view.viewer.id, isResolved);
  const now = view.reader.pullRequest(record.id, of.number) ?? of;
  return payload(input, { thread: reviewThread(view, record, now, changed) });
}

function minimize(
  view: View,
  subjectId: string,
  mutation: "minimizeComment" | "unminimizeComment",
  reason: MinimizedReason | null,
): void {
  target(view, subjectId, mutation, "IssueComment", "ReviewComment", "Review");
  view.world.setMinimized({ nodeId: subjectId }, view.viewer.id, reason);
}

/** Reactions to a comment of the conversation are a matter of issues:write alone, as in REST. */
function reactionTarget(
  view: View,
  subjectId: string,
  mutation: "addReaction" | "removeReaction",
): Repository {
  const kinds = ["IssueComment", "ReviewComment", "Review", "PullRequest"] as const;
  const { record, kind } = target(view, subjectId, mutation, ...kinds);
  const needed = kind === "IssueComment" || kind === "PullRequest" ? "issues:write" : "pull_requests:write";
  if (!may(view.reader, view.caller, record, [[needed]])) throw forbidden();
  return record;
}

function reactionPayload(view: View, subjectId: string, record: Repository) {
  return {
    subject: () => node(view, subjectId),
    reactionGroups: async () => {
      const subject = await node(view, subjectId);
      const groups = isSource(subject) ? subject.reactionGroups : undefined;
      return typeof groups === "function" ? groups() : reactable(view, []).reactionGroups();
    },
    repositoryId: record.id,
  };
}

function labelNames(record: Repository, ids: readonly string[]): string[] {
  return ids.map((id) => {
    const found = record.labels.find(({ nodeId }) => nodeId === id);
    if (found === undefined) throw noNode(id);
    return found.name;
  });
}

function mergePayload(view: View, record: Repository, of: PullRequest) {
  return {
    actor: () => actor(view, view.viewer) ?? actorById(view, view.viewer.id),
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

function draft(thread: schema.DraftPullRequestReviewThread): DraftComment {
  return {
    path: thread.path,
    body: thread.body,
    ...(thread.line == null ? {} : { line: thread.line }),
    ...(thread.side == null ? {} : { side: thread.side }),
    ...(thread.startLine == null ? {} : { startLine: thread.startLine }),
    ...(thread.startSide == null ? {} : { startSide: thread.startSide }),
  };
}

function unknownInput(name: string): Error {
  return new Error(`the simulated GitHub does not know ${name}`);
}
