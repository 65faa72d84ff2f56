// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the text is Nix.
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import type { FamilyName } from "../../src/checker/families.ts";
import type { Finding } from "../../src/checker/finding.ts";
import type { Rule } from "../../src/checker/rule.ts";
import { RULES } from "../../src/rules/index.ts";
import { applyFix, applyFixes, textOf } from "../support/apply-fix.ts";
import { attributesOf } from "../support/attributes.ts";
import { checkFiles } from "../support/check.ts";
import { derivation } from "./advice.ts";
import { covered, inPackage } from "./builders.ts";

vi.setConfig({ testTimeout: 60_000 });

const FAMILIES: readonly FamilyName[] = ["phases", "inputs", "source", "meta", "names", "python"];
const rules: readonly Rule[] = RULES.filter(
  // That a formal is used no more is what a fix may lead to.
  ({ name, family }) => FAMILIES.includes(family) && name !== "unused-formal",
).map(({ comparesOnly: _, ...rule }) => ({ ...rule, level: "advice" }));
const PATH = inPackage("hello", "package.nix");
const check = async (text: string) => (await checkFiles({ [PATH]: text }, rules)).findings;

/** The attributes that a fix may touch, by rule; of others, the one that the finding is in. */
const TOUCHED: ReadonlyMap<string, readonly string[]> = new Map([
  ["build-tool-in-build-inputs", ["buildInputs", "nativeBuildInputs"]],
  ["name-and-version", ["name", "pname", "version"]],
  ["environment-variables-go-to-env", ["CFLAGS", "CGO_ENABLED", "env"]],
  ["hash-attribute", ["src", "vendorSha256", "vendorHash"]],
  ["python-imports-check-typo", ["pythonImportTests", "pythonImportsCheck"]],
]);

const SRI = "sha256-jZkUKv2SV28wsM18tCqNxoCZmLxdYH2Idh9RLibH2yA=";

/** Attributes as people write them, right and wrong, each of another name. */
const LINES: readonly (readonly string[])[] = [
  ['pname = "hello";', 'name = "hello-${version}";', 'name = "hello-1.0";'],
  ['version = "1.0";', 'version = "v1.0";', 'version = "unstable-2025-01-31";'],
  [
    ...[
      'rev = "v${version}"',
      'rev = "v1.0"',
      "rev = version",
      'rev = "refs/tags/x"',
      'tag = "x"',
      "repo = pname",
    ].map(
      (rev) =>
        `src = fetchFromGitHub {\n  owner = "a";\n  ${rev};\n  fetchSubmodules = false;\n  sha256 = "${SRI}";\n};`,
    ),
    `src = fetchurl {\n  url = "http://ftp.gnu.org/x";\n  sha256 = "${SRI}";\n};`,
    'src = fetchurl { urls = [ "git://github.com/a/b" "http://x.org" ]; };',
  ],
  [
    "buildInputs = [ cmake ];",
    "buildInputs = [\n  cmake # builds\n  zlib\n\n  pkg-config\n];",
    "buildInputs = [ zlib cmake openssl ninja ];",
    "buildInputs = [ zlib ] ++ lib.optional withTls [ openssl ];",
    "buildInputs = with pkgs; [ cmake zlib ];",
  ],
  [
    "nativeBuildInputs = [ ninja ];",
    "nativeBuildInputs = [\n  meson\n  ninja\n];",
    "nativeBuildInputs = [ ];",
    "nativeBuildInputs = x;",
  ],
  ["enableParallelBuilding = true;", "enableParallelBuilding = true; # fast"],
  [
    "postPatch = ''\n  substituteInPlace x --replace a b \\\n    --replace c ${zlib}\n'';",
    'postPatch = "substituteInPlace x --replace a b";',
  ],
  [
    "buildPhase = ''\n  make\n\n'';",
    'buildPhase = "make";',
    "buildPhase = ''\n\n    make\n  # done\n  '';",
    "buildPhase = ''\n\tmake\n'';",
  ],
  ["installPhase = ''\n  runHook preInstall\n  make install\n'';", "installPhase = ''${x}'';"],
  ['CFLAGS = [ "-O2" ];', 'CFLAGS = "-O2";', "CFLAGS = x;"],
  ["env.X = 1;", "env = { };"],
  [
    'meta = {\n  description = "A program.";\n};',
    'meta.description = "hello: a greeter, ";',
    'meta = with lib; { description = "greets"; license = licenses.gpl3; };',
  ],
  [`vendorSha256 = "${SRI}";`],
  ['pythonImportTests = [ "x" ];'],
];

