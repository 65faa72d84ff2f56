import { checkBody } from "./bodies.ts";
import { type Context, pullRequestOf, updatePullRequest } from "./context.ts";
import { invalid, notFound, Refusal, unprocessable } from "./errors.ts";
import { emit, shown, simplePullRequest } from "./events.ts";
import type { DraftComment, DraftReview } from "./inputs.ts";
import { reviewCommentJson, reviewJson } from "./json/pull-request.ts";
import type { Oid, PullRequest, Review, ReviewComment, ReviewState, ReviewThread } from "./model.ts";
import { protectionOf } from "./requirements.ts";
import { resolveDraft } from "./review-places.ts";
import { compareCommits, threadsOn } from "./threads.ts";
import { createEvent } from "./timeline.ts";

type Verdict = "APPROVE" | "REQUEST_CHANGES" | "COMMENT";

const stateOf: Readonly<Record<Verdict, ReviewState>> = {
  APPROVE: "APPROVED",
  REQUEST_CHANGES: "CHANGES_REQUESTED",
  COMMENT: "COMMENTED",
};

/** All or nothing: one comment that is refused refuses the review. */
export async function createReview(
  context: Context,
  repositoryId: number,
  number: number,
  by: number,
  draft: DraftReview,
): Promise<Review> {
  const asked = pullRequestOf(context, repositoryId, number);
  const comments = draft.comments ?? [];
  const body = draft.body ?? "";
  checkVerdict(asked, by, draft.event, body, comments.length);
  checkBody("PullRequestReview", body);
  if (draft.event === undefined && pendingReview(asked, by) !== undefined) {
    throw unprocessable("User can only have one pending review per pull request");
  }
  const commitOid = draft.commitOid ?? asked.headRefOid;
  await requireCommit(context, asked, commitOid);
  const made = await draftThreads(context, asked, by, commitOid, comments);

  const pullRequest = pullRequestOf(context, repositoryId, number);
  const state = draft.event === undefined ? "PENDING" : stateOf[draft.event];
  const review = newReview(context, pullRequest, by, state, body, commitOid);
  const threads = made(review.id);
  const changed = updatePullRequest(context, pullRequest, {
    reviews: [...pullRequest.reviews, review],
    threads: [...pullRequest.threads, ...threads],
    requestedReviewerIds: pullRequest.requestedReviewerIds.filter((id) => state === "PENDING" || id !== by),
  });
  const placed = await replaced(context, changed);
  if (state !== "PENDING") emitSubmitted(context, placed, review, by);
  return review;
}

/** A comment on a former head is moved to the present one at once. */
async function replaced(context: Context, pullRequest: PullRequest): Promise<PullRequest> {
  if (pullRequest.threads.every((thread) => thread.originalCommitOid === pullRequest.headRefOid)) {
    return pullRequest;
  }
  const threads = await threadsOn(context, pullRequest, pullRequest.baseRefOid, pullRequest.headRefOid);
  const now = pullRequestOf(context, pullRequest.repositoryId, pullRequest.number);
  if (now.threads !== pullRequest.threads) return replaced(context, now);
  return updatePullRequest(context, now, { threads });
}

export function submitReview(
  context: Context,
  repositoryId: number,
  number: number,
  by: number,
  reviewId: number,
  submit: { event: Verdict; body?: string },
): Review {
  const pullRequest = pullRequestOf(context, repositoryId, number);
  const review = reviewOf(pullRequest, reviewId);
  if (review.state !== "PENDING") throw unprocessable("Can not submit a review that is not pending");
  const body = submit.body ?? review.body;
  checkVerdict(pullRequest, by, submit.event, body, commentsOf(pullRequest, review.id).length);
  checkBody("PullRequestReview", body);
  const now = context.timestamp();
  const submitted: Review = {
    ...review,
    state: stateOf[submit.event],
    body,
    submittedAt: now,
    updatedAt: now,
  };
  const changed = putReview(context, pullRequest, submitted, {
    requestedReviewerIds: pullRequest.requestedReviewerIds.filter((id) => id !== by),
  });
  emitSubmitted(context, changed, submitted, by);
  return submitted;
}

export function updateReview(
  context: Context,
  repositoryId: number,
  number: number,
  by: number,
  reviewId: number,
  body: string,
): Review {
  const pullRequest = pullRequestOf(context, repositoryId, number);
  const review = reviewOf(pullRequest, reviewId);
  checkBody("PullRequestReview", body);
  if (body.trim() === "" && review.state !== "APPROVED") throw unprocessable("Body can't be blank");
  const now = context.timestamp();
  const edited: Review = { ...review, body, lastEditedAt: now, editorId: by, updatedAt: now };
  const changed = putReview(context, pullRequest, edited);
  if (review.state !== "PENDING" && body !== review.body) {
    emitReview(context, "edited", changed, edited, by, { changes: { body: { from: review.body } } });
  }
  return edited;
}

