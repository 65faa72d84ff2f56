import { describe, expect, it } from "vitest";
import { FAMILIES } from "../../src/checker/families.ts";
import { resolveConfiguration } from "../../src/config/configuration.ts";
import { levelsAt, type RuleLevel, ruleLevels } from "../../src/config/rule-levels.ts";
import { RULES } from "../../src/rules/index.ts";
import { RULE_NAMING } from "../../src/rules/naming.ts";
import { problemsOf, valid } from "./builders.ts";

describe("the name of a family", () => {
  const levels = (rules: Record<string, RuleLevel>) => Object.fromEntries(ruleLevels(rules, RULE_NAMING));

  it("sets the level of all its rules, and of no other", () => {
    expect(levels({ definitions: "warning" })).toEqual({
      "package-not-derivation": "warning",
      "package-not-function": "warning",
      "strict-deps": "warning",
      "structured-attrs": "warning",
    });
  });

  it.each<[string, Record<string, RuleLevel>]>([
    ["name", { "shard-name": "error" }],
    ["number", { "NPV-110": "error" }],
  ])("gives way to the %s of a rule, in any order", (_, exact) => {
    const [after, before] = [levels({ structure: "off", ...exact }), levels({ ...exact, structure: "off" })];
    expect(after["shard-name"]).toBe("error");
    expect(before).toEqual(after);
    expect(after["package-name"]).toBe("off");
  });

  it("gives way to a number that several rules carry, which gives way to a name", () => {
    const set = levels({ "package-without-shard": "off", "NPV-110": "warning", structure: "error" });
    expect(set["package-without-shard"]).toBe("off");
    expect(set["shard-name"]).toBe("warning");
    expect(set["package-name"]).toBe("error");
  });

  it("switches advice off and makes it more, as any other", () => {
    expect(levels({ phases: "off" })).toMatchObject({ "explicit-phases": "off" });
    expect(levels({ phases: "off", "explicit-phases": "warning" })).toMatchObject({
      "explicit-phases": "warning",
    });
    expect(levels({ references: "advice" })).toMatchObject({ "path-home": "advice" });
  });

  it("that has no rule yet is not known", () => {
    const families: readonly string[] = FAMILIES.map(({ name }) => name);
    for (const name of families.filter((each) => !RULES.some(({ family }) => family === each))) {
      expect(problemsOf("rules:", `  ${name}: off`)).toMatchObject([
        expect.stringContaining("is not a rule"),
      ]);
    }
  });

  it("is no name of a rule or a number", () => {
    for (const name of RULE_NAMING.names) {
      expect(RULE_NAMING.namesOf(name).length > 0, name).not.toBe(RULE_NAMING.namesIn(name).length > 0);
    }
  });

  it("gets the one that is meant where it is misspelled, as a rule's name does", () => {
    expect(problemsOf("rules:", "  refrences: off")).toEqual([
      "2:3 `refrences` under `rules` is not a rule: did you mean `references`?",
    ]);
  });
});

