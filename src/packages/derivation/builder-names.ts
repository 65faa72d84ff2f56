/**
 * Functions of nixpkgs that hand the `meta` of their argument on as it is, but for attributes such as
 * `platforms` and `mainProgram`. Not listed are those that add maintainers of their own: `mkKdeDerivation`
 * adds a team. Read as of 2025, but for `buildPerlModule`, `buildGoLatestModule` and `buildFHSUserEnv`, which
 * were taken for aliases of others here; those of before 2022 added a maintainer to Go and Python packages.
 */
const BUILDERS = new Set(
  (
    "buildComposerProject2 buildCrystalPackage buildDartApplication buildDotnetGlobalTool " +
    "buildDotnetModule buildDubPackage buildDunePackage buildEnv buildFHSEnv buildFHSUserEnv " +
    "buildFlutterApplication buildGoLatestModule buildGoModule buildGraalvmNativeImage " +
    "buildLuarocksPackage buildMavenPackage buildNpmPackage buildPerlModule buildPerlPackage " +
    "buildPythonApplication buildPythonPackage buildRubyGem buildRustPackage bundlerApp " +
    "bundlerEnv concatTextFile mkYarnPackage mixRelease runCommand runCommandCC runCommandLocal " +
    "runCommandNoCC symlinkJoin wrapAppImage wrapType1 wrapType2 writeShellApplication " +
    "writeTextFile"
  ).split(" "),
);

/** Those that take the name of the derivation first, its attributes second, and a script third. */
const COMMANDS = new Set(["runCommand", "runCommandCC", "runCommandLocal", "runCommandNoCC"]);

/** `stdenv`, `stdenvNoCC`, `gccStdenv`, `gcc13Stdenv`. */
const ENVIRONMENT = /^(?:stdenv|stdenvNoCC|stdenvNoLibs|[a-zA-Z0-9_]+Stdenv(?:NoCC)?)$/;

/** Sets with a `mkDerivation` that only adds dependencies to that of `stdenv`. */
const OTHER_ENVIRONMENTS = new Set(["libsForQt5", "qt5"]);

/** Whether the function of nixpkgs that a selection such as `["python3", "pkgs", "buildX"]` names is known. */
export function isKnownBuilder(selection: readonly string[]): boolean {
  const name = selection.at(-1) ?? "";
  if (name !== "mkDerivation") return isBuilderName(name);
  const set = selection.at(-2) ?? "";
  return ENVIRONMENT.test(set) || OTHER_ENVIRONMENTS.has(set);
}

/** Whether packages are built by functions of this name, in whatever set of nixpkgs they are. */
export function isBuilderName(name: string): boolean {
  return BUILDERS.has(name) || /^buildGo1[0-9]+Module$/.test(name);
}

/** The place of the attributes among the arguments of a known builder, and how many arguments there are. */
export function attributesPlace(selection: readonly string[]): { readonly at: number; readonly of: number } {
  return COMMANDS.has(selection.at(-1) ?? "") ? { at: 1, of: 3 } : { at: 0, of: 1 };
}
