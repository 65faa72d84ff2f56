import type { PostedCheckRun } from "./check-runs.ts";
import type { GitHubClient } from "./client.ts";
import { GitHubFailure, graphqlFailure } from "./failure.ts";
import type { RepositoryName } from "./objects.ts";

/**
 * What is read of the bot's own check runs on a commit. An App has a suite for each branch that a commit is on; those
 * without a run of ours stay open for good, and say nothing.
 */
export const OWN_CHECK_FIELDS = /* GraphQL */ `
  checkSuites(last: 5, filterBy: { appId: $appId, checkName: $check }) {
    nodes {
      status
      checkRuns(last: 20, filterBy: { checkName: $check, checkType: ALL }) {
        nodes { permalink startedAt status conclusion externalId }
      }
    }
  }`;

/** The same by a commit's id, where its pull request does not lead there. */
export const OWN_CHECKS_QUERY = /* GraphQL */ `
query OwnChecks($owner: String!, $repo: String!, $commit: GitObjectID!, $appId: Int!, $check: String!) {
  repository(owner: $owner, name: $repo) { object(oid: $commit) { ... on Commit { ${OWN_CHECK_FIELDS} } } }
}`;

export type AnsweredOwnChecks = {
  readonly checkSuites: {
    readonly nodes: readonly ({
      readonly status: string;
      readonly checkRuns: {
        readonly nodes: readonly ({
          readonly permalink: string;
          readonly startedAt: string | null;
          readonly status: string;
          readonly conclusion: string | null;
          readonly externalId: string | null;
        } | null)[];
      } | null;
    } | null)[];
  } | null;
};

/** The bot's check runs on a commit, and whether GitHub counts their suites as finished. */
export type OwnChecks = {
  readonly checkRuns: readonly PostedCheckRun[];
  readonly checksFinished: boolean;
};

/** Reads them from GitHub's answer; null and what may not be seen stand for none. */
export function ownChecks(answered: AnsweredOwnChecks | null): OwnChecks {
  const suites = (answered?.checkSuites?.nodes ?? []).filter((suite) => suite !== null);
  const runs = suites.flatMap((suite) => suite.checkRuns?.nodes ?? []).filter((run) => run !== null);
  return {
    checkRuns: runs.map(({ permalink, startedAt, status, conclusion, externalId }) => ({
      databaseId: idOf(permalink),
      startedAt,
      completed: status === "COMPLETED",
      conclusion: conclusion?.toLowerCase() ?? null,
      externalId,
    })),
    checksFinished: suites.every(({ status }) => status === "COMPLETED"),
  };
}

/** Reads them in a request of their own. Throws a GitHubFailure. */
export async function readOwnChecks(
  client: GitHubClient,
  question: RepositoryName & { readonly commit: string; readonly appId: number; readonly check: string },
): Promise<OwnChecks> {
  const { data, problems } = await client.queryPartly<{
    readonly repository: { readonly object: AnsweredOwnChecks | null } | null;
  }>("OwnChecks", OWN_CHECKS_QUERY, { ...question });
  const serious = problems.filter(({ type }) => type !== "FORBIDDEN");
  if (serious.length > 0) throw graphqlFailure(serious, null, "OwnChecks");
  if (data.repository === null) throw new GitHubFailure("gone", "OwnChecks: the repository is not there");
  return ownChecks(data.repository.object);
}

/**
 * The database id of a check run, which its page is named by; null where its address does not say. GraphQL's own
 * field is an `Int`, and such ids have long been larger.
 */
function idOf(permalink: string): number | null {
  const id = Number(/\/runs\/(\d{1,15})$/.exec(permalink)?.[1]);
  return Number.isSafeInteger(id) ? id : null;
}
