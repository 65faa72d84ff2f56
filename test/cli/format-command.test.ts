import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { runCli } from "./run.ts";

const directory = mkdtempSync(join(tmpdir(), "format-command-"));
afterAll(() => rmSync(directory, { recursive: true }));

function write(path: string, text: string, mode = 0o644): string {
  const whole = join(directory, path);
  mkdirSync(join(whole, ".."), { recursive: true });
  writeFileSync(whole, text, { mode });
  return whole;
}

const squeeze = write("bin/squeeze", "#!/bin/sh\nexec tr -s ' '\n", 0o755);
const theirs = write("head/bin/nixfmt", "#!/bin/sh\nexec tr -s ' '\n", 0o755);
write("base/flake.nix", "{ }\n");
write("head/flake.nix", "{ }\n");
const file = write("head/a.nix", "{  a = 1; }\n");
const [base, head] = [join(directory, "base"), join(directory, "head")];
const check = ["check", head, "--base", base, "--rule", "nix-format=warning", "--format", "json"];

test("--format-command names the formatter that files are held to", async () => {
  const { out, status } = await runCli([...check, "--format-command", squeeze]);
  const { findings } = JSON.parse(out);
  expect(findings).toMatchObject([
    { rule: "nix-format", path: "a.nix", message: `Line 1 is not as \`${squeeze}\` formats it.` },
  ]);
  expect(status).toBe(0);
});

test("what fails is said, and nothing else comes of it", async () => {
  const { out, err } = await runCli([...check, "--format-command", "/bin/false"]);
  expect(JSON.parse(out).findings).toEqual([]);
  expect(err).toContain("by-name-bot: `/bin/false` did not format `a.nix`: it ended with status 1.");
});

test.each([
  ["is not there", "no-such-program", "there is no such program in PATH"],
  ["is in what is checked", theirs, "it lies in what is checked"],
])("a formatter that %s is not run", async (_, command, why) => {
  const { status, err } = await runCli([...check, "--format-command", command]);
  expect(status).toBe(2);
  expect(err).toContain(why);
});

test("by default it is nixfmt, where that is in PATH and not in what is checked", async () => {
  const with1 = async (path: string) => {
    const { out } = await runCli(check, { env: { PATH: `${path}:/usr/bin:/bin` } });
    return JSON.parse(out).findings.length;
  };
  write("tools/nixfmt", "#!/bin/sh\nexec tr -s ' '\n", 0o755);
  expect(await with1(join(directory, "tools"))).toBe(1);
  expect(await with1(join(head, "bin"))).toBe(0);
});

test("a repository cannot name one", async () => {
  const config = write("config.yml", "format-command: nixfmt\n");
  const { status, err } = await runCli(["check", head, "--config", config]);
  expect(status).toBe(2);
  expect(err).toContain("format-command");
  expect(file).toContain("a.nix");
});
