# For those without flakes: `nix-build -A by-name-bot`.
{
  pkgs ? import <nixpkgs> { },
}:
{
  by-name-bot = pkgs.callPackage ./nix/package.nix { };
}
