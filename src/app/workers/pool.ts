import type { Logger } from "pino";
import type { Outcome } from "../../queue/job.ts";
import type { Queue } from "../../queue/queue.ts";
import { type JobData, jobKey, newJob } from "../jobs/jobs.ts";
import { MOST_STRIKES, readStrikes, type Strikes } from "../jobs/not-reviewed.ts";
import type { Priority } from "../pacing/pacing.ts";
import type { Parts, Work } from "../process/serve.ts";
import { readMemory } from "../run/memory/pull-memory.ts";
import { memoryKey, strikesKey } from "../run/run-context.ts";
import { type Lane, type LaneName, openLane } from "./lane.ts";
import type { PoolOptions } from "./pool-options.ts";
import { Overrun } from "./worker.ts";

export type Lanes = Readonly<Record<LaneName, Lane>>;
type Asked = { readonly job: JobData; readonly priority: Priority };
export type PoolQueue = Pick<Queue, "memory" | "hint" | "later">;

/** Should it be forgotten which jobs wait to run alone, they run again after so many milliseconds. */
const WAITS_ALONE_MS = 5 * 60_000;
/** So many jobs are known to be heavy at most; of others it is found out anew. */
const MOST_HEAVY = 1_000;

/**
 * Does the work in processes of its own, which may be ended at any time: where a job takes too much time or
 * memory, the process goes, and this one stays. A job that was under way beside it is tried again; one that
 * is to blame, or takes much, runs alone, one after the other, beside the rest. One that even alone takes too
 * much, twice, is answered and not tried again for that head.
 */
export function workerPool(options: PoolOptions): (parts: Parts) => Work {
  return (parts) => {
    const lane = (name: LaneName) => openLane(name, options, parts);
    return workOf({ shared: lane("shared"), urgent: lane("urgent"), alone: lane("alone") }, parts.queue);
  };
}

