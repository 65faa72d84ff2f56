import { isDeepStrictEqual } from "node:util";
import { CONFIGURATION_FILE } from "../../config/configuration.ts";
import { loadConfiguration } from "../../config/load.ts";
import { CHECK_NAME } from "../../config/own-check.ts";
import { type GitHubClient, gitHubClient } from "../../github/client.ts";
import { GitHubFailure } from "../../github/failure.ts";
import { labelChange } from "../../github/labels.ts";
import { gitHubObjects } from "../../github/objects.ts";
import { type PullRequestState, readPullRequest } from "../../github/pull-request.ts";
import { mergeBase } from "../../github/reviews.ts";
import { performWrite } from "../../github/writes.ts";
import type { IdentifiedFinding } from "../../review/compose.ts";
import type { Posted } from "../../review/posted.ts";
import { RULE_NAMING } from "../../rules/naming.ts";
import { computeLoading } from "../../snapshot/loaded.ts";
import { memorySnapshot } from "../../snapshot/memory.ts";
import { memoryKey, type PullRequestName, pushKey, type RunContext, reviewKey } from "../jobs/run-context.ts";
import { askedComments, asksFor, hasReaction } from "./commands/asked.ts";
import { commander } from "./commands/given-commands.ts";
import type { Expected } from "./memory/expected.ts";
import { type PullMemory, readMemory } from "./memory/pull-memory.ts";
import { pushedBy } from "./memory/pushed-by.ts";
import { unsettledFor } from "./memory/settling.ts";
import { nextLook } from "./memory/test-merge.ts";
import type { MergeStep } from "./merge/merge-step.ts";
import { describeMerging, mergingOf } from "./merge/merging.ts";
import { identifyFindings, lineTexts } from "./places/finding-ids.ts";
import { headPlaces } from "./places/head-places.ts";
import type { Reading } from "./reading.ts";
import type { Run } from "./run.ts";
import { configurationFile, judge, type Question, type Verdict } from "./verdict.ts";
import { performRunWrite, placeOf, type RunWrite, runWrites } from "./writes/run-writes.ts";
import { performWrites, type Refusals } from "./writes/write.ts";

/** What came of a run, for the log and for what is to be done next. */
export type Reviewed = {
  readonly result: "closed" | "unsettled" | "unchanged" | "written";
  /** Look again after so many milliseconds; null for not. */
  readonly again: { readonly afterMs: number; readonly why: string } | null;
  /** Null where it was not judged. */
  readonly verdict: Verdict["kind"] | null;
  readonly blocking: number;
  /** How it stands with its merge, for the log; null where it was not judged. */
  readonly merging: string | null;
  readonly writes: readonly string[];
  readonly refusals: Refusals;
  readonly requests: ReadonlyMap<string, number>;
};

/**
 * Brings a pull request to the state that its review describes: reads it, judges the change, and writes the
 * difference between what stands there and what should. Safe to be repeated, and to die in at any line.
 * Throws a GitHubFailure where GitHub does not do its part.
 */
export async function reviewPullRequest(name: PullRequestName, context: RunContext): Promise<Reviewed> {
  const client = gitHubClient(context.api, context.onFailure);
  const nothing: Reviewed = {
    result: "unchanged",
    again: null,
    verdict: null,
    blocking: 0,
    merging: null,
    writes: [],
    refusals: [],
    requests: client.counts,
  };
  const key = memoryKey(name);
  const [stored, hint, push] = await Promise.all([
    context.queue.memory.get(key),
    context.queue.hint(reviewKey(name)),
    context.queue.hint(pushKey(name)),
  ]);
  const memory = readMemory(stored);
  const state = await readState(client, name, context);
  const reading: Reading = {
    context,
    client,
    objects: gitHubObjects(client, name, context.objects),
    name,
    state,
    pushedBy: pushedBy(state, memory, push),
  };
  context.onHead?.(state.head);
  const unsettled = unsettledFor(state, hint, memory, { now: context.now(), settleMs: context.settleMs });
  if (unsettled !== null) return { ...nothing, result: "unsettled", again: unsettled };
  if (!state.open) {
    await afterMerge(reading, memory);
    await takeLabelOff(reading);
    if (stored !== null) await context.queue.memory.delete(key);
    return { ...nothing, result: "closed" };
  }

  const verdict = await judge(reading.objects, await questionOf(reading), context.parse);
  const settings = "checked" in verdict ? verdict.checked.configuration.merge : null;
  const run: Run = {
    ...reading,
    verdict,
    merging: await mergingOf(verdict, reading),
    findings: await introducedFindings(verdict, state.posted),
    places: await headPlaces(reading.objects, verdict),
    asked: askedComments(state, (comment) => commander(comment, settings) !== null),
    settled: isSettled(reading, memory),
  };
  const { merging, findings } = run;
  const writes = runWrites(run);

  const { looks, again } = nextLook(state, memory, merging.step.kind === "await-github");
  const now: PullMemory = {
    ...memory,
    ...seenOf(state, verdict),
    pushed: { head: state.head, by: reading.pushedBy },
    waiting: WAITING.has(merging.step.kind) || (merging.kind === "decided" && merging.decision.watched),
    looks,
  };
  const put = (value: PullMemory) => context.queue.memory.put(key, value);
  // Not seen to the end yet: what is left of a run that dies is found by the sweep.
  let kept = writes.length === 0 ? now : { ...now, seen: null };
  if (writes.every(({ expected }) => expected === null) && !isDeepStrictEqual(kept, memory)) await put(kept);
  const { names, refusals } = await performWrites(
    writes,
    (write: RunWrite) => performRunWrite(run, write),
    (expected: readonly Expected[]) => {
      kept = { ...kept, expected: [...expected], writtenAt: context.now() };
      return put(kept);
    },
  );
  // What GitHub does not let us do would be tried again by every sweep.
  if (refusals.length > 0) await put({ ...kept, seen: now.seen });
  return {
    ...nothing,
    result: writes.length > 0 ? "written" : "unchanged",
    again,
    verdict: verdict.kind,
    blocking: findings.filter(({ finding }) => finding.level === "error").length,
    merging: describeMerging(merging),
    writes: names,
    refusals,
  };
}

