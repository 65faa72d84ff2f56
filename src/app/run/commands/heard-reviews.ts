import type { MergeConfiguration } from "../../../config/merge.ts";
import type { PullRequestState } from "../../../github/pull-request.ts";
import type { PullRequestComment } from "../../../github/pull-request-comments.ts";
import { hasReaction, type Said, saidIn } from "./said.ts";

type State = Pick<PullRequestState, "comments" | "commentCount" | "approvals" | "bot">;

/**
 * The bodies of reviews that are heard as comments are, and answered so: of those that approve, where the configuration
 * wants it, and that say nothing to the bot but `merge`. One that the bot has once answered as none of these stays so.
 * Where the configuration is not known, which null stands for, nothing merges, and they are told so.
 */
export function heardReviews(
  state: State,
  merge: Pick<MergeConfiguration, "commandsInReviews"> | null,
): readonly PullRequestComment[] {
  if (merge?.commandsInReviews === false) return [];
  return state.approvals.filter((review) => {
    const said = saidIn(review, state);
    return said.length > 0 && said.every(isAboutMerge) && !mayBeToldElsewhere(review, state);
  });
}

/** Whether something is a `merge`, or like a command; no other is taken from a review. */
function isAboutMerge(said: Said): boolean {
  switch (said.kind) {
    case "command":
    case "extra":
      return said.command === "merge";
    case "miss":
    case "too-long":
    case "unread":
    case "by-email":
      return true;
    case "unknown":
      return false;
  }
}

/**
 * Whether a review was told that no command is taken from it, or may have been in a comment that is not read any more.
 * One with a reply of its own got its confused face with that.
 */
function mayBeToldElsewhere(review: PullRequestComment, state: State): boolean {
  const { comments } = state;
  if (comments.some(({ elsewhere }) => elsewhere.includes(review.key))) return true;
  if (hasReaction(review, "confused"))
    return !comments.some(({ answers }) => answers?.comment === review.key);
  return review.reactions.size === 0 && review.stamp < oldestRead(state);
}

/** What was said before this may have been answered in a comment that is not among those that are read. */
export function oldestRead({ comments, commentCount }: Pick<State, "comments" | "commentCount">): string {
  if (commentCount <= comments.length) return "";
  return comments.map(({ stamp }) => stamp).toSorted()[0] ?? "";
}
