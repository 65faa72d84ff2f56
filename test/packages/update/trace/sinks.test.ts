// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { describe, expect, it } from "vitest";
import { HASH_A, HASH_C, HASH_D } from "../builders.ts";
import { clausesOf, reasonsOf, withAttributes } from "./traced.ts";

const NOT_KNOWN = "uses a changed value in a way that is not understood";
const NO_HOST = "has a changed URL, which has no known host";
const NO_HASH = "is a hash that depends on a changed value other than a hash";
const URL = "https://a.org/y-${version}.zip";
const SAME_HASH = `"${HASH_D.replaceAll("d", "e")}"`;

/** Where what differs may reach, by the binding that a reason names: one of each kind. */
const PLACES = {
  name: (x: string) => `name = ${x};`,
  postPatch: (x: string) => `postPatch = ${x};`,
  env: (x: string) => `env = ${x};`,
  patches: (x: string) => `patches = ${x};`,
  docsSrc: (x: string) => `docsSrc = ${x};`,
  "a.rev": (x: string) => `passthru.a = fetchgit { url = "https://a.org/b"; rev = ${x}; };`,
  "b.url": (x: string) => `passthru.b = fetchurl { url = ${x}; };`,
  "c.version": (x: string) => `passthru.c = fetchPypi { pname = "p"; version = ${x}; };`,
  "d.version": (x: string) => `passthru.d = fetchHex { pkg = "p"; version = ${x}; };`,
  "e.hash": (x: string) => `passthru.e = fetchurl { url = "https://a.org/y-\${version}.zip"; hash = ${x}; };`,
  description: (x: string) => `meta.description = ${x};`,
};

describe("what differs may reach", () => {
  const TEXT = "name postPatch env a.rev c.version d.version";
  const BUILT = "postPatch env patches docsSrc";

  it.each<[string, string, string, Record<string, string>]>([
    ["a version", "version", TEXT, { "b.url": NO_HOST, "e.hash": NO_HASH }],
    [
      "one or what is not known",
      "(if lib.c then it.x else version)",
      TEXT,
      { "b.url": NO_HOST, "e.hash": NO_HASH },
    ],
    ["a text with a version", '"v-${version}"', TEXT, { "b.url": NO_HOST, "e.hash": NO_HASH }],
    [
      "a URL",
      '"https://a.org/v-${version}.zip"',
      "name postPatch env b.url c.version d.version",
      { "e.hash": NO_HASH, "a.rev": "names a git ref that contains `:`" },
    ],
    ["a place in a source", '"${src}/x"', `name ${BUILT}`, { "e.hash": NO_HASH }],
    ["a source", "src", BUILT, {}],
    ["a file that differs", "./x.lock", BUILT, {}],
    ["a list of versions", "[ version ]", "postPatch env", { "b.url": NO_HOST }],
    ["a list of lists", "[ [ src ] ]", BUILT, {}],
    ["a list that may be empty", "(lib.optional lib.c src)", BUILT, {}],
    ["a list of URLs", '[ it.x "https://a.org/v-${version}.zip" ]', "postPatch env b.url", {}],
    ["a list of what may be", "[ [ ] { } it.x ./y (throw it.z) (x: 1) src ]", BUILT, {}],
    ["a set", "{ a = version; b = src; c = { }; d = [ ]; }", "env", {}],
    ["a set in a set", "{ a = { b = version; }; }", "env", {}],
    [
      "a set with a name that is not known",
      "{ ${it.x} = version; }",
      "",
      { env: "passes a changed value to `mkDerivation` under an unknown name" },
    ],
    ["a set with a function", "{ a = x: version; }", "", {}],
    ["a list with a set", "[ { a = version; } ]", "env", {}],
    ["a function", "(x: version)", "", {}],
    ["a function of the library that is given one", "(lib.removePrefix version)", "", {}],
    ["what is made of a version", "(version < it.x)", "", {}],
  ])("%s", async (_, x, through, others) => {
    const text = withAttributes(
      Object.values(PLACES)
        .map((place) => place(x))
        .join(" "),
    );
    const why = Object.keys(PLACES).flatMap((binding) => {
      if (binding === "description" || through.split(" ").includes(binding)) return [];
      const subject = binding.includes(".") ? `passthru.${binding}` : binding;
      return [`\`${subject}\` ${others[binding] ?? NOT_KNOWN}`];
    });
    const found = await reasonsOf(text);
    expect(found.filter((each) => !/^`passthru\.\w` |^`version` stays/.test(each)).sort()).toEqual(
      why.sort(),
    );
  });
});

