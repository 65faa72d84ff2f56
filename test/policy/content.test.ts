import { describe, expect, it } from "vitest";
import { loadChange } from "../../src/change/change.ts";
import { loadConfiguration } from "../../src/config/load.ts";
import { loadSecondReader } from "../../src/grammar/load.ts";
import { parseCache } from "../../src/packages/files.ts";
import { contentFacts } from "../../src/policy/content.ts";
import { RULE_NAMING } from "../../src/rules/naming.ts";
import { computeLoading } from "../../src/snapshot/loaded.ts";
import { type MemoryFiles, memorySource } from "../../src/snapshot/memory.ts";

const cache = parseCache(await loadSecondReader());

/** What the files of a change say that adds these to others; what is there twice is changed. */
async function contentOf(base: MemoryFiles, head: MemoryFiles, listed: readonly string[] = []) {
  const change = await loadChange(memorySource(base), memorySource({ ...base, ...head }));
  const snapshots = [change.base, change.head];
  const loaded = await computeLoading(snapshots, () =>
    loadConfiguration(change.base, RULE_NAMING, undefined, change.head),
  );
  if (loaded.kind === "invalid") throw new Error("the configuration is not valid");
  const { configuration } = loaded;
  const { maintainers } = configuration.merge;
  const asked = { change, tip: change.base, listed, atLeast: 0, configuration, maintainers, parse: cache };
  return computeLoading(snapshots, () => contentFacts(asked));
}

const named = (...roots: readonly string[]): MemoryFiles => ({
  ".github/by-name.yml": `packages: [${roots.map((root) => `{ root: ${root} }`).join(", ")}]\n`,
});
const BASE: MemoryFiles = {
  ...named("a", "b"),
  "a/he/hello/package.nix": "1",
  "b/co/cowsay/package.nix": "1",
};

describe("the packages that a change adds", () => {
  it.each<[string, MemoryFiles, readonly string[]]>([
    ["in the first of two roots", { "a/fr/fresh/package.nix": "1" }, ["fresh"]],
    ["in the last of two roots", { "b/fr/fresh/package.nix": "1" }, ["fresh"]],
    [
      "more than one",
      { "a/fr/fresh/package.nix": "1", "a/fr/fresh/x": "", "b/ne/new/package.nix": "1" },
      ["fresh", "new"],
    ],
    [
      "beside one that is changed",
      { "a/fr/fresh/package.nix": "1", "a/he/hello/package.nix": "2" },
      ["fresh"],
    ],
    ["beside a file that is no package's", { "a/fr/fresh/package.nix": "1", "b/ne/x": "" }, []],
  ])("are known: %s", async (_, head, added) => {
    expect((await contentOf(BASE, head)).added).toEqual(added);
  });

  it("are none that no merge rests on", async () => {
    const fresh = { "a/fr/fresh/package.nix": "1" };
    expect((await contentOf(BASE, fresh)).unrested).toEqual([]);
    // Of no root that was named, but one that the base shows.
    const shown = { "packages/x/package.nix": "1", "packages/y/package.nix": "1" };
    const { files, unrested } = await contentOf(shown, { "packages/z/package.nix": "1" });
    expect([files.outside, unrested]).toEqual([["packages/z/package.nix"], []]);
  });
});

describe("files of a change", () => {
  it("that do not parse are told of where they are a maintainer's alone", async () => {
    const bad = { "a/he/hello/package.nix": "{" };
    expect((await contentOf(BASE, bad)).unparsed).toEqual(["a/he/hello/package.nix"]);
    expect((await contentOf(BASE, { ...bad, x: "" })).unparsed).toEqual([]);
  });
});
