import { describe, expect, it } from "vitest";
import type { Report } from "../../src/checker/finding.ts";
import { layoutsOf } from "../../src/checker/layouts.ts";
import type { MemoryFiles } from "../../src/snapshot/memory.ts";
import { definition } from "../rules/builders.ts";
import { checkFiles, configurationOf } from "../support/check.ts";

const said = ({ findings }: Report) =>
  findings.map(
    ({ level, rule, path, range }) =>
      `${level} ${rule} ${path}${range === null ? "" : `:${range.start.line}`}`,
  );

const one = definition({ name: "one" });
const two = definition({ name: "two" });

/** What NUR's template holds, by its shape. */
const TEMPLATE: MemoryFiles = {
  ".github/workflows/build.yml": `name: "Build and populate cache"
on:
  push:
jobs:
  tests:
    strategy:
      matrix:
        # Set this to notify the global nur package registry that changes are available.
        nurRepo:
          - <YOUR_REPO_NAME>
        # Set this to cache your build results.
        cachixName:
          - <YOUR_CACHIX_NAME>
    steps:
      - name: Setup cachix
        # Don't replace <YOUR_CACHIX_NAME> here!
        if: \${{ matrix.cachixName != '<YOUR_CACHIX_NAME>' }}
      - name: Trigger NUR update
        # Don't replace <YOUR_REPO_NAME> here!
        if: \${{ matrix.nurRepo != '<YOUR_REPO_NAME>' }}
`,
  "README.md":
    "# My own NUR repository\n\n![Build](https://github.com/<YOUR-GITHUB-USER>/nur-packages/badge.svg)\n",
  "ci.nix": `{ pkgs ? import <nixpkgs> { } }:

with builtins;
let
  isReserved = n: n == "lib" || n == "overlays" || n == "modules";
  nurAttrs = import ./default.nix { inherit pkgs; };
in
rec {
  buildPkgs = filter (n: !(isReserved n)) (attrNames nurAttrs);
  cachePkgs = buildPkgs;
}
`,
  "default.nix": `{ pkgs ? import <nixpkgs> { } }:

{
  # The names below are special.
  lib = import ./lib { inherit pkgs; }; # functions
  modules = import ./modules; # NixOS modules
  overlays = import ./overlays; # nixpkgs overlays

  example-package = pkgs.callPackage ./pkgs/example-package { };
  # some-qt5-package = pkgs.libsForQt5.callPackage ./pkgs/some-qt5-package { };
}
`,
  "flake.nix": `{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixpkgs-unstable";
  outputs = { self, nixpkgs }: {
    legacyPackages = import ./default.nix { pkgs = import nixpkgs { }; };
  };
}
`,
  "lib/default.nix": "{ pkgs }:\n\nwith pkgs.lib;\n{ }\n",
  "modules/default.nix": "{ }\n",
  "overlay.nix": `self: super:
let
  isReserved = n: n == "lib" || n == "overlays" || n == "modules";
  nurAttrs = import ./default.nix { pkgs = super; };
in
builtins.listToAttrs (
  map (n: { name = n; value = nurAttrs.\${n}; }) (
    builtins.filter (n: !isReserved n) (builtins.attrNames nurAttrs)
  )
)
`,
  "overlays/default.nix": "{ }\n",
  "pkgs/example-package/default.nix": `{ stdenv }:

stdenv.mkDerivation rec {
  name = "example-package-\${version}";
  version = "1.0";
  src = ./.;
  buildPhase = "echo echo Hello World > example";
  installPhase = "install -Dm755 example $out";
}
`,
};

