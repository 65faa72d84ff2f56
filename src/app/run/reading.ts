import type { GitHubClient } from "../../github/client.ts";
import type { GitHubObjects } from "../../github/objects.ts";
import type { PullRequestState } from "../../github/pull-request.ts";
import type { PullRequestName, RunContext } from "./run-context.ts";

/** A pull request as a run has read it, and what there is to read and write more with. */
export type Reading = {
  readonly context: RunContext;
  readonly client: GitHubClient;
  readonly objects: GitHubObjects;
  readonly name: PullRequestName;
  readonly state: PullRequestState;
  /** No later than then was the head pushed; null where that is not known. */
  readonly pushedBy: string | null;
};
