import { CHECK_NAME } from "../../config/own-check.ts";
import { gitHubClient } from "../../github/client.ts";
import { openPullRequests } from "../../github/sweep.ts";
import { readMemory } from "../run/memory/pull-memory.ts";
import type { RunContext } from "../run/run-context.ts";
import { type JobData, newJob } from "./jobs.ts";

type Find = Extract<JobData, { kind: "find-pull-request" }>;

const MOST_PULL_REQUESTS = 50_000;
/** Pages of a hundred, the newest pull requests first. */
const MOST_PAGES = 10;

/**
 * Queues the pull requests that have a commit as its head: GitHub does not name it where it comes from a
 * fork. Looked up in what is remembered, and only where somebody waits for it among the open ones.
 */
export async function findPullRequest(job: Find, context: RunContext): Promise<boolean> {
  const { owner, repo, installation, among } = job;
  const found = await remembered(job, context);
  const open = among === "open" && found.length === 0 ? await lookedUp(job, context) : null;
  const numbers = open === null ? found : [open];
  if (numbers.length === 0) return false;
  await context.queue.add(
    numbers.map((number) => newJob({ kind: "review", installation, owner, repo, number })),
  );
  return true;
}

/** Of two pull requests with the same head both are meant. */
async function remembered({ owner, repo, headSha, among }: Find, { queue }: RunContext): Promise<number[]> {
  const prefix = `pull:${owner}/${repo}#`;
  const all = await queue.memory.list(prefix, MOST_PULL_REQUESTS);
  return all
    .filter(({ value }) => {
      const { head, waiting } = readMemory(value);
      return head === headSha && (among === "open" || waiting);
    })
    .map(({ key }) => Number(key.slice(prefix.length)));
}

async function lookedUp({ owner, repo, headSha }: Find, context: RunContext): Promise<number | null> {
  const client = gitHubClient(context.api, context.onFailure);
  const question = { owner, repo, base: null, appId: context.appId, check: CHECK_NAME };
  let after: string | null = null;
  for (let page = 0; page < MOST_PAGES; page++) {
    const { pullRequests, next } = await openPullRequests(client, { ...question, after });
    const found = pullRequests.find(({ head }) => head === headSha);
    if (found !== undefined) return found.number;
    if (next === null) return null;
    after = next;
  }
  return null;
}
