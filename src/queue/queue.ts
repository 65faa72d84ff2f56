import { randomUUID } from "node:crypto";
import { type Addition, CHANNEL } from "./add.ts";
import { addedHint, addedJob } from "./added.ts";
import { reclaim } from "./claim.ts";
import { type Database, type Listening, number, text, textOrNull } from "./database/database.ts";
import { openEmbedded } from "./database/embedded.ts";
import { startMaintenance } from "./database/maintenance.ts";
import { connectPostgres } from "./database/postgres.ts";
import { openReadiness } from "./database/readiness.ts";
import { createTables, HINTS, JOBS, LATER, QUEUE } from "./database/schema.ts";
import { openIntake } from "./intake.ts";
import { delayOf, type Hint, type Job, type NewJob, type Outcome } from "./job.ts";
import { checkKey } from "./key.ts";
import type { QueueLog } from "./log.ts";
import { type Memory, openMemory } from "./memory.ts";
import { DEFAULT_RETRY, type RetryPolicy } from "./retry.ts";
import { sparingly } from "./sparingly.ts";
import { startWorker, type Worker } from "./worker.ts";

/**
 * Where jobs are kept: in a folder (null: in memory, for tests), or on a PostgreSQL server. One in memory may
 * begin with a dump of PGlite's, which takes a fraction of the time of making a database.
 */
export type Storage =
  | { readonly kind: "embedded"; readonly directory: string | null; readonly dump?: Blob }
  | { readonly kind: "postgres"; readonly url: string };

/** How many jobs there are; one that runs and is to run again counts as running. */
export type Counts = {
  readonly waiting: number;
  readonly running: number;
  /** Threw, and wait to be tried again. */
  readonly retrying: number;
  readonly later: number;
  /** Keys whose last run failed for good; forgotten after a week. */
  readonly failed: number;
};

export type ReceivedHint = Hint & {
  /** Milliseconds since the epoch, by the database's clock. */
  readonly receivedAt: number;
};

/** Durable jobs. Every method rejects if the database does not do its part. */
export type Queue = {
  /**
   * Durable once it resolves: for each job, a run of its key begins after this call. All or nothing. A few
   * hundred jobs at once at most: others wait meanwhile. Rejects with a RangeError for a key or hint that cannot be.
   */
  add(jobs: readonly NewJob[], ...hints: readonly Hint[]): Promise<void>;
  /**
   * Durable once it resolves. As `add`, but the run begins only after `afterMs`. Of several for one key the soonest
   * stays. An `add` meanwhile has a run of its own.
   */
  later(job: NewJob, afterMs: number): Promise<void>;
  /**
   * Starts running jobs, at most `concurrency` at once, and beyond those `reserved` (none) that are urgent; of one
   * key one at a time, over all processes that share the database. A run that throws is tried again. To be called once.
   */
  start(options: {
    readonly concurrency: number;
    readonly reserved?: number;
    readonly run: (job: Job, signal: AbortSignal) => Promise<Outcome>;
  }): void;
  counts(): Promise<Counts>;
  /** The hint with the latest `updatedAt` among those of a key; null if there was none in the last week. */
  hint(key: string): Promise<ReceivedHint | null>;
  readonly memory: Memory;
  /**
   * Rejects if the database does not store: neither did the last `add` or `later` work within the last 5 seconds, nor
   * does a small durable write now, which is tried once in 5 seconds at most.
   */
  check(): Promise<void>;
  /**
   * Takes no more jobs, waits at most `graceMs` for those that run, then aborts their signals. Jobs that do not end
   * stay and are run again. Closes the database.
   */
  close(options: { readonly graceMs: number }): Promise<void>;
};

/**
 * Opens the database, creating what is missing. Throws if it does not answer, or if another process has the folder.
 */
export async function openQueue(options: {
  readonly storage: Storage;
  readonly log: QueueLog;
  readonly retry?: RetryPolicy;
  /** Milliseconds after which processes on one server run again what one of them that died has run. */
  readonly takeoverMs?: number;
}): Promise<Queue> {
  const { storage, log, retry = DEFAULT_RETRY, takeoverMs = 30_000 } = options;
  const database =
    storage.kind === "embedded"
      ? await openEmbedded(storage.directory, log, storage.dump)
      : connectPostgres(storage.url);
  const warn = sparingly(log);
  // It polls, so that an outage of the database is an error every few seconds.
  database.boss.on("error", (err) => warn({ err }, "The job engine met an error."));
  database.boss.on("warning", ({ message, data }) => log.warn({ data }, message));
  try {
    await createTables(database, retry);
    if (database.kind === "embedded") await runAgain(database, log);
  } catch (error) {
    await database.close().catch(() => {});
    throw error;
  }
  return queueOn(database, log, retry, takeoverMs);
}

