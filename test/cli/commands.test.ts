import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { rulesTable } from "../../src/cli/rules.ts";
import { RULES } from "../../src/rules/index.ts";
import { runCli } from "./run.ts";

const width = (text: string) => Math.max(...text.split("\n").map((line) => line.length));

describe("rules", () => {
  test("is a table with a line for each rule", async () => {
    const { status, out, err } = await runCli(["rules"]);
    expect({ status, err }).toEqual({ status: 0, err: "" });
    const lines = out.trimEnd().split("\n");
    expect(lines[0]).toMatch(/^RULE +FAMILY +NPV +NIXPKGS +NUR +FLAKE +REPORTED WHEN$/);
    expect(lines.slice(1).map((line) => line.split(" ")[0])).toEqual(RULES.map(({ name }) => name));
    expect(lines).toContainEqual(
      expect.stringMatching(/^second-package-in-directory +elsewhere +- +warning +error +error +/),
    );
  });

  test("fits a terminal of 80 columns", () => {
    expect(width(rulesTable(80))).toBeLessThanOrEqual(80);
    expect(rulesTable(80).replace(/\s+/g, " ")).toBe(rulesTable().replace(/\s+/g, " "));
  });

  test("--json is the same as data", async () => {
    const { status, out } = await runCli(["rules", "--json"]);
    expect(status).toBe(0);
    const rules: { name: string }[] = JSON.parse(out);
    expect(rules.map(({ name }) => name)).toEqual(RULES.map(({ name }) => name));
    expect(rules).toContainEqual({
      name: "strict-deps",
      family: "definitions",
      codes: ["NPV-164", "NPV-165"],
      summary: expect.any(String),
      level: { nixpkgs: "error", nur: "off", flake: "off" },
    });
  });
});

describe("explain", () => {
  const page = readFileSync(
    new URL("../../docs/rules/structure/package-wrong-shard.md", import.meta.url),
    "utf8",
  );

  test.each(["package-wrong-shard", "NPV-142", "npv-142"])("%s prints the page of the rule", async (name) => {
    const level = "\n## Level\n\n`error`. Family `structure`.\n";
    expect(await runCli(["explain", name])).toEqual({ status: 0, out: page + level, err: "" });
  });

  test("says with which preset a rule has which level", async () => {
    const { out } = await runCli(["explain", "url-literal"]);
    expect(out).toContain("`error` with `nixpkgs`, `advice` with `nur` and `flake`. Family `needless`.\n");
  });

  test.each([
    ["wrong-shard", "there is no rule wrong-shard: did you mean package-wrong-shard?"],
    ["142", "there is no rule 142: did you mean NPV-142?"],
    ["strict_deps", "there is no rule strict_deps: did you mean strict-deps?"],
    ["nothing-of-the-kind", "there is no rule nothing-of-the-kind: see by-name-bot rules"],
    ["../report", "there is no rule ../report: see by-name-bot rules"],
    ["\u001b[31m", "there is no rule \\x1b[31m: see by-name-bot rules"],
  ])("%j, which is no rule, is refused", async (name, message) => {
    expect(await runCli(["explain", name])).toEqual({ status: 2, out: "", err: `by-name-bot: ${message}\n` });
  });
});

describe("help", () => {
  test.each([
    [["--help"], "Usage: by-name-bot [options] [command]"],
    [["help"], "Usage: by-name-bot [options] [command]"],
    [["check", "--help"], "Usage: by-name-bot check [options] [paths...]"],
    [["help", "check"], "Usage: by-name-bot check [options] [paths...]"],
    [["rules", "--help"], "Usage: by-name-bot rules [options]"],
    [["explain", "-h"], "Usage: by-name-bot explain [options] <rule>"],
  ])("%j is on standard output and fits 80 columns", async (args, usage) => {
    const { status, out, err } = await runCli(args);
    expect({ status, err }).toEqual({ status: 0, err: "" });
    expect(out.split("\n")[0]).toBe(usage);
    expect(width(out)).toBeLessThanOrEqual(80);
    expect(out).not.toMatch(/default: (false|\[\])/);
  });

  test("of check tells the exit statuses", async () => {
    const { out } = await runCli(["check", "--help"]);
    expect(out.replace(/\s+/g, " ")).toContain(
      "Exit status: 0 if nothing blocks, 1 if something does, 2 if the check failed.",
    );
  });

  test("is what a command line without a command gets, on standard error and with status 2", async () => {
    const { status, out, err } = await runCli([], { apart: true });
    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(err).toMatch(/^Usage: by-name-bot /);
  });
});

test.each(["--version", "-V"])("%s is the version of the package", async (option) => {
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  expect(await runCli([option])).toEqual({ status: 0, out: `${version}\n`, err: "" });
});

test.each([[["frobnicate"]], [["chekc"]], [["explain"]], [["rules", "--yaml"]]])(
  "%j is refused in one line",
  async (args) => {
    const { status, out, err } = await runCli(args);
    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(err).toMatch(/^by-name-bot: [^\n]*\(see by-name-bot( explain| rules)? --help\)\n$/);
  },
);

test.each([
  [["chekc"], "unknown command 'chekc' (did you mean check?) (see by-name-bot --help)"],
  [["help", "chekc"], "unknown command 'chekc' (did you mean check?) (see by-name-bot --help)"],
  [["help", "nothing-like-it"], "unknown command 'nothing-like-it' (see by-name-bot --help)"],
  [
    ["check", "--formt", "x"],
    "unknown option '--formt' (did you mean --format?) (see by-name-bot check --help)",
  ],
  [
    ["completion", "fisch"],
    "command-argument value 'fisch' is invalid for argument 'shell'. Allowed choices are bash, zsh, fish (did you mean fish?). (see by-name-bot completion --help)",
  ],
])("%j is told what was meant, and where to read on", async (args, message) => {
  expect(await runCli(args)).toEqual({ status: 2, out: "", err: `by-name-bot: ${message}\n` });
});

test.each([["help"], ["help --help"], ["help explain-merge"]])("%s is help", async (args) => {
  const { status, out, err } = await runCli(args.split(" "));
  expect({ status, err }).toEqual({ status: 0, err: "" });
  expect(out).toMatch(/^Usage: by-name-bot /);
});
