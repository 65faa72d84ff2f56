// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { describe, expect, it } from "vitest";
import type { MemoryFiles } from "../../../../src/snapshot/memory.ts";
import { edited, HASH_A, HASH_B, impuritiesOf } from "../builders.ts";

const VERSION = ["1.2.3", "1.2.4"] as const;
const HASH = [HASH_A, HASH_B] as const;
const SRC = `src = fetchurl { url = "https://a.org/p-\${version}.zip"; hash = "${HASH_A}"; };`;

/** What is said of an update of a package whose attributes are these, with other files beside it. */
async function updated(
  call: string,
  around = "",
  before: MemoryFiles = {},
  after = before,
): Promise<string[]> {
  const text = `{ lib, stdenv, fetchurl, callPackage, it }: let version = "1.2.3"; ${SRC} ${around} in ${call}`;
  const files = { "package.nix": text, ...before };
  return impuritiesOf(files, { "package.nix": edited(text, VERSION, HASH), ...after }, ["*.lock", "*.patch"]);
}

const withX = (x: string, around = "", before: MemoryFiles = {}, after = before) =>
  updated(`stdenv.mkDerivation { pname = "p"; inherit version src; x = ${x}; }`, around, before, after);

const MORE = "`x` passes a changed value to `mkDerivation` as `x`, which may be more than text";
const NAME = "`x` has a name that depends on a changed value";

describe("an attribute by a name that is computed is", () => {
  const set = "s = { a = 1; b = version; undefined = 1; };";
  it.each([
    ["the one of that name", 's.${"a"}', []],
    ["the one of that name, in a text", 's."${"a"}"', []],
    ["the one of that name, in pieces", 's.${"" + "a"}', []],
    ["the one of that name, where there is no other", 's.${if it.c then "b${throw "no"}" else "a"}', []],
    ["the one of that name, which differs", 's.${"b"}', [MORE]],
    ["any, where the name is one of two", 's.${if it.c then "a" else "undefined"}', [MORE]],
    ["any, where the name is not known", "s.${it.y}", [MORE]],
    ["any, where the name is not known in part", 's."a${it.y}"', [MORE]],
    ["any, where the name is of a text alone", 's."${it.y}"', [MORE]],
    ["none, where the name differs", "{ }.${version} or 1", [NAME]],
    [
      "none, where the name differs, though it may be the same",
      '{ }."${lib.versions.major version}" or 1',
      [NAME],
    ],
    ["none, where the name is a text made of what differs", '{ }."a${src}" or 1', [NAME]],
    ["none, where the name is no text, and differs", "{ }.${[ version ]} or 1", [NAME]],
    ["none, where the name is one of two that differ", '{ }.${if it.c then "a" else version} or 1', [NAME]],
    ["the one of that name, of a set that is made of it", '{ ${"a"} = 1; b = version; }.a', []],
    ["any of a set with names that are not known", "{ ${it.y} = version; b = 1; }.a", [MORE]],
    ["the one that is known of such a set", "{ ${it.y} = version; b = 1; }.b", []],
    [
      "of a set that another may be added to",
      "({ a = 1; b = version; } // lib.optionalAttrs it.c { y = 1; }).a",
      [],
    ],
    ["of a set that may be empty", "(lib.optionalAttrs it.c { y = 1; }).y", []],
    ["by getAttr, the one of that name", 'lib.getAttr "a" s', []],
    ["by getAttr, any where the name is not known", "lib.getAttr it.y s", [MORE]],
  ])("%s", async (_, x, expected) => {
    const found = await withX(x as string, set);
    expect(found).toEqual(expected);
  });
});

