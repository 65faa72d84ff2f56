// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { describe, expect, it } from "vitest";
import { tracePins } from "../../../../src/packages/update/trace/trace.ts";
import { HASH_A, HASH_C } from "../builders.ts";
import { type Beside, filesOf, reportsOf, reportsOfX, SRC, traceOf, withX } from "./reports.ts";

const each = (count: number, make: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => make(i)).join(" ");

describe("a package is understood as far as it is", () => {
  it("nested", () => {
    const nested = (depth: number) => `${"(".repeat(depth)}1${")".repeat(depth)}`;
    expect(reportsOfX(nested(395))).toEqual([]);
    expect(reportsOfX(nested(396))).toEqual(["1: is nested too deeply to understand", "x differs"]);
  });

  it("built of what is built of something", () => {
    const chain = (count: number) =>
      `${each(count, (i) => `d${i} = stdenv.mkDerivation { A = d${i + 1}; };`)} d${count} = 1;`;
    const known = (count: number) => `[ ${each(count, (i) => `d${count - 1 - i}.A`)} d0 ]`;
    expect(reportsOfX(known(99), chain(99))).toEqual([]);
    expect(reportsOfX(known(100), chain(100))).toEqual([
      "d0: is nested too deeply to understand",
      "x differs",
    ]);
    expect(reportsOfX("d0", chain(98))).toEqual([]);
    expect(reportsOfX("d0", chain(99))).toEqual([
      "d99: is nested too deeply to understand",
      "d99: uses a changed value in a way that is not understood",
      "x differs",
    ]);
  });

  it("laborious, more so of a longer text", () => {
    const double = `${each(13, (i) => `f${i} = v: [ (f${i + 1} v) (f${i + 1} v) ];`)} f13 = v: v;`;
    const found = (padding: number) =>
      reportsOfX("f0 1", double, { files: { "z.nix": `1 #${"x".repeat(padding)}` } });
    expect(found(0)[0]).toMatch(/: is too complex to understand$/);
    expect(found(10_000)).toEqual([]);
  });

  it("as large as lists in a row are", () => {
    const lists = (count: number) => `l0 = [ 1 ]; ${each(count, (i) => `l${i + 1} = l${i} ++ l${i};`)}`;
    expect(reportsOfX("l15", lists(15))).toEqual([]);
    expect(reportsOfX("l18", lists(18))[0]).toMatch(/^l1\d \+\+ l1\d: is too complex to understand$/);
  });

  it.each([
    ["set // { }", (i: number) => `a${i} = 1;`],
    ["{ } // set", (i: number) => `a${i} = 1;`],
    ["set // { }", (i: number) => `\${it.a${i}} = 1;`],
    ["{ } // set", (i: number) => `\${it.a${i}} = 1;`],
  ])("as large as sets are that others are laid upon: %s", (update, attribute) => {
    const sets = `set = { ${each(400, attribute)} };`;
    const found = (count: number) => reportsOfX(`[ ${each(count, () => `(${update})`)} ]`, sets);
    expect(found(100)).toEqual([]);
    expect(found(400)[0]).toBe(`${update}: is too complex to understand`);
  });

  it("with no more than 100 reports, each once", () => {
    expect(reportsOfX(`[ ${each(99, (i) => `(it.f${i} version)`)} ]`)).toHaveLength(99);
    expect(reportsOfX(`[ ${each(150, (i) => `(it.f${i} version)`)} ]`)).toHaveLength(100);
    expect(reportsOfX("[ (f version) (f version) ]", "f = v: it.g v;")).toEqual([
      "it.g v: passes a changed value to `g`, an unknown function",
    ]);
  });

  it("by a caller that leaves little room", () => {
    const text = withX("f0 1", `${each(50, (i) => `f${i} = v: f${i + 1} v;`)} f50 = v: v;`);
    const files = filesOf(text, {});
    const main = files[0]?.path ?? "";
    for (const { file } of files) expect(file.expression.kind).toBe("function");
    expect(tracePins(files, main, []).findings).toEqual([]);
    const atLast = (): ReturnType<typeof tracePins> => {
      try {
        return atLast();
      } catch {
        return tracePins(files, main, []);
      }
    };
    const { findings } = atLast();
    expect(findings.map(({ span, what }) => ({ ...span, what }))).toContainEqual({
      ...{ start: 0, end: 0 },
      what: "is nested too deeply to understand",
    });
  });
});

