import { isDeepStrictEqual } from "node:util";
import type { DesiredCheckRun } from "../../github/check-runs.ts";
import { gitHubClient } from "../../github/client.ts";
import { GitHubFailure } from "../../github/failure.ts";
import { isPassingRefusal } from "../../github/merging.ts";
import { gitHubObjects } from "../../github/objects.ts";
import type { IdentifiedFinding } from "../../review/conversation/compose.ts";
import type { Posted } from "../../review/conversation/posted.ts";
import { computeLoading } from "../../snapshot/loaded.ts";
import { endClosed } from "./closed.ts";
import { askedComments } from "./commands/asked.ts";
import { commander } from "./commands/given-commands.ts";
import { initFacts } from "./commands/init.ts";
import type { Expected } from "./memory/expected.ts";
import { memoryOf } from "./memory/memory-of.ts";
import { type PullMemory, readMemory } from "./memory/pull-memory.ts";
import { pushedBy, pushedByInAction } from "./memory/pushed-by.ts";
import { unsettledFor } from "./memory/settling.ts";
import { isStuck, readySince } from "./memory/stuck.ts";
import { conflictLook, nextLook } from "./memory/test-merge.ts";
import { describeMerging, mergingOf } from "./merge/merging.ts";
import { identifyFindings, lineTexts } from "./places/finding-ids.ts";
import { headPlaces } from "./places/head-places.ts";
import { questionOf, readState } from "./read-pull-request.ts";
import type { Reading } from "./reading.ts";
import type { Run } from "./run.ts";
import {
  memoryKey,
  type PullRequestName,
  pushKey,
  type RunContext,
  reviewKey,
  waitsPrefix,
} from "./run-context.ts";
import { judge, type Verdict } from "./verdict.ts";
import { toldRefusals } from "./writes/refused.ts";
import {
  checkOf,
  checkRunOf,
  meanwhileCheckOf,
  performRunWrite,
  type RunWrite,
  runWrites,
} from "./writes/run-writes.ts";
import { performWrites, type Refusals } from "./writes/write.ts";

/** What came of a run, for the log and for what is to be done next. */
export type Reviewed = {
  readonly result: "closed" | "unsettled" | "unchanged" | "written";
  /** Look again after so many milliseconds; null for not. */
  readonly again: { readonly afterMs: number; readonly why: string } | null;
  /** Null where it was not judged. */
  readonly verdict: Verdict["kind"] | null;
  readonly blocking: number;
  readonly warnings: number;
  readonly advice: number;
  /** Inside of GitHub Actions, what the check run on the head says; null where it was not judged. */
  readonly check: Pick<DesiredCheckRun, "conclusion" | "title" | "summary" | "text"> | null;
  /** How it stands with its merge, for the log; null where it was not judged. */
  readonly merging: string | null;
  /** Why GitHub is not asked for a merge that all else is there for, as a clause; null where that is not so. */
  readonly stopped: string | null;
  /** What was written or, by a dry run, would be. */
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
    warnings: 0,
    advice: 0,
    check: null,
    merging: null,
    stopped: null,
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
    pushedBy:
      context.terms === undefined
        ? pushedBy(state, memory, push)
        : pushedByInAction(state, push, context.terms),
  };
  context.onHead?.(state.head);
  const unsettled = unsettledFor(state, hint, memory, { now: context.now(), settleMs: context.settleMs });
  if (unsettled !== null) return { ...nothing, result: "unsettled", again: unsettled };
  const dryRun = context.terms?.dryRun === true;
  if (!state.open) {
    if (!dryRun) await endClosed(reading, memory);
    if (stored !== null) await context.queue.memory.delete(key);
    await keepWaiting(reading, memory, false);
    return { ...nothing, result: "closed" };
  }

  const verdict = await judge(reading.objects, await questionOf(reading), context.parse);
  const settings = "checked" in verdict ? verdict.checked.configuration.merge : null;
  const asked = askedComments(state, settings, (comment) => commander(comment, settings) !== null);
  const run: Run = {
    ...reading,
    verdict,
    merging: await mergingOf(verdict, reading, isStuck(state.head, memory, context.now())),
    findings: await introducedFindings(verdict, state.posted),
    places: await headPlaces(reading.objects, verdict),
    asked,
    init: await initFacts(reading, asked),
    refused: memory.refused,
    settled: isSettled(reading, memory),
  };
  const { merging, findings } = run;
  const writes = runWrites(run);

  const found: Reviewed = {
    ...nothing,
    verdict: verdict.kind,
    blocking: findings.filter(({ finding }) => finding.level === "error").length,
    warnings: findings.filter(({ finding }) => finding.level === "warning").length,
    advice: findings.filter(({ finding }) => finding.level === "advice").length,
    check: context.terms === undefined ? null : checkOf(run),
    merging: describeMerging(merging),
    stopped: merging.step.kind === "stopped" ? merging.step.why : null,
    writes: writes.map(({ name }) => name),
  };
  if (dryRun) return found;
  if (writes.length > 0 && (await context.terms?.turn()) === "read-again") {
    return { ...found, result: "unsettled", again: { afterMs: 0, why: "it is this run's turn only now" } };
  }

  const { looks, again } = nextLook(
    state,
    memory,
    merging.step.kind === "await-github" || isOfFormerBase(verdict),
  );
  const decision = merging.kind === "decided" ? merging.decision : null;
  const { ready, again: readyAgain } = readySince(state, decision, memory, context.now());
  const now: PullMemory = { ...memory, ...memoryOf(run), looks, ready };
  const put = (value: PullMemory) => context.queue.memory.put(key, value);
  await keepWaiting(reading, memory, now.waiting);
  // Not seen to the end yet: what is left of a run that dies is found by the sweep.
  let kept = writes.length === 0 ? now : { ...now, seen: null };
  if (writes.every(({ expected }) => expected === null) && !isDeepStrictEqual(kept, memory)) await put(kept);
  const remember = (expected: readonly Expected[]) => {
    kept = { ...kept, expected: [...expected], writtenAt: context.now() };
    return put(kept);
  };
  const perform = (write: RunWrite) => performRunWrite(run, write);
  const { names, refusals } = await performWrites(writes, perform, remember).catch(async (error) => {
    const { expected } = kept;
    await tellMeanwhile(run, error, (more) => remember([...expected, ...more]));
    throw error;
  });
  // A job's own summary says it, and the next job would not know what the check says of it.
  const refused = context.terms === undefined ? toldRefusals(refusals) : [];
  const isNews = !isDeepStrictEqual(refused, memory.refused);
  const told = isNews ? await tellRefusals({ ...run, refused }) : [];
  kept = { ...kept, refused };
  if (isNews && refusals.length === 0) await put(kept);
  const retry = mergeRetry(run, memory, names, refusals);
  // What GitHub refused a write do would be tried again by every sweep.
  if (refusals.length > 0) await put({ ...kept, seen: now.seen, ...retry?.keep });
  if (retry !== null) await keepWaiting(reading, memory, true);
  return {
    ...found,
    result: writes.length > 0 ? "written" : "unchanged",
    again:
      retry?.again ??
      again ??
      readyAgain ??
      justWaiting(run, memory) ??
      conflictLook(state, hint, context.now()),
    writes: [...names, ...told],
    refusals,
  };
}

