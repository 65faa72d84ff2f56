import { describe, expect, it } from "vitest";
import { recognise } from "../../../src/packages/recognition/recognise.ts";
import { computeLoading, loadedSnapshot } from "../../../src/snapshot/loaded.ts";
import { type MemoryFiles, memorySource } from "../../../src/snapshot/memory.ts";
import type { Source } from "../../../src/snapshot/source.ts";

/** The by-name roots of a repository, as `pkgs/<name>/package.nix`. */
async function rootsOf(files: MemoryFiles, source: Source = memorySource(files)): Promise<string[]> {
  const snapshot = loadedSnapshot(source);
  const { byName } = await computeLoading([snapshot], () => recognise(snapshot));
  return byName.map(
    ({ path, sharded, file, nested }) =>
      `${path}/${sharded ? "<shard>/" : ""}<name>/${file}${nested === true ? ", nested" : ""}`,
  );
}

/** Files by their paths, each with a text. */
function filesAt(...paths: readonly string[]): Record<string, string> {
  return Object.fromEntries(paths.map((path) => [path, "{ }: 1\n"]));
}

describe("packages by name are recognised", () => {
  it.each([
    ["in shards", ["pkgs/by-name/he/hello/package.nix"], "pkgs/by-name/<shard>/<name>/package.nix"],
    ["without shards", ["pkgs/by-name/hello/package.nix"], "pkgs/by-name/<name>/package.nix"],
    ["in shards of another root", ["by-name/he/hello/package.nix"], "by-name/<shard>/<name>/package.nix"],
    ["in `pkgs`", ["pkgs/hello/package.nix", "pkgs/x.nix"], "pkgs/<name>/package.nix"],
    ["in shards of `pkgs`", ["pkgs/he/hello/package.nix"], "pkgs/<shard>/<name>/package.nix"],
    ["in `packages`", ["packages/hello/package.nix"], "packages/<name>/package.nix"],
    ["in `nix/pkgs`", ["nix/pkgs/hello/package.nix"], "nix/pkgs/<name>/package.nix"],
    ["in `nix/packages`", ["nix/packages/hello/default.nix"], "nix/packages/<name>/default.nix"],
    ["by `default.nix`", ["pkgs/a/default.nix", "pkgs/b/default.nix"], "pkgs/<name>/default.nix"],
    [
      "by `package.nix` where most are",
      ["a/package", "b/package", "c/default"].map((path) => `pkgs/${path}.nix`),
      "pkgs/<name>/package.nix",
    ],
    [
      "by `default.nix` in shards, where there are a few",
      ["pkgs/by-name/aa/aa/default.nix", "pkgs/by-name/ab/ab/default.nix", "pkgs/by-name/ac/ac/default.nix"],
      "pkgs/by-name/<shard>/<name>/default.nix",
    ],
    ["whose name is as short as a shard's", ["pkgs/hi/package.nix"], "pkgs/<name>/package.nix"],
  ])("%s", async (_how, paths, root) => {
    expect(await rootsOf(filesAt(...paths))).toEqual([root]);
  });

  it("in several roots", async () => {
    const files = filesAt("pkgs/by-name/he/hello/package.nix", "packages/mytool/package.nix");
    expect(await rootsOf(files)).toEqual([
      "pkgs/by-name/<shard>/<name>/package.nix",
      "packages/<name>/package.nix",
    ]);
  });

  it("in the root that another directory holds, and not in that", async () => {
    const files = filesAt("pkgs/by-name/he/hello/package.nix", "pkgs/a/package.nix", "pkgs/b/package.nix");
    expect(await rootsOf(files)).toEqual(["pkgs/by-name/<shard>/<name>/package.nix"]);
  });
});

