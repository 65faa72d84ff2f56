import { plainFile, type RepositoryFile } from "./file.ts";
import { maintainerList, teamList } from "./people.ts";
import type { RepositoryPlan } from "./plan.ts";
import { builders } from "./top-level/build-support.ts";

/** The files of the repository that are not packages, but for `all-packages.nix`. */
export function surroundings(plan: RepositoryPlan): RepositoryFile[] {
  return [
    plainFile(".github/by-name.yml", "preset: nixpkgs\n"),
    plainFile("flake.nix", flake),
    plainFile("default.nix", "import ./pkgs/top-level\n"),
    plainFile("lib/default.nix", library),
    maintainerList(plan.seed, plan.people),
    teamList(plan.seed, plan.people),
    plainFile("pkgs/by-name/README.md", byNameReadme),
    plainFile("pkgs/top-level/default.nix", topLevel),
    ...builders.map(({ file }) => file),
  ];
}

const flake = `{
  description = "A collection of packages";

  outputs =
    { self }:
    let
      lib = import ./lib;
      forAllSystems = lib.genAttrs [
        "x86_64-linux"
        "aarch64-linux"
        "x86_64-darwin"
        "aarch64-darwin"
      ];
    in
    {
      inherit lib;
      legacyPackages = forAllSystems (system: import ./. { inherit system; });
    };
}
`;

const library = `let
  maintainers = import ../maintainers/maintainer-list.nix;
in
rec {
  inherit maintainers;

  teams = import ../maintainers/team-list.nix { lib = { inherit maintainers; }; };

  genAttrs =
    names: f:
    builtins.listToAttrs (
      map (name: {
        inherit name;
        value = f name;
      }) names
    );

  optional = condition: element: if condition then [ element ] else [ ];

  optionals = condition: elements: if condition then elements else [ ];

  optionalAttrs = condition: attributes: if condition then attributes else { };

  optionalString = condition: text: if condition then text else "";
}
`;

const topLevel = `{
  system ? builtins.currentSystem,
  config ? { },
  overlays ? [ ],
}:

let
  lib = import ../../lib;
  allPackages = import ./all-packages.nix {
    inherit lib config overlays;
    noSysDirs = system != "x86_64-darwin";
  };
  pkgs = allPackages { } pkgs { };
in
pkgs
`;

const byNameReadme = `# Packages by name

The package \`foo\` is defined by \`fo/foo/package.nix\`: a shard of the lowercased first two characters of
its name, then its name. Such packages are found by themselves and need no line in
[\`all-packages.nix\`](../top-level/all-packages.nix), unless they take other arguments than the defaults.
`;
