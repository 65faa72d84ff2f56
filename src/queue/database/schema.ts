import type { RetryPolicy } from "../retry.ts";
import { BOSS_SCHEMA, type Database } from "./database.ts";

/** The one queue in pg-boss. */
export const QUEUE = "run";
/** pg-boss's table of the jobs of all queues that have no table of their own. */
export const JOBS = `${BOSS_SCHEMA}.job_common`;
export const JOB_STATE = `${BOSS_SCHEMA}.job_state`;
export const LATER = "by_name.later";
export const HINTS = "by_name.hint";
export const MEMORY = "by_name.memory";
/** What is written to see whether something can be. */
export const PROBE = "by_name.probe";

/**
 * What a row says of the run that was asked for while it ran, as SQL. That wins over whatever comes of the run: what
 * was asked for has not begun.
 */
export const AGAIN = {
  asked: "(job.data ? 'again')",
  data: "jsonb_build_object('job', job.data -> 'again')",
  priority: "(job.data ->> 'againPriority')::int",
};

/** Seconds that a job that failed for good is kept, to be counted and looked at. */
export const FAILED_KEPT_SECONDS = 7 * 24 * 60 * 60;

/**
 * Creates and updates the tables: pg-boss's own, and beside them what pg-boss has no notion of. Several processes
 * may do so at once.
 */
export async function createTables(database: Database, retry: RetryPolicy): Promise<void> {
  const { boss } = database;
  await boss.start();
  // "exclusive": of each key at most one row that waits or runs, over all processes.
  const options = { retryLimit: retry.limit, deleteAfterSeconds: FAILED_KEPT_SECONDS };
  await boss.createQueue(QUEUE, { policy: "exclusive", ...options });
  const queue = await boss.getQueue(QUEUE);
  if (queue?.policy !== "exclusive" || `${BOSS_SCHEMA}.${queue.table}` !== JOBS)
    throw new Error(`The schema ${BOSS_SCHEMA} of the database holds a queue of another kind.`);
  if (queue.retryLimit !== retry.limit) await boss.updateQueue(QUEUE, options);
  await database.query(TABLES, []);
}

// One statement, so that it happens whole or not at all; the lock is for processes that start at once.
const TABLES = `
DO $$ BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('by-name-bot: create tables'));
  CREATE SCHEMA IF NOT EXISTS by_name;
  CREATE TABLE IF NOT EXISTS ${LATER} (
    key text COLLATE "C" PRIMARY KEY,
    due timestamptz NOT NULL,
    priority int NOT NULL,
    job text NOT NULL
  );
  CREATE INDEX IF NOT EXISTS later_due ON ${LATER} (due);
  CREATE TABLE IF NOT EXISTS ${HINTS} (
    key text COLLATE "C" PRIMARY KEY,
    updated_at text NOT NULL,
    updated_ms float8 NOT NULL,
    head text,
    received_at timestamptz NOT NULL
  );
  CREATE TABLE IF NOT EXISTS ${MEMORY} (
    key text COLLATE "C" PRIMARY KEY,
    value text NOT NULL,
    written_at timestamptz NOT NULL
  );
  CREATE TABLE IF NOT EXISTS ${PROBE} (content text NOT NULL);
  CREATE INDEX IF NOT EXISTS by_name_failed ON ${JOBS} (singleton_key) WHERE state = 'failed';

  -- Without statistics PostgreSQL takes one queue of all jobs for a few of many, and reads them all for every job.
  -- Here they are taken of rows that nobody else sees; of a table that is empty at the time they would be none.
  IF NOT EXISTS (
    SELECT FROM pg_stats
    WHERE schemaname || '.' || tablename = '${JOBS}' AND attname = 'singleton_key'
  ) THEN
    INSERT INTO ${JOBS} (name, singleton_key, data)
      SELECT '${QUEUE}', 'statistics-' || n, '{"job":"{}"}' FROM generate_series(1, 300) AS n;
    ANALYZE ${JOBS};
    DELETE FROM ${JOBS} WHERE policy IS NULL AND singleton_key LIKE 'statistics-%';
  END IF;
END $$`;
