import type { CheckState, Origin, Review, Times } from "../policy/facts.ts";
import { type CheckContexts, checkContexts } from "./check-contexts.ts";
import type { AnsweredRollup } from "./check-rollup.ts";
import { checkState, HIDDEN, type SharedName } from "./check-state.ts";
import type { GraphqlProblem } from "./failure.ts";
import { type AnsweredActor, personOf } from "./people.ts";
import type { AnsweredEvent, AnsweredEvents, AnsweredPull, AnsweredReviews } from "./pull-request-answer.ts";
import { type ThrownOut, thrownOut } from "./thrown-out.ts";

/** What of a pull request concerns its merge alone. */
export type MergeState = {
  readonly origin: Origin;
  readonly reviews: readonly Review[];
  readonly times: Omit<Times, "pushedBy">;
  readonly gate: MergeGate;
  readonly thrownOut: ThrownOut | null;
  /** The checks of others on the head. */
  readonly checks: CheckState;
  /** Each check and status on the head by itself. */
  readonly contexts: CheckContexts;
};

/**
 * `open`: GitHub merges what it is asked to. `blocked`: its rules ask for something that may come. `behind`: they ask
 * for a push, which would end a command. `unknown`: it does not say, or sees a conflict.
 */
export type GateStatus = "open" | "blocked" | "behind" | "unknown";

/** https://docs.github.com/en/graphql/reference/enums#mergestatestatus */
const STATUSES: ReadonlyMap<string, GateStatus> = new Map([
  ["CLEAN", "open"],
  ["UNSTABLE", "open"],
  ["HAS_HOOKS", "open"],
  ["BLOCKED", "blocked"],
  ["BEHIND", "behind"],
]);

/** What GitHub's word for it means. */
export function gateStatus(word: string): GateStatus {
  return STATUSES.get(word) ?? "unknown";
}

/** What GitHub has to do with merging a pull request. */
export type MergeGate = {
  readonly status: GateStatus;
  readonly hasQueue: boolean;
  /** Whether the queue makes one commit of all that a pull request brings. */
  readonly queueSquashes: boolean;
  readonly autoMergeAllowed: boolean;
  /** Who has had GitHub merge it once it can. */
  readonly autoMerge: "ours" | "others" | null;
  /** Who put it in the merge queue; `hidden` where the App may not see queues. */
  readonly queued: "ours" | "others" | "hidden" | null;
  /** Whether title or description were edited since it was asked for where a queue decides what they say. */
  readonly editedSince: boolean;
  /** Whether GitHub is asked to merge it later, in a queue or once it can; else it is merged at once or not. */
  readonly handsOver: boolean;
};

type Around = {
  /** The bot's login, without `[bot]`. */
  readonly bot: string;
  /** All of them, the oldest first. */
  readonly reviews: AnsweredReviews["nodes"];
  /** Of the head; `not-shown` where the answer has another commit. */
  readonly rollup: AnsweredRollup | "not-shown";
  readonly autoMergeAllowed: boolean;
  readonly appId: number;
  /** Null where the name is the bot's alone. */
  readonly shared: SharedName | null;
  /** What could not be answered. */
  readonly problems: readonly GraphqlProblem[];
};

