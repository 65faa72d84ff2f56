import { expect, it } from "vitest";
import { checkBetween, checkFiles } from "../rules/builders.ts";
import { introduced } from "../support/check.ts";

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

it("a package of very many directories within each other is walked through", async () => {
  const deep = "d/".repeat(1_000);
  const path = `pkgs/by-name/he/hello/${deep}x.nix`;
  const report = await checkFiles({ ...base, [path]: "{ a = ./nothing; }\n" });
  expect(report.findings.map(({ rule, path: at }) => [rule, at])).toEqual([["path-unresolvable", path]]);
});
