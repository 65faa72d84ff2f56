import { expect, it } from "vitest";
import { importsNixpkgs } from "../../../src/rules/listed/imports-nixpkgs.ts";
import { call, list, packagesOf, SPECIAL, saysOf } from "./lists.ts";

const said = (path: string, written: string) =>
  `error ${path}: \`${written}\` is looked up in the search path of whoever evaluates it, and not taken from the \`pkgs\` that NUR hands in.`;

it("is said of the body of `default.nix`, and of files of the list that it imports", async () => {
  const body = list(SPECIAL, call("hello"), "b = (import <unstable> { }).callPackage ./pkgs/hello { };");
  expect(await saysOf(importsNixpkgs, { "default.nix": body, ...packagesOf("hello") })).toEqual([
    said("default.nix", "<unstable>"),
  ]);
  const imported = {
    "default.nix": `{ pkgs ? import <nixpkgs> { } }: { ${SPECIAL} } // import ./pkgs { inherit pkgs; }\n`,
    "pkgs/default.nix": `{ pkgs }: let p = import <nixpkgs> { }; in { ${call("hello", "./hello")} }\n`,
    ...packagesOf("hello"),
  };
  expect(await saysOf(importsNixpkgs, imported)).toEqual([said("pkgs/default.nix", "<nixpkgs>")]);
});

it.each([
  ["the default of an argument", { "default.nix": list(SPECIAL, call("hello")) }],
  [
    "an overlay",
    {
      "default.nix": list(SPECIAL, call("hello")),
      "overlay.nix": `f: p: { n = import <nixpkgs> { }; ${call("hello")} }`,
    },
  ],
  [
    "a file that lists nothing",
    { "default.nix": list(SPECIAL, call("hello")), "shell.nix": "import <nixpkgs> { }" },
  ],
  ["a comment", { "default.nix": list(SPECIAL, call("hello"), "# not <nixpkgs>") }],
  ["a list that NUR does not evaluate", { "default.nix": list(call("hello"), "n = <nixpkgs>;") }],
])("is not said of %s", async (_what, files) => {
  expect(await saysOf(importsNixpkgs, { ...files, ...packagesOf("hello") })).toEqual([]);
});
