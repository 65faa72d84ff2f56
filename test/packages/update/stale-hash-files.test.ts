// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { describe, expect, it } from "vitest";
import type { MemoryFile } from "../../../src/snapshot/memory.ts";
import { DIRECTORY, edited, HASH_A, HASH_B, HASH_C, type PackageFiles } from "./builders.ts";
import { stale, staleTexts } from "./stale.ts";

/** What is found where nothing else is. */
const HASH = [`"${HASH_A}"`];

describe("the files of a package", () => {
  const SOURCE = `{ fetchurl, version }: fetchurl { url = "https://a.org/\${version}.zip"; hash = "${HASH_A}"; }`;
  const main = (version: string, more = "") => `{ stdenv, callPackage }: stdenv.mkDerivation (finalAttrs: {
    version = "${version}"; src = callPackage ./source.nix { inherit (finalAttrs) version; }; ${more} })`;
  const files = (version: string, source = SOURCE, more: Record<string, MemoryFile> = {}) => ({
    "package.nix": main(version),
    "source.nix": source,
    ...more,
  });

  const alone = (version: string) => `{ stdenv, fetchurl }: stdenv.mkDerivation rec { version = "${version}";
    src = fetchurl { url = "https://a.org/\${version}.zip"; hash = "${HASH_A}"; }; }`;
  const TWICE = "{ a = 1; a = 2; }";
  const dotted = (value: number) => edited(SOURCE, ["hash", `"a.b" = ${value}; hash`]);

  it("are all looked into", async () => {
    const [found] = await stale(files("1.2.3"), files("1.2.4"));
    expect(found?.path).toBe(`${DIRECTORY}/source.nix`);
    expect(await staleTexts(files("1.2.3"), files("1.2.4"))).toEqual(HASH);
  });

  it.each<[string, PackageFiles, PackageFiles]>([
    ["is added", files("1.2.3"), files("1.2.4", SOURCE, { "x.nix": "1" })],
    ["is removed", files("1.2.3", SOURCE, { "x.nix": "1" }), files("1.2.4")],
    ["is renamed", files("1.2.3", SOURCE, { "x.nix": "1" }), files("1.2.4", SOURCE, { "y.nix": "1" })],
    ["does not parse", files("1.2.3", SOURCE, { "x.nix": "1" }), files("1.2.4", SOURCE, { "x.nix": "{" })],
    ["did not parse", files("1.2.3", SOURCE, { "x.nix": "{" }), files("1.2.4", SOURCE, { "x.nix": "1" })],
    ["differs besides", files("1.2.3"), files("1.2.4", edited(SOURCE, ["a.org", "b.org"]))],
    ["never parsed", files("1.2.3", SOURCE, { "x.nix": "{" }), files("1.2.4", SOURCE, { "x.nix": "{" })],
    [
      "is wrong",
      files("1.2.3", SOURCE, { "x.nix": "{ a = 1; }" }),
      files("1.2.4", SOURCE, { "x.nix": TWICE }),
    ],
    [
      "was wrong",
      files("1.2.3", SOURCE, { "x.nix": TWICE }),
      files("1.2.4", SOURCE, { "x.nix": "{ a = 1; }" }),
    ],
    ["has another attribute with a dot in its name", files("1.2.3", dotted(1)), files("1.2.4", dotted(2))],
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
    expect(await staleTexts(before, after)).toEqual([]);
  });

  it("are, where an argument is added beside the source", async () => {
    const source = edited(SOURCE, ["version }", "version, x ? 1 }"]);
    expect(await staleTexts(files("1.2.3"), files("1.2.4", source))).toEqual(HASH);
  });

  it.each<[string, Record<string, MemoryFile>, Record<string, MemoryFile>]>([
    ["is no Nix", {}, { "x.patch": "{" }],
    ["is no Nix, in a directory of such a name", {}, { "d.nix/x.patch": "{" }],
    ["stays as it is", { "x.nix": "with x; 1" }, { "x.nix": "with x; 1" }],
    ["has another version", { "x.nix": '{ version = "2.0"; }' }, { "x.nix": '{ version = "2.1"; }' }],
  ])("are, where one %s", async (_, before, after) => {
    expect(await staleTexts(files("1.2.3", SOURCE, before), files("1.2.4", SOURCE, after))).toEqual(HASH);
  });

  it("are as many as fifty", async () => {
    const more = (count: number) =>
      Object.fromEntries(Array.from({ length: count - 2 }, (_, i) => [`x${i}.nix`, "1"]));
    expect(await staleTexts(files("1.2.3", SOURCE, more(50)), files("1.2.4", SOURCE, more(50)))).toEqual(
      HASH,
    );
    expect(await staleTexts(files("1.2.3", SOURCE, more(51)), files("1.2.4", SOURCE, more(51)))).toEqual([]);
  });

  it("may be the one that defines it alone", async () => {
    const [before, after] = ["1.2.3", "1.2.4"].map(alone) as [string, string];
    const beside = { "x.nix": "{" };
    expect(await staleTexts(before, after, null)).toEqual(HASH);
    expect(await staleTexts({ "package.nix": before }, { "package.nix": after, ...beside }, null)).toEqual(
      HASH,
    );
    expect(await staleTexts({ "package.nix": before }, { "package.nix": after, ...beside })).toEqual([]);
    expect(await staleTexts({ "package.nix": before }, {}, null)).toEqual([]);
    expect(await staleTexts({}, { "package.nix": after }, null)).toEqual([]);
    expect(await staleTexts({ "package.nix": { link: "x" } }, { "package.nix": after }, null)).toEqual([]);
  });

  it("hold the sources that stay, and others that do not", async () => {
    const both = (version: string, hash: string) => ({
      "package.nix": main(
        version,
        `x = fetchurl { url = "https://a.org/\${version}.zip"; hash = "${hash}"; };`,
      ),
      "source.nix": SOURCE,
    });
    expect(await staleTexts(both("1.2.3", HASH_C), both("1.2.4", HASH_B))).toEqual(HASH);
  });
});
