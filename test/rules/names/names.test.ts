// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the text is Nix.
import { describe, expect, it } from "vitest";
import { attributeTypo, nearest } from "../../../src/rules/names/attribute-typo.ts";
import { environmentVariablesGoToEnv } from "../../../src/rules/names/environment-variables-go-to-env.ts";
import { nameAndVersion } from "../../../src/rules/names/name-and-version.ts";
import { noFlagsArray } from "../../../src/rules/names/no-flags-array.ts";
import { noFlagsSpaces } from "../../../src/rules/names/no-flags-spaces.ts";
import { pnameMismatch } from "../../../src/rules/names/pname-mismatch.ts";
import { recOrFinalAttrs } from "../../../src/rules/names/rec-or-final-attrs.ts";
import { isBuildVariable } from "../../../src/rules/names/shared/environment-variables.ts";
import { FLAGS } from "../../../src/rules/names/shared/flags.ts";
import { versionFault } from "../../../src/rules/names/shared/versions.ts";
import { versionFormat } from "../../../src/rules/names/version-format.ts";
import type { MemoryFiles } from "../../../src/snapshot/memory.ts";
import { checkBetween, introduced } from "../../support/check.ts";
import { derivation, findingsIn, fixed, reported } from "../advice.ts";
import { covered, inPackage, NIXPKGS, packageOf } from "../builders.ts";

const REC = { open: "rec {" };
const FINAL = { open: "(finalAttrs: {", close: "})" };

describe("name-and-version", () => {
  it.each([
    ['name = "hello-${version}";\nversion = "1.0";', 'pname = "hello";\nversion = "1.0";', REC],
    ['name = "hello-${finalAttrs.version}";\nversion = "1.0";', 'pname = "hello";\nversion = "1.0";', FINAL],
    ['name = "hello-1.0";\nversion = "1.0";', 'pname = "hello";\nversion = "1.0";', {}],
    // Taken from around.
    ['name = "hello-${version}";\nx = 1;', 'pname = "hello";\ninherit version;\nx = 1;', {}],
    // Something reads it, or the version is not at hand.
    ['name = "hello-${version}";\nversion = "1.0";\nx = name;', null, REC],
    ['name = "hello-${version}";\nversion = "1.0";\nx = "${finalAttrs.name}";', null, FINAL],
    ['name = "hello-${version}";\nversion = "1.0";\nx = { inherit name; };', null, REC],
    ['name = "hello-${x.version}";\ny = 1;', null, {}],
  ])("fixes %j", async (before, after, how) => {
    expect(await fixed(nameAndVersion, derivation(before, how))).toBe(
      after === null ? null : derivation(after, how),
    );
  });

  it.each([
    ['name = "hello";'],
    ['name = "hello-${x}"; version = "1.0";'],
    ['name = "hello-1.1"; version = "1.0";'],
    ['name = "hello-${version}-x"; version = "1.0";'],
    ['name = "${x}-${version}"; version = "1.0";'],
    ['name = "hello${version}"; version = "1.0";'],
    ['name = "hello-${version}"; pname = "x"; version = "1.0";'],
    ['name = "a b-${version}"; version = "1.0";'],
    ["name = x; version = y;"],
  ])("is not reported of %j", async (text) => {
    expect(await reported(nameAndVersion, derivation(text, REC))).toEqual([]);
  });

  it("is not reported of builders that take no `pname`", async () => {
    const text = derivation('name = "hello-${version}";', { builder: "pkgs.symlinkJoin" });
    expect(await reported(nameAndVersion, text)).toEqual([]);
  });
});

describe("versionFault", () => {
  it.each([
    ["1.0", null],
    ["0-unstable-2025-01-31", null],
    ["2.2-unstable-2025-01-31", null],
    ["1.0rc1", null],
    ["2025-01-31", null],
    ["1.2.1-1", null],
    ["", null],
    ["v1.0", "`1.0`"],
    ["r12", "`12`"],
    ["unstable-2025-01-31", "`0-unstable-2025-01-31`"],
    ["1.0-unstable.2025-01-31", "`1.0-unstable-2025-01-31`"],
    ["1.0.unstable-20250131", "`1.0-unstable-2025-01-31`"],
    ["v1.0-unstable-2025-01-31", "`1.0-unstable-2025-01-31`"],
    ["1f795f9f44607cc5bec70d1300150bfefcef2aae", "`0-unstable-2025-01-31`"],
    ["a1b2c3d", "`0-unstable-2025-01-31`"],
    ["git", "`0-unstable-2025-01-31`"],
    ["20250131", null],
    ["2025a", null],
    ["1234567", null],
  ])("of %j proposes %j", (version, proposed) => {
    const fault = versionFault(version);
    if (proposed === null) expect(fault).toBeNull();
    else expect(fault?.help).toContain(proposed);
  });
});

