import { CHECK_NAME } from "../../config/own-check.ts";
import { type GitHubClient, gitHubClient } from "../../github/client.ts";
import { type FailureKind, GitHubFailure } from "../../github/failure.ts";
import { installedRepositories } from "../../github/installations.ts";
import { type OpenPage, type OpenPullRequest, openPullRequests } from "../../github/sweep.ts";
import type { NewJob } from "../../queue/job.ts";
import { type PullMemory, readMemory } from "../run/memory/pull-memory.ts";
import { memoryKey, type RunContext } from "../run/run-context.ts";
import { type JobData, newJob } from "./jobs.ts";

type SweepRepository = Extract<JobData, { kind: "sweep-repository" }>;
type SweepInstallation = Extract<JobData, { kind: "sweep-installation" }>;

/**
 * Looks at one page of a repository's open pull requests and queues those that no delivery may have told
 * of; the next page is a job of its own, so that a crash in between loses nothing. A sweep of one branch is
 * about something that all its pull requests depend on, and queues them all. Returns how many it queued.
 */
export async function sweepRepository(job: SweepRepository, context: RunContext): Promise<number> {
  const { owner, repo, installation, base, cursor } = job;
  const { memory: facts } = context.queue;
  if (base === null && cursor === null) {
    const waiting = await queueWaiting(job, context);
    if (await isUnderWay(job, context)) return waiting;
  }
  const client = gitHubClient(context.api, context.onFailure);
  const page = await pageOf(job, context, client);
  const jobs: NewJob[] = [];
  for (const pull of page.pullRequests) {
    const memory = readMemory(await context.queue.memory.get(memoryKey({ ...job, number: pull.number })));
    if (base === null && !isDue(pull, page, memory)) continue;
    const review = { kind: "review", installation, owner, repo, number: pull.number } as const;
    // A merge that waits may have to be taken back.
    jobs.push(newJob(review, memory.waiting ? "urgent" : "low"));
  }
  const due = jobs.length;
  if (page.next !== null) jobs.push(newJob({ ...job, cursor: page.next }, "low"));
  if (jobs.length > 0) await context.queue.add(jobs);
  if (base === null && page.next === null) await facts.delete(sweepKey(job));
  else if (base === null) await facts.put(sweepKey(job), { at: context.now() });
  return due;
}

/** A page of a sweep. One that ends here for good is under way no more, and the next begins anew. */
async function pageOf(job: SweepRepository, context: RunContext, client: GitHubClient): Promise<OpenPage> {
  const { owner, repo, base, cursor } = job;
  try {
    const question = { owner, repo, base, after: cursor, appId: context.appId, check: CHECK_NAME };
    return await openPullRequests(client, question);
  } catch (error) {
    const comesAgain = error instanceof GitHubFailure && PASSING.includes(error.kind);
    if (!comesAgain) await context.queue.memory.delete(sweepKey(job));
    throw error;
  }
}

const PASSING: readonly FailureKind[] = ["rate-limited", "paced", "unavailable"];

/** A sweep of which so long nothing was heard has ended, whatever ended it. */
const UNDER_WAY_MS = 2 * 60 * 60_000;
const MOST_WAITING = 5_000;

function sweepKey({ owner, repo }: SweepRepository): string {
  return `sweep:${owner}/${repo}`;
}

/** Whether another sweep of the repository has not come to its end. A large one takes hours, and one is enough. */
async function isUnderWay(job: SweepRepository, { queue, now }: RunContext): Promise<boolean> {
  const last = (await queue.memory.get(sweepKey(job)))?.at;
  return typeof last === "number" && now() - last < UNDER_WAY_MS;
}

/** Merges that wait may have to be taken back: they come first, wherever the sweep is. Returns how many. */
async function queueWaiting(job: SweepRepository, { queue }: RunContext): Promise<number> {
  const { owner, repo, installation } = job;
  const waiting = await queue.memory.list(`waits:${owner}/${repo}@`, MOST_WAITING);
  const numbers = new Set(waiting.map(({ key }) => Number(key.slice(key.lastIndexOf("#") + 1))));
  const jobs = [...numbers].map((number) =>
    newJob({ kind: "review", installation, owner, repo, number }, "urgent"),
  );
  if (jobs.length > 0) await queue.add(jobs);
  return jobs.length;
}

/**
 * Whether a pull request needs to be looked at: its head has no finished check run of ours, or something
 * happened to it since it was looked at last, such as a command.
 */
export function isDue(
  { updatedAt, commentCount, reviewCount, checkedAt }: Omit<OpenPullRequest, "number" | "head">,
  { checksShown }: Pick<OpenPage, "checksShown">,
  { seen, comments, reviews, waiting }: Pick<PullMemory, "seen" | "comments" | "reviews" | "waiting">,
): boolean {
  if (checksShown && checkedAt === null) return true;
  if (waiting) return true;
  if (seen !== null) {
    const isMore = commentCount !== comments || (reviews !== null && reviewCount !== reviews);
    return isMore || Date.parse(updatedAt) > Date.parse(seen);
  }
  return checkedAt === null || Date.parse(updatedAt) > Date.parse(checkedAt);
}

/** Queues a sweep of each of an installation's repositories, a page of them at a time. Returns how many. */
export async function sweepInstallation(job: SweepInstallation, context: RunContext): Promise<number> {
  const { installation, cursor } = job;
  const page = cursor === null ? 1 : Number(cursor);
  const client = gitHubClient(context.api, context.onFailure);
  const { items, next } = await installedRepositories(client, page);
  const jobs = items.map(({ owner, repo }) =>
    newJob(
      { kind: "sweep-repository", installation, owner, repo, base: null, cursor: null, why: "sweep" },
      "low",
    ),
  );
  if (next !== null) jobs.push(newJob({ ...job, cursor: String(next) }, "low"));
  if (jobs.length > 0) await context.queue.add(jobs);
  return items.length;
}
