import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { parseConfiguration } from "../../src/config/parse.ts";
import { RULE_NAMING } from "../../src/rules/naming.ts";
import { blocksOf, documentation, readText } from "./pages.ts";

const validate = new Ajv({ allErrors: true }).compile(JSON.parse(readText("docs/by-name.schema.json")));

/** The configurations that the documentation shows, but for blocks of YAML that are workflows, alerts or hooks. */
const examples = documentation().flatMap((page) =>
  blocksOf(page)
    .filter(
      ({ language, text }) => language === "yaml" && !/^\s*(- )?(on|run|uses|expr|repos|script):/m.test(text),
    )
    .map(({ text }) => ({ path: page.path, text })),
);

describe("configurations in the documentation", () => {
  it.each(examples)("are valid: $path", ({ text }) => {
    expect(parseConfiguration(text, RULE_NAMING)).toMatchObject({ kind: "valid" });
    expect(validate(parse(text)), JSON.stringify(validate.errors)).toBe(true);
  });

  it("are shown where the bot is installed and on their own page", () => {
    const pages = examples.map(({ path }) => path);
    expect(pages).toEqual(expect.arrayContaining(["docs/install.md", "docs/configuration.md"]));
  });
});

describe("the JSON Schema", () => {
  it.each([
    "{}",
    "rules: { NPV-142: warning, strict-deps: off }",
    "rules: { structure: warning, NPV-142: off }",
    "levels: [{ paths: [pkgs/a, 'pkgs/*/b'], rules: { references: off, NPV-142: error } }]",
    "packages: [{ root: a, overrides: { file: [b, c], policy: forbid } }]",
    "review: { event: none }",
    "labels: { clean: fine }",
    "merge: { strategies: [trusted-update], committers: { team: x }, maintainers: { source: map, map: { a: [b] } } }",
  ])("takes what the program takes: %s", (text) => {
    expect(parseConfiguration(text, RULE_NAMING).kind).toBe("valid");
    expect(validate(parse(text)), JSON.stringify(validate.errors)).toBe(true);
  });

  it.each([
    "colour: red",
    "preset: nix",
    "packages: []",
    "packages: [{ sharded: true }]",
    "packages: [{ root: /nix }]",
    "packages: [{ root: a, policy: keep }]",
    "rules: { strict-dep: off }",
    "levels: [{ paths: [a], rules: { strict-dep: off } }]",
    "levels: [{ paths: [], rules: {} }]",
    "levels: [{ rules: {} }]",
    "rules: { strict-deps: loud }",
    "labels: { clean: '' }",
    "merge: { method: force }",
  ])("refuses what the program refuses: %s", (text) => {
    expect(parseConfiguration(text, RULE_NAMING).kind).toBe("invalid");
    expect(validate(parse(text))).toBe(false);
  });
});