describe("pname-mismatch", () => {
  const before = { ...NIXPKGS, ...packageOf("figlet") };
  const added = (name: string, lines: string, more: MemoryFiles = {}) => ({
    ...before,
    [inPackage(name, "package.nix")]: derivation(lines),
    ...more,
  });
  const found = async (head: MemoryFiles, base: MemoryFiles = before) =>
    introduced(await checkBetween(base, head, [pnameMismatch])).map((finding) => covered(finding, head));

  it.each([
    ["hello", 'pname = "greeter";', ['pname = "greeter";']],
    ["hello", 'pname = "hello";', []],
    ["hello-bin", 'pname = "hello";', []],
    ["hello_2_12", 'pname = "Hello";', []],
    ["_0ad", 'pname = "0ad";', []],
    ["hello", 'pname = "gnu-hello";', []],
    ["hello-world", 'pname = "world_greeter";', []],
    ["pyhello", 'pname = "hello-python";', []],
    ["go-hello", 'pname = "go-greeter";', ['pname = "go-greeter";']],
    ["ht-terminal", 'pname = "ht";', []],
    ["f", 'pname = "3f3d";', ['pname = "3f3d";']],
    ["hello", "pname = x.pname;", []],
    ["hello", "inherit pname;", []],
    ["hello", 'x = stdenvNoCC.mkDerivation { pname = "greeter"; };', []],
  ])("of a new %s with %j finds %j", async (name, lines, expected) => {
    expect(await found(added(name, lines))).toEqual(expected);
  });

  it("is silent of packages that were there, and in sets of packages", async () => {
    const lines = 'pname = "greeter";';
    expect(await found(added("hello", `${lines} a = 1;`), added("hello", lines))).toEqual([]);
    const nested = (pname: string) => ({
      "pkgs/a/package.nix": derivation('pname = "a";'),
      "pkgs/b/package.nix": derivation('pname = "b";'),
      "pkgs/plugins/c/package.nix": derivation('pname = "c";'),
      "pkgs/plugins/d/package.nix": derivation(`pname = "${pname}";`),
    });
    const { "pkgs/plugins/d/package.nix": _, ...base } = nested("d");
    expect(await found(nested("greeter"), base)).toEqual([]);
  });
});

describe("version-format", () => {
  it.each([
    ['version = "v1.0";', {}, ['"v1.0"']],
    ['version = v; v = "v1.0";', REC, ['"v1.0"']],
    ["inherit version;", {}, []],
    ['version = "v${x}";', {}, []],
    ['version = "1.0";', {}, []],
    ['version = "v1.0";', { builder: "pkgs.buildEnv" }, []],
  ])("of %j reports %j %j", async (text, how, expected) => {
    expect(await reported(versionFormat, derivation(text, how))).toEqual(expected);
  });
});

describe("attribute-typo", () => {
  it.each([
    ["buildinputs", "buildInputs"],
    ["Src", "src"],
    ["patchs", "patches"],
    ["propogatedBuildInputs", "propagatedBuildInputs"],
    ["instalPhase", "installPhase"],
    ["donPatchElf", "dontPatchELF"],
    ["env2", null],
    ["hooks", null],
    ["preNpmBuild", null],
    ["dontUseJuceInstall", null],
    ["libPath", null],
    ["description", null],
  ])("for %s means %j", (name, meant) => {
    expect(nearest(name, "mkDerivation")).toBe(meant);
  });

  it("means what the builder knows", () => {
    expect(nearest("vendorHsh", "buildGoModule")).toBe("vendorHash");
    expect(nearest("vendorHsh", "mkDerivation")).toBeNull();
    expect(nearest("pyproejct", "buildPythonPackage")).toBe("pyproject");
  });

  it.each([
    ["buildInput = [ ];", ["buildInput"]],
    ["metas.description = 1;", []],
    ["buildInput = [ ]; x = finalAttrs.buildInput;", []],
    ['buildInput = [ ]; postInstall = "echo $buildInput";', []],
    ["buildInputs = [ ];", []],
    ["CFLAG = 1;", []],
    ["vendorHash = 1;", []],
  ])("of %j reports %j", async (text, expected) => {
    expect(await reported(attributeTypo, derivation(text, FINAL))).toEqual(expected);
  });

  it("is not reported of builders without phases", async () => {
    expect(
      await reported(attributeTypo, derivation("buildInput = 1;", { builder: "pkgs.buildEnv" })),
    ).toEqual([]);
  });
});

