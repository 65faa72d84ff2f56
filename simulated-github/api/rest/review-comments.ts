import type { DraftComment } from "../../world/inputs.ts";
import { reactionJson, reviewCommentJson } from "../../world/json/pull-request.ts";
import type { PullRequest, ReviewComment, ReviewThread } from "../../world/model.ts";
import { malformed } from "../problem.ts";
import type { Body } from "./body.ts";
import {
  actorOf,
  type Call,
  found,
  type Handlers,
  idOf,
  notFound,
  pullRequestOf,
  repositoryOf,
} from "./call.ts";
import { page } from "./page.ts";
import { reactionContent, shownReactions } from "./reactions.ts";

type OnComment =
  | "pulls/get-review-comment"
  | "pulls/update-review-comment"
  | "pulls/delete-review-comment"
  | "reactions/list-for-pull-request-review-comment"
  | "reactions/create-for-pull-request-review-comment"
  | "reactions/delete-for-pull-request-comment";

type Place = { pullRequest: PullRequest; thread: ReviewThread; comment: ReviewComment };

export const reviewCommentHandlers: Handlers<
  | OnComment
  | "pulls/list-review-comments"
  | "pulls/list-comments-for-review"
  | "pulls/create-review-comment"
  | "pulls/create-reply-for-review-comment"
> = {
  "pulls/list-review-comments": (call) => {
    const of = pullRequestOf(call, call.path.pull_number);
    const { since, direction, sort } = call.query;
    const time = (place: Place) => (sort === "updated" ? place.comment.updatedAt : place.comment.createdAt);
    const places = commentsOf(of, actorOf(call))
      .filter(({ comment }) => since === undefined || comment.updatedAt >= since)
      .toSorted((one, other) => time(one).localeCompare(time(other)) || one.comment.id - other.comment.id);
    const { items, headers } = page(call, direction === "desc" ? places.toReversed() : places);
    return {
      status: 200,
      body: items.map(({ thread, comment }) => reviewCommentJson(call.shown, of, thread, comment)),
      headers,
    };
  },
  "pulls/list-comments-for-review": (call) => {
    const of = pullRequestOf(call, call.path.pull_number);
    const review = found(of.reviews.find(({ id }) => id === idOf(call.path.review_id)));
    const places = commentsOf(of, actorOf(call)).filter(({ comment }) => comment.reviewId === review.id);
    const { items, headers } = page(call, places);
    return {
      status: 200,
      body: items.map(({ thread, comment }) => reviewCommentJson(call.shown, of, thread, comment)),
      headers,
    };
  },
  "pulls/create-review-comment": async (call) => {
    const of = pullRequestOf(call, call.path.pull_number);
    const { body, world } = call;
    const answered = body.optionalInteger("in_reply_to");
    const made =
      answered === undefined
        ? await world.createReviewComment(of.repositoryId, of.number, actorOf(call), {
            ...draftComment(body),
            commitOid: body.text("commit_id"),
            ...(body.optionalOneOf("subject_type", ["line", "file"]) === "file"
              ? { subjectType: "FILE" }
              : {}),
          })
        : world.replyToReviewComment(of.repositoryId, of.number, actorOf(call), answered, body.text("body"));
    return { status: 201, body: shownComment(call, of.repositoryId, made.id) };
  },
  "pulls/create-reply-for-review-comment": (call) => {
    const of = pullRequestOf(call, call.path.pull_number);
    const first = idOf(call.path.comment_id);
    const text = call.body.text("body");
    const made = call.world.replyToReviewComment(of.repositoryId, of.number, actorOf(call), first, text);
    return { status: 201, body: shownComment(call, of.repositoryId, made.id) };
  },
  "pulls/get-review-comment": (call) => {
    const { pullRequest, thread, comment } = commentOf(call);
    return { status: 200, body: reviewCommentJson(call.shown, pullRequest, thread, comment) };
  },
  "pulls/update-review-comment": (call) => {
    const { pullRequest, comment } = commentOf(call);
    call.world.updateReviewComment(
      pullRequest.repositoryId,
      comment.id,
      actorOf(call),
      call.body.text("body"),
    );
    return { status: 200, body: shownComment(call, pullRequest.repositoryId, comment.id) };
  },
  "pulls/delete-review-comment": (call) => {
    const { pullRequest, comment } = commentOf(call);
    call.world.deleteReviewComment(pullRequest.repositoryId, comment.id, actorOf(call));
    return { status: 204 };
  },
  "reactions/list-for-pull-request-review-comment": (call) =>
    shownReactions(call, commentOf(call).comment.reactions),
  "reactions/create-for-pull-request-review-comment": (call) => {
    const { comment } = commentOf(call);
    const { reaction, created } = call.world.addReaction(comment, actorOf(call), reactionContent(call.body));
    const body = reactionJson(call.shown, reaction);
    return created ? { status: 201, body } : { status: 200, body };
  },
  "reactions/delete-for-pull-request-comment": (call) => {
    const { comment } = commentOf(call);
    const id = idOf(call.path.reaction_id);
    if (!comment.reactions.some((reaction) => reaction.id === id)) throw notFound();
    call.world.removeReaction(comment, actorOf(call), { id });
    return { status: 204 };
  },
};

type DraftKey = "path" | "body" | "line" | "side" | "start_line" | "start_side" | "position";

const sides = ["LEFT", "RIGHT"] as const;

/** A comment that is to be made, as it comes alone or within a review. */
export function draftComment(body: Body<DraftKey>): DraftComment {
  const line = body.optionalInteger("line");
  const side = body.optionalOneOf("side", sides);
  const startLine = body.optionalInteger("start_line");
  const startSide = body.optionalOneOf("start_side", sides);
  const position = body.optionalInteger("position");
  if (!body.has("path")) throw malformed('"path" wasn\'t supplied.');
  return {
    path: body.text("path"),
    body: body.text("body"),
    ...(line === undefined ? {} : { line }),
    ...(side === undefined ? {} : { side }),
    ...(startLine === undefined ? {} : { startLine }),
    ...(startSide === undefined ? {} : { startSide }),
    ...(position === undefined ? {} : { position }),
  };
}

/** The comments that somebody sees: those of a pending review are its author's alone. */
function commentsOf(of: PullRequest, viewer: number): readonly Place[] {
  const pending = new Set(
    of.reviews
      .filter(({ state, authorId }) => state === "PENDING" && authorId !== viewer)
      .map(({ id }) => id),
  );
  return of.threads
    .flatMap((thread) => thread.comments.map((comment) => ({ pullRequest: of, thread, comment })))
    .filter(({ comment }) => !pending.has(comment.reviewId))
    .toSorted((one, other) => one.comment.id - other.comment.id);
}

function commentOf(call: Call<OnComment>): Place {
  const { world, reader, path } = call;
  return found(world.findReviewComment(repositoryOf(call).id, idOf(path.comment_id), reader));
}

function shownComment(
  { world, shown }: Pick<Call<OnComment>, "world" | "shown">,
  repositoryId: number,
  commentId: number,
) {
  const { pullRequest, thread, comment } = found(world.findReviewComment(repositoryId, commentId));
  return reviewCommentJson(shown, pullRequest, thread, comment);
}