describe("levels for paths", () => {
  const at = (path: string, ...lines: string[]) => {
    const { levels, pathLevels } = resolveConfiguration(valid(...lines), "flake", RULE_NAMING);
    return levelsAt(path, levels, pathLevels).get("path-home");
  };
  const of = (paths: string, level = "off") => `  - { paths: [${paths}], rules: { path-home: ${level} } }`;

  it.each([
    ["pkgs/old", "pkgs/old", true],
    ["pkgs/old", "pkgs/old/a/package.nix", true],
    ["pkgs/old", "pkgs/older/package.nix", false],
    ["pkgs/old", "pkgs", false],
    ["pkgs/old", "other/pkgs/old/package.nix", false],
    ["pkgs/old", "pkgs/Old/package.nix", false],
    ["pkgs/*/package.nix", "pkgs/a/package.nix", true],
    ["pkgs/*/package.nix", "pkgs/a/b/package.nix", false],
    ["pkgs/by-name/*/lib*", "pkgs/by-name/li/libfoo/x/y.nix", true],
    ["pkgs/by-name/*/lib*", "pkgs/by-name/fo/foo/lib/y.nix", false],
    ["pkgs/?", "pkgs/a/b.nix", true],
    ["pkgs/?", "pkgs/ab/b.nix", false],
    ["'*.nix'", "flake.nix", true],
    ["'*.nix'", "pkgs/flake.nix", false],
    ["a, b", "b/c.nix", true],
    ["pkgs/by-name/li/linux*/**", "pkgs/by-name/li/linux-zen/a/b.nix", true],
    ["pkgs/by-name/li/linux*/**", "pkgs/by-name/li/linux-zen", true],
    ["pkgs/by-name/li/linux*/**", "pkgs/by-name/li/lima/package.nix", false],
  ])("of %s cover %s: %s", (paths, path, covered) => {
    expect(at(path, "levels:", of(paths))).toBe(covered ? "off" : undefined);
  });

  it("count before those of everywhere, wherever they stand in the file", () => {
    expect(at("a/x.nix", "rules: { path-home: error }", "levels:", of("a"))).toBe("off");
    expect(at("a/x.nix", "levels:", of("a"), "rules: { path-home: error }")).toBe("off");
    expect(at("b/x.nix", "rules: { path-home: error }", "levels:", of("a"))).toBe("error");
  });

  it("count before those of an earlier entry, be that more exact or not", () => {
    expect(at("a/b/x.nix", "levels:", of("a/b", "warning"), of("a", "error"))).toBe("error");
    expect(at("a/b/x.nix", "levels:", of("a", "error"), of("a/b", "warning"))).toBe("warning");
  });

  it("leave the levels of rules that they do not name", () => {
    const lines = ["levels:", of("a"), "  - { paths: [a], rules: { path-search: off } }"];
    expect(at("a/x.nix", ...lines)).toBe("off");
  });

  it("of a family count before a rule's own level everywhere", () => {
    const lines = ["rules: { path-home: error }", "levels: [{ paths: [a], rules: { references: off } }]"];
    expect(at("a/x.nix", ...lines)).toBe("off");
  });

  it.each([
    [["levels:", "  - rules: { path-home: off }"], "2:5 `levels[0].paths` must be a list"],
    [["levels:", "  - paths: [a]"], "2:5 `levels[0].rules` must be a mapping"],
    [["levels:", "  - paths: []", "    rules: {}"], "2:5 `levels[0].paths` must name at least 1 path"],
    [
      ["levels:", "  - paths: [a, pkgs/**/x]", "    rules: {}"],
      "2:16 `levels[0].paths[1]` may have `**` only at its end: `*` matches one name, and a path matches everything below it",
    ],
    [
      ["levels:", "  - paths: [a/]", "    rules: {}"],
      "2:13 `levels[0].paths[0]` must be a path from the root of the repository, without `.`, `..`, `//` or a slash at the end",
    ],
    [
      ["levels:", "  - paths: [a]", "    rules:", "      path-hone: off"],
      "4:7 `path-hone` under `levels[0].rules` is not a rule: did you mean `path-home`?",
    ],
    [
      ["levels:", "  - paths: [a]", "    rules: { path-home: never }"],
      "3:14 `levels[0].rules.path-home` must be one of `error`, `warning`, `advice`, `off`",
    ],
    [
      ["levels:", "  - paths: [a]", "    rules: { path-home: off, NPV-128: off }"],
      "3:5 `levels[0].rules` must not name a rule twice, by its name and its number",
    ],
    [
      ["levels:", "  - path: [a]", "    rules: {}"],
      "2:5 `levels[0].path` is not a key of the configuration; there are `paths`, `rules`",
    ],
    [["levels: { a: {} }"], "1:1 `levels` must be a list"],
  ])("are refused with the line and the remedy: %j", (lines, problem) => {
    expect(problemsOf(...lines)).toContain(problem);
  });

  it("may be commented out", () => {
    expect(valid("levels:", "  # - paths: [a]").levels).toBeUndefined();
  });
});
