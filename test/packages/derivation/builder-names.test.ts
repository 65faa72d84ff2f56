import { describe, expect, it } from "vitest";
import {
  attributesPlace,
  isBuilderName,
  isKnownBuilder,
  isSetBuilder,
  isStandardBuilder,
} from "../../../src/packages/derivation/builder-names.ts";

/** Builders that take one set and add nobody to its `meta`. */
const PLAIN = [
  ["buildComposerProject2", "buildCrystalPackage", "buildDartApplication", "buildDotnetGlobalTool"],
  ["buildDotnetModule", "buildDubPackage", "buildDunePackage", "buildEnv", "buildFHSEnv", "buildFHSUserEnv"],
  ["buildFlutterApplication", "buildGoLatestModule", "buildGoModule", "buildGraalvmNativeImage"],
  ["buildLuarocksPackage", "buildMavenPackage", "buildNpmPackage", "buildPerlModule", "buildPerlPackage"],
  ["buildPythonApplication", "buildPythonPackage", "buildRubyGem", "buildRustPackage", "mixRelease"],
  ["mkYarnPackage", "symlinkJoin", "wrapAppImage", "wrapType1", "wrapType2", "writeShellApplication"],
  ["writeTextFile", "buildGo19Module", "buildGo124Module"],
].flat();

/** Builders that take one set, and may add somebody. */
const OF_ONE_SET = [
  ["applyPatches", "buildAstroPackage", "buildBazelPackage", "buildBunPackage", "buildCargoPackage"],
  ["buildComposerProject", "buildEmscriptenPackage", "buildErlangMk", "buildFHSEnvBubblewrap"],
  ["buildFHSEnvChroot", "buildFHSUserEnvBubblewrap", "buildFishPlugin", "buildGoPackage"],
  ["buildGradlePackage", "buildHex", "buildHomeAssistantComponent", "buildIdris", "buildJanetPackage"],
  ["buildKodiAddon", "buildKodiBinaryAddon", "buildLovelaceModule", "buildLuaPackage", "buildMix"],
  ["buildNeovimPlugin", "buildNimPackage", "buildOcaml", "buildOctavePackage", "buildPgrxExtension"],
  ["buildPnpmPackage", "buildRebar3", "buildRPackage", "buildSwiftPackage", "buildUBoot", "buildVimPlugin"],
  ["buildVscodeExtension", "buildVscodeMarketplaceExtension", "buildYarnPackage", "buildZigPackage"],
  ["derivationWithMeta", "elpaBuild", "extract", "extractType1", "extractType2", "makeDesktopItem"],
  ["melpaBuild", "mkDerivation", "mkDerivationWith", "mkFranzDerivation", "mkLibretroCore"],
  ["mkLuaDerivation", "mkTclDerivation", "mkTmuxPlugin", "srcOnly", "trivialBuild"],
].flat();

/** Builders that take something else and add nobody. */
const OTHERS = ["runCommand", "runCommandCC", "runCommandLocal", "runCommandNoCC"].concat(
  ["bundlerApp", "bundlerEnv"],
  ["concatTextFile"],
);

describe("of the builders of nixpkgs", () => {
  it.each(PLAIN)("%s takes one set and adds no maintainers", (name) => {
    expect([isBuilderName(name), isSetBuilder(name)]).toEqual([true, true]);
    expect(isKnownBuilder(["foo", name])).toBe(true);
  });

  it.each(OF_ONE_SET)("%s takes one set and may add maintainers", (name) => {
    expect([isBuilderName(name), isSetBuilder(name)]).toEqual([false, true]);
    expect(isKnownBuilder(["foo", name])).toBe(false);
  });

  it.each(OTHERS)("%s takes more than a set and adds no maintainers", (name) => {
    expect([isBuilderName(name), isSetBuilder(name)]).toEqual([true, false]);
  });

  it.each([
    "mkKdeDerivation",
    "buildGo2Module",
    "buildGo1Module",
    "buildGo1234Module",
    "mybuildGo124Module",
    "buildGo124ModuleWithFriends",
    "buildgo124Module",
    "",
  ])("%j is none", (name) => {
    expect([isBuilderName(name), isSetBuilder(name), isKnownBuilder([name])]).toEqual([false, false, false]);
  });

  it("there is none without a name", () => {
    expect(isKnownBuilder([])).toBe(false);
    expect(isStandardBuilder([])).toBe(false);
  });
});

describe("`mkDerivation` adds no maintainers where it is that of", () => {
  it.each([
    ["stdenv", true],
    ["stdenvNoCC", true],
    ["stdenvNoLibs", true],
    ["gccStdenv", true],
    ["gcc13Stdenv", true],
    ["clang_18Stdenv", true],
    ["llvmStdenvNoCC", true],
    ["libsForQt5", true],
    ["qt5", true],
    ["qt6", false],
    ["Stdenv", false],
    ["my.gccStdenv", false],
    ["gccStdenv.evil", false],
    ["my-stdenv", false],
    ["stdenvEvil", false],
    ["gccStdenvEvil", false],
    ["foo", false],
    ["", false],
  ])("%j: %s", (set, is) => {
    expect(isKnownBuilder([set, "mkDerivation"])).toBe(is);
    expect(isKnownBuilder(["foo", set, "mkDerivation"])).toBe(is);
  });

  it("something, not nothing", () => {
    expect(isKnownBuilder(["mkDerivation"])).toBe(false);
  });
});

it("a command takes its attributes second of three, any other builder first of one", () => {
  for (const name of ["runCommand", "runCommandCC", "runCommandLocal", "runCommandNoCC"]) {
    expect(attributesPlace(["foo", name])).toEqual({ at: 1, of: 3 });
  }
  expect(attributesPlace(["runCommand", "mkDerivation"])).toEqual({ at: 0, of: 1 });
});

it.each([
  [["stdenv", "mkDerivation"], true],
  [["stdenvNoCC", "mkDerivation"], true],
  [["gccStdenv", "mkDerivation"], false],
  [["stdenv", "mkKdeDerivation"], false],
  [["stdenv", "mkDerivation", "override"], false],
  [["foo", "stdenv", "mkDerivation"], false],
  [["stdenv"], false],
  [["mkDerivation"], false],
])("%j is the `mkDerivation` of a standard environment: %s", (selection, is) => {
  expect(isStandardBuilder(selection)).toBe(is);
});
