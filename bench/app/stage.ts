import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import {
  type Connection,
  type Conversation,
  type GitHub,
  openStage,
  type RepositoryHandle,
  type World,
} from "simulated-github";
import { appManifest } from "../../scripts/app-manifest.ts";

export const SECRET = "a secret of the benchmark";
const PROGRAM = new URL("../../dist/cli/main.js", import.meta.url).pathname;

/** The simulated GitHub in this process, and the built App in one of its own. */
export type BenchStage = {
  readonly world: World;
  readonly github: GitHub;
  readonly deliveries: GitHub["deliveries"];
  readonly repository: RepositoryHandle;
  /** Paths of packages in it. */
  readonly packages: readonly string[];
  /** Opens drafts that the App hears nothing of, each about one package; every third has a mistake. */
  drafts(count: number): Promise<Conversation[]>;
  /** `before` are the words of a command that starts it. */
  start(environment?: Readonly<Record<string, string>>, before?: readonly string[]): Promise<App>;
  close(): Promise<void>;
};

export type App = {
  readonly webhookUrl: string;
  /** Memory of the process, and of each of its workers, now. */
  memories(): number[];
  /** Rejects once the process has ended. */
  readonly ended: Promise<never>;
  /** Memory of the process and its workers now, and of the process at its peak so far, in bytes. */
  memory(): number;
  peakMemory(): number;
  /** The lines of its log. */
  log(): Record<string, unknown>[];
  stop(): Promise<void>;
};

export async function openBenchStage(directory: string, from: string): Promise<BenchStage> {
  const stage = await openStage(
    { slug: "by-name-bot", owner: "by-name", ...(await appManifest()) },
    {
      world: { directory: join(directory, "github") },
      webhookSecret: SECRET,
      github: { webhookConcurrency: 16 },
    },
  );
  const { world, github, deliveries } = stage;
  const repository = await world.repository("NixOS/nixpkgs", { from, defaultBranch: "main" });
  world.install(github.app.id, "NixOS");
  const packages = packageFiles(from);
  let opened = 0;

  return {
    world,
    github,
    deliveries,
    repository,
    packages,
    async drafts(count) {
      deliveries.setUrl(null);
      const pulls: Conversation[] = [];
      for (let i = 0; i < count; i++) {
        const path = packages[(opened * 37) % packages.length] ?? "";
        const text = execFileSync("git", ["-C", from, "show", `main:${path}`], { encoding: "utf8" });
        const wrong = opened % 3 === 0 ? "# see <nixpkgs>\n{ wrong = <nixpkgs>; }.wrong or\n" : "# updated\n";
        pulls.push(
          await world.as("alice").opensPullRequest(repository, {
            title: `update ${opened}`,
            branch: `update-${opened}`,
            draft: true,
            files: { [path]: `${wrong}${text}` },
          }),
        );
        opened += 1;
      }
      await deliveries.settled();
      return pulls;
    },
    start: (environment = {}, before = []) => startApp(directory, stage.connection, environment, before),
    close: stage.close,
  };
}

/** The package files of some shards. */
function packageFiles(repository: string): string[] {
  const listed = execFileSync(
    "git",
    [
      "-C",
      repository,
      "ls-tree",
      "-r",
      "--name-only",
      "main",
      "pkgs/by-name/ca",
      "pkgs/by-name/li",
      "pkgs/by-name/pr",
    ],
    { encoding: "utf8", maxBuffer: 1 << 28 },
  );
  return listed.split("\n").filter((path) => path.endsWith("/package.nix"));
}

let apps = 0;

async function startApp(
  directory: string,
  { appId, privateKey, webhookSecret, apiUrl }: Connection,
  environment: Readonly<Record<string, string>>,
  before: readonly string[],
): Promise<App> {
  apps += 1;
  const logFile = join(directory, `app-${apps}.log`);
  const out = openSync(logFile, "w");
  const [command = process.execPath, ...words] = [...before, process.execPath, PROGRAM, "serve"];
  const child = spawn(command, words, {
    cwd: directory,
    stdio: ["ignore", out, "inherit"],
    env: {
      ...process.env,
      APP_ID: String(appId),
      PRIVATE_KEY: privateKey,
      WEBHOOK_SECRET: webhookSecret,
      GITHUB_API_URL: apiUrl,
      HOST: "127.0.0.1",
      PORT: "0",
      BY_NAME_DATA: join(directory, `data-${apps}`),
      BY_NAME_SWEEP_MINUTES: "0",
      LOG_LEVEL: "info",
      ...environment,
    },
  });
  closeSync(out);
  const log = () =>
    readFileSync(logFile, "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line): Record<string, unknown> => JSON.parse(line));
  const ended = new Promise<never>((_, reject) => {
    child.once("exit", (code, signal) => reject(new Error(`the App ended: ${signal ?? code}`)));
  });
  // Whoever waits for it hears of it.
  ended.catch(() => {});
  const memories = () => [child.pid ?? 0, ...childrenOf(child.pid ?? 0)].map(share);
  const port = await until(() => log().find(({ msg }) => msg === "serving")?.port, child);
  return {
    webhookUrl: `http://127.0.0.1:${port}/api/github/webhooks`,
    memories,
    ended,
    memory: () => memories().reduce((sum, each) => sum + each, 0),
    peakMemory: () => status(child, "VmHWM"),
    log,
    async stop() {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await ended;
    },
  };
}

function childrenOf(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
  return text.split(" ").filter(Boolean).map(Number);
}

/** What a process has in memory, in bytes; of what it shares with others, its part. 0 where it is gone. */
function share(pid: number): number {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
    return Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

/** A number of kilobytes that Linux tells of a process, in bytes. */
function status({ pid }: ChildProcess, field: string): number {
  const text = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(new RegExp(`^${field}:\\s+(\\d+)`, "m").exec(text)?.[1]) * 1024;
}

async function until<T>(look: () => T | undefined, child: ChildProcess): Promise<T> {
  for (;;) {
    const found = look();
    if (found !== undefined) return found;
    if (child.exitCode !== null) throw new Error(`the App ended with ${child.exitCode}`);
    await pause(20);
  }
}
