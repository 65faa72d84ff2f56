import type { AnsweredEvent, AnsweredEvents } from "./pull-request-answer.ts";

/** That GitHub has given up a merge that the bot had handed over to it. */
export type ThrownOut = {
  readonly from: "auto-merge" | "queue";
  /** When, as GitHub writes times. */
  readonly at: string;
  /** Why, a clause in our words or GitHub's. */
  readonly why: string;
};

/** What it is called in the marker of the comment that says so; null where it did not. */
export function thrownOutKey(thrownOut: ThrownOut | null): string | null {
  return thrownOut === null ? null : `q${Math.floor(Date.parse(thrownOut.at) / 1000)}`;
}

const HANDED_OVER: ReadonlySet<string> = new Set(["AutoMergeEnabledEvent", "AddedToMergeQueueEvent"]);

/**
 * Why a queue lets go of a pull request, in the words of events and of timelines. What is not here (it is merged, it
 * was taken out by hand, it was pushed to) needs no word of ours.
 */
const QUEUE_REASONS: readonly (readonly [RegExp, string])[] = [
  [/^(?:failed_checks|ci_failure)$/i, "a check failed there"],
  [/^(?:ci_timeout|checks_timed_out)$/i, "its checks timed out there"],
  [/conflict$/i, "it conflicts with a change before it there"],
  [/^branch_protections$/i, "the rules of the base branch require more"],
  [/^queue_cleared$/i, "somebody emptied the queue"],
  [/^(?:git_tree_invalid|invalid_merge_commit)$/i, "GitHub could not create a commit of it"],
];

/** Somebody's own act ends auto-merge so, of which they know, and after which it is judged anew. */
const BY_SOMEBODY = /pushed|base branch|closed|draft/i;

/** Whether the last that happened to a merge that the bot handed over is that GitHub gave it up. */
export function thrownOut(
  { nodes }: AnsweredEvents,
  isOurs: (actor: AnsweredEvent["actor"]) => boolean,
): ThrownOut | null {
  const events = nodes.filter((node) => node !== null);
  const last = events.at(-1);
  const handedOver = events.findLast(({ __typename }) => HANDED_OVER.has(__typename ?? ""));
  if (last?.createdAt === undefined || !isOurs(handedOver?.actor) || isOurs(last.actor)) return null;
  const { reason, createdAt: at } = last;
  if (typeof reason !== "string") return null;
  if (last.__typename === "RemovedFromMergeQueueEvent") {
    const why = QUEUE_REASONS.find(([words]) => words.test(reason))?.[1];
    return why === undefined ? null : { from: "queue", at, why };
  }
  const isTold = last.__typename === "AutoMergeDisabledEvent" && reason !== "" && !BY_SOMEBODY.test(reason);
  return isTold ? { from: "auto-merge", at, why: reason } : null;
}
