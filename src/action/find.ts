import { isDue } from "../app/jobs/sweep.ts";
import { NO_MEMORY } from "../app/run/memory/pull-memory.ts";
import type { PullRequestName, RunContext } from "../app/run/run-context.ts";
import { CHECK_NAME } from "../config/own-check.ts";
import { type GitHubClient, gitHubClient } from "../github/client.ts";
import { pullRequestsOfCommit } from "../github/pull-requests-of-commit.ts";
import { type OpenPage, type OpenPullRequest, openPullRequests } from "../github/sweep.ts";

/** Pages of 25 or fewer, the newest pull requests first. */
const MOST_PAGES = 40;
/** So many pull requests may have one head. */
const MOST_OF_A_HEAD = 5;
/** An hour has 1,000 requests with a job's token, and a look takes three at least. */
const MOST_A_SWEEP = 60;

type Repository = Pick<PullRequestName, "owner" | "repo">;

/** The numbers of the open pull requests that have a commit as their head, the newest first. */
export async function pullRequestsOf(
  repository: Repository,
  headSha: string,
  context: Pick<RunContext, "api" | "appId">,
): Promise<number[]> {
  const client = gitHubClient(context.api);
  const found = await pullRequestsOfCommit(client, repository, headSha);
  if (found.length > 0) return found.slice(0, MOST_OF_A_HEAD);
  for await (const { pullRequests } of openPages(client, repository, context.appId)) {
    found.push(...pullRequests.filter(({ head }) => head === headSha).map(({ number }) => number));
    if (found.length >= MOST_OF_A_HEAD) break;
  }
  return found.slice(0, MOST_OF_A_HEAD);
}

/**
 * The open pull requests to look at in a sweep: first those of which nothing was told, then the others, since it is
 * not kept which of them wait for something.
 */
export async function sweptPullRequests(
  repository: Repository,
  context: Pick<RunContext, "api" | "appId">,
): Promise<number[]> {
  const due: OpenPullRequest[] = [];
  const others: OpenPullRequest[] = [];
  for await (const page of openPages(gitHubClient(context.api), repository, context.appId)) {
    for (const pull of page.pullRequests) (isDue(pull, page, NO_MEMORY) ? due : others).push(pull);
    if (due.length >= MOST_A_SWEEP) break;
  }
  return [...due, ...others].slice(0, MOST_A_SWEEP).map(({ number }) => number);
}

async function* openPages(
  client: GitHubClient,
  repository: Repository,
  appId: number,
): AsyncGenerator<OpenPage> {
  let after: string | null = null;
  for (let page = 0; page < MOST_PAGES; page++) {
    const found: OpenPage = await openPullRequests(client, {
      ...repository,
      base: null,
      after,
      appId,
      check: CHECK_NAME,
    });
    yield found;
    if (found.next === null) return;
    after = found.next;
  }
}