describe("NUR's template", () => {
  it("as it comes has nothing wrong but what is to be filled in", async () => {
    const report = await checkFiles(TEMPLATE);
    expect(said(report)).toEqual([
      "warning template-leftovers .github/workflows/build.yml:10",
      "warning template-leftovers .github/workflows/build.yml:13",
      "warning template-leftovers README.md:3",
      "warning template-leftovers default.nix:9",
      // What nixpkgs' reviewers would say of the example today.
      "advice name-and-version pkgs/example-package/default.nix:4",
      "advice missing-phase-hooks pkgs/example-package/default.nix:7",
      "advice missing-phase-hooks pkgs/example-package/default.nix:8",
    ]);
    expect(report.unknown).toEqual([]);
    expect(layoutsOf(await configurationOf(TEMPLATE))).toMatchObject([{ layout: "listed", packages: 1 }]);
  });

  it("with an argument more, a forgotten package and another nixpkgs has that wrong", async () => {
    const list = `{ pkgs ? import <nixpkgs> { }, system }:

let
  stable = import <nixos-stable> { };
in
{
  lib = import ./lib { inherit pkgs; };
  modules = import ./modules;
  overlays = import ./overlays;

  one = pkgs.callPackage ./pkgs/one { };
  two = pkgs.callPackage ./pkgs/one { };
  three = stable.callPackage ./pkgs/thre { };
}
`;
    const files = {
      ...TEMPLATE,
      ".github/workflows/build.yml": "on: push\n",
      "README.md": "# Mine\n",
      "default.nix": list,
      "pkgs/one/default.nix": one,
      "pkgs/three/default.nix": two,
    };
    expect(said(await checkFiles(files))).toEqual([
      "error formal-without-default default.nix:1",
      "error imports-nixpkgs default.nix:4",
      "warning listed-twice default.nix:12",
      "error listed-path-missing default.nix:13",
      // What nixpkgs' reviewers would say of the example today.
      "advice name-and-version pkgs/example-package/default.nix:4",
      "advice missing-phase-hooks pkgs/example-package/default.nix:7",
      "advice missing-phase-hooks pkgs/example-package/default.nix:8",
    ]);
  });
});

const LIST = "{ pkgs ? import <nixpkgs> { } }: { one = pkgs.callPackage ./pkgs/one { }; }\n";

describe("a repository in order has nothing wrong, and its layout is what it is:", () => {
  it.each<[string, MemoryFiles, readonly object[]]>([
    [
      "shards",
      { "pkgs/by-name/on/one/package.nix": one, "pkgs/by-name/tw/two/package.nix": two },
      [{ root: "pkgs/by-name", sharded: true }],
    ],
    [
      "no shards",
      { "pkgs/by-name/one/package.nix": one, "pkgs/by-name/two/package.nix": two },
      [{ root: "pkgs/by-name", sharded: false }],
    ],
    [
      "`pkgs` and `packages`",
      { "pkgs/one/package.nix": one, "packages/two/package.nix": two },
      [{ root: "pkgs" }, { root: "packages" }],
    ],
    [
      "`default.nix`",
      { "pkgs/one/default.nix": one, "pkgs/two/default.nix": two },
      [{ root: "pkgs", file: "default.nix" }],
    ],
    [
      "sets of packages",
      { "pkgs/one/package.nix": one, "pkgs/tools/two/package.nix": two },
      [{ root: "pkgs", nested: true }],
    ],
    [
      "files alone",
      { "pkgs/by-name/one.nix": one, "pkgs/by-name/two.nix": two, "pkgs/by-name/README.md": "" },
      [],
    ],
    [
      "a list beside what nvfetcher writes",
      {
        "default.nix": LIST,
        "pkgs/one/default.nix": one,
        "_sources/generated.nix": '{ fetchgit, fetchurl }:\n{ one = { pname = "one"; version = "1"; }; }\n',
      },
      [{ layout: "listed", packages: 1 }],
    ],
  ])("%s", async (_what, files, layouts) => {
    const whole = { ...files, "flake.nix": "{ outputs = _: { }; }\n" };
    const report = await checkFiles(whole);
    expect(said(report)).toEqual([]);
    expect(report.unknown).toEqual([]);
    expect(layoutsOf(await configurationOf(whole))).toMatchObject(layouts);
  });
});