const attributes = fc
  .tuple(
    fc.tuple(...LINES.map((choices) => fc.option(fc.constantFrom(...choices), { freq: 2 }))),
    fc.infiniteStream(fc.nat()),
    fc.constantFrom("\n", "\n\n", "\n# about it\n"),
  )
  .map(([lines, random, between]) => {
    const keyed = lines.flatMap((line) => (line === null ? [] : [{ line, key: random.next().value ?? 0 }]));
    return keyed
      .sort((a, b) => a.key - b.key)
      .map(({ line }) => line)
      .join(between);
  });

const packages = fc
  .tuple(
    attributes,
    fc.constantFrom({}, { open: "rec {" }, { open: "(finalAttrs: {", close: "})" }),
    fc.constantFrom(
      "stdenv.mkDerivation",
      "stdenv.mkDerivation",
      "buildGoModule",
      "python3Packages.buildPythonPackage",
      'let version = "1.0"; in stdenv.mkDerivation',
    ),
  )
  .map(([text, how, builder]) => derivation(text, { ...how, builder }));

/** One package for each fix that chance may miss. */
const EACH: [string][] = [
  [
    derivation(
      'pname = "hello"; src = fetchFromGitHub { repo = pname; rev = "v${version}"; leaveDotGit = false; };',
      { open: "rec {" },
    ),
  ],
  [derivation('name = "hello-${version}";\nversion = "1.0";\nCFLAGS = "-O2";', { open: "rec {" })],
  [
    derivation(
      'src = fetchurl { url = "http://gnu.org/x"; };\nbuildInputs = lib.optional withTls [ openssl ];',
    ),
  ],
  [
    derivation(
      `src = fetchurl { sha256 = "${SRI}"; };\nbuildInputs = [ cmake ];\nenableParallelBuilding = true;`,
    ),
  ],
  [derivation('pythonImportTests = [ "x" ];', { builder: "python3Packages.buildPythonPackage" })],
  [derivation('postPatch = "substituteInPlace x --replace a b";\nmeta.description = "A program.";')],
];

/** What is found, whatever line it is on. */
function problems(findings: readonly Finding[], text: string): string[] {
  return findings.map((finding) => JSON.stringify([finding.rule, covered(finding, { [PATH]: text })]));
}

function without(all: readonly string[], taken: readonly string[]): string[] {
  const rest = [...taken];
  return all.filter((one) => {
    const index = rest.indexOf(one);
    if (index >= 0) rest.splice(index, 1);
    return index < 0;
  });
}

const met = new Set<string>();

describe("fixes of advice", () => {
  it("remove their finding, bring no other, and leave the rest of the file as it was", async () => {
    await fc.assert(
      fc.asyncProperty(packages, async (text) => {
        const findings = await check(text);
        for (const finding of findings) {
          if (finding.fix === null) continue;
          met.add(finding.rule);
          const after = textOf(applyFix({ [PATH]: text }, finding.fix)[PATH] ?? "") ?? "";
          const left = await check(after);
          const same = (all: readonly Finding[]) =>
            all.filter(({ fingerprint }) => fingerprint === finding.fingerprint).length;
          expect(same(left), after).toBeLessThan(same(findings));
          const known = problems(findings, text);
          // That one of several is left is the same problem with less in it.
          expect(
            without(problems(left, after), known).filter((each) => !each.startsWith(`["${finding.rule}"`)),
            after,
          ).toEqual([]);
          const [before, now] = [attributesOf(text), attributesOf(after)];
          const own = TOUCHED.get(finding.rule) ?? [before.at(finding.range)];
          for (const name of new Set([...before.texts.keys(), ...now.texts.keys()])) {
            if (!own.includes(name))
              expect(now.texts.get(name), `${finding.rule}: ${name}`).toBe(before.texts.get(name));
          }
        }
      }),
      { numRuns: 60, examples: EACH },
    );
    expect([...met].sort()).toEqual([
      "build-tool-in-build-inputs",
      "description-style",
      "environment-variables-go-to-env",
      "hash-attribute",
      "insecure-url",
      "missing-phase-hooks",
      "name-and-version",
      "optional-with-list",
      "python-imports-check-typo",
      "repo-is-pname",
      "substitute-replace",
      "tag-not-rev",
      "unnecessary-parallel-building",
      "unused-fetch-option",
    ]);
  });

  it("made together, again and again, come to an end with nothing left to make", async () => {
    await fc.assert(
      fc.asyncProperty(packages, async (text) => {
        let files: Record<string, string> = { [PATH]: text };
        for (let round = 0; ; round++) {
          expect(round).toBeLessThan(6);
          const findings = await check(files[PATH] ?? "");
          const { files: fixed, plan } = applyFixes(files, findings);
          if (!plan.outcomes.some(({ applied }) => applied)) break;
          files = { [PATH]: textOf(fixed[PATH] ?? "") ?? "" };
          expect(attributesOf(files[PATH] ?? "").parses, files[PATH]).toBe(true);
        }
        expect((await check(files[PATH] ?? "")).filter(({ fix }) => fix !== null)).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });
});
