import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commitRepository } from "../../bench/repository/commit.ts";
import { git, writeFiles } from "../snapshot/temporary-repository.ts";
import { runCheck, runCli } from "./run.ts";
import { definition, packageFile, pathOutside, uselessEscape } from "./trees.ts";

const mistakes = {
  [packageFile("aaaa")]: definition("aaaa", uselessEscape),
  [packageFile("zzzz")]: definition("zzzz", pathOutside),
  "pkgs/by-name/zz/hello/package.nix": definition("hello"),
  "pkgs/by-name/notes.txt": "",
  [packageFile("kkkk")]: "{ stdenv }: stdenv.mkDerivation {\n",
};

/** In a process of its own, whose threads need not compile the program first. */
const CHECK = ["check", "--format", "json"];

/** A repository of which only threads make quick work, with an uncommitted change that is full of mistakes. */
let directory = "";
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "by-name-bot-workers-"));
  await commitRepository(directory, { packages: 650, seed: 1, bare: false });
  git(directory, ["reset", "--quiet", "--hard", "main"]);
  writeFiles(directory, mistakes);
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe("a large tree gets the same report on several threads as on one", () => {
  test.each([
    ["a commit", { head: "mistakes" }, ["--head", "mistakes"]],
    ["a working tree", {}, []],
  ])("%s", async (_name, options, args) => {
    const one = await runCheck(directory, { ...options, format: "json", jobs: 1 });
    const several = await runCli([...CHECK, ...args, "--jobs", "3", directory], { apart: true });
    expect(several).toEqual(one);
    const { summary } = JSON.parse(one.out);
    expect(summary.blocking + summary.warnings).toBeGreaterThan(0);
    expect(summary.packages).toBeGreaterThanOrEqual(650);
  });
});

test("an object that is damaged is told in words, and ends all threads", async () => {
  git(directory, ["add", "--all"]);
  git(directory, ["commit", "--quiet", "--message", "mistakes"]);
  const id = git(directory, ["rev-parse", `HEAD:${packageFile("zzzz")}`])
    .toString()
    .trim();
  const object = join(directory, ".git/objects", id.slice(0, 2), id.slice(2));
  chmodSync(object, 0o644);
  writeFileSync(object, "not what it was");
  const { status, out, err } = await runCli(["check", "--head", "HEAD", "--jobs", "2", directory], {
    apart: true,
  });
  expect({ status, out }).toEqual({ status: 2, out: "" });
  expect(err).toMatch(/^by-name-bot: [^\n]*\bobject[^\n]*\n$/);
});
