import type { GitHubClient } from "./client.ts";
import { GitHubFailure, graphqlFailure } from "./failure.ts";
import type { RepositoryName } from "./objects.ts";
import { seriousProblems } from "./pull-request.ts";
import { SWEEP_PAST_QUERY, SWEEP_QUERY } from "./queries.ts";

/** An open pull request, and when a check run of ours on its head was finished. */
export type OpenPullRequest = {
  readonly number: number;
  readonly updatedAt: string;
  /** How many comments there are in its conversation. */
  readonly commentCount: number;
  /** How many reviews. */
  readonly reviewCount: number;
  readonly head: string;
  /** Null where there is none, or somebody asked for it again. */
  readonly checkedAt: string | null;
};

export type OpenPage = {
  readonly pullRequests: readonly OpenPullRequest[];
  /** Whether the App may see checks; where it may not, nothing is known of any. */
  readonly checksShown: boolean;
  /** Where the next page begins; null after the last. */
  readonly next: string | null;
};

export type SweepQuestion = RepositoryName & {
  /** Only those into this branch; null for all. */
  readonly base: string | null;
  /** Null for the first page. */
  readonly after: string | null;
  readonly appId: number;
  readonly check: string;
};

type Answer = {
  readonly repository: {
    readonly pullRequests: {
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
      readonly nodes: readonly ({
        readonly number: number;
        readonly updatedAt: string;
        readonly comments: { readonly totalCount: number };
        readonly reviews: { readonly totalCount: number } | null;
        readonly headRefOid: string;
        readonly statusCheckRollup?: { readonly commit: AnsweredCommit | null } | null;
      } | null)[];
    };
  } | null;
};

type AnsweredCommit = {
  readonly oid: string;
  readonly checkSuites: {
    readonly nodes: readonly ({
      readonly status: string;
      readonly checkRuns: {
        readonly nodes: readonly ({ readonly completedAt: string | null } | null)[];
      } | null;
    } | null)[];
  } | null;
};

/** So many pull requests are asked for at first. */
const AT_ONCE = 25;

/**
 * A page of open pull requests. GitHub gives up on what is too much for it: then it is a page of half as many, and a
 * single one that is too much comes without its checks, so that the next page can be asked for.
 */
export async function openPullRequests(client: GitHubClient, question: SweepQuestion): Promise<OpenPage> {
  for (let first = AT_ONCE; first >= 1; first >>= 1) {
    try {
      return await pageOf(client, "Sweep", SWEEP_QUERY, { ...question, first });
    } catch (error) {
      if (!(error instanceof GitHubFailure) || error.kind !== "unavailable") throw error;
    }
  }
  const { owner, repo, base, after } = question;
  return pageOf(client, "SweepPast", SWEEP_PAST_QUERY, { owner, repo, base, after, first: 1 });
}

async function pageOf(
  client: GitHubClient,
  name: string,
  document: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<OpenPage> {
  const { data, problems } = await client.queryPartly<Answer>(name, document, variables);
  const serious = seriousProblems(problems);
  if (serious.length > 0) throw graphqlFailure(serious, null, name);
  const { repository } = data;
  if (repository === null) throw new GitHubFailure("gone", "Sweep: the repository is not there");
  const { pageInfo, nodes } = repository.pullRequests;
  return {
    checksShown: problems.length === 0,
    next: pageInfo.hasNextPage ? pageInfo.endCursor : null,
    pullRequests: nodes.flatMap((node) => {
      if (node === null) return [];
      const commit = node.statusCheckRollup?.commit ?? null;
      const checkedAt = commit?.oid === node.headRefOid ? checkedWhen(commit) : null;
      return [
        {
          number: node.number,
          updatedAt: node.updatedAt,
          commentCount: node.comments.totalCount,
          reviewCount: node.reviews?.totalCount ?? 0,
          head: node.headRefOid,
          checkedAt,
        },
      ];
    }),
  };
}

/** When the last check run of ours on a commit was finished; null where somebody asked for one again. */
function checkedWhen({ checkSuites }: AnsweredCommit): string | null {
  const suites = (checkSuites?.nodes ?? []).filter((suite) => suite !== null);
  if (suites.some(({ status }) => status !== "COMPLETED")) return null;
  const times = suites.flatMap(({ checkRuns }) => checkRuns?.nodes ?? []).map((run) => run?.completedAt);
  return (
    times
      .filter((time) => typeof time === "string")
      .sort()
      .at(-1) ?? null
  );
}