export function dismissReview(
  context: Context,
  repositoryId: number,
  number: number,
  by: number,
  reviewId: number,
  message: string,
): Review {
  const pullRequest = pullRequestOf(context, repositoryId, number);
  const review = reviewOf(pullRequest, reviewId);
  if (review.state !== "APPROVED" && review.state !== "CHANGES_REQUESTED") {
    throw unprocessable(`Can not dismiss a ${review.state.toLowerCase()} pull request review`);
  }
  if (message.trim() === "") throw invalid("PullRequestReview", "message", "missing_field");
  const dismissers = protectionOf(context.reader, pullRequest)?.dismisserIds ?? null;
  if (dismissers !== null && !dismissers.includes(by)) {
    throw new Refusal(403, "You do not have permission to dismiss reviews on this pull request");
  }
  return dismiss(context, pullRequest, by, reviewId, message);
}

function dismiss(
  context: Context,
  pullRequest: PullRequest,
  by: number,
  reviewId: number,
  message: string,
): Review {
  const review = reviewOf(pullRequest, reviewId);
  const dismissed: Review = { ...review, state: "DISMISSED", updatedAt: context.timestamp() };
  const changed = putReview(context, pullRequest, dismissed, {
    timeline: [
      ...pullRequest.timeline,
      {
        ...createEvent(context, pullRequest, by),
        kind: "ReviewDismissedEvent",
        reviewId,
        previousState: review.state,
        message,
      },
    ],
  });
  emitReview(context, "dismissed", changed, dismissed, by);
  return dismissed;
}

/** A push dismisses the approvals, where the base's protection wants it so. Nobody says why. */
export function dismissStaleReviews(
  context: Context,
  { repositoryId, number }: PullRequest,
  by: number,
): void {
  for (const { id, state } of pullRequestOf(context, repositoryId, number).reviews) {
    if (state === "APPROVED") dismiss(context, pullRequestOf(context, repositoryId, number), by, id, "");
  }
}

export function deleteReview(
  context: Context,
  repositoryId: number,
  number: number,
  by: number,
  reviewId: number,
): void {
  const pullRequest = pullRequestOf(context, repositoryId, number);
  const review = reviewOf(pullRequest, reviewId);
  if (review.state !== "PENDING" || review.authorId !== by) {
    throw unprocessable("Can not delete a non-pending pull request review");
  }
  updatePullRequest(context, pullRequest, {
    reviews: pullRequest.reviews.filter((other) => other.id !== reviewId),
    threads: withoutComments(pullRequest.threads, (comment) => comment.reviewId === reviewId),
  });
}

/** A comment by itself makes a review of its own, without a body. */
export async function createReviewComment(
  context: Context,
  repositoryId: number,
  number: number,
  by: number,
  comment: DraftComment & { commitOid?: Oid },
): Promise<ReviewComment> {
  const pullRequest = pullRequestOf(context, repositoryId, number);
  const { commitOid = pullRequest.headRefOid, ...draft } = comment;
  const review = await createReview(context, repositoryId, number, by, {
    event: "COMMENT",
    commitOid,
    comments: [draft],
  });
  const made = commentsOf(pullRequestOf(context, repositoryId, number), review.id)[0];
  if (made === undefined) throw new Error("the comment of the review is missing");
  return made;
}

export function replyToReviewComment(
  context: Context,
  repositoryId: number,
  number: number,
  by: number,
  commentId: number,
  body: string,
): ReviewComment {
  const pullRequest = pullRequestOf(context, repositoryId, number);
  const thread = pullRequest.threads.find((candidate) =>
    candidate.comments.some((comment) => comment.id === commentId),
  );
  const first = thread?.comments[0];
  if (thread === undefined || first === undefined) throw notFound();
  requireBody(body);
  const review = newReview(context, pullRequest, by, "COMMENTED", "", pullRequest.headRefOid);
  const reply: ReviewComment = {
    ...first,
    ...newCommentIds(context, pullRequest),
    reviewId: review.id,
    inReplyToId: first.id,
    authorId: by,
    body,
  };
  const changed = updatePullRequest(context, pullRequest, {
    reviews: [...pullRequest.reviews, review],
    threads: pullRequest.threads.map((other) =>
      other.id === thread.id ? { ...other, comments: [...other.comments, reply] } : other,
    ),
  });
  emitSubmitted(context, changed, review, by);
  return reply;
}

