// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { describe, expect, it } from "vitest";
import { edited, HASH_A, HASH_B, HASH_C, HASH_D, impuritiesOf, updateOf } from "./builders.ts";

const VERSION = ["1.2.3", "1.2.4"] as const;
const HASH = [HASH_A, HASH_B] as const;
const BASE16 = "0123456789abcdef".repeat(4);
const BASE32 = "0123456789abcdfghijklmnpqrsvwxyz0123456789abcdfghijk";
const SHA512 = `sha512-${"a".repeat(85)}A==`;

const FINAL_ATTRS = `{ lib, stdenv, fetchFromGitHub }:
stdenv.mkDerivation (finalAttrs: {
  pname = "hello";
  version = "1.2.3";
  src = fetchFromGitHub {
    owner = "GNU";
    repo = "hello";
    tag = "v\${finalAttrs.version}";
    hash = "${HASH_A}";
  };
  meta.homepage = "https://www.gnu.org/software/hello";
})
`;

const REC = `{ lib, stdenv, fetchurl }:
stdenv.mkDerivation rec {
  pname = "hello";
  version = "1.2.3";
  src = fetchurl {
    url = "mirror://gnu/hello/\${pname}-\${version}.tar.gz";
    sha256 = "${HASH_A}";
  };
}
`;

