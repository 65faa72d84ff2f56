import type { JobData } from "../app/jobs/jobs.ts";
import { checkMergeGroup } from "../app/jobs/merge-group.ts";
import { runFormatter } from "../app/run/formatter.ts";
import type { RunContext } from "../app/run/run-context.ts";
import { type Api, gitHubClient } from "../github/client.ts";
import { type Identity, readIdentity } from "../github/identity.ts";
import { objectCache } from "../github/object-cache.ts";
import type { SecondReader } from "../nix/alike.ts";
import { parseCache } from "../packages/files.ts";
import { bareLogin } from "../policy/person.ts";
import type { Hint } from "../queue/job.ts";
import { markdownProse } from "../review/text/escape.ts";
import { HOME } from "../review/text/home.ts";
import { DOCS } from "../review/text/project.ts";
import type { Environment, Unusable } from "./environment.ts";
import { pullRequestsOf, sweptPullRequests } from "./find.ts";
import { keptInProcess } from "./kept.ts";
import { type Means, type Outcome, reviewOne, toldFailure } from "./review-one.ts";
import type { Result } from "./summary.ts";
import { INSTALLATION, tasksOf } from "./tasks.ts";
import type { Clock } from "./turns.ts";

/** What a job is done with, as far as its runner does not say. */
export type Parts = {
  /** GitHub, as the token sees it, for what ends with a signal. */
  readonly api: (environment: Environment, signal: AbortSignal) => Api;
  readonly second: SecondReader;
  readonly rulePage: (rule: string) => string;
  readonly clock: Clock;
  /** GitHub's answers may be this old, in milliseconds. */
  readonly settleMs: number;
  /** The job is to end. */
  readonly signal: AbortSignal;
  /** Takes a line for the job's log. */
  readonly log?: (line: string) => void;
  /** Hears what is begun, and which head is looked at. */
  readonly watch?: Watch;
  /** Pull requests that are not looked at, whatever the event asks for. */
  readonly without?: readonly number[];
};

/** Whoever ends a job that hangs has to know at what. */
export type Watch = {
  readonly begins: (job: JobData) => void;
  readonly sees: (head: string) => void;
};

const OBJECT_BYTES = 64 * 1024 * 1024;
/** Of so many pull requests each may take its time. */
const FEW = 3;
/** No further pull request is begun after so long, in milliseconds: the next run goes on. */
const LONGEST_JOB_MS = 8 * 60_000;

/** Does what the event of a job asks for. Never throws what GitHub or the workflow is to blame for. */
export async function runAction(environment: Environment | Unusable, parts: Parts): Promise<Result> {
  if ("kind" in environment) return unusable(environment);
  try {
    return await runOn(environment, parts);
  } catch (error) {
    const { kind, text } = toldFailure(parts.signal.aborted ? parts.signal.reason : error);
    return nothing(
      markdownProse(text),
      ...(kind === "forbidden" || kind === "gone" ? [PERMISSIONS_HINT] : []),
    );
  }
}

/** What comes of a job whose environment cannot be used. */
export function unusable({ why }: Unusable): Result {
  return nothing(why);
}

function nothing(...notes: readonly string[]): Result {
  return { done: false, outcomes: [], notes, dryRun: false };
}

const PERMISSIONS_HINT = `The job needs the permissions that [its page](${HOME}/blob/main/docs/action.md#the-workflow) lists.`;

async function runOn(environment: Environment, parts: Parts): Promise<Result> {
  const identity = await readIdentity(gitHubClient(parts.api(environment, parts.signal)));
  if (identity.kind !== "app") {
    return nothing("The input `token` belongs to a person. Use the job's own token, or one of an App.");
  }
  const tasks = tasksOf(environment, { appId: identity.appId, botLogin: identity.login });
  if (tasks.kind === "unusable") return nothing(tasks.why);
  if (tasks.kind === "nothing") return { ...nothing(tasks.why), done: true };
  const dryRun = environment.mode === "dry-run" || tasks.kind === "dry-run";
  const means = meansOf(environment, parts, identity, dryRun, tasks.kind === "jobs" ? tasks.hints : []);
  const { outcomes, notes, refused } = await (tasks.kind === "dry-run"
    ? { ...NONE, outcomes: await reviewAll([tasks.number], environment, means) }
    : jobsDone(tasks.jobs, environment, means));
  const failed = outcomes.some(({ failure, refusals }) => failure !== null || refusals.length > 0);
  const forbidden = outcomes.some(
    ({ failure, refusals }) => failure?.kind === "forbidden" || refusals.length > 0,
  );
  return {
    outcomes,
    notes: [...notes, ...(forbidden || refused ? [PERMISSIONS_HINT] : [])],
    dryRun,
    done: !failed && !refused,
  };
}

