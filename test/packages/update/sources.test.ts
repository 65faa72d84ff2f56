// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { describe, expect, it } from "vitest";
import { KNOWN_HOSTS } from "../../../src/packages/update/hosts.ts";
import { PRERELEASE_WORDS } from "../../../src/packages/update/prereleases.ts";
import { becomesCommit, refProblem } from "../../../src/packages/update/revisions.ts";
import { newLetters, urlProblem } from "../../../src/packages/update/urls.ts";
import { edited, HASH_A, HASH_B, HASH_C, HASH_D, impuritiesOf } from "./builders.ts";

const HASH = [HASH_A, HASH_B] as const;

/** What is said of an update from one version to another. */
async function updated(text: (version: string) => string, before: string, after: string): Promise<string> {
  return (await impuritiesOf(text(before), edited(text(after), HASH))).join("\n");
}

const github =
  (ref: string, around = "") =>
  (version: string) =>
    `{ lib, stdenv, fetchFromGitHub }: stdenv.mkDerivation rec { pname = "p"; version = "${version}"; ${around}
      src = fetchFromGitHub { owner = "a"; repo = "b"; ${ref} hash = "${HASH_A}"; }; }`;

describe("a version does not stand for a ref of git", () => {
  it.each<[string, string, string]>([
    ["in the form of git describe", "1.2.4-1-gabcdef0", "looks like `git describe`"],
    ["in that form with capitals", "1.2.4-1-gABCDEF0", "looks like `git describe`"],
    ["in that form and short", "1.2.4-gabc", "looks like `git describe`"],
    ["that goes to an earlier commit", "1.2.4~50", "contains `~` or `^`"],
    ["of eight digits", "20250102", "may be a commit id"],
    ["of four digits", "2025", "may be a commit id"],
    ["of letters and digits", "2abc", "may be a commit id"],
  ])("%s", async (_, version, why) => {
    for (const ref of ["tag = version;", "rev = version;", 'rev = "${version}";']) {
      expect(await updated(github(ref), "1.2.3", version)).toContain(why);
    }
  });

  it("of eight digits, though it was one before", async () => {
    const found = await updated(github("rev = version;"), "20240102", "20250102");
    expect(found).toBe("`src.rev` names a git ref that may be a commit id");
  });

  it("with a letter before it that makes a commit of it", async () => {
    const found = await updated(github('rev = "b${version}";'), "1.2.3", "2024");
    expect(found).toContain("may be a commit id");
  });

  it("that a fixed end makes one of git describe", async () => {
    const found = await updated(github('rev = "${version}abc";'), "1.2.3", "1.2.4-1-gab");
    expect(found).toContain("looks like `git describe`");
  });

  it.each([
    ["replaced", 'lib.replaceStrings [ "." ] [ "" ] version'],
    ["replaced by builtins", 'builtins.replaceStrings [ "." ] [ "_" ] version'],
    ["replaced within a text", '"v${lib.replaceStrings [ "." ] [ "_" ] version}"'],
    ["split", 'lib.last (lib.splitString "-" version)'],
    ["split at its dots", "lib.head (lib.splitVersion version)"],
    ["cut", "lib.versions.majorMinor version"],
    ["its major", "lib.versions.major version"],
    ["its minor", "lib.versions.minor version"],
    ["its patch", "lib.versions.patch version"],
    ["cut of its beginning", 'lib.removePrefix "v" version'],
    ["cut of its end", 'lib.removeSuffix ".0" version'],
    ["a part of it", "builtins.substring 0 3 version"],
    ["in lower case", "lib.toLower version"],
    ["in capitals", "lib.toUpper version"],
    ["matched", 'builtins.elemAt (builtins.match "(.*)" version) 0'],
    ["by a name for it", "short"],
  ])("%s", async (_, ref) => {
    const around = "short = lib.versions.majorMinor version;";
    for (const name of ["rev", "tag"]) {
      const text = github(`${name} = ${ref};`, around);
      expect(await updated(text, "1.2.3", "1.3.4")).toMatch(
        /`src\.\w+` (?:names a git ref that is computed from a version or revision|uses a changed value in a way that is not understood)/,
      );
    }
  });

  it("of which not all is known", async () => {
    const found = await updated(github('rev = "${lib.x}${version}";'), "1.2.3", "1.2.4");
    expect(found).toContain("names a git ref that is only partly known");
  });

  it.each([
    "https://github.com/a/b/archive/${version}.tar.gz",
    "https://github.com/a/b/archive/refs/tags/${version}.zip",
    "https://codeload.github.com/a/b/tar.gz/${version}",
    "https://raw.githubusercontent.com/a/b/${version}/x",
    "https://gitlab.com/a/b/-/archive/${version}/x.tar.gz",
    "https://git.sr.ht/~a/b/archive/${version}.tar.gz",
    "https://codeberg.org/a/b/archive/${version}.tar.gz",
    "https://api.github.com/repos/a/b/tarball/${version}",
  ])("in %s", async (url) => {
    const text = (version: string) =>
      `{ stdenv, fetchurl }: stdenv.mkDerivation rec { version = "${version}";
        src = fetchurl { url = "${url}"; hash = "${HASH_A}"; }; }`;
    expect(await updated(text, "1.2.3", "1.2.4")).toBe("");
    expect(await updated(text, "1.2.3", "1.2.4-1-gabcdef0")).toContain("`git describe`");
    expect(await updated(text, "1.2.3", "1.2.4~5")).toContain("`~`");
    expect(await updated(text, "1.2.3", "20250102")).toContain("may be a commit id");
  });

  it.each<[string, string, RegExp]>([
    ["v1", "v1^", /`\^`/],
    ["v1", "v1~2", /`~`/],
    ["v1", "v1:x", /`:`/],
    ["v1", "v1@{1}", /`@\{`/],
    ["v1", "@", /`@`/],
    ["v1", "v1..v2", /`\.\.`/],
    ["v1", "v1-gabc", /git describe/],
    ["v1", "HEAD", /own names for a commit/],
    ["v1", "FETCH_HEAD", /own names for a commit/],
    ["v1", "refs/x/HEAD", /own names for a commit/],
    ["v1", "-x", /dash/],
    ["v1", "abcd", /commit id/],
    ["abcd", "v1", /commit id/],
    ["v1", "f".repeat(64), /commit id/],
  ])("from %s to %s", (before, after, why) => {
    expect(refProblem(before, after, false)).toMatch(why);
  });

  it("where a commit becomes a name, though it is all of the pin", () => {
    expect(refProblem("a".repeat(40), "v1.2.4", true)).toMatch(/commit id/);
    expect(refProblem("v1.2.3", "a".repeat(40), true)).toMatch(/commit id/);
    expect(refProblem("a".repeat(40), "b".repeat(40), true)).toBeNull();
  });

  it.each([
    ["v1.2.3", "v1.2.4"],
    ["1.2", "1.3"],
    ["abc", "abd"],
    ["release-1", "release-2"],
  ])("but from %s to %s", (before, after) => {
    expect(refProblem(before, after, false)).toBe(null);
  });

  it("but a commit in the place of a commit, as the pin itself", () => {
    const [before, after] = ["1f".repeat(20), "2f".repeat(20)];
    expect(refProblem(before, after, true)).toBe(null);
    expect(refProblem(before, after, false)).toMatch(/commit id/);
    expect(refProblem("v1", after, true)).toMatch(/commit id/);
    expect(refProblem("20240101", "20250101", true)).toMatch(/commit id/);
  });

  it.each<[string, string, boolean]>([
    ["v1", "abcdef1", true],
    ["1234567", "abcdef1", true],
    ["abcdef1", "abcdef2", false],
    ["abcdef1", "f".repeat(40), true],
    ["v1", "v2", false],
    ["1234567", "2345678", false],
  ])("a commit that takes the place of none: from %s to %s is one: %s", (before, after, becomes) => {
    expect(becomesCommit(before, after)).toBe(becomes);
  });
});

