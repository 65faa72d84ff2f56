import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Installation, Permissions } from "simulated-github";
import {
  createDeliveries,
  createWorld,
  type Deliveries,
  type Files,
  type GitHub,
  type RepositoryHandle,
  startGitHub,
  type World,
} from "simulated-github";
import { parse } from "yaml";
import { createWork } from "../../src/app/jobs/work.ts";
import { createLog } from "../../src/app/process/log.ts";
import { type Running, serve } from "../../src/app/process/serve.ts";
import type { Settings } from "../../src/app/process/settings.ts";
import { rulePage } from "../../src/cli/explain.ts";
import { loadNixParser } from "../../src/grammar/load.ts";
import type { Queue } from "../../src/queue/queue.ts";
import { inMemory } from "../support/database-dump.ts";
import { type MemoryQueue, memoryStore, openMemoryQueue } from "../support/memory-queue.ts";
import { passingTime } from "../support/passing-time.ts";

export const BOT = "by-name-bot";
export const WEBHOOK_SECRET = "it is a secret to everybody";

const { privateKey: PRIVATE_KEY } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});

export { PRIVATE_KEY };

/** A simulated GitHub with the App on it, and the App itself, which can be stopped and started. */
export type Stage = {
  readonly world: World;
  readonly github: GitHub;
  readonly deliveries: Deliveries;
  /** The lines of the App's log, as it writes them. */
  readonly log: string[];
  readonly settings: Settings;
  /** A repository with these files on its default branch, and the App installed on it. */
  repository(nameWithOwner: string, files: Files): Promise<RepositoryHandle>;
  installation(owner: string): Installation;
  /** The lines of the log that hold these fields; with `since`, without so many at its start. */
  logged(fields: LogLine, since?: number): LogLine[];
  /**
   * Resolves once every delivery has arrived and no job is left but failed ones: nothing more will be done.
   * With `orLater`, jobs that wait for their time may be left too.
   */
  idle(options?: { readonly orLater?: boolean }): Promise<void>;
  /** Puts GitHub's clock ahead: what happens now bears a later time than what has happened. */
  pass(seconds: number): void;
  start(changes?: Partial<Settings>): Promise<Running>;
  stop(): Promise<void>;
  close(): Promise<void>;
};

export type LogLine = Readonly<Record<string, unknown>>;

export type StageOptions = {
  readonly settings?: Partial<Settings>;
  /** Starts the App at once; by default so. */
  readonly running?: boolean;
  readonly permissions?: Permissions;
  /** How long the App waits for an answer of GitHub's, in milliseconds. */
  readonly requestMs?: number;
  /** What the App's queue keeps outlives a stop; by default each start has a new one. */
  readonly lasting?: boolean;
};

/** What `app.yml` asks for. */
export async function manifest(): Promise<{ permissions: Permissions; events: string[] }> {
  const text = await readFile(new URL("../../app.yml", import.meta.url), "utf8");
  const { default_permissions, default_events } = parse(text);
  return { permissions: default_permissions, events: default_events };
}

export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const directory = await mkdtemp(join(tmpdir(), "by-name-stage-"));
  let ahead = 0;
  const world = createWorld({ directory, clock: () => Date.now() + ahead });
  const { permissions, events } = await manifest();
  const github = await startGitHub({
    world,
    app: {
      slug: BOT,
      privateKeyPem: PRIVATE_KEY,
      owner: "by-name",
      permissions: options.permissions ?? permissions,
      events,
    },
  });
  const deliveries = createDeliveries(world, { appId: github.app.id, url: null, secret: WEBHOOK_SECRET });
  const log: string[] = [];
  const settings: Settings = {
    credentials: { appId: github.app.id, privateKey: PRIVATE_KEY, webhookSecret: WEBHOOK_SECRET },
    http: { host: "127.0.0.1", port: 0, webhookPath: "/api/github/webhooks", webhookProxy: null },
    github: { apiUrl: github.url, webUrl: github.url },
    storage: inMemory(),
    logLevel: "debug",
    concurrency: 4,
    sweepMinutes: 0,
    settleSeconds: 1,
    ...options.settings,
  };
  const installations = new Map<string, Installation>();
  let running: Running | null = null;
  let queue: Queue | null = null;
  const store = memoryStore();
  let inTheProcess: MemoryQueue | null = null;
  const time = passingTime({
    busy: () => deliveries.busy() || github.busy() || (inTheProcess?.busy() ?? false),
    due: () => inTheProcess?.due() ?? null,
    wake: () => inTheProcess?.wake(),
  });
  world.onWait(() => time.wanted());

  async function start(changes: Partial<Settings> = {}): Promise<Running> {
    const parser = await loadNixParser();
    const current = { ...settings, ...changes };
    const { credentials } = current;
    if (credentials === null) throw new Error("the stage has credentials");
    running = await serve({
      settings: current,
      credentials,
      log: createLog({ level: current.logLevel, destination: { write: (line: string) => log.push(line) } }),
      version: "0.0.0",
      ...("storage" in { ...options.settings, ...changes }
        ? {}
        : {
            async openQueue(parts) {
              inTheProcess = openMemoryQueue({ ...parts, store: options.lasting ? store : memoryStore() });
              return inTheProcess;
            },
          }),
      work(parts) {
        queue = parts.queue;
        return createWork({ parser, rulePage })(parts);
      },
      graceMs: 5_000,
      ...(options.requestMs === undefined ? {} : { requestMs: options.requestMs }),
      retry: { limit: 8, firstDelayMs: 50, longestDelayMs: 1_000 },
    });
    deliveries.setUrl(`http://127.0.0.1:${running.port}${current.http.webhookPath}`);
    return running;
  }

  async function stop(): Promise<void> {
    await running?.stop();
    running = null;
    queue = null;
    inTheProcess = null;
  }

  async function jobsLeft(orLater: boolean): Promise<number> {
    if (queue === null) throw new Error("the App does not run");
    const { waiting, running, retrying, later } = await queue.counts();
    return waiting + running + retrying + (orLater ? 0 : later);
  }

  if (options.running ?? true) await start();
  return {
    world,
    github,
    deliveries,
    log,
    settings,
    start,
    stop,
    async repository(nameWithOwner, files) {
      const repository = await world.repository(nameWithOwner, { files, defaultBranch: "master" });
      const owner = nameWithOwner.split("/")[0] ?? "";
      if (!installations.has(owner)) installations.set(owner, world.install(github.app.id, owner));
      return repository;
    },
    installation(owner) {
      const found = installations.get(owner);
      if (found === undefined) throw new Error(`the App is not installed for ${owner}`);
      return found;
    },
    pass(seconds) {
      ahead += seconds * 1000;
    },
    logged: (fields, since = 0) =>
      log
        .slice(since)
        .map((line): LogLine => JSON.parse(line))
        .filter((line) => Object.entries(fields).every(([key, value]) => line[key] === value)),
    async idle({ orLater = false } = {}) {
      const waited = orLater ? () => {} : time.wanted();
      for (;;) {
        await deliveries.settled();
        const taken = deliveries.log().length;
        const left = await jobsLeft(orLater);
        await deliveries.settled();
        if (left === 0 && deliveries.log().length === taken) break;
        await pause(5);
      }
      waited();
    },
    async close() {
      time.stop();
      await stop();
      deliveries.close();
      await github.close();
      await world.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
