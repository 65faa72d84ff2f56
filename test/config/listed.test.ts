import { describe, expect, it } from "vitest";
import { layoutsOf } from "../../src/checker/layouts.ts";
import { missingRoots, whyNoRoot } from "../../src/checker/missing-roots.ts";
import { type MemoryFiles, memorySnapshot } from "../../src/snapshot/memory.ts";
import { definition } from "../rules/builders.ts";
import { checkBetween, checkFiles, configurationOf, introduced } from "../support/check.ts";

const CONFIGURATION = ".github/by-name.yml";
const LISTED = "packages: [{ layout: listed }]\n";
const WRONG = definition({ lines: ["a = /etc/passwd;"] });

const TREE: MemoryFiles = {
  "default.nix": "{ pkgs }: { one = pkgs.callPackage ./pkgs/one { }; }\n",
  "nix/all.nix": "{ pkgs }: { two = pkgs.callPackage ../pkgs/two { }; }\n",
  "pkgs/one/default.nix": definition({ name: "one" }),
  "pkgs/two/default.nix": definition({ name: "two" }),
  "packages/three/package.nix": definition({ name: "three" }),
};

async function layoutsBy(configuration: string, files: MemoryFiles = TREE) {
  const found = await configurationOf({ ...files, [CONFIGURATION]: configuration });
  return {
    layout: found.layout,
    listed: found.listed.map(({ file }) => file),
    roots: found.roots.map(({ path }) => path),
    layouts: layoutsOf(found),
  };
}

describe("`layout: listed`", () => {
  it("takes the lists that are usual, and no root that would have been recognised", async () => {
    expect(await layoutsBy(LISTED)).toEqual({
      layout: "named",
      listed: ["pkgs/one/default.nix"],
      roots: [],
      layouts: [{ layout: "listed", from: "configuration", files: ["default.nix"], packages: 1 }],
    });
  });

  it.each([
    ["nix/all.nix", ["pkgs/two/default.nix"]],
    ["[default.nix, nix/all.nix]", ["pkgs/one/default.nix", "pkgs/two/default.nix"]],
  ])("takes those of `listed-in: %s`", async (file, listed) => {
    const found = await layoutsBy(`packages: [{ layout: listed, listed-in: ${file} }]\n`);
    expect(found.listed).toEqual(listed);
  });

  it("stands beside roots, whose packages are theirs", async () => {
    const found = await layoutsBy(
      "packages: [{ root: pkgs, sharded: false }, { root: packages, sharded: false }, { layout: listed }]\n",
    );
    expect(found).toMatchObject({ roots: ["pkgs", "packages"], listed: [] });
  });

  it("is what the base says, of what either side lists", async () => {
    const base = { ...TREE, [CONFIGURATION]: "packages: [{ layout: listed, listed-in: nix/all.nix }]\n" };
    const head = {
      ...base,
      [CONFIGURATION]: LISTED,
      "nix/all.nix": "{ pkgs }: { four = pkgs.callPackage ../pkgs/four { }; }\n",
      "pkgs/one/default.nix": WRONG,
      "pkgs/four/default.nix": WRONG,
    };
    const found = introduced(await checkBetween(base, head));
    expect(found.map(({ rule, attribute, path }) => [rule, attribute, path])).toEqual([
      ["path-absolute", "four", "pkgs/four/default.nix"],
    ]);
  });

  it("lets the rules about lists look at these files", async () => {
    const files = {
      ...TREE,
      [CONFIGURATION]: "packages: [{ layout: listed, listed-in: nix/all.nix }]\n",
      "nix/all.nix": "{ pkgs }: { two = pkgs.callPackage ../pkgs/2 { }; }\n",
      "default.nix": "{ pkgs }: { one = pkgs.callPackage ./pkgs/1 { }; }\n",
    };
    const { findings } = await checkFiles(files);
    expect(findings.map(({ rule, path }) => [rule, path])).toEqual([["listed-path-missing", "nix/all.nix"]]);
  });
});

it("a list that the configuration names and that lists nothing is a mistake", async () => {
  const files = { "default.nix": "{ }: { }\n", [CONFIGURATION]: LISTED };
  const configuration = await configurationOf(files);
  expect(whyNoRoot([memorySnapshot(files)], configuration)).toMatch(/^no package is listed by /);
  expect(missingRoots([memorySnapshot(files)], configuration)).toEqual([
    "No package is listed by `callPackage ./path` in `default.nix`, `pkgs/default.nix`, `overlay.nix`, which the configuration names.",
  ]);
  const filled = await configurationOf({ ...TREE, [CONFIGURATION]: LISTED });
  expect(whyNoRoot([memorySnapshot(TREE)], filled)).toBeNull();
  expect(missingRoots([memorySnapshot(TREE)], filled)).toEqual([]);
});
