import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Files,
  type GitHub,
  openStage as openAnyStage,
  type RepositoryHandle,
  type World,
} from "simulated-github";
import { type Pages, startPages } from "simulated-github/pages";
import { appManifest } from "../app-manifest.ts";
import { type BotProcess, startBot } from "./bot-process.ts";
import { openWorkflow, type Workflow } from "./workflow.ts";

/** A simulated GitHub with a website, and the bot beside it, as a process of its own. */
export type Stage = {
  readonly world: World;
  readonly github: GitHub;
  readonly pages: Pages;
  readonly bot: BotProcess;
  /** The bot's log. */
  readonly logFile: string;
  /** A repository with these files on `main`, where the people may push. The bot is installed on it. */
  repository(nameWithOwner: string, files: Files, people: readonly string[]): Promise<RepositoryHandle>;
  /** A repository with these files on `main` and without the bot, which has a workflow instead. */
  workflow(nameWithOwner: string, files: Files): Promise<Workflow>;
  /** Ends everything and removes what was made, but for the log if it is to be kept. */
  close(options: { readonly keepLog: boolean }): Promise<void>;
};

/** Starts everything. `port` is that of the website, 0 for any that is free. Cleans up where that fails. */
export async function openStage(port: number): Promise<Stage> {
  const directory = await mkdtemp(join(tmpdir(), "by-name-demo-"));
  const logFile = join(directory, "bot.log");
  const closing: (() => Promise<unknown>)[] = [];
  const close = async ({ keepLog }: { readonly keepLog: boolean }) => {
    for (const end of closing.splice(0).reverse()) await end();
    const made = keepLog ? (await readdir(directory)).map((name) => join(directory, name)) : [directory];
    const rubbish = made.filter((path) => path !== logFile);
    for (const path of rubbish) await rm(path, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await mkdir(join(directory, "git"));
    await mkdir(join(directory, "bot"));
    const stage = await openAnyStage(
      {
        slug: "by-name-bot",
        owner: "by-name",
        ...(await appManifest()),
        async start({ appId, privateKey, webhookSecret, apiUrl, webUrl }) {
          const bot = await startBot({
            directory: join(directory, "bot"),
            logFile,
            environment: {
              APP_ID: String(appId),
              PRIVATE_KEY: privateKey,
              WEBHOOK_SECRET: webhookSecret,
              HOST: "127.0.0.1",
              PORT: "0",
              GHE_HOST: new URL(webUrl).host,
              GHE_PROTOCOL: "http",
              GITHUB_API_URL: apiUrl,
              BY_NAME_DATA: join(directory, "bot", "database"),
              BY_NAME_SWEEP_MINUTES: "0",
              TMPDIR: directory,
            },
          });
          return { ...bot, webhookUrl: `http://127.0.0.1:${bot.port}/api/github/webhooks` };
        },
      },
      {
        running: false,
        webhookSecret: randomBytes(32).toString("hex"),
        world: { directory: join(directory, "git") },
      },
    );
    const { world, github } = stage;
    closing.push(stage.close);
    const pages = await startPages({ world, port });
    closing.push(pages.close);
    world.setUrls({ html: pages.url, api: github.url });
    const bot = await stage.start();
    closing.push(stage.stop);
    return {
      world,
      github,
      pages,
      bot,
      logFile,
      repository(nameWithOwner, files, people) {
        const collaborators = Object.fromEntries(people.map((login) => [login, "write" as const]));
        return stage.repository(nameWithOwner, files, { collaborators });
      },
      workflow: (nameWithOwner, files) => openWorkflow({ world, github, directory }, nameWithOwner, files),
      close,
    };
  } catch (error) {
    await close({ keepLog: true });
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${reason}\nThe log of the bot, if there is one, is ${logFile}`, { cause: error });
  }
}
