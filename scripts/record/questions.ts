import { Octokit } from "@octokit/rest";
import { CONFIGURATION_FILE } from "../../src/config/configuration.ts";
import { CHECK_NAME } from "../../src/config/own-check.ts";
import { gitHubClient } from "../../src/github/client.ts";
import { readConfigurationAt } from "../../src/github/configuration.ts";
import { failureOf } from "../../src/github/failure.ts";
import { objectCache } from "../../src/github/object-cache.ts";
import { gitHubObjects, type RepositoryName } from "../../src/github/objects.ts";
import { readPullRequest } from "../../src/github/pull-request.ts";
import { mergeBase, patchedHunks } from "../../src/github/reviews.ts";
import { openPullRequests } from "../../src/github/sweep.ts";

/** An App that is on no repository: whoever records has their own token, and no check run of the bot's. */
const APP_ID = 1;
const CACHE_BYTES = 1 << 20;
const NO_PULL_REQUEST = 999_999_999;

/** An Octokit that asks by this `fetch`. */
export function asking(apiUrl: string, token: string, by: typeof fetch): Octokit {
  const silent = () => {};
  const log = { debug: silent, info: silent, warn: silent, error: silent };
  return new Octokit({ auth: token, baseUrl: apiUrl, request: { fetch: by }, log });
}

/**
 * Asks GitHub what the bot asks about a pull request, by the very functions that a run reads with, and for one that is
 * not there. What came of it.
 */
export async function askAll(octokit: Octokit, name: RepositoryName, number: number) {
  const client = gitHubClient(octokit);
  const question = { ...name, appId: APP_ID, check: CHECK_NAME };
  const pull = await readPullRequest(client, { ...question, number, configuration: CONFIGURATION_FILE });
  const base = pull.baseTip ?? pull.head;
  const page = await openPullRequests(client, { ...question, base: null, after: null });
  const { configuration } = await readConfigurationAt(client, name, base, CONFIGURATION_FILE);
  const objects = gitHubObjects(client, name, objectCache(CACHE_BYTES));
  const { roots } = await objects.prefetch([
    { commit: base, directories: [], files: [CONFIGURATION_FILE], ids: [".github"] },
  ]);
  const hunks = await patchedHunks(client, name, number);
  const fork = await mergeBase(client, name, base, pull.head);
  const missing = await client
    .rest("pulls.get", (rest) => rest.pulls.get({ ...name, pull_number: NO_PULL_REQUEST }))
    .then(
      () => null,
      (error) => failureOf(error, "pulls.get"),
    );
  return { pull, page, configuration, roots, hunks, fork, missing };
}