type Identified = Extract<Identity, { kind: "app" }>;

function meansOf(
  environment: Environment,
  { api, second, rulePage, clock, settleMs, signal, log = () => {}, watch, without = [] }: Parts,
  { appId, login, isActions }: Identified,
  dryRun: boolean,
  hints: readonly Hint[],
): Means {
  const { mode, configuration, serverUrl, workflowRun, formatter } = environment;
  return {
    api: (until) => api(environment, until),
    begins: watch?.begins ?? (() => {}),
    without,
    context: {
      ...(watch === undefined ? {} : { onHead: watch.sees }),
      appId,
      bot: bareLogin(login),
      objects: objectCache(OBJECT_BYTES),
      parse: parseCache(second),
      labels: new Set(),
      queue: keptInProcess(hints, clock.now),
      settleMs,
      now: clock.now,
      website: serverUrl,
      docs: DOCS,
      rulePage,
      onFailure() {},
      formatter:
        formatter === null
          ? null
          : { command: formatter.command, format: (text) => runFormatter(formatter, text), failed: log },
    },
    terms: {
      shared: isActions ? { workflowRun } : null,
      mergesNothing: mode === "review" ? "the workflow's `mode` is `review`" : null,
      configuration,
      dryRun,
    },
    clock,
    signal,
  };
}

type Done = {
  readonly outcomes: readonly Outcome[];
  readonly notes: readonly string[];
  /** Whether GitHub refused something besides what is about a pull request. */
  readonly refused: boolean;
};

const NONE: Done = { outcomes: [], notes: [], refused: false };

async function jobsDone(jobs: readonly JobData[], environment: Environment, means: Means): Promise<Done> {
  const context = { ...means.context, api: means.api(means.signal) };
  const found: Done[] = [];
  for (const job of jobs) {
    switch (job.kind) {
      case "review":
        found.push({ ...NONE, outcomes: await reviewAll([job.number], environment, means) });
        break;
      case "find-pull-request": {
        const numbers = await pullRequestsOf(environment, job.headSha, context);
        found.push({ ...NONE, outcomes: await reviewAll(numbers, environment, means) });
        break;
      }
      case "sweep-repository": {
        const numbers = await sweptPullRequests(environment, context);
        found.push({ ...NONE, outcomes: await reviewAll(numbers, environment, means) });
        break;
      }
      case "merge-group":
        means.begins(job);
        found.push(await checkGroup(job, context, means.terms));
        break;
      // A job is not started by what is said on issues that are no pull requests.
      case "issue-comment":
      case "push":
      case "sweep-installation":
        break;
    }
  }
  const outcomes = found.flatMap((each) => each.outcomes);
  const notes = found.flatMap((each) => each.notes);
  const idle = outcomes.length === 0 && notes.length === 0 ? ["No open pull request is concerned."] : [];
  return { outcomes, notes: [...notes, ...idle], refused: found.some(({ refused }) => refused) };
}

async function checkGroup(
  job: Extract<JobData, { kind: "merge-group" }>,
  context: RunContext,
  terms: Means["terms"],
): Promise<Done> {
  if (terms.dryRun) return { ...NONE, notes: ["A merge queue asks for a check, and this is a dry run."] };
  const group = { ...context, terms: { ...terms, turn: async () => "write" as const } };
  const { writes, refusals } = await checkMergeGroup(job, group);
  const written = writes.join(", ") || "nothing to write";
  return {
    ...NONE,
    notes: [
      `Checked what the merge queue is about to merge: ${written}.`,
      ...refusals.map((refusal) => `GitHub refused a write: ${markdownProse(refusal)}`),
    ],
    refused: refusals.length > 0,
  };
}

async function reviewAll(
  numbers: readonly number[],
  { owner, repo }: Environment,
  means: Means,
): Promise<Outcome[]> {
  const { clock, signal, without } = means;
  const until = clock.now() + LONGEST_JOB_MS;
  const outcomes: Outcome[] = [];
  const hurried = numbers.length > FEW;
  for (const number of new Set(numbers)) {
    if (signal.aborted || clock.now() > until) break;
    if (without.includes(number)) continue;
    means.begins({ kind: "review", installation: INSTALLATION.id, owner, repo, number });
    const outcome = await reviewOne({ owner, repo, number }, { ...means, hurried });
    outcomes.push(outcome);
    // The others would meet with the same.
    if (outcome.failure?.kind === "rate-limited") break;
  }
  return outcomes;
}
