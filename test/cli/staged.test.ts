import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { programAt } from "../../scripts/programs.ts";
import { temporaryDirectory, temporaryRepository } from "../snapshot/temporary-repository.ts";
import { found, reportOf, runCheck, runCli } from "./run.ts";
import { definition, packageFile, packages, pathOutside, uselessEscape } from "./trees.ts";

const broken = (name: string) => ({ [packageFile(name)]: definition(name, uselessEscape) });
const staged = { staged: true };

describe("--staged", () => {
  test("reports what the next commit introduces, whatever is on disk", async () => {
    const repository = temporaryRepository();
    repository.commit({ ...packages("hello", "jq"), ...broken("old") });
    repository.write({ ...broken("jq"), ...broken("new") });
    repository.git("add", "--all");
    repository.write({ ...packages("jq"), ...broken("hello"), ...broken("untracked") });
    const report = await reportOf(repository.directory, staged);
    expect(found(report)).toEqual([
      `useless-escape ${packageFile("jq")}`,
      `useless-escape ${packageFile("new")}`,
    ]);
    expect(report.summary).toMatchObject({ compared: true, blocking: 2, existing: 0 });
  });

  test("finds nothing where nothing is staged", async () => {
    const repository = temporaryRepository();
    repository.commit(broken("old"));
    repository.write(broken("new"));
    expect(await runCheck(repository.directory, staged)).toMatchObject({ status: 0, err: "" });
  });

  test("takes all for new before the first commit", async () => {
    const repository = temporaryRepository();
    repository.write(broken("jq"));
    repository.git("add", "--all");
    expect(found(await reportOf(repository.directory, staged))).toEqual([
      `useless-escape ${packageFile("jq")}`,
    ]);
  });

  test("compares with another base, as for an amended commit", async () => {
    const repository = temporaryRepository();
    repository.commit(packages("hello"));
    repository.commit(broken("jq"));
    expect(found(await reportOf(repository.directory, staged))).toEqual([]);
    const amended = await reportOf(repository.directory, { ...staged, base: "HEAD^" });
    expect(found(amended)).toEqual([`useless-escape ${packageFile("jq")}`]);
  });

  test("looks at a directory that is named", async () => {
    const repository = temporaryRepository();
    repository.commit({ "sub/flake.nix": "{ }" });
    const inner = Object.fromEntries(
      Object.entries(broken("jq")).map(([path, text]) => [`sub/${path}`, text]),
    );
    repository.write({ ...inner, ...broken("outer") });
    repository.git("add", "--all");
    expect(found(await reportOf(join(repository.directory, "sub"), staged))).toEqual([
      `useless-escape ${packageFile("jq")}`,
    ]);
  });

  test("is about git, and not about files on disk", async () => {
    const directory = temporaryDirectory();
    expect((await runCheck(directory, staged)).err).toContain("--staged is about git's index, and");
    const repository = temporaryRepository();
    repository.commit(packages("hello"));
    for (const flag of ["fix", "dryRun"]) {
      expect((await runCheck(repository.directory, { ...staged, [flag]: true })).err).toContain(
        "are about files on disk, and what is checked here is the index",
      );
    }
    const both = await runCli(["check", "--staged", "--head", "HEAD"], { cwd: repository.directory });
    expect(both).toMatchObject({ status: 2, err: expect.stringContaining("cannot be used with option") });
  });
});

describe("a hook of git", () => {
  const MAIN = programAt("src/cli/main.ts");

  /** A repository whose hook runs `check --staged`; what it says is in the file `said`. */
  function repositoryWithHook() {
    const repository = temporaryRepository();
    repository.commit({ ".gitignore": "said\n", ...packages("hello", "jq") });
    const hooks = join(repository.directory, ".git/hooks");
    mkdirSync(hooks, { recursive: true });
    writeFileSync(
      join(hooks, "pre-commit"),
      `#!/bin/sh\nexec '${process.execPath}' '${MAIN}' check --staged > said\n`,
    );
    chmodSync(join(hooks, "pre-commit"), 0o755);
    const commit = (...args: string[]): boolean => {
      try {
        execFileSync("git", ["commit", "--quiet", "--message", "x", ...args], {
          cwd: repository.directory,
          stdio: "ignore",
        });
        return true;
      } catch {
        return false;
      }
    };
    return { ...repository, commitWith: commit };
  }

  test("sees what `git commit --all` would commit, which is not in the index yet", () => {
    const repository = repositoryWithHook();
    repository.write(broken("jq"));
    expect(repository.commitWith("--all")).toBe(false);
    repository.write(packages("jq"));
    repository.write({ [packageFile("hello")]: definition("hello", "  x = 1;\n") });
    expect(repository.commitWith("--all")).toBe(true);
  });

  test("sees only the files that `git commit FILE` names", () => {
    const repository = repositoryWithHook();
    repository.write({ ...broken("jq"), [packageFile("hello")]: definition("hello", "  x = 1;\n") });
    repository.git("add", packageFile("jq"));
    expect(repository.commitWith(packageFile("hello"))).toBe(true);
    expect(repository.commitWith()).toBe(false);
  });

  test("that checks another repository does not read the index of its own", async () => {
    const own = temporaryRepository();
    own.commit(packages("hello"));
    own.write({ [packageFile("yq")]: definition("yq", pathOutside) });
    own.git("add", "--all");
    const other = temporaryRepository();
    other.commit(packages("jq"));
    const { status, out } = await runCli(["check", other.directory, "--staged", "--format", "json"], {
      cwd: own.directory,
      env: { GIT_INDEX_FILE: join(own.directory, ".git/index") },
    });
    expect({ status, found: found(JSON.parse(out)) }).toEqual({ status: 0, found: [] });
  });
});
