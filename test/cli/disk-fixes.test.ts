import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { writeFixes } from "../../src/cli/disk-fixes.ts";
import { Failure } from "../../src/cli/failure.ts";
import { sourceText } from "../../src/nix/text.ts";
import type { FixPlan } from "../../src/review/fixes/fix-plan.ts";
import {
  type File,
  temporaryDirectory,
  temporaryRepository,
  writeFiles,
} from "../snapshot/temporary-repository.ts";
import { NOBODY, noOtherUser } from "../support/reach.ts";
import { runCheck, runCli } from "./run.ts";
import { definition, packageFile, treeOf, uselessEscape } from "./trees.ts";

const isRoot = process.getuid?.() === 0;

function plan(overrides: Partial<FixPlan> = {}): FixPlan {
  return { files: [], modes: [], moves: [], outcomes: [], ...overrides };
}

function edit(path: string, before = "old\n", after = "new\n") {
  return { path, before: sourceText(before), after };
}

function directoryOf(files: Readonly<Record<string, File>>): string {
  const directory = temporaryDirectory();
  writeFiles(directory, files);
  return directory;
}

/** The words with which a plan is refused, having looked that nothing has changed. */
async function refusal(directory: string, refused: FixPlan): Promise<string> {
  const before = treeOf(directory);
  const error: unknown = await writeFixes(refused, directory, false).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(treeOf(directory)).toEqual(before);
  expect(error).toBeInstanceOf(Failure);
  return error instanceof Failure ? error.message : "";
}

describe("a plan is refused as a whole", () => {
  test("where a file changed since it was checked", async () => {
    const directory = directoryOf({ "a.nix": "old\n", "b.nix": "somebody's\n" });
    expect(await refusal(directory, plan({ files: [edit("a.nix"), edit("b.nix")] }))).toBe(
      "b.nix is no longer what was checked, so nothing was fixed; run the command again",
    );
  });

  test("where a file is gone, or is a link or a directory now", async () => {
    const directory = directoryOf({ "a.nix": "old\n", "c.nix/x": "", target: "old\n" });
    symlinkSync("target", join(directory, "b.nix"));
    for (const path of ["gone.nix", "b.nix", "c.nix"]) {
      expect(await refusal(directory, plan({ files: [edit("a.nix"), edit(path)] }))).toContain(path);
      expect(await refusal(directory, plan({ modes: [{ path, executable: true }] }))).toContain(path);
    }
  });

  test("where something stands at the target of a move, or nothing at its source", async () => {
    const directory = directoryOf({ "a.nix": "old\n", from: "", to: "" });
    const files = [edit("a.nix")];
    expect(await refusal(directory, plan({ files, moves: [{ from: "from", to: "to" }] }))).toBe(
      "from cannot be moved to to any more, so nothing was fixed; run the command again",
    );
    expect(await refusal(directory, plan({ files, moves: [{ from: "gone", to: "there" }] }))).toContain(
      "gone",
    );
  });

  test.each(["../outside", ".git/config", "a/.GIT/hooks/x", "a//b", "./a", "/etc/passwd", ""])(
    "where it would touch %j",
    async (path) => {
      const directory = directoryOf({ a: "old\n" });
      expect(await refusal(directory, plan({ files: [edit("a"), edit(path)] }))).toContain("not a path");
      expect(await refusal(directory, plan({ moves: [{ from: "a", to: path }] }))).toContain("not a path");
    },
  );

  test("where a directory on the way is a symbolic link", async () => {
    const outside = directoryOf({ "x.nix": "old\n" });
    const directory = directoryOf({ "a/y.nix": "old\n" });
    symlinkSync(outside, join(directory, "link"));
    const words = "link is a symbolic link, so nothing was fixed";
    expect(await refusal(directory, plan({ files: [edit("a/y.nix"), edit("link/x.nix")] }))).toBe(words);
    expect(await refusal(directory, plan({ modes: [{ path: "link/x.nix", executable: true }] }))).toBe(words);
    expect(await refusal(directory, plan({ moves: [{ from: "a", to: "link/b" }] }))).toBe(words);
    expect(await refusal(directory, plan({ moves: [{ from: "link/x.nix", to: "z" }] }))).toBe(words);
    expect(treeOf(outside)).toEqual({ "x.nix": "file old\n" });
  });

  test("where a name is not UTF-8", async () => {
    const directory = directoryOf({ "a.nix": "old\n" });
    expect(await refusal(directory, plan({ files: [edit("a.nix"), edit("\udcff.nix")] }))).toBe(
      "\\xff.nix is not UTF-8, so it cannot be fixed automatically",
    );
  });
});