describe("a ref of git", () => {
  const COMMIT = "names a git ref that may be a commit id";
  const COMPUTED = "names a git ref that is computed from a version or revision";
  const fetched = (ref: string, before: string) =>
    `{ stdenv, lib, fetchgit, fetchurl, it }: let version = "1.2.3"; rev = "${before}"; in stdenv.mkDerivation { inherit version;
      srcs = [ (fetchgit { url = "https://a.org/b"; rev = ${ref}; hash = "${HASH_A}"; }) ]; }`;
  const { a, b } = { a: `${"1a".repeat(20)}`, b: `${"2b".repeat(20)}` };

  it.each<[string, string, string, readonly string[]]>([
    ["rev", a, b, []],
    ['"${rev}"', a, b, []],
    ['"${rev}0"', a.slice(1), b.slice(1), [COMMIT]],
    ['"0${rev}"', a.slice(1), b.slice(1), [COMMIT]],
    ['"${lib.x}${rev}"', a, b, ["names a git ref that is only partly known"]],
    ["(lib.toLower rev)", "R1", "R2", [COMPUTED]],
    ['"x-${lib.toLower rev}"', "R1", "R2", [COMPUTED]],
    ['"${lib.toLower rev}-x"', "R1", "R2", [COMPUTED]],
    ['"x-${rev}"', "R1", "R2", []],
  ])("that is %s", async (ref, before, after, why) => {
    const found = await clausesOf(fetched(ref, before), [before, after]);
    expect(found).toEqual(why);
  });

  it("that is a version alone, is no commit", async () => {
    const text = fetched("version", "x").replace('"1.2.3"', '"0abcdef"');
    expect(await clausesOf(text, ["0abcdef", "1abcdef"])).toEqual([COMMIT]);
  });
});

describe("a URL, or a name and a version as one", () => {
  const COMPUTED = "has a changed URL, which names a git ref that is computed from a version or revision";
  const archive = (ref: string) =>
    `docsSrc = fetchurl { url = "https://github.com/o/r/archive/${ref}.tar.gz"; `;

  it.each<[string, string, readonly string[]]>([
    ["${version}", "1.2.4", []],
    ["v${version}", "1.2.4", []],
    ["v${lib.versions.majorMinor version}", "1.2.4", [COMPUTED]],
    ["${lib.versions.major version}-${version}", "1.2.4", [COMPUTED]],
    ["${version}-${lib.versions.major version}", "1.2.4", [COMPUTED]],
    ["${version}-${lib.x}", "1.2.4", ["has a changed URL, which names a git ref that is only partly known"]],
    ["${version}-${src}", "1.2.4", [NOT_KNOWN]],
  ])("of an archive by %s", async (ref, after, why) => {
    expect(
      await clausesOf(withAttributes(`${archive(ref)} hash = "${HASH_C}"; };`), ["1.2.3", after]),
    ).toEqual(why);
  });

  it.each<[string, string, readonly string[]]>([
    ["version", "1.2.4", []],
    [
      "version",
      "1.2.4-x",
      ["contains a changed value and has more parts than before, so it may name another package"],
    ],
    ["version", "1.2.4x1", ["contains a changed value and has new letters, so it may name another package"]],
    ['"${version}-${lib.x}"', "1.2.4", []],
    ['"${docs}"', "1.2.4", [NOT_KNOWN]],
  ])("of a package by %s, of %s", async (version, after, why) => {
    const docs = version.includes("docs") ? `docs = fetchurl { url = "${URL}"; hash = "${HASH_C}"; };` : "";
    const text = `{ stdenv, lib, fetchHex, fetchurl, ... }: stdenv.mkDerivation rec { version = "1.2.3"; ${docs}
      src = fetchHex { pkg = "p"; version = ${version}; hash = "${HASH_A}"; }; }`;
    expect(await clausesOf(text, ["1.2.4", after])).toEqual(why);
  });

  it.each(["patches", "docsSrc"])("a place in a source that a version says is none of %s", async (name) => {
    expect(await reasonsOf(withAttributes(`${name} = "\${src}/\${version}";`))).toEqual([
      `\`${name}\` ${NOT_KNOWN}`,
    ]);
  });
});

