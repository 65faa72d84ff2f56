import { isKnownBuilder } from "./builder-names.ts";

/** Builders that run a script of their own instead of phases. */
const WITHOUT_PHASES = new Set(
  (
    "buildEnv buildFHSEnv buildFHSEnvBubblewrap buildFHSEnvChroot buildFHSUserEnv buildFHSUserEnvBubblewrap " +
    "bundlerApp bundlerEnv concatTextFile derivationWithMeta extract extractType1 extractType2 makeDesktopItem " +
    "mkDerivationWith runCommand runCommandCC runCommandLocal runCommandNoCC symlinkJoin wrapAppImage wrapType1 " +
    "wrapType2 writeShellApplication writeTextFile"
  ).split(" "),
);

/** Whether a builder runs the phases of `stdenv`, and hands the attributes that it is given on to it. */
export function runsPhases(path: readonly string[]): boolean {
  return !WITHOUT_PHASES.has(path.at(-1) ?? "");
}

/** Whether a builder is `mkDerivation` itself, which does nothing but what its attributes say. */
export function isMkDerivation(path: readonly string[]): boolean {
  return path.at(-1) === "mkDerivation" && isKnownBuilder(path);
}

/** Whether a builder is that of Python packages. */
export function isPythonBuilder(path: readonly string[]): boolean {
  const name = path.at(-1);
  return name === "buildPythonPackage" || name === "buildPythonApplication";
}