describe("what a function makes of itself is", () => {
  const ITSELF = "the expression in line 1 is made of itself in a way that is not understood";
  const READS = "the expression in line 1 reads an attribute of an unknown changed value";
  const UNKNOWN = "the expression in line 1 uses a changed value in a way that is not understood";
  it.each([
    ["known where it is written out", "(finalAttrs: { inherit version src; })", []],
    ["known where it asks for what it holds", "(f: { inherit version src; y = 1; doCheck = f.y; })", []],
    [
      "not understood where it asks for itself at once",
      "(f: f.x // { inherit version src; })",
      [ITSELF, READS],
    ],
    ["not understood where it is no set and differs", "(f: [ version src ])", [UNKNOWN]],
    ["nothing where it is no set and stays", "(f: it)", undefined],
  ])("%s", async (_, argument, expected) => {
    const found = await updated(`stdenv.mkDerivation ${argument}`);
    if (expected === undefined) expect(found).not.toContain(UNKNOWN);
    else expect(found.filter((why) => !why.includes("no use of it was found"))).toEqual(expected);
  });

  it("what its builder makes of it, where it asks for what it does not hold", async () => {
    const text = (attribute: string) => `stdenv.mkDerivation (f: { inherit version src; ${attribute} })`;
    expect(await updated(text("postInstall = f.name;"))).toEqual([]);
    expect(await updated(text("x = f.name;"))).toEqual([MORE]);
    expect(await updated(text("x = f.version;"))).toEqual([MORE]);
  });

  it("also of another package", async () => {
    const text = (attributes: string) =>
      `it.hello.overrideAttrs (f: o: { inherit version src; ${attributes} })`;
    expect(await updated(text("postInstall = f.version + o.postInstall;"))).toEqual([]);
    expect((await updated(text("x = f.version;"))).join()).toContain("to `overrideAttrs` as `x`");
    expect(await updated(text("x = o.version;"))).toEqual([]);
  });
});

describe("a path is", () => {
  const OWN = "`x` uses files of the package that differ";
  const PATH = "`x` is a path that depends on a changed value";
  it.each([
    ["the file that it names", "./package.nix", [OWN]],
    ["another, which stays", "./y.nix", []],
    ["its directory", "./.", [OWN]],
    ["any file of an ending", "./${it.y}.nix", [OWN]],
    ["any file", "./a${it.y}", [OWN]],
    ["any file, where a text follows that is known", '(./a${it.y} + "/package.nix")', [OWN]],
    ["any file, where a text follows that is not known", '(./. + "/${it.y}")', [OWN]],
    ["any file, where one of several follows", '(./. + (if it.c then "/a" else "/package.nix"))', [OWN]],
    ["the one of the sum", '(./. + "/package.nix")', [OWN]],
    ["the one of the sum, which stays", '(./. + "/y.nix")', []],
    ["one of another ending", "./${it.y}.sh", []],
    ["one of another ending, by several names", "./${it.a}/${it.b}/${it.c}.sh", []],
    ["outside of the repository", "../../../../../${it.a}", [OWN]],
    ["outside of the repository for certain", "../../../../../../x.nix", []],
    ["outside of the repository, by a sum", '(./. + "/../../../../../x.nix")', []],
    ["of the machine", "/etc/package.nix", []],
    ["of the machine, of an ending", "/etc/${it.y}.nix", []],
    ["of somebody's home", "~/package.nix", []],
    ["searched for", "<package.nix>", []],
    ["one that differs", "./${version}.sh", [PATH]],
    ["one that differs, of the machine", "/etc/${version}", [PATH]],
    ["one that differs, by a sum", '(./. + "/${version}")', [PATH]],
    ["one that differs, by a sum with what is built", '(./. + "/${src}")', [PATH]],
  ])("%s", async (_, x, expected) => {
    const found = await withX(x as string, "", { "y.nix": "1", "y.sh": "" });
    expect(found).toEqual(expected);
  });

  it.each([
    ["that it may be by its ending", "[ ./${it.y}.lock ]", [MORE]],
    ["that it may be by its ending, with several names", "[ ./${it.a}/${it.b}${it.c}k ]", [MORE]],
    ["that it may be by any", "[ ./a${it.y} ]", ["`x` uses files of the package that differ"]],
    ["that it cannot be", "[ ./${it.y}.patch ]", []],
    ["that it cannot be, with several names", "[ ./${it.a}.lock/${it.b}.lock/${it.c}.patch ]", []],
  ])("a file beside the package %s", async (_, x, expected) => {
    const found = await withX(x as string, "", { "x.lock": "a" }, { "x.lock": "b" });
    expect(found).toEqual(expected);
  });
});
