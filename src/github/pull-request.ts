import { readFindingMarker, readReplyMarker, readReviewMarker } from "../review/markers.ts";
import type { Posted, PostedReview, PostedThread } from "../review/posted.ts";
import type { GitHubClient } from "./client.ts";
import { GitHubFailure, type GraphqlProblem, graphqlFailure } from "./failure.ts";
import type { RepositoryName } from "./objects.ts";
import { PULL_REQUEST_QUERY, REVIEWS_QUERY, THREADS_QUERY } from "./queries.ts";

/** Where a configuration was looked for, and what there is. */
export type ConfigurationText =
  | { readonly kind: "absent" }
  | { readonly kind: "text"; readonly text: string }
  /** There is something that is no readable file; `why` is a clause. */
  | { readonly kind: "unusable"; readonly why: string };

export type PullRequestComment = {
  /** Node id, for reactions. */
  readonly id: string;
  readonly databaseId: number;
  readonly body: string;
  /** When it was written, or edited last. */
  readonly stamp: string;
  readonly byBot: boolean;
  /** Whether an App wrote it, this one or another. */
  readonly byApp: boolean;
  /** The reactions that the bot has given it: `EYES`, `ROCKET`, … */
  readonly reactions: ReadonlySet<string>;
  /** The comment that it answers, if it is an answer of the bot's. */
  readonly answers: { readonly comment: string; readonly stamp: string } | null;
};

export type PostedCheckRun = {
  readonly databaseId: number;
  readonly completed: boolean;
  readonly conclusion: string | null;
  readonly externalId: string | null;
};

/** What GitHub's own merge of a pull request came to. */
export type TestMerge =
  | { readonly kind: "merged"; readonly commit: string; readonly base: string }
  /** Not computed yet, or only for a former head. */
  | { readonly kind: "pending" }
  | { readonly kind: "conflict" };

/** One pull request as GitHub describes it at one moment. */
export type PullRequestState = {
  readonly number: number;
  readonly open: boolean;
  readonly draft: boolean;
  readonly updatedAt: string;
  /** How many files it changes, and the first hundred of them. */
  readonly changedFiles: number;
  readonly files: readonly { readonly path: string; readonly renamed: boolean }[];
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
  /** The bot's check runs on the head, and whether GitHub counts their suite as finished. */
  readonly checkRuns: readonly PostedCheckRun[];
  readonly checksFinished: boolean;
  /** On the newest commit of the base branch, and in the owner's `.github` repository. */
  readonly configuration: ConfigurationText;
  readonly fallback: ConfigurationText;
};

export type AnsweredConfiguration = {
  readonly mode: number;
  readonly type: string;
  readonly object: {
    readonly text?: string | null;
    readonly isTruncated?: boolean;
    readonly isBinary?: boolean | null;
  } | null;
} | null;

type Threads = {
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly nodes: readonly ({
    readonly id: string;
    readonly isResolved: boolean;
    readonly comments: {
      readonly nodes: readonly ({
        readonly id: string;
        readonly body: string;
        readonly viewerDidAuthor: boolean;
        readonly isMinimized: boolean;
      } | null)[];
    };
  } | null)[];
};

type Reviews = {
  readonly pageInfo: { readonly hasPreviousPage: boolean; readonly startCursor: string | null };
  readonly nodes: readonly ({
    readonly id: string;
    readonly fullDatabaseId: string | number | null;
    readonly state: string;
    readonly body: string;
    readonly viewerDidAuthor: boolean;
  } | null)[];
};

