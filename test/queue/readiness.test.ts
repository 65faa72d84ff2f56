import { afterEach, expect, test, vi } from "vitest";
import { openEmbedded } from "../../src/queue/database/embedded.ts";
import { connectPostgres } from "../../src/queue/database/postgres.ts";
import { openReadiness } from "../../src/queue/database/readiness.ts";
import { createTables } from "../../src/queue/database/schema.ts";
import { inMemory } from "../support/database-dump.ts";
import { opened, POSTGRES, QUICK_RETRY, recordingLog } from "./support.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

/** Makes the clock of the process stand still, but for what is added. */
function clock(): { pass(ms: number): void } {
  let now = performance.now();
  vi.spyOn(performance, "now").mockImplementation(() => now);
  return {
    pass(ms) {
      now += ms;
    },
  };
}

test("a database that answers and does not store is not ready, with or without jobs to store", async () => {
  const { pass } = clock();
  const storage = await POSTGRES.fresh();
  if (storage.kind !== "postgres") throw new Error("no server");
  const queue = await opened(storage);
  await queue.check();
  const admin = connectPostgres(storage.url);
  admin.boss.on("error", () => {});
  await admin.boss.start();
  const readOnly = async (value: "on" | "off") => {
    await admin.query(`ALTER SYSTEM SET default_transaction_read_only = ${value}`, []);
    await admin.query("SELECT pg_reload_conf()", []);
    await expect
      .poll(() => admin.query("SHOW transaction_read_only", []))
      .toEqual([{ transaction_read_only: value }]);
  };
  await readOnly("on");
  pass(5_000);
  await expect(queue.check()).rejects.toThrow("read-only transaction");
  await expect(queue.add([{ key: "a", data: {} }])).rejects.toThrow("read-only transaction");
  await expect(queue.check()).rejects.toThrow("could not be stored");
  await admin.query("SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE", []);
  await readOnly("off");
  pass(5_000);
  await queue.check();
  await admin.close();
});

/** Readiness over a database that counts, fails or hangs as a test says. */
async function overDatabase(room: number) {
  const { dump } = inMemory();
  const database = await openEmbedded(null, recordingLog(), dump);
  await createTables(database, QUICK_RETRY);
  const seen = { writes: 0, hangs: false };
  const readiness = openReadiness({
    ...database,
    room: async () => room,
    query(text, values) {
      seen.writes += 1;
      return seen.hangs ? new Promise(() => {}) : database.query(text, values);
    },
  });
  return { database, readiness, seen };
}

test("writes once in five seconds at most, and not at all where something was stored meanwhile", async () => {
  const { pass } = clock();
  const { database, readiness, seen } = await overDatabase(0);
  for (let n = 0; n < 20; n++) await readiness.check();
  expect(seen.writes).toBe(1);
  pass(5_000);
  await readiness.check();
  expect(seen.writes).toBe(2);
  pass(4_000);
  readiness.stored(true);
  pass(4_000);
  await readiness.check();
  expect(seen.writes).toBe(2);
  expect(await database.query("SELECT count(*)::int AS rows FROM by_name.probe", [])).toEqual([{ rows: 1 }]);
  await database.close();
});

test("has one write under way at most where the database hangs", async () => {
  const { pass } = clock();
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  const { database, readiness, seen } = await overDatabase(0);
  seen.hangs = true;
  for (let n = 0; n < 5; n++) {
    const asked = expect(readiness.check()).rejects.toThrow("does not answer");
    await vi.advanceTimersByTimeAsync(5_000);
    await asked;
    pass(5_000);
  }
  expect(seen.writes).toBe(1);
  vi.useRealTimers();
  await database.close();
});

test("after a store that failed, a write that finds old room does not make a full disk ready", async () => {
  const { pass } = clock();
  const { database, readiness } = await overDatabase(1000);
  readiness.stored(false);
  await expect(readiness.check()).rejects.toThrow("could not be stored");
  pass(5_000);
  await expect(readiness.check()).rejects.toThrow("No space left");
  readiness.stored(true);
  await readiness.check();
  pass(5_000);
  await readiness.check();
  await database.close();
});
