import type * as schema from "@octokit/graphql-schema";
import type { GraphQLResolveInfo } from "graphql";
import type { PullRequest, Repository, Review, ReviewComment, ReviewThread } from "../../../world/model.ts";
import { connection, type PageArguments } from "../connection.ts";
import { inRepository, type Source, type View } from "../source.ts";
import { userById } from "./actor.ts";
import { minimizable, written } from "./comment.ts";
import { commit } from "./git-object.ts";
import { pullRequest } from "./pull-request.ts";
import { reactable } from "./reactions.ts";
import { repository } from "./repository.ts";

/** The reviews that the viewer sees: a pending one is its author's alone. */
export function visibleReviews(view: View, of: PullRequest): readonly Review[] {
  return of.reviews.filter(({ state, authorId }) => state !== "PENDING" || authorId === view.viewer.id);
}

/** The threads that the viewer sees: not those of somebody's pending review. */
export function visibleThreads(view: View, of: PullRequest): readonly ReviewThread[] {
  const seen = new Set(visibleReviews(view, of).map(({ id }) => id));
  return of.threads.filter(({ comments }) => comments.some(({ reviewId }) => seen.has(reviewId)));
}

export function review(
  view: View,
  record: Repository,
  of: PullRequest,
  found: Review,
): Source<schema.PullRequestReview> {
  return {
    __typename: "PullRequestReview",
    ...written(view, record, found),
    ...minimizable(found.minimized),
    ...reactable(view, found.reactions),
    state: found.state,
    body: found.body,
    bodyText: found.body,
    // Who answers a mail about a pull request writes a comment.
    createdViaEmail: false,
    submittedAt: found.submittedAt,
    publishedAt: found.submittedAt,
    url: `${view.world.urls.html}/${record.nameWithOwner}/pull/${of.number}#pullrequestreview-${found.id}`,
    commit: () => commit(view, record, found.commitOid),
    pullRequest: () => pullRequest(view, record, of),
    comments: (args: PageArguments, _: View, info: GraphQLResolveInfo) => {
      const comments = of.threads
        .flatMap((thread) => thread.comments.map((comment) => ({ thread, comment })))
        .filter(({ comment }) => comment.reviewId === found.id)
        .toSorted((one, other) => one.comment.id - other.comment.id);
      return connection(
        comments,
        args,
        info,
        ({ thread, comment }) => reviewComment(view, record, of, thread, comment),
        { key: ({ comment }) => comment.id },
      );
    },
  };
}

export function reviewThread(
  view: View,
  record: Repository,
  of: PullRequest,
  thread: ReviewThread,
): Source<schema.PullRequestReviewThread> {
  return {
    __typename: "PullRequestReviewThread",
    [inRepository]: record.id,
    id: thread.nodeId,
    path: thread.path,
    subjectType: thread.subjectType,
    diffSide: thread.side,
    startDiffSide: thread.startSide,
    line: thread.line,
    startLine: thread.startLine,
    originalLine: thread.originalLine,
    originalStartLine: thread.originalStartLine,
    isOutdated: thread.isOutdated,
    isResolved: thread.isResolved,
    isCollapsed: thread.isResolved || thread.isOutdated,
    resolvedBy: () => userById(view, thread.resolvedById),
    viewerCanReply: true,
    viewerCanResolve: !thread.isResolved,
    viewerCanUnresolve: thread.isResolved,
    pullRequest: () => pullRequest(view, record, of),
    repository: () => repository(view, record),
    comments: (args: PageArguments, _: View, info: GraphQLResolveInfo) =>
      connection(thread.comments, args, info, (comment) => reviewComment(view, record, of, thread, comment), {
        key: ({ id }) => id,
      }),
  };
}

export function reviewComment(
  view: View,
  record: Repository,
  of: PullRequest,
  thread: ReviewThread,
  comment: ReviewComment,
): Source<schema.PullRequestReviewComment> {
  const itsReview = of.reviews.find(({ id }) => id === comment.reviewId);
  return {
    __typename: "PullRequestReviewComment",
    ...written(view, record, comment),
    ...minimizable(comment.minimized),
    ...reactable(view, comment.reactions),
    body: comment.body,
    bodyText: comment.body,
    path: thread.path,
    diffHunk: comment.diffHunk,
    position: comment.position,
    originalPosition: comment.originalPosition ?? 0,
    line: thread.line,
    startLine: thread.startLine,
    originalLine: thread.originalLine,
    originalStartLine: thread.originalStartLine,
    outdated: thread.isOutdated,
    subjectType: thread.subjectType,
    state: itsReview?.state === "PENDING" ? "PENDING" : "SUBMITTED",
    draftedAt: comment.createdAt,
    publishedAt: itsReview?.submittedAt ?? null,
    url: `${view.world.urls.html}/${record.nameWithOwner}/pull/${of.number}#discussion_r${comment.id}`,
    commit: () => commit(view, record, comment.commitOid),
    originalCommit: () => commit(view, record, comment.originalCommitOid),
    pullRequest: () => pullRequest(view, record, of),
    pullRequestReview: () => (itsReview === undefined ? null : review(view, record, of, itsReview)),
    replyTo: () => {
      const first = thread.comments.find(({ id }) => id === comment.inReplyToId);
      return first === undefined ? null : reviewComment(view, record, of, thread, first);
    },
  };
}
