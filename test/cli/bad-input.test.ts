import { chmodSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryDirectory, temporaryRepository, writeFiles } from "../snapshot/temporary-repository.ts";
import { NOBODY, noOtherUser } from "../support/reach.ts";
import { type Outcome, runCheck, runCli } from "./run.ts";
import { packages, threeMistakes, treeOf } from "./trees.ts";

const isRoot = process.getuid?.() === 0;
const cannotBeNobody = isRoot ? noOtherUser : null;
/** Somebody who may not read what only its owner may; ourselves where we are no better. */
const nobody = isRoot ? { uid: NOBODY } : {};

/** Runs a command that cannot do its work, and looks whether it left everything as it was. */
async function refused(directory: string, args: readonly string[], options = {}): Promise<string> {
  const before = treeOf(directory);
  const { status, out, err } = await runCli(args, { cwd: directory, ...options });
  expect({ status, out }).toEqual({ status: 2, out: "" });
  expect(treeOf(directory)).toEqual(before);
  expect(err).toMatch(/^by-name-bot: .*[^.]\n$/);
  return err.slice("by-name-bot: ".length, -1);
}

function repositoryWithMistakes() {
  const repository = temporaryRepository();
  repository.commit(threeMistakes);
  return repository.directory;
}

describe("what cannot be checked is named in one line on standard error, with status 2", () => {
  test("no repository around the current directory", async () => {
    const directory = temporaryDirectory();
    expect(await refused(directory, ["check"])).toBe(
      `${directory} is not in a git repository; name the directory to check`,
    );
  });

  test("no such directory", async () => {
    const directory = temporaryDirectory();
    expect(await refused(directory, ["check", "nowhere"])).toBe("there is no directory nowhere");
    writeFiles(directory, { file: "" });
    expect(await refused(directory, ["maintainers", "file"])).toBe("there is no directory file");
  });

  test("no such revision", async () => {
    const directory = repositoryWithMistakes();
    expect(await refused(directory, ["check", "--head", "nope"])).toMatch(/^there is no commit "nope" in /);
    for (const revision of ["nope", "-nope", "", "v1:pkgs", "a\nb", "HEAD~1"]) {
      const head = await runCheck(directory, { head: revision });
      expect(head).toMatchObject({ status: 2, err: expect.stringMatching(/: there is no commit ".*\n$/) });
      const base = await runCheck(directory, { base: revision });
      const words = /: --base .* is neither a directory nor a commit in .*\n$/;
      expect(base).toMatchObject({ status: 2, err: expect.stringMatching(words) });
    }
  });

  test("a revision outside git", async () => {
    const directory = temporaryDirectory();
    expect(await refused(directory, ["check", ".", "--head", "HEAD"])).toBe(
      "--head takes a revision, and . is not in a git repository",
    );
    expect(await refused(directory, ["check", ".", "--base", "main"])).toBe(
      "--base main is neither a revision nor a directory",
    );
  });

  test("a bare repository without a commit", async () => {
    const { directory } = temporaryRepository("--bare");
    expect(await refused(directory, ["check"])).toMatch(/^there is no commit "HEAD" in /);
  });

  test("a configuration that is not there", async () => {
    const directory = repositoryWithMistakes();
    expect(await refused(directory, ["check", "--config", "nope.yml"])).toBe(
      "the configuration nope.yml cannot be read: there is no such file",
    );
    expect(await refused(directory, ["check", "--config", "pkgs"])).toBe(
      "the configuration pkgs cannot be read: it is a directory",
    );
  });

  test.each([
    [
      "rules:\n  strict-deps: fatal\n",
      /^\.github\/by-name\.yml:2:3: .*rules\.strict-deps.*error.*warning.*off/,
    ],
    ["rules:\n  strict-dep: off\n", /^\.github\/by-name\.yml:2:3: .*strict-dep.*strict-deps/],
    ["preset: debian\n", /^\.github\/by-name\.yml:1:1: .*preset.*nixpkgs.*nur.*flake/],
    ["packages: [\n", /^\.github\/by-name\.yml:\d+:\d+: .*YAML/],
    ["- a\n", /^\.github\/by-name\.yml:1:1: /],
  ])("a broken configuration: %j", async (text, message) => {
    const directory = temporaryDirectory();
    writeFiles(directory, { ".github/by-name.yml": text });
    const { status, out, err } = await runCheck(directory);
    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(err.slice("by-name-bot: ".length)).toMatch(message);
  });

  test("each problem of a configuration has a line of its own", async () => {
    const repository = temporaryRepository();
    repository.commit({ ".github/by-name.yml": "one: 1\ntwo: 2\n" });
    const { status, err } = await runCli(["check"], { cwd: repository.directory });
    expect(status).toBe(2);
    expect(err.split("\n").map((line) => line.slice(0, 40))).toEqual([
      "by-name-bot: .github/by-name.yml:1:1: `o",
      "by-name-bot: .github/by-name.yml:2:1: `t",
      "",
    ]);
  });

  test("a file that may not be read", async (context) => {
    if (cannotBeNobody !== null) context.skip(cannotBeNobody);
    const directory = temporaryDirectory();
    writeFiles(directory, packages("hello"));
    chmodSync(directory, 0o755);
    const file = "pkgs/by-name/he/hello/package.nix";
    chmodSync(join(directory, file), 0);
    const { status, out, err } = await runCli(["check", "."], { cwd: directory, ...nobody });
    expect({ status, out, err }).toEqual({
      status: 2,
      out: "",
      err: `by-name-bot: cannot read ${file}: permission denied\n`,
    });
  });

  test("a directory that may not be listed", async (context) => {
    if (cannotBeNobody !== null) context.skip(cannotBeNobody);
    const directory = temporaryDirectory();
    writeFiles(directory, packages("hello"));
    chmodSync(directory, 0o755);
    chmodSync(join(directory, "pkgs/by-name/he"), 0o711);
    const { status, err } = await runCli(["check", "."], { cwd: directory, ...nobody });
    chmodSync(join(directory, "pkgs/by-name/he"), 0o755);
    if (isRoot) {
      expect({ status, err }).toEqual({
        status: 2,
        err: "by-name-bot: cannot read pkgs/by-name/he: permission denied\n",
      });
    }
  });

  test("a repository of somebody else's", async (context) => {
    if (noOtherUser !== null) context.skip(noOtherUser);
    const directory = repositoryWithMistakes();
    chmodSync(directory, 0o755);
    expect(await refused(directory, ["check"], nobody)).toContain("because another user owns it");
  });

  test("a git that is not there", async () => {
    const directory = repositoryWithMistakes();
    expect(await refused(directory, ["check"], { env: { PATH: "/nowhere" } })).toBe(
      "git cannot be run: it is not in PATH",
    );
  });

  test.each([
    [["--rule", "strict-depz=off"], /strict-depz.*no such rule/],
    [["--root", "../x"], /below the root/],
    [["--format", "xml"], /xml.*text, json, sarif, github, markdown, junit, gitlab, rdjson[^?]*$/],
    [["--format", "jsn"], /jsn.*rdjson \(did you mean json\?\)/],
    [["--format", "githb"], /githb.*rdjson \(did you mean github\?\)/],
    [["--jobs", "0"], /'0'.*whole number from 1/],
    [["--nope"], /--nope/],
    [["--bass", "x"], /--bass.*--base/],
    [["one", "two"], /there is no file one in what is checked/],
    [["--fix", "--head", "HEAD"], /a commit/],
  ])("a mistake on the command line: %j", async (args, message) => {
    const directory = repositoryWithMistakes();
    expect(await refused(directory, ["check", ...args])).toMatch(message);
  });

  test.each([
    [{ rule: ["strict-deps"] }, /NAME=LEVEL/],
    [{ rule: ["strict-deps=fatal"] }, /error, warning, advice or off, not strict-deps=fatal\n$/],
    [{ rule: ["strict-deps=eror"] }, /not strict-deps=eror \(did you mean error\?\)/],
    [{ rule: ["strict-deps=warnin"] }, /not strict-deps=warnin \(did you mean warning\?\)/],
    [{ rule: ["strict-depz=off"] }, /did you mean strict-deps\?/],
    [{ rule: ["=off"] }, /no such rule/],
    [{ root: ["/x"] }, /below the root/],
    [{ root: [""] }, /below the root/],
    [{ root: ["a//b"] }, /below the root/],
  ])("a mistake in an option: %j", async (options, message) => {
    const { status, out, err } = await runCheck(temporaryDirectory(), options);
    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(err).toMatch(message);
  });

  test("--fix in a bare repository", async () => {
    const repository = temporaryRepository();
    repository.commit(threeMistakes);
    expect(await refused(join(repository.directory, ".git"), ["check", "--fix"])).toMatch(/a commit/);
  });
});

describe("a repository that is damaged", () => {
  async function withoutObject(args: readonly string[]): Promise<Outcome> {
    const repository = temporaryRepository();
    repository.commit(packages("hello"));
    const id = repository.git("rev-parse", "HEAD:pkgs/by-name/he/hello/package.nix");
    const object = join(repository.directory, ".git/objects", id.slice(0, 2), id.slice(2));
    expect(existsSync(object)).toBe(true);
    chmodSync(object, 0o644);
    writeFiles(join(object, ".."), { [id.slice(2)]: "not what it was" });
    return runCli(args, { cwd: repository.directory });
  }

  test("is named as such, whether it is read by one thread or several", async () => {
    const { status, out, err } = await withoutObject(["check", "--head", "HEAD"]);
    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(err).toMatch(/^by-name-bot: [^\n]*\n$/);
    expect(err).not.toContain("unexpected error");
  });
});

test("an empty directory that was made meanwhile is nothing", async () => {
  const directory = temporaryDirectory();
  mkdirSync(join(directory, "pkgs/by-name/aa"), { recursive: true });
  const { status } = await runCli(["check", directory]);
  expect(status).toBe(0);
});
