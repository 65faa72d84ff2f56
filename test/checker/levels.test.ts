import { describe, expect, it } from "vitest";
import { levelOf } from "../../src/checker/level.ts";
import { RULES } from "../../src/rules/index.ts";
import { findRule, findRules, RULE_NAMES } from "../../src/rules/naming.ts";
import type { MemoryFiles } from "../../src/snapshot/memory.ts";
import {
  checkBetween,
  checkFiles,
  configuredAs,
  definition,
  packageOf,
  saidOf,
  saidOfChange,
  topLevel,
} from "../rules/builders.ts";
import { configurationOf } from "../support/check.ts";

const wrong = { "pkgs/by-name/aa/hello/package.nix": definition() };
const plain = packageOf("hello", { "package.nix": "args: args.x" });

describe("the level of a rule", () => {
  it.each([
    ["error", ["error package-wrong-shard NPV-142 hello pkgs/by-name/aa/hello"]],
    ["warning", ["warning package-wrong-shard NPV-142 hello pkgs/by-name/aa/hello"]],
    ["off", []],
  ])("is %s where the configuration says so, by name and by number", async (level, expected) => {
    for (const name of ["package-wrong-shard", "NPV-142"]) {
      expect(await saidOf({ ...configuredAs("rules:", `  ${name}: ${level}`), ...wrong })).toEqual(expected);
    }
  });

  it("is that of the base's configuration, whatever the change makes of it", async () => {
    const head = { ...configuredAs("rules: { package-wrong-shard: off }"), ...wrong };
    expect(await saidOfChange({ "README.md": "" }, head)).toHaveLength(1);
    expect(await saidOfChange(configuredAs("rules: { package-wrong-shard: off }"), wrong)).toEqual([]);
  });

  it("covers both numbers of a rule", async () => {
    const { levels } = await configurationOf(configuredAs("rules: { NPV-165: warning }"));
    expect([...levels]).toEqual([["strict-deps", "warning"]]);
  });

  it("does not raise what is at most a warning", async () => {
    const at = async (level: string) =>
      (await saidOf({ ...configuredAs(`rules: { package-not-function: ${level} }`), ...plain })).map(
        (line) => line.split(" ")[0],
      );
    expect(await at("error")).toEqual(["warning"]);
    expect(await at("warning")).toEqual(["warning"]);
    expect(await at("off")).toEqual([]);
  });

  it("decides what blocks", async () => {
    const summary = async (files: MemoryFiles) => {
      const { blocking, warnings, existing } = (await checkFiles(files)).summary;
      return [blocking, warnings, existing];
    };
    expect(await summary(wrong)).toEqual([1, 0, 0]);
    expect(await summary({ ...wrong, ...configuredAs("rules: { NPV-142: warning }") })).toEqual([0, 1, 0]);
    expect(await summary(plain)).toEqual([0, 1, 0]);
  });

  it("counts what was there before as existing, not as blocking", async () => {
    const base = packageOf("hello", { "package.nix": definition({ lines: ["a = /x;"] }) });
    const head = packageOf("hello", { "package.nix": definition({ lines: ["a = /x;", "b = /y;"] }) });
    const { blocking, warnings, existing, compared } = (await checkBetween(base, head)).summary;
    expect({ blocking, warnings, existing, compared }).toEqual({
      blocking: 1,
      warnings: 0,
      existing: 1,
      compared: true,
    });
  });
});

/** What NUR alone asks for, and what is about lists: nixpkgs has neither, and of these some are warnings. */
const OF_NUR = ["formal-without-default", "imports-nixpkgs", "special-attribute", "template-leftovers"];
const OF_LISTS = ["listed-twice", "name-mismatch", "unlisted-package"];

