import { readAllChecks } from "../../../github/all-checks.ts";
import type { OpenedChange } from "../../../github/change-source.ts";
import { namedCheckStates } from "../../../github/check-contexts.ts";
import { commitPaths } from "../../../github/commit-paths.ts";
import { readEntryOwnership } from "../../../github/entry-ownership.ts";
import { readMemberships } from "../../../github/memberships.ts";
import type { PullRequestState } from "../../../github/pull-request.ts";
import { buildFacts, type Surroundings } from "../../../policy/build-facts.ts";
import type { MergeFacts } from "../../../policy/facts.ts";
import { loadedSnapshot } from "../../../snapshot/loaded.ts";
import { givenCommands } from "../commands/given-commands.ts";
import { sharedName } from "../read-pull-request.ts";
import type { Reading } from "../reading.ts";
import type { RunContext } from "../run-context.ts";
import type { Checked } from "../verdict.ts";

/** A reading, as far as the decision takes it. */
export type MergeReading = Omit<Reading, "context"> & {
  readonly context: Pick<RunContext, "appId" | "parse" | "terms">;
};

/** Gathers what the decision follows from. Throws a GitHubFailure, or a TooMuchToRead. */
export async function mergeFacts(reading: MergeReading, checked: Checked): Promise<MergeFacts> {
  const { client, name, state, context } = reading;
  const { change, configuration, opened, report } = checked;
  const listed = [...state.files.map(({ path }) => path), ...(await landingPaths(reading, checked))];
  return buildFacts({
    change,
    tip: opened.tip === null ? change.base : loadedSnapshot(opened.tip),
    listed,
    atLeast: state.changedFiles,
    configuration,
    parse: context.parse,
    owner: name.owner,
    report,
    surroundings: surroundingsOf(reading, checked, await checksOf(reading)),
    memberships: (asked) => readMemberships(client, name, asked),
    entry: (asked) => readEntryOwnership(client, name, { ...asked, commit: state.baseTip }),
  });
}

/** What a reading of the pull request says besides the files of the change. */
function surroundingsOf(
  { state, pushedBy }: MergeReading,
  checked: Checked,
  { checks, contexts }: Pick<PullRequestState, "checks" | "contexts">,
): Surroundings {
  const { merge } = checked.configuration;
  const { origin, reviews, draft, head } = state;
  return {
    branch: state.baseRef,
    draft,
    mergeable: mergeableOf(state, checked.opened),
    origin,
    head,
    reviews,
    commands: givenCommands(state, merge),
    commandsComplete: state.commentCount <= state.comments.length,
    times: { ...state.times, pushedBy },
    checks,
    namedChecks: namedCheckStates(merge.checks, contexts),
  };
}

/** The checks of others; in more requests where there are more than a hundred. */
async function checksOf({ client, name, state, context }: MergeReading) {
  if (state.contexts !== "too-many") return state;
  const around = { appId: context.appId, shared: sharedName(context.terms) };
  return (await readAllChecks(client, { ...name, head: state.head, number: state.number }, around)) ?? state;
}

function mergeableOf(
  { merge }: Pick<PullRequestState, "merge">,
  opened: OpenedChange,
): Surroundings["mergeable"] {
  if (merge.kind === "conflict") return "conflict";
  return merge.kind === "merged" && lands(opened) ? "yes" : "unknown";
}

/** Whether what was judged is what would land. What could not be laid over what is there now says nothing of that. */
export function lands({ landing }: OpenedChange): boolean {
  return landing.kind === "as-it-is" || landing.kind === "laid";
}

/** What the commits between base and head touch, where they land one by one. */
async function landingPaths(
  { client, name, objects, state }: MergeReading,
  checked: Checked,
): Promise<string[]> {
  const { gate, number } = state;
  const squashes = gate.hasQueue ? gate.queueSquashes : checked.configuration.merge.method === "squash";
  return squashes ? [] : commitPaths(client, objects, { ...name, number });
}