/** Nobody else has the folder, so what is said to run there does not. */
async function runAgain(database: Database, log: QueueLog): Promise<void> {
  const keys = await reclaim(database, { except: [] });
  if (keys.length > 0) log.warn({ keys }, "Jobs of the process before this one run again.");
}

function queueOn(database: Database, log: QueueLog, retry: RetryPolicy, takeoverMs: number): Queue {
  const self = randomUUID();
  const memory = openMemory(database);
  const readiness = openReadiness(database);
  const maintenance = startMaintenance(database, log);
  let worker: Worker | null = null;
  let listening: Promise<Listening | null> = Promise.resolve(null);
  let closing: Promise<void> | null = null;
  let open = true;
  const intake = openIntake({
    database,
    retryLimit: retry.limit,
    from: self,
    written({ jobs, laters }) {
      if (jobs.length > 0) worker?.wake();
      for (const { delayMs } of laters) worker?.dueIn(delayMs);
    },
  });

  async function put(addition: Addition): Promise<void> {
    if (!open) throw new Error("The queue is closed.");
    try {
      await intake.put(addition);
      readiness.stored(true);
    } catch (error) {
      readiness.stored(false);
      throw error;
    }
  }

  async function listen(): Promise<Listening | null> {
    if (database.listen === null) return null;
    try {
      return await database.listen(CHANNEL, (from) => {
        if (from !== self) worker?.wake();
      });
    } catch (err) {
      log.warn({ err }, "The database does not notify: jobs that other processes add begin a little later.");
      return null;
    }
  }

  async function close(graceMs: number): Promise<void> {
    // What runs may go on adding until it ends.
    await worker?.stop(graceMs);
    open = false;
    await intake.idle();
    await maintenance.stop();
    await (await listening)?.close();
    await database.close();
  }

  return {
    async add(jobs, ...hints) {
      await put({
        jobs: [...new Map(jobs.map((job) => [job.key, addedJob(job)])).values()],
        laters: [],
        hints: hints.map(addedHint),
      });
    },
    async later(job, afterMs) {
      await put({ jobs: [], laters: [{ ...addedJob(job), delayMs: delayOf(afterMs) }], hints: [] });
    },
    start({ concurrency, reserved = 0, run }) {
      if (worker !== null || closing !== null) throw new Error("The queue has been started before.");
      worker = startWorker({ database, concurrency, reserved, run, retry, takeoverMs, log });
      listening = listen();
    },
    async counts() {
      const [row] = await database.query(COUNTS, []);
      if (row === undefined) throw new Error("The database gave no counts.");
      return {
        waiting: number(row, "waiting"),
        running: number(row, "running"),
        retrying: number(row, "retrying"),
        later: number(row, "later"),
        failed: number(row, "failed"),
      };
    },
    async hint(key) {
      const [row] = await database.query(
        `SELECT updated_at, head, floor(extract(epoch FROM received_at) * 1000)::float8 AS received
        FROM ${HINTS} WHERE key = $1`,
        [checkKey(key)],
      );
      if (row === undefined) return null;
      return {
        key,
        updatedAt: text(row, "updated_at"),
        head: textOrNull(row, "head"),
        receivedAt: number(row, "received"),
      };
    },
    memory,
    async check() {
      if (!open) throw new Error("The queue is closed.");
      await readiness.check();
    },
    close({ graceMs }) {
      closing ??= close(graceMs);
      return closing;
    },
  };
}

const COUNTS = `
  SELECT
    count(*) FILTER (WHERE state = 'created')::int AS waiting,
    count(*) FILTER (WHERE state = 'active')::int AS running,
    count(*) FILTER (WHERE state = 'retry')::int AS retrying,
    count(DISTINCT singleton_key) FILTER (WHERE state = 'failed')::int AS failed,
    (SELECT count(*) FROM ${LATER})::int AS later
  FROM ${JOBS} WHERE name = '${QUEUE}'`;
