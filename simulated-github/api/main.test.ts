import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Setup } from "../main.ts";
import { testKey } from "../private-key.ts";
import { botPermissions, octokitFor } from "./support.ts";

let directory: string;
let child: ChildProcess;
let lines: AsyncIterator<string>;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "github-main-"));
  const setup: Setup = {
    directory: join(directory, "repositories"),
    app: {
      slug: "by-name-bot",
      privateKeyPem: testKey(),
      permissions: botPermissions,
      events: ["pull_request"],
    },
    repositories: [{ name: "NixOS/nixpkgs", files: { "README.md": "# Nixpkgs\n" } }],
  };
  await writeFile(join(directory, "setup.json"), JSON.stringify(setup));
  const main = fileURLToPath(new URL("../main.ts", import.meta.url));
  const started = spawn(process.execPath, [main, "--setup", join(directory, "setup.json")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  child = started;
  lines = createInterface({ input: started.stdout })[Symbol.asyncIterator]();
});
afterAll(async () => {
  child.kill("SIGKILL");
  await rm(directory, { recursive: true, force: true });
});

async function said() {
  const { value } = await lines.next();
  return Object(JSON.parse(String(value)));
}

test("a process of its own serves a world, takes commands and ends with its input", async () => {
  const { url, appId, installations } = await said();
  const files = { "a.txt": "a\n" };
  const open = { id: 1, do: "open", repository: "NixOS/nixpkgs", as: "alice", title: "One", files };
  child.stdin?.write(`${JSON.stringify(open)}\n`);
  expect(await said()).toEqual({ id: 1, answer: { number: 1 } });
  child.stdin?.write(
    '{"id":2,"do":"comment","repository":"NixOS/nixpkgs","as":"bob","number":7,"body":"x"}\n',
  );
  expect(await said()).toMatchObject({ id: 2, error: expect.any(String) });
  const auth = { appId, privateKey: testKey(), installationId: installations[0] };
  const { data } = await octokitFor(url, auth).rest.pulls.get({
    owner: "NixOS",
    repo: "nixpkgs",
    pull_number: 1,
  });
  expect(data).toMatchObject({ title: "One", user: { login: "alice" } });
  child.stdin?.write('{"id":3,"do":"requests"}\n');
  expect((await said()).answer).toMatchObject({ "pulls/get": 1 });
  const ended = once(child, "exit");
  child.stdin?.end();
  expect(await ended).toEqual([0, null]);
});
