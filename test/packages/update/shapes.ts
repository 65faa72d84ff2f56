// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { HASH_A, HASH_B, HASH_C, HASH_D } from "./builders.ts";

/** A package as nixpkgs writes it, and its files besides; `V` stands for how its version is named in there. */
type Shape = readonly [string, string];

/** What an update puts for what. */
export const EDITS = [
  ["1.2.3", "1.2.4"],
  [HASH_A, HASH_B],
  [HASH_C, HASH_D],
] as const;

const H = `hash = "${HASH_A}"`;
const DEPENDENCIES = `"${HASH_C}"`;

/** Sources, each by a fetcher of nixpkgs in the way that its documentation shows. */
const SOURCES: readonly Shape[] = [
  ["GitHub by tag", `fetchFromGitHub { owner = "o"; repo = "r"; tag = V; ${H}; }`],
  ["GitHub by a tag with a letter", `fetchFromGitHub { owner = "o"; repo = "r"; tag = "v\${V}"; ${H}; }`],
  ["GitHub by rev", `fetchFromGitHub { owner = "o"; repo = "r"; rev = "v\${V}"; sha256 = "${HASH_A}"; }`],
  [
    "GitHub by a full ref",
    `fetchFromGitHub { owner = "o"; repo = "r"; rev = "refs/tags/v\${V}"; ${H}; fetchSubmodules = true; }`,
  ],
  [
    "GitHub by the name of the package",
    `fetchFromGitHub { owner = "o"; repo = "p"; tag = "p-\${V}"; ${H}; postFetch = "rm -r $out/x"; }`,
  ],
  ["GitLab", `fetchFromGitLab { domain = "gitlab.gnome.org"; owner = "o"; repo = "r"; rev = V; ${H}; }`],
  ["GitLab in a group", `fetchFromGitLab { group = "g"; owner = "o"; repo = "r"; tag = "v\${V}"; ${H}; }`],
  ["Sourcehut", `fetchFromSourcehut { owner = "~o"; repo = "r"; rev = V; ${H}; }`],
  ["Codeberg", `fetchFromCodeberg { owner = "o"; repo = "r"; tag = "v\${V}"; ${H}; }`],
  ["Gitea", `fetchFromGitea { domain = "codeberg.org"; owner = "o"; repo = "r"; tag = V; ${H}; }`],
  ["git", `fetchgit { url = "https://git.example.org/r"; tag = "v\${V}"; ${H}; }`],
  ["GNU", `fetchurl { url = "mirror://gnu/p/p-\${V}.tar.gz"; ${H}; }`],
  [
    "GNOME",
    `fetchurl { url = "mirror://gnome/sources/p/\${lib.versions.majorMinor V}/p-\${V}.tar.xz"; ${H}; }`,
  ],
  [
    "a release on GitHub",
    `fetchurl { url = "https://github.com/o/r/releases/download/v\${V}/p-\${V}.tar.gz"; ${H}; }`,
  ],
  [
    "an archive on GitHub",
    `fetchzip { url = "https://github.com/o/r/archive/v\${V}.tar.gz"; ${H}; stripRoot = false; }`,
  ],
  ["SourceForge", `fetchurl { url = "mirror://sourceforge/p/p-\${V}.tar.bz2"; ${H}; }`],
  [
    "several mirrors",
    `fetchurl { urls = [ "https://a.example.org/p/p-\${V}.tar.gz" "https://b.example.org/p/p-\${V}.tar.gz" ]; ${H}; }`,
  ],
  ["PyPI", `fetchPypi { pname = "p"; version = V; ${H}; }`],
  ["crates.io", `fetchCrate { pname = "p"; version = V; ${H}; }`],
  [
    "a page of its own",
    `fetchurl { name = "p-\${V}.zip"; url = "https://example.org/downloads/p-\${V}.zip"; ${H}; }`,
  ],
];

const REC = "version";
const FINAL = "finalAttrs.version";

function put(text: string, version: string): string {
  return text.replaceAll(/\bV\b/g, version);
}

