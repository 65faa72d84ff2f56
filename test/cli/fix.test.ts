import { execFileSync } from "node:child_process";
import { chmodSync, lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  type File,
  temporaryDirectory,
  temporaryRepository,
  writeFiles,
} from "../snapshot/temporary-repository.ts";
import { checkBetween, checkFiles } from "../support/check.ts";
import { examplesOf, pageNames, pageText } from "../support/pages.ts";
import { found, reportOf, runCheck, runCli } from "./run.ts";
import { definition, onDisk, packageFile, packages, threeMistakes, treeOf, uselessEscape } from "./trees.ts";

const wrongShard = { "pkgs/by-name/aa/hello/package.nix": definition("hello") };

function directoryOf(files: Readonly<Record<string, File>>): string {
  const directory = temporaryDirectory();
  writeFiles(directory, files);
  return directory;
}

describe("--fix", () => {
  test("fixes what can be fixed, says so, and leaves the rest with its status", async () => {
    const directory = directoryOf(threeMistakes);
    const { status, out, err } = await runCheck(directory, { fix: true });
    expect(status).toBe(1);
    expect(err).toMatchInlineSnapshot(`
      "fixed pkgs/by-name/aa/hello: Move \`pkgs/by-name/aa/hello\` to \`pkgs/by-name/he/hello\` (package-wrong-shard)
      fixed pkgs/by-name/jq/jq/package.nix:8:25: Write \`%\` instead of \`\\%\` (useless-escape)
      "
    `);
    expect(out).toMatch(/^1 error$/m);
    expect(treeOf(directory)).toMatchObject({
      "pkgs/by-name/he/hello/package.nix": `file ${definition("hello")}`,
      [packageFile("jq")]: expect.stringContaining('"50% more"'),
    });
    expect(found(await reportOf(directory))).toEqual([`path-outside-package ${packageFile("yq")}`]);
  });

  test("finds nothing left to do the second time", async () => {
    const directory = directoryOf({ ...wrongShard, [packageFile("jq")]: definition("jq", uselessEscape) });
    expect((await runCheck(directory, { fix: true })).status).toBe(0);
    const after = treeOf(directory);
    const second = await runCheck(directory, { fix: true });
    expect(second).toEqual({ status: 0, out: "Nothing is wrong in 2 packages and 2 files\n", err: "" });
    expect(treeOf(directory)).toEqual(after);
  });

  test("moves with git what git tracks, so that the index has the rename", async () => {
    const repository = temporaryRepository();
    repository.commit(wrongShard);
    const { status } = await runCheck(repository.directory, { fix: true });
    expect(status).toBe(0);
    expect(repository.git("status", "--porcelain")).toBe(
      "R  pkgs/by-name/aa/hello/package.nix -> pkgs/by-name/he/hello/package.nix",
    );
  });

  test("takes along what git does not track in a directory that it moves", async () => {
    const repository = temporaryRepository();
    repository.commit(wrongShard);
    repository.write({ "pkgs/by-name/aa/hello/notes.txt": "mine\n" });
    await runCheck(repository.directory, { fix: true });
    expect(treeOf(repository.directory)).toMatchObject({
      "pkgs/by-name/he/hello/notes.txt": "file mine\n",
    });
    expect(Object.keys(treeOf(repository.directory))).not.toContain("pkgs/by-name/aa");
  });

  test("renames what git does not track", async () => {
    const repository = temporaryRepository();
    repository.commit({ README: "" });
    repository.write(wrongShard);
    await runCheck(repository.directory, { fix: true });
    expect(repository.git("status", "--porcelain", "--untracked-files=all")).toBe(
      "?? pkgs/by-name/he/hello/package.nix",
    );
  });

  test("clears the executable bit, and no other", async () => {
    const directory = directoryOf({ [packageFile("jq")]: { executable: definition("jq") } });
    chmodSync(join(directory, packageFile("jq")), 0o754);
    expect((await runCheck(directory, { fix: true })).status).toBe(0);
    expect(lstatSync(join(directory, packageFile("jq"))).mode & 0o777).toBe(0o644);
  });

  test("clears it in the index where git does not look at the disk (core.fileMode)", async () => {
    const repository = temporaryRepository();
    repository.git("config", "core.fileMode", "false");
    repository.write(packages("jq"));
    repository.git("add", "--all");
    repository.git("update-index", "--chmod=+x", packageFile("jq"));
    const { status, err } = await runCheck(repository.directory, { fix: true });
    expect({ status, lines: err.split("\n").length }).toEqual({ status: 0, lines: 2 });
  });

  test("keeps the mode of a file that it edits", async () => {
    const text = `#!/usr/bin/env nix\n${definition("jq", uselessEscape)}`;
    const directory = directoryOf({ [packageFile("jq")]: { executable: text } });
    chmodSync(join(directory, packageFile("jq")), 0o750);
    expect((await runCheck(directory, { fix: true })).status).toBe(0);
    expect(lstatSync(join(directory, packageFile("jq"))).mode & 0o777).toBe(0o750);
  });

  test("keeps the line ends that git checked a file out with", async () => {
    const repository = temporaryRepository();
    repository.commit({
      ".gitattributes": "*.nix text eol=crlf\n",
      [packageFile("jq")]: definition("jq", uselessEscape),
    });
    repository.git("rm", "--quiet", "--cached", "-r", ".");
    repository.git("reset", "--quiet", "--hard");
    const place = join(repository.directory, packageFile("jq"));
    const before = readFileSync(place, "utf8");
    expect(before).toContain("\r\n");
    expect((await runCheck(repository.directory, { fix: true })).status).toBe(0);
    expect(readFileSync(place, "utf8")).toBe(before.replace("\\%", "%"));
  });

  test("keeps a byte order mark and CRLF that are in the file itself", async () => {
    const text = `\ufeff${definition("jq", uselessEscape)}`.replaceAll("\n", "\r\n");
    const directory = directoryOf({ [packageFile("jq")]: text });
    await runCheck(directory, { fix: true });
    const after = readFileSync(join(directory, packageFile("jq")), "utf8");
    expect([text, text.replace("\\%", "%")]).toContain(after);
  });

  test("with --base leaves alone what was there before, unless --existing is given", async () => {
    const repository = temporaryRepository();
    repository.commit({ [packageFile("jq")]: definition("jq", uselessEscape) });
    repository.write({ [packageFile("jq")]: definition("jq", `${uselessEscape}  doCheck = true;\n`) });
    const introduced = await runCheck(repository.directory, { base: "HEAD", fix: true });
    expect(introduced).toMatchObject({ status: 0, err: "" });
    const existing = await runCheck(repository.directory, { base: "HEAD", fix: true, existing: true });
    expect(existing.err).toMatch(/^fixed [^\n]*useless-escape\)\n$/);
    expect((await reportOf(repository.directory)).findings).toEqual([]);
  });

  test("says why it leaves a fix out, and never loops", async () => {
    const files = { ...wrongShard, "pkgs/by-name/bb/hello/package.nix": definition("hello") };
    const directory = directoryOf(files);
    const { status, err } = await runCheck(directory, { fix: true });
    expect(status).toBe(1);
    expect(err.split("\n")).toEqual([
      "fixed pkgs/by-name/aa/hello: Move `pkgs/by-name/aa/hello` to `pkgs/by-name/he/hello` (package-wrong-shard)",
      "",
    ]);
    expect(found(await reportOf(directory))).toEqual(["package-wrong-shard pkgs/by-name/bb/hello"]);
  });

  test("through a process says the same, with the report on standard output alone", async () => {
    const directory = directoryOf(threeMistakes);
    const { status, out, err } = await runCli(["check", directory, "--fix", "--format", "json"], {
      apart: true,
    });
    expect(status).toBe(1);
    expect(found(JSON.parse(out))).toHaveLength(1);
    expect(err.trimEnd().split("\n")).toHaveLength(2);
  });
});

