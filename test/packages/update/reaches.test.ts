// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { describe, expect, it } from "vitest";
import { edited, HASH_A, HASH_B, impuritiesOf } from "./builders.ts";

const VERSION = ["1.2.3", "1.2.4"] as const;
const HASH = [HASH_A, HASH_B] as const;

const SOURCE = `fetchFromGitHub { owner = "a"; repo = "b"; tag = "v\${version}"; hash = "${HASH_A}"; }`;

/** A package whose version and source are names of a `let`, and an attribute `x` made of them. */
function withX(x: string, around = ""): string {
  return `{ lib, stdenv, pkgs, fetchFromGitHub, callPackage, it, ... }: let
    version = "1.2.3"; src = ${SOURCE}; ${around}
    in stdenv.mkDerivation { pname = "p"; inherit version src; x = ${x}; }`;
}

async function found(text: string, files: Record<string, string> = {}): Promise<string> {
  const before = { "package.nix": text, ...files };
  return (await impuritiesOf(before, { ...before, "package.nix": edited(text, VERSION, HASH) })).join("\n");
}

it("the package without that attribute is updated", async () => {
  expect(await found(withX("1"))).toBe("");
});

const NAME = /name (?:that )?depends on a changed value/;
const NOT_KNOWN = /an unknown function/;
const CODE = /uses a changed value as Nix code/;

describe("what a version reaches is named where it chooses an attribute by", () => {
  it.each<[string, string, RegExp, string?]>([
    ["a selection", "it.${version}", NAME],
    ["a selection by a text", 'it."llvm_${version}"', NAME],
    ["a selection with a default", 'it."llvm_${version}" or 1', NAME],
    ["a selection further in", "it.a.${version}.b", NAME],
    ["a part that happens to be the same", 'it."llvm_${lib.versions.major version}"', NAME],
    ["lib.getAttr", 'lib.getAttr "llvm_${version}" it', NAME],
    ["builtins.getAttr", "builtins.getAttr version it", NAME],
    ["getAttr by another name", "get version it", NAME, "get = builtins.getAttr;"],
    ["lib.attrByPath", "lib.attrByPath [ version ] null it", NOT_KNOWN],
    ["lib.attrVals", "lib.attrVals [ version ] it", NOT_KNOWN],
    ["a function of its own", "choose version", NAME, 'choose = v: pkgs."llvm_${v}";'],
    ["a function of its own with formals", "choose { v = version; }", NAME, 'choose = { v }: pkgs."a${v}";'],
    ["a function of a function", "choose 1 version", NAME, 'choose = _: v: pkgs."a${v}";'],
    ["a function in a set", "f.choose version", NAME, "f = { choose = v: pkgs.${v}; };"],
    ["a functor", "f version", /a function that is not understood/, "f = { __functor = _: v: pkgs.${v}; };"],
    ["a function that is mapped", "map (v: pkgs.${v}) [ version ]", NAME],
    ["a function behind a pipe", "lib.pipe version [ (v: pkgs.${v}) ]", NAME],
    ["a scope", "with it.${version}; y", NAME],
    ["a scope of its own", "with (f version); y", NOT_KNOWN, "inherit (it) f;"],
    ["an inherited attribute", "{ inherit (it.${version}) y; }", NAME],
    ["its own name", "{ ${version} = 1; }", NAME],
    ["its own name, as a text", '{ "a${version}" = 1; }', NAME],
    ["whether there is one", "it ? ${version}", NAME],
    ["listToAttrs", "lib.listToAttrs [ { name = version; value = 1; } ]", NOT_KNOWN],
    ["setAttrByPath", "lib.setAttrByPath [ version ] 1", NOT_KNOWN],
    ["genAttrs", "lib.genAttrs [ version ] it", NOT_KNOWN],
    ["nameValuePair", "lib.nameValuePair version 1", NOT_KNOWN],
  ])("%s", async (_, x, why, around) => {
    expect(await found(withX(x, around))).toMatch(why);
  });
});