describe("a revision lies where it lay", () => {
  const text = (rev: string) => (version: string) =>
    `{ stdenv, fetchgit }: stdenv.mkDerivation { version = "${version}"; src = fetchgit {
      url = "https://a.org/b"; rev = "${rev}"; hash = "${HASH_A}"; }; }`;

  it.each([
    ["refs/tags/1.2.3", "refs/heads/1.2.4"],
    ["refs/tags/1.2.3", "1.2.4"],
    ["a/1.2.3", "b/1.2.4"],
  ])("%s does not become %s", async (before, after) => {
    const found = await impuritiesOf(text(before)("1.2.3"), edited(text(after)("1.2.4"), HASH));
    expect(found).toContain("`src.rev` differs: its path differs from the old one");
  });
});

describe("a release does not become a prerelease", () => {
  const text = github('tag = "v${version}";');

  it.each([...PRERELEASE_WORDS])("by %s", async (word) => {
    const said = `a release becomes a prerelease, by \`${word}\``;
    expect(await updated(text, "1.0", `2.0-${word}1`)).toContain(said);
    expect(await updated(text, "1.0", `2.0.${word}`)).toContain(said);
    expect(await updated(text, "1.0", `2.0${word.toUpperCase()}`)).toContain(word.toUpperCase());
  });

  it.each([
    ["1.0", "1.1b3", "b"],
    ["1.0", "1.1a10", "a"],
    ["1.0", "1.1c2", "c"],
    ["1.0", "2.0-M2", "M"],
    ["1.0", "2.0-b.1", "b"],
    ["1.0", "1.0-unstable-2025-01-02", "unstable"],
  ])("from %s to %s, by %s", async (before, after, word) => {
    expect(await updated(text, before, after)).toContain(`a release becomes a prerelease, by \`${word}\``);
  });

  it("by the tag alone", async () => {
    const tag = (name: string) => `{ stdenv, fetchFromGitHub }: stdenv.mkDerivation { pname = "p";
      src = fetchFromGitHub { owner = "a"; repo = "b"; tag = "${name}"; hash = "${HASH_A}"; }; }`;
    const found = await impuritiesOf(tag("v1.0"), edited(tag("v2.0-rc1"), HASH));
    expect(found).toContain("`src.tag` differs: a release becomes a prerelease, by `rc`");
  });

  it.each([
    ["2.0-rc1", "2.0-rc2"],
    ["2.0-rc1", "2.0"],
    ["2.0-beta1", "2.0-rc1"],
    ["1.0-unstable-2024-01-02", "1.0-unstable-2025-01-02"],
    ["2025a", "2025b"],
    ["1.1.1v", "1.1.1w"],
    ["1.0-p1", "1.0-p2"],
  ])("but %s may become %s", async (before, after) => {
    expect(await updated(text, before, after)).toBe("");
  });

  it.each([
    ["1.2.3", "1.2.3"],
    ["1.2.3", "1.2.2"],
    ["2.0", "2.0-rc1"],
    ["2.0", "1.99"],
  ])("and no version goes from %s to %s", async (before, after) => {
    const found = await updated(text, before, after);
    expect(found).toMatch(before === after ? /differs while its version does not/ : /does not go up/);
  });
});

