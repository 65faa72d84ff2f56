import { insertLaters } from "./add.ts";
import { BOSS_SCHEMA, type Database, text } from "./database.ts";
import { JOBS, QUEUE } from "./schema.ts";

/** A row that this process has taken. The time tells this taking from others of the same row. */
export type Claim = { readonly id: string; readonly startedMs: number };

/**
 * What became of a run: it is done; it is to run again after `delayMs` though nothing failed; it threw and is tried
 * again after `delayMs`; it failed for good; or it was given back, as if it had never begun.
 */
export type Ending =
  | { readonly kind: "done" }
  | { readonly kind: "later"; readonly delayMs: number }
  | { readonly kind: "retry"; readonly delayMs: number; readonly why: string }
  | { readonly kind: "failed"; readonly why: string }
  | { readonly kind: "given-back" };

export type Settled = { readonly claim: Claim; readonly ending: Ending };

/**
 * Writes down what became of runs, in one statement. A key that was added while it ran waits again, whatever came
 * of the run. Gives the ids of the rows that were still this process's own.
 */
export async function settle(database: Database, settled: readonly Settled[]): Promise<ReadonlySet<string>> {
  const rows = settled.map(({ claim, ending }) => ({
    ...claim,
    kind: ending.kind,
    delayMs: "delayMs" in ending ? ending.delayMs : 0,
    why: "why" in ending ? storable(ending.why) : null,
  }));
  const held = await database.query(SETTLE, [JSON.stringify(rows)]);
  return new Set(held.map((row) => text(row, "id")));
}

/** Of two texts that claim a row the one that says who holds it now. */
export const IS_CLAIM = `job.name = '${QUEUE}' AND job.id = claim.id AND job.state = 'active'
  AND floor(extract(epoch FROM job.started_on) * 1000) = claim."startedMs"`;

/** Sets a row that ran to wait for the run that was asked for meanwhile. */
const AGAIN = {
  data: "jsonb_build_object('job', job.data -> 'again')",
  priority: "(job.data ->> 'againPriority')::int",
};

// `held` locks the rows in the order in which they are added, and reads them as they are then. "again" wins over
// every ending: the run that somebody waits for has not begun.
const SETTLE = `
  WITH held AS MATERIALIZED (
    SELECT job.id, job.singleton_key AS key, job.data, job.priority, job.data ? 'again' AS again,
      claim.kind, claim."delayMs" * interval '1 ms' AS delay, claim.why
    FROM json_to_recordset($1::text::json)
      AS claim (id uuid, "startedMs" float8, kind text, "delayMs" float8, why text)
    JOIN ${JOBS} job ON ${IS_CLAIM}
    ORDER BY job.singleton_key FOR UPDATE OF job
  ), ended AS (
    DELETE FROM ${JOBS} job USING held
    WHERE job.name = '${QUEUE}' AND job.id = held.id AND NOT held.again AND held.kind IN ('done', 'later')
  ), deferred AS (
    ${insertLaters("SELECT key, now() + delay AS due, priority, data ->> 'job' AS job FROM held WHERE kind = 'later'")}
  ), kept AS (
    UPDATE ${JOBS} job SET
      state = CASE WHEN again OR kind = 'given-back' THEN 'created' ELSE kind END::${BOSS_SCHEMA}.job_state,
      data = CASE WHEN again THEN ${AGAIN.data} ELSE job.data END,
      priority = CASE WHEN again THEN ${AGAIN.priority} ELSE job.priority END,
      created_on = CASE WHEN again THEN now() ELSE job.created_on END,
      start_after = CASE WHEN again THEN now() ELSE now() + delay END,
      started_on = CASE WHEN again OR kind = 'given-back' THEN NULL ELSE job.started_on END,
      retry_count = CASE WHEN again THEN 0 ELSE job.retry_count END,
      completed_on = CASE WHEN NOT again AND kind = 'failed' THEN now() END,
      output = CASE WHEN why IS NOT NULL THEN jsonb_build_object('why', why) END
    FROM held
    WHERE job.name = '${QUEUE}' AND job.id = held.id AND (again OR kind NOT IN ('done', 'later'))
  ), outlived AS (
    DELETE FROM ${JOBS} job USING held
    WHERE job.name = '${QUEUE}' AND job.state = 'failed' AND job.singleton_key = held.key
      AND held.kind IN ('done', 'later', 'failed')
  )
  SELECT id::text FROM held`;

/** Says that these jobs are still at work. Gives the ids of those that are still this process's own. */
export async function keepAlive(database: Database, claims: readonly Claim[]): Promise<ReadonlySet<string>> {
  const rows = await database.query(
    `WITH held AS MATERIALIZED (
      SELECT job.id FROM json_to_recordset($1::text::json) AS claim (id uuid, "startedMs" float8)
      JOIN ${JOBS} job ON ${IS_CLAIM} ORDER BY job.singleton_key FOR UPDATE OF job
    )
    UPDATE ${JOBS} job SET heartbeat_on = now() FROM held
    WHERE job.name = '${QUEUE}' AND job.id = held.id RETURNING job.id::text`,
    [JSON.stringify(claims)],
  );
  return new Set(rows.map((row) => text(row, "id")));
}

/**
 * Lets jobs whose process died run again, or fail for good where that happened too often. Gives their keys. With
 * `silentMs`, those that were not heard of for so long; with null all that run, for when nobody else can be at work.
 */
export async function reclaim(database: Database, silentMs: number | null): Promise<readonly string[]> {
  const dead = silentMs === null ? "true" : "heartbeat_on < now() - $1::float8 * interval '1 ms'";
  const rows = await database.query(
    `WITH dead AS MATERIALIZED (
      SELECT id FROM ${JOBS} WHERE name = '${QUEUE}' AND state = 'active' AND ${dead}
      ORDER BY singleton_key FOR UPDATE
    )
    UPDATE ${JOBS} job SET
      state = CASE WHEN data ? 'again' THEN 'created' WHEN retry_count < retry_limit THEN 'retry' ELSE 'failed'
        END::${BOSS_SCHEMA}.job_state,
      data = CASE WHEN data ? 'again' THEN ${AGAIN.data} ELSE data END,
      priority = CASE WHEN data ? 'again' THEN ${AGAIN.priority} ELSE priority END,
      start_after = now(),
      started_on = CASE WHEN data ? 'again' THEN NULL ELSE started_on END,
      retry_count = CASE WHEN data ? 'again' THEN 0 ELSE retry_count END,
      completed_on = CASE WHEN NOT data ? 'again' AND retry_count >= retry_limit THEN now() END,
      output = jsonb_build_object('why', 'its process died')
    FROM dead WHERE job.name = '${QUEUE}' AND job.id = dead.id
    RETURNING singleton_key AS key`,
    silentMs === null ? [] : [silentMs],
  );
  return rows.map((row) => text(row, "key"));
}

/** A text as the database can store it, and not too long: no NUL, no half of a surrogate pair. */
function storable(why: string): string {
  return why.slice(0, 2_000).replaceAll("\0", "\ufffd").toWellFormed();
}
