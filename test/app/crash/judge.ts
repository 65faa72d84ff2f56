import { isDeepStrictEqual } from "node:util";
import type { CheckRun, IssueComment, PullRequest, Review, World } from "simulated-github";
import { CHECK_NAME } from "../../../src/config/own-check.ts";
import {
  readFindingMarker,
  readReplyMarker,
  readReviewMarker,
} from "../../../src/review/conversation/markers.ts";
import type { Expected } from "./expected.ts";
import type { Comment, Head, Pull } from "./people.ts";

/** What GitHub knows the App to have been told. */
export type Acknowledged = {
  /** The heads that deliveries told of. */
  readonly heads: ReadonlySet<string>;
  /** The ids of the comments that they told of. */
  readonly comments: ReadonlySet<number>;
};

/** Something that is not as it should be, now that the App is at rest. */
export type Fault = {
  /** Not done though it was acknowledged; done more than once; or done, but not as it should be. */
  readonly kind: "lost" | "twice" | "wrong";
  readonly pull: number;
  readonly what: string;
};

export type Judgement = {
  readonly faults: readonly Fault[];
  /** Heads with a finished check run, reviews, their comments, and replies to commands. */
  readonly checked: number;
  readonly reviews: number;
  readonly findings: number;
  readonly replies: number;
};

/** How a pull request stands, by GitHub's own state, with nothing of it left to do. */
export async function judgePull(
  pull: Pull,
  options: {
    readonly world: World;
    readonly bot: number;
    readonly acknowledged: Acknowledged;
    readonly expected: (head: Head) => Promise<Expected>;
  },
): Promise<Judgement> {
  const { world, bot, acknowledged, expected } = options;
  const record = pull.conversation.record();
  const runsOf = ({ oid }: Head) =>
    world.state.checkRuns(record.repositoryId, oid).filter(({ name }) => name === CHECK_NAME);
  const faults: Fault[] = [];
  const fault = (kind: Fault["kind"], what: string) => faults.push({ kind, pull: record.number, what });

  const reviewed = pull.heads.findLastIndex((head) =>
    runsOf(head).some(({ status }) => status === "completed"),
  );
  for (const [i, head] of pull.heads.entries()) {
    const runs = runsOf(head);
    // One that says something else than the one before is made anew, as where a command was answered meanwhile.
    const said = new Set(runs.map(({ externalId }) => externalId));
    if (said.size < runs.length) fault("twice", `head ${i} has ${runs.length} check runs for ${said.size}`);
    if (i > reviewed && runs.length > 0) fault("lost", `the check run of head ${i} was never finished`);
  }
  const told = pull.heads.findLastIndex(({ oid }) => acknowledged.heads.has(oid));
  if (told > reviewed)
    fault("lost", `head ${told} was told of, and the last that was reviewed is ${reviewed}`);

  const reviews = record.reviews.filter(({ authorId }) => authorId === bot);
  for (const what of repeatedReviews(reviews)) fault("twice", what);
  const threads = threadsOf(record, bot);
  for (const [id, states] of threads)
    if (states.length > 1) fault("twice", `finding ${id} has ${states.length} comments`);

  const isMerged = record.state === "MERGED";
  const word = pull.comments.findLast(({ merges, afterHeads }) => merges && afterHeads === pull.heads.length);
  if (isMerged && word === undefined) fault("wrong", "it was merged, and nobody who may has said so");
  const isWordTold = word !== undefined && acknowledged.comments.has(word.id);
  if (!isMerged && isWordTold && acknowledged.heads.has(pull.heads.at(-1)?.oid ?? ""))
    fault("lost", `comment ${word.id} was told of, and it is not merged`);

  const head = pull.heads[reviewed];
  if (head === undefined) {
    if (reviews.length + threads.size > 0) fault("lost", "a review was begun and never finished");
  } else {
    const should = await expected(head);
    for (const what of wrongCheckRun(runsOf(head)[0], should)) fault("wrong", what);
    for (const what of wrongThreads(threads, should)) fault("wrong", what);
    for (const what of wrongReviews(reviews, should)) fault("wrong", what);
    const labels = pull.conversation.view().labels;
    if (!isDeepStrictEqual([...labels].sort(), [...should.labels].sort()))
      fault("wrong", `it has the labels ${labels.join(", ")}, not ${should.labels.join(", ")}`);
  }

  const own = record.comments.filter(({ authorId }) => authorId === bot);
  const answered = own.map(({ body }) => readReplyMarker(body)?.comment);
  if (answered.includes(undefined)) fault("wrong", "there is a comment that answers nothing");
  for (const comment of pull.comments) {
    const replies = answered.filter((id) => id === String(comment.id)).length;
    const isTold = acknowledged.comments.has(comment.id) && comment.wants !== "nothing";
    const state = answerOf(comment, replies, reactionsOf(record, comment, bot));
    const what = `comment ${comment.id}, which wants ${comment.wants}: ${state}`;
    if (state === "twice" || state === "wrong") fault(state, what);
    // A run may also have seen a comment of which nobody was told.
    // On what is merged only the word that merged it is answered.
    const isOver = isMerged && comment !== word;
    if (!isOver && (state === "half" || (state === "none" && isTold))) fault("lost", what);
    if (!isOver && isTold && reviewed < comment.afterHeads - 1)
      fault(
        "lost",
        `comment ${comment.id} was told of at head ${comment.afterHeads - 1}, after head ${reviewed}`,
      );
  }
  return {
    faults,
    checked: pull.heads.filter((one) => runsOf(one).length > 0).length,
    reviews: reviews.length,
    findings: threads.size,
    replies: own.length,
  };
}