const url = (value: string) => (version: string) =>
  `{ stdenv, fetchurl }: stdenv.mkDerivation rec { version = "${version}";
      src = fetchurl { url = "${value}"; hash = "${HASH_A}"; }; }`;

describe("a version does not carry the name of another package", () => {
  it.each([
    "https://archive.org/download/hello-${version}/x.tgz",
    "https://www.archive.org/download/hello-${version}/x.tgz",
    "https://rubygems.org/gems/hello-${version}.gem",
    "https://rubygems.org/downloads/hello-${version}.gem",
    "https://hackage.haskell.org/package/hello-${version}/hello-${version}.tar.gz",
    "mirror://hackage/hello-${version}.tar.gz",
    "https://luarocks.org/hello-${version}.src.rock",
    "mirror://luarocks/hello-${version}.src.rock",
    "https://repo.hex.pm/tarballs/hello-${version}.tar",
    "https://forge.example.org/a/b/archive/${version}.tar.gz",
    "https://example.org/hello-${version}.tar.gz",
    "https://github.com:8443/a/b/archive/${version}.tar.gz",
    "https://github.com.example.org/a/b/archive/${version}.tar.gz",
  ])("at %s", async (value) => {
    expect(await updated(url(value), "1.2.3", "1.2.4")).toBe("");
    expect(await updated(url(value), "2025a", "2025b")).toBe("");
    expect(await updated(url(value), "1.2-rc1", "1.2-rc2")).toBe("");
    expect(await updated(url(value), "1.2-beta1", "1.2-rc1")).toBe("");
    expect(await updated(url(value), "1.2.3", "1.2.4-world")).toContain("has more parts than before");
    expect(await updated(url(value), "1.2.3", "1.2.4world")).toContain("has new letters");
    expect(await updated(url(value), "1.2.3", "2-1.0")).toContain("has more parts than before");
  });

  it("by fetchHex", async () => {
    const text = (version: string) => `{ stdenv, fetchHex }: stdenv.mkDerivation rec { version = "${version}";
      src = fetchHex { pkg = "hello"; inherit version; sha256 = "${HASH_A}"; }; }`;
    expect(await updated(text, "1.2.3", "1.2.4")).toBe("");
    expect(await updated(text, "1.2.3", "1.2.4world")).toContain("has new letters");
  });

  it.each([
    ["a-1.2", "a-1.3", true],
    ["a-2025a", "a-2025b", true],
    ["a-2025", "a-2025b", true],
    ["a-1.2rc1", "a-1.2rc2", true],
    ["a-1.2-beta", "a-1.2-rc", true],
    ["a-1.2", "a-1.2b3", true],
    ["a-1.2", "a-1.2x-3", false],
    ["a-1.2", "a-1.3ab", false],
    ["a-1.2.tar", "a-1.3.tar.tar", false],
    ["a-1.2", "a-1.3a.b", false],
    ["a-1.2", "a-1-3", false],
    ["a-1.2", "a-1_3", false],
  ])("from %s to %s: harmless: %s", (before, after, harmless) => {
    expect(newLetters(before, after) === null).toBe(harmless);
  });
});

