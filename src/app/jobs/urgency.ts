import type { NewJob } from "../../queue/job.ts";
import type { Memory } from "../../queue/memory.ts";
import { readMemory } from "../run/memory/pull-memory.ts";
import { memoryKey } from "../run/run-context.ts";
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