/** A review says something that no other has said; one without comments, that mistakes of old are back. */
function repeatedReviews(reviews: readonly Review[]): string[] {
  const faults: string[] = [];
  const seen = new Set<string>();
  for (const { body, commitOid } of reviews) {
    const { inline = [], inBody = [] } = readReviewMarker(body) ?? {};
    const said = [...inline, ...inBody];
    for (const one of said.length === 0 ? [commitOid] : said) {
      if (seen.has(one)) faults.push(`two reviews say ${one}`);
      seen.add(one);
    }
  }
  return faults;
}

type ThreadState = { readonly fixed: boolean; readonly resolved: boolean };

/** The bot's threads by the finding that they are about. */
function threadsOf({ threads }: PullRequest, bot: number): Map<string, ThreadState[]> {
  const found = new Map<string, ThreadState[]>();
  for (const { comments, isResolved } of threads) {
    const [first] = comments;
    if (first === undefined || first.authorId !== bot) continue;
    const marker = readFindingMarker(first.body);
    const id = marker?.id ?? `unknown ${first.id}`;
    found.set(id, [...(found.get(id) ?? []), { fixed: marker?.fixed ?? false, resolved: isResolved }]);
  }
  return found;
}

function wrongThreads(
  threads: ReadonlyMap<string, readonly ThreadState[]>,
  { findings }: Expected,
): string[] {
  const missing = findings.filter((id) => !threads.has(id)).map((id) => `finding ${id} has no comment`);
  const present = new Set(findings);
  const wrong = [...threads].flatMap(([id, states]) => {
    const fixed = !present.has(id);
    const right = states.every((state) => state.fixed === fixed && state.resolved === fixed);
    return right ? [] : [`finding ${id} is ${fixed ? "fixed" : "there"}, which its thread does not show`];
  });
  return [...missing, ...wrong];
}

function wrongReviews(reviews: readonly Review[], { blocked }: Expected): string[] {
  const asks = reviews.some(({ state }) => state === "CHANGES_REQUESTED");
  return asks === blocked ? [] : [blocked ? "no review asks for changes" : "a review still asks for changes"];
}

function wrongCheckRun(run: CheckRun | undefined, should: Expected): string[] {
  if (run === undefined) return [];
  const is = {
    conclusion: run.conclusion?.toLowerCase(),
    title: run.output.title,
    places: run.annotations.map(({ path, startLine }) => `${path}:${startLine}`),
  };
  const { conclusion, title, places } = should;
  if (isDeepStrictEqual(is, { conclusion, title, places })) return [];
  return [`its check run says ${JSON.stringify(is)}, not ${JSON.stringify({ conclusion, title, places })}`];
}

/** What the bot has given a comment: `eyes`, `rocket`, `-1`. */
function reactionsOf({ comments }: PullRequest, { id }: Comment, bot: number): string[] {
  const reactions: IssueComment["reactions"] = comments.find((comment) => comment.id === id)?.reactions ?? [];
  return reactions.filter(({ userId }) => userId === bot).map(({ content }) => content);
}

/** How far a comment has been answered. "all": as far as it wants. */
function answerOf(
  { wants }: Comment,
  replies: number,
  reactions: readonly string[],
): "all" | "none" | "half" | "twice" | "wrong" {
  const verdicts = reactions.filter((reaction) => reaction !== "eyes").length;
  if (replies > 1 || verdicts > 1) return "twice";
  if (wants === "nothing") return replies + reactions.length === 0 ? "all" : "wrong";
  if (replies + reactions.length === 0) return "none";
  if (wants === "a reaction" && replies > 0) return "wrong";
  const replied = replies === 1 || wants !== "a reply";
  return replied && verdicts === 1 && reactions.includes("eyes") ? "all" : "half";
}
