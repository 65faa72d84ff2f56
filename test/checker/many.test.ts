import { expect, it } from "vitest";
import { FINDING_LIMITS } from "../../src/checker/collector.ts";
import { checkBetween, checkFiles } from "../rules/builders.ts";

const PATH = "pkgs/by-name/he/hello/package.nix";
const LIMIT = FINDING_LIMITS.ofRule;

/** A package with so many paths into a home directory, each of them another. */
function paths(from: number, to: number): string {
  const lines = Array.from({ length: to - from }, (_, i) => `  a${from + i} = ~/a${from + i};`);
  return `{ stdenv }:\nstdenv.mkDerivation {\n  pname = "hello";\n  strictDeps = true;\n  __structuredAttrs = true;\n${lines.join("\n")}\n}\n`;
}

const files = (from: number, to: number) => ({
  "pkgs/top-level/all-packages.nix": "{ }:\nres: pkgs: super: with pkgs; { }\n",
  [PATH]: paths(from, to),
});

it("keeps so many findings of a rule in a file, and counts the others", async () => {
  const report = await checkFiles(files(0, LIMIT + 1_000));
  expect(report.findings).toHaveLength(LIMIT);
  expect(report.summary.warnings + report.summary.blocking).toBe(LIMIT + 1_000);
  expect(report.summary.notes).toEqual([
    `\`path-home\` has 1000 more findings in \`${PATH}\`, which are not listed.`,
  ]);
});

it.each([
  ["nothing", 0, LIMIT + 100, 0],
  ["one more, at the end", 0, LIMIT + 101, 1],
  ["fewer, so that others than before are kept", 10, LIMIT + 100, 0],
  ["so many more that the base has none of", 0, 2 * LIMIT + 100, LIMIT],
])("where there are too many before the change, it brings %s", async (_, from, to, brought) => {
  const head = { ...files(from, to), [PATH]: `# changed\n${paths(from, to)}` };
  const { summary } = await checkBetween(files(0, LIMIT + 100), head);
  expect(summary.warnings + summary.blocking).toBe(brought);
  expect(summary.existing).toBe(to - from - brought);
});
