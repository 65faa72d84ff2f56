import { gitHubClient } from "../../github/client.ts";
import { pullRequestsOfCommit } from "../../github/pull-requests-of-commit.ts";
import { readMemory } from "../run/memory/pull-memory.ts";
import type { RunContext } from "../run/run-context.ts";
import { waitsPrefix } from "../run/run-context.ts";
import { type JobData, newJob } from "./jobs.ts";

type Find = Extract<JobData, { kind: "find-pull-request" }>;

/** So many pull requests of one head are looked at, and so many of a repository. */
const MOST_OF_ONE_HEAD = 25;
const MOST_PULL_REQUESTS = 50_000;

/**
 * Queues the pull requests that have a commit as their head: GitHub does not name them where they come from a fork.
 * Those whose merge waits are kept by their head; for others GitHub is asked. Returns whether there is any.
 */
export async function findPullRequest(job: Find, context: RunContext): Promise<boolean> {
  const { owner, repo, installation, among } = job;
  const numbers = among === "waiting" ? await waitingFor(job, context) : await openWith(job, context);
  if (numbers.length === 0) return false;
  await context.queue.add(
    numbers.map((number) =>
      newJob(
        { kind: "review", installation, owner, repo, number },
        among === "waiting" ? "urgent" : "normal",
      ),
    ),
  );
  return true;
}

async function waitingFor(job: Find, { queue }: RunContext): Promise<number[]> {
  const prefix = waitsPrefix(job, job.headSha);
  const waiting = await queue.memory.list(prefix, MOST_OF_ONE_HEAD);
  return waiting.map(({ key }) => Number(key.slice(prefix.length)));
}

/** Somebody pressed a button: that is rare enough to look through all that is remembered, where GitHub knows none. */
async function openWith(job: Find, context: RunContext): Promise<number[]> {
  const client = gitHubClient(context.api, context.onFailure);
  const known = await pullRequestsOfCommit(client, job, job.headSha);
  if (known.length > 0) return known;
  const prefix = `pull:${job.owner}/${job.repo}#`;
  const all = await context.queue.memory.list(prefix, MOST_PULL_REQUESTS);
  return all
    .filter(({ value }) => readMemory(value).head === job.headSha)
    .map(({ key }) => Number(key.slice(prefix.length)));
}
