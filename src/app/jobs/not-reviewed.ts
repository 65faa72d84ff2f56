import { z } from "zod";
import { CHECK_NAME } from "../../config/own-check.ts";
import { type GitHubClient, gitHubClient } from "../../github/client.ts";
import type { MergeUnderWay } from "../../github/merge-under-way.ts";
import { readMergeUnderWay } from "../../github/merge-under-way.ts";
import type { RepositoryName } from "../../github/objects.ts";
import { postedCheckRuns } from "../../github/posted-check-runs.ts";
import { type GitHubWrite, performWrite, type WritePlace } from "../../github/writes.ts";
import { readMemory } from "../run/memory/pull-memory.ts";
import { notJudgedTakenBack } from "../run/merge/taken-back.ts";
import {
  memoryKey,
  type PullRequestName,
  type RunContext,
  strikesKey,
  waitsPrefix,
} from "../run/run-context.ts";
import { checkRunWrites } from "../run/writes/check-run-writes.ts";
import { performWrites, type Write } from "../run/writes/write.ts";
import { type JobData, jobKey } from "./jobs.ts";

/** Clauses that say why, where a bound ended it. */
export const TOO_LONG = "it took more time than it may";
export const TOO_LARGE = "it took more memory than it may";
export const BROKE_OFF = "the process that reviewed it broke off";

/** What it takes to answer a job that could not be done. */
export type AnswerContext = Pick<
  RunContext,
  "api" | "appId" | "website" | "docs" | "labels" | "queue" | "onFailure" | "terms"
>;

/** Why a job is not tried again, and for which head; null where that was never known. `why` is a clause. */
export type Refused = { readonly head: string | null; readonly why: string };

/** What is kept of the runs of a job that could not be done within their bounds. */
const STRIKES = z.object({ head: z.string().nullable(), count: z.number(), why: z.string() });
export type Strikes = z.infer<typeof STRIKES>;

/** The strikes that stored data stands for; null for none. */
export function readStrikes(data: unknown): Strikes | null {
  return STRIKES.safeParse(data).data ?? null;
}

/**
 * Answers a job that could not be done within its bounds: `action_required` on the head, and no merge. Nothing
 * here reads what the pull request holds or says. Gives the names of what it wrote, or says that there is
 * another head by now, which is to be reviewed.
 */
export async function refuseJob(
  job: JobData,
  refused: Refused,
  context: AnswerContext,
): Promise<readonly string[] | "another-head"> {
  const client = gitHubClient(context.api, context.onFailure);
  const { labels } = context;
  switch (job.kind) {
    case "merge-group":
      return performed(
        { client, name: job, labels },
        await notReviewedCheck(client, job, job.headSha, refused.why, context),
      );
    case "review": {
      const pull = await readMergeUnderWay(client, job);
      if (!pull.open) {
        await context.queue.memory.delete(memoryKey(job));
        await context.queue.memory.delete(strikesKey(jobKey(job)));
        return [];
      }
      if (refused.head !== null && refused.head !== pull.head) return "another-head";
      const written = await performed({ client, name: job, labels }, [
        // With the token of all workflows, what is under way was asked for by another.
        ...(context.terms?.shared ? [] : takingBack(job, pull, refused.why)),
        ...(await notReviewedCheck(client, job, pull.head, refused.why, context)),
      ]);
      await forgetMerge(job, pull.head, refused, context);
      return [...written, "memory"];
    }
    case "sweep-repository":
    case "sweep-installation":
    case "push":
    case "find-pull-request":
    case "issue-comment":
      return [];
  }
}

/** Takes a merge of the bot's back that is under way. Gives the names of what it wrote. */
export async function takeBackMerge(
  job: JobData,
  why: string,
  context: RunContext,
): Promise<readonly string[]> {
  if (job.kind !== "review") return [];
  const client = gitHubClient(context.api, context.onFailure);
  const place = { client, name: job, labels: context.labels };
  return performed(place, takingBack(job, await readMergeUnderWay(client, job), why));
}

function takingBack(
  { number }: PullRequestName,
  { id, asked, bot, open }: MergeUnderWay,
  why: string,
): Write<GitHubWrite>[] {
  if (asked === null || !open) return [];
  const body = notJudgedTakenBack(why, bot);
  return [
    { name: "cancel merge", expected: null, what: { kind: "take-back", id, from: asked } },
    { name: "comment", expected: null, what: { kind: "comment", number, body } },
  ];
}

async function notReviewedCheck(
  client: GitHubClient,
  name: RepositoryName,
  head: string,
  why: string,
  { appId, website, docs }: AnswerContext,
): Promise<Write<GitHubWrite>[]> {
  const posted = await postedCheckRuns(client, name, head, { appId, name: CHECK_NAME });
  const subject = { name, head, posted, finished: true, website, docs };
  return checkRunWrites(subject, { kind: "not-reviewed", why }, { notes: [], merging: null });
}

/** Keeps that nothing is to merge, and of which head it was, so that it stays so. */
async function forgetMerge(
  job: PullRequestName & JobData,
  head: string,
  { why }: Refused,
  { queue }: AnswerContext,
): Promise<void> {
  const key = memoryKey(job);
  const stored = await queue.memory.get(key);
  if (stored !== null) {
    const memory = readMemory(stored);
    if (memory.waiting) await queue.memory.delete(`${waitsPrefix(job, memory.head)}${job.number}`);
    await queue.memory.put(key, { ...memory, waiting: false });
  }
  await queue.memory.put(strikesKey(jobKey(job)), { head, count: MOST_STRIKES, why });
}

/** So often a job may end its worker, or run out of time, while it runs alone. */
export const MOST_STRIKES = 2;

/** What failed in a way that is tried again is thrown; a write that GitHub refuses is left out. */
async function performed(
  place: WritePlace,
  writes: readonly Write<GitHubWrite>[],
): Promise<readonly string[]> {
  const perform = (write: GitHubWrite) => performWrite(place, write);
  return (await performWrites(writes, perform, async () => {})).names;
}
