import { type ChildProcess, fork } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { programAt } from "../../scripts/programs.ts";
import type { Environment } from "../../src/app/process/settings.ts";
import { FOLDER_VARIABLE } from "../support/database-dump.ts";
import * as github from "./payloads.ts";
import { CREDENTIALS, deliver } from "./server-support.ts";

const ENTRY = programAt("test/app/serve-process.ts");

/** GitHub, as far as it says who the App is. */
let api: Server;
let apiUrl: string;
let directory: string;
const children = new Set<Child>();

beforeAll(async () => {
  api = createServer((request, response) => {
    const known = request.url === "/app" || request.url === "/app-manifests/hunter2/conversions";
    response.writeHead(known ? 200 : 404, { "content-type": "application/json" });
    const conversion = {
      id: 17,
      webhook_secret: "it's a secret",
      pem: CREDENTIALS.privateKey,
      html_url: "http://x",
    };
    response.end(JSON.stringify({ slug: "by-name-bot", client_id: "i", client_secret: "s", ...conversion }));
  });
  await new Promise<void>((resolve) => api.listen(0, "127.0.0.1", resolve));
  const address = api.address();
  apiUrl = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
});
afterAll(() => api.close());
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "by-name-serve-"));
});
afterEach(async () => {
  for (const child of children) {
    child.process.kill("SIGKILL");
    await child.ended;
  }
  children.clear();
  rmSync(directory, { recursive: true });
});

type Child = {
  readonly process: ChildProcess;
  /** Its exit status, or the signal that killed it. */
  readonly ended: Promise<number | string | null>;
  /** Everything it wrote. */
  output(): string;
  /** Resolves to the rest of the text, once it wrote or told a line that begins or goes on like this. */
  said(pattern: RegExp): Promise<RegExpExecArray>;
};

function start(changes: Environment = {}): Child {
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const child = fork(ENTRY, {
    cwd: directory,
    silent: true,
    execArgv: [],
    env: {
      PATH,
      NODE_COMPILE_CACHE,
      NODE_ENV: "test",
      HOST: "127.0.0.1",
      PORT: "0",
      APP_ID: String(CREDENTIALS.appId),
      PRIVATE_KEY: CREDENTIALS.privateKey,
      WEBHOOK_SECRET: CREDENTIALS.webhookSecret,
      GITHUB_API_URL: apiUrl,
      BY_NAME_DATA: join(directory, "data"),
      BY_NAME_SWEEP_MINUTES: "0",
      ...changes,
    },
  });
  let output = "";
  const listeners = new Set<() => void>();
  const hear = (text: unknown) => {
    output += String(text);
    for (const listener of listeners) listener();
  };
  child.stdout?.setEncoding("utf8").on("data", hear);
  child.stderr?.setEncoding("utf8").on("data", hear);
  child.on("message", (text) => hear(`told: ${String(text)}\n`));
  const ended = new Promise<number | string | null>((resolve) =>
    child.once("close", (code, signal) => resolve(code ?? signal)),
  );
  const started: Child = {
    process: child,
    ended,
    output: () => output,
    said: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = pattern.exec(output);
          if (match === null) return;
          listeners.delete(look);
          resolve(match);
        };
        listeners.add(look);
        ended.then(() => reject(new Error(`It ended without ${pattern}:\n${output}`)));
        look();
      }),
  };
  children.add(started);
  return started;
}

async function urlOf(child: Child): Promise<string> {
  const [, port] = await child.said(/"port":(\d+)[^\n]*"msg":"serving"/);
  return `http://127.0.0.1:${port}`;
}

const send = (url: string) =>
  deliver(`${url}/api/github/webhooks`, "pull_request", github.pullRequest("opened"));

describe("the process", () => {
  // Unpacking a database takes each process half a second.
  beforeEach(() => {
    const made = process.env[FOLDER_VARIABLE];
    if (made !== undefined) cpSync(made, join(directory, "data"), { recursive: true });
  });

  it("serves until SIGTERM, lets the job that runs come to its end, and exits with 0", async () => {
    const child = start({ TEST_WORK: "wait", BY_NAME_SWEEP_MINUTES: "60" });
    const url = await urlOf(child);
    expect(child.output()).toContain("told: self by-name-bot[bot]");
    await child.said(/told: sweep/);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect((await send(url)).status).toBe(200);
    await child.said(/told: run review/);
    child.process.kill("SIGTERM");
    await child.said(/"msg":"stopping"/);
    expect((await fetch(`${url}/readyz`)).status).toBe(503);
    child.process.send("go on");
    expect(await child.ended).toBe(0);
    expect(child.output()).toMatch(/"outcome":"done".*"msg":"stopped"/s);
    expect(child.output()).not.toContain(CREDENTIALS.webhookSecret);
    expect(child.output()).not.toContain(CREDENTIALS.privateKey.split("\n")[3]);
  });

  it("exits at once on a second signal, and the job is run again at the next start", async () => {
    const first = start({ TEST_WORK: "wait" });
    await send(await urlOf(first));
    await first.said(/told: run review/);
    first.process.kill("SIGINT");
    await first.said(/"msg":"stopping"/);
    first.process.kill("SIGINT");
    expect(await first.ended).toBe(1);
    const second = start();
    await second.said(/told: run review/);
    second.process.kill("SIGTERM");
    expect(await second.ended).toBe(0);
  });

  it("logs an error that nobody expected, and exits with 1", async () => {
    const child = start({ TEST_WORK: "throw later" });
    await send(await urlOf(child));
    expect(await child.ended).toBe(1);
    expect(child.output()).toMatch(/"level":"fatal"[^\n]*oh dear/);
  });

  it.each([
    ["without a secret for the webhook", { WEBHOOK_SECRET: "" }, "WEBHOOK_SECRET is missing"],
    ["with Probot's secret", { WEBHOOK_SECRET: "development" }, "everybody knows"],
  ])("does not start %s", async (_, environment, message) => {
    const child = start(environment);
    expect(await child.ended).toBe(2);
    expect(child.output()).toContain(message);
  });

  it("does not start on a port that is taken, and leaves the database in order", async () => {
    const { port } = new URL(apiUrl);
    const child = start({ PORT: port });
    expect(await child.ended).toBe(2);
    expect(child.output()).toContain(
      `The server cannot listen on 127.0.0.1, port ${port}: somebody else does`,
    );
  });
});