describe("what a version reaches is named where it is a path by", () => {
  it.each<[string, string, RegExp]>([
    ["an interpolation", "./x-${version}.patch", /is a path that depends on a changed value/],
    ["a sum", '(./. + "/${version}.patch")', /is a path that depends on a changed value/],
    ["a sum with a name", "./patches + version", /is a path that depends on a changed value/],
    ["lib.path.append", "lib.path.append ./patches version", NOT_KNOWN],
    ["builtins.path", "builtins.path { path = it; name = version; }", NOT_KNOWN],
    ["builtins.toPath", 'builtins.toPath "/${version}"', NOT_KNOWN],
    ["builtins.filterSource", "builtins.filterSource (p: t: p == version) it", NOT_KNOWN],
    ["builtins.storePath", "builtins.storePath version", NOT_KNOWN],
    ["findFile", 'builtins.findFile [ ] "a/${version}"', NOT_KNOWN],
  ])("%s", async (_, x, why) => {
    expect(await found(withX(x))).toMatch(why);
  });
});

describe("what a source reaches is named where it is code by", () => {
  it.each<[string, string, RegExp, string?]>([
    ["import", "import src", CODE],
    ["import of a file", 'import "${src}/x.nix" { }', CODE],
    ["import of a sum", 'import (src + "/x.nix")', CODE],
    ["import by another name", "load src", CODE, "load = import;"],
    ["import that is mapped", "map import [ src ]", CODE],
    ["import of builtins", "builtins.import src", CODE],
    ["callPackage", 'callPackage "${src}/x.nix" { }', CODE],
    ["callPackage by another name", 'call "${src}/x.nix" { }', CODE, "call = callPackage;"],
    ["callPackage of a set of packages", 'pkgs.python3Packages.callPackage "${src}/x.nix" { }', CODE],
    ["scopedImport", 'builtins.scopedImport { } "${src}/x.nix"', NOT_KNOWN],
    ["newScope", 'pkgs.newScope { } "${src}/x.nix" { }', NOT_KNOWN],
    ["callPackageWith", 'lib.callPackageWith pkgs "${src}/x.nix" { }', NOT_KNOWN],
    ["developPackage", "pkgs.haskellPackages.developPackage { root = src; }", NOT_KNOWN],
    ["callCabal2nix", 'pkgs.haskellPackages.callCabal2nix "x" src { }', NOT_KNOWN],
    ["crate2nix", 'pkgs.crate2nix.appliedCargoNix { name = "x"; inherit src; }', NOT_KNOWN],
    ["getFlake", "builtins.getFlake (toString src)", NOT_KNOWN],
    ["readFile", 'builtins.readFile "${src}/x"', NOT_KNOWN],
    ["fromJSON", 'lib.fromJSON (lib.readFile "${src}/x.json")', NOT_KNOWN],
    ["importJSON", 'lib.importJSON (src + "/x.json")', NOT_KNOWN],
    ["importTOML", 'lib.importTOML (src + "/x.toml")', NOT_KNOWN],
    ["readDir", "builtins.readDir src", NOT_KNOWN],
    ["fileContents", 'lib.fileContents "${src}/VERSION"', NOT_KNOWN],
    ["toFile", 'import (builtins.toFile "x" version)', NOT_KNOWN],
    ["writeText", 'import (pkgs.writeText "x.nix" version)', CODE],
    ["runCommand", 'import (pkgs.runCommand "x" { inherit src; } "cp $src $out")', CODE],
    ["a package of it", 'import "${stdenv.mkDerivation { inherit src; name = "x"; }}/x.nix"', CODE],
    ["an attribute of it", "src.y", /does not define/],
    ["a source given to nixpkgs", "import it { overlays = [ (import src) ]; }", CODE],
    ["a function of its own", "load src", CODE, "load = p: import p;"],
    ["exec", "builtins.exec [ version ]", NOT_KNOWN],
  ])("%s", async (_, x, why, around) => {
    expect(await found(withX(x, around))).toMatch(why);
  });

  it("a file of the package that imports what it is given", async () => {
    const text = withX("callPackage ./load.nix { inherit src; }");
    expect(await found(text, { "load.nix": "{ src }: import src" })).toMatch(CODE);
  });

  it("a file of the package that is given it through another", async () => {
    const files = { "a.nix": "{ s }: import ./b.nix s", "b.nix": "s: import s" };
    expect(await found(withX("import ./a.nix { s = src; }"), files)).toMatch(CODE);
  });
});

