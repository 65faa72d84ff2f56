import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryDirectory, temporaryRepository, writeFiles } from "../snapshot/temporary-repository.ts";
import { found, runCli } from "./run.ts";
import { definition, packageFile, packages, pathOutside, threeMistakes, uselessEscape } from "./trees.ts";

/** What `check` with these arguments finds, in a directory of a repository. */
async function checked(cwd: string, ...args: string[]) {
  const { status, out, err } = await runCli(["check", "--format", "json", ...args], { cwd });
  return { status, err, found: out === "" ? [] : found(JSON.parse(out)) };
}

function repositoryWithMistakes() {
  const repository = temporaryRepository();
  repository.commit({ ...threeMistakes, "flake.nix": '"\\q"' });
  return repository;
}

describe("files that are named", () => {
  test("are what findings are about: those in them, and those of the directories that they are in", async () => {
    const { directory } = repositoryWithMistakes();
    expect(await checked(directory, packageFile("jq"))).toMatchObject({
      status: 1,
      found: [`useless-escape ${packageFile("jq")}`],
    });
    expect(await checked(directory, "pkgs/by-name/aa/hello/package.nix", "flake.nix")).toMatchObject({
      status: 1,
      found: ["useless-escape flake.nix", "package-wrong-shard pkgs/by-name/aa/hello"],
    });
    expect(await checked(directory, "pkgs/README.md")).toEqual({ status: 0, err: "", found: [] });
  });

  test("give, one by one, what a check of everything gives", async () => {
    const { directory, git } = repositoryWithMistakes();
    const all = await checked(directory);
    const one = await Promise.all(
      git("ls-files")
        .split("\n")
        .map((file) => checked(directory, file).then((each) => each.found)),
    );
    expect(one.flat().sort()).toEqual(all.found.toSorted());
    expect(all.found).toHaveLength(4);
  });

  test("are found from the current directory, by absolute paths, and through links to their directory", async () => {
    const { directory } = repositoryWithMistakes();
    const expected = [`useless-escape ${packageFile("jq")}`];
    const cwd = join(directory, "pkgs/by-name/jq/jq");
    expect((await checked(cwd, "package.nix")).found).toEqual(expected);
    expect((await checked(cwd, "../jq/./package.nix")).found).toEqual(expected);
    expect((await checked(directory, join(cwd, "package.nix"))).found).toEqual(expected);
    const link = join(temporaryDirectory(), "link");
    symlinkSync(directory, link);
    expect((await checked(directory, join(link, packageFile("jq")))).found).toEqual(expected);
  });

  test.each(["-x.nix", "a b\n.nix", "é.nix", "*.nix", "'\"$(touch x).nix"])(
    "may be called %j",
    async (name) => {
      const repository = temporaryRepository();
      repository.commit({ ...packages("hello"), [name]: '"\\q"', "other.nix": '"\\q"' });
      const { found } = await checked(repository.directory, "--", name);
      expect(found).toEqual([`useless-escape ${name}`]);
    },
  );

  test("count with a base as well: what the change brings, and only there", async () => {
    const repository = temporaryRepository();
    repository.commit({
      "pkgs/README.md": "",
      ...packages("jq", "yq"),
      [packageFile("old")]: definition("old", uselessEscape),
    });
    repository.write({
      [packageFile("jq")]: definition("jq", uselessEscape),
      [packageFile("yq")]: definition("yq", pathOutside),
    });
    const files = [packageFile("jq"), packageFile("old")];
    const { found } = await checked(repository.directory, "--base", "HEAD", ...files);
    expect(found).toEqual([`useless-escape ${packageFile("jq")}`]);
    repository.git("add", "--all");
    expect((await checked(repository.directory, "--staged", packageFile("yq"))).found).toEqual([
      `path-outside-package ${packageFile("yq")}`,
    ]);
  });

  test("may be gone, where a base has them", async () => {
    const repository = temporaryRepository();
    repository.commit(packages("jq", "yq"));
    rmSync(join(repository.directory, packageFile("jq")));
    const files = [packageFile("jq"), packageFile("yq")];
    expect(await checked(repository.directory, "--base", "HEAD", ...files)).toMatchObject({ err: "" });
    expect(await checked(repository.directory, ...files)).toMatchObject({
      status: 2,
      err: `by-name-bot: there is no file ${packageFile("jq")} in what is checked\n`,
    });
  });

  test("have to be in the repository", async () => {
    const { directory } = repositoryWithMistakes();
    const outside = join(temporaryDirectory(), "x.nix");
    writeFiles(join(outside, ".."), { "x.nix": "1" });
    expect(await checked(directory, outside)).toMatchObject({
      status: 2,
      err: `by-name-bot: ${outside} is not in ${directory}\n`,
    });
    mkdirSync(join(directory, ".git/x"));
    writeFiles(directory, { ".git/y.nix": '"\\q"' });
    expect(await checked(directory, ".git/y.nix")).toMatchObject({ status: 2 });
  });

  test("are no directories", async () => {
    const { directory } = repositoryWithMistakes();
    expect(await checked(directory, "flake.nix", "pkgs")).toMatchObject({
      status: 2,
      err: "by-name-bot: pkgs is a directory: name one directory alone, or files\n",
    });
  });

  test("are all that is fixed", async () => {
    const { directory, git } = repositoryWithMistakes();
    await checked(directory, "--fix", "flake.nix");
    expect(git("diff", "--name-only")).toBe("flake.nix");
  });
});