it("does not start without its database, and does not show the password", async () => {
  const child = start({ DATABASE_URL: "postgres://bot:hunter2@127.0.0.1:1/bot" });
  expect(await child.ended).toBe(2);
  expect(child.output()).toContain("The job database cannot be opened");
  expect(child.output()).not.toContain("hunter2");
});

it("shows none of its secrets in what keeps it from starting, on whichever line", async () => {
  const child = start({ BY_NAME_DATA: `/dev/null/a\n/${CREDENTIALS.webhookSecret}/b` });
  expect(await child.ended).toBe(2);
  expect(child.output()).toMatch(/The job database cannot be opened: [^\n]*\n\/\*\*\*\/b/);
  expect(child.output()).not.toContain(CREDENTIALS.webhookSecret);
});

describe("a private key where its path belongs", () => {
  const key = CREDENTIALS.privateKey.trim();
  const lines = key.split("\n").filter((line) => !line.startsWith("-----"));

  it.each([
    ["as it is", key],
    ["without its first line", key.split("\n").slice(1).join("\n")],
    ["on one line", key.replaceAll("\n", "\\n")],
    ["on one line, with blanks", key.replaceAll("\n", " ")],
    ["in base64", Buffer.from(key).toString("base64")],
  ])("is not shown: %s", async (_, text) => {
    const child = start({ PRIVATE_KEY: "", PRIVATE_KEY_PATH: text });
    expect(await child.ended).toBe(2);
    expect(child.output()).toContain("PRIVATE_KEY_PATH must be the path of a file");
    for (const line of [...lines, Buffer.from(key).toString("base64")]) {
      expect(child.output()).not.toContain(line);
    }
  });

  it("where it is a path, is named", async () => {
    const child = start({ PRIVATE_KEY: "", PRIVATE_KEY_PATH: "/nowhere/key.pem" });
    expect(await child.ended).toBe(2);
    expect(child.output()).toContain("PRIVATE_KEY_PATH cannot be read: /nowhere/key.pem");
  });
});

describe("without credentials", () => {
  const NONE = { APP_ID: "", PRIVATE_KEY: "", WEBHOOK_SECRET: "" };

  it("shows a page that speaks of this bot, with its manifest, wherever it is started", async () => {
    const child = start({ ...NONE, PORT: "0", GHE_HOST: new URL(apiUrl).host, GHE_PROTOCOL: "http" });
    const [url] = await child.said(/http:\/\/127\.0\.0\.1:\d+/);
    const page = await (await fetch(`${url}/`)).text();
    expect(page).toContain("<h1>Set up by-name-bot</h1>");
    expect(page).not.toMatch(/probot/i);
    const manifest = /name="manifest" value="([^"]*)"/.exec(page)?.[1] ?? "";
    expect(JSON.parse(manifest.replaceAll("&quot;", '"'))).toMatchObject({
      name: "by-name-bot",
      default_permissions: { checks: "write" },
      hook_attributes: { url: `${url}/api/github/webhooks` },
      redirect_url: `${url}/setup`,
      setup_url: `${url}/installed`,
    });
    // Whatever signs a delivery, none is taken.
    expect((await send(url)).status).not.toBe(200);
  });

  it("keeps what the page is given where it was started, for the next start", async () => {
    const host = { GHE_HOST: new URL(apiUrl).host, GHE_PROTOCOL: "http" };
    const first = start({ ...NONE, ...host });
    const [url] = await first.said(/http:\/\/127\.0\.0\.1:\d+/);
    const page = await (await fetch(`${url}/`)).text();
    const [, state] = /[?]state=([0-9a-f]{64})"/.exec(page) ?? [];
    const back = (query: string) => fetch(`${url}/setup?${query}`, { redirect: "manual" });
    // Somebody else's App is not taken for ours.
    for (const query of [
      "code=hunter2",
      "code=hunter2&state=",
      `code=hunter2&state=${"0".repeat(64)}`,
      `state=${state}`,
    ])
      expect((await back(query)).status).toBe(400);
    expect(existsSync(join(directory, ".env"))).toBe(false);
    const response = await back(`code=hunter2&state=${state}`);
    expect(response.status).toBe(302);
    expect(response.headers.get("location")).toBe("http://x/installations/new");
    expect(statSync(join(directory, ".env")).mode & 0o777).toBe(0o600);
    expect(first.output()).not.toContain("hunter2");
    first.process.kill("SIGTERM");
    expect(await first.ended).toBe(0);
    const second = start(NONE);
    await urlOf(second);
  });
});
