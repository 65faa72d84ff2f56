import { insertJobs } from "./add.ts";
import { type Database, numberOrNull } from "./database.ts";
import { delayOf, type Job, type Outcome } from "./job.ts";
import type { JsonObject } from "./json.ts";
import { parseObject } from "./json.ts";
import type { QueueLog } from "./log.ts";
import { type RetryPolicy, retryDelayMs } from "./retry.ts";
import { JOBS, LATER, QUEUE } from "./schema.ts";
import { type Claim, type Ending, keepAlive, reclaim, type Settled, settle } from "./settle.ts";
import { untilWoken } from "./wake.ts";

/** Milliseconds after which it looks for jobs of which nobody told it. */
const POLL_MS = 1_500;
/** Milliseconds for a run to end that was told to. */
const ABORT_MS = 2_000;

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

type Running = {
  readonly key: string;
  readonly claim: Claim;
  readonly controller: AbortController;
  /** When `performance.now()` says so much, others may take it. */
  heldUntil: number;
};

export function startWorker(options: {
  readonly database: Database;
  readonly concurrency: number;
  readonly run: Run;
  readonly retry: RetryPolicy;
  /** Milliseconds without a sign of life after which another process runs a job again. */
  readonly takeoverMs: number;
  readonly log: QueueLog;
}): Worker {
  const { database, concurrency, run, retry, takeoverMs, log } = options;
  const heartbeatMs = takeoverMs / 4;
  // Sooner than others take it over, which they do by the database's clock.
  const giveUpMs = takeoverMs * 0.8;
  const shared = database.kind === "postgres";
  const running = new Map<string, Running>();
  const ended: Settled[] = [];
  const sleep = untilWoken();
  let stopping = false;
  let hungry = true;
  let nextDue = 0;
  let nextReclaim = 0;

  async function work(): Promise<void> {
    let troubles = 0;
    while (!stopping || running.size > 0 || ended.length > 0) {
      try {
        await turn();
        troubles = 0;
      } catch (err) {
        if (stopping) throw err;
        const pauseMs = Math.min(10_000, 250 * 2 ** troubles++);
        log.error({ err, pauseMs }, "The database did not do its part; the worker goes on after a pause.");
        await sleep.forMs(pauseMs);
        hungry = true;
      }
    }
  }

  /** One look at everything there is to do; waits if there was nothing. */
  async function turn(): Promise<void> {
    if (ended.length > 0) await writeEndings();
    if (stopping) {
      if (ended.length === 0 && running.size > 0) await sleep.forMs(POLL_MS);
      return;
    }
    const now = performance.now();
    if (shared && now >= nextReclaim) {
      nextReclaim = now + heartbeatMs;
      const keys = await reclaim(database, takeoverMs);
      if (keys.length > 0) log.warn({ keys }, "Jobs of a process that died run again.");
    }
    if (now >= nextDue) {
      nextDue = now + Math.min(POLL_MS, await promote());
      hungry = true;
    }
    const free = concurrency - running.size;
    if (hungry && free > 0) {
      hungry = false;
      if ((await take(free)) === free) hungry = true;
    }
    if (ended.length === 0 && !(hungry && running.size < concurrency))
      await sleep.forMs(nextDue - performance.now());
  }

  /** Puts what is due among the jobs. Gives the milliseconds until something is due again. */
  async function promote(): Promise<number> {
    const [row] = await database.query(
      `WITH due AS (
        DELETE FROM ${LATER} WHERE key IN (
          SELECT key FROM ${LATER} WHERE due <= now() ORDER BY due LIMIT 500 FOR UPDATE SKIP LOCKED
        ) RETURNING key, job, priority
      ), jobs AS (${insertJobs("SELECT * FROM due", retry.limit)})
      SELECT (extract(epoch FROM LEAST(
        (SELECT min(due) FROM ${LATER} WHERE due > now()),
        (SELECT min(start_after) FROM ${JOBS} WHERE name = '${QUEUE}' AND state = 'retry' AND start_after > now())
      ) - now()) * 1000)::float8 AS ms`,
      [],
    );
    return (row === undefined ? null : numberOrNull(row, "ms")) ?? POLL_MS;
  }

  async function take(free: number): Promise<number> {
    const heldUntil = performance.now() + giveUpMs;
    const rows = await database.boss.fetch<unknown>(QUEUE, { batchSize: free, includeMetadata: true });
    for (const { id, singletonKey, data, retryCount, startedOn } of rows) {
      const claim = { id, startedMs: startedOn.getTime() };
      const one = { key: singletonKey ?? "", claim, controller: new AbortController(), heldUntil };
      running.set(id, one);
      void runOne(one, dataOf(data), retryCount);
    }
    return rows.length;
  }

  async function runOne(one: Running, data: JsonObject | null, failures: number): Promise<void> {
    const { key, claim, controller } = one;
    const ending = await endingOf(one, data, failures);
    running.delete(claim.id);
    if (ending.kind === "retry" || ending.kind === "failed")
      (ending.kind === "retry" ? log.warn : log.error).call(log, { key, ...ending }, "A job failed.");
    // Whoever took it over says what becomes of it.
    if (!(controller.signal.reason instanceof LostClaim)) ended.push({ claim, ending });
    hungry = true;
    sleep.wake();
  }

  async function endingOf(
    { key, controller }: Running,
    data: JsonObject | null,
    failures: number,
  ): Promise<Ending> {
    if (data === null) return { kind: "failed", why: "Its data cannot be read." };
    const { signal } = controller;
    try {
      const outcome = await run({ key, data, attempt: failures + 1 }, signal);
      if (outcome.kind === "later") return { kind: "later", delayMs: delayOf(outcome.afterMs) };
      return outcome;
    } catch (error) {
      if (signal.aborted) return { kind: "given-back" };
      const why = error instanceof Error ? error.message : String(error);
      if (failures >= retry.limit) return { kind: "failed", why };
      return { kind: "retry", why, delayMs: retryDelayMs(retry, failures, Math.random()) };
    }
  }

  async function writeEndings(): Promise<void> {
    const settled = ended.splice(0);
    try {
      const held = await settle(database, settled);
      const lost = settled.filter(({ claim }) => !held.has(claim.id));
      if (lost.length > 0) log.warn({ jobs: lost.length }, "Jobs ended after others had taken them over.");
    } catch (error) {
      ended.unshift(...settled);
      throw error;
    }
    for (const { ending } of settled) if ("delayMs" in ending) dueIn(ending.delayMs);
  }

  function dueIn(ms: number): void {
    nextDue = Math.min(nextDue, performance.now() + ms);
  }

  /** Tells other processes that the jobs are in good hands, and stops those of which it could not tell them. */
  async function beat(): Promise<void> {
    const beating = [...running.values()];
    if (beating.length === 0) return;
    const now = performance.now();
    try {
      const held = await keepAlive(
        database,
        beating.map((one) => one.claim),
      );
      for (const one of beating)
        if (held.has(one.claim.id)) one.heldUntil = now + giveUpMs;
        else one.heldUntil = 0;
    } catch (err) {
      log.warn({ err }, "The database did not take the signs of life of the jobs that run.");
    }
    for (const one of beating)
      if (performance.now() >= one.heldUntil && running.has(one.claim.id)) {
        log.error({ key: one.key }, "A job is given up, since others may have taken it over.");
        one.controller.abort(new LostClaim());
      }
  }

  const heart = shared ? setInterval(() => void beat(), heartbeatMs) : null;
  const working = work();
  working.catch((err: unknown) => log.error({ err }, "The worker ended without writing down what it did."));
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
      stopping = true;
      sleep.wake();
      await within(working, graceMs);
      for (const one of running.values()) one.controller.abort(new Error("The process ends."));
      sleep.wake();
      await within(working, ABORT_MS);
      if (heart !== null) clearInterval(heart);
      if (running.size > 0)
        log.warn(
          { keys: [...running.values()].map((one) => one.key) },
          "Jobs did not end in time; they run again.",
        );
    },
  };
}

/** Why a run is aborted whose job another process may run by now. */
class LostClaim extends Error {
  override name = "LostClaim";
  constructor() {
    super("Another process may run this job by now.");
  }
}

/** Waits for the end of something, well or not, but no longer than so many milliseconds. */
async function within(work: Promise<void>, ms: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  await Promise.race([work.catch(() => {}), promise]);
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
