import type { PostedCheckRun } from "./check-runs.ts";
import type { GitHubClient } from "./client.ts";
import type { RepositoryName } from "./objects.ts";

/** An App's check runs of a name on a commit, the newest ones. */
export async function postedCheckRuns(
  client: GitHubClient,
  { owner, repo }: RepositoryName,
  head: string,
  { appId, name }: { readonly appId: number; readonly name: string },
): Promise<PostedCheckRun[]> {
  const { check_runs } = await client.rest("checks.listForRef", (rest) =>
    rest.checks.listForRef({ owner, repo, ref: head, check_name: name, app_id: appId, filter: "all" }),
  );
  return check_runs.map(({ id, started_at, status, conclusion, external_id }) => ({
    databaseId: id,
    startedAt: started_at,
    completed: status === "completed",
    conclusion,
    externalId: external_id,
  }));
}
