import type { MergeConfiguration } from "../../../config/merge.ts";
import type { Reaction } from "../../../github/comments.ts";
import type { PullRequestState } from "../../../github/pull-request.ts";
import type { PullRequestComment } from "../../../github/pull-request-comments.ts";
import type { GitHubWrite } from "../../../github/writes.ts";
import type { CommandName } from "../../../review/conversation/commands.ts";
import type { Write } from "../writes/write.ts";
import { heardReviews } from "./heard-reviews.ts";
import { hasReaction, type Said, saidIn } from "./said.ts";

/** A comment that says something to the bot and was not answered yet, or not since it was edited. */
export type Asked = { readonly comment: PullRequestComment; readonly said: readonly Said[] };

/** Whether a comment holds a command that may be obeyed. */
export function asksFor({ said }: Pick<Asked, "said">, command: CommandName): boolean {
  return said.some((one) => one.kind === "command" && one.command === command);
}

/**
 * The comments that wait for an answer, and after them the reviews that are heard as such. A command is obeyed once: a
 * comment that has the bot's rocket is done with, whatever it says later; one that was refused may be edited and counts
 * as made then. Of other Apps those are heard of which `hears` is true. `merge`: null where it is not known.
 */
export function askedComments(
  state: PullRequestState,
  merge: MergeConfiguration | null,
  hears: (comment: PullRequestComment) => boolean,
): Asked[] {
  return [...state.comments, ...heardReviews(state, merge)].flatMap((comment): Asked[] => {
    if (comment.byBot || (comment.byApp && !hears(comment)) || isAnswered(comment, state)) return [];
    const said = saidIn(comment, state);
    return said.length === 0 ? [] : [{ comment, said }];
  });
}

function isAnswered(comment: PullRequestComment, state: PullRequestState): boolean {
  if (hasReaction(comment, "rocket")) return true;
  if (hasReaction(comment, "-1")) return isRefused(comment, state);
  return hasReaction(comment, "confused") && (isReplied(comment, state) || !comment.edited);
}

/**
 * Whether a comment was refused as it stands now. The reply says so, and where somebody deleted that, the
 * thumb down, which one that was edited may have from before.
 */
export function isRefused(comment: PullRequestComment, state: Pick<PullRequestState, "comments">): boolean {
  return isReplied(comment, state) || (hasReaction(comment, "-1") && !comment.edited);
}

/** Whether the bot has replied to a comment as it stands now. */
export function isReplied(
  { key, stamp }: PullRequestComment,
  { comments }: Pick<PullRequestState, "comments">,
): boolean {
  return comments.some(({ answers }) => answers?.comment === key && answers.stamp === stamp);
}

/** Whether the bot has said what the answer to a comment waits for. */
export function isAwaited({ key, stamp }: PullRequestComment, { comments }: PullRequestState): boolean {
  return comments.some(({ awaits }) => awaits?.comment === key && awaits.stamp === stamp);
}

/** How a reaction to it is written. */
export function reactionWrite(
  { review, id, databaseId }: PullRequestComment,
  reaction: Reaction,
): GitHubWrite {
  return review === null
    ? { kind: "reaction", comment: databaseId, reaction }
    : { kind: "reactions", to: [id], reaction };
}

/** Shows that comments with commands have been seen. */
export function acknowledgements(asked: readonly Asked[]): Write<GitHubWrite>[] {
  return asked
    .filter(
      ({ comment, said }) =>
        said.some(({ kind }) => kind === "command" || kind === "unknown") && !hasReaction(comment, "eyes"),
    )
    .map(({ comment }) => ({ name: "reaction", expected: null, what: reactionWrite(comment, "eyes") }));
}
