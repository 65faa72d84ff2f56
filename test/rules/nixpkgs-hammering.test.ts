// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the text is Nix.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { RULES } from "../../src/rules/index.ts";
import { derivation, findingsIn } from "./advice.ts";

const python = { builder: "python3Packages.buildPythonPackage" };
const builtByCmake = "nativeBuildInputs = [ cmake ];";

/** A rule of nixpkgs-hammering, ours about the same, and a package of each verdict. */
type Covered = readonly [
  theirs: string,
  ours: string,
  wrong: string,
  right: string,
  how?: { readonly builder: string },
];

const COVERED: readonly Covered[] = [
  ["attribute-typo", "attribute-typo", "buildImputs = [ zlib ];", "buildInputs = [ zlib ];"],
  [
    "build-tools-in-build-inputs",
    "build-tool-in-build-inputs",
    "buildInputs = [ pkg-config zlib ];",
    "nativeBuildInputs = [ pkg-config ]; buildInputs = [ zlib ];",
  ],
  [
    "duplicate-check-inputs",
    "duplicate-check-inputs",
    "dependencies = [ requests ]; nativeCheckInputs = [ requests pytestCheckHook ];",
    "dependencies = [ requests ]; nativeCheckInputs = [ pytestCheckHook ];",
    python,
  ],
  [
    "environment-variables-go-to-env",
    "environment-variables-go-to-env",
    'NIX_LDFLAGS = "-lz";',
    'env.NIX_LDFLAGS = "-lz";',
  ],
  ["explicit-phases", "explicit-phases", 'phases = [ "installPhase" ];', "dontUnpack = true;"],
  ["fixup-phase", "fixup-phase", 'fixupPhase = "rm -r $out/doc";', 'postFixup = "rm -r $out/doc";'],
  ["license-missing", "license-missing", "src = x;", "src = x; meta.license = lib.licenses.isc;"],
  [
    "maintainers-missing",
    "maintainers-missing",
    "src = x; meta.maintainers = [ ];",
    "src = x; meta.maintainers = [ lib.maintainers.alice ];",
  ],
  [
    "meson-cmake",
    "meson-cmake",
    "nativeBuildInputs = [ meson ninja cmake ];",
    "nativeBuildInputs = [ meson ninja ];",
  ],
  [
    "missing-patch-comment",
    "undescribed-patch",
    "patches = [ ./gcc.patch ];",
    "patches = [\n  # for GCC 15\n  ./gcc.patch\n];",
  ],
  [
    "missing-phase-hooks",
    "missing-phase-hooks",
    'installPhase = "install -D hello -t $out/bin";',
    'installPhase = "runHook preInstall; install -D hello -t $out/bin; runHook postInstall";',
  ],
  [
    "name-and-version",
    "name-and-version",
    'name = "hello-1.0"; version = "1.0";',
    'pname = "hello"; version = "1.0";',
  ],
  [
    "no-flags-array",
    "no-flags-array",
    'makeFlagsArray = [ "A=1" "B=2" ];',
    'preBuild = "makeFlagsArray+=(A=1 B=2)";',
  ],
  ["no-flags-spaces", "no-flags-spaces", 'makeFlags = [ "CFLAGS=-O2 -g" ];', 'makeFlags = [ "A=1" "B=2" ];'],
  ["no-uri-literals", "url-literal", "meta.homepage = https://x.org;", 'meta.homepage = "https://x.org";'],
  ["patch-phase", "patch-phase", 'patchPhase = "sed -i s/a/b/ x";', 'postPatch = "sed -i s/a/b/ x";'],
  [
    "python-explicit-check-phase",
    "python-explicit-check-phase",
    'nativeCheckInputs = [ pytest ]; checkPhase = "pytest tests";',
    "nativeCheckInputs = [ pytestCheckHook ];",
    python,
  ],
  [
    "python-imports-check-typo",
    "python-imports-check-typo",
    'pythonImportTests = [ "hello" ];',
    'pythonImportsCheck = [ "hello" ];',
    python,
  ],
  ["python-include-tests", "python-include-tests", "", 'pythonImportsCheck = [ "hello" ];', python],
  [
    "unclear-gpl",
    "deprecated-licence",
    "meta.license = lib.licenses.gpl3;",
    "meta.license = lib.licenses.gpl3Plus;",
  ],
  [
    "unnecessary-parallel-building",
    "unnecessary-parallel-building",
    `${builtByCmake} enableParallelBuilding = true;`,
    builtByCmake,
  ],
];

/** Of what nixpkgs-hammering says besides, there is no rule here. */
const LEFT = [
  "attribute-ordering",
  "no-python-tests",
  "python-inconsistent-interpreters",
  "stale-substitute",
];

const guide = readFileSync(new URL("../../docs/packaging/README.md", import.meta.url), "utf8");
const ruleOf = (name: string) => {
  const rule = RULES.find((each) => each.name === name);
  if (rule === undefined) throw new Error(`there is no rule ${name}`);
  return rule;
};

describe("a rule of nixpkgs-hammering", () => {
  for (const [theirs, ours, wrong, right, how] of COVERED) {
    it(`${theirs} is ${ours} here`, async () => {
      const rule = ruleOf(ours);
      expect(await findingsIn(rule, derivation(wrong, how))).toHaveLength(1);
      expect(await findingsIn(rule, derivation(right, how))).toEqual([]);
    });
  }

  it("unused-argument is unused-formal here", async () => {
    const text = (formals: string) => `{ ${formals} }:\n\nstdenv.mkDerivation { }\n`;
    expect(await findingsIn(ruleOf("unused-formal"), text("stdenv, zlib"))).toHaveLength(1);
    expect(await findingsIn(ruleOf("unused-formal"), text("stdenv"))).toEqual([]);
  });

  it("has another name here, or none, only where the guide says so", () => {
    const renamed = [
      ...COVERED.filter(([theirs, ours]) => theirs !== ours),
      ["unused-argument", "unused-formal"],
    ];
    const rows = [...guide.matchAll(/^\| `([a-z-]+)`\s*\|(.*)\|$/gm)].map(([, theirs, here]) => [
      theirs,
      here,
    ]);
    expect(rows.map(([theirs]) => theirs)).toEqual([...renamed.map(([theirs]) => theirs), ...LEFT]);
    for (const [theirs = "", here = ""] of rows) {
      const ours = renamed.find(([name]) => name === theirs)?.[1];
      expect(here, theirs).toContain(ours === undefined ? "none:" : `[\`${ours}\`]`);
    }
    for (const name of LEFT) expect(RULES.map((rule) => rule.name)).not.toContain(name);
  });
});
