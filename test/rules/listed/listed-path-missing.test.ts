import { expect, it } from "vitest";
import { listedPathMissing } from "../../../src/rules/listed/listed-path-missing.ts";
import type { MemoryFiles } from "../../../src/snapshot/memory.ts";
import { checkBetween, checkFiles, introduced } from "../../support/check.ts";
import { definition, topLevel } from "../builders.ts";

const LIST = "{ pkgs }: { hello = pkgs.callPackage ./pkgs/hello { }; }\n";

async function saidOf(files: MemoryFiles): Promise<string[]> {
  const { findings } = await checkFiles(files, [listedPathMissing]);
  return findings.map(({ path, message }) => `${path}: ${message}`);
}

it("names what is not there", async () => {
  expect(await saidOf({ "default.nix": LIST })).toEqual([
    "default.nix: `hello` is defined by `./pkgs/hello`, and there is no `pkgs/hello`.",
  ]);
  expect(await saidOf({ "default.nix": LIST, "pkgs/hello/x": "" })).toEqual([
    "default.nix: `hello` is defined by `./pkgs/hello`, and there is no `pkgs/hello/default.nix`.",
  ]);
  expect(await saidOf({ "default.nix": LIST, "pkgs/hello/default.nix": definition() })).toEqual([]);
  expect(await saidOf({ "default.nix": LIST, "pkgs/hello": { link: "../x" }, "x/default.nix": "1" })).toEqual(
    [],
  );
});

it("is said in the file that lists it", async () => {
  const files = {
    "default.nix": "{ pkgs }: import ./nix { }\n",
    "nix/default.nix": "p: { a = p.callPackage ./a { }; }\n",
  };
  expect(await saidOf(files)).toEqual(["nix/default.nix: `a` is defined by `./a`, and there is no `nix/a`."]);
});

it("is said where a package goes and the list stays as it is, and only then", async () => {
  const base = { "default.nix": LIST, "pkgs/hello/default.nix": definition(), x: "" };
  const gone = introduced(await checkBetween(base, { "default.nix": LIST, x: "" }));
  expect(gone.map(({ rule, path }) => [rule, path])).toEqual([["listed-path-missing", "default.nix"]]);
  const empty = { "default.nix": LIST };
  expect(introduced(await checkBetween(empty, { ...empty, x: "" }))).toEqual([]);
});

it("is not for nixpkgs, whose `default.nix` is another, nor for overrides files", async () => {
  expect(await saidOf({ ...topLevel(), "default.nix": LIST })).toEqual([]);
  const named = { ".github/by-name.yml": "packages: [{ root: a, overrides: { file: overlay.nix } }]\n" };
  expect(await saidOf({ ...named, "overlay.nix": LIST })).toEqual([]);
});
