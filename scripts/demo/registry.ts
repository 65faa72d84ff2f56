import type { Files } from "simulated-github";

// NUR's registry, and a repository that somebody wants in it.

const OTHERS = `        "ada": {
            "github-contact": "ada",
            "url": "https://github.com/ada/nur-packages"
        }`;

/** What the registry holds, by which the bot recognises it. */
export const REGISTRY: Files = {
  "repos.json": `{\n    "repos": {\n${OTHERS}\n    }\n}\n`,
  "repos.json.lock": "{}\n",
  "lib/evalRepo.nix": "{ }: { }\n",
};

/** An entry on one line, with a URL as one copies it. */
export const WITH_EVE: Files = {
  "repos.json": `{
    "repos": {
${OTHERS},
        "eve": { "url": "https://github.com/eve/pkgs.git", "github-contact": "eve" }
    }
}
`,
};

/** Eve's packages. */
export const EVES_PACKAGES: Files = {
  "default.nix": `{ pkgs ? import <nixpkgs> { } }:

{
  lib = { };
  glimmer = pkgs.callPackage ./pkgs/glimmer { };
  tidemark = pkgs.callPackage ./pkgs/tidemark { };
}
`,
  "pkgs/glimmer/default.nix": '{ stdenv }:\n\nstdenv.mkDerivation { name = "glimmer"; }\n',
  "pkgs/tidemark/default.nix": '{ stdenv }:\n\nstdenv.mkDerivation { name = "tidemark"; }\n',
  LICENSE: "MIT License\n",
};
