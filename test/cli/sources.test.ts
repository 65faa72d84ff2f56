import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { LAYOUT_YAML, NO_PACKAGES } from "../../src/checker/layouts.ts";
import { CONFIGURATION_FILE } from "../../src/config/configuration.ts";
import {
  git,
  temporaryDirectory,
  temporaryRepository,
  writeFiles,
} from "../snapshot/temporary-repository.ts";
import { found, reportOf, runCheck, runCli } from "./run.ts";
import { definition, packageFile, packages, pathOutside, threeMistakes, uselessEscape } from "./trees.ts";

const PACKAGE = definition("hello");
const SAID = `n${NO_PACKAGES.slice(1).replaceAll("`", "")}\nWhere there are packages, tell how they are laid out in ${CONFIGURATION_FILE}:\n\n`;

const broken = (name: string) => ({ [packageFile(name)]: definition(name, uselessEscape) });

describe("what is checked", () => {
  test("without a directory it is the repository around the current one", async () => {
    const repository = temporaryRepository();
    repository.commit({ ...packages("hello"), ...broken("jq"), "doc/x": "" });
    const { status, out } = await runCli(["check", "--format", "json"], {
      cwd: join(repository.directory, "doc"),
    });
    expect(status).toBe(1);
    expect(found(JSON.parse(out))).toEqual([`useless-escape ${packageFile("jq")}`]);
  });

  test("a directory that is named is the root itself", async () => {
    const repository = temporaryRepository();
    repository.commit({ ...broken("outer"), "sub/flake.nix": "{ }", "sub/x": "" });
    repository.write({ [`sub/${packageFile("inner")}`]: definition("inner", uselessEscape) });
    const report = await reportOf(join(repository.directory, "sub"));
    expect(found(report)).toEqual([`useless-escape ${packageFile("inner")}`]);
  });

  test("a directory outside git is read as it is", async () => {
    const directory = temporaryDirectory();
    writeFiles(directory, threeMistakes);
    expect(found(await reportOf(directory))).toEqual([
      "package-wrong-shard pkgs/by-name/aa/hello",
      `useless-escape ${packageFile("jq")}`,
      `path-outside-package ${packageFile("yq")}`,
    ]);
  });

  test("a directory that the repository around it ignores is read as it stands on disk", async () => {
    const repository = temporaryRepository();
    repository.commit({ ".gitignore": "/result\n" });
    writeFiles(join(repository.directory, "result"), broken("jq"));
    expect(found(await reportOf(join(repository.directory, "result")))).toHaveLength(1);
    expect(found(await reportOf(repository.directory))).toEqual([]);
  });

  test("a link to a directory is that directory", async () => {
    const repository = temporaryRepository();
    repository.commit(broken("jq"));
    const link = join(temporaryDirectory(), "link");
    symlinkSync(repository.directory, link);
    expect(found(await reportOf(link))).toHaveLength(1);
  });

  test("untracked files count, ignored ones and those deleted on disk do not", async () => {
    const repository = temporaryRepository();
    repository.commit({ ".gitignore": "ignored.nix\n", ...broken("deleted"), ...packages("hello") });
    rmSync(join(repository.directory, packageFile("deleted")));
    repository.write({ ...broken("untracked"), "pkgs/by-name/he/hello/ignored.nix": pathOutside });
    expect(found(await reportOf(repository.directory))).toEqual([
      `useless-escape ${packageFile("untracked")}`,
    ]);
  });

  test("before the first commit it is what is on disk", async () => {
    const repository = temporaryRepository();
    repository.write(broken("jq"));
    expect(found(await reportOf(repository.directory))).toHaveLength(1);
  });

  test("--head is a commit, whatever the working tree holds", async () => {
    const repository = temporaryRepository();
    repository.commit(broken("jq"));
    repository.git("tag", "v1");
    repository.commit(packages("jq"));
    repository.write(broken("yq"));
    const report = await reportOf(repository.directory, { head: "v1" });
    expect(found(report)).toEqual([`useless-escape ${packageFile("jq")}`]);
  });

  test("a bare repository is checked at HEAD", async () => {
    const repository = temporaryRepository();
    repository.commit(broken("jq"));
    const bare = join(temporaryDirectory(), "bare.git");
    git(repository.directory, ["clone", "--quiet", "--bare", ".", bare]);
    expect(found(await reportOf(bare))).toHaveLength(1);
  });

  test("a linked worktree is checked as it is, not as the main one", async () => {
    const repository = temporaryRepository();
    repository.commit(packages("hello"));
    const worktree = join(temporaryDirectory(), "worktree");
    repository.git("worktree", "add", "--quiet", "-b", "other", worktree);
    writeFiles(worktree, broken("jq"));
    expect(found(await reportOf(worktree))).toHaveLength(1);
    expect(found(await reportOf(repository.directory))).toHaveLength(0);
  });

  test("git's own variables, as a hook has them, do not lead to another repository", async () => {
    const other = temporaryRepository();
    other.commit(broken("other"));
    const repository = temporaryRepository();
    repository.commit({ ".gitignore": "/result\n", "result/x": "" });
    writeFiles(join(repository.directory, "result"), broken("jq"));
    const { out } = await runCli(["check", "result", "--format", "json"], {
      cwd: repository.directory,
      env: { GIT_DIR: join(other.directory, ".git"), GIT_WORK_TREE: other.directory },
    });
    expect(found(JSON.parse(out))).toEqual([`useless-escape ${packageFile("jq")}`]);
  });
});

