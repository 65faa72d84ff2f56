import { insertLaters } from "./add.ts";
import { type Claim, IS_HELD } from "./claim.ts";
import { type Database, text } from "./database/database.ts";
import { AGAIN, JOB_STATE, JOBS, QUEUE } from "./database/schema.ts";

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
 * of the run. Gives the ids of the rows that were still this process's own; what became of others is not its say.
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

const LATER_ROWS =
  "SELECT key, now() + delay AS due, priority, data ->> 'job' AS job FROM held WHERE kind = 'later'";

// `held` locks the rows in the order in which `add` does, and reads them as they are then. `job` is still what it was
// when the statement began: PostgreSQL looks again before it writes, but checks the columns' constraints before that.
const SETTLE = `
  WITH held AS MATERIALIZED (
    SELECT job.id, job.singleton_key AS key, job.data, job.priority,
      ${AGAIN.asked} AS again, ${AGAIN.data} AS again_data, ${AGAIN.priority} AS again_priority,
      claim.kind, claim."delayMs" * interval '1 ms' AS delay, claim.why
    FROM json_to_recordset($1::text::json)
      AS claim (id uuid, "startedMs" float8, kind text, "delayMs" float8, why text)
    JOIN ${JOBS} job ON ${IS_HELD}
    ORDER BY job.singleton_key FOR UPDATE OF job
  ), ended AS (
    DELETE FROM ${JOBS} job USING held
    WHERE job.name = '${QUEUE}' AND job.id = held.id AND NOT again AND kind IN ('done', 'later')
  ), deferred AS (
    ${insertLaters(LATER_ROWS)}
  ), kept AS (
    UPDATE ${JOBS} job SET
      state = CASE WHEN again OR kind = 'given-back' THEN 'created' ELSE kind END::${JOB_STATE},
      data = CASE WHEN again THEN again_data ELSE job.data END,
      priority = CASE WHEN again THEN again_priority ELSE job.priority END,
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
      AND kind IN ('done', 'later', 'failed')
  )
  SELECT id::text FROM held`;

/** A text as the database can store it, and not too long: no NUL, no half of a surrogate pair. */
function storable(why: string): string {
  return why.slice(0, 2_000).replaceAll("\0", "\ufffd").toWellFormed();
}
