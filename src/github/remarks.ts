import type { GitHubClient } from "./client.ts";
import { type Reaction, reactionContent, reactionsOf } from "./comments.ts";
import { GitHubFailure, graphqlFailure } from "./failure.ts";
import { type AnsweredActor, personOf } from "./people.ts";
import type { AnsweredReviews, AnsweredThreads } from "./pull-request-answer.ts";
import { MOST_REVIEWS } from "./pull-request-comments.ts";
import { REVIEW_COMMENTS_QUERY } from "./queries.ts";

/** What a person said outside the conversation: the body of a review, or a comment on a line of code. */
export type Remark = {
  /** Node id, for reactions. */
  readonly id: string;
  readonly databaseId: number;
  readonly in: "review" | "thread";
  readonly body: string;
  /** When others could first see it. */
  readonly publishedAt: string;
  /** The reactions that the bot has given it. */
  readonly reactions: ReadonlySet<Reaction>;
};

/** A remark as the marker of a reply names it: ids of reviews and of comments may be the same. */
export function remarkKey({ in: where, databaseId }: Pick<Remark, "in" | "databaseId">): string {
  return `${where === "review" ? "r" : "c"}${databaseId}`;
}

type AnsweredRemark = {
  readonly id: string;
  readonly fullDatabaseId: string | number | null;
  readonly body: string;
  readonly publishedAt: string | null;
  readonly isMinimized: boolean;
  readonly viewerDidAuthor: boolean;
  readonly author: AnsweredActor;
  readonly reactionGroups: readonly { readonly content: string; readonly viewerHasReacted: boolean }[] | null;
};

type AnsweredComments = {
  readonly repository: {
    readonly pullRequest: {
      readonly reviews: {
        readonly nodes: readonly ({
          readonly comments: { readonly nodes: readonly (AnsweredRemark | null)[] };
        } | null)[];
      } | null;
    } | null;
  } | null;
};

type Around = {
  readonly name: { readonly owner: string; readonly repo: string; readonly number: number };
  /** The bot's login, without `[bot]`. */
  readonly bot: string;
  readonly threads: readonly NonNullable<AnsweredThreads["nodes"][number]>[];
  readonly reviews: readonly NonNullable<AnsweredReviews["nodes"][number]>[];
};

/** Of so many reviews the comments on lines are read; with fewer where GitHub cannot answer that. */
const REVIEWS_AT_ONCE = [25, 5];

/**
 * What people said to the bot outside the conversation: in the bodies of the last hundred reviews, and in the last
 * comments of the last 25. An answer in a thread is a review too. What Apps said is not among it, nor what is
 * hidden, nor a review that is not submitted, which GitHub shows to nobody else. One more request where there are
 * comments on lines that are not the bot's.
 */
export async function readRemarks(client: GitHubClient, around: Around): Promise<Remark[]> {
  const { bot, threads, reviews } = around;
  const name = `@${bot.toLowerCase()}`;
  const concerns = (remark: AnsweredRemark): boolean =>
    !remark.viewerDidAuthor &&
    !remark.isMinimized &&
    personOf(remark.author)?.kind === "user" &&
    remark.body.toLowerCase().includes(name);
  const others = threads.some(({ comments }) => {
    const [first] = comments.nodes;
    return first?.viewerDidAuthor === false || comments.totalCount > 1;
  });
  const comments = others ? await readComments(client, around) : [];
  return [
    ...reviews.slice(-MOST_REVIEWS).filter(concerns).map(remark("review")),
    ...comments.filter(concerns).map(remark("thread")),
  ];
}

const remark =
  (where: Remark["in"]) =>
  ({ id, fullDatabaseId, body, publishedAt, reactionGroups }: AnsweredRemark): Remark => ({
    id,
    databaseId: Number(fullDatabaseId),
    in: where,
    body,
    publishedAt: publishedAt ?? "",
    reactions: reactionsOf(
      (reactionGroups ?? []).flatMap(({ content, viewerHasReacted }) => (viewerHasReacted ? [content] : [])),
    ),
  });

/** No review waits for this: where GitHub cannot answer, nothing was said. */
async function readComments(client: GitHubClient, { name }: Around): Promise<AnsweredRemark[]> {
  const { owner, repo, number } = name;
  for (const reviews of REVIEWS_AT_ONCE) {
    try {
      const variables = { owner, repo, number, reviews };
      const data = await client.query<AnsweredComments>("ReviewComments", REVIEW_COMMENTS_QUERY, variables);
      const nodes = data.repository?.pullRequest?.reviews?.nodes ?? [];
      return nodes.flatMap((review) => (review?.comments.nodes ?? []).filter((one) => one !== null));
    } catch (error) {
      if (!(error instanceof GitHubFailure) || error.kind !== "unavailable") throw error;
    }
  }
  return [];
}

const FACES_AT_ONCE = 10;

/** Reacts to reviews and comments, by their node ids; one that is gone needs no reaction. Throws a GitHubFailure. */
export async function reactToNodes(
  client: GitHubClient,
  ids: readonly string[],
  reaction: Reaction,
): Promise<void> {
  const content = reactionContent(reaction);
  for (let at = 0; at < ids.length; at += FACES_AT_ONCE) {
    const some = ids.slice(at, at + FACES_AT_ONCE);
    const variables = Object.fromEntries(some.map((subjectId, i) => [`to${i}`, { subjectId, content }]));
    const { problems } = await client.queryPartly("React", reactMutation(some.length), variables);
    const serious = problems.filter(({ type }) => type !== "NOT_FOUND");
    if (serious.length > 0) throw graphqlFailure(serious, null, "React");
  }
}

/** A document that adds so many reactions; each is a variable. */
export function reactMutation(count: number): string {
  const range = Array.from({ length: count }, (_, i) => i);
  const variables = range.map((i) => `$to${i}: AddReactionInput!`);
  const fields = range.map((i) => `to${i}: addReaction(input: $to${i}) { clientMutationId }`);
  return `mutation React(${variables.join(", ")}) { ${fields.join(" ")} }`;
}
