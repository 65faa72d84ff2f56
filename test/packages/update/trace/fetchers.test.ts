// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { describe, expect, it } from "vitest";
import { filesOf } from "../../../../src/packages/files.ts";
import { staleHashes } from "../../../../src/packages/update/stale-hashes.ts";
import { cache, changeOf, DIRECTORY, HASH_A, HASH_C, HASH_D } from "../builders.ts";
import { reasonsOf, withAttributes } from "./traced.ts";

const NOT_KNOWN = "uses a changed value in a way that is not understood";
const URL = "https://a.org/y-${version}.zip";
const HASH = `hash = "${HASH_C}";`;

/** What differs and may reach an argument, and what may not, with the reason; whether the argument says what is fetched. */
const KINDS = {
  name: { may: ["version", '"x-${version}"'], not: "src", why: NOT_KNOWN, says: false },
  text: { may: ["version", "src", "[ version src ]"], not: "{ a = version; }", why: NOT_KNOWN, says: false },
  free: { may: ["{ a = x: version; }"], not: null, why: "", says: false },
  inputs: { may: ["[ src ]", "src"], not: "[ version ]", why: NOT_KNOWN, says: false },
  source: { may: ["src", '"${src}/x"'], not: "version", why: NOT_KNOWN, says: true },
  ref: { may: ["version"], not: '"HEAD:${version}"', why: "names a git ref that contains `:`", says: true },
  url: { may: [`"${URL}"`], not: "version", why: "has a changed URL, which has no known host", says: true },
  version: { may: ["version", '"x-${version}"'], not: "src", why: NOT_KNOWN, says: true },
} as const;

/** Arguments of fetchers, one fetcher of each kind; those of all are taken by `fetchCrate`. */
const ARGUMENTS: readonly (readonly [string, keyof typeof KINDS, string])[] = [
  ["fetchCrate", "name", "name"],
  ["fetchCrate", "text", "postFetch preFetch"],
  ["fetchCrate", "free", "meta passthru"],
  ["fetchCrate", "version", "version"],
  ["fetchHex", "version", "version"],
  ["fetchurl", "url", "url urls"],
  ["fetchurl", "name", "pname version name"],
  ["fetchgit", "ref", "rev tag ref"],
  ["fetchgit", "url", "url"],
  ["fetchFromGitHub", "ref", "rev tag"],
  ["fetchYarnDeps", "name", "pname version name"],
  ["fetchYarnDeps", "source", "src srcs yarnLock lockFile missingHashes"],
  ["fetchYarnDeps", "inputs", "patches nativeBuildInputs"],
  ["fetchYarnDeps", "text", "sourceRoot setSourceRoot cargoRoot prePatch postPatch preFetch postFetch"],
];

const called = (fetcher: string, argument: string) =>
  withAttributes(`docsSrc = it.${fetcher} { ${argument} };`);

describe("what differs may reach an argument of a fetcher:", () => {
  it.each(
    ARGUMENTS.flatMap(([fetcher, kind, names]) => names.split(" ").map((name) => ({ fetcher, kind, name }))),
  )("$fetcher takes $name for $kind", async ({ fetcher, kind, name }) => {
    const { may, not, why, says } = KINDS[kind];
    for (const x of may) {
      const argument = `${name} = ${x};`;
      const hashed = await reasonsOf(called(fetcher, `${argument} ${HASH}`));
      expect(hashed).toEqual(says ? [] : ["`docsSrc.hash` differs while its version does not"]);
      // A source that tells which content is fetched in no way of its own may be of the same.
      const bare = says && kind !== "source" ? ["`docsSrc` fetches a changed source without a hash"] : [];
      expect(await reasonsOf(called(fetcher, argument))).toEqual(bare);
    }
    if (not === null) return;
    expect(await reasonsOf(called(fetcher, `${name} = ${not}; ${HASH}`))).toContain(
      `\`docsSrc.${name}\` ${why}`,
    );
  });

  it.each([
    ["fetchurl", "rev tag ref src patches toString constructor hasOwnProperty executable"],
    ["fetchgit", "version pname urls src"],
    ["fetchFromGitHub", "url urls version pname ref owner repo"],
    ["fetchCrate", "pname url rev tag src"],
    ["fetchHex", "pname pkg url rev"],
    ["fetchYarnDeps", "url rev tag hashes buildInputs"],
  ])("no other one of %s: %s", async (fetcher, names) => {
    for (const name of names.split(" ")) {
      expect(await reasonsOf(called(fetcher, `${name} = version;`))).toEqual([
        `\`docsSrc.${name}\` passes a changed value to \`${fetcher}\` as \`${name}\``,
      ]);
      expect(await reasonsOf(called(fetcher, `${name} = it.x;`))).toEqual([]);
    }
  });

  it("under a name that is not known", async () => {
    expect(await reasonsOf(called("fetchurl", "${it.name} = version;"))).toEqual([
      "`docsSrc` passes a changed value to `fetchurl` under an unknown name",
    ]);
    expect(await reasonsOf(called("fetchurl", "${it.name} = it.x;"))).toEqual([]);
  });
});

