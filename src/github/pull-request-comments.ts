import type { CommandReview } from "../policy/facts.ts";
import type { Person } from "../policy/person.ts";
import { readElsewhereMarker, readReplyMarker, readWaitingMarker } from "../review/conversation/markers.ts";
import { type Reaction, reactionsOf } from "./comments.ts";
import { personOf } from "./people.ts";
import type { AnsweredPull, AnsweredReviews } from "./pull-request-answer.ts";

/** What somebody wrote that may hold commands: a comment in the conversation, or the body of a review that approves. */
export type PullRequestComment = {
  /** Node id, for reactions. */
  readonly id: string;
  readonly databaseId: number;
  /** What the marker of an answer calls it: its database id, after `r` for a review, since ids of both may be the same. */
  readonly key: string;
  /** Null for a comment in the conversation. */
  readonly review: CommandReview | null;
  readonly body: string;
  /** When it was written, or edited last; of a review, when it was submitted, or edited since. */
  readonly stamp: string;
  readonly byBot: boolean;
  /** Null for a deleted account. */
  readonly by: Person | null;
  /** Whether it says what somebody else made of it. */
  readonly editedByOther: boolean;
  readonly edited: boolean;
  /** Whether it was sent by e-mail: then what its author quotes may look like their own words. */
  readonly viaEmail: boolean;
  /** Whether somebody has hidden it. */
  readonly hidden: boolean;
  /** Whether an App wrote it, this one or another. */
  readonly byApp: boolean;
  /** The reactions that the bot has given it. */
  readonly reactions: ReadonlySet<Reaction>;
  /** The comment that it answers, if it is an answer of the bot's. */
  readonly answers: CommentAtTime | null;
  /** The comment of which it says what the answer waits for, if it does. */
  readonly awaits: CommentAtTime | null;
  /** What it answers that was said in reviews and on lines, if it does: `r` or `c` and a database id each. */
  readonly elsewhere: readonly string[];
};

/** A comment as it stood when it was answered. */
export type CommentAtTime = { readonly comment: string; readonly stamp: string };

type AnsweredComment = NonNullable<AnsweredPull["comments"]["nodes"][number]>;
type AnsweredReview = NonNullable<AnsweredReviews["nodes"][number]>;

/** The comments of the conversation, in their order. */
export function commentsOf({ nodes }: AnsweredPull["comments"]): PullRequestComment[] {
  return nodes.flatMap((comment) =>
    comment === null
      ? []
      : {
          ...writtenOf(comment),
          key: String(Number(comment.fullDatabaseId)),
          review: null,
          stamp: comment.lastEditedAt ?? comment.createdAt,
          edited: comment.lastEditedAt !== null,
          answers: comment.viewerDidAuthor ? readReplyMarker(comment.body) : null,
          awaits: comment.viewerDidAuthor ? readWaitingMarker(comment.body) : null,
          elsewhere: comment.viewerDidAuthor ? readElsewhereMarker(comment.body) : [],
        },
  );
}

/** Of so many reviews the bodies are looked at. */
export const MOST_REVIEWS = 100;

/**
 * The bodies of reviews that approve and name the bot, the oldest first: of the last hundred reviews, without what was
 * dismissed or not submitted. `reviews` are all that there are.
 */
export function approvalsOf(reviews: AnsweredReviews["nodes"], bot: string): PullRequestComment[] {
  const name = `@${bot.toLowerCase()}`;
  return reviews.slice(-MOST_REVIEWS).flatMap((review) => {
    if (review?.state !== "APPROVED" || review.submittedAt === null) return [];
    if (!review.body.toLowerCase().includes(name)) return [];
    // One may be written, and edited, long before others can see it.
    const edited =
      review.lastEditedAt !== null && Date.parse(review.lastEditedAt) > Date.parse(review.submittedAt);
    return {
      ...writtenOf(review),
      key: `r${Number(review.fullDatabaseId)}`,
      review: { commit: review.commit?.oid ?? null, isLast: isLast(review, reviews) },
      stamp: edited ? review.lastEditedAt : review.submittedAt,
      edited,
      answers: null,
      awaits: null,
      elsewhere: [],
    };
  });
}

function writtenOf(written: AnsweredComment | AnsweredReview) {
  const by = personOf(written.author);
  return {
    id: written.id,
    databaseId: Number(written.fullDatabaseId),
    body: written.body,
    byBot: written.viewerDidAuthor,
    by,
    editedByOther: written.lastEditedAt !== null && personOf(written.editor)?.id !== by?.id,
    viaEmail: written.createdViaEmail,
    hidden: written.isMinimized,
    byApp: written.author?.__typename === "Bot",
    reactions: reactionsOf(
      (written.reactionGroups ?? []).flatMap((group) => (group.viewerHasReacted ? [group.content] : [])),
    ),
  };
}

/** Reviews that are their author's word on the change, or were until somebody dismissed them. */
const OPINIONS: ReadonlySet<string> = new Set(["APPROVED", "CHANGES_REQUESTED", "DISMISSED"]);

function isLast(review: AnsweredReview, reviews: AnsweredReviews["nodes"]): boolean {
  const by = personOf(review.author);
  const at = reviews.indexOf(review);
  return !reviews.some(
    (other, i) =>
      other !== null &&
      OPINIONS.has(other.state) &&
      personOf(other.author)?.id === by?.id &&
      (i > at || Date.parse(other.submittedAt ?? "") > Date.parse(review.submittedAt ?? "")),
  );
}