describe("environment-variables-go-to-env", () => {
  it.each([
    ["NIX_CFLAGS_COMPILE", true],
    ["CFLAGS", true],
    ["CGO_ENABLED", true],
    ["PKG_CONFIG_LIBFOO_PREFIX", true],
    ["PKG_CONFIG_", false],
    ["HOME", false],
    ["cflags", false],
    ["NIX_CFLAGS", false],
  ])("takes %s for one: %j", (name, expected) => {
    expect(isBuildVariable(name)).toBe(expected);
  });

  it.each([
    ['CFLAGS = "x";', 'env.CFLAGS = "x";'],
    ["CFLAGS = [ x y ];", "env.CFLAGS = toString [ x y ];"],
    ["CGO_ENABLED = 0;", "env.CGO_ENABLED = 0;"],
    ["CFLAGS = toString x;", "env.CFLAGS = toString x;"],
    ["CFLAGS = lib.optionalString withTls x;", "env.CFLAGS = lib.optionalString withTls x;"],
    ['CFLAGS = "x" + y;', 'env.CFLAGS = "x" + y;'],
    ['CFLAGS = if x then "a" else "b";', 'env.CFLAGS = if x then "a" else "b";'],
    ["CFLAGS = x;", null],
    ["CFLAGS = lib.optional withTls x;", null],
    ['CFLAGS = "x"; env.X = 1;', null],
    ['CFLAGS = "x"; y = CFLAGS;', null],
    ['CFLAGS = "x"; y = finalAttrs.CFLAGS;', null],
  ])("fixes %j", async (before, after) => {
    const text = (of: string) => derivation(of, FINAL);
    expect(await fixed(environmentVariablesGoToEnv, text(before))).toBe(after === null ? null : text(after));
  });

  it.each([
    'env.CFLAGS = "x";',
    'env = { CFLAGS = "x"; };',
    'HOME = "x";',
    'passthru.CFLAGS = "x";',
    "inherit CFLAGS;",
  ])("is not reported of %s", async (text) => {
    expect(await reported(environmentVariablesGoToEnv, derivation(text))).toEqual([]);
  });
});

describe("no-flags-array and no-flags-spaces", () => {
  it.each(FLAGS)("know %s", async (flags) => {
    expect(await reported(noFlagsArray, derivation(`${flags}Array = [ "a" "b" ];`))).toEqual([
      `${flags}Array`,
    ]);
    expect(await reported(noFlagsSpaces, derivation(`${flags} = [ "a b" ];`))).toEqual(['"a b"']);
    for (const structured of ["true", "x"]) {
      const more = `__structuredAttrs = ${structured};`;
      expect(await reported(noFlagsArray, derivation(`${more} ${flags}Array = [ "a" "b" ];`))).toEqual([]);
      expect(await reported(noFlagsSpaces, derivation(`${more} ${flags} = [ "a b" ];`))).toEqual([]);
    }
    expect(
      await reported(noFlagsSpaces, derivation(`__structuredAttrs = false; ${flags} = [ "a b" ];`)),
    ).toHaveLength(1);
  });

  it.each([
    ['makeFlags = [ "a" "b" ];', []],
    ['makeFlags = [ " a " ];', []],
    ['makeFlags = "a b";', []],
    ["makeFlags = [ x ];", []],
    ['makeFlags = [ "${x} ${y}" ];', ['"${x} ${y}"']],
    ['makeFlags = lib.optional withTls "a b";', ['"a b"']],
    ['ldflags = [ "-X a=b" ];', []],
    ['pytestFlagsArray = [ "a" ];', []],
  ])("of %j report %j", async (text, expected) => {
    expect(await reported(noFlagsSpaces, derivation(text))).toEqual(expected);
    expect(await reported(noFlagsArray, derivation(text))).toEqual([]);
  });

  it.each([
    ['[ "a" ] ++ [ "b" ]', 1],
    ['[ "a" ]', 0],
    ['[ "a" ] ++ lib.optional withTls "b"', 0],
    ['"a b"', 0],
    ["x", 0],
  ])("no-flags-array: a list of several flags, and no single one: %s", async (value, count) => {
    expect(await reported(noFlagsArray, derivation(`makeFlagsArray = ${value};`))).toHaveLength(count);
  });

  it("no-flags-array is silent of Go, whose builders took one flag of several words so", async () => {
    const text = derivation('buildFlagsArray = [ "-ldflags=" "-X=x" ];', { builder: "buildGoModule" });
    expect(await reported(noFlagsArray, text)).toEqual([]);
  });

  it("count what a list has more of", async () => {
    const [finding, ...more] = await findingsIn(
      noFlagsSpaces,
      derivation('makeFlags = [ "a b" "c" "d e" ];'),
    );
    expect(finding?.message).toContain("`a b` in `makeFlags`, and 1 more, have white space inside");
    expect(more).toEqual([]);
  });
});

describe("rec-or-final-attrs", () => {
  it("is reported of `rec` sets of mkDerivation alone", async () => {
    expect(await reported(recOrFinalAttrs, derivation("a = 1; b = a;", REC))).toEqual(["rec"]);
    expect(await reported(recOrFinalAttrs, derivation("a = 1; b = { inherit a; };", REC))).toEqual(["rec"]);
    expect(await reported(recOrFinalAttrs, derivation("a = 1; b = { inherit (x) a; };", REC))).toEqual([]);
    expect(await reported(recOrFinalAttrs, derivation("inherit a; b = x;", REC))).toEqual([]);
    expect(await reported(recOrFinalAttrs, derivation("a = 1; b = finalAttrs.a;", FINAL))).toEqual([]);
    const go = { ...REC, builder: "buildGoModule" };
    expect(await reported(recOrFinalAttrs, derivation("a = 1; b = a;", go))).toEqual([]);
  });
});
