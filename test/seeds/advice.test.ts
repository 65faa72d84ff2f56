// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { describe, expect, it } from "vitest";
import type { FamilyName } from "../../src/checker/families.ts";
import { lineAt, sourceText } from "../../src/nix/text.ts";
import { RULES } from "../../src/rules/index.ts";
import { findingsIn } from "../rules/advice.ts";
import { examples, needsSeeds } from "./documents.ts";

/** What a good reviewer would say today of a definition of the documents: lines by rule, as they begin. */
type Said = Readonly<Record<string, readonly string[]>>;

/** Of what has no `meta`: nobody knows what it is, who may pass it on, and whom to ask. */
const noMeta = (builder: string): Said => ({
  "description-missing": [builder],
  "license-missing": [builder],
  "maintainers-missing": [builder],
});

const RECURSIVE = "stdenv.mkDerivation rec {";
const SET_ARGUMENT = "src = fetchFromGitHub ({";
const PLAIN = "stdenv.mkDerivation {";
const INSTALL = "installPhase = ''";
const HASH = 'sha256 = "sha256-';

const EXPECTED: Readonly<Record<string, Said>> = {
  "example-package": {
    "missing-phase-hooks": ["buildPhase = ", "installPhase = "],
    "name-and-version": ['name = "example-package-${version}"'],
    ...noMeta(RECURSIVE),
  },
  liboqs: {
    "needless-parentheses": [SET_ARGUMENT],
    "needless-rec": [RECURSIVE],
    "unnecessary-parallel-building": ["enableParallelBuilding = true"],
    "hash-attribute": [HASH],
    "tag-not-rev": ['rev = "0.7.1"'],
    "unused-fetch-option": ["fetchSubmodules = false"],
    ...noMeta(RECURSIVE),
  },
  "openssl-oqs-provider": {
    "needless-parentheses": [SET_ARGUMENT],
    "needless-rec": [RECURSIVE],
    "undefined-variable": ["cp ${sources.openssl-oqs.src}", "LIBOQS_SRC_DIR=${sources.liboqs.src}"],
    "missing-phase-hooks": [INSTALL],
    "unnecessary-parallel-building": ["enableParallelBuilding = true"],
    "hash-attribute": [HASH],
    "unused-fetch-option": ["fetchSubmodules = false"],
    // A commit, for which `rev` is right, but no version.
    "version-format": ['version = "ec60cde5'],
    ...noMeta(RECURSIVE),
  },
  // That nothing checks it has a comment that says why.
  "osdlyrics-module": {
    "needless-parentheses": [SET_ARGUMENT],
    "missing-phase-hooks": ["configurePhase ="],
    "hash-attribute": [HASH],
    "tag-not-rev": ['rev = "0.5.10"'],
    "unused-fetch-option": ["fetchSubmodules = false"],
    ...noMeta("python3Packages.buildPythonPackage rec {"),
  },
  // It does not parse.
  "osdlyrics-environment": {},
  // Its `stdenv` is bound by nothing, so that it is not known what it is built by.
  "osdlyrics-program": {
    "needless-parentheses": [SET_ARGUMENT],
    "needless-rec": [RECURSIVE],
    "undefined-variable": [
      RECURSIVE,
      SET_ARGUMENT,
      ..."autoreconfHook intltool pkg-config dbus-glib gtk2 libnotify python".split(" "),
      'makeFlags = [ "PYTHON=${python}',
    ],
  },
  osdlyrics: {
    "needless-parentheses": [SET_ARGUMENT],
    "needless-rec": [RECURSIVE],
    "missing-phase-hooks": ["configurePhase ="],
    "hash-attribute": [HASH],
    "tag-not-rev": ['rev = "0.5.10"'],
    "unused-fetch-option": ["fetchSubmodules = false"],
    ...noMeta(RECURSIVE),
  },
  bilibili: {
    "missing-phase-hooks": [INSTALL],
    "build-tool-in-build-inputs": ["buildInputs = [ makeWrapper ]"],
    "hash-attribute": [HASH],
    "source-provenance": [RECURSIVE],
    ...noMeta(RECURSIVE),
  },
  "dingtalk-template": {
    "missing-phase-hooks": [INSTALL],
    "hash-attribute": [HASH],
    "source-provenance": [RECURSIVE],
    ...noMeta(RECURSIVE),
  },
  dingtalk: {
    "missing-phase-hooks": [INSTALL],
    "hash-attribute": [HASH],
    "source-provenance": [RECURSIVE],
    ...noMeta(RECURSIVE),
  },
  svp: {
    "unused-formal": [", makeWrapper"],
    "explicit-phases": ['phases = [ "installPhase" ]'],
    "missing-phase-hooks": ["buildPhase = ''", INSTALL, INSTALL],
    ...noMeta(PLAIN),
  },
  "wechat-uos": {
    "needless-rec": ["license = stdenv.mkDerivation rec {"],
    "explicit-phases": ['phases = [ "installPhase" ]'],
    "missing-phase-hooks": [INSTALL, INSTALL, INSTALL],
    "hash-attribute": [HASH],
    ...noMeta(PLAIN),
  },
  "hoyo-glyphs": {
    "needless-parentheses": [SET_ARGUMENT],
    "needless-rec": ["stdenvNoCC.mkDerivation rec {"],
    "missing-phase-hooks": [INSTALL],
    "hash-attribute": [HASH],
    "unused-fetch-option": ["fetchSubmodules = false"],
    "version-format": ['version = "b2bf17cd'],
    ...noMeta("stdenvNoCC.mkDerivation rec {"),
  },
  konnect: {
    "needless-parentheses": [SET_ARGUMENT],
    "needless-rec": ["buildGoModule rec {"],
    "hash-attribute": [HASH, 'vendorSha256 = "sha256-'],
    "tag-not-rev": ['rev = "v0.34.0"'],
    "unused-fetch-option": ["fetchSubmodules = false"],
    "version-format": ['version = "v0.34.0"'],
    ...noMeta("buildGoModule rec {"),
  },
  // `buildLinux` adds a `meta` of its own, and `rev` is more than the version.
  "linux-xanmod-lantian": { "hash-attribute": [HASH] },
  // It does not parse.
  "some-package": {},
  // It has nothing to build yet.
  foo: {},
};

const FAMILIES: readonly FamilyName[] = ["needless", "phases", "inputs", "source", "meta", "names", "python"];
const rules = RULES.filter(({ family, level }) => FAMILIES.includes(family) && level !== "off");
const PACKAGES = examples().filter(({ definesPackage }) => definesPackage);

describe("Advice on the seed documents, where they are at hand:", () => {
  needsSeeds();

  it("is known for each package", () => {
    expect(PACKAGES.map(({ title }) => title)).toEqual(Object.keys(EXPECTED));
  });

  it.each(Object.entries(EXPECTED))("%s gets what a good reviewer would say", async (name, expected) => {
    const text = PACKAGES.find(({ title }) => title === name)?.text ?? "";
    const source = sourceText(text);
    for (const rule of rules) {
      const lines = (await findingsIn(rule, text)).map(({ range }) =>
        lineAt(source, range?.start.line ?? 0).trim(),
      );
      const starts = expected[rule.name] ?? [];
      expect(
        lines.map((line, i) => (line.startsWith(starts[i] ?? "\0") ? starts[i] : line)),
        rule.name,
      ).toEqual(starts);
    }
  });
});