/** The work that is done in these lanes: which job runs where, and what becomes of one that takes too much. */
export function workOf({ shared, urgent, alone }: Lanes, queue: PoolQueue): Work {
  /** Keys of jobs that are to run alone. */
  const suspects = new Set<string>();
  const heavy = new Set<string>();
  /** How often jobs were under way when another was to blame. */
  const company = new Map<string, number>();
  const turns = aloneInTurn(queue);

  async function run(job: JobData, signal: AbortSignal, log: Logger, priority: Priority): Promise<Outcome> {
    const key = jobKey(job);
    for (;;) {
      signal.throwIfAborted();
      const strikes = readStrikes(await queue.memory.get(strikesKey(key)));
      if (strikes !== null && strikes.count >= MOST_STRIKES) {
        const outcome = await refused(job, strikes, signal);
        if (outcome !== null) return outcome;
        continue;
      }
      if (strikes !== null || suspects.has(key) || heavy.has(key)) {
        const outcome = await runAlone({ job, priority }, strikes, signal, log);
        if (outcome !== null) return outcome;
        continue;
      }
      const outcome = await runBeside({ job, priority }, signal, log);
      if (outcome !== null) return outcome;
    }
  }

  /** Runs a job beside others; null where it is to run alone, or once more. */
  async function runBeside(
    { job, priority }: Asked,
    signal: AbortSignal,
    log: Logger,
  ): Promise<Outcome | null> {
    const key = jobKey(job);
    const before = company.get(key) ?? 0;
    const first = await mayTakeBack(job);
    // Whoever waits for a merge to be taken back does not wait for a hostile change.
    const at = first && (before > 0 || !shared.responds()) ? urgent : shared;
    try {
      const result = await at.perform({ kind: "run", job, priority }, signal);
      company.delete(key);
      if (result.kind === "ran") return result.outcome;
      if (first) await takeBack(job, "it is larger than what is reviewed at once", signal);
      if (heavy.size >= MOST_HEAVY) heavy.clear();
      heavy.add(key);
      return null;
    } catch (error) {
      if (!(error instanceof Overrun) || signal.aborted) {
        company.delete(key);
        throw error;
      }
      const isSuspect = error.suspected || before > 0;
      log.warn({ reason: error.reason, suspected: error.suspected }, isSuspect ? "runs alone" : "runs again");
      company.set(key, before + 1);
      if (!isSuspect) return null;
      // Before it runs again: if this fails, it is found out anew.
      if (first) await takeBack(job, error.message, signal);
      company.delete(key);
      suspects.add(key);
      return null;
    }
  }

  async function runAlone(
    { job, priority }: Asked,
    strikes: Strikes | null,
    signal: AbortSignal,
    log: Logger,
  ): Promise<Outcome | null> {
    const key = jobKey(job);
    if (!turns.take(job, await mayTakeBack(job)))
      return { kind: "later", afterMs: WAITS_ALONE_MS, why: "it runs alone, after others" };
    try {
      const result = await alone.perform({ kind: "run", job, priority }, signal);
      suspects.delete(key);
      if (strikes !== null) await queue.memory.delete(strikesKey(key));
      return result.kind === "ran" ? result.outcome : null;
    } catch (error) {
      if (!(error instanceof Overrun) || signal.aborted) throw error;
      suspects.delete(key);
      await strike(job, error, strikes, log);
      return null;
    } finally {
      await turns.give();
    }
  }

  async function strike(
    job: JobData,
    { reason, message, head }: Overrun,
    before: Strikes | null,
    log: Logger,
  ): Promise<void> {
    const key = jobKey(job);
    const at = head ?? (await queue.hint(key))?.head ?? null;
    const count = before !== null && before.head === at ? before.count + 1 : 1;
    log.error({ reason, count, head: at }, "a run exceeded its limits");
    await queue.memory.put(strikesKey(key), { head: at, count, why: message });
  }

  /** Answers a job that is not tried again; null where there is another head by now. */
  async function refused(job: JobData, strikes: Strikes, signal: AbortSignal): Promise<Outcome | null> {
    const { head, why } = strikes;
    const result = await urgent.perform({ kind: "refuse", job, refused: { head, why } }, signal);
    if (result.kind === "another-head") {
      await queue.memory.delete(strikesKey(jobKey(job)));
      return null;
    }
    if (job.kind === "review" || job.kind === "merge-group") return { kind: "done" };
    // What it is about may have changed when it is asked for again.
    await queue.memory.delete(strikesKey(jobKey(job)));
    return { kind: "failed", why };
  }

  async function takeBack(job: JobData, why: string, signal: AbortSignal): Promise<void> {
    await urgent.perform({ kind: "take-back", job, why }, signal);
  }

  /** Whether it is about a pull request whose merge waits. */
  async function mayTakeBack(job: JobData): Promise<boolean> {
    return job.kind === "review" && readMemory(await queue.memory.get(memoryKey(job))).waiting;
  }

  return {
    run,
    async sweep(signal) {
      await shared.perform({ kind: "sweep" }, signal);
    },
    async close() {
      await Promise.all([shared.close(), urgent.close(), alone.close()]);
    },
  };
}

/** Whose turn it is to run alone. Those that wait are in the queue, for later, and are called when it is theirs. */
type Turns = {
  /** Whether the job may run now. If not, it waits: before all others if it is urgent. */
  take(job: JobData, urgent: boolean): boolean;
  /** The one that ran is done. */
  give(): Promise<void>;
};

function aloneInTurn(queue: Pick<Queue, "later">): Turns {
  const waiting = new Map<string, JobData>();
  let busy = false;
  /** Whom the turn was given to; it may come a little later. */
  let called: string | null = null;
  let calledAt = 0;
  return {
    take(job, urgent) {
      const key = jobKey(job);
      const reserved = called !== null && called !== key && performance.now() - calledAt < CALLED_MS;
      if (!busy && !reserved) {
        busy = true;
        called = null;
        waiting.delete(key);
        return true;
      }
      if (!waiting.has(key)) {
        const others = [...waiting];
        waiting.set(key, job);
        if (urgent) {
          for (const [other] of others) waiting.delete(other);
          for (const [other, its] of others) waiting.set(other, its);
        }
      }
      return false;
    },
    async give() {
      busy = false;
      const [next] = waiting;
      if (next === undefined) return;
      const [key, job] = next;
      waiting.delete(key);
      called = key;
      calledAt = performance.now();
      await queue.later(newJob(job), 0);
    },
  };
}

/** Milliseconds for which a turn is kept for whom it was given to. */
const CALLED_MS = 5_000;
