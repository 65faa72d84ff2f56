import { CONFIGURATION_FILE } from "../../config/configuration.ts";
import { CHECK_NAME } from "../../config/own-check.ts";
import type { GitHubClient } from "../../github/client.ts";
import { GitHubFailure } from "../../github/failure.ts";
import { type PullRequestState, readPullRequest } from "../../github/pull-request.ts";
import { mergeBase } from "../../github/reviews.ts";
import type { Reading } from "./reading.ts";
import type { PullRequestName, RunContext } from "./run-context.ts";
import { underTerms } from "./under-terms.ts";
import type { Question } from "./verdict.ts";

/** The state of a pull request, in which a test merge onto anything but its base branch is none. */
export async function readState(
  client: GitHubClient,
  name: PullRequestName,
  { appId, terms }: RunContext,
): Promise<PullRequestState> {
  const shared = terms?.shared ? { check: CHECK_NAME, workflowRun: terms.shared.workflowRun } : null;
  const question = { ...name, appId, check: CHECK_NAME, configuration: CONFIGURATION_FILE, shared };
  const read = await readPullRequest(client, question);
  const state = terms === undefined ? read : underTerms(read, terms);
  const { merge, baseTip, open } = state;
  if (!open || merge.kind !== "merged" || baseTip === null || merge.base === baseTip) return state;
  // GitHub may show the test merge with a former base branch for a while, and its commits would land.
  const isOnBase = (await mergeBase(client, name, baseTip, merge.base)) === merge.base;
  return isOnBase ? state : { ...state, merge: { kind: "pending" } };
}

/** What to compare: the base and GitHub's own merge, or where there is none, the fork point and the head. */
export async function questionOf({ client, name, state }: Reading): Promise<Question> {
  const { merge, head, changedFiles, configuration, fallback } = state;
  const paths = state.files.map(({ path }) => path);
  const rest = { ownHead: head, tip: state.baseTip, paths, changedFiles, configuration, fallback };
  if (merge.kind === "merged") return { ...rest, base: merge.base, head: merge.commit };
  if (state.baseTip === null) throw new GitHubFailure("gone", "PullRequest: its base branch is gone");
  return { ...rest, base: await mergeBase(client, name, state.baseTip, head), head };
}
