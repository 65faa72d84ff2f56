import { fromPglite, PgBoss } from "pg-boss";
import type { QueueLog } from "../log.ts";
import { BOSS_SCHEMA, type Database } from "./database.ts";
import { makeWritable, roomOf } from "./disk.ts";
import { lockFolder } from "./folder-lock.ts";
import { type Started, startInMemory, startPglite } from "./pglite.ts";

/** Milliseconds before a database that died, or could not be started again, is started once more. */
const RESTART_PAUSE_MS = 2_000;
/** How often that is done at most: each PGlite that died leaves more than 100 MB behind in the process. */
const MOST_RESTARTS = 5;
/** Bytes that a disk must have free for it: room for two segments of the log, and some for what comes then. */
const ROOM_TO_START = 48 * 1024 * 1024;

/**
 * Opens PostgreSQL in this process, with its files in a folder or, where that is null, in memory, beginning with
 * what `dump` holds if it is given. Throws if the folder is in use or cannot be written.
 */
export async function openEmbedded(directory: string | null, log: QueueLog, dump?: Blob): Promise<Database> {
  if (directory !== null) makeWritable(directory);
  const unlock = directory === null ? () => {} : await lockFolder(directory);
  try {
    const server = await startServer(directory, log, dump);
    const boss = new PgBoss({
      db: server,
      backend: "pglite",
      schema: BOSS_SCHEMA,
      supervise: false,
      schedule: false,
      reindex: false,
      monitorVacuum: false,
    });
    return {
      kind: "embedded",
      boss,
      async query(text, values) {
        return (await server.executeSql(text, [...values])).rows;
      },
      durably: "set_config('synchronous_commit', 'on', true)",
      listen: null,
      onRestart: server.onRestart,
      room: directory === null ? null : () => roomOf(directory),
      async close() {
        try {
          await boss.stop({ close: false, graceful: false });
          await server.close();
        } finally {
          unlock();
        }
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

type Server = {
  onRestart: Database["onRestart"];
  executeSql(text: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
  close(): Promise<void>;
};

/**
 * A PGlite that is started anew when it has died: a full disk, say, ends PostgreSQL, and what it had committed is
 * there again with the next start.
 */
async function startServer(directory: string | null, log: QueueLog, dump?: Blob): Promise<Server> {
  let running: Started | null = directory === null ? await startInMemory(dump) : await startPglite(directory);
  let starting: Promise<Started> | null = null;
  let restarts = 0;
  let restore: Parameters<Database["onRestart"]>[0] = async () => {};
  let notBefore = 0;

  async function current(): Promise<Started> {
    if (running !== null) return running;
    if (starting === null) {
      if (performance.now() < notBefore) throw new Error("The embedded database is down.");
      if (directory !== null && (await roomOf(directory)) < ROOM_TO_START)
        throw new Error("The embedded database is down, and its disk is too full to start it again.");
      // Others may have had it started while this one looked at the disk; two in one folder would destroy it.
      if (running !== null) return running;
      starting ??= restart();
    }
    return starting;
  }

  async function restart(): Promise<Started> {
    if (restarts++ === MOST_RESTARTS) crash();
    try {
      // In memory there is nothing to start again from.
      const started = directory === null ? await startInMemory() : await startPglite(directory);
      const query = async (text: string, values: readonly unknown[]) =>
        (await fromPglite(started.pglite).executeSql(text, [...values])).rows;
      await restore({ query }).catch(async (error: unknown) => {
        await started.release();
        throw error;
      });
      log.info({}, "The embedded database is up again.");
      running = started;
      return started;
    } finally {
      notBefore = performance.now() + RESTART_PAUSE_MS;
      starting = null;
    }
  }

  return {
    onRestart(restored) {
      restore = restored;
    },
    async executeSql(text, values) {
      const used = await current();
      try {
        return await fromPglite(used.pglite).executeSql(text, values);
      } catch (error) {
        // In memory there is nothing to start again from.
        if (directory !== null && running === used && (await isDead(used, error)) && running === used) {
          running = null;
          notBefore = performance.now() + RESTART_PAUSE_MS;
          log.error({ err: error }, "The embedded database died.");
          await used.release();
        }
        throw error;
      }
    },
    async close() {
      await starting?.catch(() => null);
      await running?.pglite.close();
    },
  };
}

/** Ends the process, to be started again with its memory: nothing in it can work without its database. */
function crash(): never {
  const error = new Error("The embedded database died too often for one process.");
  setImmediate(() => {
    throw error;
  });
  throw error;
}

/** Whether PostgreSQL itself is gone, rather than one statement refused. */
async function isDead({ pglite }: Started, error: unknown): Promise<boolean> {
  if (error instanceof Error && "severity" in error) {
    return error.severity === "FATAL" || error.severity === "PANIC";
  }
  return pglite.query("SELECT 1").then(
    () => false,
    () => true,
  );
}
