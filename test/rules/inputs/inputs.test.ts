// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the text is Nix.
import { describe, expect, it } from "vitest";
import { buildToolInBuildInputs } from "../../../src/rules/inputs/build-tool-in-build-inputs.ts";
import { duplicateCheckInputs } from "../../../src/rules/inputs/duplicate-check-inputs.ts";
import { mesonCmake } from "../../../src/rules/inputs/meson-cmake.ts";
import { optionalWithList } from "../../../src/rules/inputs/optional-with-list.ts";
import { BUILD_TOOLS } from "../../../src/rules/inputs/shared/build-tools.ts";
import { PARALLEL_BUILDERS } from "../../../src/rules/inputs/shared/parallel-builders.ts";
import { unnecessaryParallelBuilding } from "../../../src/rules/inputs/unnecessary-parallel-building.ts";
import { derivation, findingsIn, fixed, reported } from "../advice.ts";

describe("build-tool-in-build-inputs", () => {
  it.each([...BUILD_TOOLS])("reports %s", async (name) => {
    const text = derivation(`buildInputs = [ pkgs.${name} ];`);
    expect(await reported(buildToolInBuildInputs, text)).toEqual([`pkgs.${name}`]);
  });

  it.each([
    ["a list", "[ cmake zlib ]", ["cmake"]],
    ["a joined list", "[ zlib ] ++ [ cmake ]", ["cmake"]],
    ["an optional list", "[ zlib ] ++ lib.optionals withTls [ cmake ]", ["cmake"]],
    ["an optional element", "lib.optional withTls cmake", ["cmake"]],
    ["a package of a set", "[ libsForQt5.qmake ]", ["libsForQt5.qmake"]],
    ["`with pkgs`", "with pkgs; [ makeWrapper unzip ]", ["makeWrapper"]],
    ["libraries alone", "[ zlib openssl ]", []],
    ["what is called as a tool is", "let cmake = zlib; in [ (cmake.override { }) ]", []],
    ["a name of the file's own", "let scons = x: x; in [ scons ]", []],
    ["a set that is not known", "with x; [ scons ]", []],
    ["a value that is computed", "x ++ y", []],
  ])("with %s reports %j %j", async (_, value, expected) => {
    expect(await reported(buildToolInBuildInputs, derivation(`buildInputs = ${value};`))).toEqual(expected);
  });

  it("names all of a list in one finding", async () => {
    const [finding, ...more] = await findingsIn(
      buildToolInBuildInputs,
      derivation("buildInputs = [ cmake zlib ninja ];"),
    );
    expect(finding?.message).toContain("`cmake`, `ninja` are build tools");
    expect(more).toEqual([]);
  });

  it("is silent where a tool is in both lists", async () => {
    const text = derivation("nativeBuildInputs = [ cmake ]; buildInputs = [ cmake ninja ];");
    expect(await reported(buildToolInBuildInputs, text)).toEqual(["ninja"]);
  });

  it("is silent where the derivation reads the list, and of builders without phases", async () => {
    const read = derivation("buildInputs = [ cmake ]; x = lib.makeBinPath finalAttrs.buildInputs;", {
      open: "(finalAttrs: {",
      close: "})",
    });
    expect(await reported(buildToolInBuildInputs, read)).toEqual([]);
    expect(
      await reported(
        buildToolInBuildInputs,
        derivation("buildInputs = [ cmake ]; x = buildInputs;", { open: "rec {" }),
      ),
    ).toEqual([]);
    expect(
      await reported(
        buildToolInBuildInputs,
        derivation("buildInputs = [ cmake ];", { builder: "pkgs.buildEnv" }),
      ),
    ).toEqual([]);
  });

  it.each([
    ["buildInputs = [ cmake ];", "nativeBuildInputs = [ cmake ];"],
    ["buildInputs = [ cmake zlib ];", "nativeBuildInputs = [ cmake ];\nbuildInputs = [ zlib ];"],
    [
      "nativeBuildInputs = [ ninja ];\nbuildInputs = [ cmake zlib ];",
      "nativeBuildInputs = [ ninja cmake ];\nbuildInputs = [ zlib ];",
    ],
    ["nativeBuildInputs = [ ];\nbuildInputs = [ cmake ];", "nativeBuildInputs = [ cmake ];"],
    [
      "nativeBuildInputs = [\n  ninja # builds\n];\nbuildInputs = [\n  cmake\n  zlib\n];",
      "nativeBuildInputs = [\n  ninja # builds\n  cmake\n];\nbuildInputs = [\n  zlib\n];",
    ],
    // What is not written out there cannot be moved.
    ["buildInputs = lib.optional withTls cmake;", null],
    ["buildInputs = [ zlib ] ++ lib.optionals withTls [ cmake ];", null],
    ["nativeBuildInputs = x;\nbuildInputs = [ cmake ];", null],
    ["buildInputs = with pkgs; [ cmake ];", null],
    // A comment would be left behind.
    ["buildInputs = [\n  cmake # builds\n  zlib\n];", null],
    ["buildInputs = [\n  # builds\n  cmake\n  zlib\n];", null],
  ])("fixes %j", async (text, expected) => {
    const after = expected === null ? null : derivation(expected);
    expect(await fixed(buildToolInBuildInputs, derivation(text))).toBe(after);
  });
});