describe("what a version reaches is named where a function takes it that is not known:", () => {
  it.each<[string, string]>([
    ["one of the package set", "it.mkThing version"],
    ["one of the package set, in a set", "it.mkThing { inherit version; }"],
    ["one of the package set, in a list", "it.mkThing [ [ version ] ]"],
    ["one of the package set, in a function", "it.mkThing (x: version)"],
    ["one of the package set, by a default", "it.mkThing ({ v ? version }: v)"],
    ["one that a function returns", "(it.make 1) version"],
    ["one that is overridden", "(fetchFromGitHub.override { owner = version; }) { }"],
    ["a fetcher that is overridden", "fetchFromGitHub.override (o: { owner = version; })"],
    ["makeOverridable", "lib.makeOverridable it { inherit version; }"],
    ["fetchTree", 'builtins.fetchTree { type = "github"; owner = version; repo = "x"; }'],
    ["an override of another package", "it.hello.override { inherit version; }"],
    ["fromJSON", 'builtins.fromJSON "{ \\"a\\": \\"${version}\\" }"'],
    ["fromTOML", "builtins.fromTOML version"],
    ["a fold", "lib.foldl' it 1 [ version ]"],
    ["a fix point", "lib.fix (self: { inherit version; y = self.z; })"],
    ["derivation", 'derivation { name = "x"; builder = version; system = "y"; }'],
  ])("%s", async (_, x) => {
    const why = /passes a changed value to|function that is not known|of which it is not known/;
    expect(await found(withX(x))).toMatch(why);
  });
});

describe("what a version reaches is named where it decides:", () => {
  it.each<[string, string]>([
    ["a comparison", 'if version == "1.2.4" then it.evil else 1'],
    ["another comparison", 'if version != "1.2.4" then it.evil else 1'],
    ["an order of versions", 'if lib.versionAtLeast version "1.2.4" then it.evil else 1'],
    ["an older version", 'lib.optional (lib.versionOlder version "1.2.4") it.evil'],
    ["compareVersions", 'if builtins.compareVersions version "1.2.4" == 1 then it.evil else 1'],
    ["a prefix", 'lib.optionals (lib.hasSuffix "4" version) [ it.evil ]'],
    ["a text by a condition", 'lib.optionalString (lib.hasInfix "2.4" version) "evil"'],
    ["attributes by a condition", 'lib.optionalAttrs (version == "1.2.4") { y = it.evil; }'],
    ["not", 'if !(version == "1.2.4") then it.evil else 1'],
    ["and", 'if version == "1.2.4" && it.y then it.evil else 1'],
    ["a name for it", "if isNew then it.evil else 1"],
  ])("%s", async (_, x) => {
    const around = 'isNew = lib.versionAtLeast version "1.2.4";';
    expect(await found(withX(x, around))).toContain("has a condition that depends on a changed value");
  });

  it("an order of versions, where a number is too big for Nix to be one", async () => {
    const text = withX('if lib.versionAtLeast version "1.2" then it.y else it.evil');
    const after = edited(text, HASH, ['"1.2.3"', '"1.3000000000"']);
    expect((await impuritiesOf(text, after)).join("\n")).toContain(
      "has a condition that depends on a changed value",
    );
  });

  it.each<[string, string]>([
    ["an order of versions that stays", 'if lib.versionAtLeast version "1" then it.y else 1'],
    ["a comparison that stays", 'if version == "2" then it.y else 1'],
    ["a prefix that stays", 'lib.optional (lib.hasPrefix "1." version) it.y'],
  ])("but not by %s", async (_, x) => {
    expect(await found(withX(x))).toBe("");
  });
});

