import {
  type Stage as AnyStage,
  type Deliveries,
  type Files,
  type GitHub,
  type Installation,
  openStage as openAnyStage,
  type Permissions,
  type RepositoryHandle,
  type StartedApp,
  testKey,
  type World,
} from "simulated-github";
import { appManifest } from "../../scripts/app-manifest.ts";
import { createWork } from "../../src/app/jobs/work.ts";
import { createLog } from "../../src/app/process/log.ts";
import { type Parts, type Running, serve, type Work } from "../../src/app/process/serve.ts";
import type { Settings } from "../../src/app/process/settings.ts";
import { rulePage } from "../../src/cli/explain.ts";
import { loadSecondReader } from "../../src/grammar/load.ts";
import type { Queue } from "../../src/queue/queue.ts";
import { DOCS } from "../../src/review/text/project.ts";
import { sleeps, startAction } from "../action/as-app.ts";
import { inMemory } from "../support/database-dump.ts";
import { type MemoryQueue, memoryStore, openMemoryQueue } from "../support/memory-queue.ts";
import { passingTime } from "../support/passing-time.ts";

export const BOT = "by-name-bot";
export const WEBHOOK_SECRET = "it is a secret to everybody";

export const PRIVATE_KEY = testKey();

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
  /** What a promise gives; meanwhile time passes wherever nothing happens. */
  waitsFor<T>(promise: Promise<T>): Promise<T>;
  /** How many jobs are not done. */
  jobsLeft(): Promise<number>;
  /** Puts GitHub's clock ahead: what happens now bears a later time than what has happened. */
  pass(seconds: number): void;
  start(changes?: Partial<Settings>): Promise<Running>;
  stop(): Promise<void>;
  close(): Promise<void>;
};

export type LogLine = Readonly<Record<string, unknown>>;

/** Things that happen at a time. */
export type Agenda = {
  busy(): boolean;
  /** In milliseconds since the epoch; null if nothing is to come. */
  due(): number | null;
  /** Does what is due. */
  wake(): void;
};

export type StageOptions = {
  readonly settings?: Partial<Settings>;
  /** Starts the App at once; by default so. */
  readonly running?: boolean;
  readonly permissions?: Permissions;
  /** How long the App waits for an answer of GitHub's, in milliseconds. */
  readonly requestMs?: number;
  /** What the App's queue keeps outlives a stop; by default each start has a new one. */
  readonly lasting?: boolean;
  /** What people do at times of their own: while somebody waits, the clock goes on to it as to what the App has to do. */
  readonly agenda?: Agenda;
  /** Time passes as it does, for work in other processes, which have clocks of their own. */
  readonly realTime?: boolean;
  /** Does the work; by default it is done in this process. */
  readonly work?: (parts: Parts) => Work;
};

/** What `app.yml` asks for. */
export const manifest = appManifest;

/** The variable by which scenarios are run with the Action in the App's place: `action`. */
export const STAGE_VARIABLE = "BY_NAME_STAGE";

export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const asAction = process.env[STAGE_VARIABLE] === "action";
  const { permissions, events } = await manifest();
  let changes: Partial<Settings> = {};
  let queue: Queue | null = null;
  const asleep = sleeps();
  const store = memoryStore();
  let inTheProcess: MemoryQueue | null = null;
  let running: Running | null = null;
  async function startBot(): Promise<StartedApp> {
    const second = await loadSecondReader();
    const current = { ...settings, ...changes };
    const { credentials } = current;
    if (credentials === null) throw new Error("the stage has credentials");
    const served = await serve({
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
        return (options.work ?? createWork({ second, rulePage }))(parts);
      },
      graceMs: 5_000,
      ...(options.requestMs === undefined ? {} : { requestMs: options.requestMs }),
      retry: { limit: 8, firstDelayMs: 50, longestDelayMs: 1_000 },
    });
    running = served;
    return {
      webhookUrl: `http://127.0.0.1:${served.port}${current.http.webhookPath}`,
      async stop() {
        await served.stop();
        inTheProcess = null;
      },
    };
  }

  async function jobsLeft(orLater: boolean): Promise<number> {
    if (queue === null) throw new Error("the App has no queue");
    const { waiting, running, retrying, later } = await queue.counts();
    return waiting + running + retrying + (orLater ? 0 : later);
  }

  const stage: AnyStage<StartedApp> = await openAnyStage<StartedApp>(
    {
      slug: BOT,
      owner: "by-name",
      permissions: options.permissions ?? permissions,
      events,
      start: (connection) => (asAction ? startAction(connection, () => stage.github, asleep) : startBot()),
    },
    { running: false, webhookSecret: WEBHOOK_SECRET },
  );
  const { world, github, deliveries } = stage;
  const time = passingTime({
    busy: () =>
      world.busy() ||
      deliveries.busy() ||
      github.busy() ||
      (inTheProcess?.busy() ?? false) ||
      (options.agenda?.busy() ?? false),
    due: () =>
      soonest([asleep.due(), ...(options.realTime ? [] : [inTheProcess?.due(), options.agenda?.due()])]),
    wake() {
      asleep.wake();
      options.agenda?.wake();
      inTheProcess?.wake();
    },
    ...(options.agenda === undefined ? {} : { longestMs: Number.POSITIVE_INFINITY, lookMs: 1 }),
  });
  world.onWait(() => time.wanted());
  // A job of GitHub Actions goes on, whoever waits for it.
  if (asAction) time.wanted();
  const log: string[] = [];
  const settings: Settings = {
    credentials: { appId: github.app.id, privateKey: PRIVATE_KEY, webhookSecret: WEBHOOK_SECRET },
    http: { host: "127.0.0.1", port: 0, webhookPath: "/api/github/webhooks", webhookProxy: null },
    github: { apiUrl: github.url, webUrl: github.url },
    storage: inMemory(),
    logLevel: "debug",
    docsUrl: DOCS,
    concurrency: 4,
    jobSeconds: 30,
    jobMegabytes: 512,
    sweepMinutes: 0,
    redeliverMinutes: 0,
    settleSeconds: 1,
    formatter: null,
    ...options.settings,
  };

  async function start(changed: Partial<Settings> = {}): Promise<Running> {
    changes = changed;
    await stage.start();
    if (running === null) throw new Error("the Action does not run as the App does");
    return running;
  }

  if (options.running ?? true) await (asAction ? stage.start() : start());
  return {
    world,
    github,
    deliveries,
    log,
    settings,
    start,
    stop: stage.stop,
    repository: (nameWithOwner, files) => stage.repository(nameWithOwner, files, { defaultBranch: "master" }),
    installation: stage.installation,
    pass: stage.pass,
    logged: (fields, since = 0) =>
      log
        .slice(since)
        .map((line): LogLine => JSON.parse(line))
        .filter((line) => Object.entries(fields).every(([key, value]) => line[key] === value)),
    async waitsFor(promise) {
      return promise.finally(time.wanted());
    },
    jobsLeft: () => jobsLeft(false),
    async idle({ orLater = false } = {}) {
      if (asAction) return stage.idle();
      const waited = orLater ? () => {} : time.wanted();
      await stage.idle({ busy: async () => (await jobsLeft(orLater)) > 0 }).finally(waited);
    },
    async close() {
      time.stop();
      await stage.close();
      // A variable of a test may keep the stage as long as its process lives.
      running = null;
      queue = null;
    },
  };
}

function soonest(times: readonly (number | null | undefined)[]): number | null {
  const known = times.filter((time) => time !== null && time !== undefined);
  return known.length === 0 ? null : Math.min(...known);
}
