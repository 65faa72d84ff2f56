import { execFile, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { openStage } from "simulated-github";
import { probotApp } from "simulated-github/probot";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { appManifest } from "../../scripts/app-manifest.ts";
import { programAt } from "../../scripts/programs.ts";
import { type JobData, newJob } from "../../src/app/jobs/jobs.ts";
import { appInProbot } from "../../src/app/probot/app.ts";
import { transientQueue } from "../../src/app/probot/transient-queue.ts";
import { workOff } from "../../src/app/probot/work-off.ts";
import { createLog } from "../../src/app/process/log.ts";
import { portOrFree } from "../../src/app/server/listening.ts";
import type { Outcome } from "../../src/queue/job.ts";
import { ROOT } from "../docs/pages.ts";
import { nixpkgs, packagePath, packageText } from "./packages.ts";
import { deliver, SECRET } from "./server-support.ts";

const run = promisify(execFile);
const app = appInProbot({ packageRoot: ROOT, environment: { BY_NAME_SETTLE_SECONDS: "0" } });
const PROBOT = fileURLToPath(new URL("node_modules/probot/bin/probot.js", ROOT));
const ENTRY = programAt("src/index.ts");
const { PATH, NODE_COMPILE_CACHE } = process.env;
/** What the processes have of this one's environment. */
const PASSED_ON = { PATH, NODE_COMPILE_CACHE };
const HELLO = packagePath("hello");
const MISTAKE = { [HELLO]: packageText("hello", ["src = ~/src/hello;"]) };

describe("loaded by Probot", () => {
  let stage: Awaited<ReturnType<typeof openStage>>;
  beforeAll(async () => {
    const { permissions, events } = await appManifest();
    stage = await openStage(probotApp(app, { slug: "by-name-bot", permissions, events }));
  });
  afterAll(() => stage.close());

  it("the App reviews a pull request within its delivery, answers commands, and thanks for a fix", async () => {
    const repository = await stage.repository("NixOS/nixpkgs", nixpkgs());
    const pr = await stage.world
      .as("alice")
      .opensPullRequest(repository, { title: "hello: hello", files: MISTAKE });
    await stage.idle();
    expect(pr.view()).toMatchObject({
      checks: [{ name: "by-name", conclusion: "failure" }],
      threads: [{ path: HELLO, isResolved: false }],
    });
    await pr.comment("@by-name-bot help");
    await stage.idle();
    expect(pr.view().comments.at(-1)?.body).toContain("`@by-name-bot explain`");
    await pr.push({ [HELLO]: packageText("hello") });
    await stage.idle();
    expect(pr.view().threads).toMatchObject([{ isResolved: true }]);
    expect(pr.view().checks.at(-1)).toMatchObject({ name: "by-name", conclusion: "success" });
  });
});

it("`probot receive` works off a delivery, and ends", async () => {
  const { permissions, events } = await appManifest();
  const stage = await openStage({ slug: "by-name-bot", permissions, events });
  const directory = mkdtempSync(join(tmpdir(), "by-name-receive-"));
  try {
    const repository = await stage.repository("NixOS/nixpkgs", nixpkgs());
    const pr = await stage.world
      .as("alice")
      .opensPullRequest(repository, { title: "hello: hello", files: MISTAKE });
    const payload = { ...opened(pr.number), installation: { id: stage.installation("NixOS").id } };
    const file = join(directory, "payload.json");
    writeFileSync(file, JSON.stringify(payload));
    const args = ["receive", "-e", "pull_request", "-p", file, "--base-url", stage.github.url, ENTRY];
    const { appId, privateKey } = stage.connection;
    const env = { ...PASSED_ON, APP_ID: String(appId), PRIVATE_KEY: privateKey, BY_NAME_SETTLE_SECONDS: "0" };
    await run(process.execPath, [PROBOT, ...args], { env, cwd: directory });
    expect(pr.view().checks).toMatchObject([{ name: "by-name", conclusion: "failure" }]);
  } finally {
    rmSync(directory, { recursive: true });
    await stage.close();
  }
});

it("`probot run` serves it, with its pages", async () => {
  const { permissions, events } = await appManifest();
  const stage = await openStage({ slug: "by-name-bot", permissions, events });
  const { appId, privateKey } = stage.connection;
  const env = {
    ...PASSED_ON,
    APP_ID: String(appId),
    PRIVATE_KEY: privateKey,
    WEBHOOK_SECRET: SECRET,
  };
  const args = [PROBOT, "run", "--host", "127.0.0.1", "--base-url", stage.github.url];
  // Probot takes 0 for its default.
  const port = await portOrFree("127.0.0.1", 0);
  const child = spawn(process.execPath, [...args, "--port", String(port), ENTRY], { env, cwd: tmpdir() });
  const ended = new Promise((resolve) => child.once("close", resolve));
  try {
    const listens = Promise.withResolvers<void>();
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      if (output.includes("Listening on")) listens.resolve();
    });
    ended.then(() => listens.reject(new Error(`it ended: ${output}`)));
    await listens.promise;
    const url = `http://127.0.0.1:${port}`;
    const repository = await stage.repository("NixOS/nixpkgs", nixpkgs());
    const pr = await stage.world
      .as("alice")
      .opensPullRequest(repository, { title: "hello: hello", files: MISTAKE });
    const delivery = { ...opened(pr.number), installation: { id: stage.installation("NixOS").id } };
    expect((await deliver(`${url}/api/github/webhooks`, "pull_request", delivery, "another")).status).toBe(
      400,
    );
    expect(pr.view().checks).toEqual([]);
    expect((await deliver(`${url}/api/github/webhooks`, "pull_request", delivery)).status).toBe(200);
    expect(pr.view().checks).toMatchObject([{ name: "by-name", conclusion: "failure" }]);
    expect(await (await fetch(`${url}/installed`)).text()).toContain("by-name-bot is installed");
    expect((await fetch(`${url}/docs/rules/README.md`)).status).toBe(200);
  } finally {
    child.kill("SIGKILL");
    await ended;
    await stage.close();
  }
});

