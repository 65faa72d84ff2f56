import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { commitRepository } from "../../bench/repository/commit.ts";
import { generateRepository } from "../../bench/repository/generate.ts";
import { git, temporaryDirectory, writeFiles } from "../snapshot/temporary-repository.ts";
import { runCheck } from "./run.ts";
import { definition, packageFile, pathOutside, uselessEscape } from "./trees.ts";

const size = { packages: 650, seed: 1 };
const mistakes = {
  [packageFile("aaaa")]: definition("aaaa", uselessEscape),
  [packageFile("zzzz")]: definition("zzzz", pathOutside),
  "pkgs/by-name/zz/hello/package.nix": definition("hello"),
  "pkgs/by-name/notes.txt": "",
  [packageFile("kkkk")]: "{ stdenv }: stdenv.mkDerivation {\n",
};

describe("a large tree, checked on several threads,", () => {
  test("gets the same report as on one: a plain directory", async () => {
    const directory = temporaryDirectory();
    writeFiles(
      directory,
      Object.fromEntries([...generateRepository(size)].map(({ path, content }) => [path, content])),
    );
    writeFiles(directory, mistakes);
    const one = await runCheck(directory, { format: "json", jobs: 1 });
    const several = await runCheck(directory, { format: "json", jobs: 3 });
    expect(one.status).toBe(1);
    const report = JSON.parse(one.out);
    expect(report.findings.length).toBeGreaterThanOrEqual(5);
    expect(report.summary.packages).toBeGreaterThan(650);
    expect(several).toEqual(one);
  });

  test("gets the same report as on one: a commit, and the working tree on it", async () => {
    const directory = temporaryDirectory();
    await commitRepository(directory, { ...size, bare: false });
    git(directory, ["reset", "--quiet", "--hard", "main"]);
    const commit = { format: "json" as const, head: "mistakes" };
    const one = await runCheck(directory, { ...commit, jobs: 1 });
    expect(await runCheck(directory, { ...commit, jobs: 2 })).toEqual(one);
    writeFiles(directory, mistakes);
    const tree = await runCheck(directory, { format: "json", jobs: 1 });
    expect(JSON.parse(tree.out).findings.length).toBeGreaterThanOrEqual(5);
    expect(await runCheck(directory, { format: "json", jobs: 2 })).toEqual(tree);
  });
});

describe("an error on one of several threads", () => {
  test("is told in words, and ends the others: an object of the repository is damaged", async () => {
    const directory = temporaryDirectory();
    await commitRepository(directory, { ...size, bare: false });
    git(directory, ["reset", "--quiet", "--hard", "main"]);
    writeFiles(directory, { [packageFile("zzzz")]: definition("zzzz", uselessEscape) });
    git(directory, ["add", "--all"]);
    git(directory, ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "-m", "one more"]);
    const id = git(directory, ["rev-parse", `HEAD:${packageFile("zzzz")}`])
      .toString()
      .trim();
    const object = join(directory, ".git/objects", id.slice(0, 2), id.slice(2));
    chmodSync(object, 0o644);
    writeFileSync(object, "not what it was");
    const { status, out, err } = await runCheck(directory, { head: "HEAD", jobs: 2 });
    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(err).toMatch(/^by-name-bot: [^\n]*\bobject[^\n]*\n$/);
  });

  test.runIf(process.getuid?.() !== 0)("is told in words: a file may not be read", async () => {
    const directory = temporaryDirectory();
    writeFiles(
      directory,
      Object.fromEntries([...generateRepository(size)].map(({ path, content }) => [path, content])),
    );
    writeFiles(directory, { [packageFile("zzzz")]: "" });
    chmodSync(join(directory, packageFile("zzzz")), 0);
    const { status, err } = await runCheck(directory, { jobs: 2 });
    expect(status).toBe(2);
    expect(err).toBe(`by-name-bot: cannot read ${packageFile("zzzz")}: permission denied\n`);
  });
});
