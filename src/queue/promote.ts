import { insertJobs } from "./add.ts";
import { type Database, numberOrNull } from "./database/database.ts";
import { JOBS, LATER, QUEUE } from "./database/schema.ts";

/** So that one statement does not take long; the rest follows with the next. */
const MOST_AT_ONCE = 500;

/**
 * Puts what is due among the jobs. Gives the milliseconds until something is due again, for later or to be tried
 * again; null if there is nothing.
 */
export async function promote(database: Database, retryLimit: number): Promise<number | null> {
  const [row] = await database.query(
    `WITH due AS (
      DELETE FROM ${LATER} WHERE key IN (
        SELECT key FROM ${LATER} WHERE due <= now() ORDER BY due LIMIT ${MOST_AT_ONCE} FOR UPDATE SKIP LOCKED
      ) RETURNING key, job, priority
    ), jobs AS (${insertJobs("SELECT * FROM due", retryLimit)})
    SELECT (extract(epoch FROM LEAST(
      (SELECT min(due) FROM ${LATER} WHERE due > now()),
      (SELECT min(start_after) FROM ${JOBS} WHERE name = '${QUEUE}' AND state = 'retry' AND start_after > now())
    ) - now()) * 1000)::float8 AS ms`,
    [],
  );
  return row === undefined ? null : numberOrNull(row, "ms");
}
