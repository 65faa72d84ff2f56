import { spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  git,
  temporaryDirectory,
  temporaryRepository,
  writeFiles,
} from "../snapshot/temporary-repository.ts";
import { found, reportOf, runCli } from "./run.ts";
import { definition, packageFile, packages } from "./trees.ts";

test("a file of 50 MB is left unread, and the report says so", async () => {
  const directory = temporaryDirectory();
  const line = `  # ${"x".repeat(96)}\n`;
  writeFiles(directory, {
    ...packages("hello"),
    [packageFile("huge")]: definition("huge", line.repeat(500_000)),
  });
  const { findings, unknown } = await reportOf(directory);
  expect(findings.map(({ level }) => level)).toEqual([]);
  expect(unknown.map(({ path, rule }) => ({ path, rule }))).toContainEqual({
    path: packageFile("huge"),
    rule: null,
  });
});

test.each([
  ["lists", "[", "]"],
  ["parentheses", "(", ")"],
  ["sets", "{a=", ";}"],
  ["strings", '"${', '}"'],
  ["functions", "x: ", ""],
])("%s nested 10,000 deep are answered for", async (_name, open, close) => {
  const directory = temporaryDirectory();
  const deep = `${open.repeat(10_000)}1${close.repeat(10_000)}`;
  const broken = open.repeat(10_000);
  writeFiles(directory, {
    ...packages("hello"),
    [packageFile("deep")]: definition("deep", `  deep = ${deep};\n`),
    [packageFile("open")]: definition("open", `  deep = ${broken};\n`),
  });
  const { findings, unknown, summary } = await reportOf(directory);
  expect(summary.packages).toBe(3);
  // Never called clean: either it is said not to parse, or not to be known.
  const spoken = new Set([...findings, ...unknown].map(({ path }) => path));
  expect(spoken).toContain(packageFile("open"));
  expect(spoken).not.toContain(packageFile("hello"));
});

test("a shard of 50,000 entries, of a commit and on several threads, has all of its findings", async () => {
  const repository = temporaryRepository();
  const entries = Array.from({ length: 50_000 }, (_, i) => `aa${String(i).padStart(5, "0")}`);
  const lines = entries.map((name) => `M 100644 :1 pkgs/by-name/aa/${name}/package.nix\n`);
  const text = definition("any");
  const stream = [
    `blob\nmark :1\ndata ${Buffer.byteLength(text)}\n${text}\n`,
    "commit refs/heads/main\ncommitter a <a@b> 1700000000 +0000\ndata 0\n",
    ...lines,
    "M 100644 inline pkgs/by-name/aa/stray\ndata 0\n\n",
    "M 100644 :1 pkgs/by-name/bb/zzzz/package.nix
",
  ].join("");
  git(repository.directory, ["fast-import", "--quiet"], stream);
  const { status, out, err } = await runCli(["check", "--head", "main", "--format", "json", "--jobs", "2"], {
    cwd: repository.directory,
  });
  expect({ status, err }).toEqual({ status: 1, err: "" });
  const report = JSON.parse(out);
  expect(found(report)).toEqual([
    "package-not-directory pkgs/by-name/aa/stray",
    "package-wrong-shard pkgs/by-name/bb/zzzz",
  ]);
  expect(report.summary.packages).toBe(50_001);
});

test("links in a circle lead nowhere", async () => {
  const directory = temporaryDirectory();
  writeFiles(directory, packages("hello"));
  const hello = join(directory, "pkgs/by-name/he/hello");
  symlinkSync("b", join(hello, "a"));
  symlinkSync("a", join(hello, "b"));
  symlinkSync(".", join(hello, "self"));
  mkdirSync(join(directory, "pkgs/by-name/lo/loop"), { recursive: true });
  symlinkSync("package.nix", join(directory, "pkgs/by-name/lo/loop/package.nix"));
  symlinkSync("lo", join(directory, "pkgs/by-name/zz"));
  const report = await reportOf(directory);
  expect(found(report)).toEqual([
    "symlink-broken pkgs/by-name/he/hello/a",
    "symlink-broken pkgs/by-name/he/hello/b",
    "package-nix-missing pkgs/by-name/lo/loop",
    "symlink-broken pkgs/by-name/lo/loop/package.nix",
    "shard-not-directory pkgs/by-name/zz",
  ]);
});

test("a pipe where a file should be is not waited for", async () => {
  const directory = temporaryDirectory();
  mkdirSync(join(directory, "pkgs/by-name/he/hello"), { recursive: true });
  spawnSync("mkfifo", [join(directory, packageFile("hello"))]);
  expect(found(await reportOf(directory))).toEqual(["package-nix-missing pkgs/by-name/he/hello"]);
});
