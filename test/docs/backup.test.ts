import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import type { Queue, Storage } from "../../src/queue/queue.ts";
import { opened, temporaryFolder } from "../queue/support.ts";

// The commands of docs/operations.md, run as they stand there.
const PAGE = readFileSync(new URL("../../docs/operations.md", import.meta.url), "utf8");

/** The blocks of shell commands in a section that name something. */
function commands(word: string): string[] {
  const section = /^## Backup and restore$(.*?)^## /ms.exec(PAGE)?.[1] ?? "";
  return [...section.matchAll(/^```sh\n(.*?)^```$/gms)]
    .map(([, text]) => text ?? "")
    .filter((text) => text.includes(word));
}

/** Runs commands; throws, with what they wrote, if one of them ends with something else than 0. */
function run(script: string, cwd: string, env: Readonly<Record<string, string>> = {}): void {
  execFileSync("bash", ["-e", "-o", "pipefail", "-c", script], {
    cwd,
    stdio: "pipe",
    env: { PATH: process.env.PATH ?? "", ...env },
  });
}

async function add(storage: Storage, ...keys: string[]): Promise<void> {
  const queue = await opened(storage);
  await queue.add(keys.map((key) => ({ key, data: {} })));
  await queue.close({ graceMs: 0 });
}

async function waitingIn(storage: Storage): Promise<number> {
  const queue: Queue = await opened(storage);
  const { waiting } = await queue.counts();
  await queue.close({ graceMs: 0 });
  return waiting;
}

test("the embedded database is copied and put back, again and again, and nothing nests", async () => {
  const root = temporaryFolder();
  const [backup, restore] = commands("cp --archive").map((text) =>
    text
      .replaceAll("sudo systemctl", "# ")
      .replaceAll("sudo ", "")
      .replaceAll("/var/lib/private/", `${root}/live/`)
      .replaceAll("/root/", `${root}/kept/`),
  );
  for (const folder of ["live", "kept"]) mkdirSync(join(root, folder));
  const directory = join(root, "live", "by-name-bot", "database");
  const storage: Storage = { kind: "embedded", directory };
  await add(storage, "a");
  for (let n = 0; n < 2; n++) run(backup ?? "false", root);
  await add(storage, "b", "c");
  expect(await waitingIn(storage)).toBe(3);
  for (let n = 0; n < 2; n++) run(restore ?? "false", root);
  expect(await waitingIn(storage)).toBe(1);
  expect(readdirSync(join(root, "live", "by-name-bot"))).toEqual(["database"]);
  expect(readdirSync(join(root, "kept", "by-name-bot.backup"))).toEqual(["database"]);
});

/** The programs of an installed PostgreSQL, client and server; null where there are none. */
function installed(): string | null {
  const versions = "/usr/lib/postgresql";
  if (!existsSync(versions)) return null;
  const folders = readdirSync(versions).map((version) => join(versions, version, "bin"));
  return (
    folders.find((bin) =>
      ["initdb", "pg_ctl", "pg_dump", "psql"].every((name) => existsSync(join(bin, name))),
    ) ?? null
  );
}

const BIN = installed();
const ROOT = process.getuid?.() === 0;
let stop = () => {};
afterEach(() => stop());

/** PostgreSQL's own programs refuse to run as root. */
function postgres(program: string, ...args: string[]): void {
  const command = [join(BIN ?? "", program), ...args];
  const [first = "", ...rest] = ROOT
    ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", ...command]
    : command;
  execFileSync(first, rest, { stdio: "ignore", cwd: "/" });
}

describe.skipIf(BIN === null)(
  `a PostgreSQL server (${BIN ?? "neither server nor pg_dump is installed"})`,
  () => {
    test("is dumped and restored over what is there, by the user who owns the database", async () => {
      const root = temporaryFolder();
      const data = join(root, "data");
      mkdirSync(data);
      chmodSync(root, 0o755);
      if (ROOT) chownSync(data, Number(execFileSync("id", ["-u", "postgres"], { encoding: "utf8" })), -1);
      const port = await freePort();
      postgres("initdb", "--pgdata", data, "--username=postgres", "--auth=trust", "--no-sync");
      postgres("pg_ctl", "--pgdata", data, "--wait", "--options", `-p ${port} -k '' -F`, "start");
      stop = () => postgres("pg_ctl", "--pgdata", data, "--mode=immediate", "stop");
      const admin = ["--host=localhost", `--port=${port}`, "--username=postgres"];
      postgres("createuser", ...admin, "by-name-bot");
      postgres("createdb", ...admin, "--owner=by-name-bot", "by-name-bot");
      const url = `postgres://by-name-bot@localhost:${port}/by-name-bot`;
      const storage: Storage = { kind: "postgres", url };
      await add(storage, "a");
      const env = { DATABASE_URL: url, PATH: `${BIN}:${process.env.PATH}` };
      const [backup] = commands("pg_dump --format");
      const [restore] = commands("pg_restore");
      run(backup ?? "false", root, env);
      await add(storage, "b", "c");
      expect(await waitingIn(storage)).toBe(3);
      for (let n = 0; n < 2; n++) run(restore ?? "false", root, env);
      expect(await waitingIn(storage)).toBe(1);
      await add(storage, "d");
      expect(await waitingIn(storage)).toBe(2);
    });
  },
);

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "localhost", resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === "string") throw new Error("No free port was given.");
  return address.port;
}