type Answer = {
  readonly viewer: { readonly login: string };
  readonly repository: {
    readonly pullRequest: {
      readonly number: number;
      readonly state: string;
      readonly isDraft: boolean;
      readonly updatedAt: string;
      readonly changedFiles: number;
      readonly mergeable: string;
      readonly potentialMergeCommit: {
        readonly oid: string;
        readonly parents: { readonly nodes: readonly ({ readonly oid: string } | null)[] };
      } | null;
      readonly baseRefName: string;
      readonly headRefOid: string;
      readonly baseRef: {
        readonly target: { readonly oid: string; readonly file?: AnsweredConfiguration } | null;
      } | null;
      readonly files: {
        readonly nodes: readonly ({ readonly path: string; readonly changeType: string } | null)[];
      } | null;
      readonly labels: { readonly nodes: readonly ({ readonly name: string } | null)[] } | null;
      readonly reviews: Reviews | null;
      readonly reviewThreads: Threads;
      readonly comments: {
        readonly totalCount: number;
        readonly nodes: readonly ({
          readonly id: string;
          readonly fullDatabaseId: string | number | null;
          readonly body: string;
          readonly createdAt: string;
          readonly lastEditedAt: string | null;
          readonly viewerDidAuthor: boolean;
          readonly author: { readonly __typename: string; readonly login: string } | null;
          readonly reactionGroups:
            | readonly { readonly content: string; readonly viewerHasReacted: boolean }[]
            | null;
        } | null)[];
      };
      readonly timelineItems: {
        readonly nodes: readonly ({
          readonly actor?: { readonly login: string } | null;
          readonly review?: { readonly id: string } | null;
        } | null)[];
      };
      readonly commits: {
        readonly nodes: readonly ({
          readonly commit: {
            readonly oid: string;
            readonly checkSuites: {
              readonly nodes: readonly ({
                readonly status: string;
                readonly checkRuns: {
                  readonly nodes: readonly ({
                    readonly databaseId: number | null;
                    readonly status: string;
                    readonly conclusion: string | null;
                    readonly externalId: string | null;
                  } | null)[];
                } | null;
              } | null)[];
            } | null;
          };
        } | null)[];
      };
    } | null;
  } | null;
  readonly fallback: {
    readonly defaultBranchRef: { readonly target: { readonly file?: AnsweredConfiguration } | null } | null;
  } | null;
};

export type PullRequestQuestion = RepositoryName & {
  readonly number: number;
  readonly appId: number;
  /** The name of the bot's check run. */
  readonly check: string;
  /** The path of the configuration. */
  readonly configuration: string;
};

/**
 * Reads a pull request in one request, or a few where it has more than a hundred threads or reviews. Throws
 * a GitHubFailure, of the kind `gone` if there is no such pull request for the App to see.
 */
export async function readPullRequest(
  client: GitHubClient,
  question: PullRequestQuestion,
): Promise<PullRequestState> {
  const { data, problems } = await client.queryPartly<Answer>("PullRequest", PULL_REQUEST_QUERY, {
    ...question,
  });
  const serious = seriousProblems(problems);
  if (serious.length > 0) throw graphqlFailure(serious, null, "PullRequest");
  const pull = data.repository?.pullRequest;
  if (!pull) throw new GitHubFailure("gone", "PullRequest: there is no such pull request");
  const bot = data.viewer.login.replace(/\[bot\]$/, "");
  const threads = [...pull.reviewThreads.nodes, ...(await moreThreads(client, question, pull.reviewThreads))];
  const reviews = [
    ...(pull.reviews?.nodes ?? []),
    ...(pull.reviews === null ? [] : await moreReviews(client, question, pull.reviews)),
  ];
  const dismissed = new Set(
    present(pull.timelineItems.nodes).flatMap(({ actor, review }) =>
      review && actor?.login.replace(/\[bot\]$/, "") === bot ? [review.id] : [],
    ),
  );
  const commit = present(pull.commits.nodes).find((node) => node.commit.oid === pull.headRefOid)?.commit;
  const suites = present(commit?.checkSuites?.nodes ?? []);
  return {
    number: pull.number,
    open: pull.state === "OPEN",
    draft: pull.isDraft,
    updatedAt: pull.updatedAt,
    changedFiles: pull.changedFiles,
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
    posted: {
      threads: present(threads).flatMap(postedThread),
      reviews: present(reviews).flatMap((review) => postedReview(review, dismissed)),
    },
    commentCount: pull.comments.totalCount,
    comments: present(pull.comments.nodes).map((comment) => ({
      id: comment.id,
      databaseId: Number(comment.fullDatabaseId),
      body: comment.body,
      stamp: comment.lastEditedAt ?? comment.createdAt,
      byBot: comment.viewerDidAuthor,
      byApp: comment.author?.__typename === "Bot",
      reactions: new Set(
        (comment.reactionGroups ?? [])
          .filter((group) => group.viewerHasReacted)
          .map((group) => group.content),
      ),
      answers: comment.viewerDidAuthor ? readReplyMarker(comment.body) : null,
    })),
    checkRuns: suites.flatMap((suite) =>
      present(suite.checkRuns?.nodes ?? []).map((run) => ({
        databaseId: run.databaseId ?? 0,
        completed: run.status === "COMPLETED",
        conclusion: run.conclusion?.toLowerCase() ?? null,
        externalId: run.externalId,
      })),
    ),
    checksFinished: suites.every((suite) => suite.status === "COMPLETED"),
    configuration: configurationText(pull.baseRef?.target?.file ?? null),
    fallback: configurationText(data.fallback?.defaultBranchRef?.target?.file ?? null),
  };
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
  const [base, merged] = present(commit?.parents.nodes ?? []);
  // The one that is there may still be that of the head before.
  if (commit === null || base === undefined || merged?.oid !== head) return { kind: "pending" };
  return { kind: "merged", commit: commit.oid, base: base.oid };
}