/** Texts of a `package.nix`, and what an update puts for what. */
const UPDATES: readonly (readonly [string, string, ...(readonly [string, string])[]])[] = [
  ["finalAttrs", FINAL_ATTRS, VERSION, HASH],
  ["rec", REC, VERSION, HASH],
  ["a hash in base 32 that becomes SRI", edited(REC, [HASH_A, BASE32]), VERSION, [BASE32, HASH_B]],
  ["a hash in base 16", edited(REC, [HASH_A, BASE16]), VERSION, [BASE16, `f${BASE16.slice(1)}`]],
  ["a hash with a prefix", edited(REC, [HASH_A, `sha256:${BASE32}`]), VERSION, [`sha256:${BASE32}`, HASH_B]],
  [
    "a SHA-512",
    edited(REC, ["sha256 =", "hash ="], [HASH_A, SHA512]),
    VERSION,
    [SHA512, edited(SHA512, ["aaaa", "bbbb"])],
  ],
  [
    "let version",
    `{ stdenv, fetchurl }: let version = "1.2.3"; in stdenv.mkDerivation {
      inherit version; src = fetchurl { url = "https://a.org/b/\${version}.tgz"; hash = "${HASH_A}"; }; }`,
    VERSION,
    HASH,
  ],
  [
    "a vendor hash",
    `{ buildGoModule, fetchFromGitHub }: buildGoModule (finalAttrs: { pname = "x"; version = "1.2.3";
      src = fetchFromGitHub { owner = "a"; repo = "b"; rev = "v\${finalAttrs.version}"; hash = "${HASH_A}"; };
      vendorHash = "${HASH_C}"; ldflags = [ "-X main.version=\${finalAttrs.version}" ]; })`,
    VERSION,
    HASH,
    [HASH_C, HASH_D],
  ],
  [
    "dependencies fetched apart",
    `{ stdenv, rustPlatform, fetchFromGitHub, fetchYarnDeps, fetchPnpmDeps }: stdenv.mkDerivation (finalAttrs: {
      pname = "x"; version = "1.2.3";
      src = fetchFromGitHub { owner = "a"; repo = "b"; tag = finalAttrs.version; hash = "${HASH_A}"; };
      cargoDeps = rustPlatform.fetchCargoVendor { inherit (finalAttrs) pname version src; hash = "${HASH_C}"; };
      yarn = fetchYarnDeps { yarnLock = finalAttrs.src + "/yarn.lock"; hash = "${HASH_D}"; };
      pnpm = fetchPnpmDeps { inherit (finalAttrs) pname version src; fetcherVersion = 2; hash = "${HASH_D}"; };
    })`,
    VERSION,
    HASH,
    [HASH_C, HASH_B],
  ],
  [
    "several sources",
    `{ stdenv, fetchurl, fetchpatch }: stdenv.mkDerivation rec { version = "1.2.3"; srcs = [
      (fetchurl { url = "https://a.org/b/a-\${version}.tgz"; hash = "${HASH_A}"; })
      (fetchurl { url = "https://a.org/b/b-\${version}.tgz"; hash = "${HASH_C}"; }) ];
      patches = [ (fetchpatch { url = "https://a.org/b/fixed.patch"; hash = "sha256-${"e".repeat(42)}A="; }) ]; }`,
    VERSION,
    HASH,
    [HASH_C, HASH_D],
  ],
  [
    "hashes by platform",
    `{ stdenv, fetchurl }: let system = stdenv.hostPlatform.system; in stdenv.mkDerivation rec { version = "1.2.3";
      src = fetchurl { url = "https://a.org/b/\${version}-\${system}.tgz";
        hash = { x86_64-linux = "${HASH_A}"; aarch64-darwin = "${HASH_C}"; }.\${system} or (throw "no"); }; }`,
    VERSION,
    HASH,
    [HASH_C, HASH_D],
  ],
  [
    "a let of hashes by platform",
    `{ stdenv, fetchurl, lib }: let
      inherit (stdenv.hostPlatform) system;
      selectSystem = attrs: attrs.\${system} or (throw "Unsupported system: \${system}");
      hash = selectSystem { "x86_64-linux" = "${HASH_A}"; aarch64-linux = "${HASH_C}"; };
      suffix = selectSystem { x86_64-linux = "amd64"; aarch64-linux = "arm64"; };
    in stdenv.mkDerivation (finalAttrs: { pname = "x"; version = "1.2.3";
      src = fetchurl { url = "https://a.org/b/\${finalAttrs.version}/\${suffix}.tgz"; inherit hash; }; })`,
    VERSION,
    HASH,
    [HASH_C, HASH_D],
  ],
  [
    "sources by platform in a set",
    `{ stdenv, fetchurl }: stdenv.mkDerivation (finalAttrs: { version = "1.2.3";
      src = finalAttrs.passthru.sources.\${stdenv.hostPlatform.system};
      passthru.sources = {
        "aarch64-darwin" = fetchurl { url = "https://a.org/b/\${finalAttrs.version}/d.zip"; hash = "${HASH_A}"; };
        "x86_64-linux" = fetchurl { url = "https://a.org/b/\${finalAttrs.version}/l.zip"; hash = "${HASH_C}"; };
      }; })`,
    VERSION,
    HASH,
    [HASH_C, HASH_D],
  ],
  [
    "sources by system, of which the URL and the hash are taken",
    `{ stdenv, fetchzip }: stdenv.mkDerivation (finalAttrs: { version = "1.2.3"; src = fetchzip {
      url = finalAttrs.passthru.sources.\${stdenv.system}.url;
      inherit (finalAttrs.passthru.sources.\${stdenv.system}) hash; };
      passthru.sources = {
        x86_64-linux = { url = "https://a.org/b/\${finalAttrs.version}/l.zip"; hash = "${HASH_A}"; };
        other = { url = "https://a.org/b/\${finalAttrs.version}/o.zip"; hash = "${HASH_C}"; };
      }; })`,
    VERSION,
    HASH,
    [HASH_C, HASH_D],
  ],
  [
    "a version of a part of which the URL is made",
    `{ stdenv, fetchurl, lib }: stdenv.mkDerivation (finalAttrs: { version = "1.2.3"; src = fetchurl {
      url = "mirror://gnome/sources/x/\${lib.versions.majorMinor finalAttrs.version}/x-\${finalAttrs.version}.tar.xz";
      hash = "${HASH_A}"; }; })`,
    VERSION,
    HASH,
  ],
  [
    "a URL behind a name for its beginning",
    `{ stdenv, fetchurl }: let base = "https://a.org/b"; in stdenv.mkDerivation rec { version = "1.2.3";
      src = fetchurl { url = "\${base}/\${version}.tgz"; hash = "${HASH_A}"; }; }`,
    VERSION,
    HASH,
  ],
  [
    "a URL of a host and a file alone",
    `{ stdenv, fetchurl }: stdenv.mkDerivation rec { version = "1.2.3";
      src = fetchurl { url = "https://a.org/x-\${version}.tgz"; hash = "${HASH_A}"; }; }`,
    VERSION,
    HASH,
  ],
  [
    "a URL that has the version written out",
    `{ stdenv, fetchurl }: stdenv.mkDerivation { version = "1.2.3";
      src = fetchurl { url = "https://a.org/b/v1.2.3/x-1.2.3.tgz"; hash = "${HASH_A}"; }; }`,
    VERSION,
    HASH,
  ],
  [
    "a commit and a date",
    `{ stdenv, fetchFromGitHub }: stdenv.mkDerivation { version = "0-unstable-2024-01-02"; src = fetchFromGitHub {
      owner = "a"; repo = "b"; rev = "${"1a".repeat(20)}"; hash = "${HASH_A}"; }; }`,
    ["0-unstable-2024-01-02", "0-unstable-2024-03-01"],
    ["1a".repeat(20), "2b".repeat(20)],
    HASH,
  ],
  [
    "a tag below a name",
    `{ stdenv, fetchFromGitHub }: stdenv.mkDerivation { version = "1.2.3"; src = fetchFromGitHub {
      owner = "a"; repo = "b"; tag = "@scope/hello@1.2.3"; hash = "${HASH_A}"; }; }`,
    VERSION,
    HASH,
  ],
  [
    "a package of an index",
    `{ python3Packages, fetchPypi }: python3Packages.buildPythonApplication rec { pname = "x"; version = "1.2.3";
      src = fetchPypi { inherit pname version; hash = "${HASH_A}"; }; }`,
    VERSION,
    HASH,
  ],
  ["a release candidate that is released", edited(REC, ["1.2.3", "1.2.4-rc1"]), ["1.2.4-rc1", "1.2.4"], HASH],
  [
    "a version in a condition",
    edited(REC, ["rec {", `rec { doCheck = lib.versionAtLeast version "1";`]),
    VERSION,
    HASH,
  ],
  [
    "tests and update scripts",
    edited(FINAL_ATTRS, [
      "meta.",
      `passthru = { tests.version = testVersion { package = finalAttrs.finalPackage; };
        updateScript = nix-update-script { }; };
      meta.changelog = "https://github.com/GNU/hello/releases/tag/v\${finalAttrs.version}"; meta.`,
    ]),
    VERSION,
    HASH,
  ],
  [
    "a call of a file of its own",
    edited(REC, ["rec {", "rec { passthru.x = callPackage ./x.nix { inherit version; };"]),
    VERSION,
    HASH,
  ],
];

