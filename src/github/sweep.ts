import type { GitHubClient } from "./client.ts";
import { GitHubFailure, graphqlFailure } from "./failure.ts";
import type { RepositoryName } from "./objects.ts";
import { seriousProblems } from "./pull-request.ts";
import { SWEEP_QUERY } from "./queries.ts";

/** An open pull request, and when a check run of ours on its head was finished. */
export type OpenPullRequest = {
  readonly number: number;
  readonly updatedAt: string;
  /** How many comments there are in its conversation. */
  readonly commentCount: number;
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
        readonly headRefOid: string;
        readonly commits: {
          readonly nodes: readonly ({
            readonly commit: {
              readonly checkSuites: {
                readonly nodes: readonly ({
                  readonly status: string;
                  readonly checkRuns: {
                    readonly nodes: readonly ({ readonly completedAt: string | null } | null)[];
                  } | null;
                } | null)[];
              } | null;
            };
          } | null)[];
        };
      } | null)[];
    };
  } | null;
};

/** A page of up to a hundred open pull requests, in one request. */
export async function openPullRequests(client: GitHubClient, question: SweepQuestion): Promise<OpenPage> {
  const { data, problems } = await client.queryPartly<Answer>("Sweep", SWEEP_QUERY, { ...question });
  const serious = seriousProblems(problems);
  if (serious.length > 0) throw graphqlFailure(serious, null, "Sweep");
  const { repository } = data;
  if (repository === null) throw new GitHubFailure("gone", "Sweep: the repository is not there");
  const { pageInfo, nodes } = repository.pullRequests;
  return {
    checksShown: problems.length === 0,
    next: pageInfo.hasNextPage ? pageInfo.endCursor : null,
    pullRequests: nodes.flatMap((node) => {
      if (node === null) return [];
      const suite = node.commits.nodes[0]?.commit.checkSuites?.nodes[0];
      const checkedAt = suite?.status === "COMPLETED" ? suite.checkRuns?.nodes[0]?.completedAt : null;
      return [
        {
          number: node.number,
          updatedAt: node.updatedAt,
          commentCount: node.comments.totalCount,
          head: node.headRefOid,
          checkedAt: checkedAt ?? null,
        },
      ];
    }),
  };
}
