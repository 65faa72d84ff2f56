// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { describe, expect, it } from "vitest";
import { evaluated } from "./evaluated.ts";

const ARGUMENT = "makes a text with an argument that depends on a changed value";
const CODE = "uses a changed value as Nix code";
const USED = "uses a changed value in a way that is not understood";
const CALLED = "passes a changed value to `callPackage` for code outside the package";

const FILES = { "a.nix": "{ v }: v", "b.nix": "moved", "c.nix": "many" };

/** An expression, what it comes to as `evaluated` shows it, and what is said of it. */
type Row = readonly [string, string, ...string[]];

describe("code that is read", () => {
  it.each<Row>([
    ["import ./a.nix", "closure"],
    ["import ./b.nix", "moved"],
    ["import ./x.nix", "?"],
    ["import ./differs", "!", CODE],
    ["import it", "?"],
    ["import unmoved", "?"],
    ["import moved", "!", CODE],
    ["import odd", "!", CODE],
    ['import (throw "no")', "throw"],
    ['import "${moved}/x.nix"', "!", CODE],
    ['import "1->2"', "!", CODE],
    ["import [ moved ]", "!", CODE],
    ["import (if it then ./b.nix else moved)", "moved | !", CODE],
    ["import (if it then ./b.nix else it)", "moved | ?"],
    ["import (if it then ./c.nix else ./b.nix)", "!"],
  ])("%s is %s", (text, value, ...reports) => {
    expect(evaluated(text, FILES)).toEqual({ value, reports });
  });
});

describe("a package that is called", () => {
  it.each<Row>([
    ['callPackage ./a.nix { v = "1->2"; }', '"<1|2>"'],
    ['callPackages ./a.nix { v = "1->2"; }', '"<1|2>"'],
    ["callPackage ./a.nix { }", "v"],
    ['callPackage ({ v }: v) { v = "1->2"; }', '"<1|2>"'],
    ['callPackage (if it then ({ v }: v) else ./a.nix) { v = "1->2"; }', '"<1|2>" | "<1|2>"'],
    ['callPackage (if it then ({ v }: v) else moved) { v = "a"; }', '"a" | !', CODE, CALLED],
    ['callPackage (if it then ./a.nix else it) { v = "a"; }', '"a" | ?'],
    ["callPackage ./b.nix { }", "!", CALLED],
    ["callPackage ./c.nix { }", "?"],
    ['callPackage ./x.nix { v = "a"; }', "?"],
    ['callPackage ./x.nix { v = "1->2"; }', "!", CALLED],
    ['callPackage it { v = "1->2"; }', "!", CALLED],
    ['callPackage it { v = "a"; }', "?"],
    ['callPackage "${moved}/x.nix" { }', "!", CODE, CALLED],
    ['callPackage (throw "no") { }', "?"],
    ['callPackage (if it then ({ v }: many) else ({ v }: v)) { v = "1->2"; }', "!"],
  ])("%s is %s", (text, value, ...reports) => {
    expect(evaluated(text, FILES)).toEqual({ value, reports });
  });
});

describe("a file that is written", () => {
  it.each<Row>([
    ['writeText "x" "a"', "unmoved"],
    ['writeText "x" "1->2"', "moved"],
    ['writeText "1->2" "a"', "moved"],
    ['writeText moved "a"', "moved", USED],
    ['writeText "x" [ { a = "1->2"; } ]', "moved", USED],
  ])("%s is %s", (text, value, ...reports) => {
    expect(evaluated(text, FILES)).toEqual({ value, reports });
  });
});

describe("a file with texts put into it", () => {
  it.each<Row>([
    ['replaceVars ./a.patch { v = "1->2"; }', "moved"],
    ['replaceVars ./a.patch { v = "a"; }', "unmoved"],
    ['replaceVars "1->2" { }', "moved", USED],
    ["replaceVars moved { }", "moved"],
    ["replaceVars ./a.patch { f = x: odd; }", "moved", USED],
    ['substituteAll { src = ./a.patch; v = "1->2"; }', "moved"],
    ['substituteAll { src = ./a.patch; v = "a"; }', "unmoved"],
    ['substituteAll "1->2"', "moved"],
    ["substituteAll { f = x: odd; }", "moved", USED],
  ])("%s is %s", (text, value, ...reports) => {
    expect(evaluated(text, FILES)).toEqual({ value, reports });
  });
});

describe("a command", () => {
  it.each<Row>([
    ['runCommand "x" { } "a"', "unmoved"],
    ['runCommand "x" { V = "1->2"; } "a"', "moved"],
    [
      'runCommand "x" { v = "1->2"; } "a"',
      "moved",
      "passes a changed value to `mkDerivation` as `v`, which may be more than text",
    ],
    ['runCommand "1->2" { } "a"', "moved"],
    ['runCommand "x" { } "1->2"', "moved"],
    ['runCommand "x" { } [ { a = odd; } ]', "moved", USED],
    [
      '(runCommand "x" { v = "1->2"; } "a").v',
      '"<1|2>"',
      "passes a changed value to `mkDerivation` as `v`, which may be more than text",
    ],
    [
      '(runCommand "x" it "1->2").v',
      "!",
      "reads an attribute of a changed package that the package does not define",
    ],
    ['(runCommand "x" it "a").v', "?"],
  ])("%s is %s", (text, value, ...reports) => {
    expect(evaluated(text, FILES)).toEqual({ value, reports });
  });
});

