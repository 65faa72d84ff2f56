import { describe, expect, it } from "vitest";
import { loadChange } from "../../src/change/change.ts";
import { loadConfiguration } from "../../src/config/load.ts";
import { loadSecondReader } from "../../src/grammar/load.ts";
import { parseCache } from "../../src/packages/files.ts";
import { heldLines } from "../../src/policy/constraints.ts";
import { contentFacts } from "../../src/policy/content.ts";
import { RULE_NAMING } from "../../src/rules/naming.ts";
import { computeLoading, loadedSnapshot } from "../../src/snapshot/loaded.ts";
import { type MemoryFiles, memorySource } from "../../src/snapshot/memory.ts";
import { facts } from "./builders.ts";

const cache = parseCache(await loadSecondReader());

/** Where the layout of a change comes from, its packages and what is outside of them, as a merge sees it. */
async function seen(before: MemoryFiles, after: MemoryFiles) {
  const change = await loadChange(memorySource(before), memorySource(after));
  const loaded = await computeLoading([change.base, change.head], () =>
    loadConfiguration(change.base, RULE_NAMING, undefined, change.head),
  );
  if (loaded.kind === "invalid") throw new Error("the configuration is not valid");
  const { configuration } = loaded;
  const { maintainers } = configuration.merge;
  const question = {
    change,
    tip: change.base,
    listed: [],
    atLeast: 0,
    configuration,
    maintainers,
    parse: cache,
  };
  const { files, added } = await computeLoading([change.base, change.head], () => contentFacts(question));
  return {
    layout: configuration.layout,
    roots: configuration.roots.map(({ path }) => path),
    packages: files.packages.map(({ directory }) => directory),
    outside: files.outside,
    added,
  };
}

const PACKAGES = { "packages/a/package.nix": "1", "packages/b/package.nix": "1" };

it("a merge may rest on a root that the base shows", async () => {
  expect(await seen(PACKAGES, { ...PACKAGES, "packages/a/package.nix": "2" })).toEqual({
    layout: "base",
    roots: ["packages"],
    packages: ["packages/a"],
    outside: [],
    added: [],
  });
});

it("a merge rests on no root that only the change shows, even of a package that the base has", async () => {
  // On the base most directories are something else, so there are no packages there.
  const base = {
    "packages/a/package.nix": "1",
    ...Object.fromEntries(["b", "c", "d"].map((name) => [`packages/${name}/x.nix`, "1"])),
  };
  expect(await seen(base, { "packages/a/package.nix": "2" })).toMatchObject({
    layout: "head",
    roots: ["packages"],
    packages: [],
    outside: ["packages/a/package.nix", "packages/b/x.nix", "packages/c/x.nix", "packages/d/x.nix"],
    added: [],
  });
});

it("a change makes no directory a package by another layout of its own", async () => {
  const base = { ...PACKAGES, "tools/x/package.nix": "1" };
  const head = {
    ...base,
    "pkgs/by-name/he/hello/package.nix": "1",
    "packages/default.nix": "{ }: { }",
    "packages/b/package.nix": "2",
  };
  expect(await seen(base, head)).toMatchObject({
    layout: "base",
    roots: ["packages"],
    packages: ["packages/b"],
    outside: ["packages/default.nix", "pkgs/by-name/he/hello/package.nix"],
  });
});

it("a merge rests on packages beside the sets of a root, and on none in a set", async () => {
  const base = { "pkgs/a/package.nix": "1", "pkgs/set/b/package.nix": "1" };
  expect(await seen(base, { ...base, "pkgs/a/package.nix": "2" })).toMatchObject({
    packages: ["pkgs/a"],
    outside: [],
  });
  expect(await seen(base, { ...base, "pkgs/set/b/package.nix": "2" })).toMatchObject({
    packages: [],
    outside: ["pkgs/set/b/package.nix"],
  });
  // A file that makes a package of the set does not do so for this change.
  const head = { ...base, "pkgs/set/package.nix": "1", "pkgs/set/b/package.nix": "2" };
  expect((await seen(base, head)).outside).toEqual(["pkgs/set/b/package.nix", "pkgs/set/package.nix"]);
});

it("a merge rests on no list", async () => {
  const list = { "default.nix": "{ pkgs }: { hello = pkgs.callPackage ./pkgs/hello { }; }" };
  const base = { ...list, "pkgs/hello/default.nix": "1" };
  expect(await seen(base, { ...base, "pkgs/hello/default.nix": "2" })).toMatchObject({
    layout: "head",
    roots: [],
    packages: [],
    outside: ["pkgs/hello/default.nix"],
  });
});

it("nixpkgs is not looked into: its layout is what it is", async () => {
  const nixpkgs = {
    "pkgs/top-level/all-packages.nix": "{ }",
    "maintainers/maintainer-list.nix": "{ }",
    "packages/a/package.nix": "1",
  };
  expect(await seen(nixpkgs, { ...nixpkgs, "packages/a/package.nix": "2" })).toMatchObject({
    layout: "nixpkgs",
    roots: ["pkgs/by-name"],
  });
});

it("nixpkgs is told by no more than what tells that it is nixpkgs, whatever is loaded first", async () => {
  const files = memorySource({
    "pkgs/top-level/all-packages.nix": "{ }",
    "maintainers/maintainer-list.nix": "{ }",
    "pkgs/by-name/he/hello/package.nix": "1",
    "default.nix": "{ }",
  });
  const asked: string[] = [];
  const list = (directories: readonly string[]) => {
    asked.push(...directories);
    return files.list(directories);
  };
  const snapshot = loadedSnapshot({ ...files, list });
  // As the App does, which knows the overrides files before anything else.
  await computeLoading([snapshot], () => snapshot.entry("pkgs/top-level/all-packages.nix"));
  const loaded = await computeLoading([snapshot], () => loadConfiguration(snapshot, RULE_NAMING));
  expect(loaded).toMatchObject({ configuration: { layout: "nixpkgs" } });
  expect(asked.sort()).toEqual(["", "maintainers", "pkgs", "pkgs/top-level"]);
});