describe("what a package returns", () => {
  const RETURNS = "returns a changed value that is not a known derivation";
  const built = `stdenv.mkDerivation rec { version = "1.2.3"; src = ${SRC}; }`;

  it.each<[string, readonly string[]]>([
    [`{ stdenv, fetchurl }: ${built}`, []],
    [`with import <nixpkgs> { }; ${built}`, []],
    [`{ stdenv, fetchurl }: if it then ${built} else null`, []],
    [`{ stdenv, fetchurl }: if it then null else ${built}`, []],
    [
      '{ it }: it { version = "1.2.3"; }',
      ['it { version = "1.2.4"; }: passes a changed value to `it`, an unknown function'],
    ],
    ['{ }: { version = "1.2.3"; }', [`{ version = "1.2.4"; }: ${RETURNS}`]],
    [
      '{ it }: if it then { version = "1.2.3"; } else 1',
      [`if it then { version = "1.2.4"; } else 1: ${RETURNS}`],
    ],
    [
      '{ it }: if it then 1 else { version = "1.2.3"; }',
      [`if it then 1 else { version = "1.2.4"; }: ${RETURNS}`],
    ],
    [`{ stdenv, fetchurl }: if it then ${built} else [ version ]`, []],
    ['{ version = "1.2.3"; }', [`: ${RETURNS}`]],
    ['{ }: { }: { version = "1.2.3"; }', [`{ }: { version = "1.2.4"; }: ${RETURNS}`]],
    [
      `{ stdenv }: { fetchurl }: ${built}`,
      [
        `{ fetchurl }: ${built.replace("1.2.3", "1.2.4").replace(HASH_A, `sha256-${"b".repeat(42)}A=`)}: ${RETURNS}`,
      ],
    ],
    ['{ }: let version = "1.2.3"; in 1', ['version = "1.2.4";: differs, and no use of it was found']],
  ])("%s", (text, reports) => {
    expect(reportsOf(text)).toEqual(reports);
  });

  it("is reported in its file", () => {
    const files = [...filesOf('{ version = "1.2.3"; }', { "a.nix": "1" })].reverse();
    const found = tracePins(files, "pkgs/p/package.nix", []).findings;
    expect(found.map(({ in: { path }, what }) => [path, what])).toEqual([["pkgs/p/package.nix", RETURNS]]);
  });

  it("is that of its file", () => {
    const found = tracePins(filesOf('{ version = "1.2.3"; }', {}), "pkgs/p/other.nix", []).findings;
    expect(found.map(({ what }) => what)).toEqual(["differs, and no use of it was found"]);
  });
});

describe("the source of another version", () => {
  const source = (hash: string, more = "") => `{ lib, stdenv, fetchurl }: stdenv.mkDerivation rec {
    version = "1.2.3"; src = fetchurl { url = "https://a.org/p-\${version}.tar.gz"; ${hash} }; ${more} }`;
  const stale = (text: string, beside: Beside = {}) =>
    traceOf(text, beside).stale.map(({ in: { path, file }, hash, call }) => [
      path,
      file.source.text.slice(hash.start, hash.end),
      file.source.text.slice(call.start, call.end).slice(0, 10),
    ]);

  it("is noted where its hash is another as well", () => {
    expect(traceOf(source(`hash = "${HASH_A}";`)).hasSource).toBe(true);
    expect(traceOf(source(`hash = "${HASH_C}";`)).hasSource).toBe(false);
    expect(traceOf(source("")).hasSource).toBe(false);
  });

  it("is reported without a hash where any hash is another", () => {
    expect(reportsOf(source("", `outputHash = "${HASH_C}";`))).toEqual([]);
    for (const files of [{}, { "a.nix": "1" }]) {
      expect(reportsOf(source("", `vendorHash = "${HASH_A}";`), { files })).toEqual([
        'fetchurl { url = "https://a.org/p-${version}.tar.gz";  }: fetches a changed source without a hash',
      ]);
    }
  });

  it("is noted where its hash is that of the former one", () => {
    expect(stale(source(`hash = "${HASH_A}";`))).toEqual([]);
    expect(stale(source(`hash = "${HASH_C}";`))).toEqual([
      ["pkgs/p/package.nix", `"${HASH_C}"`, "fetchurl {"],
    ]);
    expect(stale(source(`hash = "${HASH_C}";`, "other = src; inherit (src) hash;"))).toHaveLength(1);
    const more = `same = "${HASH_C}"; src2 = fetchurl { url = "https://a.org/q-\${version}.tar.gz"; hash = same; };`;
    expect(stale(source("hash = same;", more))).toHaveLength(1);
    expect(stale(source("hash = lib.x;"))).toEqual([]);
  });

  it("is noted where the hash stands in the file of its call", () => {
    const hash = { "hash.nix": `{ hash = "${HASH_C}"; }` };
    expect(stale(source("inherit (import ./hash.nix) hash;"), { files: hash })).toEqual([]);
    const call = { "source.nix": `{ fetchurl, version }: ${SRC.replace(HASH_A, HASH_C)}` };
    const text = `{ stdenv, callPackage }: stdenv.mkDerivation rec { version = "1.2.3";
      src = callPackage ./source.nix { inherit version; }; }`;
    expect(stale(text, { files: call })).toEqual([["pkgs/p/source.nix", `"${HASH_C}"`, "fetchurl {"]]);
  });

  it("is noted no more than 100 times", () => {
    const srcs = (count: number) => each(count, () => `(${SRC.replace(HASH_A, HASH_C)})`);
    const text = (count: number) =>
      `{ stdenv, fetchurl }: stdenv.mkDerivation rec { version = "1.2.3"; srcs = [ ${srcs(count)} ]; }`;
    expect(stale(text(99))).toHaveLength(99);
    expect(stale(text(110))).toHaveLength(100);
  });
});
