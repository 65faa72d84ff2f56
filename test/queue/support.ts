import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach } from "vitest";
import { seededRandom } from "../../simulated-github/world/random.ts";
import type { Job, Outcome } from "../../src/queue/job.ts";
import type { QueueLog } from "../../src/queue/log.ts";
import { openQueue, type Queue, type Storage } from "../../src/queue/queue.ts";
import { FOLDER_VARIABLE } from "../support/database-dump.ts";
import { type MemoryStore, memoryStore, openMemoryQueue } from "../support/memory-queue.ts";
import { noPostgres, startPostgres, type TestServer } from "../support/postgres.ts";
import { SEED } from "../support/seed.ts";

/** A kind of database that a suite runs against. */
export type Backend = {
  readonly name: "memory" | "embedded" | "postgres";
  /** A storage with nothing in it. */
  fresh(): Promise<Storage | MemoryStore>;
  /** Why it cannot be used here; null where it can. */
  readonly missing: string | null;
};

type DatabaseBackend = Omit<Backend, "fresh"> & { fresh(): Promise<Storage> };

/** Numbers from 0 up to 1. */
export const random = seededRandom(SEED);

/** Tried again after 20 ms, three times. */
export const QUICK_RETRY = { limit: 3, firstDelayMs: 20, longestDelayMs: 100 };
/** As good as never tried again. */
export const SLOW_RETRY = { limit: 3, firstDelayMs: 3_600_000, longestDelayMs: 3_600_000 };

/** A temporary folder of the calling test file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "by-name-bot-queue-"));
  folders.push(folder);
  return folder;
}

const folders: string[] = [];
/** Those of the test that runs: each holds 40 MB. */
const used: string[] = [];
let template: Promise<string> | null = null;
let server: Promise<TestServer> | null = null;

/** PGlite takes seconds for a new folder, so it is made once and copied. */
export const EMBEDDED: DatabaseBackend = {
  name: "embedded",
  missing: null,
  async fresh() {
    template ??= Promise.resolve(process.env[FOLDER_VARIABLE] ?? makeTemplate());
    const directory = mkdtempSync(join(tmpdir(), "by-name-bot-queue-"));
    used.push(directory);
    cpSync(await template, directory, { recursive: true });
    return { kind: "embedded", directory };
  },
};

async function makeTemplate(): Promise<string> {
  const directory = temporaryFolder();
  const queue = await openQueue({ storage: { kind: "embedded", directory }, log: SILENT });
  await queue.close({ graceMs: 0 });
  return directory;
}

/** What scenarios use in the place of a database. */
export const MEMORY: Backend = { name: "memory", missing: null, fresh: async () => memoryStore() };

export const POSTGRES: DatabaseBackend = {
  name: "postgres",
  missing: noPostgres,
  async fresh() {
    return { kind: "postgres", url: await (await sharedServer()).database() };
  },
};

/** The server of the calling test file. Throws where there are no binaries for this platform. */
export function sharedServer(): Promise<TestServer> {
  server ??= startPostgres().then((started) => {
    if ("missing" in started) throw new Error(started.missing);
    return started;
  });
  return server;
}

const SILENT: QueueLog = { info() {}, warn() {}, error() {} };

/** A log that keeps what it is told. */
export function recordingLog(): QueueLog & { readonly lines: string[] } {
  const lines: string[] = [];
  const add = (_: object, message: string) => void lines.push(message);
  return { lines, info: add, warn: add, error: add };
}

/** Skips the tests around it, with the reason, where a kind of database cannot be used. */
export function needs({ missing }: Pick<Backend, "missing">): void {
  beforeEach((context) => {
    if (missing !== null) context.skip(missing);
  });
}

const open = new Set<Queue>();

/** Opens a queue that is closed after the test, if the test does not do so. */
export async function opened(
  storage: Storage | MemoryStore,
  options: Partial<Parameters<typeof openQueue>[0]> = {},
): Promise<Queue> {
  const settings = { log: SILENT, retry: QUICK_RETRY, ...options };
  const queue =
    storage.kind === "memory"
      ? openMemoryQueue({ ...settings, store: storage })
      : await openQueue({ ...settings, storage });
  const tracked = {
    ...queue,
    async close(how: { graceMs: number }) {
      open.delete(tracked);
      await queue.close(how);
    },
  };
  open.add(tracked);
  return tracked;
}

afterEach(async () => {
  await Promise.all([...open].map((queue) => queue.close({ graceMs: 0 })));
  for (const folder of used.splice(0)) rmSync(folder, { recursive: true, force: true });
});

afterAll(async () => {
  if (server !== null) await (await server).remove();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A run that a test looks at and ends. */
export type ControlledRun = {
  readonly job: Job;
  readonly signal: AbortSignal;
  end(outcome?: Outcome): void;
  fail(why?: string): void;
};

/** Runs that end when the test says so. */
export function controlled() {
  const runs: ControlledRun[] = [];
  const going = new Set<ControlledRun>();
  let changed = Promise.withResolvers<void>();
  const tell = () => {
    changed.resolve();
    changed = Promise.withResolvers<void>();
  };
  return {
    /** All that began, in order. */
    runs,
    going,
    async run(job: Job, signal: AbortSignal): Promise<Outcome> {
      const { promise, resolve, reject } = Promise.withResolvers<Outcome>();
      const run: ControlledRun = {
        job,
        signal,
        end: (outcome = { kind: "done" }) => resolve(outcome),
        fail: (why = "it broke") => reject(new Error(why)),
      };
      runs.push(run);
      going.add(run);
      tell();
      try {
        return await promise;
      } finally {
        going.delete(run);
        tell();
      }
    },
    /** The n-th run that begins, counted from 1. */
    async began(count: number): Promise<ControlledRun> {
      for (;;) {
        const run = runs[count - 1];
        if (run !== undefined) return run;
        await changed.promise;
      }
    },
  };
}

/** Waits until something holds, which the test's time limit bounds. */
export async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** Waits until nothing waits, runs, or is due later. */
export async function quiet(queue: Queue): Promise<void> {
  await until(async () => {
    const { waiting, running, retrying, later } = await queue.counts();
    return waiting + running + retrying + later === 0;
  });
}
