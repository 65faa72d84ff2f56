// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { describe, expect, it } from "vitest";
import { filesOf } from "../../../src/packages/files.ts";
import { type StaleHash, staleHashes } from "../../../src/packages/update/stale-hashes.ts";
import type { MemoryFile } from "../../../src/snapshot/memory.ts";
import { cache, changeOf, DIRECTORY, edited, HASH_A, HASH_B, type PackageFiles } from "./builders.ts";

type Edit = readonly [string, string];

const MAIN = `${DIRECTORY}/package.nix`;
const VERSION: Edit = ["1.2.3", "1.2.4"];
/** What is found where nothing else is. */
const HASH = [`"${HASH_A}"`];

const PACKAGE = `{ lib, stdenv, fetchFromGitHub, zlib ? null }:
stdenv.mkDerivation (finalAttrs: {
  pname = "hello";
  version = "1.2.3";
  src = fetchFromGitHub {
    owner = "GNU";
    repo = "hello";
    tag = "v\${finalAttrs.version}";
    hash = "${HASH_A}";
  };
  buildInputs = [ zlib ];
  meta = {
    description = "x";
    mainProgram = "hello";
  };
})
`;

async function stale(
  before: PackageFiles,
  after: PackageFiles,
  directory: string | null = DIRECTORY,
): Promise<readonly StaleHash[]> {
  const { base, head } = await changeOf(before, after);
  return staleHashes(filesOf(base, cache), filesOf(head, cache), MAIN, directory);
}

/** The texts of the hashes that are found. */
async function texts(...sides: Parameters<typeof stale>): Promise<string[]> {
  return (await stale(...sides)).map(({ file, span }) => file.source.text.slice(span.start, span.end));
}

/** The package with an edit on each side, and the other version at head. */
function sides(before: readonly Edit[], after: readonly Edit[], text = PACKAGE): [string, string] {
  return [edited(text, ...before), edited(text, VERSION, ...after)];
}

const REPO = 'repo = "hello";';
const SRC = "  src = fetch";
const CALL = "stdenv.mkDerivation (";
const META = 'description = "x";';

it("tells where a hash stays and of which versions", async () => {
  const found = await stale(...sides([], []));
  const [{ file }] = found as [StaleHash];
  const start = file.source.text.indexOf(`"${HASH_A}"`);
  const span = { start, end: start + HASH_A.length + 2 };
  expect(found).toEqual([
    { path: MAIN, file, span: expect.objectContaining(span), version: { before: "1.2.3", after: "1.2.4" } },
  ]);
});

describe("a hash that stays is told, whatever else differs:", () => {
  it.each<[string, Edit, Edit]>([
    ["a binding that is added", [META, META], [META, `${META} homepage = "y";`]],
    ["a binding that is removed", [META, META], [META, ""]],
    ["a binding that is another", [META, META], [META, 'description = "y";']],
    ["an argument that is added", ["lib,", "lib,"], ["lib,", "lib, cmake,"]],
    ["an argument that is removed", ["lib,", "lib, cmake,"], ["lib,", "lib,"]],
    ["the default of an argument that had none", ["zlib ? null", "zlib"], ["? null", "? null"]],
    ["the order of the arguments", ["lib, stdenv", "lib, stdenv"], ["lib, stdenv", "stdenv, lib"]],
    ["any arguments", ["null }", "null }"], ["null }", "null, ... }"]],
    ["a binding before the source", [SRC, `  x = 1;${SRC}`], [SRC, `  x = 2;${SRC}`]],
    [
      "a binding behind the source",
      ["  buildInputs", "y=1;  buildInputs"],
      ["  buildInputs", "y=2;  buildInputs"],
    ],
    ["a name that is computed", [META, META], [META, `${META} \${lib.x} = 1;`]],
  ])("%s", async (_, before, after) => {
    expect(await texts(...sides([before], [after]))).toEqual(HASH);
  });

  it("the layout alone", async () => {
    expect(await texts(...sides([], [["\n", "\n\n"]]))).toEqual(HASH);
  });
});