describe("a root with shards", () => {
  it("stays one where a few packages have none", async () => {
    const files = filesAt("pkgs/by-name/he/hello/package.nix", "pkgs/by-name/mytool/package.nix");
    expect(await rootsOf(files)).toEqual(["pkgs/by-name/<shard>/<name>/package.nix"]);
  });

  it("is what `pkgs/by-name` is where nothing tells", async () => {
    expect(await rootsOf(filesAt("pkgs/by-name/README.md"))).toEqual([
      "pkgs/by-name/<shard>/<name>/package.nix",
    ]);
    // One that is called `default.nix` may as well be a mistake.
    expect(await rootsOf(filesAt("pkgs/by-name/he/hello/default.nix"))).toEqual([
      "pkgs/by-name/<shard>/<name>/package.nix",
    ]);
  });

  it("has packages that belong in their shards, in a directory of another name", async () => {
    expect(await rootsOf(filesAt("pkgs/go/hello/package.nix"))).toEqual(["pkgs/<name>/package.nix, nested"]);
  });
});

describe("a root with sets of packages", () => {
  it.each([
    [
      "among packages",
      ["pkgs/hello/package.nix", "pkgs/tools/a/package.nix"],
      "pkgs/<name>/package.nix, nested",
    ],
    ["alone", ["pkgs/tools/a/package.nix", "pkgs/games/b/package.nix"], "pkgs/<name>/package.nix, nested"],
    [
      "that might be shards",
      ["pkgs/by-name/hello/package.nix", "pkgs/by-name/world/package.nix", "pkgs/by-name/qt/a/package.nix"],
      "pkgs/by-name/<name>/package.nix, nested",
    ],
  ])("is recognised where they are %s", async (_where, paths, root) => {
    expect(await rootsOf(filesAt(...paths))).toEqual([root]);
  });

  it("is not where they may be shards that are misnamed", async () => {
    expect(await rootsOf(filesAt("pkgs/by-name/Hello/hello/package.nix"))).toEqual([
      "pkgs/by-name/<shard>/<name>/package.nix",
    ]);
  });

  it("is not where they are of `default.nix` alone, or listed", async () => {
    expect(await rootsOf(filesAt("pkgs/tools/a/default.nix"))).toEqual([]);
    const list = "{ pkgs }: { a = pkgs.callPackage ./pkgs/tools/a/package.nix { }; }";
    expect(await rootsOf({ ...filesAt("pkgs/tools/a/package.nix"), "default.nix": list })).toEqual([]);
  });
});

describe("nothing is recognised", () => {
  it.each([
    ["in an empty repository", []],
    ["elsewhere", ["tools/hello/package.nix", "modules/x/default.nix"]],
    ["where most directories are something else", ["pkgs/a/package.nix", "pkgs/b/x.nix", "pkgs/c/x.nix"]],
    ["in a file of such a name", ["pkgs"]],
  ])("%s", async (_where, paths) => {
    expect(await rootsOf(filesAt(...paths))).toEqual([]);
  });

  it("where `default.nix` lists most of the packages", async () => {
    const files = {
      ...filesAt("pkgs/a/default.nix", "pkgs/b/default.nix", "pkgs/c/default.nix"),
      "default.nix": "{ pkgs }: { a = pkgs.callPackage ./pkgs/a { }; b = pkgs.callPackage ./pkgs/b { }; }",
    };
    expect(await rootsOf(files)).toEqual([]);
    const one = { ...files, "default.nix": "{ pkgs }: { a = pkgs.callPackage ./pkgs/a { }; }" };
    expect(await rootsOf(one)).toEqual(["pkgs/<name>/default.nix"]);
  });
});

it("a large root takes few listings", async () => {
  const names = Array.from({ length: 2000 }, (_, i) => `pkgs/package-${i}/package.nix`);
  const source = memorySource(filesAt(...names));
  let listed = 0;
  const counting: Source = {
    ...source,
    list: (directories) => {
      listed += directories.length;
      return source.list(directories);
    },
  };
  expect(await rootsOf({}, counting)).toEqual(["pkgs/<name>/package.nix"]);
  expect(listed).toBeLessThan(60);
});
