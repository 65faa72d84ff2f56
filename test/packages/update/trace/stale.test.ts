// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { describe, expect, it } from "vitest";
import { edited, HASH_A } from "../builders.ts";
import { stale } from "../stale.ts";

/** Whether the hash of a source that is fetched so counts as one of the former version. */
async function isStale(source: string, after = source): Promise<boolean> {
  const text = (made: string) => `{ lib, stdenv, fetchurl, it }: stdenv.mkDerivation rec { version = "1.2.3";
    other = stdenv.mkDerivation { inherit version; }; src = ${made}; }`;
  return (await stale(text(source), edited(text(after), ["1.2.3", "1.2.4"]))).length > 0;
}

const fetched = (fetcher: string, ...args: string[]) =>
  `${fetcher} { ${args.join("; ")}; hash = "${HASH_A}"; }`;
const url = (file: string) => `url = "https://example.org/${file}"`;
const archive = url("${version}.zip");

describe("a source is another for certain, by", () => {
  it.each([
    ["fetchurl", archive],
    ["fetchzip", archive],
    ["fetchurl", 'urls = [ "https://a.org/${version}.zip" ]'],
    ["fetchurl", "url = it.x", 'urls = [ "https://a.org/${version}.zip" ]'],
    ...["fetchgit", "fetchFromGitiles"].flatMap((fetcher) =>
      ["rev", "tag", "ref"].map((name) => [fetcher, `${name} = version`]),
    ),
    ...["fetchFromGitHub", "fetchFromGitLab", "fetchFromSourcehut"].flatMap((fetcher) =>
      ["rev", "tag"].map((name) => [fetcher, `${name} = "v\${version}"`]),
    ),
    ["fetchPypi", "version = version"],
    ["fetchCrate", "version = version"],
    ["fetchHex", "version = version"],
    ["fetchgit", "rev = version", 'tag = "x"'],
    ["fetchgit", 'rev = if it.x then version else "v${version}"'],
    ["fetchgit", 'rev = "${it.x}-${version}"'],
    [
      "fetchurl",
      'urls = [ (if it.x then "https://a.org/${version}.zip" else "https://b.org/${version}.zip") ]',
    ],
  ])("%s with %s", async (fetcher, ...args) => {
    expect(await isStale(fetched(fetcher, ...args))).toBe(true);
  });

  it.each([
    ...[
      "tar",
      "tar.gz",
      "tar.xz",
      "tar.bz2",
      "tar.zst",
      "tar.lz4",
      "tgz",
      "tbz",
      "tbz2",
      "txz",
      "tzst",
      "zip",
    ],
    ...[
      "7z",
      "deb",
      "rpm",
      "AppImage",
      "dmg",
      "pkg",
      "jar",
      "whl",
      "gem",
      "vsix",
      "crate",
      "snap",
      "msi",
      "apk",
    ],
    ...["ZIP", "appimage", "zip?raw=true", "zip#x", "zip?a=b#x.y"],
  ])("an archive that ends in .%s", async (ending) => {
    expect(await isStale(fetched("fetchurl", url(`\${version}.${ending}`)))).toBe(true);
  });
});

describe("a source may be the same, by", () => {
  it.each([
    ["fetchpatch", archive],
    ["fetchTarball", archive],
    ["fetchhg", "rev = version"],
    ["fetchFromGitHub", "ref = version"],
    ["fetchFromGitHub", 'rev = "x"', "name = version"],
    ["fetchPypi", 'version = "1"', "pname = version"],
    ["fetchurl", archive, "${it.x} = 1"],
    ["fetchYarnDeps", "version = version"],
    ...["sparseCheckout", "rootDir", "postFetch", "extraPostFetch"].map((name) => [
      "fetchgit",
      "rev = version",
      `${name} = "x"`,
    ]),
    ["fetchgit", 'rev = if it.x then version else "x"'],
    ["fetchgit", "rev = [ version ]"],
    ["fetchgit", "rev = lib.versions.major version"],
    ["fetchgit", 'rev = "${other}-${version}"'],
    ["fetchurl", 'urls = [ "https://a.org/${version}.zip" "https://b.org/x.zip" ]'],
    ["fetchurl", 'urls = if it.x then [ ] else [ "https://a.org/${version}.zip" ]'],
    ["fetchurl", url("${other}.zip")],
    ["fetchurl", url("${other}/${version}.zip")],
    ["fetchurl", url("${lib.versions.major version}.zip")],
    ["fetchurl", url("x.zip#/${version}.zip")],
    ["fetchurl", url("x.ttf?a=${version}.zip")],
    ["fetchurl", url("${version}")],
  ])("%s with %s, %s", async (fetcher, ...args) => {
    expect(await isStale(fetched(fetcher, ...args))).toBe(false);
  });

  it.each([
    "ttf",
    "patch",
    "zip.sig",
    "zip.asc",
    "xtar",
    "xzip/x",
    "tar.GZ_",
    "tar.",
    "tar..gz",
    "gz",
    "tbz3",
    "azip",
  ])("a file that ends in .%s", async (ending) => {
    expect(await isStale(fetched("fetchurl", url(`\${version}.${ending}`)))).toBe(false);
  });

  it("a revision that is another by itself", async () => {
    const [before, after] = ["v1", "v2"].map((name) => fetched("fetchgit", `rev = "${name}"`));
    expect(await isStale(before ?? "", after)).toBe(false);
  });
});
