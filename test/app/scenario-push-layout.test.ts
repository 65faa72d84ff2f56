import type { Files, RepositoryHandle } from "simulated-github";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openStage, packageText, type Stage } from "./kit.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(async () => {
  await stage.close();
});

const FLAT = {
  "packages/one/package.nix": packageText("one"),
  "packages/two/package.nix": packageText("two"),
};

/** A repository with a pull request that changes a package, and which of both are looked at after a push. */
async function pushed(
  owner: string,
  before: Files,
  files: Files,
  path = "packages/one/package.nix",
): Promise<{ looked: number; found: unknown[] }> {
  const repository: RepositoryHandle = await stage.repository(`${owner}/packages`, before);
  await stage.world.as("alice").opensPullRequest(repository, {
    title: "hello: change",
    files: { [path]: packageText("one", ["# changed"]) },
  });
  await stage.idle();
  const since = stage.log.length;
  await stage.world.as("bob").pushes(repository, files);
  await stage.idle();
  const lines = stage.logged({ msg: "handled" }, since);
  return {
    looked: lines.filter(({ pull }) => pull !== undefined).length,
    found: lines.flatMap(({ found }) => (found === undefined ? [] : [found])),
  };
}

const OTHERWISE = "packages are laid out otherwise";

it.each<[string, Files, Files]>([
  ["a root comes", FLAT, { "pkgs/by-name/th/three/package.nix": packageText("three") }],
  [
    "the only package goes from a root",
    { ...FLAT, "pkgs/by-name/th/three/package.nix": packageText("three") },
    { "pkgs/by-name/th/three/package.nix": null, "pkgs/x": "" },
  ],
  [
    "a list comes",
    FLAT,
    { "default.nix": "{ pkgs }: { x = pkgs.callPackage ./x { }; }\n", "x/default.nix": "1\n" },
  ],
  ["a root gets a set", FLAT, { "packages/tools/three/package.nix": packageText("three") }],
])("a push by which %s has the pull requests looked at again", async (what, before, files) => {
  const { looked, found } = await pushed(what.replaceAll(" ", "-"), before, files);
  expect(found).toEqual([OTHERWISE]);
  expect(looked).toBe(1);
});

it("one that adds a package to a root as it is does not", async () => {
  const { looked, found } = await pushed("same", FLAT, {
    "packages/three/package.nix": packageText("three"),
  });
  expect(found).toEqual(["nothing depends on it"]);
  expect(looked).toBe(0);
});

it.each([
  ["names its roots", "packages: [{ root: packages, sharded: false }]\n"],
  ["is that of nixpkgs", "preset: nixpkgs\n"],
])("one does not where the configuration %s", async (how, text) => {
  const before = { ...FLAT, ".github/by-name.yml": text };
  const added = { "pkgs/by-name/th/three/package.nix": packageText("three") };
  const { looked, found } = await pushed(`configured-${text.length}`, before, added);
  expect([how, looked, found]).toEqual([how, 0, ["nothing depends on it"]]);
});
