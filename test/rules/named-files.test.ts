import { expect, it } from "vitest";
import { checkBetween, checkFiles } from "../support/check.ts";

const FLAKE = {
  "flake.nix": "{ outputs = _: { }; }",
  ".github/by-name.yml": "packages:\n  - root: packages\n    sharded: false\n",
  "packages/good/package.nix": '{ stdenv }:\nstdenv.mkDerivation { pname = "good"; version = "1"; }\n',
};
/** Mistakes of many kinds, in a repository that has neither shards nor the files of nixpkgs. */
const MISTAKES = {
  ...FLAKE,
  "packages/Bad Name/package.nix": "{ }: { }",
  "packages/empty/default.nix": "{ stdenv }: stdenv.mkDerivation { }",
  "packages/loose.nix": "{ stdenv }: stdenv.mkDerivation { }",
  "packages/good/package.nix": [
    "{ stdenv, fetchurl, lib }:",
    "stdenv.mkDerivation {",
    '  pname = "good";',
    '  version = "2";',
    '  src = fetchurl { url = "https://example.org/a.tgz"; hash = lib.fakeHash; };',
    "  patches = [ ../../elsewhere.patch ./missing.patch /etc/passwd ~/mine <nixpkgs/lib> ];",
    '  x = "\\.";',
    "}",
  ].join("\n"),
  "packages/set/package.nix": "{ a = 1; }",
  "packages/broken/package.nix": "{ stdenv }: stdenv.mkDerivation {",
  "packages/run/package.nix": "args: args.stdenv.mkDerivation { }",
};

/** What looks like the path of a file of a repository. */
const FILE = /(?<![\w./<~-])(?:\.github|pkgs|maintainers|lib|nixos|ci|packages)\/[\w.+/ -]*\.\w+/g;
/** What help may name though it is not there: where something is to be moved or added. */
const TO_BE_MADE = /\b(?:to|Add|add|in|as|at)\s+`[^`]*`|goes into `[^`]*`|belongs in `[^`]*`/g;

it("no message names a file that the repository lacks, but as the place for something", async () => {
  const reports = [await checkFiles(MISTAKES), await checkBetween(FLAKE, MISTAKES)];
  const findings = reports.flatMap((report) => report.findings);
  expect(new Set(findings.map(({ rule }) => rule)).size).toBeGreaterThan(10);
  const there = [...Object.keys(FLAKE), ...Object.keys(MISTAKES)];
  const lacking = findings.flatMap(({ rule, message, help, fix }) =>
    [message, help, fix?.title ?? ""]
      .flatMap((text) => text.replaceAll(TO_BE_MADE, "").match(FILE) ?? [])
      .filter((path) => !there.includes(path))
      .map((path) => `${rule}: ${path}`),
  );
  expect(lacking).toEqual([]);
});

it("nothing that belongs to nixpkgs is named in a repository that is not nixpkgs", async () => {
  const reports = [await checkFiles(MISTAKES), await checkBetween(FLAKE, MISTAKES)];
  for (const { rule, message, help } of reports.flatMap((report) => report.findings)) {
    expect(`${message} ${help}`, rule).not.toMatch(
      /all-packages|maintainer-list|pkgs\/by-name|pkgs\/top-level/,
    );
  }
});
