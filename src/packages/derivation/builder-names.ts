/**
 * Functions of nixpkgs that make a derivation of one set of attributes, all of which they take for what they are
 * named (Nixpkgs manual, "Language support", "Build helpers"), and hand its `meta` on as it is, but for attributes
 * such as `platforms` and `mainProgram`. Read as of 2025, but for `buildPerlModule`, `buildGoLatestModule` and
 * `buildFHSUserEnv`, which were taken for aliases of others here; those of before 2022 added a maintainer to Go and
 * Python packages.
 */
const PLAIN = (
  "buildComposerProject2 buildCrystalPackage buildDartApplication buildDotnetGlobalTool " +
  "buildDotnetModule buildDubPackage buildDunePackage buildEnv buildFHSEnv buildFHSUserEnv " +
  "buildFlutterApplication buildGoLatestModule buildGoModule buildGraalvmNativeImage " +
  "buildLuarocksPackage buildMavenPackage buildNpmPackage buildPerlModule buildPerlPackage " +
  "buildPythonApplication buildPythonPackage buildRubyGem buildRustPackage mixRelease mkYarnPackage " +
  "symlinkJoin wrapAppImage wrapType1 wrapType2 writeShellApplication writeTextFile"
).split(" ");

/** The same, except that what they do with `meta` is not known. `mkKdeDerivation` is not here: it adds a team. */
const OF_ONE_SET = (
  "applyPatches buildAstroPackage buildBazelPackage buildBunPackage buildCargoPackage " +
  "buildComposerProject buildEmscriptenPackage buildErlangMk buildFHSEnvBubblewrap buildFHSEnvChroot " +
  "buildFHSUserEnvBubblewrap buildFishPlugin buildGoPackage buildGradlePackage buildHex " +
  "buildHomeAssistantComponent buildIdris buildJanetPackage buildKodiAddon buildKodiBinaryAddon " +
  "buildLovelaceModule buildLuaPackage buildMix buildNeovimPlugin buildNimPackage buildOcaml " +
  "buildOctavePackage buildPgrxExtension buildPnpmPackage buildRebar3 buildRPackage " +
  "buildSwiftPackage buildUBoot buildVimPlugin buildVscodeExtension buildVscodeMarketplaceExtension " +
  "buildYarnPackage buildZigPackage derivationWithMeta elpaBuild extract extractType1 extractType2 " +
  "makeDesktopItem melpaBuild mkDerivation mkDerivationWith mkFranzDerivation mkLibretroCore " +
  "mkLuaDerivation mkTclDerivation mkTmuxPlugin srcOnly trivialBuild"
).split(" ");

/** Those that take the name of the derivation first, its attributes second, and a script third. */
export const COMMANDS = ["runCommand", "runCommandCC", "runCommandLocal", "runCommandNoCC"] as const;

/** Those that hand `meta` on and take more than one set of attributes, or others than are known. */
const WITH_META = [...COMMANDS, "bundlerApp", "bundlerEnv", "concatTextFile"];

const SET_BUILDERS: ReadonlySet<string> = new Set([...PLAIN, ...OF_ONE_SET]);
const META_BUILDERS: ReadonlySet<string> = new Set([...PLAIN, ...WITH_META]);

/** Of a version of Go. */
const GO_MODULE = /^buildGo1[0-9]{1,2}Module$/;

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
  return META_BUILDERS.has(name) || GO_MODULE.test(name);
}

/** Whether a function of this name makes a derivation of one set whose attributes mean what they are named. */
export function isSetBuilder(name: string): boolean {
  return SET_BUILDERS.has(name) || GO_MODULE.test(name);
}

/** The place of the attributes among the arguments of a known builder, and how many arguments there are. */
export function attributesPlace(selection: readonly string[]): { readonly at: number; readonly of: number } {
  return COMMANDS.some((name) => name === selection.at(-1)) ? { at: 1, of: 3 } : { at: 0, of: 1 };
}

/** The standard environments whose `mkDerivation` takes the attributes as they are. */
const ENVIRONMENTS = new Set(["stdenv", "stdenvNoCC"]);

/** Whether a builder is `stdenv.mkDerivation` or `stdenvNoCC.mkDerivation`. */
export function isStandardBuilder([environment, name, ...more]: readonly string[]): boolean {
  return more.length === 0 && name === "mkDerivation" && ENVIRONMENTS.has(environment ?? "");
}
