import { expect, it } from "vitest";
import type { MemoryFiles } from "../../../src/snapshot/memory.ts";
import { checkBetween, checkFiles } from "../../support/check.ts";
import { definition, lines, NIXPKGS, topLevel } from "../builders.ts";

const SHELL = "{ pkgs ? import <nixpkgs> { }, lib ? import <nixpkgs/lib> }: pkgs.mkShell { x = <a>; }\n";

/** What is said of paths in it: the places, by their rule. */
async function pathsOf(files: MemoryFiles): Promise<string[]> {
  const report = await checkFiles(files);
  return lines(report, files).filter((line) => / (path-search|reference-into-package) /.test(line));
}

it("`<nixpkgs>` may be the default of `pkgs` in a file beside a definition, and nothing else, outside of nixpkgs", async () => {
  const files = { "pkgs/one/package.nix": definition(), "pkgs/one/shell.nix": SHELL };
  expect(await pathsOf(files)).toEqual(
    ["<nixpkgs/lib>", "<a>"].map((path) => `error path-search NPV-122 one pkgs/one/shell.nix: ${path}`),
  );
  const own = { "pkgs/one/package.nix": "{ pkgs ? import <nixpkgs> { } }: pkgs.hello\n" };
  expect(await pathsOf(own)).toEqual(["error path-search NPV-122 one pkgs/one/package.nix: <nixpkgs>"]);
  const nixpkgs = {
    ...topLevel(),
    ...NIXPKGS,
    "pkgs/by-name/on/one/package.nix": definition(),
    "pkgs/by-name/on/one/shell.nix": SHELL,
  };
  expect((await pathsOf(nixpkgs)).filter((line) => line.includes("shell.nix"))).toHaveLength(3);
});

it("a path into a package of a root without shards is its owner's affair, unless there is nothing", async () => {
  const base = { "pkgs/one/default.nix": definition(), "pkgs/one/x.md": "", "flake.nix": "{ }\n" };
  const head = {
    ...base,
    "flake.nix": "{ a = callPackage ./pkgs/one { }; b = ./pkgs/one/x.md; c = ./pkgs/one/y; }\n",
  };
  expect(lines(await checkBetween(base, head), head)).toEqual([
    "warning reference-into-package - one flake.nix: ./pkgs/one/y",
  ]);
});

it("a package that is called by its directory is called right where `default.nix` defines it", async () => {
  const root = "pkgs/by-name/on/one";
  const files = (text: string) => ({
    [`${root}/default.nix`]: definition(),
    [`${root}/x.md`]: "",
    "flake.nix": text,
    ".github/by-name.yml": "packages: [{ root: pkgs/by-name, file: default.nix }]\n",
  });
  const head = files(`{ a = callPackage ./${root} { }; b = ./${root}/x.md; }\n`);
  expect(lines(await checkBetween(files("{ }\n"), head), head)).toEqual([
    `warning reference-into-package - one flake.nix: ./${root}/x.md`,
  ]);
});