describe("a repository whose layout is recognised", () => {
  test("names it first, and in JSON", async () => {
    const directory = temporaryDirectory();
    writeFiles(directory, { "packages/hello/package.nix": PACKAGE });
    expect((await runCheck(directory)).out).toBe(
      "Packages recognised: `packages/<name>/package.nix`\n\nNothing is wrong in 1 package and 1 file\n",
    );
    const { out } = await runCheck(directory, { format: "json" });
    expect(JSON.parse(out).summary.layouts).toEqual([
      {
        layout: "by-name",
        from: "recognised",
        root: "packages",
        sharded: false,
        nested: false,
        file: "package.nix",
      },
    ]);
  });

  test("is not named where it is what everybody expects, or the configuration says so", async () => {
    const directory = temporaryDirectory();
    writeFiles(directory, { "pkgs/by-name/he/hello/package.nix": PACKAGE });
    expect((await runCheck(directory)).out).toBe("Nothing is wrong in 1 package and 1 file\n");
    const other = temporaryDirectory();
    writeFiles(other, {
      ".github/by-name.yml": "packages: [{ root: packages, sharded: false }]\n",
      "packages/hello/package.nix": PACKAGE,
    });
    expect((await runCheck(other)).out).toBe("Nothing is wrong in 1 package and 1 file\n");
  });
});

describe("a repository without packages", () => {
  test("is never called right: what to do is said on standard error", async () => {
    const directory = temporaryDirectory();
    const { status, out, err } = await runCheck(directory);
    expect({ status, out }).toEqual({ status: 0, out: "No packages were checked\n" });
    expect(err).toBe(`by-name-bot: ${SAID}${LAYOUT_YAML}`);
  });

  test("is a failure with --require-packages", async () => {
    const { status, out, err } = await runCheck(temporaryDirectory(), { requirePackages: true });
    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(err).toBe(`by-name-bot: ${SAID}${LAYOUT_YAML}`);
    const directory = temporaryDirectory();
    writeFiles(directory, { "packages/hello/package.nix": PACKAGE });
    expect(await runCheck(directory, { requirePackages: true })).toMatchObject({ status: 0, err: "" });
  });

  test("is told in every format, and what is wrong in its files as well", async () => {
    const directory = temporaryDirectory();
    writeFiles(directory, { "x.nix": "{ x = ; }\n" });
    const { out, err, status } = await runCheck(directory, { format: "json" });
    expect(JSON.parse(out).summary).toMatchObject({ blocking: 1, layouts: [], notes: [NO_PACKAGES] });
    expect({ status, err }).toEqual({ status: 1, err: `by-name-bot: ${SAID}${LAYOUT_YAML}` });
  });

  test("is a mistake where --root names the root", async () => {
    const { status, err } = await runCheck(temporaryDirectory(), { root: ["nix/by-name"] });
    expect(status).toBe(2);
    expect(err).toBe("by-name-bot: there is no directory nix/by-name, so nothing is laid out by name\n");
  });

  test("is a mistake where the configuration names the root", async () => {
    const directory = temporaryDirectory();
    writeFiles(directory, { ".github/by-name.yml": "packages:\n  - root: nix/by-name\n" });
    const { status, err } = await runCheck(directory);
    expect(status).toBe(2);
    expect(err).toContain("nix/by-name");
  });
});

