import type { ChangeMessages } from "../checker/messages.ts";
import { TOO_LONG } from "../config/parse.ts";
import { bareLogin } from "../policy/person.ts";
import { readFindingMarker, readReviewMarker } from "../review/conversation/markers.ts";
import type { Posted, PostedReview, PostedThread } from "../review/conversation/posted.ts";
import type { SharedName } from "./check-state.ts";
import type { GitHubClient } from "./client.ts";
import { GitHubFailure, type GraphqlProblem, graphqlFailure } from "./failure.ts";
import { moreReviews, moreThreads } from "./further-pages.ts";
import { type MergeState, mergeState } from "./merge-state.ts";
import { type OwnChecks, ownChecks, readOwnChecks } from "./own-checks.ts";
import type {
  AnsweredConfiguration,
  AnsweredPull,
  AnsweredReviews,
  AnsweredThreads,
} from "./pull-request-answer.ts";
import { approvalsOf, commentsOf, type PullRequestComment } from "./pull-request-comments.ts";
import { askForPullRequest, type PullRequestQuestion } from "./pull-request-question.ts";
import { type Remark, readRemarks } from "./remarks.ts";

/** Where a configuration was looked for, and what there is. */
export type ConfigurationText =
  | { readonly kind: "absent" }
  | { readonly kind: "text"; readonly text: string }
  /** There is something that is no readable file; `why` is a clause. */
  | { readonly kind: "unusable"; readonly why: string };

/** What GitHub's own merge of a pull request came to. */
export type TestMerge =
  | { readonly kind: "merged"; readonly commit: string; readonly base: string }
  /** Not computed yet, or only for a former head. */
  | { readonly kind: "pending" }
  | { readonly kind: "conflict" };

/** One pull request as GitHub describes it at one moment. */
export type PullRequestState = MergeState &
  OwnChecks & {
    /** Node id, for what is done to it. */
    readonly id: string;
    readonly number: number;
    readonly open: boolean;
    readonly merged: boolean;
    readonly draft: boolean;
    readonly updatedAt: string;
    /** How many files it changes, and the first hundred of them. */
    readonly changedFiles: number;
    readonly files: readonly { readonly path: string; readonly renamed: boolean }[];
    /** Its title, and the subjects of its first fifty commits as far as GitHub shows them. */
    readonly messages: ChangeMessages;
    readonly merge: TestMerge;
    readonly baseRef: string;
    /** The newest commit of the base branch; null where the branch is gone. */
    readonly baseTip: string | null;
    readonly head: string;
    /** The bot's own login, without `[bot]`. */
    readonly bot: string;
    readonly labels: readonly string[];
    readonly posted: Posted;
    /** The last hundred, and how many there are. */
    readonly comments: readonly PullRequestComment[];
    readonly commentCount: number;
    /** The bodies of reviews that approve and name the bot, of the last hundred reviews. */
    readonly approvals: readonly PullRequestComment[];
    readonly reviewCount: number;
    /** What people said in reviews and on lines of code that names the bot. */
    readonly remarks: readonly Remark[];
    /** On the newest commit of the base branch, and in the owner's `.github` repository. */
    readonly configuration: ConfigurationText;
    readonly fallback: ConfigurationText;
  };

function messagesOf({ title, commits }: AnsweredPull): ChangeMessages {
  const read = (commits?.nodes ?? []).flatMap((node) =>
    node === null ? [] : [{ id: node.commit.oid, text: node.commit.messageHeadline }],
  );
  return { title: title ?? null, commits: read, whole: commits?.totalCount === read.length };
}

/**
 * Reads a pull request in one request, or a few where it has more than a hundred threads or reviews, or comments on
 * lines of code, or is too much for GitHub at once. Throws a GitHubFailure, of the kind `gone` if there is no such pull request for the App to see.
 */
export async function readPullRequest(
  client: GitHubClient,
  question: PullRequestQuestion & {
    /** Set where others write in the bot's name, as all workflows of a repository do; by default nobody does. */
    readonly shared?: SharedName | null;
  },
): Promise<PullRequestState> {
  const { shared = null, ...asked } = question;
  const { data, problems } = await askForPullRequest(client, asked);
  const serious = seriousProblems(problems);
  if (serious.length > 0) throw graphqlFailure(serious, null, "PullRequest");
  const pull = data.repository?.pullRequest;
  if (!pull) throw new GitHubFailure("gone", "PullRequest: there is no such pull request");
  const bot = bareLogin(data.viewer.login);
  const threads = [...pull.reviewThreads.nodes, ...(await moreThreads(client, question, pull.reviewThreads))];
  // Nobody could say then that no committer asks for changes.
  if (pull.reviews === null) throw new GitHubFailure("unavailable", "PullRequest: GitHub gave no reviews");
  const reviews = [...(await moreReviews(client, question, pull.reviews)), ...pull.reviews.nodes];
  const dismissed = new Set(
    present(pull.timelineItems.nodes).flatMap(({ actor, review }) =>
      review && actor && bareLogin(actor.login) === bot ? [review.id] : [],
    ),
  );
  const rollup = pull.statusCheckRollup;
  const isShown = rollup === null || rollup.commit?.oid === pull.headRefOid;
  return {
    id: pull.id,
    number: pull.number,
    open: pull.state === "OPEN",
    merged: pull.state === "MERGED",
    draft: pull.isDraft,
    updatedAt: pull.updatedAt,
    changedFiles: pull.changedFiles,
    messages: messagesOf(pull),
    files: present(pull.files?.nodes ?? []).map(({ path, changeType }) => ({
      path,
      renamed: changeType === "RENAMED" || changeType === "COPIED",
    })),
    merge: testMerge(pull.mergeable, pull.potentialMergeCommit, pull.headRefOid),
    baseRef: pull.baseRefName,
    baseTip: pull.baseRef?.target?.oid ?? null,
    head: pull.headRefOid,
    bot,
    labels: present(pull.labels?.nodes ?? []).map(({ name }) => name),
    ...mergeState(pull, {
      bot,
      reviews,
      rollup: isShown ? rollup : "not-shown",
      autoMergeAllowed: data.repository?.autoMergeAllowed === true,
      appId: question.appId,
      shared,
      problems,
    }),
    posted: {
      threads: present(threads).flatMap(postedThread),
      reviews: present(reviews).flatMap((review) => postedReview(review, dismissed)),
    },
    commentCount: pull.comments.totalCount,
    remarks: await readRemarks(client, {
      name: question,
      bot,
      threads: present(threads),
      reviews: present(reviews),
    }),
    comments: commentsOf(pull.comments),
    approvals: approvalsOf(reviews, bot),
    reviewCount: pull.reviews.totalCount,
    ...(await ownChecksOf(client, question, { pull, isShown, problems })),
    configuration: configurationText(pull.baseRef?.target?.file ?? null),
    fallback: configurationText(data.fallback?.defaultBranchRef?.target?.file ?? null),
  };
}