it("roots that somebody named are all that there are", async () => {
  const named = { ".github/by-name.yml": "packages: [{ root: pkgs/by-name }]\n", ...PACKAGES };
  expect(await seen(named, { ...named, "packages/a/package.nix": "2" })).toMatchObject({
    layout: "named",
    roots: ["pkgs/by-name"],
    packages: [],
  });
});

it("packages are added to any of several roots, and of several each", async () => {
  const named = { ".github/by-name.yml": "packages: [{ root: packages }, { root: tools }]\n", ...PACKAGES };
  const head = { ...named, "tools/cc/cc/package.nix": "1", "packages/dd/dd/package.nix": "1" };
  expect(await seen(named, head)).toMatchObject({ added: ["dd", "cc"] });
});

describe("of a package that no merge rests on, the checklist says why", () => {
  async function unrestedIn(before: MemoryFiles, after: MemoryFiles) {
    const change = await loadChange(memorySource(before), memorySource(after));
    const loaded = await computeLoading([change.base, change.head], () =>
      loadConfiguration(change.base, RULE_NAMING, undefined, change.head),
    );
    if (loaded.kind === "invalid") throw new Error("the configuration is not valid");
    const { configuration } = loaded;
    const { maintainers } = configuration.merge;
    const question = {
      change,
      tip: change.base,
      listed: [],
      atLeast: 0,
      configuration,
      maintainers,
      parse: cache,
    };
    const { files, unrested } = await computeLoading([change.base, change.head], () =>
      contentFacts(question),
    );
    const [, , , line] = heldLines(facts({ files, unrested }));
    return { unrested, text: line?.text };
  }

  const LIST = "{ pkgs }: { a = pkgs.callPackage ./x/a { }; b = pkgs.callPackage ./x/b.nix { }; }\n";
  const LISTED = { "default.nix": LIST, "x/a/default.nix": "1", "x/b.nix": "1" };

  it("which a list defines, by its directory or its single file", async () => {
    expect(await unrestedIn(LISTED, { ...LISTED, "x/a/default.nix": "2", "x/b.nix": "2" })).toEqual({
      unrested: [
        { name: "a", why: "listed" },
        { name: "b", why: "listed" },
      ],
      text: "It changes `a`, `b`, which a file of the repository lists as a package; these are never merged automatically; somebody with write access has to merge it",
    });
    const added = await unrestedIn(LISTED, { ...LISTED, "default.nix": `${LIST} `, "x/a/y.nix": "1" });
    expect(added.unrested).toEqual([{ name: "a", why: "listed" }]);
  });

  it("which stands in a set", async () => {
    const sets = { "pkgs/a/package.nix": "1", "pkgs/tools/b/package.nix": "1" };
    const found = await unrestedIn(sets, { ...sets, "pkgs/tools/b/package.nix": "2" });
    expect(found.text).toBe(
      "It changes `b` in a package set; these are never merged automatically; somebody with write access has to merge it",
    );
    // Not the one beside it, which a merge may rest on.
    const both = { ...sets, "pkgs/a/package.nix": "2", "pkgs/tools/b/package.nix": "2" };
    expect((await unrestedIn(sets, both)).unrested).toEqual([{ name: "b", why: "in-set" }]);
    expect((await unrestedIn(sets, { ...sets, "pkgs/a/package.nix": "2" })).unrested).toEqual([]);
  });

  it("unless there is more of it than merges itself", async () => {
    const sets = { "pkgs/a/package.nix": "1", "pkgs/tools/b/package.nix": "1" };
    const files = Array.from({ length: 100 }, (_, i) => [`pkgs/tools/b/${i}`, "1"] as const);
    const { unrested } = await unrestedIn(sets, { ...sets, ...Object.fromEntries(files.slice(1)) });
    expect(unrested).toEqual([{ name: "b", why: "in-set" }]);
    expect(await unrestedIn(sets, { ...sets, ...Object.fromEntries(files) })).toEqual({
      unrested: [],
      text: "It changes 100 files; automatic merging allows at most 99",
    });
  });

  it("whose root only the change shows", async () => {
    const few = Object.fromEntries(["b", "c", "d"].map((name) => [`packages/${name}/x.nix`, "1"]));
    const found = await unrestedIn(
      { "packages/a/package.nix": "1", ...few },
      { "packages/a/package.nix": "2", "packages/b/package.nix": "1", ...few, "packages/c/package.nix": "1" },
    );
    expect(found.text).toBe(
      "It changes `a`, `b`, `c`, and only the change itself shows that packages are there; somebody with write access has to merge it",
    );
  });

  it("and nothing of one that is no package by its name", async () => {
    expect(await unrestedIn(PACKAGES, { ...PACKAGES, "packages/Fresh/package.nix": "1" })).toEqual({
      unrested: [],
      text: "It changes files outside existing package directories: `packages/Fresh/package.nix`",
    });
  });

  it("unless something else is changed as well", async () => {
    const found = await unrestedIn(LISTED, { ...LISTED, "x/a/default.nix": "2", "flake.nix": "1" });
    expect(found).toEqual({
      unrested: [],
      text: "It changes files outside existing package directories: `flake.nix`, `x/a/default.nix`",
    });
  });
});