describe("nothing is told where it is not certain, as there differs", () => {
  it.each<[string, Edit, Edit]>([
    ["an attribute of the call", [REPO, REPO], [REPO, 'repo = "other";']],
    ["an attribute that is added to the call", [REPO, REPO], [REPO, `${REPO} private = true;`]],
    ["an attribute that is removed from the call", [REPO, `${REPO} private = true;`], [REPO, REPO]],
    [
      "an attribute of the call by a name in quotes",
      [REPO, `${REPO} "a.b" = 1;`],
      [REPO, `${REPO} "a.b" = 2;`],
    ],
    [
      "the fetcher",
      ["= fetchFromGitHub {", "= fetchFromGitLab {"],
      ["= fetchFromGitHub {", "= fetchFromGitHub {"],
    ],
    ["what is inherited in the call", [REPO, REPO], [REPO, `${REPO} inherit (lib) y;`]],
    ["the value of an argument's default", ["? null", "? null"], ["? null", "? 1"]],
    ["what is inherited anywhere", [META, META], [META, `${META} inherit (lib) y;`]],
    ["all that is written", [CALL, CALL], [CALL, `lib.id ${CALL}`]],
    ["a scope around all", [CALL, CALL], [CALL, `with lib; ${CALL}`]],
    ["a scope around all, and more besides", [CALL, CALL], [CALL, `assert true; ${CALL}`]],
  ])("%s", async (_, before, after) => {
    expect(await texts(...sides([before], [after]))).toEqual([]);
  });

  /** The repository is a name, which is bound further in or out. */
  const by = (name: string, edit: Edit): Edit[] => [[REPO, `repo = ${name};`], edit];
  const let1 = (bindings: string): Edit => [CALL, `let ${bindings} in ${CALL}`];
  it.each<[string, Edit[], Edit[]]>([
    ["a name", by("r", let1('r = "a";')), by("r", let1('r = "b";'))],
    ["a name of a name", by("r", let1('r = s; s = t; t = "a";')), by("r", let1('r = s; s = t; t = "b";'))],
    ["a name in a set", by("r.x", let1('r = { x = "a"; };')), by("r.x", let1('r = { x = "b"; };'))],
    ["a name of a set", by("r.x", let1('r.x.y = "a";')), by("r.x", let1('r.x.y = "b";'))],
    ["a name in quotes", by("r.x", let1('r."x" = "a";')), by("r.x", let1('r."x" = "b";'))],
    [
      "a name behind another",
      by("r", let1('r = [ 1 (s 2) ]; s = "a";')),
      by("r", let1('r = [ 1 (s 2) ]; s = "b";')),
    ],
    [
      "one of two of the name",
      by("r", let1('r = 1; x.r = s; s = "a";')),
      by("r", let1('r = 1; x.r = s; s = "b";')),
    ],
    [
      "what a name is inherited from",
      by("r", let1('inherit (s) r; s = "a";')),
      by("r", let1('inherit (s) r; s = "b";')),
    ],
    ["an argument's default", by("zlib", ["? null", '? "a"']), by("zlib", ["? null", '? "b"'])],
    ["an argument", by("(zlib)", ["lib,", "lib,"]), by("(zlib)", ["zlib ? null", "zlib"])],
    ["an argument that is added", by("r", ["lib,", "lib,"]), by("r", ["lib,", "lib, r,"])],
    [
      "a name in an argument's default",
      [...by("zlib", ["? null", "? lib.y"]), [META, "lib.a = 1;"]],
      [...by("zlib", ["? null", "? lib.y"]), [META, "lib.a = 2;"]],
    ],
    [
      "an attribute by a computed name",
      by("r.${lib.x}", let1("r = 1; x = 1;")),
      by("r.${lib.x}", let1("r = 1; x = 2;")),
    ],
  ])("%s that the call has", async (_, before, after) => {
    expect(await texts(...sides(before, after))).toEqual([]);
  });

  it.each<[string, Edit[], Edit[]]>([
    ["another name", by("r", let1('r = "a"; s = 1;')), by("r", let1('r = "a"; s = 2;'))],
    [
      "a name that is made of it",
      by("r", let1('r = "a"; s = [ r 1 ];')),
      by("r", let1('r = "a"; s = [ r 2 ];')),
    ],
    [
      "a name of no source",
      by("r", let1("inherit (lib) r; s = 1;")),
      by("r", let1("inherit (lib) r; s = 2;")),
    ],
    ["the default of another", by("r", ["zlib ? null", "r, zlib"]), by("r", ["zlib ? null", "r, zlib ? 2"])],
  ])("but not %s", async (_, before, after) => {
    expect(await texts(...sides(before, after))).toEqual(HASH);
  });

  it.each<[string, Edit, Edit]>([
    ["a name", [SRC, "  src.x = 1; src.y = fetch"], [SRC, "  src.x = 2; src.y = fetch"]],
    ["a name in quotes", [SRC, '  "src" = fetch'], [SRC, '  "src" = fetch']],
  ])("%s that the source stands under", async (what, before, after) => {
    expect(await texts(...sides([before], [after]))).toEqual(what === "a name" ? [] : HASH);
  });

  it("more than is compared", async () => {
    const many = (count: number, value: number): Edit => [
      META,
      Array.from({ length: count }, (_, i) => `x${i} = ${value};`).join(" "),
    ];
    expect(await texts(...sides([many(49, 1)], [many(49, 2)]))).toEqual(HASH);
    expect(await texts(...sides([many(50, 1)], [many(50, 2)]))).toEqual([]);
  });
});

