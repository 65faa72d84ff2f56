import { plainFile, type RepositoryFile } from "../file.ts";

/** A function that packages are built with, in `pkgs/build-support`. */
type Builder = { readonly definition: string; readonly file: RepositoryFile };

const names =
  "fetchFromGitHub fetchFromGitLab fetchFromGitea fetchurl fetchgit fetchpatch fetchpatch2 buildGoModule " +
  "buildNpmPackage bundlerApp bundlerUpdateScript appimageTools symlinkJoin runCommand writeShellApplication " +
  "testers nixosTests rustPlatform autoPatchelfHook nix-update-script";

export const builders: readonly Builder[] = names.split(" ").map((name) => ({
  definition: `${name} = callPackage ../build-support/${name.toLowerCase()} { };`,
  file: plainFile(`pkgs/build-support/${name.toLowerCase()}/default.nix`, content(name)),
}));

function content(name: string): string {
  return `{
  lib,
  stdenvNoCC,
}:

lib.makeOverridable (
  {
    name ? "${name}",
    ...
  }@args:

  stdenvNoCC.mkDerivation (
    removeAttrs args [ "name" ]
    // {
      inherit name;
      preferLocalBuild = true;
    }
  )
)
`;
}
