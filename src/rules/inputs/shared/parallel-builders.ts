/**
 * Build systems whose setup hook switches parallel building on where the package does not say otherwise, by the name
 * that their package has in nixpkgs, and what keeps the hook from running.
 *
 * Source: the setup hooks of CMake, Meson and qmake in nixpkgs as of 2025, which set `enableParallelBuilding`. To renew
 * it, search the setup hooks there for that name.
 */
export const PARALLEL_BUILDERS: ReadonlyMap<string, readonly string[]> = new Map([
  ["cmake", ["dontUseCmakeConfigure"]],
  ["meson", ["dontUseMesonConfigure"]],
  // Its checks are run by `make`, side by side only where the package itself says so.
  ["qmake", ["dontUseQmakeConfigure", "doCheck"]],
]);
