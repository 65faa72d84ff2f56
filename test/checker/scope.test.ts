import { expect, it } from "vitest";
import { checkTree } from "../../src/checker/check-tree.ts";
import { loadedSnapshot } from "../../src/snapshot/loaded.ts";
import { memorySource } from "../../src/snapshot/memory.ts";
import { checkBetween } from "../rules/builders.ts";
import { checkingBy, configurationOf, introduced } from "../support/check.ts";

const DEFINITION = '{ stdenv }:\n\nstdenv.mkDerivation {\n  pname = "hello";\n}\n';
const TOP_LEVEL = "pkgs/top-level/all-packages.nix";
const base = {
  "pkgs/by-name/he/hello/package.nix": DEFINITION,
  "pkgs/by-name/wo/world/package.nix": DEFINITION,
};

function topLevel(path: string): string {
  return `self: with self; let path = ${path}; in { hello = callPackage path { a = 1; }; }\n`;
}

it("a definition is looked at again where only the name that it calls stands for another path", async () => {
  const report = await checkBetween(
    { ...base, [TOP_LEVEL]: topLevel("../by-name/he/hello/package.nix") },
    { ...base, [TOP_LEVEL]: topLevel("../by-name/wo/world/package.nix") },
  );
  expect(introduced(report).map(({ rule, attribute }) => `${rule} ${attribute}`)).toContain(
    "override-wrong-path hello",
  );
});

it("a package of very many directories within each other is walked through, one after the other", async () => {
  const deep = "d/".repeat(500);
  const path = `pkgs/by-name/he/hello/${deep}x.nix`;
  const files = { ...base, [path]: "{ a = ./nothing; }\n" };
  const checking = checkingBy(await configurationOf(files));
  const report = await checkTree(loadedSnapshot(memorySource(files)), checking);
  expect(report.findings.map(({ rule, path: at }) => [rule, at])).toEqual([["path-unresolvable", path]]);
});