describe("a version counts that", () => {
  it.each([
    ["goes up", "1.2.3", "1.2.4", HASH],
    ["becomes a candidate", "1.2.3", "1.2.4-rc1", HASH],
    ["stays", "1.2.3", "1.2.3", []],
    ["goes back", "1.2.3", "1.2.2", []],
    ["is released", "1.2.4-rc1", "1.2.4", []],
    ["is released later", "1.2.3-rc1", "1.2.4", []],
  ])("%s", async (_, before, after, expected) => {
    const text = (version: string) => edited(PACKAGE, ['"1.2.3"', `"${version}"`], ['"hello"', '"h"']);
    expect(await texts(text(before), text(after))).toEqual(expected);
  });

  it("and any other has to, too", async () => {
    const other = (version: string): Edit => [META, `version = "${version}";`];
    expect(await texts(...sides([other("2.0")], [other("2.1")]))).toEqual(HASH);
    expect(await texts(...sides([other("2.0")], [other("1.9")]))).toEqual([]);
  });

  it("and no revision does", async () => {
    const tag = (name: string): Edit => ['"v${finalAttrs.version}"', `"${name}"`];
    expect(await texts(edited(PACKAGE, tag("v1")), edited(PACKAGE, tag("v2")))).toEqual([]);
    expect(await texts(...sides([tag("v1")], [tag("v2")]))).toEqual([]);
  });
});

