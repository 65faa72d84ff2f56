import type { GitHubClient } from "./client.ts";
import type { RepositoryName } from "./objects.ts";
import { PULL_REQUESTS_OF_COMMIT_QUERY } from "./queries.ts";

type Answer = {
  readonly repository: {
    readonly object: {
      readonly associatedPullRequests?: {
        readonly nodes: readonly ({
          readonly number: number;
          readonly state: string;
          readonly headRefOid: string;
        } | null)[];
      } | null;
    } | null;
  } | null;
};

/** The open pull requests that have a commit as their head, as GitHub knows them. Throws a GitHubFailure. */
export async function pullRequestsOfCommit(
  client: GitHubClient,
  { owner, repo }: RepositoryName,
  commit: string,
): Promise<number[]> {
  const variables = { owner, repo, commit };
  const data = await client.query<Answer>("PullRequestsOfCommit", PULL_REQUESTS_OF_COMMIT_QUERY, variables);
  const nodes = data.repository?.object?.associatedPullRequests?.nodes ?? [];
  return nodes.flatMap((node) =>
    node !== null && node.state === "OPEN" && node.headRefOid === commit ? [node.number] : [],
  );
}
