import { type DesiredCheckRun, openCheckRunStep, openedId } from "../../../github/check-runs.ts";
import type { PullRequestState } from "../../../github/pull-request.ts";
import { type GitHubWrite, performWrite } from "../../../github/writes.ts";
import { mergingSection } from "../../../review/conversation/checklist.ts";
import { markdownCode } from "../../../review/text/escape.ts";
import { answerWrites } from "../commands/answers.ts";
import { acknowledgements, asksFor } from "../commands/asked.ts";
import { remarkWrites } from "../commands/remarks.ts";
import { mergeWrites, takeBackWrites } from "../merge/merge-writes.ts";
import { thrownOutWrites } from "../merge/thrown-out.ts";
import { shownVerdict } from "../places/head-places.ts";
import type { Reading } from "../reading.ts";
import type { Run } from "../run.ts";
import type { Verdict } from "../verdict.ts";
import { type CheckSubject, checkRunWrites, desiredCheckRun, type Said } from "./check-run-writes.ts";
import { labelWrites } from "./label-writes.ts";
import { refusalNotes } from "./refused.ts";
import { type FindingsReview, postFindings, reviewWrites } from "./review-writes.ts";
import type { Write } from "./write.ts";

/** Whatever a run writes. */
export type RunWrite = GitHubWrite | FindingsReview;

/** All that is to be written, in its order; nothing where all is as it should be. */
export function runWrites(run: Run): Write<RunWrite>[] {
  const { state, merging, asked } = run;
  const checkRun = checkRunOf(run);
  // GitHub may wait with the merge for our check. Else it comes last of all: one that is there and finished
  // says that everything else is there.
  const isChecked = state.checkRuns.some(({ completed }) => completed);
  const [toMerge, others] = [
    asked.filter((each) => asksFor(each, "merge")),
    asked.filter((each) => !asksFor(each, "merge")),
  ];
  return [
    ...takeBackWrites(run),
    ...thrownOutWrites(state),
    ...acknowledgements(asked),
    ...findingWrites(run),
    ...answerWrites(run, others, null),
    ...remarkWrites(run),
    ...(isChecked ? [] : checkRun),
    ...mergeWrites<RunWrite>(run, (done) => [
      ...answerWrites(run, toMerge, done),
      // What has been merged needs no other.
      ...(isChecked && !(done?.kind === "asked" && merging.step.kind === "merge") ? checkRun : []),
    ]),
  ];
}

/** Writes one of them. Throws a GitHubFailure where GitHub does not do it. */
export function performRunWrite(run: Run, write: RunWrite): Promise<void> {
  const post = (posted: GitHubWrite) => performWrite(placeOf(run), posted);
  return write.kind === "findings" ? postFindings(run, write, post) : post(write);
}

/** Where a run writes. */
export function placeOf({ client, name, context }: Reading) {
  return { client, name, labels: context.labels };
}

function findingWrites(run: Run): Write<RunWrite>[] {
  const { verdict } = run;
  if (verdict.kind !== "checked" && verdict.kind !== "not-by-name") return [];
  return [...reviewWrites(run, verdict.checked), ...labelWrites(run, verdict.checked)];
}

/** What the check run on the head is to say. */
export function checkOf(run: Run): DesiredCheckRun {
  return desiredCheckRun(...checkArguments(run));
}

/** The check run as it should stand, as one write; none where it does. */
export function checkRunOf(run: Run): Write<GitHubWrite>[] {
  return checkRunWrites(...checkArguments(run));
}

/**
 * What the check says meanwhile where the rest cannot be written for so many milliseconds: nothing where that is soon, or
 * a finished one comes to the same. It stays open, since a finished one says that everything else is there.
 */
export function meanwhileCheckOf(run: Run, waitMs: number): Write<GitHubWrite>[] {
  if (waitMs < LONG_MS || checkRunOf(run).length === 0) return [];
  const [subject, verdict, said] = checkArguments(run);
  const desired = desiredCheckRun(subject, verdict, { ...said, notes: [...said.notes, MEANWHILE] });
  const step = openCheckRunStep(desired, subject.posted);
  if (step.kind === "none") return [];
  const expected = { kind: "check-run", head: subject.head, externalId: openedId(desired) } as const;
  return [{ name: "check run, open", expected, what: { kind: "check-run", desired, step } }];
}

/** Nobody minds a check that comes so much later. */
const LONG_MS = 60_000;
const MEANWHILE =
  "GitHub limits how much I may comment in an hour, and other pull requests come first. This check ends once my comments on this one are there.";

function checkArguments(run: Run): [CheckSubject, Verdict, Said] {
  const { name, state, verdict, places, merging, context } = run;
  const subject = {
    name,
    head: state.head,
    posted: state.checkRuns,
    finished: state.checksFinished,
    website: context.website,
    docs: context.docs,
    ...(context.terms === undefined ? {} : { pull: state.number }),
  };
  const said = {
    notes: [...notesOn(state, verdict), ...refusalNotes(run.refused)],
    merging:
      merging.kind === "decided"
        ? mergingSection(merging.decision, { dryRun: merging.facts.configuration?.dryRun === true })
        : null,
  };
  return [subject, shownVerdict(verdict, places), said];
}

// That the merge is not computed yet is not said: a moment later it would be wrong.
function notesOn({ merge }: PullRequestState, verdict: Verdict): string[] {
  if (merge.kind === "conflict") {
    return ["The change conflicts with its base, so it was checked as it is on its own branch."];
  }
  if (!("checked" in verdict) || verdict.checked.opened.landing.kind !== "clash") return [];
  const { path } = verdict.checked.opened.landing;
  return [
    `GitHub's test merge is older than the newest commit of the base, which has changed ${markdownCode(path)} as well. So the change was checked as it is on its own branch; GitHub makes another test merge at the next push, or within 12 hours.`,
  ];
}