/** Says on the check what GitHub does not allow now, or does again. Gives the names of what it wrote. */
async function tellRefusals(run: Run): Promise<readonly string[]> {
  const perform = (write: RunWrite) => performRunWrite(run, write);
  return (await performWrites<RunWrite>(checkRunOf(run), perform, async () => {})).names;
}

/** Where it is not the turn of the review for long, the check says already what is wrong. */
async function tellMeanwhile(
  run: Run,
  error: unknown,
  remember: (expected: readonly Expected[]) => Promise<void>,
): Promise<void> {
  if (!(error instanceof GitHubFailure) || error.kind !== "paced") return;
  const writes = meanwhileCheckOf(run, (error.until ?? 0) - run.context.now());
  try {
    await performWrites<RunWrite>(writes, (write) => performRunWrite(run, write), remember);
  } catch (second) {
    // It is told at the next look, and what is to be said of this one is the first failure.
    if (!(second instanceof GitHubFailure)) throw second;
  }
}

/** Whether what is found at the head now may be other than at its push. */
function isSettled({ state, pushedBy, context }: Reading, memory: PullMemory): boolean {
  const { head, times } = state;
  if (memory.head === head && memory.seen !== null) return true;
  // Where nothing is kept, the check run says that it was.
  if (context.terms !== undefined && state.checkRuns.some(({ completed }) => completed)) return true;
  return (
    times.retargetedAt !== null && pushedBy !== null && Date.parse(times.retargetedAt) >= Date.parse(pushedBy)
  );
}

/** Keeps by its head that a merge waits, so that whoever hears of a check finds it; what waits no more is let go. */
async function keepWaiting({ context, name, state }: Reading, before: PullMemory, waits: boolean) {
  const keyAt = (head: string) => `${waitsPrefix(name, head)}${name.number}`;
  const { memory } = context.queue;
  if (before.waiting && (!waits || before.head !== state.head)) await memory.delete(keyAt(before.head));
  if (waits) await memory.put(keyAt(state.head), {});
}

/** What it waits for may have come after it was read, and before anybody could know that it waits. */
function justWaiting({ state, merging, context }: Run, before: PullMemory): Reviewed["again"] {
  if (merging.step.kind !== "await-checks" || (before.waiting && before.head === state.head)) return null;
  return { afterMs: context.settleMs, why: "a check may have ended meanwhile" };
}

/**
 * Whether a merge that GitHub refused is tried again, shortly where the reason passes; and where nobody's word was
 * needed, whenever it is looked at, since nobody would say it once more.
 */
function mergeRetry(
  { state, merging }: Run,
  memory: PullMemory,
  names: readonly string[],
  refusals: Refusals,
): { readonly keep: Partial<PullMemory>; readonly again: Reviewed["again"] } | null {
  if (merging.kind !== "decided" || !names.includes(merging.step.kind)) return null;
  const refusal = refusals.find((each) => each.startsWith(`${merging.step.kind}: `));
  if (refusal === undefined) return null;
  if (isPassingRefusal(refusal)) {
    const { looks, again } = nextLook(state, memory, true);
    return { keep: { looks, waiting: true }, again };
  }
  return merging.decision.grounds?.command === null ? { keep: { waiting: true }, again: null } : null;
}

/** Whether GitHub's test merge brings something else than the change does: it may be that of a former base branch. */
function isOfFormerBase(verdict: Verdict): boolean {
  return "checked" in verdict && verdict.checked.opened.landing.kind === "differs";
}

/** What the change brings. Of nothing else is anything said. */
async function introducedFindings(verdict: Verdict, posted: Posted): Promise<IdentifiedFinding[]> {
  if (verdict.kind !== "checked" && verdict.kind !== "not-by-name") return [];
  const { report, change } = verdict.checked;
  const introduced = report.findings.filter(({ status }) => status === "introduced");
  return computeLoading([change.head], () => identifyFindings(introduced, lineTexts(change.head), posted));
}