describe("packages of an interpreter", () => {
  it.each<Row>([
    ["python3.withPackages (ps: [ ps.a moved ])", "moved"],
    ["python3.withPackages (ps: [ ps.a unmoved ])", "unmoved"],
    ['python3.withPackages (ps: [ "1->2" ])', "moved", USED],
    ["python3.withPackages it", "unmoved"],
    ['python3.withPackages [ "1->2" ]', "moved", USED],
    ["python3.withPackages [ moved ]", "moved"],
  ])("%s is %s", (text, value, ...reports) => {
    expect(evaluated(text, FILES)).toEqual({ value, reports });
  });
});

describe("an output or path of a package", () => {
  it.each<Row>([
    ["lib.getBin moved", "moved"],
    ["lib.getBin unmoved", "unmoved"],
    ['lib.getOutput "dev" moved', "moved"],
    ['lib.getOutput "1->2" unmoved', "unmoved", ARGUMENT],
    ["lib.getExe moved", '"$"'],
    ["lib.getExe unmoved", '"?"'],
    ['lib.getExe "1->2"', '"$"', USED],
    ["lib.makeBinPath [ moved unmoved ]", '"$"'],
    ["lib.makeBinPath [ unmoved ]", '"?"'],
    ['lib.makeBinPath [ "1->2" ]', '"$"', USED],
    ['lib.getExe\' moved "a"', '"$"'],
    ['lib.getExe\' unmoved "a"', '"?"'],
    ['lib.getExe\' unmoved "1->2"', '"$"', USED],
    ['lib.makeSearchPath "share" [ moved ]', '"$"'],
    ['lib.makeSearchPath "1->2" [ unmoved ]', '"$"', USED],
    ['lib.makeSearchPathOutput "lib" "share" [ moved ]', '"$"'],
    ['lib.makeSearchPathOutput "1->2" "share" [ unmoved ]', '"$"', USED],
  ])("%s is %s", (text, value, ...reports) => {
    expect(evaluated(text, FILES)).toEqual({ value, reports });
  });
});

describe("a test or script beside a package", () => {
  it.each<Row>([
    ['testers.testVersion { package = moved; v = "1->2"; }', "moved"],
    ["testers.testVersion { package = unmoved; }", "unmoved"],
    ['toString (nix-update-script { attrPath = "1->2"; })', '"$"'],
    ["import (testers.testVersion { package = moved; })", "!", CODE],
  ])("%s is %s", (text, value, ...reports) => {
    expect(evaluated(text, FILES)).toEqual({ value, reports });
  });
});

describe("each function by its name, wherever it is taken from:", () => {
  const NAME_AND_TEXT = ["writeText", "writeScript", "writeScriptBin", "writeShellScript"];
  const COMMANDS = ["runCommand", "runCommandCC", "runCommandLocal", "runCommandNoCC"];
  const OUTPUTS = ["getBin", "getLib", "getDev", "getOut", "getMan"];
  const PATHS = ["getExe", "makeBinPath", "makeLibraryPath", "makeIncludePath"];
  const BESIDE = ["testVersion", "nix-update-script", "gitUpdater", "genericUpdater", "writeUpdateScript"];
  const UPDATERS = ["unstableGitUpdater", "httpTwoLevelsUpdater", "directoryListingUpdater", "sequence"];

  it.each([
    ...["import ./b.nix", "callPackage ({ v }: v) { v = moved; }", "callPackages ({ v }: v) { v = moved; }"],
    ...[...NAME_AND_TEXT, "writeShellScriptBin", "writeTextDir"].map((name) => `${name} "x" moved`),
    ...COMMANDS.map((name) => `${name} "x" { } moved`),
    ...OUTPUTS.map((name) => `${name} moved`),
    ...[...BESIDE, ...UPDATERS].map((name) => `${name} [ moved ]`),
    ...["replaceVars moved { }", "substituteAll { V = moved; }", "withPackages (ps: [ moved ])"],
    'getOutput "x" moved',
  ])("%s", (text) => {
    const known = { value: "moved", reports: [] };
    expect(evaluated(text, FILES)).toEqual(known);
    expect(evaluated(`it.of.${text}`, FILES)).toEqual(known);
  });

  it.each([
    ...PATHS.map((name) => `${name} [ moved ]`),
    ...["getExe'", "makeSearchPath"].map((name) => `${name} [ moved ] "x"`),
    'makeSearchPathOutput "x" "y" [ moved ]',
  ])("%s", (text) => {
    expect(evaluated(`it.of.${text}`)).toEqual({ value: '"$"', reports: [] });
  });
});

describe("a function of texts or lists", () => {
  it.each([
    ...["lib", "builtins", "pkgs", "stdenv", "final", "prev", "self", "super"],
    ...["strings", "lists", "attrsets", "versions", "trivial", "asserts", "debug", "meta"],
  ])("is taken from %s", (name) => {
    expect(evaluated(`${name}.major "1.2->2.3"`)).toEqual({ value: '"(1|2)"', reports: [] });
    expect(evaluated(`${name}.lib.head [ "1->2" ]`)).toEqual({ value: '"<1|2>"', reports: [] });
  });

  it.each(["it.major", "lib.it.major", "it.lib.major", "it.head", "lib.major.it"])("is not %s", (name) => {
    expect(evaluated(`${name} "1->2"`).reports).toEqual([
      `passes a changed value to \`${name.split(".").at(-1)}\`, an unknown function`,
    ]);
  });

  it("is known by its name alone", () => {
    expect(evaluated('major "1.2->2.3"').value).toBe('"(1|2)"');
  });
});