describe("--dry-run", () => {
  test("prints a patch and changes nothing", async () => {
    const directory = directoryOf(threeMistakes);
    const before = treeOf(directory);
    const { status, out, err } = await runCheck(directory, { dryRun: true });
    expect(status).toBe(1);
    expect(treeOf(directory)).toEqual(before);
    expect(out).toMatchInlineSnapshot(`
      "diff --git a/pkgs/by-name/aa/hello/package.nix b/pkgs/by-name/he/hello/package.nix
      similarity index 100%
      rename from pkgs/by-name/aa/hello/package.nix
      rename to pkgs/by-name/he/hello/package.nix
      diff --git a/pkgs/by-name/jq/jq/package.nix b/pkgs/by-name/jq/jq/package.nix
      --- a/pkgs/by-name/jq/jq/package.nix
      +++ b/pkgs/by-name/jq/jq/package.nix
      @@ -5,7 +5,7 @@
         version = "1.0";
         strictDeps = true;
         __structuredAttrs = true;
      -  meta.description = "50\\% more";
      +  meta.description = "50% more";
         meta.license = "MIT";
         meta.maintainers = [ { name = "A"; } ];
       }
      "
    `);
    expect(err.split("\n").map((line) => line.slice(0, 30))).toEqual([
      "would fix pkgs/by-name/aa/hell",
      "would fix pkgs/by-name/jq/jq/p",
      "",
    ]);
  });

  test("wins over --fix", async () => {
    const directory = directoryOf(threeMistakes);
    const before = treeOf(directory);
    expect((await runCheck(directory, { dryRun: true, fix: true })).out).toMatch(/^diff --git /);
    expect(treeOf(directory)).toEqual(before);
  });

  test("prints nothing where there is nothing to fix", async () => {
    const directory = directoryOf(packages("hello"));
    expect(await runCheck(directory, { dryRun: true })).toEqual({ status: 0, out: "", err: "" });
  });

  test("names paths from the top of the repository, as git apply takes them", async () => {
    const repository = temporaryRepository();
    const files = Object.fromEntries(
      Object.entries(threeMistakes).map(([path, file]) => [`sub/${path}`, file]),
    );
    repository.commit(files);
    const subdirectory = join(repository.directory, "sub");
    const { out } = await runCheck(subdirectory, { dryRun: true });
    execFileSync("git", ["apply", "--index", "-"], { cwd: repository.directory, input: out });
    const applied = treeOf(repository.directory);
    repository.git("reset", "--quiet", "--hard");
    await runCheck(subdirectory, { fix: true });
    expect(treeOf(repository.directory)).toEqual(applied);
  });
});