describe("the files of a package", () => {
  const SOURCE = `{ fetchurl, version }: fetchurl { url = "https://a.org/\${version}.zip"; hash = "${HASH_A}"; }`;
  const main = (version: string, more = "") => `{ stdenv, callPackage }: stdenv.mkDerivation (finalAttrs: {
    version = "${version}"; src = callPackage ./source.nix { inherit (finalAttrs) version; }; ${more} })`;
  const files = (version: string, source = SOURCE, more: Record<string, MemoryFile> = {}) => ({
    "package.nix": main(version),
    "source.nix": source,
    ...more,
  });

  it("are all looked into", async () => {
    const [found] = await stale(files("1.2.3"), files("1.2.4"));
    expect(found?.path).toBe(`${DIRECTORY}/source.nix`);
    expect(await texts(files("1.2.3"), files("1.2.4"))).toEqual(HASH);
  });

  it.each<[string, PackageFiles, PackageFiles]>([
    ["is added", files("1.2.3"), files("1.2.4", SOURCE, { "x.nix": "1" })],
    ["is removed", files("1.2.3", SOURCE, { "x.nix": "1" }), files("1.2.4")],
    ["is renamed", files("1.2.3", SOURCE, { "x.nix": "1" }), files("1.2.4", SOURCE, { "y.nix": "1" })],
    ["does not parse", files("1.2.3", SOURCE, { "x.nix": "1" }), files("1.2.4", SOURCE, { "x.nix": "{" })],
    ["did not parse", files("1.2.3", SOURCE, { "x.nix": "{" }), files("1.2.4", SOURCE, { "x.nix": "1" })],
    ["differs besides", files("1.2.3"), files("1.2.4", edited(SOURCE, ["a.org", "b.org"]))],
    [
      "becomes a directory",
      files("1.2.3", SOURCE, { "x.nix": "1" }),
      files("1.2.4", SOURCE, { "x.nix/y.nix": "1" }),
    ],
    [
      "is too large",
      files("1.2.3", SOURCE, { "x.nix": "1" }),
      files("1.2.4", SOURCE, { "x.nix": " ".repeat(5e6) }),
    ],
    [
      "was too large",
      files("1.2.3", SOURCE, { "x.nix": " ".repeat(5e6) }),
      files("1.2.4", SOURCE, { "x.nix": "1" }),
    ],
  ])("are not, where one %s", async (_, before, after) => {
    expect(await texts(before, after)).toEqual([]);
  });

  it.each<[string, Record<string, MemoryFile>, Record<string, MemoryFile>]>([
    ["is no Nix", {}, { "x.patch": "{" }],
    ["is no Nix, in a directory of such a name", {}, { "d.nix/x.patch": "{" }],
    ["stays as it is", { "x.nix": "with x; 1" }, { "x.nix": "with x; 1" }],
    ["has another version", { "x.nix": '{ version = "2.0"; }' }, { "x.nix": '{ version = "2.1"; }' }],
  ])("are, where one %s", async (_, before, after) => {
    expect(await texts(files("1.2.3", SOURCE, before), files("1.2.4", SOURCE, after))).toEqual(HASH);
  });

  it("are as many as fifty", async () => {
    const more = (count: number) =>
      Object.fromEntries(Array.from({ length: count - 2 }, (_, i) => [`x${i}.nix`, "1"]));
    expect(await texts(files("1.2.3", SOURCE, more(50)), files("1.2.4", SOURCE, more(50)))).toEqual(HASH);
    expect(await texts(files("1.2.3", SOURCE, more(51)), files("1.2.4", SOURCE, more(51)))).toEqual([]);
  });

  it("may be the one that defines it alone", async () => {
    const [before, after] = sides([], []);
    const beside = { "x.nix": "{" };
    expect(await texts(before, after, null)).toEqual(HASH);
    expect(await texts({ "package.nix": before }, { "package.nix": after, ...beside }, null)).toEqual(HASH);
    expect(await texts({ "package.nix": before }, { "package.nix": after, ...beside })).toEqual([]);
    expect(await texts({ "package.nix": before }, {}, null)).toEqual([]);
    expect(await texts({}, { "package.nix": after }, null)).toEqual([]);
    expect(await texts({ "package.nix": { link: "x" } }, { "package.nix": after }, null)).toEqual([]);
  });

  it("hold the sources that stay, and others that do not", async () => {
    const both = (version: string, hash: string) => ({
      "package.nix": main(
        version,
        `x = fetchurl { url = "https://a.org/\${version}.zip"; hash = "${hash}"; };`,
      ),
      "source.nix": SOURCE,
    });
    expect(await texts(both("1.2.3", HASH_B), both("1.2.4", HASH_B.replace("b", "c")))).toEqual(HASH);
  });
});