/** Reads it from GitHub's answer. What may not be seen counts against the merge. */
export function mergeState(pull: AnsweredPull, around: Around): MergeState {
  const { bot, reviews, autoMergeAllowed, shared } = around;
  // Where there is no queue, what a merge says is ours.
  const editedAt = pull.isMergeQueueEnabled ? later(pull.lastEditedAt, newest(pull.renamed)) : null;
  return {
    origin: {
      author: personOf(pull.author),
      headOwner: pull.headRepositoryOwner?.databaseId ?? null,
      ownBranch: !pull.isCrossRepository,
      headBranch: pull.headRefName,
    },
    reviews: reviews.flatMap((review) =>
      review === null ? HIDDEN_REVIEW : reviewOf(review, shared !== null),
    ),
    times: {
      replacedAt: newest(pull.replaced),
      retargetedAt: newest(pull.retargeted),
      editedAt,
      takenBackAt: newest(
        pull.takenBack,
        ({ actor, reason }) => (shared !== null || !isOurs(actor, bot)) && reason !== TURNED_OFF_BY_PUSH,
      ),
    },
    gate: {
      status: gateStatus(pull.mergeStateStatus),
      hasQueue: pull.isMergeQueueEnabled,
      queueSquashes: pull.mergeQueue?.configuration?.mergeMethod === "SQUASH",
      autoMergeAllowed,
      autoMerge: pull.autoMergeRequest && ownerOf(pull.autoMergeRequest.enabledBy, bot),
      queued: isHidden("mergeQueueEntry", around)
        ? "hidden"
        : pull.mergeQueueEntry && ownerOf(pull.mergeQueueEntry.enqueuer, bot),
      handsOver: true,
      editedSince: isLater(editedAt, pull.mergeQueueEntry?.enqueuedAt ?? pull.autoMergeRequest?.enabledAt),
    },
    thrownOut: thrownOut(pull.handedOver, (actor) => isOurs(actor, bot)),
    checks: checksOf(around),
    contexts: contextsOf(around),
  };
}

function contextsOf(around: Around): CheckContexts {
  if (isHidden("statusCheckRollup", around)) return "hidden";
  return around.rollup === "not-shown" ? "not-shown" : checkContexts(around.rollup);
}

function checksOf(around: Around): CheckState {
  const { rollup, appId, shared } = around;
  if (isHidden("statusCheckRollup", around)) {
    return { failed: [HIDDEN], running: [], required: false };
  }
  if (rollup === "not-shown") {
    return { failed: [], running: ["those that GitHub does not show yet"], required: false };
  }
  return checkState(rollup, appId, shared);
}

function isHidden(field: string, { problems }: Around): boolean {
  return problems.some(({ path }) => path.includes(field));
}

function isOurs(actor: AnsweredActor | undefined, bot: string): boolean {
  const person = personOf(actor);
  return person?.kind === "bot" && person.login === bot;
}

function ownerOf(actor: AnsweredActor, bot: string): "ours" | "others" {
  return isOurs(actor, bot) ? "ours" : "others";
}

function later(one: string | null, other: string | null): string | null {
  return isLater(one, other) ? one : (other ?? one);
}

function isLater(one: string | null, other: string | null | undefined): boolean {
  return one !== null && other != null && Date.parse(one) > Date.parse(other);
}

/** When the newest of some events happened. */
function newest(
  { nodes }: AnsweredEvents,
  counts: (event: AnsweredEvent) => boolean = () => true,
): string | null {
  return nodes.filter((node) => node !== null).findLast(counts)?.createdAt ?? null;
}

/**
 * GitHub's own reason to turn auto-merge off after a push. Nobody meant to take anything back then: what was
 * pushed is judged anew. https://github.com/microsoft/winget-pkgs/issues/96183
 */
const TURNED_OFF_BY_PUSH = "Head branch was pushed to by a user without write access";

const REVIEW_KINDS: ReadonlyMap<string, Review["kind"]> = new Map([
  ["APPROVED", "approved"],
  ["CHANGES_REQUESTED", "changes-requested"],
]);

/** A review that may not be seen may be one that asks for changes. */
const HIDDEN_REVIEW: Review = {
  by: null,
  kind: "changes-requested",
  commit: null,
  at: "1970-01-01T00:00:00Z",
};

/** `shared`: what is under the bot's name may be another's, and then counts against a merge, never for one. */
function reviewOf(review: NonNullable<AnsweredReviews["nodes"][number]>, shared: boolean): Review[] {
  const kind = REVIEW_KINDS.get(review.state);
  const counts = !review.viewerDidAuthor || (shared && kind === "changes-requested");
  if (kind === undefined || !counts || review.submittedAt === null) return [];
  const commit = review.commit?.oid ?? null;
  return [{ by: personOf(review.author), kind, commit, at: review.submittedAt }];
}
