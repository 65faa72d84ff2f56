import type { Logger } from "pino";
import type { NewJob } from "../../queue/job.ts";
import { readJob } from "../jobs/jobs.ts";
import type { JobWork } from "../jobs/work.ts";

/** What a delivery waits for at most, in milliseconds, where a job has to look again. */
const MOST_WAIT_MS = 20_000;
/** Jobs that one delivery may lead to. */
const MOST_JOBS = 200;

/** Runs what waits until nothing does. Throws the first error once all else is done. */
export async function workOff(
  take: () => NewJob | null,
  work: Pick<JobWork, "run">,
  log: Pick<Logger, "warn" | "error" | "child">,
): Promise<void> {
  const errors: unknown[] = [];
  let waitMs = MOST_WAIT_MS;
  for (let count = 0; ; count++) {
    const job = take();
    if (job === null) break;
    if (count >= MOST_JOBS) {
      log.warn({ job: job.key }, "too much for one delivery: this needs the queue of `by-name-bot serve`");
      continue;
    }
    try {
      waitMs = await perform(job, work, log, waitMs);
    } catch (err) {
      log.error({ job: job.key, err }, "broke off");
      errors.push(err);
    }
  }
  if (errors.length > 0) throw errors[0];
}

/** Runs a job, again where it asks for it and there is time. What is left of the time, in milliseconds. */
async function perform(
  job: NewJob,
  work: Pick<JobWork, "run">,
  log: Pick<Logger, "child">,
  mostMs: number,
): Promise<number> {
  const data = readJob(job.data);
  if (data === null) throw new Error(`A job that is none: ${job.key}`);
  const own = log.child({ job: job.key });
  for (let left = mostMs; ; ) {
    const outcome = await work.run(data, new AbortController().signal, own, job.priority ?? "normal");
    if (outcome.kind === "done") return left;
    if (outcome.kind === "failed" || outcome.afterMs > left) {
      const needs = outcome.kind === "later" ? ": waiting needs the queue of `by-name-bot serve`" : "";
      own.warn({ outcome: outcome.kind, why: outcome.why }, `not done${needs}`);
      return left;
    }
    left -= outcome.afterMs;
    await new Promise((resolve) => setTimeout(resolve, outcome.afterMs));
  }
}
