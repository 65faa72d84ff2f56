import { reviewJson } from "../../world/json/pull-request.ts";
import type { PullRequest, Review } from "../../world/model.ts";
import { actorOf, type Call, found, type Handlers, idOf, pullRequestOf } from "./call.ts";
import { page } from "./page.ts";
import { draftComment } from "./review-comments.ts";

type OnReview =
  | "pulls/get-review"
  | "pulls/update-review"
  | "pulls/submit-review"
  | "pulls/delete-pending-review"
  | "pulls/dismiss-review";

const events = ["APPROVE", "REQUEST_CHANGES", "COMMENT"] as const;

export const reviewHandlers: Handlers<OnReview | "pulls/list-reviews" | "pulls/create-review"> = {
  "pulls/list-reviews": (call) => {
    const of = pullRequestOf(call, call.path.pull_number);
    const seen = of.reviews.filter(
      ({ state, authorId }) => state !== "PENDING" || authorId === actorOf(call),
    );
    const { items, headers } = page(call, seen);
    return { status: 200, body: items.map((one) => reviewJson(call.shown, of, one)), headers };
  },
  "pulls/create-review": async (call) => {
    const of = pullRequestOf(call, call.path.pull_number);
    const { body, world } = call;
    const event = body.optionalOneOf("event", events);
    const text = body.optionalText("body");
    const commitOid = body.optionalText("commit_id");
    const comments = body.optionalObjects("comments", [
      "path",
      "body",
      "line",
      "side",
      "start_line",
      "start_side",
      "position",
    ]);
    const review = await world.createReview(of.repositoryId, of.number, actorOf(call), {
      ...(event === undefined ? {} : { event }),
      ...(text === undefined ? {} : { body: text }),
      ...(commitOid === undefined ? {} : { commitOid }),
      comments: (comments ?? []).map(draftComment),
    });
    return { status: 200, body: reviewJson(call.shown, of, review) };
  },
  "pulls/get-review": (call) => {
    const { of, review } = reviewOf(call);
    return { status: 200, body: reviewJson(call.shown, of, review) };
  },
  "pulls/update-review": (call) => {
    const { of, review } = reviewOf(call);
    const text = call.body.text("body");
    const updated = call.world.updateReview(of.repositoryId, of.number, actorOf(call), review.id, text);
    return { status: 200, body: reviewJson(call.shown, of, updated) };
  },
  "pulls/submit-review": (call) => {
    const { of, review } = reviewOf(call);
    const text = call.body.optionalText("body");
    const submitted = call.world.submitReview(of.repositoryId, of.number, actorOf(call), review.id, {
      event: call.body.oneOf("event", events),
      ...(text === undefined ? {} : { body: text }),
    });
    return { status: 200, body: reviewJson(call.shown, of, submitted) };
  },
  "pulls/delete-pending-review": (call) => {
    const { of, review } = reviewOf(call);
    call.world.deleteReview(of.repositoryId, of.number, actorOf(call), review.id);
    return { status: 200, body: reviewJson(call.shown, of, review) };
  },
  "pulls/dismiss-review": (call) => {
    const { of, review } = reviewOf(call);
    call.body.optionalOneOf("event", ["DISMISS"]);
    const message = call.body.text("message");
    const dismissed = call.world.dismissReview(of.repositoryId, of.number, actorOf(call), review.id, message);
    return { status: 200, body: reviewJson(call.shown, of, dismissed) };
  },
};

function reviewOf(call: Call<OnReview>): { of: PullRequest; review: Review } {
  const of = pullRequestOf(call, call.path.pull_number);
  return { of, review: found(of.reviews.find(({ id }) => id === idOf(call.path.review_id))) };
}
