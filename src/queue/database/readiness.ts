import { randomBytes } from "node:crypto";
import type { Database } from "./database.ts";
import { PROBE } from "./schema.ts";

/** Milliseconds for which an answer holds, so that whoever asks often costs nothing. */
const HOLDS_MS = 5_000;
/** Milliseconds that a write may take. */
const LONGEST_MS = 5_000;
/** Bytes that are written: about as many as the jobs of a delivery take. */
const BYTES = 4_000;
/** Bytes that a disk must have free after a store has failed; on a full one the small write may find old room. */
const ROOM = 1024 * 1024;

/** Whether the database stores what it is given. */
export type Readiness = {
  /** A store ended, and worked or not. */
  stored(worked: boolean): void;
  /**
   * Resolves if the last store worked, within the last 5 seconds, or a small durable write works now. Rejects with
   * the reason otherwise. However often it is called, it writes once in 5 seconds at most.
   */
  check(): Promise<void>;
};

export function openReadiness(database: Database): Readiness {
  let answer: { readonly promise: Promise<void>; readonly until: number } | null = null;
  let writing: Promise<void> | null = null;
  let failing = false;

  function holds(promise: Promise<void>): Promise<void> {
    promise.catch(() => {});
    answer = { promise, until: performance.now() + HOLDS_MS };
    return promise;
  }

  async function write(): Promise<void> {
    await database.query(
      `WITH gone AS (DELETE FROM ${PROBE}), written AS (INSERT INTO ${PROBE} (content) VALUES ($1))
      SELECT ${database.durably}`,
      [randomBytes(BYTES / 2).toString("hex")],
    );
    if (failing && database.room !== null && (await database.room()) < ROOM)
      throw new Error("No space left on the disk of the database.");
    failing = false;
  }

  /** One at a time, also where the database hangs. */
  function writeOnce(): Promise<void> {
    writing ??= write().finally(() => {
      writing = null;
    });
    return writing;
  }

  return {
    stored(worked) {
      failing = !worked;
      holds(worked ? Promise.resolve() : Promise.reject(new Error("The last jobs could not be stored.")));
    },
    check() {
      if (answer !== null && performance.now() < answer.until) return answer.promise;
      return holds(inTime(writeOnce()));
    },
  };
}

async function inTime(work: Promise<void>): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error("The database does not answer.")), LONGEST_MS);
  try {
    await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
