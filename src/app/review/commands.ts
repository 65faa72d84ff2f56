import type { GitHubClient } from "../../github/client.ts";
import { REACTION_NAMES, type Reaction, react } from "../../github/comments.ts";
import type { RepositoryName } from "../../github/objects.ts";
import type { PullRequestComment, PullRequestState } from "../../github/pull-request.ts";
import { type Command, parseCommands } from "../../review/commands.ts";
import type { Write } from "./write.ts";

/** A comment with commands that were not answered yet, or not since it was edited. */
export type Asked = { readonly comment: PullRequestComment; readonly commands: readonly Command[] };

export function asksForMerge({ commands }: Asked): boolean {
  return commands.some(({ command }) => command === "merge");
}

/**
 * The comments that wait for an answer. A command is obeyed once: a comment that has the bot's rocket is
 * done with, whatever it says later; one that was refused may be edited and counts as made then. Of other
 * Apps those are heard of which `hears` is true.
 */
export function askedComments(
  state: PullRequestState,
  hears: (comment: PullRequestComment) => boolean,
): Asked[] {
  return state.comments.flatMap((comment): Asked[] => {
    if (comment.byBot || (comment.byApp && !hears(comment)) || isAnswered(comment, state)) return [];
    const commands = parseCommands(comment.body, state.bot);
    return commands.length === 0 ? [] : [{ comment, commands }];
  });
}

function isAnswered(comment: PullRequestComment, state: PullRequestState): boolean {
  return hasReaction(comment, "rocket") || (hasReaction(comment, "-1") && isRefused(comment, state));
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
  comment: PullRequestComment,
  { comments }: Pick<PullRequestState, "comments">,
): boolean {
  return comments.some(
    ({ answers }) => answers?.comment === String(comment.databaseId) && answers.stamp === comment.stamp,
  );
}

/** Whether the bot has said what the answer to a comment waits for. */
export function isAwaited(comment: PullRequestComment, { comments }: PullRequestState): boolean {
  return comments.some(
    ({ awaits }) => awaits?.comment === String(comment.databaseId) && awaits.stamp === comment.stamp,
  );
}

export function hasReaction(comment: PullRequestComment, reaction: Reaction): boolean {
  return comment.reactions.has(REACTION_NAMES.get(reaction) ?? "");
}

/** Shows that the comments have been seen. */
export function acknowledgements(
  client: GitHubClient,
  repository: RepositoryName,
  asked: readonly Asked[],
): Write[] {
  return asked
    .filter(({ comment }) => !hasReaction(comment, "eyes"))
    .map(({ comment }) => ({
      name: "reaction",
      expected: null,
      perform: () => react(client, repository, comment.databaseId, "eyes"),
    }));
}