describe("duplicate-check-inputs", () => {
  const python = { builder: "python3Packages.buildPythonPackage" };
  it.each([
    ["dependencies = [ requests ]; nativeCheckInputs = [ requests git ];", ["requests"]],
    ["propagatedBuildInputs = [ requests ]; checkInputs = [ requests ];", ["requests"]],
    [
      "dependencies = with python3Packages; [ requests ]; nativeCheckInputs = with python3Packages; [ requests ];",
      ["requests"],
    ],
    ["dependencies = [ requests ]; nativeCheckInputs = [ git ];", []],
    ["dependencies = lib.optional withTls requests; nativeCheckInputs = [ requests ];", []],
    ["dependencies = [ requests ]; nativeCheckInputs = lib.optional withTls requests;", []],
  ])("reports of %j: %j", async (text, expected) => {
    expect(await reported(duplicateCheckInputs, derivation(text, python))).toEqual(expected);
    expect(await reported(duplicateCheckInputs, derivation(text))).toEqual([]);
  });
});

describe("meson-cmake", () => {
  it.each([
    ["nativeBuildInputs = [ meson cmake ];", ["cmake"]],
    ["nativeBuildInputs = [ meson ] ++ [ cmake ];", ["cmake"]],
    ["nativeBuildInputs = [ meson ];", []],
    ["nativeBuildInputs = [ cmake ];", []],
    ["nativeBuildInputs = [ meson ] ++ lib.optional withTls cmake;", []],
    ["nativeBuildInputs = [ meson\ncmake # for LLVM\n];", []],
    ["nativeBuildInputs = [ meson\n# for LLVM\ncmake ];", []],
    ["x = 1; # of the line above\nnativeBuildInputs = [ meson cmake ];", ["cmake"]],
    ...[
      "cmakeFlags = [ ]",
      'cmakeDir = "."',
      "dontUseCmakeConfigure = true",
      "dontUseMesonConfigure = true",
      'configurePhase = ""',
    ].map((more): [string, string[]] => [`nativeBuildInputs = [ meson cmake ]; ${more};`, []]),
  ])("reports of %j: %j", async (text, expected) => {
    expect(await reported(mesonCmake, derivation(text))).toEqual(expected);
  });
});

describe("unnecessary-parallel-building", () => {
  const SET = "enableParallelBuilding = true;";
  it.each([...PARALLEL_BUILDERS])("knows %s and what switches its hook off", async (name, without) => {
    const text = (more = "") => derivation(`nativeBuildInputs = [ pkgs.${name} ]; ${more}\n${SET}`);
    expect(await reported(unnecessaryParallelBuilding, text())).toEqual([SET]);
    for (const each of without)
      expect(await reported(unnecessaryParallelBuilding, text(`${each} = true;`))).toEqual([]);
  });

  it.each([
    [SET],
    ["nativeBuildInputs = [ cmake ]; enableParallelBuilding = false;"],
    ["nativeBuildInputs = [ cmake ]; enableParallelBuilding = x;"],
    [`nativeBuildInputs = lib.optional withTls cmake; ${SET}`],
    [`nativeBuildInputs = [ cmake ]; configurePhase = "x"; ${SET}`],
    [`nativeBuildInputs = [ cmake ]; dontConfigure = true; ${SET}`],
    [`nativeBuildInputs = [ cmake ]; phases = [ ]; ${SET}`],
    [`checkInputs = [ cmake ]; ${SET}`],
  ])("is not reported of %j", async (text) => {
    expect(await reported(unnecessaryParallelBuilding, derivation(text))).toEqual([]);
  });

  it("is only reported of mkDerivation, and fixed by deleting the line", async () => {
    const text = `nativeBuildInputs = [ cmake ];\n${SET}\nx = 1;`;
    expect(
      await reported(unnecessaryParallelBuilding, derivation(text, { builder: "buildRustPackage" })),
    ).toEqual([]);
    expect(await fixed(unnecessaryParallelBuilding, derivation(text))).toBe(
      derivation("nativeBuildInputs = [ cmake ];\nx = 1;"),
    );
  });
});

describe("optional-with-list", () => {
  it.each([
    ["buildInputs = lib.optional withTls [ openssl ];", "buildInputs = lib.optionals withTls [ openssl ];"],
    [
      'cmakeFlags = [ ] ++ (lib.optional withTls [ "x" ]);',
      'cmakeFlags = [ ] ++ (lib.optionals withTls [ "x" ]);',
    ],
    ["patches = with lib; optional withTls [ ./x ];", null],
  ])("is fixed: %j", async (text, expected) => {
    const found = await reported(optionalWithList, derivation(text));
    if (expected === null) expect(found).toEqual([]);
    else expect(await fixed(optionalWithList, derivation(text))).toBe(derivation(expected));
  });

  it.each([
    ["buildInputs = lib.optional withTls openssl;"],
    ["buildInputs = lib.optional withTls;"],
    ["buildInputs = my.optional withTls [ openssl ];"],
    ["x = lib.optional withTls [ openssl ];"],
    ["passthru.buildInputs = lib.optional withTls [ openssl ];"],
  ])("is not reported of %j", async (text) => {
    expect(await reported(optionalWithList, derivation(text))).toEqual([]);
  });

  it("is not fixed where `optional` may be bound without `optionals`", async () => {
    const text = derivation("buildInputs = optional withTls [ openssl ];", {
      builder: "let inherit (lib) optional; in stdenv.mkDerivation",
    });
    expect(await reported(optionalWithList, text)).toEqual(["optional"]);
    expect(await fixed(optionalWithList, text)).toBeNull();
  });
});
