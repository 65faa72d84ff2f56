import { expect, it } from "vitest";
import { unlistedPackage } from "../../../src/rules/listed/unlisted-package.ts";
import { checkBetween, introduced } from "../../support/check.ts";
import { call, list, packagesOf, saysOf, unknownOf } from "./lists.ts";

const LISTED = { "default.nix": list(call("hello"), call("cowsay")), ...packagesOf("hello", "cowsay") };
const FORGOTTEN = { ...LISTED, ...packagesOf("figlet") };
const SAID =
  "warning pkgs/figlet/default.nix: `pkgs/figlet` looks like a package, and neither `default.nix` nor any other Nix file of the repository mentions it.";

it("is said of what looks like a package and nothing mentions", async () => {
  expect(await saysOf(unlistedPackage, FORGOTTEN)).toEqual([SAID]);
});

it.each([
  [
    "a line that is commented out",
    { "default.nix": list(call("hello"), call("cowsay"), `# ${call("figlet")}`) },
  ],
  ["another list", { "flake.nix": "{ outputs = _: { x = pkgs.callPackage ./pkgs/figlet { }; }; }" }],
  ["a package beside it", { "pkgs/hello/default.nix": "{ stdenv, callPackage }: callPackage ../figlet { }" }],
])("is not said where %s mentions it", async (_what, files) => {
  expect(await saysOf(unlistedPackage, { ...FORGOTTEN, ...files })).toEqual([]);
});

it.each([
  ["its own files mention it", { "pkgs/figlet/x.nix": "../figlet/y" }],
  ["a file computes other names", { "modules/default.nix": "builtins.readDir ./." }],
])("is said where %s", async (_what, files) => {
  expect(await saysOf(unlistedPackage, { ...FORGOTTEN, ...files })).toEqual([SAID]);
});

it.each([
  ["a module", "{ config, lib, ... }: { }"],
  ["a set", "{ a = 1; }"],
  ["a function of something", "{ stuff }: stuff"],
  ["a function of one argument", "lib: lib"],
  ["broken", "{ stdenv }: ("],
])("is not said of what is %s", async (_what, text) => {
  expect(await saysOf(unlistedPackage, { ...LISTED, "pkgs/figlet/default.nix": text })).toEqual([]);
});

it("is not said where most are not listed, nor beside one alone, nor of the template's example", async () => {
  const most = { ...LISTED, ...packagesOf("a", "b", "c") };
  expect(await saysOf(unlistedPackage, most)).toEqual([]);
  const one = { "default.nix": list(call("hello")), ...packagesOf("hello", "figlet") };
  expect(await saysOf(unlistedPackage, one)).toEqual([]);
  expect(await saysOf(unlistedPackage, { ...LISTED, ...packagesOf("example-package") })).toEqual([]);
});

it.each([
  ["default.nix", list(call("hello"), call("cowsay"), "x = f (builtins.readDir ./pkgs);")],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the text is Nix, or a workflow.
  ["flake.nix", "{ outputs = n: pkgs.callPackage ./pkgs/${n} { }; }"],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the text is Nix, or a workflow.
  ["flake.nix", 'n: pkgs.callPackage (./pkgs + "/${n}") { }'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the text is Nix, or a workflow.
  ["pkgs/all.nix", 'n: import (./. + "/${n}")'],
  ["nix/x.nix", "{ directory = packagesFromDirectoryRecursive ../pkgs; }"],
])("is not known where `%s` computes names", async (path, text) => {
  const files = { ...FORGOTTEN, [path]: text };
  expect(await saysOf(unlistedPackage, files)).toEqual([]);
  expect(await unknownOf(unlistedPackage, files)).toEqual([
    `Whether all packages in \`pkgs\` are listed is not known: \`${path}\` finds files by names that are computed.`,
  ]);
});

it("is said of a change that adds the package and not its line, or takes the line", async () => {
  const added = introduced(await checkBetween(LISTED, FORGOTTEN, [unlistedPackage]));
  expect(added.map(({ path }) => path)).toEqual(["pkgs/figlet/default.nix"]);
  const whole = { ...FORGOTTEN, "default.nix": list(call("hello"), call("cowsay"), call("figlet")) };
  const taken = introduced(await checkBetween(whole, FORGOTTEN, [unlistedPackage]));
  expect(taken.map(({ path }) => path)).toEqual(["pkgs/figlet/default.nix"]);
  const other = introduced(
    await checkBetween(FORGOTTEN, { ...FORGOTTEN, "pkgs/hello/a.nix": "1" }, [unlistedPackage]),
  );
  expect(other).toEqual([]);
});

it("is not known of a change to a repository of very many files", async () => {
  const many = Object.fromEntries(Array.from({ length: 301 }, (_, i) => [`nix/f${i}.nix`, "1\n"]));
  const report = await checkBetween({ ...LISTED, ...many }, { ...FORGOTTEN, ...many }, [unlistedPackage]);
  expect(introduced(report)).toEqual([]);
  expect(report.unknown.map(({ why }) => why)).toEqual([
    "the repository has too many files to look for what mentions them",
  ]);
});
