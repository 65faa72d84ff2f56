import { PRIORITY, priorityOf } from "./add.ts";
import { claimAnew, type Dead, reclaim } from "./claim.ts";
import type { Database, Queryable } from "./database/database.ts";
import { outageOf } from "./database/outage.ts";
import { QUEUE } from "./database/schema.ts";
import { type Held, startHolding } from "./holding.ts";
import { delayOf, type Job, type Outcome } from "./job.ts";
import { type JsonObject, parseObject } from "./json.ts";
import type { QueueLog } from "./log.ts";
import { promote } from "./promote.ts";
import { type RetryPolicy, retryDelayMs } from "./retry.ts";
import { type Ending, type Settled, settle } from "./settle.ts";
import { untilWoken } from "./wake.ts";

/** Milliseconds after which it looks for jobs of which nobody told it. */
const POLL_MS = 1_500;
/** Milliseconds that an aborted run has to end. */
const ABORT_MS = 2_000;
/** Milliseconds of the longest pause while the database does not do its part. */
const LONGEST_PAUSE_MS = 10_000;

export type Run = (job: Job, signal: AbortSignal) => Promise<Outcome>;

export type Worker = {
  /** There may be a job. */
  wake(): void;
  /** Something is due in so many milliseconds. */
  dueIn(ms: number): void;
  /**
   * Takes no more jobs, and waits at most `graceMs` for those that run; then aborts their signals, and gives back
   * those that end by it.
   */
  stop(graceMs: number): Promise<void>;
};

/** A row that was taken: null for data that cannot be read, and how often it failed before. */
type Taken = {
  readonly data: JsonObject | null;
  readonly priority: Job["priority"];
  readonly failures: number;
};

