import { namedCheckStates } from "../../../github/check-contexts.ts";
import { commitPaths } from "../../../github/commit-paths.ts";
import { readStanding } from "../../../github/standing.ts";
import { buildFacts, type Surroundings } from "../../../policy/build-facts.ts";
import type { MergeFacts } from "../../../policy/facts.ts";
import { loadedSnapshot } from "../../../snapshot/loaded.ts";
import { givenCommands } from "../commands/given-commands.ts";
import type { Reading } from "../reading.ts";
import type { RunContext } from "../run-context.ts";
import type { Checked } from "../verdict.ts";

/** A reading, as far as the decision takes it. */
export type MergeReading = Omit<Reading, "context"> & {
  readonly context: Pick<RunContext, "parse" | "terms">;
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
    surroundings: surroundingsOf(reading, checked),
    standing: (asked) => readStanding(client, name, asked),
  });
}

/** What a reading of the pull request says besides the files of the change. */
function surroundingsOf({ state, pushedBy }: MergeReading, checked: Checked): Surroundings {
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
async function landingPaths(
  { client, name, objects, state }: MergeReading,
  checked: Checked,
): Promise<string[]> {
  const { gate, number } = state;
  const squashes = gate.hasQueue ? gate.queueSquashes : checked.configuration.merge.method === "squash";
  return squashes ? [] : commitPaths(client, objects, { ...name, number });
}