/** Builders of nixpkgs, with what their documentation shows of them; `SRC` is the source. */
const BUILDERS: readonly Shape[] = [
  [
    "stdenv",
    `stdenv.mkDerivation (finalAttrs: { pname = "p"; version = "1.2.3"; src = SRC;
      nativeBuildInputs = [ cmake pkg-config ]; buildInputs = [ zlib ] ++ lib.optionals stdenv.hostPlatform.isDarwin [ libiconv ];
      cmakeFlags = [ (lib.cmakeFeature "PROJECT_VERSION" V) "-DX=\${V}" ]; doCheck = true;
      meta = { changelog = "https://github.com/o/r/releases/tag/v\${V}"; license = lib.licenses.mit; }; })`,
  ],
  [
    "stdenv with rec",
    `stdenv.mkDerivation rec { pname = "p"; version = "1.2.3"; src = SRC; patches = [ ./fix.patch ];
      postPatch = ''substituteInPlace x --replace-fail @version@ \${V}''; configureFlags = [ "--with-version=\${V}" ];
      sourceRoot = "\${src.name}/sub"; meta.mainProgram = "p"; passthru.updateScript = nix-update-script { }; }`,
  ],
  [
    "stdenvNoCC",
    `stdenvNoCC.mkDerivation (finalAttrs: { name = "p-\${V}"; version = "1.2.3"; src = SRC;
      installPhase = ''runHook preInstall
        install -Dm644 x $out/share/p-\${V}/x
        runHook postInstall''; passthru.tests.version = testers.testVersion { package = finalAttrs.finalPackage; }; })`,
  ],
  [
    "meson",
    `stdenv.mkDerivation (finalAttrs: { pname = "p"; version = "1.2.3"; outputs = [ "out" "dev" ]; src = SRC;
      mesonFlags = [ (lib.mesonOption "version" V) (lib.mesonBool "x" true) ]; env.NIX_CFLAGS_COMPILE = "-DV=\${V}"; })`,
  ],
  [
    "buildGoModule",
    `buildGoModule (finalAttrs: { pname = "p"; version = "1.2.3"; src = SRC; vendorHash = ${DEPENDENCIES};
      ldflags = [ "-s" "-w" "-X main.version=\${V}" "-X main.commit=\${finalAttrs.src.rev or "x"}" ];
      subPackages = [ "cmd/p" ]; doInstallCheck = true; versionCheckProgramArg = "--version"; })`,
  ],
  [
    "buildRustPackage",
    `rustPlatform.buildRustPackage (finalAttrs: { pname = "p"; version = "1.2.3"; src = SRC; cargoHash = ${DEPENDENCIES};
      checkFlags = [ "--skip=x" ]; env.P_VERSION = V; postInstall = ''installShellCompletion x''; })`,
  ],
  [
    "cargo in stdenv",
    `stdenv.mkDerivation (finalAttrs: { pname = "p"; version = "1.2.3"; src = SRC;
      cargoDeps = rustPlatform.fetchCargoVendor { inherit (finalAttrs) pname version src; hash = ${DEPENDENCIES}; };
      nativeBuildInputs = [ rustPlatform.cargoSetupHook cargo ]; })`,
  ],
  [
    "buildNpmPackage",
    `buildNpmPackage (finalAttrs: { pname = "p"; version = "1.2.3"; src = SRC; npmDepsHash = ${DEPENDENCIES};
      npmBuildScript = "build"; npmFlags = [ "--legacy-peer-deps" ]; })`,
  ],
  [
    "pnpm",
    `stdenv.mkDerivation (finalAttrs: { pname = "p"; version = "1.2.3"; src = SRC; nativeBuildInputs = [ nodejs pnpm.configHook ];
      pnpmDeps = pnpm.fetchDeps { inherit (finalAttrs) pname version src; fetcherVersion = 2; hash = ${DEPENDENCIES}; }; })`,
  ],
  [
    "yarn",
    `stdenv.mkDerivation (finalAttrs: { pname = "p"; version = "1.2.3"; src = SRC; nativeBuildInputs = [ yarnConfigHook nodejs ];
      yarnOfflineCache = fetchYarnDeps { yarnLock = finalAttrs.src + "/yarn.lock"; hash = ${DEPENDENCIES}; }; })`,
  ],
  [
    "buildPythonPackage",
    `python3Packages.buildPythonPackage rec { pname = "p"; version = "1.2.3"; pyproject = true; src = SRC;
      build-system = [ python3Packages.setuptools ]; dependencies = with python3Packages; [ requests ];
      env.SETUPTOOLS_SCM_PRETEND_VERSION = V; pythonImportsCheck = [ "p" ];
      meta = { homepage = "https://example.org"; changelog = "https://example.org/\${V}"; }; }`,
  ],
  [
    "a let",
    `let version = "1.2.3"; src = SRC; in stdenv.mkDerivation { pname = "p"; inherit version src;
      makeFlags = [ "VERSION=\${version}" "PREFIX=\${placeholder "out"}" ]; passthru = { inherit src; }; }`,
  ],
];

