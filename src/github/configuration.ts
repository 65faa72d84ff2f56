import type { GitHubClient } from "./client.ts";
import { GitHubFailure, graphqlFailure } from "./failure.ts";
import type { RepositoryName } from "./objects.ts";
import { type ConfigurationText, configurationText, seriousProblems } from "./pull-request.ts";
import type { AnsweredConfiguration } from "./pull-request-answer.ts";
import { CONFIGURATION_QUERY } from "./queries.ts";

type Answer = {
  readonly repository: { readonly object: { readonly file?: AnsweredConfiguration } | null } | null;
  readonly fallback: {
    readonly defaultBranchRef: { readonly target: { readonly file?: AnsweredConfiguration } | null } | null;
  } | null;
};

/** The configuration at a commit, and in the owner's `.github` repository. */
export async function readConfigurationAt(
  client: GitHubClient,
  { owner, repo }: RepositoryName,
  commit: string,
  path: string,
): Promise<{ readonly configuration: ConfigurationText; readonly fallback: ConfigurationText }> {
  const { data, problems } = await client.queryPartly<Answer>("Configuration", CONFIGURATION_QUERY, {
    owner,
    repo,
    commit,
    configuration: path,
  });
  const serious = seriousProblems(problems);
  if (serious.length > 0) throw graphqlFailure(serious, null, "Configuration");
  const object = data.repository?.object;
  if (!object) throw new GitHubFailure("gone", "Configuration: the commit is not there");
  return {
    configuration: configurationText(object.file ?? null),
    fallback: configurationText(data.fallback?.defaultBranchRef?.target?.file ?? null),
  };
}
