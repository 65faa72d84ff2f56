import type { Reaction } from "../../../github/comments.ts";
import type { PullRequestComment, PullRequestState } from "../../../github/pull-request.ts";
import type { GitHubWrite } from "../../../github/writes.ts";
import { type CommandName, type HeardAmong, readAllCommands } from "../../../review/conversation/commands.ts";
import type { Write } from "../writes/write.ts";

/** What a comment says to the bot. */
export type Said = HeardAmong | { readonly kind: "by-email" };

/** A comment that says something to the bot and was not answered yet, or not since it was edited. */
export type Asked = { readonly comment: PullRequestComment; readonly said: readonly Said[] };

/** Whether a comment holds a command that may be obeyed. */
export function asksFor({ said }: Pick<Asked, "said">, command: CommandName): boolean {
  return said.some((one) => one.kind === "command" && one.command === command);
}

type Comments = PullRequestState["comments"];

/** What was read of comments, so that none is read twice in a run. */
const READ = new WeakMap<Comments, ReadonlyMap<PullRequestComment, readonly Said[]>>();

/**
 * What a comment of a pull request says to the bot; nothing for the bot's own. One that came by e-mail commands
 * nothing.
 */
export function saidIn(
  comment: PullRequestComment,
  { comments, bot }: Pick<PullRequestState, "comments" | "bot">,
): readonly Said[] {
  const read = READ.get(comments) ?? readAll(comments, bot);
  READ.set(comments, read);
  return read.get(comment) ?? [];
}

function readAll(comments: Comments, bot: string): ReadonlyMap<PullRequestComment, readonly Said[]> {
  const others = comments.filter(({ byBot }) => !byBot);
  const heard = readAllCommands(
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
  return comment.reactions.has(reaction);
}

/** Shows that comments with commands have been seen. */
export function acknowledgements(asked: readonly Asked[]): Write<GitHubWrite>[] {
  return asked
    .filter(
      ({ comment, said }) =>
        said.some(({ kind }) => kind === "command" || kind === "unknown") && !hasReaction(comment, "eyes"),
    )
    .map(({ comment }) => ({
      name: "reaction",
      expected: null,
      what: { kind: "reaction", comment: comment.databaseId, reaction: "eyes" },
    }));
}
