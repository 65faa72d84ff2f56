import type { JobData } from "../app/jobs/jobs.ts";
import { type Reviewed, reviewPullRequest } from "../app/run/review-pull-request.ts";
import type { PullRequestName, RunContext } from "../app/run/run-context.ts";
import type { ActionTerms } from "../app/run/terms.ts";
import { type Api, gitHubClient } from "../github/client.ts";
import { type FailureKind, failureOf, GitHubFailure } from "../github/failure.ts";
import { isPassingRefusal } from "../github/merging.ts";
import { type Clock, Ended, LONGEST_TURN_MS, turnsOf } from "./turns.ts";

/** What came of looking at a pull request. */
export type Outcome = {
  readonly number: number;
  /** Null where it could not be read to the end. */
  readonly reviewed: Reviewed | null;
  /** All that was written, by name; of a dry run, what would be. */
  readonly writes: readonly string[];
  /** What GitHub did not allow, a sentence each. */
  readonly refusals: readonly string[];
  /** Why it could not be done; null where it could. */
  readonly failure: Failure | null;
};

/** Why something could not be done: what kind of failure of GitHub's it was, and a sentence. */
export type Failure = { readonly kind: FailureKind | "ended"; readonly text: string };

/** What it is done with. */
export type Means = {
  /** GitHub for what ends with a signal. */
  readonly api: (signal: AbortSignal) => Api;
  readonly context: Omit<RunContext, "api" | "terms">;
  readonly terms: Omit<ActionTerms, "turn">;
  readonly clock: Clock;
  /** Hears of each job that is begun. */
  readonly begins: (job: JobData) => void;
  /** Pull requests that are left out. */
  readonly without: readonly number[];
  /** Whether it is one of many, which are not to wait for it long. */
  readonly hurried?: boolean;
  /** The job is to end. */
  readonly signal: AbortSignal;
};

/** So long GitHub is waited for, until its answers show what happened, in milliseconds. */
const PATIENCE_MS = 45_000;
/** The same of each where many pull requests are looked at. */
const SHORT_PATIENCE_MS = 8_000;
const MOST_ROUNDS = 25;
/** How long to wait before what failed is tried again, in milliseconds. */
const RETRIES_MS = [2_000, 5_000, 15_000];

/**
 * Looks at a pull request until nothing is left to write and GitHub shows what was written, which the run after this
 * one begins with. Never throws what GitHub or another run is to blame for.
 */
export async function reviewOne(name: PullRequestName, means: Means): Promise<Outcome> {
  const { clock, signal } = means;
  const ending = new AbortController();
  const own = AbortSignal.any([signal, ending.signal]);
  const api = means.api(own);
  let limit: NodeJS.Timeout | undefined;
  const turns = turnsOf(gitHubClient(api), name, {
    clock,
    signal: own,
    taken() {
      limit = setTimeout(() => ending.abort(new Ended("It took too long.")), LONGEST_TURN_MS);
    },
  });
  const context: RunContext = { ...means.context, api, terms: { ...means.terms, turn: turns.turn } };
  const found: Found = { reviewed: null, writes: [], refusals: new Set() };
  let failure: Failure | null = null;
  try {
    await settle(name, context, { ...means, signal: own }, found);
  } catch (error) {
    failure = toldFailure(own.aborted ? own.reason : error);
  } finally {
    clearTimeout(limit);
    // Also where the job is to end: whoever comes next would wait for it.
    await turns.end(gitHubClient(means.api(AbortSignal.timeout(ENDING_MS)))).catch(() => {});
  }
  const { reviewed, writes, refusals } = found;
  return { number: name.number, reviewed, writes, refusals: [...refusals], failure };
}

/** Whoever cancels a job gives it 7.5 seconds. */
const ENDING_MS = 5_000;

type Found = { reviewed: Reviewed | null; writes: string[]; readonly refusals: Set<string> };

async function settle(
  name: PullRequestName,
  context: RunContext,
  { clock, signal, terms, hurried = false }: Means,
  found: Found,
): Promise<void> {
  // Its turn may be long in coming, which is another matter.
  let patienceMs = hurried ? SHORT_PATIENCE_MS : PATIENCE_MS;
  let failures = 0;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    let reviewed: Reviewed;
    try {
      reviewed = await reviewPullRequest(name, context);
    } catch (error) {
      const waitMs = retryAfter(error, failures++, clock.now());
      if (waitMs === null || signal.aborted) throw error;
      await clock.sleep(waitMs, signal);
      continue;
    }
    if (reviewed.check !== null || found.reviewed === null) found.reviewed = reviewed;
    if (reviewed.result === "written" || terms.dryRun) found.writes.push(...reviewed.writes);
    // What passes is tried again, as the App does it.
    const refusals = reviewed.refusals.filter((refusal) => !isPassingRefusal(refusal));
    for (const refusal of refusals) found.refusals.add(refusal);
    if (terms.dryRun || refusals.length > 0) return;
    if (reviewed.result === "written" && reviewed.refusals.length === 0) continue;
    if (reviewed.again === null) return;
    const { afterMs } = reviewed.again;
    patienceMs -= afterMs;
    if (patienceMs < 0) return;
    await clock.sleep(afterMs, signal);
  }
}

/** How long to wait before trying again, in milliseconds; null for not. */
function retryAfter(error: unknown, failures: number, now: number): number | null {
  const failure = failureOf(error, "GitHub");
  if (!(failure instanceof GitHubFailure)) return null;
  const next = RETRIES_MS[failures] ?? null;
  if (failure.kind === "unavailable") return next;
  if (failure.kind !== "rate-limited" || next === null) return null;
  const waitMs = (failure.until ?? now) - now;
  return waitMs <= PATIENCE_MS ? Math.max(waitMs, next) : null;
}

/** What to tell of a failure; throws what is a mistake of ours. */
export function toldFailure(error: unknown): Failure {
  if (error instanceof Ended)
    return { kind: "ended", text: `${error.message} The next run will do the rest.` };
  const failure = failureOf(error, "GitHub");
  if (!(failure instanceof GitHubFailure)) throw error;
  return { kind: failure.kind, text: `${MEANINGS[failure.kind]}: ${failure.message}` };
}

const MEANINGS: Readonly<Record<FailureKind, string>> = {
  forbidden: "The token may not write, or lacks a permission",
  gone: "It does not exist, or the token cannot see it",
  "rate-limited": "GitHub asks for a pause",
  paced: "It is too early to ask GitHub again",
  unavailable: "GitHub did not answer",
  refused: "GitHub refused it",
};
