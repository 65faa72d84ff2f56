import { expect, it } from "vitest";
import { specialAttribute } from "../../../src/rules/listed/special-attribute.ts";
import { configuredAs } from "../builders.ts";
import { call, list, packagesOf, saysOf } from "./lists.ts";

const OVERLAYS = "overlays = import ./overlays;";

it.each([
  ["lib", "functions"],
  ["modules", "modules"],
  ["nixosModules", "modules"],
  ["homeModules", "modules"],
  ["hmModules", "modules"],
  ["darwinModules", "modules"],
  ["flakeModules", "modules"],
])("is said of a package called `%s`", async (name, what) => {
  const files = { "default.nix": list(OVERLAYS, call(name)), ...packagesOf(name) };
  expect(await saysOf(specialAttribute, files)).toEqual([
    `error default.nix: \`${name}\` is a package (\`${name}\`), and NUR keeps that name for ${what}: the package is neither built nor found.`,
  ]);
});

it("is said of one called `overlays`", async () => {
  const files = { "default.nix": list("lib = { };", call("overlays")), ...packagesOf("overlays") };
  expect(await saysOf(specialAttribute, files)).toMatchObject([expect.stringContaining("for overlays")]);
});

it("is not said of functions, of a set below, nor of what is no package", async () => {
  const functions = {
    "default.nix": list(OVERLAYS, call("lib")),
    "pkgs/lib/default.nix": "{ lib }: { a = 1; }",
  };
  expect(await saysOf(specialAttribute, functions)).toEqual([]);
  const set = {
    "default.nix": list(OVERLAYS, "lib = { };", `tools = { ${call("lib")} };`),
    ...packagesOf("lib"),
  };
  expect(await saysOf(specialAttribute, set)).toEqual([]);
});

it("is said only where NUR evaluates the list", async () => {
  const files = { "default.nix": list(call("lib"), call("hello")), ...packagesOf("lib", "hello") };
  expect(await saysOf(specialAttribute, files)).toEqual([]);
  expect(await saysOf(specialAttribute, { ...files, ...configuredAs("preset: nur") })).toHaveLength(1);
  expect(await saysOf(specialAttribute, { ...files, "README.md": "See nur.repos.alice\n" })).toHaveLength(1);
  expect(
    await saysOf(specialAttribute, { ...files, "readme.org": "[[https://github.com/nix-community/NUR]]" }),
  ).toHaveLength(1);
  expect(await saysOf(specialAttribute, { ...files, "README.md": "nurture\n" })).toEqual([]);
  const flake = { ...files, ...configuredAs("preset: flake"), "README.md": "See nur.repos.alice\n" };
  expect(await saysOf(specialAttribute, flake)).toEqual([]);
});