describe("a pure update is one of", () => {
  it.each(UPDATES.map(([what, text, ...edits]) => ({ what, text, edits })))(
    "$what",
    async ({ text, edits }) => {
      const files = (packageNix: string) => ({ "package.nix": packageNix, "x.nix": "{ version }: version" });
      expect(await impuritiesOf(files(text), files(edited(text, ...edits)))).toEqual([]);
    },
  );

  it("a file of sources beside the package", async () => {
    const packageNix = `{ stdenv, fetchurl }: let source = import ./sources.nix; in
      stdenv.mkDerivation { inherit (source) version; src = fetchurl { inherit (source) url hash; }; }`;
    const sources = (version: string, hash: string) =>
      `rec { version = "${version}"; url = "https://a.org/b/\${version}.tgz"; hash = "${hash}"; }`;
    const update = await updateOf(
      { "package.nix": packageNix, "sources.nix": sources("1.2.3", HASH_A) },
      { "package.nix": packageNix, "sources.nix": sources("1.2.4", HASH_B) },
    );
    expect(update.impurities).toEqual([]);
    expect(update.pins.map(({ path, binding }) => [path.split("/").at(-1), binding])).toEqual([
      ["sources.nix", "version"],
      ["sources.nix", "hash"],
    ]);
  });

  it.each([
    ["added", { "Cargo.lock": "new" }, {}],
    ["removed", {}, { "Cargo.lock": "old" }],
    ["changed", { "Cargo.lock": "new" }, { "Cargo.lock": "old" }],
  ])("a lock file that is named in the configuration and %s", async (_, now, before) => {
    const after = { "package.nix": edited(REC, VERSION, HASH), ...now };
    expect(await impuritiesOf({ "package.nix": REC, ...before }, after, ["*.lock"])).toEqual([]);
  });
});

describe("a pure update may also change", () => {
  const update = edited(FINAL_ATTRS, VERSION, HASH);

  it.each<[string, string]>([
    ["comments", edited(update, ['pname = "hello"', '/* a */ pname = "hello" # b\n'])],
    ["white space", update.replaceAll("\n", "\n\n  ").replaceAll(" = ", "=")],
    ["parentheses", edited(update, ['"GNU"', '(("GNU"))'], [`"${HASH_B}"`, `("${HASH_B}")`])],
  ])("%s", async (_, after) => {
    expect(await impuritiesOf(FINAL_ATTRS, after)).toEqual([]);
  });
});

it("tells what differs, in the order of the text, with its place at head", async () => {
  const update = await updateOf(FINAL_ATTRS, edited(FINAL_ATTRS, VERSION, HASH));
  expect(update.version).toEqual({ before: "1.2.3", after: "1.2.4" });
  expect(update.pins).toEqual([
    {
      path: "pkgs/by-name/he/hello/package.nix",
      binding: "version",
      kind: "version",
      before: "1.2.3",
      after: "1.2.4",
      range: { start: { line: 4, column: 13 }, end: { line: 4, column: 20 } },
    },
    {
      path: "pkgs/by-name/he/hello/package.nix",
      binding: "src.hash",
      kind: "hash",
      before: HASH_A,
      after: HASH_B,
      range: { start: { line: 9, column: 12 }, end: { line: 9, column: 65 } },
    },
  ]);
});
