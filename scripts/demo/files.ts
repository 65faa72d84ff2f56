import type { Files } from "simulated-github";

/**
 * The configuration of the repository: the bot sets labels only where it is told their names, and merges
 * only what it is told to.
 */
const configuration = `preset: nixpkgs
labels:
  clean: "by-name: ok"
  blocked: "by-name: changes needed"
  mergeable: "may merge itself"
  new: "new package"
  update: "update"
merge:
  strategies: [maintainer-command]
  trusted-authors: [update-robot]
  maintainers:
    source: map
    map: { cowsay: [cleo] }
`;

/** What `main` holds before anybody opens a pull request. Nothing in it is wrong. */
export const MAIN: Files = {
  ".github/by-name.yml": configuration,
  "README.md": "# Packages\n\nOur packages, layed out by name.\n",
  "pkgs/by-name/co/cowsay/package.nix": `{
  lib,
  stdenv,
  fetchurl,
  perl,
  withFortune ? false,
}:

stdenv.mkDerivation {
  pname = "cowsay";
  version = "3.8.4";
  strictDeps = true;
  __structuredAttrs = true;

  src = fetchurl {
    url = "https://example.org/cowsay-3.8.4.tar.gz";
    hash = "sha256-TgqPExzVDTHJRBWqFDqjCOJEzmRhPMoIKC8mBVmSRYk=";
  };

  buildInputs = [ perl ];
  env.WITH_FORTUNE = withFortune;

  meta = {
    description = "Cow that says what it is told";
    license = lib.licenses.gpl3Plus;
    maintainers = [ lib.maintainers.cleo ];
  };
}
`,
  "pkgs/patches/locale.patch": "--- a/locale\n+++ b/locale\n@@ -1 +1 @@\n-C\n+C.UTF-8\n",
  "pkgs/top-level/all-packages.nix": `{ lib, config }: res: pkgs: super: with pkgs;

{
  black = with python3Packages; toPythonApplication black;
  cowsay = callPackage ../by-name/co/cowsay/package.nix { withFortune = true; };
  inherit (res.lib) trivial;
}
`,
};

/** A package without mistakes. */
export const FIGLET: Files = {
  "pkgs/by-name/fi/figlet/package.nix": `{
  lib,
  stdenv,
  fetchurl,
}:

stdenv.mkDerivation (finalAttrs: {
  pname = "figlet";
  version = "2.2.5";
  strictDeps = true;
  __structuredAttrs = true;

  src = fetchurl {
    url = "https://example.org/figlet-\${finalAttrs.version}.tar.gz";
    hash = "sha256-BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB=";
  };

  meta = {
    description = "Program that writes in large letters";
    license = lib.licenses.bsd3;
    maintainers = [ lib.maintainers.ada ];
  };
})
`,
};

const slPath = "pkgs/by-name/sl/sl/package.nix";
const slText = `{
  lib,
  stdenv,
  fetchurl,
  ncurses,
}:

stdenv.mkDerivation (finalAttrs: {
  pname = "sl";
  version = "5.05";
  __structuredAttrs = true;

  src = fetchurl {
    url = "https://example.org/sl-\${finalAttrs.version}.tar.gz";
    hash = "sha256-CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCC=";
  };

  buildInputs = [ ncurses ];
  postPatch = "sed -i 's/5\\.04/5.05/' sl.c";

  meta = {
    description = "Steam locomotive for those who mistype ls";
    license = lib.licenses.mit;
    maintainers = [ lib.maintainers.ben ];
  };
})
`;

/** A package with three mistakes, each of which the bot has a suggestion for. */
export const SL: Files = {
  [slPath]: slText,
  "pkgs/top-level/all-packages.nix": `{ lib, config }: res: pkgs: super: with pkgs;

{
  black = with python3Packages; toPythonApplication black;
  cowsay = callPackage ../by-name/co/cowsay/package.nix { withFortune = true; };
  sl = callPackage ../by-name/sl/sl/package.nix { };
  inherit (res.lib) trivial;
}
`,
};

/** The last of the mistakes, fixed: the package is defined by its directory alone. */
export const SL_BY_HAND: Files = {
  "pkgs/top-level/all-packages.nix": MAIN["pkgs/top-level/all-packages.nix"] ?? null,
};

/** A package for onlookers to try things on: a mistake with a button, and one that has to be fixed by hand. */
export const CMATRIX: Files = {
  "pkgs/by-name/cm/cmatrix/package.nix": `{
  lib,
  stdenv,
  fetchurl,
  ncurses,
}:

stdenv.mkDerivation (finalAttrs: {
  pname = "cmatrix";
  version = "2.0";
  strictDeps = true;

  src = fetchurl {
    url = "https://example.org/cmatrix-\${finalAttrs.version}.tar.gz";
    hash = "sha256-DDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDD=";
  };

  patches = [ ../../../patches/locale.patch ];
  buildInputs = [ ncurses ];

  meta = {
    description = "Green letters that fall down a terminal";
    license = lib.licenses.gpl3Plus;
    maintainers = [ lib.maintainers.ada ];
  };
})
`,
};

const cowsay = MAIN["pkgs/by-name/co/cowsay/package.nix"];

/** A new version of a package, and nothing else. */
export const NEWER_COWSAY: Files = {
  "pkgs/by-name/co/cowsay/package.nix":
    typeof cowsay === "string"
      ? cowsay
          .replaceAll("3.8.4", "3.8.5")
          .replace(/sha256-[^"]+/, "sha256-6fjRjhEL8oCKFAfuvFkpCjUq7Vs0Ohd8Mul5Hp1Wk2E=")
      : null,
};

/** A change of nothing that the bot looks at. */
export const TYPO: Files = { "README.md": "# Packages\n\nOur packages, laid out by name.\n" };

/** The definition of cowsay by hand is gone, and with it the argument that it passed. */
export const DROPPED: Files = {
  "pkgs/top-level/all-packages.nix": `{ lib, config }: res: pkgs: super: with pkgs;

{
  black = with python3Packages; toPythonApplication black;
  inherit (res.lib) trivial;
}
`,
};