describe("a URL keeps what says whose it is", () => {
  const owned = KNOWN_HOSTS.flatMap(({ host, below = [], is }) =>
    is.kind === "owned" ? [{ host, below, is }] : [],
  );
  const root = (host: string) => (host.startsWith("mirror://") ? host : `https://${host}`);

  it.each(owned)("$host below $below", ({ host, below, is }) => {
    for (let i = below.length; i < is.names; i++) {
      const names = Array.from({ length: is.names }, (_, at) => below[at] ?? `n${at}`);
      const before = [root(host), ...names, "v1.2.3.tgz"].join("/");
      names[i] = "n1.2.4";
      const other = [root(host), ...names, "v1.2.3.tgz"].join("/");
      expect(urlProblem(before, other, false)).toBe("may have another host, owner or repository");
    }
    const names = Array.from({ length: is.names }, (_, at) => below[at] ?? `n${at}`);
    // Behind these names: anywhere, and on a forge at the places that it has for it.
    for (const { below: place } of is.places ?? [{ below: [] }]) {
      const at = (version: string) => [root(host), ...names, ...place, version].join("/");
      expect(urlProblem(at("v1.2.3"), at("v1.2.4-world"), false)).toBe(null);
    }
  });

  const flats = KNOWN_HOSTS.flatMap(({ host, is }) => (is.kind === "flat" ? [{ host, is }] : []));
  it.each(flats)("$host, where all share $is.names names", ({ host, is }) => {
    const shared = Array.from({ length: is.names }, (_, at) => `n${at}`);
    const at = (name: string) => [root(host), ...shared, name, "x"].join("/");
    expect(urlProblem(at("1.2.3"), at("1.2.4"), false)).toBe("may have another host, owner or repository");
    if (is.names > 0) expect(urlProblem(at("h-1.2.3"), at("h-1.2.4"), false)).toBe(null);
    expect(urlProblem(at("h-1.2.3"), at("h-1.2.4world"), false)).not.toBe(null);
  });

  it("every host has a source for what is said of it", () => {
    for (const { source } of KNOWN_HOSTS) expect(source).toMatch(/^https:\/\//);
  });

  it.each([
    "https://WWW.GitHub.com./a/v1.2.3",
    "https://github.com:443/a/v1.2.3",
    "http://github.com:80/a/v1.2.3",
    "https://github.com./a/v1.2.3",
    "https://www.github.com/a/v1.2.3",
    "https://GITHUB.com/a/v1.2.3",
  ])("%s is GitHub", (before) => {
    const found = urlProblem(`${before}/x`, `${before.replace("1.2.3", "1.2.4")}/x`, false);
    expect(found).toBe("may have another host, owner or repository");
  });

  it.each([
    ["https://a.org@b.org/c/1.2.3", "https://a.org@b.org/c/1.2.4", "contains a user name"],
    ["https://a.org/./c/1.2.3", "https://a.org/./c/1.2.4", "has `.` or `..` in its path"],
    ["https://a.org/c/1.2.3", "https://a.org/c/../1.2.4", "may have another host, owner or repository"],
    ["https://a.org/c/1.2.3", "https://a.org/c/1.2~4", "has a new `~`"],
    ["1.2.3/c", "1.2.4/c", "has no known host"],
    ["https://a.org/1.2.3/c", "https://a.org/1.2.4/c", "may have another host, owner or repository"],
    ["https://a.org/1.2.3", "https://a.org/1.2.4", "may have another host, owner or repository"],
    ["https://github.com/a/b?x=1.2.3", "https://github.com/a/b?x=1.2.4", "may have another host"],
    ["https://github.com/a/b/c?x=1.2.3", "https://github.com/a/b/c?x=1.2.4", "another query string"],
    ["https://a.org/https://1.2.3/x", "https://a.org/https://1.2.4/x", "may have another host"],
    ["https://1.2.3", "https://1.2.4", "may have another host"],
  ])("%s to %s: %s", (before, after, why) => {
    expect(urlProblem(before, after, false)).toContain(why);
  });

  it("what a forge serves by a ref is named by the pin itself, the files of a release need not", () => {
    const archive = (name: string) => `https://github.com/a/b/archive/${name}.tar.gz`;
    expect(urlProblem(archive("r1_2"), archive("r1_3"), true)).toContain(
      "computed from a version or revision",
    );
    const release = (name: string) => `https://github.com/a/b/releases/download/${name}/x`;
    expect(urlProblem(release("r1_2"), release("r1_3"), true)).toBe(null);
  });
});

describe("a source that the version reaches has another hash", () => {
  it("by a name for it, with only the vendor hash changed", async () => {
    const text = (version: string) => `{ buildGoModule, fetchFromGitHub }: let hash = "${HASH_C}"; in
      buildGoModule rec { pname = "p"; version = "${version}"; vendorHash = "${HASH_A}";
      src = fetchFromGitHub { owner = "a"; repo = "b"; tag = version; inherit hash; }; }`;
    expect(await updated(text, "1.2.3", "1.2.4")).toBe("`hash` stays the same while its version differs");
  });

  it.each([
    ["a table", `{ x86_64-linux = "${HASH_A}"; aarch64-linux = "${HASH_C}"; }.\${lib.system}`],
    ["a default", `lib.x or "${HASH_C}"`],
    ["a function", `lib.hash version`],
    ["nothing that is known", `lib.hash`],
  ])("by %s", async (_, hash) => {
    const text = (version: string) => `{ lib, buildGoModule, fetchurl }: buildGoModule rec { pname = "p";
      version = "${version}"; vendorHash = "${HASH_A}"; src = fetchurl { url = "https://a.org/b-\${version}";
      hash = ${hash}; }; }`;
    expect(await updated(text, "1.2.3", "1.2.4")).toMatch(/stays the same while|of which it is not known/);
  });

  it("and each of several does", async () => {
    const text = (version: string, other: string) => `{ stdenv, fetchurl }: stdenv.mkDerivation rec {
      version = "${version}"; srcs = [ (fetchurl { url = "https://a.org/b-\${version}"; hash = "${HASH_A}"; })
      (fetchurl { url = "https://a.org/c-\${version}"; hash = "${other}"; }) ]; }`;
    const head = edited(text("1.2.4", HASH_C), HASH);
    expect(await impuritiesOf(text("1.2.3", HASH_C), head)).toEqual([
      "`srcs.hash` stays the same while its version differs",
    ]);
    expect(await impuritiesOf(text("1.2.3", HASH_C), edited(head, [HASH_C, HASH_D]))).toEqual([]);
  });

  it("a source without a hash is none", async () => {
    const text = (
      version: string,
    ) => `{ buildGoModule, fetchgit }: buildGoModule rec { version = "${version}";
      src = fetchgit { url = "https://a.org/b"; rev = "v\${version}"; }; vendorHash = "${HASH_A}"; }`;
    expect(await updated(text, "1.2.3", "1.2.4")).toContain("fetches a changed source without a hash");
  });

  it("a version that reaches no source is no update", async () => {
    const text = (
      version: string,
    ) => `{ buildGoModule, fetchurl }: buildGoModule rec { version = "${version}";
      src = fetchurl { url = "https://a.org/b"; hash = "${HASH_C}"; }; vendorHash = "${HASH_A}"; }`;
    expect(await updated(text, "1.2.3", "1.2.4")).toBe("no source that uses the version has another hash");
  });
});