describe("a change", () => {
  test("is what has come since the base; what was there before is counted, or listed with --existing", async () => {
    const repository = temporaryRepository();
    const base = repository.commit(broken("jq"));
    repository.commit(broken("yq"));
    const report = await reportOf(repository.directory, { base });
    expect(found(report)).toEqual([`useless-escape ${packageFile("yq")}`]);
    const all = await reportOf(repository.directory, { base, existing: true });
    expect(all.findings.map(({ status }) => status)).toEqual(["introduced"]);
    repository.write({ [packageFile("jq")]: definition("jq", `${uselessEscape}  doCheck = true;\n`) });
    const touched = await reportOf(repository.directory, { base, existing: true });
    expect(touched.findings.map(({ status, path }) => `${status} ${path}`)).toEqual([
      `existing ${packageFile("jq")}`,
      `introduced ${packageFile("yq")}`,
    ]);
    const counted = await reportOf(repository.directory, { base });
    expect(counted.findings).toHaveLength(1);
    expect(counted.summary.existing).toBe(1);
  });

  test("begins where head and base parted", async () => {
    const repository = temporaryRepository();
    repository.commit(packages("hello"));
    repository.git("switch", "--quiet", "-c", "topic");
    repository.commit(packages("jq"));
    repository.git("switch", "--quiet", "main");
    repository.commit({ "pkgs/by-name/README.md": "", ...broken("yq") });
    const main = repository.commit(packages("yq"));
    const report = await reportOf(repository.directory, { base: "main", head: "topic" });
    expect(report.findings).toEqual([]);
    expect(report.summary).toMatchObject({ packages: 1, notes: [] });
    repository.git("switch", "--quiet", "topic");
    expect((await reportOf(repository.directory, { base: main })).summary.packages).toBe(1);
  });

  test("of unrelated histories is between the two themselves, and a note says so", async () => {
    const repository = temporaryRepository();
    repository.commit(broken("jq"));
    repository.git("switch", "--quiet", "--orphan", "other");
    repository.commit({ ...broken("jq"), ...broken("yq") });
    const report = await reportOf(repository.directory, { base: "main" });
    expect(found(report)).toEqual([`useless-escape ${packageFile("yq")}`]);
    expect(report.summary.notes).toEqual([expect.stringContaining("have no common ancestor here")]);
  });

  test("in a shallow clone without the merge base is between the two themselves, and a note says so", async () => {
    const repository = temporaryRepository();
    repository.commit(packages("hello"));
    repository.git("switch", "--quiet", "-c", "topic");
    repository.commit(broken("jq"));
    repository.git("switch", "--quiet", "main");
    repository.commit(packages("yq"));
    const clone = join(temporaryDirectory(), "clone");
    git(repository.directory, [
      "clone",
      "--quiet",
      "--depth=1",
      "--no-single-branch",
      `file://${repository.directory}`,
      clone,
    ]);
    const report = await reportOf(clone, { base: "origin/main", head: "origin/topic" });
    expect(found(report)).toEqual([`useless-escape ${packageFile("jq")}`]);
    expect(report.summary.notes).toEqual([expect.stringContaining("`origin/main`")]);
    const { status, err } = await runCheck(clone, { base: "main~1" });
    expect(status).toBe(2);
    expect(err).toContain("in a shallow clone it may have to be fetched first");
  });

  test("is between two plain directories", async () => {
    const [before, after] = [temporaryDirectory(), temporaryDirectory()];
    writeFiles(before, broken("jq"));
    writeFiles(after, { ...broken("jq"), ...broken("yq") });
    expect(found(await reportOf(after, { base: before }))).toEqual([`useless-escape ${packageFile("yq")}`]);
  });

  test("between two plain directories needs no git", async () => {
    const [before, after] = [temporaryDirectory(), temporaryDirectory()];
    writeFiles(before, broken("jq"));
    writeFiles(after, { ...broken("jq"), ...broken("yq") });
    const { status, err } = await runCli(["check", after, "--base", before], { env: { PATH: "/nowhere" } });
    expect({ status, err }).toEqual({ status: 1, err: "" });
  });

  test("of a working tree is against a directory, where no revision is called so", async () => {
    const repository = temporaryRepository();
    repository.commit(broken("jq"));
    const before = temporaryDirectory();
    writeFiles(before, broken("jq"));
    repository.write(broken("yq"));
    const { status, out } = await runCli(["check", "--base", before, "--format", "json"], {
      cwd: repository.directory,
    });
    expect(status).toBe(1);
    expect(found(JSON.parse(out))).toEqual([`useless-escape ${packageFile("yq")}`]);
  });

  test("of a subdirectory is against the same of the base", async () => {
    const repository = temporaryRepository();
    repository.commit({ [`sub/${packageFile("jq")}`]: definition("jq", uselessEscape) });
    repository.write({ [`sub/${packageFile("yq")}`]: definition("yq", uselessEscape) });
    expect(found(await reportOf(join(repository.directory, "sub"), { base: "HEAD" }))).toEqual([
      `useless-escape ${packageFile("yq")}`,
    ]);
  });

  test("that brings the subdirectory itself is all new", async () => {
    const repository = temporaryRepository();
    repository.commit({ README: "" });
    repository.write({ [`sub/${packageFile("yq")}`]: definition("yq", uselessEscape) });
    expect(found(await reportOf(join(repository.directory, "sub"), { base: "HEAD" }))).toHaveLength(1);
  });

  test("of nothing is clean", async () => {
    const repository = temporaryRepository();
    repository.commit(threeMistakes);
    const { status, out } = await runCheck(repository.directory, { base: "HEAD" });
    expect(status).toBe(0);
    expect(out).toBe("Nothing new is wrong in 0 packages and 0 files\n");
  });

  test("before the first commit is against the base itself", async () => {
    const repository = temporaryRepository();
    repository.commit(broken("jq"));
    repository.git("switch", "--quiet", "--orphan", "other");
    repository.write(broken("yq"));
    mkdirSync(join(repository.directory, "empty"));
    expect(found(await reportOf(repository.directory, { base: "main" }))).toEqual([
      `useless-escape ${packageFile("yq")}`,
    ]);
  });
});
