import { spawnSync } from "node:child_process";
import { lstatSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { WORKFLOW, WORKFLOW_FILE } from "../../src/cli/init-files.ts";
import { parseConfiguration } from "../../src/config/parse.ts";
import { startingConfiguration } from "../../src/review/configuration/starting-configuration.ts";
import { RULE_NAMING } from "../../src/rules/naming.ts";
import type { MemoryFiles } from "../../src/snapshot/memory.ts";
import { definition, topLevel } from "../rules/builders.ts";
import { temporaryDirectory, temporaryRepository, writeFiles } from "../snapshot/temporary-repository.ts";
import { configurationOf } from "../support/check.ts";
import { runCli } from "./run.ts";

const CONFIGURATION = ".github/by-name.yml";
const LIST = "{ pkgs ? import <nixpkgs> { } }: { one = pkgs.callPackage ./pkgs/one { }; }\n";
const FILES = { "default.nix": LIST, "pkgs/one/default.nix": definition({ lines: ["a = /etc/passwd;"] }) };

function tree(files: Readonly<Record<string, string>> = FILES): string {
  const directory = temporaryDirectory();
  writeFiles(directory, files);
  return directory;
}

const textOf = (directory: string, path = CONFIGURATION) => readFileSync(join(directory, path), "utf8");
const isThere = (directory: string, path = CONFIGURATION) =>
  lstatSync(join(directory, path), { throwIfNoEntry: false }) !== undefined;

describe("init", () => {
  test("says what is recognised and what is wrong there, and writes a configuration", async () => {
    const directory = tree();
    expect(await runCli(["init", directory])).toEqual({
      status: 0,
      err: "",
      out: [
        "Packages: 1 package listed in `default.nix`",
        "Preset: nur",
        "There: 1 error, which `by-name-bot check` shows; none of it blocks a change that does not bring it",
        "      1  path-absolute",
        "",
        `Wrote ${CONFIGURATION}`,
        "",
      ].join("\n"),
    });
    expect(textOf(directory)).toBe(
      [
        "# yaml-language-server: $schema=https://raw.githubusercontent.com/by-name-bot/by-name-bot/main/docs/by-name.schema.json",
        "# Documentation: https://github.com/by-name-bot/by-name-bot/blob/main/docs/configuration.md",
        "preset: nur",
        "packages:",
        "  - layout: listed",
        "    listed-in: default.nix",
        "# Advice on packages is said once and blocks nothing. This would switch off what is about phases:",
        "# rules: { phases: off }",
        "",
      ].join("\n"),
    );
  });

  test("leaves the layout to be filled in where nothing is recognised", async () => {
    const directory = tree({ "flake.nix": "{ }\n" });
    const { out } = await runCli(["init", directory]);
    expect(out).toContain("No packages were recognised: not in pkgs/by-name");
    expect(out).toContain("Nothing is wrong in what is there");
    expect(textOf(directory)).toContain("# packages:\n#   - root: pkgs #");
    expect((await runCli(["config", directory])).out).toMatch(/^packages +\[\] +recognised$/m);
  });

  test("replaces nothing without --force, and says so before it writes anything", async () => {
    const directory = tree({ ...FILES, [WORKFLOW_FILE]: "mine\n" });
    const refused = await runCli(["init", directory, "--workflow"]);
    expect(refused).toMatchObject({
      status: 2,
      err: `by-name-bot: ${WORKFLOW_FILE} is there already; --force replaces it\n`,
    });
    expect(isThere(directory)).toBe(false);
    expect(textOf(directory, WORKFLOW_FILE)).toBe("mine\n");
    expect(await runCli(["init", directory, "--workflow", "--force"])).toMatchObject({ status: 0 });
    expect(textOf(directory, WORKFLOW_FILE)).toBe(WORKFLOW);
    writeFileSync(join(directory, CONFIGURATION), "levls: []\n");
    expect(await runCli(["init", directory])).toMatchObject({ status: 2 });
    expect(textOf(directory)).toBe("levls: []\n");
    expect(await runCli(["init", directory, "--force"])).toMatchObject({ status: 0 });
    expect(textOf(directory)).toContain("preset: nur");
  });

  test.each([
    ["the file", CONFIGURATION],
    ["its directory", ".github"],
  ])("writes through no link in place of %s, --force or not", async (_what, path) => {
    const directory = tree();
    const elsewhere = temporaryDirectory();
    writeFiles(elsewhere, { "by-name.yml": "theirs\n" });
    if (path === CONFIGURATION) mkdirSync(join(directory, ".github"));
    symlinkSync(path === CONFIGURATION ? join(elsewhere, "by-name.yml") : elsewhere, join(directory, path));
    for (const force of [[], ["--force"]]) {
      expect(await runCli(["init", directory, ...force])).toMatchObject({
        status: 2,
        err: `by-name-bot: ${path} is a symbolic link, so nothing was written\n`,
      });
    }
    expect(textOf(elsewhere, "by-name.yml")).toBe("theirs\n");
  });

  test("says what is in the way of its directory and its file", async () => {
    expect((await runCli(["init", tree({ ...FILES, ".github": "" })])).err).toContain(
      ".github is not a directory",
    );
    expect((await runCli(["init", tree({ ...FILES, [`${CONFIGURATION}/x`]: "" })])).err).toContain(
      "is not a file",
    );
  });

  test("says so where the disk takes nothing more", async (context) => {
    if (process.getuid?.() !== 0) context.skip("only root can make a small disk");
    const directory = temporaryDirectory();
    const mount = spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", directory]);
    if (mount.status !== 0) context.skip("a small disk cannot be made here");
    try {
      writeFiles(directory, FILES);
      for (let size = 64 * 1024; size > 0; size = Math.floor(size / 2)) {
        try {
          writeFileSync(join(directory, `filled-${size}`), "x".repeat(size));
        } catch {
          // Then a smaller one may fit.
        }
      }
      const { status, err } = await runCli(["init", directory]);
      expect(status).toBe(2);
      expect(err).toBe(`by-name-bot: ${CONFIGURATION} cannot be written: no space is left on the disk\n`);
      expect(isThere(directory)).toBe(false);
    } finally {
      spawnSync("umount", ["--lazy", directory]);
    }
  });

  test("--dry-run prints all that it would write, and writes nothing", async () => {
    const repository = temporaryRepository();
    repository.commit(FILES);
    const { out, status } = await runCli(["init", "--dry-run", "--workflow", "--hook"], {
      cwd: repository.directory,
    });
    expect(status).toBe(0);
    for (const text of [
      `${CONFIGURATION}:\n\n  # yaml`,
      `${WORKFLOW_FILE}:\n\n  name`,
      "hooks/pre-commit:\n\n  #!/bin/sh",
    ]) {
      expect(out).toContain(text);
    }
    expect(isThere(repository.directory, ".github")).toBe(false);
  });

  test("--hook writes a hook that can run, unless hooks are configured to lie elsewhere", async () => {
    const repository = temporaryRepository();
    repository.commit(FILES);
    const env = { GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null", GIT_CONFIG_COUNT: "0" };
    const options = { cwd: repository.directory, env };
    repository.git("config", "core.hooksPath", "/elsewhere");
    const refused = await runCli(["init", "--hook"], options);
    expect(refused.err).toContain("core.hooksPath of git is /elsewhere");
    expect(isThere(repository.directory)).toBe(false);
    repository.git("config", "--unset", "core.hooksPath");
    const { out } = await runCli(["init", "--hook"], options);
    expect(out).toContain("Wrote .git/hooks/pre-commit\n");
    const { mode } = lstatSync(join(repository.directory, ".git/hooks/pre-commit"));
    expect(mode & 0o111).not.toBe(0);
    const none = await runCli(["init", tree(), "--hook"], options);
    expect(none.err).toContain("is about a git repository");
  });
});

test("the workflow is that of the documentation", () => {
  const page = readFileSync(new URL("../../docs/command-line.md", import.meta.url), "utf8");
  expect(page).toContain(`\`\`\`yaml\n${WORKFLOW}\`\`\``);
});

describe("a configuration to begin with stands for what is recognised", () => {
  const one = definition();
  const sets = { "pkgs/a/package.nix": one, "pkgs/tools/b/package.nix": one };
  const imported = "{ pkgs }: import ./nix/all.nix { inherit pkgs; }\n";
  test.each<[string, MemoryFiles]>([
    ["shards", { "pkgs/by-name/on/one/package.nix": one }],
    ["no shards", { "pkgs/by-name/one/package.nix": one }],
    ["`default.nix`", { "packages/one/default.nix": one }],
    ["sets", sets],
    ["a list", { "default.nix": LIST, "pkgs/one/default.nix": one }],
    [
      "an overlay and a root",
      { ...sets, "overlay.nix": "f: p: { x = f.callPackage ./x { }; }", "x/default.nix": one },
    ],
    [
      "an imported list",
      {
        "default.nix": imported,
        "nix/all.nix": "{ pkgs }: { x = pkgs.callPackage ../x { }; }",
        "x/default.nix": one,
      },
    ],
    ["nixpkgs", topLevel()],
    ["nothing", { "flake.nix": "{ }" }],
  ])("in %s", async (_what, files) => {
    const recognised = await configurationOf(files);
    const text = startingConfiguration(recognised);
    expect(parseConfiguration(text, RULE_NAMING).kind).toBe("valid");
    const written = await configurationOf({ ...files, [CONFIGURATION]: text });
    const { preset, roots, listed } = recognised;
    const withoutHand = roots.map((root) => ({ ...root }));
    expect({ preset: written.preset, roots: written.roots, listed: written.listed }).toEqual({
      preset,
      roots: withoutHand,
      listed,
    });
  });
});
