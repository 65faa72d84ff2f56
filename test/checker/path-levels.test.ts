import { describe, expect, it } from "vitest";
import { checkChange } from "../../src/checker/check-change.ts";
import { explicitPhases } from "../../src/rules/phases/explicit-phases.ts";
import { loadedSnapshot } from "../../src/snapshot/loaded.ts";
import { type MemoryFiles, memorySource } from "../../src/snapshot/memory.ts";
import {
  checkBetween,
  checkFiles,
  configuredAs,
  definition,
  packageOf,
  saidOf,
  saidOfChange,
  topLevel,
  unknowns,
} from "../rules/builders.ts";
import { checkFiles as checkAllFiles, checkingBy, configurationOf } from "../support/check.ts";

const HOME = definition({ lines: ["src = ~/x;"] });
const both: MemoryFiles = {
  ...packageOf("hello", { "package.nix": HOME }),
  ...packageOf("jq", { "package.nix": HOME }),
};
const at = (level: string, paths = "pkgs/by-name/he") =>
  configuredAs("levels:", `  - { paths: [${paths}], rules: { path-home: ${level} } }`);
const HELLO = "path-home NPV-128 hello pkgs/by-name/he/hello/package.nix: ~/x";
const JQ = "path-home NPV-128 jq pkgs/by-name/jq/jq/package.nix: ~/x";

describe("the level of a rule for some paths", () => {
  it("is that of what is found there, and of nothing else", async () => {
    expect(await saidOf({ ...both, ...at("warning") })).toEqual([`warning ${HELLO}`, `error ${JQ}`]);
    expect(await saidOf({ ...both, ...at("off") })).toEqual([`error ${JQ}`]);
  });

  it("of a family of advice switches it off there, and makes it more", async () => {
    const phases = definition({ lines: ["phases = [ ];"] });
    const files = {
      ...packageOf("hello", { "package.nix": phases }),
      ...packageOf("jq", { "package.nix": phases }),
    };
    const said = async (...lines: string[]) => {
      const all = { ...files, ...configuredAs(...lines) };
      const { findings } = await checkAllFiles(all, [explicitPhases]);
      return findings.map(({ level, attribute }) => `${level} ${attribute}`);
    };
    expect(await said("rules: { phases: off }")).toEqual([]);
    expect(await said("rules: { phases: error }")).toEqual(["error hello", "error jq"]);
    const there = (rules: string) => `levels: [{ paths: [pkgs/by-name/he], rules: { ${rules} } }]`;
    expect(await said(there("phases: off"))).toEqual(["advice jq"]);
    expect(await said("rules: { phases: off }", there("explicit-phases: warning"))).toEqual([
      "warning hello",
    ]);
  });

  it("can be what the rule is not elsewhere", async () => {
    const configured = configuredAs(
      "rules: { path-home: off }",
      "levels: [{ paths: [pkgs/by-name/he], rules: { path-home: error } }]",
    );
    expect(await saidOf({ ...both, ...configured })).toEqual([`error ${HELLO}`]);
  });

  it("decides what blocks", async () => {
    const { summary } = await checkFiles({ ...both, ...at("warning") });
    expect([summary.blocking, summary.warnings]).toEqual([1, 1]);
  });

  it("is that of the base's configuration, whatever the change makes of it", async () => {
    expect(await saidOfChange({ "README.md": "" }, { ...both, ...at("off") })).toHaveLength(2);
    expect(await saidOfChange(at("off"), both)).toEqual([`error ${JQ}`]);
  });

  it("is that of the place it is moved to, where what was there before is new", async () => {
    const before = { ...at("off", "pkgs/by-name/aa"), "pkgs/by-name/aa/hello/package.nix": HOME };
    const after = { ...at("off", "pkgs/by-name/aa"), ...packageOf("hello", { "package.nix": HOME }) };
    expect(await saidOfChange(before, after)).toEqual([`error ${HELLO}`]);
  });

  it("of `off` leaves nothing to evaluation there", async () => {
    const computed = definition({ flags: [], lines: ["strictDeps = x;"] });
    const head = {
      ...packageOf("hello", { "package.nix": computed }),
      ...packageOf("jq", { "package.nix": computed }),
    };
    const base = configuredAs(
      "preset: nixpkgs",
      "rules: { structured-attrs: off }",
      "levels: [{ paths: [pkgs/by-name/he], rules: { strict-deps: off } }]",
    );
    expect(unknowns(await checkBetween(base, head))).toEqual([
      "strict-deps jq pkgs/by-name/jq/jq/package.nix",
    ]);
  });

  it("counts as configured, so that a rule about shards is no mere warning", async () => {
    const files = {
      "pkgs/a/package.nix": definition({ lines: ["x = ../b;"] }),
      "pkgs/c/package.nix": definition({ lines: ["x = ../b;"] }),
      "pkgs/b": "x",
    };
    const roots = ["packages: [{ root: pkgs, sharded: false }]"];
    const levelsOf = async (...more: string[]) =>
      (await saidOf({ ...files, ...configuredAs(...roots, ...more) }))
        .filter((line) => line.includes("path-outside-package"))
        .map((line) => line.split(" ")[0]);
    expect(await levelsOf()).toEqual(["warning", "warning"]);
    expect(await levelsOf("levels: [{ paths: [pkgs/a], rules: { references: error } }]")).toEqual([
      "error",
      "warning",
    ]);
  });

  it("tells a fix whether it would bring another rule's finding", async () => {
    const base = { ...topLevel("old = 1;"), ...packageOf("hello") };
    const head = {
      ...base,
      ...topLevel("old = 1;", "foo = callPackage ../tools/foo.nix { };"),
      "pkgs/tools/foo.nix": definition({ name: "foo", flags: [] }),
    };
    const fixOf = async (paths: string) => {
      const configured = configuredAs(
        "preset: nixpkgs",
        "rules: { strict-deps: off, structured-attrs: off }",
        `levels: [{ paths: [${paths}], rules: { strict-deps: error } }]`,
      );
      const { findings } = await checkBetween({ ...base, ...configured }, { ...head, ...configured });
      return findings.find(({ rule }) => rule === "new-package-outside-by-name")?.fix?.title ?? null;
    };
    expect(await fixOf("pkgs/by-name/zz")).toBe("Move it to `pkgs/by-name/fo/foo`");
    expect(await fixOf("pkgs/by-name/fo")).toBeNull();
  });
});

it("very many entries and findings take time in proportion to either, not to their product", async () => {
  const entries = Array.from({ length: 500 }, (_, i) => `  - { paths: [a${i}], rules: { path-home: off } }`);
  const lines = Array.from({ length: 20_000 }, (_, i) => `x${i} = ~/x;`);
  const files = packageOf("hello", { "package.nix": definition({ lines }) });
  const configuration = await configurationOf(configuredAs("levels:", ...entries));
  let asked = 0;
  const counting = configuration.pathLevels.map((entry) => ({
    ...entry,
    get paths() {
      asked++;
      return entry.paths;
    },
  }));
  const head = loadedSnapshot(memorySource(files));
  const change = { base: loadedSnapshot(memorySource({})), head, paths: Object.keys(files) };
  await checkChange(change, checkingBy({ ...configuration, pathLevels: counting }));
  expect(asked).toBeLessThan(20 * entries.length);
});