describe("a preset", () => {
  const unset = packageOf("hello", { "package.nix": definition({ flags: [] }) });
  const gui = {
    ...packageOf("hello", { "gui.nix": definition() }),
    ...topLevel("a = callPackage ../by-name/he/hello/gui.nix { };"),
  };

  it.each([
    ["nixpkgs", 2, "warning"],
    ["nur", 0, "error"],
    ["flake", 0, "error"],
  ] as const)("%s has levels of its own", async (preset, flags, second) => {
    const base = { ...configuredAs(`preset: ${preset}`), ...topLevel() };
    expect(await saidOfChange(base, { ...base, ...unset })).toHaveLength(flags);
    expect(
      (await saidOf({ ...configuredAs(`preset: ${preset}`), ...gui })).map((line) => line.split(" ")[0]),
    ).toEqual([second]);
    expect((await configurationOf(base)).roots[0]?.overrides.policy).toBe("keep");
  });

  it("gives way to what is configured for a rule", async () => {
    const base = { ...configuredAs("preset: nur", "rules: { strict-deps: warning }"), ...topLevel() };
    expect(
      (await saidOfChange(base, { ...base, ...unset })).map((line) => line.split(" ").slice(0, 2).join(" ")),
    ).toEqual(["warning strict-deps"]);
  });

  /** NUR's registry has rules of its own, and so has advice. */
  const IN_RULES_MD: ReadonlySet<string> = new Set([
    "structure",
    "files",
    "references",
    "definitions",
    "overrides",
    "elsewhere",
    "listed",
  ]);

  it("is `error` for every rule that RULES.md does not except", () => {
    for (const preset of ["nixpkgs", "nur", "flake"] as const) {
      const others = RULES.filter(({ family }) => IN_RULES_MD.has(family));
      const other = others
        .filter((rule) => levelOf(rule, preset, new Map()) !== "error")
        .map(({ name }) => name);
      expect(other.toSorted()).toEqual(
        (preset === "nixpkgs"
          ? [
              "reference-into-package",
              "second-package-in-directory",
              "useless-ignore",
              ...OF_NUR,
              ...OF_LISTS,
            ]
          : [
              "strict-deps",
              "structured-attrs",
              "reference-into-package",
              "useless-ignore",
              ...(preset === "flake" ? OF_NUR : ["template-leftovers"]),
              ...OF_LISTS.filter((name) => name !== "listed-twice"),
            ]
        ).toSorted(),
      );
    }
  });
});

it("in NUR's registry are those of user repositories", () => {
  const differing = RULES.filter(
    (rule) => levelOf(rule, "nur-registry", new Map()) !== levelOf(rule, "nur", new Map()),
  );
  expect(differing).toEqual([]);
});

describe("the names of rules", () => {
  it("mean all rules of a number, the one that it is for first", () => {
    const named = (code: string) => findRules(code).map(({ name }) => name);
    expect(named("NPV-110")).toEqual(["shard-name", "package-without-shard"]);
    expect(named("NPV-140")).toEqual(["package-not-directory", "package-without-shard"]);
    expect(named("NPV-161")).toEqual(["moved-out-of-by-name"]);
    expect(named("npv-163")).toEqual(["new-package-outside-by-name"]);
  });

  it("are unique, and each is found by itself and by its numbers in either case", () => {
    expect(new Set(RULE_NAMES).size).toBe(RULE_NAMES.length);
    for (const rule of RULES) {
      expect(findRules(rule.name)).toEqual([rule]);
      for (const code of [...rule.codes, ...(rule.formerCodes ?? [])]) {
        expect(findRules(code)).toContain(rule);
        expect(findRules(code.toLowerCase())).toEqual(findRules(code));
      }
    }
    expect(findRule("NPV-999")).toBeNull();
    expect(findRule("Package-Name")).toBeNull();
    expect(findRule("__proto__")).toBeNull();
  });

  it("are those of RULES.md with its numbers", () => {
    expect([...new Set(RULES.flatMap(({ codes }) => codes))].sort()).toEqual(
      [
        101, 102, 104, 105, 106, 107, 108, 109, 110, 111, 121, 122, 123, 124, 125, 126, 127, 128, 140, 141,
        142, 143, 144, 145, 146, 160, 162, 164, 165, 166, 167, 170,
      ].map((n) => `NPV-${n}`),
    );
  });
});
