import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import fs, { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { expect, test, vi } from "vitest";
import { programAt } from "../../scripts/programs.ts";
import { openEmbedded } from "../../src/queue/database/embedded.ts";
import { maintain } from "../../src/queue/database/maintenance.ts";
import { createTables, JOBS } from "../../src/queue/database/schema.ts";
import type { Storage } from "../../src/queue/queue.ts";
import { inMemory } from "../support/database-dump.ts";
import {
  controlled,
  EMBEDDED,
  opened,
  QUICK_RETRY,
  quiet,
  random,
  recordingLog,
  SLOW_RETRY,
  temporaryFolder,
  until,
} from "./support.ts";

type Child = ChildProcessByStdio<null, Readable, null>;

function spawnAdding(directory: string): Child {
  const script = programAt("test/queue/adding-process.ts");
  return spawn(process.execPath, [script, directory], { stdio: ["ignore", "pipe", "inherit"] });
}

function directoryOf(storage: Storage): string {
  if (storage.kind !== "embedded" || storage.directory === null) throw new Error("not a folder");
  return storage.directory;
}

/** Lets a process add and run, and kills it after so many lines of what it said. Gives those. */
async function killAfter(child: Child, count: number): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    lines.push(line);
    if (lines.length === count) child.kill("SIGKILL");
  }
  return lines;
}

test("loses nothing that was added when its process is killed", async () => {
  const storage = await EMBEDDED.fresh();
  const laters = new Set<string>();
  for (let round = 0; round < 2; round++) {
    const lines = await killAfter(spawnAdding(directoryOf(storage)), 20 + Math.floor(random() * 150));
    const queue = await opened(storage);
    const counts = await queue.counts();
    const ended = new Set(said(lines, "ended"));
    for (const key of said(lines, "later")) laters.add(key);
    const owed = said(lines, "added").filter((key) => !ended.has(key));
    expect(counts.later).toBeGreaterThanOrEqual(laters.size);
    expect(counts.failed).toBe(0);
    const ran = new Set<string>();
    queue.start({
      concurrency: 10,
      async run({ key }) {
        ran.add(key);
        return { kind: "done" };
      },
    });
    await expect.poll(async () => (await queue.counts()).waiting, { timeout: 30_000 }).toBe(0);
    await queue.close({ graceMs: 10_000 });
    expect(owed.filter((key) => !ran.has(key))).toEqual([]);
  }
}, 600_000);

function said(lines: readonly string[], what: string): string[] {
  return lines.filter((line) => line.startsWith(`${what} `)).map((line) => line.slice(what.length + 1));
}

test("refuses a folder that another process has, and takes it when that one is dead", async () => {
  const storage = await EMBEDDED.fresh();
  const child = spawnAdding(directoryOf(storage));
  await once(child.stdout, "data");
  await expect(opened(storage)).rejects.toThrow("is in use by another by-name-bot");
  child.kill("SIGKILL");
  await once(child, "exit");
  expect((await (await opened(storage)).counts()).failed).toBe(0);
});

test("refuses a folder that this process has", async () => {
  const storage = await EMBEDDED.fresh();
  const queue = await opened(storage);
  await expect(opened(storage)).rejects.toThrow("is in use by another by-name-bot");
  await queue.close({ graceMs: 0 });
  await opened(storage);
});

test("counts a run as an attempt whose process died, and gives up a job that kills it again and again", async () => {
  const storage = await EMBEDDED.fresh();
  const log = recordingLog();
  const attempts: number[] = [];
  // Each death costs a start of PGlite.
  const retry = { ...QUICK_RETRY, limit: 1 };
  for (let death = 0; death <= retry.limit; death++) {
    const queue = await opened(storage, { log, retry });
    const { run, began } = controlled();
    queue.start({ concurrency: 1, run });
    if (death === 0) await queue.add([{ key: "a", data: {} }]);
    attempts.push((await began(1)).job.attempt);
    // The run does not heed the signal, so its row stays as the death of the process would leave it.
    await queue.close({ graceMs: 0 });
  }
  expect(attempts).toEqual([1, 2]);
  const queue = await opened(storage, { retry });
  expect(await queue.counts()).toEqual({ waiting: 0, running: 0, retrying: 0, later: 0, failed: 1 });
  expect(log.lines).toContain("Jobs of the process before this one run again.");
});