/** The bot's own check runs on the head: where the checks of all may not be seen, or are another's, by its id. */
async function ownChecksOf(
  client: GitHubClient,
  { owner, repo, appId, check }: PullRequestQuestion,
  {
    pull: { statusCheckRollup, headRefOid },
    isShown,
    problems,
  }: {
    readonly pull: AnsweredPull;
    readonly isShown: boolean;
    readonly problems: readonly GraphqlProblem[];
  },
): Promise<OwnChecks> {
  const isHidden = problems.some(({ path }) => path.at(-1) === "statusCheckRollup");
  if (isShown && !isHidden) return ownChecks(statusCheckRollup?.commit ?? null);
  return readOwnChecks(client, { owner, repo, commit: headRefOid, appId, check });
}

function testMerge(
  mergeable: string,
  commit: {
    readonly oid: string;
    readonly parents: { readonly nodes: readonly ({ readonly oid: string } | null)[] };
  } | null,
  head: string,
): TestMerge {
  if (mergeable === "CONFLICTING") return { kind: "conflict" };
  // While GitHub computes another, it still shows the one before.
  if (mergeable !== "MERGEABLE") return { kind: "pending" };
  const [base, merged] = present(commit?.parents.nodes ?? []);
  // The one that is there may still be that of the head before.
  if (commit === null || base === undefined || merged?.oid !== head) return { kind: "pending" };
  return { kind: "merged", commit: commit.oid, base: base.oid };
}

function postedThread(thread: NonNullable<AnsweredThreads["nodes"][number]>): PostedThread[] {
  const [comment] = present(thread.comments.nodes);
  if (comment === undefined || !comment.viewerDidAuthor) return [];
  const marker = readFindingMarker(comment.body);
  if (marker === null) return [];
  return [
    {
      id: thread.id,
      commentId: comment.id,
      finding: marker.id,
      fixed: marker.fixed,
      resolved: thread.isResolved,
      minimized: comment.isMinimized,
      body: comment.body,
    },
  ];
}

function postedReview(
  review: NonNullable<AnsweredReviews["nodes"][number]>,
  dismissed: ReadonlySet<string>,
): PostedReview[] {
  const marker = review.viewerDidAuthor ? readReviewMarker(review.body) : null;
  if (marker === null) return [];
  return [
    {
      databaseId: Number(review.fullDatabaseId),
      state: REVIEW_STATES.get(review.state) ?? "other",
      inline: marker.inline,
      inBody: marker.inBody,
      commit: review.commit?.oid ?? null,
      dismissedByBot: dismissed.has(review.id),
    },
  ];
}

const REVIEW_STATES: ReadonlyMap<string, PostedReview["state"]> = new Map([
  ["COMMENTED", "commented"],
  ["CHANGES_REQUESTED", "changes-requested"],
  ["DISMISSED", "dismissed"],
]);

/** What stands at the configuration's path. */
export function configurationText(file: AnsweredConfiguration): ConfigurationText {
  if (file === null) return { kind: "absent" };
  if (file.type !== "blob" || (file.mode & 0o170000) === 0o120000) {
    const what = file.type === "tree" ? "directory" : file.type === "commit" ? "submodule" : "symbolic link";
    return { kind: "unusable", why: `it is a ${what}, and must be a file` };
  }
  const { text, isTruncated } = file.object ?? {};
  if (isTruncated === true) return { kind: "unusable", why: TOO_LONG };
  if (typeof text !== "string") return { kind: "unusable", why: "it is no text" };
  return { kind: "text", text };
}

/**
 * What keeps an answer from being used. An owner need not have a `.github` repository, nor show it to the
 * App; and an App that may not see checks or merge queues can still review.
 */
export function seriousProblems(problems: readonly GraphqlProblem[]): GraphqlProblem[] {
  return problems.filter(({ path, type }) => {
    if (path[0] === "fallback") return type !== "NOT_FOUND" && type !== "FORBIDDEN";
    return type !== "FORBIDDEN" || !path.some((part) => FOR_MERGING_OR_CHECKS.has(part));
  });
}

/** What an App need not be allowed to see in order to review. */
const FOR_MERGING_OR_CHECKS: ReadonlySet<string | number> = new Set([
  "checkSuites",
  "statusCheckRollup",
  "mergeQueueEntry",
  "mergeQueue",
  "autoMergeRequest",
]);

/** GraphQL lists may have holes, where something may not be seen. */
function present<T>(nodes: readonly (T | null)[]): T[] {
  return nodes.filter((node) => node !== null);
}
