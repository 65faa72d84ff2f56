import type { GitHubClient } from "./client.ts";
import { GitHubFailure } from "./failure.ts";
import type { AnsweredReviews, AnsweredThreads } from "./pull-request-answer.ts";
import type { PullRequestQuestion } from "./pull-request-question.ts";
import { REVIEWS_QUERY, THREADS_QUERY } from "./queries.ts";

type Name = Pick<PullRequestQuestion, "owner" | "repo" | "number">;

/** The threads after the first page of them. Throws a GitHubFailure where GitHub does not give them. */
export async function moreThreads(
  client: GitHubClient,
  { owner, repo, number }: Name,
  first: AnsweredThreads,
): Promise<AnsweredThreads["nodes"][number][]> {
  const nodes: AnsweredThreads["nodes"][number][] = [];
  const ask = smallPages(client, "ReviewThreads", THREADS_QUERY, { owner, repo, number });
  let page: AnsweredThreads = first;
  while (page.pageInfo.hasNextPage && page.pageInfo.endCursor !== null) {
    const data = await ask<{
      repository: { pullRequest: { reviewThreads: AnsweredThreads } | null } | null;
    }>({ after: page.pageInfo.endCursor });
    const next = data.repository?.pullRequest?.reviewThreads;
    if (next === undefined) break;
    nodes.push(...next.nodes);
    page = next;
  }
  return nodes;
}

/** The reviews before the last page of them. Throws a GitHubFailure where GitHub does not give all of them. */
export async function moreReviews(
  client: GitHubClient,
  { owner, repo, number }: Name,
  last: AnsweredReviews,
): Promise<AnsweredReviews["nodes"][number][]> {
  const nodes: AnsweredReviews["nodes"][number][] = [];
  const ask = smallPages(client, "Reviews", REVIEWS_QUERY, { owner, repo, number });
  let page: AnsweredReviews = last;
  while (page.pageInfo.hasPreviousPage && page.pageInfo.startCursor !== null) {
    const data = await ask<{
      repository: { pullRequest: { reviews: AnsweredReviews | null } | null } | null;
    }>({ before: page.pageInfo.startCursor });
    const next = data.repository?.pullRequest?.reviews;
    if (!next) throw new GitHubFailure("unavailable", "Reviews: GitHub gave no reviews");
    nodes.unshift(...next.nodes);
    page = next;
  }
  return nodes;
}

/** So much is asked for at first. */
const AT_ONCE = 25;

/** Asks for one page after the other. Where one is too much for GitHub, that and those after it are half as large. */
function smallPages(
  client: GitHubClient,
  name: string,
  document: string,
  pull: Name,
): <Data>(cursor: Readonly<Record<string, string>>) => Promise<Data> {
  let most = AT_ONCE;
  return async <Data>(cursor: Readonly<Record<string, string>>) => {
    for (;;) {
      try {
        return await client.query<Data>(name, document, { ...pull, ...cursor, most });
      } catch (error) {
        const isTooMuch = error instanceof GitHubFailure && error.kind === "unavailable";
        if (!isTooMuch || most === 1) throw error;
        most >>= 1;
      }
    }
  };
}