/** What GitHub tells of a new pull request. */
const opened = (number: number) => ({
  action: "opened",
  number,
  pull_request: { number, updated_at: new Date().toISOString(), head: { sha: "a".repeat(40) } },
  repository: { id: 1, name: "nixpkgs", full_name: "NixOS/nixpkgs", owner: { login: "NixOS" } },
  sender: { login: "alice", type: "User" },
});

describe("what a delivery leads to", () => {
  const job = (number: number) =>
    newJob({ kind: "review", installation: 3, owner: "NixOS", repo: "nixpkgs", number });

  /** Works off so many jobs, each with the outcomes that are given for its number, `done` at last. */
  async function worked(
    count: number,
    outcomes: Readonly<Record<number, readonly (Outcome | Error)[]>> = {},
  ) {
    const waiting = Array.from({ length: count }, (_, i) => job(i + 1));
    const left = new Map(Object.entries(outcomes).map(([number, list]) => [Number(number), [...list]]));
    const runs: number[] = [];
    const lines: string[] = [];
    const log = createLog({ level: "info", destination: { write: (line: string) => lines.push(line) } });
    const work = {
      async run(data: JobData): Promise<Outcome> {
        const number = data.kind === "review" ? data.number : 0;
        runs.push(number);
        const outcome = left.get(number)?.shift() ?? { kind: "done" };
        if (outcome instanceof Error) throw outcome;
        return outcome;
      },
    };
    const error = await workOff(() => waiting.shift() ?? null, work, log).then(
      () => null,
      (reason: unknown) => reason,
    );
    return { runs, error, said: lines.map((line) => String(JSON.parse(line).msg)) };
  }
  const later = (afterMs: number): Outcome => ({ kind: "later", afterMs, why: "GitHub is not done" });

  it("is done, and looked at again where that is soon", async () => {
    expect(await worked(2, { 1: [later(1), later(0)] })).toEqual({
      runs: [1, 1, 1, 2],
      error: null,
      said: [],
    });
  });

  it("is left where it has to wait for long, which the log says", async () => {
    expect(await worked(2, { 1: [later(600_000)] })).toEqual({
      runs: [1, 2],
      error: null,
      said: ["not done: waiting needs the queue of `by-name-bot serve`"],
    });
  });

  it("is left where trying again would not help", async () => {
    const failed: Outcome = { kind: "failed", why: "Not Found" };
    expect(await worked(1, { 1: [failed] })).toEqual({ runs: [1], error: null, said: ["not done"] });
  });

  it("fails once the rest is done, so that GitHub shows the delivery as failed", async () => {
    const error = new Error("oh dear");
    expect(await worked(3, { 1: [error], 2: [new Error("again")] })).toEqual({
      runs: [1, 2, 3],
      error,
      said: ["broke off", "broke off"],
    });
  });

  it("has a bound", async () => {
    const { runs, said } = await worked(202);
    expect(runs).toHaveLength(200);
    expect(said).toEqual(
      Array(2).fill("too much for one delivery: this needs the queue of `by-name-bot serve`"),
    );
  });
});

describe("the queue that does not last", () => {
  const job = (key: string, priority: "urgent" | "normal" = "normal") => ({ key, data: {}, priority });

  it("has one job of each key, the urgent before the others", async () => {
    const queue = transientQueue();
    await queue.add([job("a"), job("b"), job("a"), job("c", "urgent")]);
    expect([1, 2, 3, 4].map(() => queue.take()?.key)).toEqual(["c", "a", "b", undefined]);
  });

  it("keeps the newest hint of each key", async () => {
    let now = 1;
    const queue = transientQueue(() => now);
    const hint = (second: number) => ({ key: "a", updatedAt: `2026-01-01T00:00:0${second}Z`, head: null });
    await queue.add([], hint(2));
    now = 2;
    await queue.add([], hint(1));
    expect(await queue.hint("a")).toEqual({ ...hint(2), receivedAt: 1 });
    expect(await queue.hint("b")).toBeNull();
  });

  it("remembers, and forgets", async () => {
    let now = 1_000;
    const { memory } = transientQueue(() => now);
    await memory.put("p:b", { n: 2 });
    now = 2_000;
    await memory.put("p:a", { n: 1 });
    await memory.put("q", {});
    expect(await memory.list("p:")).toEqual([
      { key: "p:a", value: { n: 1 } },
      { key: "p:b", value: { n: 2 } },
    ]);
    expect(await memory.forgetBefore(new Date(1_500))).toBe(1);
    expect([await memory.get("p:b"), await memory.get("p:a")]).toEqual([null, { n: 1 }]);
    await memory.delete("p:a");
    expect(await memory.get("p:a")).toBeNull();
  });
});