/** The state of a pull request, in which a test merge onto anything but its base branch is none. */
async function readState(
  client: GitHubClient,
  name: PullRequestName,
  { appId }: RunContext,
): Promise<PullRequestState> {
  const question = { ...name, appId, check: CHECK_NAME, configuration: CONFIGURATION_FILE };
  const state = await readPullRequest(client, question);
  const { merge, baseTip, open } = state;
  if (!open || merge.kind !== "merged" || baseTip === null || merge.base === baseTip) return state;
  // GitHub may show the test merge with a former base branch for a while, and its commits would land.
  const isOnBase = (await mergeBase(client, name, baseTip, merge.base)) === merge.base;
  return isOnBase ? state : { ...state, merge: { kind: "pending" } };
}

/** What is merged or closed may not merge itself any more, so its label says so no more. */
async function takeLabelOff(reading: Reading): Promise<void> {
  const { state } = reading;
  const file = configurationFile(state);
  if (state.labels.length === 0 || "kind" in file) return;
  const loaded = loadConfiguration(memorySnapshot({}), RULE_NAMING, file);
  const label = loaded.kind === "valid" ? loaded.configuration.labels.mergeable : null;
  if (label === null) return;
  const change = labelChange(state.labels, [], [label]);
  const { number } = state;
  if (change.remove.length > 0) await performWrite(placeOf(reading), { kind: "labels", number, change });
}

/** Whether what is found at the head now may be other than at its push. */
function isSettled({ state, pushedBy }: Reading, memory: PullMemory): boolean {
  const { head, times } = state;
  if (memory.head === head && memory.seen !== null) return true;
  return times.retargetedAt !== null && Date.parse(times.retargetedAt) >= Date.parse(pushedBy);
}

/** A merge whose end a run did not live to see: whoever asked for it is shown that it is done. */
async function afterMerge(reading: Reading, memory: PullMemory): Promise<void> {
  const { state } = reading;
  const ours = memory.expected.some(({ kind }) => kind === "merge");
  if (!state.merged || !ours) return;
  for (const { comment } of askedComments(state, () => false).filter((each) => asksFor(each, "merge"))) {
    if (!hasReaction(comment, "eyes")) continue;
    const rocket = { kind: "reaction", comment: comment.databaseId, reaction: "rocket" } as const;
    await performWrite(placeOf(reading), rocket);
  }
}

/** What to compare: the base and GitHub's own merge, or where there is none, the fork point and the head. */
async function questionOf({ client, name, state }: Reading): Promise<Question> {
  const { merge, head, changedFiles, configuration, fallback } = state;
  const paths = state.files.map(({ path }) => path);
  const rest = { ownHead: head, tip: state.baseTip, paths, changedFiles, configuration, fallback };
  if (merge.kind === "merged") return { ...rest, base: merge.base, head: merge.commit };
  if (state.baseTip === null) throw new GitHubFailure("gone", "PullRequest: its base branch is gone");
  return { ...rest, base: await mergeBase(client, name, state.baseTip, head), head };
}

/** What the change brings. Of nothing else is anything said. */
async function introducedFindings(verdict: Verdict, posted: Posted): Promise<IdentifiedFinding[]> {
  if (verdict.kind !== "checked" && verdict.kind !== "not-by-name") return [];
  const { report, change } = verdict.checked;
  const introduced = report.findings.filter(({ status }) => status === "introduced");
  return computeLoading([change.head], () => identifyFindings(introduced, lineTexts(change.head), posted));
}

function seenOf(
  state: PullRequestState,
  verdict: Verdict,
): Pick<PullMemory, "seen" | "comments" | "head" | "base" | "attributes" | "overrides"> {
  const { updatedAt, commentCount, head, baseRef } = state;
  const seen = { seen: updatedAt, comments: commentCount, head, base: baseRef };
  if (verdict.kind !== "checked" && verdict.kind !== "not-by-name") {
    return { ...seen, attributes: [], overrides: false };
  }
  const { touched, change, configuration } = verdict.checked;
  const overrides = new Set(configuration.roots.flatMap((root) => root.overrides.files));
  return {
    ...seen,
    attributes: touched.map(({ name }) => name).slice(0, MOST_ATTRIBUTES),
    overrides: touched.length > MOST_ATTRIBUTES || change.paths.some((path) => overrides.has(path)),
  };
}

/** After these a merge is to come, by ourselves or by GitHub. */
const WAITING: ReadonlySet<MergeStep["kind"]> = new Set([
  "await-checks",
  "await-github",
  "auto-merge",
  "enqueue",
  "kept",
]);

/** Of a change of more packages it is not kept which they are. */
const MOST_ATTRIBUTES = 200;