/** Applies a patch to what was committed. One process to start rather than three. */
const APPLY_TO_COMMIT = "git reset --quiet --hard && git clean --quiet -fd && git apply --index -";

describe("examples in the pages of the rules: --fix fixes them, and git apply of --dry-run is its first round", async () => {
  const wrong = pageNames()
    .flatMap((page) => examplesOf(pageText(page)).map((example) => ({ page, example })))
    .filter(({ example }) => example.kind === "wrong");
  const reports = await Promise.all(
    wrong.map(({ example: { base, head } }) => (base === null ? checkFiles(head) : checkBetween(base, head))),
  );
  // What was there before is left alone, and with it examples that are wrong in what their commits are called.
  const fixable = wrong.filter((_, i) =>
    reports[i]?.findings.some(({ fix, status }) => fix !== null && status === "introduced"),
  );
  test("are not few", () => expect(fixable.length).toBeGreaterThan(8));

  test.each(fixable)("$page: $example.title", async ({ example: { base, head } }) => {
    const { directory, options, applied } =
      base === null ? inDirectory(onDisk(head)) : inRepository(onDisk(base), onDisk(head));
    const patch = await runCheck(directory, { ...options, dryRun: true });
    const { err } = await runCheck(directory, { ...options, fix: true });
    expect(err).toMatch(/^fixed /);
    expect(err).not.toContain("not fixed");
    const fixed = treeOf(directory);
    expect((await runCheck(directory, { ...options, fix: true })).err).toBe("");
    expect(treeOf(directory)).toEqual(fixed);

    const patched = applied(patch.out);
    // A fix may make room for that of another rule, as `rec` has no effect once nothing refers to what it binds.
    const first = patch.err.replaceAll(/^would fix/gm, "fixed");
    expect(err.slice(0, first.length)).toBe(first);
    const rest = err.slice(first.length);
    if (rest !== "") expect((await runCheck(patched, { ...options, fix: true })).err).toBe(rest);
    expect(treeOf(patched)).toEqual(fixed);
  });

  type Place = {
    readonly directory: string;
    readonly options: { readonly base?: string };
    /** Where the files are as they were, with a patch applied. */
    applied(patch: string): string;
  };

  /** Without git, which is started a dozen times for each example otherwise, to the same end. */
  function inDirectory(files: Readonly<Record<string, File>>): Place {
    return {
      directory: directoryOf(files),
      options: {},
      applied(input) {
        const directory = directoryOf(files);
        execFileSync("git", ["apply", "-"], { cwd: directory, input });
        return directory;
      },
    };
  }

  function inRepository(
    before: Readonly<Record<string, File>>,
    after: Readonly<Record<string, File>>,
  ): Place {
    const repository = temporaryRepository();
    const { directory } = repository;
    const base = repository.commit(before);
    repository.git("rm", "-r", "--quiet", "--force", "--ignore-unmatch", ".");
    repository.commit(after);
    return {
      directory,
      options: { base },
      applied(input) {
        execFileSync("sh", ["-c", APPLY_TO_COMMIT], { cwd: directory, input });
        return directory;
      },
    };
  }
});
