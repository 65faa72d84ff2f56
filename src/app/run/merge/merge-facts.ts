import { namedCheckStates } from "../../../github/check-contexts.ts";
import type { GitHubClient } from "../../../github/client.ts";
import { commitPaths } from "../../../github/commit-paths.ts";
import type { GitHubObjects, RepositoryName } from "../../../github/objects.ts";
import type { PullRequestState } from "../../../github/pull-request.ts";
import { readStanding } from "../../../github/standing.ts";
import type { ParseCache } from "../../../packages/files.ts";
import { buildFacts, type Surroundings } from "../../../policy/build-facts.ts";
import type { MergeFacts } from "../../../policy/facts.ts";
import { loadedSnapshot } from "../../../snapshot/loaded.ts";
import { givenCommands } from "../commands/given-commands.ts";
import type { Checked } from "../verdict.ts";

export type MergeQuestion = {
  readonly client: GitHubClient;
  readonly name: RepositoryName;
  readonly objects: GitHubObjects;
  readonly state: PullRequestState;
  readonly checked: Checked;
  readonly parse: ParseCache;
  /** No later than then was the head pushed; null where that is not known. */
  readonly pushedBy: string | null;
};

/** Gathers what the decision follows from. Throws a GitHubFailure, or a TooMuchToRead. */
export async function mergeFacts(question: MergeQuestion): Promise<MergeFacts> {
  const { client, name, state, checked, parse } = question;
  const { change, configuration, opened, report } = checked;
  const listed = [...state.files.map(({ path }) => path), ...(await landingPaths(question))];
  return buildFacts({
    change,
    tip: opened.tip === null ? change.base : loadedSnapshot(opened.tip),
    listed,
    atLeast: state.changedFiles,
    configuration,
    parse,
    owner: name.owner,
    report,
    surroundings: surroundingsOf(question),
    standing: (asked) => readStanding(client, name, asked),
  });
}

/** What a reading of the pull request says besides the files of the change. */
function surroundingsOf({ state, checked, pushedBy }: MergeQuestion): Surroundings {
  const { merge } = checked.configuration;
  const { origin, opinions, draft, head, checks } = state;
  return {
    branch: state.baseRef,
    draft,
    mergeable:
      state.merge.kind === "merged" ? "yes" : state.merge.kind === "conflict" ? "conflict" : "unknown",
    origin,
    head,
    opinions,
    commands: givenCommands(state, merge),
    commandsComplete: state.commentCount <= state.comments.length,
    times: { ...state.times, pushedBy },
    checks,
    namedChecks: namedCheckStates(merge.checks, state.contexts),
  };
}

/** What the commits between base and head touch, where they land one by one. */
async function landingPaths({ client, name, objects, state, checked }: MergeQuestion): Promise<string[]> {
  const { gate, number } = state;
  const squashes = gate.hasQueue ? gate.queueSquashes : checked.configuration.merge.method === "squash";
  return squashes ? [] : commitPaths(client, objects, { ...name, number });
}
