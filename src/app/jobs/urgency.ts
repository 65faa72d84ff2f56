import type { NewJob } from "../../queue/job.ts";
import type { Memory } from "../../queue/memory.ts";
import { readMemory } from "../run/memory/pull-memory.ts";
import { memoryKey, waitsPrefix } from "../run/run-context.ts";
import { type JobData, readJob } from "./jobs.ts";

/**
 * The jobs with their priority: those that may have to take a merge back go before all others. That is a look
 * at a pull request whose merge waits, whatever happened to it, and the search for it.
 */
export async function withUrgency(jobs: readonly NewJob[], memory: Pick<Memory, "get">): Promise<NewJob[]> {
  const urgent = await Promise.all(jobs.map(({ data }) => isUrgent(readJob(data), memory)));
  return jobs.map((job, i) => (urgent[i] === true ? { ...job, priority: "urgent" } : job));
}

async function isUrgent(job: JobData | null, memory: Pick<Memory, "get">): Promise<boolean> {
  if (job?.kind === "find-pull-request") return job.among === "waiting";
  return job?.kind === "review" && readMemory(await memory.get(memoryKey(job))).waiting;
}

/**
 * The jobs without the search for what waits for a check at a commit where nothing does: most checks are of commits
 * that no merge waits for. A look by the commit's id.
 */
export async function withoutStrangers(
  jobs: readonly NewJob[],
  memory: Pick<Memory, "list">,
): Promise<NewJob[]> {
  const kept = await Promise.all(jobs.map(({ data }) => isAwaited(readJob(data), memory)));
  return jobs.filter((_, i) => kept[i] === true);
}

async function isAwaited(job: JobData | null, memory: Pick<Memory, "list">): Promise<boolean> {
  if (job?.kind !== "find-pull-request" || job.among !== "waiting") return true;
  return (await memory.list(waitsPrefix(job, job.headSha), 1)).length > 0;
}