async function moreThreads(
  client: GitHubClient,
  { owner, repo, number }: PullRequestQuestion,
  first: Threads,
): Promise<Threads["nodes"][number][]> {
  const nodes: Threads["nodes"][number][] = [];
  let page: Threads = first;
  while (page.pageInfo.hasNextPage && page.pageInfo.endCursor !== null) {
    const after = page.pageInfo.endCursor;
    const data = await client.query<{
      repository: { pullRequest: { reviewThreads: Threads } | null } | null;
    }>("ReviewThreads", THREADS_QUERY, { owner, repo, number, after });
    const next = data.repository?.pullRequest?.reviewThreads;
    if (next === undefined) break;
    nodes.push(...next.nodes);
    page = next;
  }
  return nodes;
}

async function moreReviews(
  client: GitHubClient,
  { owner, repo, number }: PullRequestQuestion,
  last: Reviews,
): Promise<Reviews["nodes"][number][]> {
  const nodes: Reviews["nodes"][number][] = [];
  let page: Reviews = last;
  while (page.pageInfo.hasPreviousPage && page.pageInfo.startCursor !== null) {
    const before = page.pageInfo.startCursor;
    const data = await client.query<{
      repository: { pullRequest: { reviews: Reviews | null } | null } | null;
    }>("Reviews", REVIEWS_QUERY, { owner, repo, number, before });
    const next = data.repository?.pullRequest?.reviews;
    if (!next) break;
    nodes.push(...next.nodes);
    page = next;
  }
  return nodes;
}

function postedThread(thread: NonNullable<Threads["nodes"][number]>): PostedThread[] {
  const [comment] = present(thread.comments.nodes);
  if (comment === undefined || !comment.viewerDidAuthor) return [];
  const marker = readFindingMarker(comment.body);
  if (marker === null) return [];
  return [
    {
      id: thread.id,
      commentId: comment.id,
      finding: marker.id,
      mended: marker.mended,
      resolved: thread.isResolved,
      minimized: comment.isMinimized,
      body: comment.body,
    },
  ];
}

function postedReview(
  review: NonNullable<Reviews["nodes"][number]>,
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
  if (isTruncated === true) return { kind: "unusable", why: "the file is too long: at most 64 KiB are read" };
  if (typeof text !== "string") return { kind: "unusable", why: "it is no text" };
  return { kind: "text", text };
}

/**
 * What keeps an answer from being used. An owner need not have a `.github` repository, nor show it to the
 * App; and an App that may not see checks can still review.
 */
export function seriousProblems(problems: readonly GraphqlProblem[]): GraphqlProblem[] {
  return problems.filter(({ path, type }) => {
    if (path[0] === "fallback") return type !== "NOT_FOUND" && type !== "FORBIDDEN";
    return type !== "FORBIDDEN" || !path.includes("checkSuites");
  });
}

/** GraphQL lists may have holes, where something may not be seen. */
function present<T>(nodes: readonly (T | null)[]): T[] {
  return nodes.filter((node) => node !== null);
}
