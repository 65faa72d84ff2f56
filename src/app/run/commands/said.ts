import type { Reaction } from "../../../github/comments.ts";
import type { PullRequestState } from "../../../github/pull-request.ts";
import type { PullRequestComment } from "../../../github/pull-request-comments.ts";
import { type HeardAmong, readAllAsked, readAllCommands } from "../../../review/conversation/commands.ts";

/** What a comment says to the bot. */
export type Said = HeardAmong | { readonly kind: "by-email" };

type Comments = PullRequestState["comments"];

/** What was read of comments, so that none is read twice in a run. */
const READ = new WeakMap<Comments, ReadonlyMap<PullRequestComment, readonly Said[]>>();

/**
 * What a comment of a pull request, or the body of a review, says to the bot; nothing for the bot's own. One that came
 * by e-mail commands nothing.
 */
export function saidIn(
  comment: PullRequestComment,
  { comments, approvals, bot }: Pick<PullRequestState, "comments" | "approvals" | "bot">,
): readonly Said[] {
  // Apart from each other: no flood of reviews keeps a comment from being heard.
  const among = comment.review === null ? comments : approvals;
  const read =
    READ.get(among) ?? readAll(among, bot, comment.review === null ? readAllCommands : readAllAsked);
  READ.set(among, read);
  return read.get(comment) ?? [];
}

function readAll(
  comments: Comments,
  bot: string,
  reader: typeof readAllCommands,
): ReadonlyMap<PullRequestComment, readonly Said[]> {
  const others = comments.filter(({ byBot }) => !byBot);
  const heard = reader(
    others.map(({ body }) => body),
    bot,
  );
  return new Map(
    others.map((comment, i) => {
      const said: readonly Said[] = heard[i] ?? [];
      return [comment, comment.viaEmail && said.length > 0 ? [{ kind: "by-email" }] : said];
    }),
  );
}

export function hasReaction(comment: PullRequestComment, reaction: Reaction): boolean {
  return comment.reactions.has(reaction);
}