it.each(["1.2.4", "1.2.4-x", "1.2.4x1"])(
  "a package of a registry may have any version, as %s",
  async (after) => {
    const text = `{ stdenv, fetchPypi }: stdenv.mkDerivation rec { version = "1.2.3";
    src = fetchPypi { pname = "p"; inherit version; hash = "${HASH_A}"; }; }`;
    expect(await reasonsOf(text, ["1.2.4", after])).toEqual([]);
  },
);

describe("the hash of a source of another version", () => {
  const fetched = (hash: string, url = URL) =>
    withAttributes(
      `docsSrc = fetchurl { url = "${url}"; ${hash} };`,
      hash.includes("aHash") ? `aHash = "${HASH_C}"; bHash = ${SAME_HASH};` : `bHash = ${SAME_HASH};`,
    );
  const STAYS = "stays the same while its version differs";
  const none = "`docsSrc` fetches a changed source without a hash";

  it.each<[string, readonly string[]]>([
    [`hash = "${HASH_C}";`, []],
    [`sha256 = "${HASH_C}";`, []],
    [`outputHash = "${HASH_C}";`, []],
    ["hash = aHash;", []],
    ['hash = "${aHash}";', []],
    [`hash = if lib.c then aHash else null;`, []],
    [`hash = if lib.c then aHash else lib.fakeHash;`, []],
    [`hash = { x86_64-linux = "${HASH_C}"; }.\${lib.system} or lib.fakeSha256;`, []],
    [`hash = "${HASH_C}"; sha512 = "";`, []],
    ["", [none]],
    ["hash = null;", [none]],
    ['hash = "";', [none]],
    ["hash = lib.fakeHash;", [none]],
    ["hash = lib.fakeSha256;", [none]],
    ["hash = lib.fakeSha512;", [none]],
    ['executable = "${it.x}";', [none]],
    [`hash = ${SAME_HASH};`, [`\`docsSrc.hash\` ${STAYS}`]],
    ["hash = bHash;", [`\`bHash\` ${STAYS}`]],
    ["hash = it.x;", [`\`docsSrc\` ${STAYS}`]],
    ["hash = it.null.x;", [`\`docsSrc\` ${STAYS}`]],
    ["hash = it.fakeHash.x;", [`\`docsSrc\` ${STAYS}`]],
    ["hash = [ ];", [`\`docsSrc\` ${STAYS}`]],
    ['hash = "${it.x}";', [`\`docsSrc.hash\` ${STAYS}`]],
    [`hash = "${HASH_C}"; sha256 = bHash;`, [`\`bHash\` ${STAYS}`]],
    ["hash = if lib.c then aHash else bHash;", [`\`bHash\` ${STAYS}`]],
    ['hash = "${aHash}${it.x}";', [`\`docsSrc.hash\` ${NO_HASH}`]],
    ['hash = "${it.x}${aHash}";', [`\`docsSrc.hash\` ${NO_HASH}`]],
    ["hash = version;", [`\`docsSrc.hash\` ${NO_HASH}`, `\`version\` ${STAYS}`]],
  ])("%s", async (hash, why) => {
    expect((await reasonsOf(fetched(hash))).sort()).toEqual([...why].sort());
  });

  it.each<[string, readonly string[]]>([
    [`hash = "${HASH_C}";`, ["`docsSrc.hash` differs while its version does not"]],
    ["hash = aHash;", ["`aHash` differs while its version does not"]],
    ["hash = if lib.c then aHash else bHash;", ["`aHash` differs while its version does not"]],
    [`hash = ${SAME_HASH};`, []],
    ["", []],
  ])("and of one that stays: %s", async (hash, why) => {
    expect(await reasonsOf(fetched(hash, "https://a.org/y.zip"))).toEqual(why);
  });

  it("none differs, where there is none", async () => {
    const text = `{ stdenv, fetchurl }: stdenv.mkDerivation rec { version = "1.2.3";
      src = fetchurl { url = "https://a.org/x-\${version}.zip"; }; }`;
    expect(await clausesOf(text)).toEqual(["no hash differs, so the same source is built"]);
  });
});
