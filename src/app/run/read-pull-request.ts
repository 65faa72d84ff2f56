import type { ChangePeople } from "../../checker/rule.ts";
import { CONFIGURATION_FILE } from "../../config/configuration.ts";
import { CHECK_NAME } from "../../config/own-check.ts";
import type { SharedName } from "../../github/check-state.ts";
import type { GitHubClient } from "../../github/client.ts";
import { GitHubFailure } from "../../github/failure.ts";
import { type PullRequestState, readPullRequest } from "../../github/pull-request.ts";
import { lookAtRemote } from "../../github/remote.ts";
import { mergeBase } from "../../github/reviews.ts";
import { fullLogin } from "../../policy/person.ts";
import type { Reading } from "./reading.ts";
import type { LookAtRemote } from "./remotes.ts";
import type { PullRequestName, RunContext } from "./run-context.ts";
import { underTerms } from "./under-terms.ts";
import type { Question } from "./verdict.ts";

/** The state of a pull request. */
export async function readState(
  client: GitHubClient,
  name: PullRequestName,
  { appId, terms }: RunContext,
): Promise<PullRequestState> {
  const shared = sharedName(terms);
  const question = { ...name, appId, check: CHECK_NAME, configuration: CONFIGURATION_FILE, shared };
  const read = await readPullRequest(client, question);
  return terms === undefined ? read : underTerms(read, terms);
}

/** Set where others write in the bot's name. */
export function sharedName(terms: RunContext["terms"]): SharedName | null {
  return terms?.shared ? { check: CHECK_NAME, workflowRun: terms.shared.workflowRun } : null;
}

/**
 * What to compare: the base and GitHub's own merge. GitHub does not make that anew when the base moves on: then the
 * change is to be laid over the newest commit. Where there is no merge, the fork point and the head.
 */
export async function questionOf({ client, context, name, state }: Reading): Promise<Question> {
  const { merge, baseTip, head, changedFiles, configuration, fallback } = state;
  const paths = state.files.map(({ path }) => path);
  const look: LookAtRemote = (entry) => lookAtRemote(client, context.objects, entry, context.parse);
  const rest = {
    people: peopleOf(state),
    look,
    formatter: context.formatter ?? null,
    messages: state.messages,
    ownHead: head,
    tip: baseTip,
    paths,
    changedFiles,
    configuration,
    fallback,
  };
  if (merge.kind === "merged" && (baseTip === null || merge.base === baseTip)) {
    return { ...rest, base: merge.base, head: merge.commit, older: null };
  }
  if (baseTip === null) throw new GitHubFailure("gone", "PullRequest: its base branch is gone");
  const fork = await mergeBase(client, name, baseTip, head);
  if (merge.kind !== "merged") return { ...rest, base: fork, head, older: null };
  return { ...rest, base: baseTip, head, older: { fork, base: merge.base, commit: merge.commit } };
}

/** Whose change it is, and who approves of its newest commit. */
function peopleOf({ origin, reviews, head }: PullRequestState): ChangePeople {
  const approving = reviews.filter(
    ({ by, kind, commit }, i) =>
      kind === "approved" &&
      commit === head &&
      !reviews.slice(i + 1).some((later) => by !== null && later.by?.id === by.id),
  );
  return {
    author: origin.author === null ? null : fullLogin(origin.author),
    approvedBy: approving.flatMap(({ by }) => (by === null ? [] : [fullLogin(by)])),
  };
}