export function updateReviewComment(
  context: Context,
  repositoryId: number,
  commentId: number,
  by: number,
  body: string,
): ReviewComment {
  const found = findReviewComment(context, repositoryId, commentId);
  if (found === null) throw notFound();
  requireBody(body);
  const { pullRequest, thread, comment } = found;
  if (body === comment.body) return comment;
  const now = context.timestamp();
  const edited: ReviewComment = { ...comment, body, updatedAt: now, lastEditedAt: now, editorId: by };
  const changed = replaceComment(context, pullRequest, edited);
  emitComment(context, "edited", changed, thread, edited, by, { changes: { body: { from: comment.body } } });
  return edited;
}

/** The last comment takes its thread along, and a review of which nothing is left goes too. */
export function deleteReviewComment(
  context: Context,
  repositoryId: number,
  commentId: number,
  by: number,
): void {
  const found = findReviewComment(context, repositoryId, commentId);
  if (found === null) throw notFound();
  const { pullRequest, thread, comment } = found;
  const threads = withoutComments(pullRequest.threads, (other) => other.id === commentId);
  const reviews = pullRequest.reviews.filter(
    (review) =>
      review.id !== comment.reviewId ||
      review.body !== "" ||
      review.state !== "COMMENTED" ||
      threads.some((other) => other.comments.some((left) => left.reviewId === review.id)),
  );
  const changed = updatePullRequest(context, pullRequest, { threads, reviews });
  emitComment(context, "deleted", changed, thread, comment, by);
}

export function findReviewComment(
  context: Context,
  repositoryId: number,
  commentId: number,
  reader = context.reader,
): { pullRequest: PullRequest; thread: ReviewThread; comment: ReviewComment } | null {
  const node = context.state.nodeIds.get("ReviewComment", commentId);
  if (node?.kind !== "ReviewComment" || node.repositoryId !== repositoryId) return null;
  const pullRequest = reader.pullRequest(repositoryId, node.number);
  for (const thread of pullRequest?.threads ?? []) {
    const comment = thread.comments.find((candidate) => candidate.id === commentId);
    if (pullRequest !== null && comment !== undefined) return { pullRequest, thread, comment };
  }
  return null;
}

/** Puts another state of a comment in its place. */
export function replaceComment(
  context: Context,
  pullRequest: PullRequest,
  changed: ReviewComment,
): PullRequest {
  return updatePullRequest(context, pullRequest, {
    threads: pullRequest.threads.map((thread) => ({
      ...thread,
      comments: thread.comments.map((comment) => (comment.id === changed.id ? changed : comment)),
    })),
  });
}

/** The review of this id. Refused with 404 if there is none. */
export function reviewOf(pullRequest: PullRequest, reviewId: number): Review {
  const review = pullRequest.reviews.find((candidate) => candidate.id === reviewId);
  if (review === undefined) throw notFound();
  return review;
}

function putReview(
  context: Context,
  pullRequest: PullRequest,
  changed: Review,
  more: Partial<PullRequest> = {},
): PullRequest {
  const reviews = pullRequest.reviews.map((review) => (review.id === changed.id ? changed : review));
  return updatePullRequest(context, pullRequest, { ...more, reviews });
}

function checkVerdict(
  pullRequest: PullRequest,
  by: number,
  event: Verdict | undefined,
  body: string,
  comments: number,
): void {
  if (event === undefined) return;
  if (by === pullRequest.authorId && event !== "COMMENT") {
    const what = event === "APPROVE" ? "approve" : "request changes on";
    throw unprocessable(`Can not ${what} your own pull request`);
  }
  const missing =
    body.trim() === "" && (event === "REQUEST_CHANGES" || (event === "COMMENT" && comments === 0));
  if (missing) throw unprocessable("Body can't be blank");
}

/** A review is about one of the commits that the pull request has, or had as its head. */
async function requireCommit(context: Context, pullRequest: PullRequest, oid: Oid): Promise<void> {
  if (pullRequest.formerHeads.includes(oid)) return;
  const git = context.git(pullRequest.repositoryId);
  const own = await git.commitsBetween(pullRequest.baseRefOid, pullRequest.headRefOid, 250);
  if (!own.includes(oid)) {
    throw new Refusal(422, "Validation Failed", [
      {
        resource: "PullRequestReview",
        field: "commit_id",
        code: "custom",
        message: "commit_id is not part of the pull request",
      },
    ]);
  }
}

