import { type Queryable, text } from "./database/database.ts";
import { AGAIN, JOB_STATE, JOBS, QUEUE } from "./database/schema.ts";

/** A row that this process has taken. The time tells this taking from others of the same row. */
export type Claim = { readonly id: string; readonly startedMs: number };

/** Whether a row of `job` is still held by `claim`, as SQL. */
export const IS_HELD = `job.name = '${QUEUE}' AND job.id = claim.id AND job.state = 'active'
  AND floor(extract(epoch FROM job.started_on) * 1000) = claim."startedMs"`;

/** Says that these jobs are still at work. Gives the ids of those that are still this process's own. */
export async function keepAlive(database: Queryable, claims: readonly Claim[]): Promise<ReadonlySet<string>> {
  const rows = await database.query(
    `WITH held AS MATERIALIZED (
      SELECT job.id FROM json_to_recordset($1::text::json) AS claim (id uuid, "startedMs" float8)
      JOIN ${JOBS} job ON ${IS_HELD} ORDER BY job.singleton_key FOR UPDATE OF job
    )
    UPDATE ${JOBS} job SET heartbeat_on = now() FROM held
    WHERE job.name = '${QUEUE}' AND job.id = held.id RETURNING job.id::text`,
    [JSON.stringify(claims)],
  );
  return new Set(rows.map((row) => text(row, "id")));
}

/**
 * Takes the rows of jobs that this process runs once more, after the database has forgotten that it had. Those that
 * others have by now stay with them.
 */
export async function claimAnew(database: Queryable, claims: readonly Claim[]): Promise<void> {
  await database.query(
    `UPDATE ${JOBS} job
    SET state = 'active', started_on = to_timestamp(claim."startedMs" / 1000), heartbeat_on = now()
    FROM json_to_recordset($1::text::json) AS claim (id uuid, "startedMs" float8)
    WHERE job.name = '${QUEUE}' AND job.id = claim.id AND job.state < 'active'`,
    [JSON.stringify(claims)],
  );
}

/** Which of the jobs that run are taken for dead. */
export type Dead =
  /** Those without a sign of life for so many milliseconds. */
  | { readonly silentMs: number }
  /** All but these, where nobody but this process can run any. */
  | { readonly except: readonly Claim[] };

/**
 * Lets jobs whose process died run again at once, or fail for good where that happened too often. Gives their keys.
 */
export async function reclaim(database: Queryable, dead: Dead): Promise<readonly string[]> {
  const [which, value] =
    "silentMs" in dead
      ? ["heartbeat_on < now() - $1::float8 * interval '1 ms'", dead.silentMs]
      : ["id::text NOT IN (SELECT json_array_elements_text($1::text::json))", idsOf(dead.except)];
  const rows = await database.query(
    `WITH dead AS MATERIALIZED (
      SELECT id FROM ${JOBS} WHERE name = '${QUEUE}' AND state = 'active' AND ${which}
      ORDER BY singleton_key FOR UPDATE
    )
    UPDATE ${JOBS} job SET
      state = CASE WHEN ${AGAIN.asked} THEN 'created' WHEN retry_count < retry_limit THEN 'retry' ELSE 'failed'
        END::${JOB_STATE},
      data = CASE WHEN ${AGAIN.asked} THEN ${AGAIN.data} ELSE data END,
      priority = CASE WHEN ${AGAIN.asked} THEN ${AGAIN.priority} ELSE priority END,
      start_after = now(),
      started_on = CASE WHEN ${AGAIN.asked} THEN NULL ELSE started_on END,
      retry_count = CASE WHEN ${AGAIN.asked} THEN 0 ELSE retry_count END,
      completed_on = CASE WHEN NOT ${AGAIN.asked} AND retry_count >= retry_limit THEN now() END,
      output = jsonb_build_object('why', 'its process died')
    FROM dead WHERE job.name = '${QUEUE}' AND job.id = dead.id
    RETURNING singleton_key AS key`,
    [value],
  );
  return rows.map((row) => text(row, "key"));
}

function idsOf(claims: readonly Claim[]): string {
  return JSON.stringify(claims.map(({ id }) => id));
}
