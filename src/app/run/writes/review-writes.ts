import type { Finding } from "../../../checker/finding.ts";
import type { ReviewEvent } from "../../../config/configuration.ts";
import { GitHubFailure } from "../../../github/failure.ts";
import { TooMuchToRead } from "../../../github/objects.ts";
import type { ThreadChange } from "../../../github/threads.ts";
import type { GitHubWrite } from "../../../github/writes.ts";
import { composeFindings, type IdentifiedFinding } from "../../../review/conversation/compose.ts";
import { type FixedBy, fixedBody, reopenedBody } from "../../../review/conversation/fixed.ts";
import { planReview, type ReviewPlan } from "../../../review/conversation/plan.ts";
import type { PostedThread } from "../../../review/conversation/posted.ts";
import { reviewBody } from "../../../review/conversation/review-body.ts";
import { ruleUrl } from "../../../review/text/home.ts";
import { placeUrl } from "../places/place-url.ts";
import { type Placement, placeByPatches, placeFindings } from "../places/placement.ts";
import type { Run } from "../run.ts";
import type { Checked } from "../verdict.ts";
import type { Write } from "./write.ts";

/** A review to post. Where its findings can stand is looked up when it is its turn. */
export type FindingsReview = {
  readonly kind: "findings";
  readonly checked: Checked;
  readonly review: NonNullable<ReviewPlan["review"]>;
};

/** What to write for the review: a new one, its threads, which of its own it dismisses. In this order. */
export function reviewWrites(run: Run, checked: Checked): Write<GitHubWrite | FindingsReview>[] {
  const { state, findings } = run;
  const { number } = state;
  const present = findings.map(({ finding, id }) => ({ id, blocking: finding.level === "error" }));
  const plan = planReview(state.posted, present, eventOf(run, checked));
  const writes: Write<GitHubWrite | FindingsReview>[] = [];
  if (plan.review !== null) {
    const { review } = plan;
    writes.push({
      name: "review",
      expected: { kind: "reviews", count: state.posted.reviews.length + 1 },
      what: { kind: "findings", checked, review },
    });
  }
  writes.push(...threadWrites(run, plan));
  for (const { databaseId, commit } of plan.dismiss) {
    writes.push({
      name: "dismissal",
      expected: { kind: "dismissed", review: databaseId },
      what: {
        kind: "dismissal",
        number,
        review: databaseId,
        message: isByPush(run, commit) ? DISMISSAL : OTHER,
      },
    });
  }
  return writes;
}

/** Under a name that others write in as well, no request for changes could be told apart and dismissed. */
function eventOf({ context }: Run, { configuration }: Checked): ReviewEvent {
  const { event } = configuration.review;
  const isShared = context.terms !== undefined && context.terms.shared !== null;
  return isShared && event === "request-changes" ? "comment" : event;
}

/** Whether a push made go what was said at a commit. */
function isByPush({ state, settled }: Run, saidAt: string | null): boolean {
  return !settled && saidAt !== state.head;
}

function threadWrites(run: Run, plan: ReviewPlan): Write<GitHubWrite>[] {
  const { state } = run;
  const fixedBy = ({ finding }: PostedThread): FixedBy => {
    const said = state.posted.reviews.findLast(({ inline }) => inline.includes(finding));
    return isByPush(run, said?.commit ?? null) ? { kind: "push", commit: state.head } : { kind: "other" };
  };
  const change = (
    resolved: boolean,
    body: (thread: PostedThread) => string,
    threads: ReviewPlan["fixed"],
  ): Write<GitHubWrite>[] => {
    if (threads.length === 0) return [];
    const changes = threads.map(
      (thread): ThreadChange => ({
        threadId: thread.id,
        commentId: thread.commentId,
        body: body(thread),
        resolved,
        wasResolved: thread.resolved,
        minimized: thread.minimized,
      }),
    );
    return [
      {
        name: resolved ? "threads fixed" : "threads reopened",
        expected: { kind: "threads", ids: threads.map(({ id }) => id), fixed: resolved },
        what: { kind: "threads", changes },
      },
    ];
  };
  return [
    ...change(false, ({ body }) => reopenedBody(body), plan.reopen),
    ...change(true, (thread) => fixedBody(thread.body, fixedBy(thread)), plan.fixed),
  ];
}

/**
 * Posts a review. GitHub may cut a diff in another way than we do, and then refuses the whole: then its own
 * patches say which lines there are, and if even they do not, all goes into the body.
 */
export async function postFindings(
  run: Run,
  { checked, review }: FindingsReview,
  post: (write: GitHubWrite) => Promise<void>,
): Promise<void> {
  const fresh = run.findings.filter(({ id }) => review.findings.has(id));
  const placement = await placementOf(run, checked, fresh);
  const attempts: (() => Promise<Placement>)[] = [
    async () => placement,
    () => placeByPatches(run, placement),
    async () => ({ files: new Map() }),
  ];
  for (const [i, place] of attempts.entries()) {
    try {
      await post(placedReview(run, review, fresh, await place()));
      return;
    } catch (error) {
      const refused = error instanceof GitHubFailure && error.kind === "refused";
      if (!refused || i === attempts.length - 1) throw error;
    }
  }
}

/** Where nothing more may be read, nothing is known of the diff: then all goes into the body. */
async function placementOf(
  run: Run,
  checked: Checked,
  findings: readonly IdentifiedFinding[],
): Promise<Placement> {
  try {
    return await placeFindings(run, checked, findings);
  } catch (error) {
    if (!(error instanceof TooMuchToRead)) throw error;
    return { files: new Map() };
  }
}

/** The message with which the bot dismisses its own request for changes. */
const DISMISSAL = "Thanks, nothing blocks this any more.";

/** The same where nobody has pushed anything. */
const OTHER = "Nothing blocks this any more: the base branch or a setting has changed.";

/** At most so many comments in one review: more is a wall that nobody reads. */
const INLINE_LIMIT = 25;

function placedReview(
  { name, state, places, context }: Run,
  { event, reopened }: NonNullable<ReviewPlan["review"]>,
  findings: readonly IdentifiedFinding[],
  { files }: Placement,
): GitHubWrite {
  const text = (path: string) => files.get(path)?.text ?? null;
  const urlOfPlace = (finding: Finding) => placeUrl(context.website, name, state.head, finding);
  const urlOfRule = (rule: string) => ruleUrl(rule, context.docs);
  const placed = composeFindings({
    findings,
    atHead: places.atHead,
    file: (path) => files.get(path) ?? null,
    inlineLimit: INLINE_LIMIT,
    ruleUrl: urlOfRule,
    placeUrl: urlOfPlace,
  }).map((each) => ({ ...each, finding: places.shown(each.finding) }));
  const body = reviewBody({
    placed,
    first: state.posted.reviews.length === 0,
    reopened,
    bot: state.bot,
    ruleUrl: urlOfRule,
    placeUrl: urlOfPlace,
    text,
  });
  const comments = placed.flatMap((each) => (each.place === "inline" ? [each] : []));
  return { kind: "review", number: state.number, review: { head: state.head, event, body, comments } };
}
