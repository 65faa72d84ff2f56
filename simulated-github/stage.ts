import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { testKey } from "./private-key.ts";
import { type AppSettings, type GitHub, type GitHubOptions, startGitHub } from "./server.ts";
import type { Deliveries } from "./world/deliveries.ts";
import type { RepositoryHandle } from "./world/handles.ts";
import type { Files, RepositoryOptions } from "./world/inputs.ts";
import type { World, WorldOptions } from "./world/interface.ts";
import type { Installation } from "./world/model.ts";
import { createWorld } from "./world/world.ts";

/** What an App has to know of the GitHub that it is to talk to. */
export type Connection = {
  readonly appId: number;
  /** In PEM. */
  readonly privateKey: string;
  readonly webhookSecret: string;
  /** For `baseUrl` of Octokit and Probot. */
  readonly apiUrl: string;
  /** Where GitHub's web pages are; links in webhooks begin with it. */
  readonly webUrl: string;
};

/** An App that runs. */
export type StartedApp = {
  /** Where it listens for webhooks. */
  readonly webhookUrl: string;
  /** Whether it still works on what it was told. Not needed if it answers a delivery once the work is done. */
  busy?(): boolean | Promise<boolean>;
  stop(): Promise<void>;
};

/** An App of any kind: as GitHub knows it, and how to start it. */
export type StageApp<Started extends StartedApp = StartedApp> = Pick<
  AppSettings,
  "slug" | "permissions" | "events" | "owner"
> & {
  /** Leave it out where nothing is to run, for tests of the API alone. */
  start?(connection: Connection): Promise<Started>;
};

export type StageOptions = {
  /** Whether the App is started at once; by default so. */
  readonly running?: boolean;
  /** By default in a new temporary directory. */
  readonly world?: Partial<WorldOptions>;
  readonly webhookSecret?: string;
  readonly github?: Omit<GitHubOptions, "world" | "app">;
};

/** A simulated GitHub, and an App on it that can be stopped and started. */
export type Stage<Started extends StartedApp = StartedApp> = {
  readonly world: World;
  readonly github: GitHub;
  readonly deliveries: Deliveries;
  readonly connection: Connection;
  /** A repository with these files on its default branch, with the App installed for its owner. */
  repository(
    nameWithOwner: string,
    files: Files,
    options?: Omit<RepositoryOptions, "files">,
  ): Promise<RepositoryHandle>;
  /** The App's installation for this owner. Throws if no repository of theirs was made here. */
  installation(owner: string): Installation;
  /**
   * Resolves once every delivery has been answered and the App is not busy. `busy` replaces the App's own.
   * Rejects if the App does not run.
   */
  idle(options?: { readonly busy?: () => boolean | Promise<boolean> }): Promise<void>;
  /** Puts GitHub's clock ahead: what happens from now on is so much later. The App's own clock stays. */
  pass(seconds: number): void;
  /** Starts the App and points the webhook to it. Rejects if it runs already. */
  start(): Promise<Started>;
  /** Stops the App, if it runs. Deliveries fail until the next start. */
  stop(): Promise<void>;
  /** Stops everything and removes the temporary directory. */
  close(): Promise<void>;
};

/** How long to wait before asking a busy App again, in milliseconds. */
const PATIENCE = 5;

/** Opens a stage for an App. If the App cannot be started, what was opened is closed again. */
export async function openStage<Started extends StartedApp>(
  app: StageApp<Started>,
  options: StageOptions = {},
): Promise<Stage<Started>> {
  const { running = app.start !== undefined, webhookSecret = "a secret for tests" } = options;
  const given = options.world?.directory;
  const directory = given ?? (await mkdtemp(join(tmpdir(), "simulated-github-")));
  const world = createWorld({ ...options.world, directory });
  const { start: _start, ...known } = app;
  const privateKey = testKey();
  const github = await startGitHub({
    ...options.github,
    world,
    app: { ...known, privateKeyPem: privateKey, webhookSecret },
  });
  const { deliveries } = github;
  const installations = new Map<string, Installation>();
  let started: Started | null = null;

  const stage: Stage<Started> = {
    world,
    github,
    deliveries,
    get connection() {
      const webUrl = world.urls.html;
      return { appId: github.app.id, privateKey, webhookSecret, apiUrl: github.url, webUrl };
    },
    async repository(nameWithOwner, files, more) {
      const repository = await world.repository(nameWithOwner, { ...more, files });
      const owner = nameWithOwner.split("/")[0] ?? "";
      if (!installations.has(owner)) installations.set(owner, world.install(github.app.id, owner));
      return repository;
    },
    installation(owner) {
      const found = installations.get(owner);
      if (found === undefined) throw new Error(`the App is not installed for ${owner}`);
      return found;
    },
    async idle({ busy } = {}) {
      for (;;) {
        await deliveries.settled();
        if (started === null) throw new Error("the App does not run");
        const taken = deliveries.log().length;
        const isBusy = await (busy === undefined ? started.busy?.() : busy());
        await deliveries.settled();
        if (isBusy !== true && deliveries.log().length === taken) return;
        await pause(PATIENCE);
      }
    },
    pass: world.pass,
    async start() {
      if (app.start === undefined) throw new Error(`nothing was given to start ${app.slug} with`);
      if (started !== null) throw new Error(`${app.slug} runs already`);
      started = await app.start(stage.connection);
      deliveries.setUrl(started.webhookUrl);
      return started;
    },
    async stop() {
      await started?.stop();
      started = null;
      deliveries.setUrl(null);
    },
    async close() {
      await stage.stop();
      await github.close();
      await world.close();
      if (given === undefined) await rm(directory, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  try {
    if (running) await stage.start();
  } catch (error) {
    await stage.close();
    throw error;
  }
  return stage;
}
