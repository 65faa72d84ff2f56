import type { GitHubClient } from "../../../github/client.ts";
import type { GitHubObjects } from "../../../github/objects.ts";
import type { PullRequestState } from "../../../github/pull-request.ts";
import { mergingSection } from "../../../review/checklist.ts";
import type { IdentifiedFinding } from "../../../review/compose.ts";
import type { PullRequestName, RunContext } from "../../jobs/run-context.ts";
import { answerWrites } from "../commands/answers.ts";
import { acknowledgements, askedComments, asksFor } from "../commands/asked.ts";
import { commander } from "../commands/given-commands.ts";
import { remarkWrites } from "../commands/remarks.ts";
import { mergeWrites, takeBackWrites } from "../merge/merge-writes.ts";
import type { Merging } from "../merge/merging.ts";
import { type HeadPlaces, shownVerdict } from "../places/head-places.ts";
import type { Verdict } from "../verdict.ts";
import { checkRunWrites, outcomeOf } from "./check-run-writes.ts";
import { labelWrites } from "./label-writes.ts";
import { reviewWrites } from "./review-writes.ts";
import type { Write } from "./write.ts";

/** A run that has read and judged all that it writes about. */
export type JudgedRun = {
  readonly client: GitHubClient;
  readonly name: PullRequestName;
  readonly objects: GitHubObjects;
  readonly state: PullRequestState;
  readonly verdict: Verdict;
  readonly findings: readonly IdentifiedFinding[];
  readonly places: HeadPlaces;
  readonly merging: Merging;
  readonly context: RunContext;
  /** Whether the head was judged before, or the base branch is another since it was pushed. */
  readonly settled: boolean;
};

/** All that is to be written, in its order; nothing where all is as it should be. */
export function runWrites(run: JudgedRun): Write[] {
  const { client, name, state, verdict, places, merging, context } = run;
  const settings = "checked" in verdict ? verdict.checked.configuration.merge : null;
  const asked = askedComments(state, (comment) => commander(comment, settings) !== null);
  const cancelled = asked.some((each) => asksFor(each, "cancel"));
  const mergeRun = { client, name, state, merging, method: settings?.method ?? "squash", cancelled };
  const shown = shownVerdict(verdict, places);
  const outcome = outcomeOf(shown);
  const answering = { client, name, state, verdict: shown, outcome, merging, asked, context };
  const checkRun = checkRunOf(run, shown);
  // GitHub may wait with the merge for our check. Else it comes last of all: one that is there and finished
  // says that everything else is there.
  const isChecked = state.checkRuns.some(({ completed }) => completed);
  return [
    ...takeBackWrites(mergeRun),
    ...acknowledgements(client, name, asked),
    ...findingWrites(run),
    ...answerWrites(
      answering,
      asked.filter((each) => !asksFor(each, "merge")),
      null,
    ),
    ...remarkWrites(client, name, state, context.website),
    ...(isChecked ? [] : checkRun),
    ...mergeWrites(mergeRun, (done) => [
      ...answerWrites(
        answering,
        asked.filter((each) => asksFor(each, "merge")),
        done,
      ),
      // What has been merged needs no other.
      ...(isChecked && !(done?.kind === "asked" && merging.step.kind === "merge") ? checkRun : []),
    ]),
  ];
}

function findingWrites({ verdict, merging, ...run }: JudgedRun): Write[] {
  if (verdict.kind !== "checked" && verdict.kind !== "not-by-name") return [];
  const judged = { ...run, checked: verdict.checked, byName: verdict.kind === "checked" };
  return [...reviewWrites(judged), ...labelWrites(judged, merging)];
}

function checkRunOf({ client, name, state, merging, context }: JudgedRun, shown: Verdict): Write[] {
  const subject = {
    client,
    name,
    head: state.head,
    posted: state.checkRuns,
    finished: state.checksFinished,
    website: context.website,
  };
  return checkRunWrites(subject, shown, {
    notes: notesOn(state),
    merging:
      merging.kind === "decided"
        ? mergingSection(merging.decision, { dryRun: merging.facts.configuration?.dryRun === true })
        : null,
  });
}

// That the merge is not computed yet is not said: a moment later it would be wrong.
function notesOn({ merge }: PullRequestState): string[] {
  if (merge.kind !== "conflict") return [];
  return ["The change conflicts with its base, so it was looked at as it stands on its own branch."];
}
