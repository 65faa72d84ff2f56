import type * as schema from "@octokit/graphql-schema";
import type { DraftComment } from "../../../world/inputs.ts";
import { node } from "../node.ts";
import { review, reviewComment } from "../objects/review.ts";
import { GraphqlProblem, noNode } from "../problem.ts";
import { payload, type Resolvers, target, unknownInput } from "./target.ts";

export const reviewMutations: Resolvers<
  | "addPullRequestReview"
  | "updatePullRequestReview"
  | "dismissPullRequestReview"
  | "updatePullRequestReviewComment"
  | "deletePullRequestReviewComment"
  | "addPullRequestReviewThreadReply"
> = {
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
};

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