/** Checks the comments of a review that is to be; the result makes their threads. */
async function draftThreads(
  context: Context,
  pullRequest: PullRequest,
  by: number,
  commitOid: Oid,
  comments: readonly DraftComment[],
): Promise<(reviewId: number) => readonly ReviewThread[]> {
  if (comments.length === 0) return () => [];
  const git = context.git(pullRequest.repositoryId);
  const diff = await compareCommits(git, pullRequest.baseRefOid, commitOid);
  const places = comments.map((comment) => {
    requireBody(comment.body);
    return { comment, place: resolveDraft(diff, comment) };
  });
  return (reviewId) =>
    places.map(({ comment, place }) => {
      const { repositoryId, number } = pullRequest;
      const id = context.nextId();
      const { diffHunk, position, ...where } = place;
      return {
        id,
        nodeId: context.state.nodeIds.create("ReviewThread", id, {
          kind: "ReviewThread",
          repositoryId,
          number,
          id,
        }),
        ...where,
        originalLine: where.line,
        originalStartLine: where.startLine,
        originalCommitOid: commitOid,
        isOutdated: false,
        isResolved: false,
        resolvedById: null,
        comments: [
          {
            ...newCommentIds(context, pullRequest),
            reviewId,
            inReplyToId: null,
            authorId: by,
            body: comment.body,
            diffHunk,
            position,
            originalPosition: position,
            commitOid,
            originalCommitOid: commitOid,
          },
        ],
      };
    });
}

function newReview(
  context: Context,
  { repositoryId, number }: PullRequest,
  by: number,
  state: ReviewState,
  body: string,
  commitOid: Oid,
): Review {
  const id = context.nextId();
  const now = context.timestamp();
  return {
    id,
    nodeId: context.state.nodeIds.create("Review", id, { kind: "Review", repositoryId, number, id }),
    authorId: by,
    state,
    body,
    commitOid,
    createdAt: now,
    updatedAt: now,
    submittedAt: state === "PENDING" ? null : now,
    lastEditedAt: null,
    editorId: null,
    minimized: null,
    reactions: [],
  };
}

function newCommentIds(context: Context, { repositoryId, number }: PullRequest) {
  const id = context.nextId();
  const now = context.timestamp();
  const node = { kind: "ReviewComment", repositoryId, number, id } as const;
  return {
    id,
    nodeId: context.state.nodeIds.create("ReviewComment", id, node),
    minimized: null,
    createdAt: now,
    updatedAt: now,
    lastEditedAt: null,
    editorId: null,
    reactions: [],
  };
}

function pendingReview(pullRequest: PullRequest, by: number): Review | undefined {
  return pullRequest.reviews.find((review) => review.state === "PENDING" && review.authorId === by);
}

function commentsOf(pullRequest: PullRequest, reviewId: number): readonly ReviewComment[] {
  return pullRequest.threads
    .flatMap((thread) => thread.comments)
    .filter((comment) => comment.reviewId === reviewId);
}

function withoutComments(
  threads: readonly ReviewThread[],
  gone: (comment: ReviewComment) => boolean,
): readonly ReviewThread[] {
  return threads
    .map((thread) => ({ ...thread, comments: thread.comments.filter((comment) => !gone(comment)) }))
    .filter((thread) => thread.comments.length > 0);
}

function requireBody(body: string): void {
  if (body.trim() === "") throw unprocessable("Pull request review comment body can't be blank");
  checkBody("PullRequestReviewComment", body);
}

function emitSubmitted(context: Context, pullRequest: PullRequest, review: Review, by: number): void {
  emitReview(context, "submitted", pullRequest, review, by);
  for (const thread of pullRequest.threads) {
    for (const comment of thread.comments) {
      if (comment.reviewId === review.id) emitComment(context, "created", pullRequest, thread, comment, by);
    }
  }
}

function emitReview(
  context: Context,
  action: string,
  pullRequest: PullRequest,
  review: Review,
  by: number,
  more: Readonly<Record<string, unknown>> = {},
): void {
  emit(context, "pull_request_review", action, pullRequest.repositoryId, by, () => ({
    review: {
      ...reviewJson(shown(context), pullRequest, review),
      body: review.body === "" ? null : review.body,
      state: review.state.toLowerCase(),
    },
    pull_request: simplePullRequest(context, pullRequest),
    ...more,
  }));
}

function emitComment(
  context: Context,
  action: string,
  pullRequest: PullRequest,
  thread: ReviewThread,
  comment: ReviewComment,
  by: number,
  more: Readonly<Record<string, unknown>> = {},
): void {
  emit(context, "pull_request_review_comment", action, pullRequest.repositoryId, by, () => ({
    comment: reviewCommentJson(shown(context), pullRequest, thread, comment),
    pull_request: simplePullRequest(context, pullRequest),
    ...more,
  }));
}