describe("what a version reaches is named where it is an argument of a fetcher:", () => {
  const fetch = (fetcher: string, argument: string) =>
    `{ stdenv, ${fetcher}, ... }: stdenv.mkDerivation (finalAttrs: { pname = "p"; version = "1.2.3";
      src = ${fetcher} { ${argument} hash = "${HASH_A}"; }; })`;

  it.each([
    ...["owner", "repo", "domain", "host", "group", "project", "githubBase", "forceFetchGit", "mirrors"],
    ...["private", "varPrefix", "protocol", "fetchSubmodules", "sparseCheckout", "leaveDotGit", "anything"],
  ])("%s", async (name) => {
    const text = fetch("fetchFromGitHub", `tag = finalAttrs.version; ${name} = finalAttrs.version;`);
    expect(await found(text)).toBe(
      `\`src.${name}\` passes a changed value to \`fetchFromGitHub\` as \`${name}\``,
    );
  });

  it.each([
    ["fetchPypi", "pname"],
    ["fetchPypi", "format"],
    ["fetchCrate", "pname"],
    ["fetchCrate", "registryDl"],
    ["fetchurl", "curlOpts"],
    ["fetchurl", "netrcPhase"],
    ["fetchurl", "executable"],
    ["fetchgit", "deepClone"],
  ])("of %s: %s", async (fetcher, name) => {
    const text = fetch(fetcher, `version = finalAttrs.version; ${name} = finalAttrs.version;`);
    expect(await found(text)).toContain(`passes a changed value to \`${fetcher}\` as \`${name}\``);
  });
});

describe("what a version reaches is named where it is an attribute of a builder:", () => {
  it.each([
    ...["builder", "args", "system", "__structuredAttrs", "outputHashMode", "outputHashAlgo", "stdenv"],
    ...["PATH", "LD_PRELOAD", "BASH_ENV", "PYTHONPATH", "NODE_OPTIONS", "CC", "realBuilder", "setupHook"],
    ...["nugetDeps", "yarnNix", "platforms", "anything", "allowSubstitutes", "passAsFile"],
  ])("%s", async (name) => {
    const text = `{ stdenv, fetchFromGitHub, ... }: stdenv.mkDerivation rec { pname = "p"; version = "1.2.3";
      src = ${SOURCE}; ${name} = version; }`;
    expect(await found(text)).toContain(
      `\`${name}\` passes a changed value to \`mkDerivation\` as \`${name}\``,
    );
  });

  it.each(["buildInputs", "nativeBuildInputs", "patches", "src", "dependencies", "paths"])(
    "text among %s",
    async (name) => {
      const text = `{ stdenv, fetchFromGitHub, ... }: stdenv.mkDerivation rec { pname = "p"; version = "1.2.3";
        s = ${SOURCE}; ${name} = [ version ]; }`;
      expect(await found(text)).toContain(`\`${name}\` uses a changed value`);
    },
  );
});

it.each(["builder", "args", "stdenv", "anything"])("a source as %s is named", async (name) => {
  const text = `{ stdenv, fetchFromGitHub, ... }: stdenv.mkDerivation rec { pname = "p"; version = "1.2.3";
    src = ${SOURCE}; ${name} = src; }`;
  expect(await found(text)).toContain(
    `\`${name}\` passes a changed value to \`mkDerivation\` as \`${name}\``,
  );
});

it("a function in what the package returns is looked into", async () => {
  expect(await found(withX("y: import src", ""))).toMatch(CODE);
});

it("what is returned without a derivation is named", async () => {
  const text = `{ fetchFromGitHub }: rec { version = "1.2.3"; src = ${SOURCE}; }`;
  expect(await found(text)).toContain("returns a changed value that is not a known derivation");
});

it("a package that is given another version and keeps its source is named", async () => {
  const text = `{ hello, fetchFromGitHub }: hello.overrideAttrs (old: rec { version = "1.2.3"; y = ${SOURCE}; })`;
  expect(await found(text)).toContain("changes the version of a package, but not its source");
});

it("a pin that nothing uses is named", async () => {
  const text = withX("1", `unused = { version = "1.2.3"; };`);
  expect(await found(text)).toContain("differs, and no use of it was found");
});
