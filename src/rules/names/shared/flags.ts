/**
 * The lists of flags that setup hooks and phases of `stdenv` hand on, each of which the shell can add to as an array of
 * the same name with `Array` behind it.
 *
 * Source: `pkgs/stdenv/generic/setup.sh` and the setup hooks of CMake, Meson, Ninja and qmake in nixpkgs as of 2025. To
 * renew it, look there for `concatTo` and `flagsArray`.
 */
export const FLAGS: readonly string[] = [
  "buildFlags",
  "checkFlags",
  "cmakeFlags",
  "configureFlags",
  "distFlags",
  "installCheckFlags",
  "installFlags",
  "makeFlags",
  "mesonFlags",
  "ninjaFlags",
  "qmakeFlags",
];