export function startWorker(options: {
  readonly database: Database;
  readonly concurrency: number;
  /** How many more may run if they are urgent. */
  readonly reserved: number;
  readonly run: Run;
  readonly retry: RetryPolicy;
  /** Milliseconds without a sign of life after which another process runs a job again. */
  readonly takeoverMs: number;
  readonly log: QueueLog;
}): Worker {
  const { database, concurrency, reserved, run, retry, takeoverMs, log } = options;
  const alone = database.kind === "embedded";
  const holding = startHolding(database, alone ? null : takeoverMs, log);
  const ended: Settled[] = [];
  const sleep = untilWoken();
  const outage = outageOf(
    log,
    "The database did not do its part; the worker goes on trying.",
    "The database does its part again.",
  );
  let state: "working" | "stopping" | "stopped" = "working";
  /** Whether there may be a job to take. */
  let hungry = true;
  let nextDue = 0;
  let nextReclaim = 0;

  async function work(): Promise<void> {
    let troubles = 0;
    while (state === "working" || (state === "stopping" && (holding.size > 0 || ended.length > 0))) {
      try {
        await turn();
        troubles = 0;
        outage.worked();
      } catch (err) {
        const pauseMs = Math.min(LONGEST_PAUSE_MS, 250 * 2 ** troubles++);
        outage.failed({ err });
        await sleep.forMs(pauseMs);
        hungry = true;
      }
    }
  }

  /** Does whatever there is to do, and waits if that is nothing. */
  async function turn(): Promise<void> {
    if (ended.length > 0) await writeEndings();
    if (state === "working") {
      const now = performance.now();
      if (!alone && now >= nextReclaim) {
        nextReclaim = now + takeoverMs / 4;
        await takeOver({ silentMs: takeoverMs });
      }
      if (now >= nextDue) {
        hungry = true;
        nextDue = now + Math.min(POLL_MS, (await promote(database, retry.limit)) ?? POLL_MS);
      }
      const room = concurrency + reserved - holding.size;
      if (hungry && room > 0) {
        // Before, so that what is added meanwhile is not forgotten.
        hungry = false;
        const free = room - reserved;
        const most = free > 0 ? free : room;
        if ((await take(most, free > 0 ? PRIORITY.low : PRIORITY.urgent)) === most) hungry = true;
      }
    }
    const busy = ended.length > 0 || (state === "working" && hungry && holding.size < concurrency + reserved);
    if (!busy) await sleep.forMs(state === "working" ? nextDue - performance.now() : POLL_MS);
  }

  async function takeOver(dead: Dead, from: Queryable = database): Promise<void> {
    const keys = await reclaim(from, dead);
    if (keys.length > 0) log.warn({ keys }, "Jobs of a process that died run again.");
  }

  /** Makes the database say again of this process's jobs what it said before it died. */
  async function mend(restarted: Queryable): Promise<void> {
    const mine = [...holding.all(), ...ended].map(({ claim }) => claim);
    await claimAnew(restarted, mine);
    await takeOver({ except: mine }, restarted);
  }

  async function take(most: number, minPriority: number): Promise<number> {
    const since = performance.now();
    const rows = await database.boss.fetch<unknown>(QUEUE, {
      batchSize: most,
      includeMetadata: true,
      minPriority,
    });
    for (const { id, singletonKey, data, retryCount, startedOn, priority } of rows) {
      const held = holding.hold(singletonKey ?? "", { id, startedMs: startedOn.getTime() }, since);
      void runOne(held, { data: dataOf(data), priority: priorityOf(priority), failures: retryCount });
    }
    return rows.length;
  }

  async function runOne(held: Held, taken: Taken): Promise<void> {
    const ending = await endingOf(held, taken);
    holding.release(held);
    ended.push({ claim: held.claim, ending });
    hungry = true;
    sleep.wake();
  }

  async function endingOf({ key, controller }: Held, { data, priority, failures }: Taken): Promise<Ending> {
    const { signal } = controller;
    const attempt = failures + 1;
    try {
      if (data === null) return { kind: "failed", why: "Its data cannot be read." };
      const outcome = await run({ key, data, priority, attempt }, signal);
      if (outcome.kind === "later") return { kind: "later", delayMs: delayOf(outcome.afterMs) };
      return outcome;
    } catch (err) {
      if (signal.aborted) return { kind: "given-back" };
      const why = err instanceof Error ? err.message : String(err);
      if (failures >= retry.limit) {
        log.error({ key, attempt, err }, "A job failed for the last time.");
        return { kind: "failed", why };
      }
      const delayMs = retryDelayMs(retry, failures, Math.random());
      log.warn({ key, attempt, err, delayMs }, "A job failed, and is tried again.");
      return { kind: "retry", why, delayMs };
    }
  }

  async function writeEndings(): Promise<void> {
    const settled = [...ended];
    const held = await settle(database, settled);
    ended.splice(0, settled.length);
    const others = settled.filter(({ claim }) => !held.has(claim.id)).length;
    if (others > 0) log.warn({ jobs: others }, "Jobs ended here that another process had taken over.");
    for (const { ending } of settled) if ("delayMs" in ending) dueIn(ending.delayMs);
  }

  function dueIn(ms: number): void {
    nextDue = Math.min(nextDue, performance.now() + ms);
  }

  database.onRestart(mend);
  const working = work();
  return {
    wake() {
      hungry = true;
      sleep.wake();
    },
    dueIn(ms) {
      dueIn(ms);
      sleep.wake();
    },
    async stop(graceMs) {
      state = "stopping";
      sleep.wake();
      await within(working, graceMs);
      for (const { controller } of holding.all()) controller.abort(new Error("The process ends."));
      await within(working, ABORT_MS);
      state = "stopped";
      sleep.wake();
      holding.stop();
      const keys = holding.all().map(({ key }) => key);
      if (keys.length > 0) log.warn({ keys }, "Jobs did not end in time; they run again.");
      if (ended.length > 0)
        log.warn({ jobs: ended.length }, "What became of jobs could not be written down.");
    },
  };
}

/** Waits for the end of something, but no longer than so many milliseconds. */
async function within(work: Promise<void>, ms: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  await Promise.race([work, promise]);
  clearTimeout(timer);
}

/** What a row says that its run is given; null if it does not say that in the expected form. */
function dataOf(data: unknown): JsonObject | null {
  if (typeof data !== "object" || data === null || !("job" in data) || typeof data.job !== "string")
    return null;
  try {
    return parseObject(data.job);
  } catch {
    return null;
  }
}
