import type { GitHubClient } from "./client.ts";
import { GitHubFailure, type GraphqlProblem } from "./failure.ts";
import type { RepositoryName } from "./objects.ts";
import type { AnsweredPull, PullRequestAnswer } from "./pull-request-answer.ts";
import { PULL_REQUEST_PART_QUERY, PULL_REQUEST_QUERY, PULL_REQUEST_SAID_QUERY } from "./queries.ts";

export type PullRequestQuestion = RepositoryName & {
  readonly number: number;
  readonly appId: number;
  /** The name of the bot's check run. */
  readonly check: string;
  /** The path of the configuration. */
  readonly configuration: string;
};

type Answered = { readonly data: PullRequestAnswer; readonly problems: readonly GraphqlProblem[] };

/** GitHub's answer in one request; in two where one is too much for it. */
export async function askForPullRequest(
  client: GitHubClient,
  question: PullRequestQuestion,
): Promise<Answered> {
  const variables = { ...question };
  try {
    const whole = await client.queryPartly<PullRequestAnswer>("PullRequest", PULL_REQUEST_QUERY, variables);
    if (!whole.problems.some(({ type }) => type === TOO_HEAVY)) return whole;
  } catch (error) {
    if (!(error instanceof GitHubFailure) || error.kind !== "unavailable") throw error;
  }
  const { configuration: _, ...others } = variables;
  const part = await client.queryPartly<PullRequestAnswer>("PullRequestPart", PULL_REQUEST_PART_QUERY, {
    owner: question.owner,
    repo: question.repo,
    number: question.number,
    configuration: question.configuration,
  });
  const said = await askWhatWasSaid(client, others);
  const [first, second] = [part.data.repository, said.data.repository];
  const problems = [...part.problems, ...said.problems];
  if (!first?.pullRequest || !second?.pullRequest) return { data: part.data, problems };
  const isSame = ({ updatedAt, headRefOid }: AnsweredPull) =>
    updatedAt === first.pullRequest?.updatedAt && headRefOid === first.pullRequest.headRefOid;
  if (!isSame(second.pullRequest)) {
    throw new GitHubFailure("unavailable", "PullRequest: it changed between two requests");
  }
  const pullRequest = { ...first.pullRequest, ...second.pullRequest };
  return { data: { ...part.data, repository: { ...first, pullRequest } }, problems };
}

/** So much is asked for of reviews, threads and comments; more reviews and threads are on further pages. */
const SAID_AT_ONCE = 100;

/** What people and programs said; less at once where that is too much for GitHub as well. */
async function askWhatWasSaid(
  client: GitHubClient,
  question: Omit<PullRequestQuestion, "configuration">,
): Promise<Answered> {
  for (let most = SAID_AT_ONCE; ; most >>= 2) {
    const isLast = most === 1;
    try {
      const variables = { ...question, most };
      const said = await client.queryPartly<PullRequestAnswer>(
        "PullRequestSaid",
        PULL_REQUEST_SAID_QUERY,
        variables,
      );
      if (isLast || !said.problems.some(({ type }) => type === TOO_HEAVY)) return said;
    } catch (error) {
      if (isLast || !(error instanceof GitHubFailure) || error.kind !== "unavailable") throw error;
    }
  }
}

/** https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api */
const TOO_HEAVY = "RESOURCE_LIMITS_EXCEEDED";
