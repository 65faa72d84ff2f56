import type { Database } from "./database/database.ts";
import { FAILED_KEPT_SECONDS, HINTS, JOBS, LATER, QUEUE } from "./database/schema.ts";

/** pg-boss runs what has the higher number first. */
export const PRIORITY = { urgent: 2, normal: 1, low: 0 } as const;

/** The name of a priority that a row has. */
export function priorityOf(row: number): keyof typeof PRIORITY {
  if (row >= PRIORITY.urgent) return "urgent";
  return row >= PRIORITY.normal ? "normal" : "low";
}

/** A job as the statements take it; `job` is its data as JSON text, which no text inside can spoil. */
export type AddedJob = { readonly key: string; readonly job: string; readonly priority: number };
export type AddedLater = AddedJob & { readonly delayMs: number };
export type AddedHint = {
  readonly key: string;
  readonly updatedAt: string;
  readonly updatedMs: number;
  readonly head: string | null;
};

/** What goes to the database in one statement; no key twice in a list. */
export type Addition = {
  readonly jobs: readonly AddedJob[];
  readonly laters: readonly AddedLater[];
  readonly hints: readonly AddedHint[];
};

/** The channel on which processes that share a server tell each other of new jobs. */
export const CHANNEL = "by_name_jobs";

/** Adds all of it or, if it throws, nothing. `from` names this process to those that it wakes. */
export async function add(
  database: Database,
  retryLimit: number,
  { jobs, laters, hints }: Addition,
  from: string,
): Promise<void> {
  const values: unknown[] = [];
  const parts: string[] = [];
  const take = (list: readonly object[]) => `$${values.push(JSON.stringify(list))}`;
  if (jobs.length > 0) {
    const added = `SELECT * FROM json_to_recordset(${take(jobs)}::text::json)
      AS added (key text, job text, priority int)`;
    parts.push(`jobs AS (${insertJobs(added, retryLimit)})`);
  }
  if (laters.length > 0) {
    const added = `SELECT key, now() + "delayMs" * interval '1 ms' AS due, priority, job
      FROM json_to_recordset(${take(laters)}::text::json)
      AS added (key text, job text, priority int, "delayMs" float8)`;
    parts.push(`laters AS (${insertLaters(added)})`);
  }
  if (hints.length > 0) {
    parts.push(`hints AS (
      INSERT INTO ${HINTS} AS hint (key, updated_at, updated_ms, head, received_at)
      SELECT key, "updatedAt", "updatedMs", head, now() FROM json_to_recordset(${take(hints)}::text::json)
      AS added (key text, "updatedAt" text, "updatedMs" float8, head text) ORDER BY key
      ON CONFLICT (key) DO UPDATE SET (updated_at, updated_ms, head, received_at)
        = (EXCLUDED.updated_at, EXCLUDED.updated_ms, EXCLUDED.head, EXCLUDED.received_at)
      WHERE hint.updated_ms <= EXCLUDED.updated_ms)`);
  }
  if (parts.length === 0) return;
  const wake =
    database.listen === null || jobs.length === 0
      ? ""
      : `, pg_notify('${CHANNEL}', $${values.push(from)}::text)`;
  await database.query(`WITH ${parts.join(", ")} SELECT ${database.durably}${wake}`, values);
}

/**
 * Puts rows (key, job, priority) among the jobs. Of each key there is one row at most:
 * - nobody has it: it waits;
 * - it waits, or waits to be tried again: it runs as soon as it can, with the new data;
 * - it runs: the row notes that it is to run again, since what runs may have looked before the change.
 * Rows are taken in the order of their keys everywhere, so that no two statements wait for each other.
 */
export function insertJobs(rows: string, retryLimit: number): string {
  return `
    INSERT INTO ${JOBS} AS held (name, singleton_key, policy, data, priority, start_after, retry_limit, retry_delay,
      retry_backoff, expire_seconds, deletion_seconds, keep_until)
    SELECT '${QUEUE}', key, 'exclusive', jsonb_build_object('job', job), priority, now(), ${retryLimit}, 0,
      false, 86400, ${FAILED_KEPT_SECONDS}, now() + interval '100 years'
    FROM (${rows}) AS new ORDER BY key
    ON CONFLICT (name, COALESCE(singleton_key, '')) WHERE state <= 'active' AND policy = 'exclusive'
    DO UPDATE SET
      data = CASE WHEN held.state = 'active'
        THEN held.data || jsonb_build_object('again', EXCLUDED.data -> 'job', 'againPriority',
          GREATEST(EXCLUDED.priority, (held.data ->> 'againPriority')::int))
        ELSE EXCLUDED.data END,
      priority = CASE WHEN held.state = 'active' THEN held.priority
        ELSE GREATEST(held.priority, EXCLUDED.priority) END,
      state = CASE WHEN held.state = 'active' THEN held.state ELSE EXCLUDED.state END,
      start_after = CASE WHEN held.state = 'active' THEN held.start_after ELSE EXCLUDED.start_after END,
      started_on = CASE WHEN held.state = 'active' THEN held.started_on END,
      retry_count = CASE WHEN held.state = 'active' THEN held.retry_count ELSE 0 END`;
}

/** Puts rows (key, due, priority, job) among those for later; of several for a key the soonest stays. */
export function insertLaters(rows: string): string {
  return `
    INSERT INTO ${LATER} AS held (key, due, priority, job)
    SELECT key, due, priority, job FROM (${rows}) AS new ORDER BY key
    ON CONFLICT (key) DO UPDATE SET due = EXCLUDED.due, job = EXCLUDED.job,
      priority = GREATEST(held.priority, EXCLUDED.priority)
    WHERE EXCLUDED.due < held.due`;
}