test("a move is made by git where it can be, and a failure of git is told", async () => {
  const repository = temporaryRepository();
  repository.commit({ "a/x.nix": "old\n", "b.nix": "old\n" });
  writeFileSync(join(repository.directory, ".git/index.lock"), "");
  const moves = [{ from: "a", to: "c/d" }];
  const writing = writeFixes(plan({ files: [edit("b.nix")], moves }), repository.directory, true);
  await expect(writing).rejects.toThrow(
    /^a could not be moved to c\/d: Unable to create .*index\.lock.*; what was fixed before it stays fixed/,
  );
  rmSync(join(repository.directory, ".git/index.lock"));
  await writeFixes(plan({ moves }), repository.directory, true);
  expect(repository.git("diff", "--cached", "--name-status", "-M")).toBe("R100\ta/x.nix\tc/d/x.nix");
});

describe("where the disk does not take it", () => {
  const mistakes = {
    [packageFile("aa")]: definition("aa", uselessEscape),
    [packageFile("jq")]: definition("jq", uselessEscape),
  };

  test("as in a read-only directory, nothing is fixed and status is 2", async (context) => {
    if (noOtherUser !== null) context.skip(noOtherUser);
    const directory = directoryOf(mistakes);
    chmodSync(directory, 0o755);
    chmodSync(join(directory, "pkgs/by-name/aa/aa"), 0o777);
    const before = treeOf(directory);
    const { status, out, err } = await runCli(["check", directory, "--fix"], { uid: NOBODY });
    expect({ status, out, err }).toEqual({
      status: 2,
      out: "",
      err: `by-name-bot: ${packageFile("jq")} cannot be written, so nothing was fixed: permission denied\n`,
    });
    expect(treeOf(directory)).toEqual(before);
  });

  test("as on a full disk, nothing is fixed and no temporary file stays", async (context) => {
    if (!isRoot) context.skip("only root can make a small disk");
    const directory = temporaryDirectory();
    const mount = spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", directory]);
    if (mount.status !== 0) context.skip("a small disk cannot be made here");
    try {
      const comment = `# ${"x".repeat(77)}\n`.repeat(300);
      const texts = Object.entries(mistakes).map(([path, text]) => [path, comment + text]);
      writeFiles(directory, Object.fromEntries(texts));
      const before = treeOf(directory);
      const { status, out, err } = await runCheck(directory, { fix: true });
      expect({ status, out }).toEqual({ status: 2, out: "" });
      expect(err).toMatch(/ cannot be written, so nothing was fixed: no space is left on the disk\n$/);
      expect(treeOf(directory)).toEqual(before);
    } finally {
      spawnSync("umount", ["--lazy", directory]);
    }
  });

  test("no temporary file stays behind, whichever file fails", async () => {
    const directory = directoryOf({ "a/x.nix": "old\n", "b/y.nix": "old\n" });
    await writeFixes(plan({ files: [edit("a/x.nix"), edit("b/y.nix")] }), directory, false);
    expect(treeOf(directory)).toEqual({ "a/x.nix": "file new\n", "b/y.nix": "file new\n" });
    expect(readdirSync(directory, { recursive: true }).sort()).toEqual(["a", "a/x.nix", "b", "b/y.nix"]);
  });
});

test("an empty directory that a move leaves goes, and one with something in it stays", async () => {
  const directory = directoryOf({ "aa/hello/x": "", "bb/world/x": "", "bb/other": "" });
  mkdirSync(join(directory, "he"));
  await writeFixes(
    plan({
      moves: [
        { from: "aa/hello", to: "he/hello" },
        { from: "bb/world", to: "wo/world" },
      ],
    }),
    directory,
    false,
  );
  expect(Object.keys(treeOf(directory))).toEqual(["bb/other", "he/hello/x", "wo/world/x"]);
});
