import { spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { FINDING_LIMITS } from "../../src/checker/collector.ts";
import {
  git,
  temporaryDirectory,
  temporaryRepository,
  writeFiles,
} from "../snapshot/temporary-repository.ts";
import { found, reportOf } from "./run.ts";
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

test("a shard of 50,000 entries has its findings listed up to a limit and all of them counted, and a change in it only its own", async () => {
  const { directory } = temporaryRepository();
  const make = (args: readonly string[], input: string) => git(directory, args, input).toString().trim();
  const file = make(["hash-object", "-w", "--stdin"], definition("any"));
  const inside = make(["mktree"], `100644 blob ${file}\tpackage.nix\n`);
  const names = Array.from({ length: 50_000 }, (_, i) => `aa${String(i).padStart(5, "0")}`);
  const isPackage = (i: number) => i % 10 === 0;
  const entries = names.map((name, i) =>
    isPackage(i) ? `040000 tree ${inside}\t${name}` : `100644 blob ${file}\t${name}`,
  );
  const commitOf = (shard: readonly string[], parents: readonly string[]) => {
    const tree = ["aa", "by-name", "pkgs"].reduce(
      (below, name) => make(["mktree"], `040000 tree ${below}\t${name}\n`),
      make(["mktree"], `${shard.join("\n")}\n`),
    );
    return make(["commit-tree", tree, ...parents.flatMap((parent) => ["-p", parent])], "");
  };
  const base = commitOf(entries, []);
  const head = commitOf([...entries, `040000 tree ${inside}\tany`], [base]);

  const all = await reportOf(directory, { head: base });
  const wrong = names
    .filter((_, i) => !isPackage(i))
    .map((name) => `package-not-directory pkgs/by-name/aa/${name}`);
  expect(found(all)).toEqual(wrong.slice(0, FINDING_LIMITS.findings));
  expect(all.summary.blocking).toBe(wrong.length);
  expect(all.summary.packages).toBe(5000);
  const change = await reportOf(directory, { base, head });
  expect(found(change)).toEqual(["package-wrong-shard pkgs/by-name/aa/any"]);
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
