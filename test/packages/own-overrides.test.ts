import { describe, expect, it } from "vitest";
import { loadChange } from "../../src/change/change.ts";
import { loadSecondReader } from "../../src/grammar/load.ts";
import type { NixFeature } from "../../src/nix/parse.ts";
import { changedFiles } from "../../src/packages/changed-files.ts";
import { parseCache } from "../../src/packages/files.ts";
import { computeLoading } from "../../src/snapshot/loaded.ts";
import { type MemoryFile, memorySource } from "../../src/snapshot/memory.ts";
import { OVERRIDES, rootWith } from "./builders.ts";

const second = await loadSecondReader();
const HELLO = "pkgs/by-name/he/hello/package.nix";

const text = (body: string) => `{ }:\nres: pkgs: super: with pkgs; {\n${body}\n}\n`;
const CALL = "callPackage ../by-name/he/hello/package.nix";
const BASE = text(`  # Says hello.\n  hello = ${CALL} { a = 1; };\n\n  other = callPackage ./other.nix { };`);

/** What counts as outside of the package `hello`, of a change of it and of the overrides file. */
async function outside(
  after: MemoryFile,
  { base = BASE, ownOverrides = true, features = [] as readonly NixFeature[] } = {},
) {
  const change = await loadChange(
    memorySource({ [HELLO]: "1", [OVERRIDES]: base }),
    memorySource({ [HELLO]: "2", [OVERRIDES]: after }),
  );
  const options = {
    listed: [],
    bases: [change.base],
    roots: [rootWith()],
    ownOverrides,
    cache: parseCache(second).with(features),
  };
  return computeLoading([change.base, change.head], () => changedFiles(change, options));
}

describe("the own override of a package", () => {
  it.each([
    ["other arguments", BASE.replace("a = 1;", "a = 2; b = [ other ];")],
    ["none any more", BASE.replace(/ {2}hello.*\n/, "")],
    ["white space and comments besides", BASE.replace("Says", "Prints").replace("\n\n", "\n")],
  ])("may change with it: %s", async (_what, after) => {
    expect(await outside(after)).toMatchObject({ outside: [], overrides: [OVERRIDES] });
  });

  it("may be new with it", async () => {
    const base = BASE.replace(/ {2}hello.*\n/, "");
    expect(await outside(BASE, { base })).toMatchObject({ outside: [], overrides: [OVERRIDES] });
  });

  it("may not where the configuration does not say so", async () => {
    const after = BASE.replace("a = 1;", "a = 2;");
    expect(await outside(after, { ownOverrides: false })).toMatchObject({ outside: [OVERRIDES] });
  });

  it.each([
    ["another package's", BASE.replace("./other.nix { }", "./other.nix { evil = 1; }")],
    ["another besides", BASE.replace("a = 1; };", "a = 1; };\n  evil = 1;")],
    ["a definition for two", BASE.replace(`hello = ${CALL} { a = 1; };`, "inherit (evil) hello;")],
    ["a part of it", BASE.replace(`hello = ${CALL} { a = 1; };`, "hello.evil = 1;")],
    ["by a computed name", BASE.replace("hello =", "$" + '{"hel" + "lo"} =')],
    ["around it", BASE.replace("with pkgs;", "with evil;")],
    ["a set besides", `${BASE.trimEnd()} // { hello = 2; evil = 1; }\n`],
    ["in a string elsewhere", BASE.replace("./other.nix { }", './other.nix { x = "a  b"; }')],
    ["what does not parse", BASE.replace("a = 1;", "a = 1")],
    ["a link", { link: "elsewhere.nix" }],
  ] satisfies [string, MemoryFile][])("is not: %s", async (_what, after) => {
    const base =
      typeof after === "string" && after.includes("a  b")
        ? BASE.replace("./other.nix { }", './other.nix { x = "a b"; }')
        : BASE;
    expect(await outside(after, { base })).toMatchObject({ outside: [OVERRIDES], overrides: [] });
  });

  it("is not: another behind an operator that is a feature of Nix", async () => {
    const features = ["pipe-operators"] as const;
    const base = BASE.replace("a = 1;", "a = 1 |> f;");
    const own = base.replace("a = 1 |> f;", "a = 2 |> f;");
    expect(await outside(own, { base, features })).toMatchObject({ outside: [], overrides: [OVERRIDES] });
    const more = own.replace("./other.nix { }", "./other.nix { evil = 1; }");
    expect(await outside(more, { base, features })).toMatchObject({ outside: [OVERRIDES], overrides: [] });
  });
});
