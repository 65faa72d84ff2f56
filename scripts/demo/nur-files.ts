import type { Files } from "simulated-github";

/** A NUR user repository in the layout of NUR's template, without any configuration. */
export const NUR: Files = {
  "README.md": "# My NUR packages\n\nOthers use them as `nur.repos.eve`.\n",
  "default.nix": listOf("  hello-eve = pkgs.callPackage ./pkgs/hello-eve { };"),
  "lib/default.nix": "{ pkgs }:\n\n{ }\n",
  "overlays/default.nix": "{ }\n",
  "pkgs/hello-eve/default.nix": packageOf("hello-eve", "0.1"),
};

/** A package whose line in the list calls a directory that is not there, and a list that NUR cannot call. */
export const LOLCAT: Files = {
  "default.nix": listOf(
    "  hello-eve = pkgs.callPackage ./pkgs/hello-eve { };\n  lolcat = pkgs.callPackage ./pkgs/lolcta { };",
    "  sources,\n",
  ),
  "pkgs/lolcat/default.nix": packageOf("lolcat", "1.5"),
};

/** What eve makes of it. */
export const LOLCAT_FIXED: Files = {
  "default.nix": listOf(
    "  hello-eve = pkgs.callPackage ./pkgs/hello-eve { };\n  lolcat = pkgs.callPackage ./pkgs/lolcat { };",
  ),
};

function listOf(packages: string, formals = ""): string {
  return `{
  pkgs ? import <nixpkgs> { },
${formals}}:

{
  lib = import ./lib { inherit pkgs; };
  overlays = import ./overlays;

${packages}
}
`;
}

function packageOf(name: string, version: string): string {
  return `{ lib, stdenv, fetchurl }:

stdenv.mkDerivation (finalAttrs: {
  pname = "${name}";
  version = "${version}";

  src = fetchurl {
    url = "https://example.org/${name}-\${finalAttrs.version}.tar.gz";
    hash = "sha256-BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB=";
  };

  meta = {
    description = "Program of Eve's";
    license = lib.licenses.mit;
    maintainers = [ lib.maintainers.eve ];
  };
})
`;
}