const FORMALS = `{ lib, stdenv, stdenvNoCC, fetchurl, fetchzip, fetchgit, fetchFromGitHub, fetchFromGitLab,
  fetchFromSourcehut, fetchFromCodeberg, fetchFromGitea, fetchPypi, fetchCrate, fetchYarnDeps, buildGoModule,
  buildNpmPackage, rustPlatform, python3, python3Packages, pnpm, nodejs, yarnConfigHook, cargo, cmake, pkg-config, zlib,
  libiconv, testers, nix-update-script, appimageTools, makeDesktopItem, vscode-utils, callPackage, writeText,
  runCommand, symlinkJoin, makeWrapper, autoPatchelfHook, fetchpatch, undmg, unzip, replaceVars, go_1_24 }:`;

const BY_SYSTEM = (
  version: string,
) => `fetchurl { url = "https://example.org/d/p-\${${version}}-\${stdenv.hostPlatform.system}.tgz";
  hash = { x86_64-linux = "${HASH_A}"; aarch64-darwin = "${HASH_C}"; }.\${stdenv.hostPlatform.system} or (throw "no"); }`;

/** Packages of other forms. */
const OTHERS: readonly Shape[] = [
  [
    "an AppImage",
    `let pname = "p"; version = "1.2.3"; src = fetchurl { url = "https://github.com/o/r/releases/download/v\${version}/p.AppImage"; ${H}; };
      appimageContents = appimageTools.extract { inherit pname version src; }; in appimageTools.wrapType2 { inherit pname version src;
      extraInstallCommands = ''install -m 444 -D \${appimageContents}/p.desktop -t $out/share/applications''; extraPkgs = pkgs: [ pkgs.x ]; }`,
  ],
  [
    "an extension of an editor",
    `vscode-utils.buildVscodeMarketplaceExtension { mktplcRef = { name = "n"; publisher = "p"; version = "1.2.3"; ${H}; }; meta.license = lib.licenses.mit; }`,
  ],
  [
    "a table of hashes",
    `stdenv.mkDerivation (finalAttrs: { pname = "p"; version = "1.2.3"; src = ${BY_SYSTEM(FINAL)}; })`,
  ],
  [
    "a table of hashes, with rec",
    `stdenv.mkDerivation rec { pname = "p"; version = "1.2.3"; src = ${BY_SYSTEM(REC)}; nativeBuildInputs = [ autoPatchelfHook ]; }`,
  ],
  [
    "a table of sources",
    `let version = "1.2.3"; sources = { x86_64-linux = fetchurl { url = "https://example.org/d/p-\${version}-a.tgz"; ${H}; };
      aarch64-linux = fetchurl { url = "https://example.org/d/p-\${version}-b.tgz"; hash = ${DEPENDENCIES}; }; }; in
      stdenv.mkDerivation { pname = "p"; inherit version; src = sources.\${stdenv.hostPlatform.system} or (throw "no"); passthru = { inherit sources; }; }`,
  ],
  [
    "a table of hashes with one that stands in",
    `stdenv.mkDerivation (finalAttrs: { pname = "p"; version = "1.2.3"; src = fetchurl { url = "https://example.org/d/p-\${finalAttrs.version}.tgz";
      hash = { x86_64-linux = "${HASH_A}"; }.\${stdenv.hostPlatform.system} or lib.fakeHash; }; })`,
  ],
  [
    "a table of sources by mapAttrs",
    `let version = "1.2.3"; hashes = { x86_64-linux = "${HASH_A}"; aarch64-linux = "${HASH_C}"; };
      sources = lib.mapAttrs (system: hash: fetchurl { url = "https://example.org/d/p-\${version}-\${system}.tgz"; inherit hash; }) hashes; in
      stdenv.mkDerivation { pname = "p"; inherit version; src = sources.\${stdenv.system}; }`,
  ],
  [
    "a selection by a function",
    `let selectSystem = attrs: attrs.\${stdenv.hostPlatform.system} or (throw "no"); in stdenv.mkDerivation (finalAttrs: { pname = "p"; version = "1.2.3";
      src = fetchurl { url = "https://example.org/d/p-\${finalAttrs.version}-\${selectSystem { x86_64-linux = "a"; aarch64-linux = "b"; }}.tgz";
      hash = selectSystem { x86_64-linux = "${HASH_A}"; aarch64-linux = "${HASH_C}"; }; }; })`,
  ],
  [
    "a part built apart",
    `let version = "1.2.3"; src = fetchFromGitHub { owner = "o"; repo = "r"; tag = "v\${version}"; ${H}; };
      web = buildNpmPackage { pname = "p-web"; inherit version; src = "\${src}/web"; npmDepsHash = ${DEPENDENCIES}; }; in
      buildGoModule { pname = "p"; inherit version src; vendorHash = null; preBuild = ''cp -r \${web}/lib web/dist''; }`,
  ],
  [
    "a desktop item",
    `stdenv.mkDerivation (finalAttrs: { pname = "p"; version = "1.2.3"; src = fetchzip { url = "https://example.org/d/p-\${finalAttrs.version}.zip"; ${H}; };
      desktopItems = [ (makeDesktopItem { name = "p"; exec = "p"; desktopName = "P \${finalAttrs.version}"; categories = [ "Game" ]; }) ]; })`,
  ],
  [
    "another Go",
    `buildGoModule.override { go = go_1_24; } rec { pname = "p"; version = "1.2.3"; src = fetchFromGitHub { owner = "o"; repo = "r"; tag = "v\${version}"; ${H}; }; vendorHash = ${DEPENDENCIES}; }`,
  ],
  [
    "a wrapper beside it",
    `let unwrapped = stdenv.mkDerivation rec { pname = "p"; version = "1.2.3"; src = fetchurl { url = "https://example.org/d/p-\${version}.tgz"; ${H}; }; }; in
      symlinkJoin { name = "p-\${unwrapped.version}"; paths = [ unwrapped ]; nativeBuildInputs = [ makeWrapper ]; postBuild = ''wrapProgram $out/bin/p''; inherit (unwrapped) meta; }`,
  ],
  [
    "a patch with values",
    `stdenv.mkDerivation (finalAttrs: { pname = "p"; version = "1.2.3"; src = fetchurl { url = "https://example.org/d/p-\${finalAttrs.version}.tgz"; ${H}; };
      patches = [ (replaceVars ./fix.patch { inherit (finalAttrs) version; }) (fetchpatch { url = "https://example.org/d/fixed.patch"; hash = "sha256-${"e".repeat(42)}A="; }) ]; })`,
  ],
  [
    "a test that runs it",
    `stdenv.mkDerivation (finalAttrs: { pname = "p"; version = "1.2.3"; src = fetchurl { url = "https://example.org/d/p-\${finalAttrs.version}.tgz"; ${H}; };
      passthru.tests.run = runCommand "p-test" { nativeBuildInputs = [ finalAttrs.finalPackage ]; } ''p --version | grep \${finalAttrs.version} > $out''; })`,
  ],
  [
    "an override",
    `zlib.overrideAttrs (old: rec { version = "1.2.3"; src = fetchurl { url = "https://example.org/d/p-\${version}.tgz"; ${H}; }; postPatch = (old.postPatch or "") + ''echo \${version}''; })`,
  ],
  [
    "a Python with other packages",
    `let python = python3.override { self = python; packageOverrides = final: prev: { y = prev.y.overridePythonAttrs (old: { doCheck = false; }); }; }; in
      python.pkgs.buildPythonApplication rec { pname = "p"; version = "1.2.3"; pyproject = true; src = fetchPypi { inherit pname version; ${H}; };
      dependencies = with python.pkgs; [ requests y ]; passthru = { inherit python; pythonPath = python.pkgs.makePythonPath dependencies; }; }`,
  ],
  [
    "an override with both arguments",
    `zlib.overrideAttrs (finalAttrs: old: { version = "1.2.3"; src = fetchurl { url = "https://example.org/d/p-\${finalAttrs.version}.tgz"; ${H}; }; })`,
  ],
  [
    "a condition that stays",
    `stdenv.mkDerivation (finalAttrs: { pname = "p"; version = "1.2.3"; src = fetchurl { url = "https://example.org/d/p-\${finalAttrs.version}.tgz"; ${H}; };
      buildInputs = lib.optional (lib.versionAtLeast finalAttrs.version "1.0") zlib; })`,
  ],
  [
    "a snapshot",
    `stdenv.mkDerivation { pname = "p"; version = "0-unstable-2024-01-02"; src = fetchFromGitHub { owner = "o"; repo = "r"; rev = "${"1a".repeat(20)}"; ${H}; }; }`,
  ],
];

export type NamedShape = { readonly what: string; readonly text: string };

/** Packages as nixpkgs has them, each before an update. */
export const SHAPES: readonly NamedShape[] = [
  ...BUILDERS.flatMap(([builder, form]) =>
    SOURCES.map(([source, fetched]): NamedShape => {
      const version = form.includes("finalAttrs:") ? FINAL : REC;
      const src = put(fetched, version);
      return {
        what: `${builder}, ${source}`,
        text: `${FORMALS} ${put(form, version).replace("SRC", () => src)}`,
      };
    }),
  ),
  ...OTHERS.map(([what, text]): NamedShape => ({ what, text: `${FORMALS} ${text}` })),
];