test("counts the attempts anew for what is added while it waits to be tried again", async () => {
  const storage = await EMBEDDED.fresh();
  const before = await opened(storage);
  const [dying, next] = [controlled(), controlled()];
  before.start({ concurrency: 1, run: dying.run });
  await before.add([{ key: "a", data: {} }]);
  await dying.began(1);
  await before.close({ graceMs: 0 });
  const after = await opened(storage, { retry: SLOW_RETRY });
  after.start({ concurrency: 1, run: next.run });
  (await next.began(1)).fail();
  await until(async () => (await after.counts()).retrying === 1);
  await after.add([{ key: "a", data: {} }]);
  const [first, second] = [await next.began(1), await next.began(2)];
  expect([first.job.attempt, second.job.attempt]).toEqual([2, 1]);
  second.end();
});

test("is up again after a full disk ended it, with all that was added, and what ran goes on", async () => {
  const log = recordingLog();
  const queue = await opened(await EMBEDDED.fresh(), { log });
  const { run, began, runs } = controlled();
  queue.start({ concurrency: 3, run });
  await queue.add([{ key: "runs", data: {} }]);
  const first = await began(1);
  const full = vi.spyOn(fs, "writeSync").mockImplementation(() => {
    throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
  });
  await expect(queue.add([{ key: "refused", data: {} }])).rejects.toThrow("No space left on device");
  await until(() => log.lines.includes("The embedded database died."));
  await expect(queue.check()).rejects.toThrow("The last jobs could not be stored.");
  first.end();
  full.mockRestore();
  await until(() =>
    queue.add([{ key: "added", data: {} }]).then(
      () => true,
      () => false,
    ),
  );
  expect(log.lines).toContain("The embedded database is up again.");
  (await began(2)).end();
  await quiet(queue);
  expect(runs.map(({ job }) => job.key)).toEqual(["runs", "added"]);
});

test("takes no half-made database for a whole one", async () => {
  const directory = temporaryFolder();
  mkdirSync(join(directory, "unfinished"));
  writeFileSync(join(directory, "unfinished", "PG_VERSION"), "18");
  const queue = await opened({ kind: "embedded", directory });
  expect((await queue.counts()).failed).toBe(0);
});

test("works in memory", async () => {
  const queue = await opened(inMemory());
  queue.start({ concurrency: 1, run: async () => ({ kind: "done" }) });
  await queue.add([{ key: "a", data: {} }]);
  await quiet(queue);
});

test("keeps its table small, however many jobs have run", async () => {
  const database = await openEmbedded(directoryOf(await EMBEDDED.fresh()), recordingLog());
  await createTables(database, QUICK_RETRY);
  const size = async () => {
    const [row] = await database.query("SELECT pg_total_relation_size($1::regclass)::int AS bytes", [JOBS]);
    return Number(row?.bytes);
  };
  const sizes: number[] = [];
  for (let round = 0; round < 3; round++) {
    await database.query(
      `INSERT INTO ${JOBS} (name, singleton_key, policy, data)
      SELECT 'run', n::text, 'exclusive', '{"job":"{}"}' FROM generate_series(1, 3000) AS n`,
      [],
    );
    await database.query(`DELETE FROM ${JOBS} WHERE true OR name = $1`, [""]);
    await maintain(database);
    sizes.push(await size());
  }
  await database.close();
  expect(sizes.at(-1)).toBeLessThan(2 * (sizes[0] ?? 0));
});
