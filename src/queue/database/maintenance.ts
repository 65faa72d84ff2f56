import type { QueueLog } from "../log.ts";
import type { Database } from "./database.ts";
import { outageOf } from "./outage.ts";
import { HINTS, JOBS, LATER, MEMORY, PROBE, QUEUE } from "./schema.ts";

/** Milliseconds between two rounds. */
const ROUND_MS = 60_000;

/** What keeps the tables small: pg-boss's own upkeep, old hints, and sweeping where no server does it. */
export type Maintenance = {
  /** Resolves once no round is under way. */
  stop(): Promise<void>;
};

export function startMaintenance(database: Database, log: QueueLog): Maintenance {
  const outage = outageOf(
    log,
    "The tables could not be tidied up; the next round tries again.",
    "The tables are tidied up again.",
  );
  let round: Promise<void> | null = null;
  const timer = setInterval(() => {
    round ??= maintain(database)
      .then(outage.worked, (err: unknown) => void outage.failed({ err }))
      .finally(() => {
        round = null;
      });
  }, ROUND_MS);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await round;
    },
  };
}

/** One round. */
export async function maintain(database: Database): Promise<void> {
  await database.boss.supervise(QUEUE);
  await database.query(`DELETE FROM ${HINTS} WHERE received_at < now() - interval '7 days'`, []);
  if (database.kind === "embedded") await sweep(database);
}

/**
 * PGlite does nothing by itself: it neither vacuums nor counts what there would be to do, and without checkpoints its
 * log would grow until the disk is full. A few milliseconds.
 */
async function sweep(database: Database): Promise<void> {
  for (const table of [JOBS, LATER, HINTS, MEMORY, PROBE])
    await database.query(`VACUUM (ANALYZE) ${table}`, []);
  await database.query("CHECKPOINT", []);
}