describe("what a fetcher is given is looked at, be it", () => {
  it.each<[string, string, readonly string[]]>([
    ["a set", `{ url = "${URL}"; ${HASH} }`, []],
    ["a function of itself", `(self: { name = self.url; url = "${URL}"; ${HASH} })`, []],
    ["nothing", '(throw "no")', []],
    ["a set or nothing", `(if lib.c then { url = "${URL}"; hash = aHash; } else throw "no")`, []],
    ["not known", "it.x", []],
    ["a URL", '"https://a.org/y.zip"', []],
    ["a list", "[ ]", []],
    ["a path", "./y", []],
    ["a package", "(stdenv.mkDerivation { })", []],
    ["a function of the library", "(lib.replaceStrings [ ])", []],
    ["a version", "version", [NOT_KNOWN]],
    ["a URL of one", `"${URL}"`, [NOT_KNOWN]],
    ["a list of one", "[ version ]", [NOT_KNOWN]],
    ["a file that differs", "./x.lock", [NOT_KNOWN]],
    ["a source", "src", [NOT_KNOWN]],
    ["a function of the library that is given one", "(lib.removePrefix version)", [NOT_KNOWN]],
    ["what is made of one", "(version < it.x)", [NOT_KNOWN]],
  ])("%s", async (_, text, why) => {
    const around = text.includes("aHash") ? `aHash = "${HASH_C}";` : "";
    const found = await reasonsOf(withAttributes(`docsSrc = fetchurl ${text};`, around));
    expect(found).toEqual(
      why.map(() => "`docsSrc` passes a changed value to `fetchurl` in a way that is not understood"),
    );
  });

  it("or nothing, of which nothing is told", async () => {
    const other = `fetchurl { url = "${URL}"; hash = if lib.c then aHash else (fetchurl (throw "no")).x; }`;
    expect(await reasonsOf(withAttributes(`docsSrc = ${other};`, `aHash = "${HASH_C}";`))).toEqual([]);
  });

  it.each<[string, string, readonly string[]]>([
    ["stays", 'fetchurl { url = "https://a.org/y.zip"; }', []],
    ["differs", "fetchurl { name = version; }", ["`x` uses a changed value as Nix code"]],
    [
      "differs, of two",
      "fetchurl { name = version; passthru = 1; }",
      ["`x` uses a changed value as Nix code"],
    ],
    [
      "differs, by a name that is not taken",
      "fetchurl { curlOpts = version; }",
      [
        "`x.curlOpts` passes a changed value to `fetchurl` as `curlOpts`",
        "`x` uses a changed value as Nix code",
      ],
    ],
  ])("and what it fetches %s with it", async (_, text, why) => {
    expect((await reasonsOf(withAttributes(`x = import (${text});`))).sort()).toEqual([...why].sort());
  });
});

describe("a hash that stays though another content is fetched for certain", () => {
  const text = (
    fetched: string,
  ) => `{ stdenv, lib, fetchurl, fetchpatch, fetchgit, it }: let version = "1.2.3"; aHash = "${HASH_A}"; in
    stdenv.mkDerivation { pname = "p"; inherit version; src = ${fetched}; }`;

  async function stale(fetched: string): Promise<string[]> {
    const before = text(fetched);
    const change = await changeOf(before, before.replace('"1.2.3"', '"1.2.4"'));
    const [base, head] = [change.base, change.head].map((snapshot) => filesOf(snapshot, cache));
    if (base === undefined || head === undefined) throw new Error("no files");
    return staleHashes(base, head, `${DIRECTORY}/package.nix`, DIRECTORY).map(({ file, span }) =>
      file.source.text.slice(span.start, span.end),
    );
  }

  it.each<[string, string, readonly string[]]>([
    ["as it is written", `fetchurl { url = "${URL}"; hash = "${HASH_A}"; }`, [`"${HASH_A}"`]],
    [
      "in two forms",
      `fetchurl { url = "${URL}"; hash = "${HASH_A}"; sha256 = "${HASH_D}"; }`,
      [`"${HASH_A}"`, `"${HASH_D}"`],
    ],
    ["by a name", `fetchurl { url = "${URL}"; hash = aHash; }`, [`"${HASH_A}"`]],
    ["of a URL that stays", `fetchurl { url = "https://a.org/y.zip"; hash = "${HASH_A}"; }`, []],
    ["of a patch", `fetchpatch { url = "${URL}"; hash = "${HASH_A}"; }`, []],
    [
      "of what is named by a version alone",
      `fetchurl { name = "\${version}.zip"; url = it.x; hash = "${HASH_A}"; }`,
      [],
    ],
    ["that is not known", `fetchurl { url = "${URL}"; hash = it.x; }`, []],
    ["that is known in part", `fetchurl { url = "${URL}"; hash = "sha256-\${it.x}"; }`, []],
    ["that is known in another part", `fetchurl { url = "${URL}"; hash = "\${it.x}="; }`, []],
    ["that is a version", `fetchurl { url = "${URL}"; hash = version; }`, []],
    ["that is none", `fetchurl { url = "${URL}"; hash = ""; }`, []],
    [
      "that is a name of an attribute",
      `lib.mapAttrs (hash: x: fetchurl { url = "${URL}"; inherit hash; }) { "${HASH_A}" = 1; }`,
      [],
    ],
  ])("%s", async (_, fetched, found) => {
    expect(await stale(fetched)).toEqual(found);
  });
});
