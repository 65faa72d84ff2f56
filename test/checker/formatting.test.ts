import { describe, expect, it } from "vitest";
import { loadChange } from "../../src/change/change.ts";
import { type FormatAnswer, formattedFiles } from "../../src/checker/formatting.ts";
import { RULES } from "../../src/rules/index.ts";
import { type MemoryFiles, memorySource } from "../../src/snapshot/memory.ts";
import { checkBetween, checkingBy, configurationOf, introduced } from "../support/check.ts";

const NIXPKGS = { ".github/by-name.yml": "preset: nixpkgs\n" };

/** A formatter that writes one blank between all. */
const oneBlank = async (text: string): Promise<FormatAnswer> => ({
  kind: "formatted",
  text: `${text.trim().replace(/[ \t]+/g, " ")}\n`,
});

async function formatted(
  base: MemoryFiles,
  head: MemoryFiles,
  { format = oneBlank, files = 50, milliseconds = 1000, settings = NIXPKGS as MemoryFiles } = {},
) {
  const [before, after] = [
    { ...settings, ...base },
    { ...settings, ...head },
  ];
  const checking = checkingBy(await configurationOf(before, after), RULES);
  const change = await loadChange(memorySource(before), memorySource(after));
  const asked: string[] = [];
  const said: string[] = [];
  let time = 0;
  const formatter = {
    command: "fmt",
    failed: (message: string) => said.push(message),
    format: (text: string) => {
      asked.push(text);
      time += 100;
      return format(text);
    },
  };
  const found = await formattedFiles(change, checking, formatter, { files, milliseconds, now: () => time });
  return { files: Object.fromEntries(found.files), said, asked };
}

const BAD = "{  a = 1; }\n";
const GOOD = "{ a = 1; }\n";

describe("what a formatter is asked of", () => {
  it.each([
    ["a new file", {}, { "a.nix": BAD }, ["a.nix"]],
    ["a file that was formatted", { "a.nix": "{ a = 2; }\n" }, { "a.nix": BAD }, ["a.nix"]],
    ["a file that was not formatted", { "a.nix": "{  a = 2; }\n" }, { "a.nix": BAD }, []],
    ["a file that did not parse", { "a.nix": "{ a" }, { "a.nix": BAD }, []],
    ["a file that does not parse", {}, { "a.nix": "{  a" }, []],
    ["a file that is formatted", {}, { "a.nix": GOOD }, []],
    ["a file that is no Nix", {}, { "a.txt": BAD }, []],
    ["a file that is moved", { "a.nix": BAD }, { "b.nix": BAD }, []],
    [
      "a file that is moved and changed",
      { "a.nix": "{\n  a  = 1;\nb = 1;\n}\n" },
      { "b.nix": "{\n  a  = 1;\nb = 2;\n}\n" },
      [],
    ],
    ["a file in the place of another that is gone", { "a.nix": "x  y\n" }, { "b.nix": BAD }, ["b.nix"]],
    [
      "a file that was formatted and is moved",
      { "a.nix": GOOD },
      { "b.nix": "{ a = 1; }\n\n[  ]\n" },
      ["b.nix"],
    ],
    ["a link", {}, { "a.nix": { link: "b  c" } }, []],
  ] as const)("%s", async (_, base, head, expected) => {
    expect(Object.keys((await formatted(base, head)).files)).toEqual(expected);
  });

  it("is nothing where the rule is off", async () => {
    const off = { ".github/by-name.yml": "preset: nixpkgs\nrules: { nix-format: off }\n" };
    expect((await formatted({}, { "a.nix": BAD }, { settings: off })).asked).toEqual([]);
    const other = { ".github/by-name.yml": "preset: flake\n" };
    expect((await formatted({}, { "a.nix": BAD }, { settings: other })).asked).toEqual([]);
  });

  it("is no more than so many files, for so long", async () => {
    const many = Object.fromEntries(["a", "b", "c", "d"].map((name) => [`${name}.nix`, `${BAD}# ${name}\n`]));
    const limited = await formatted({}, many, { files: 2 });
    expect(Object.keys(limited.files)).toEqual(["a.nix", "b.nix"]);
    expect(limited.said).toEqual([
      "`fmt` was not asked of all files: there are too many, or it takes too long.",
    ]);
    expect((await formatted({}, many, { milliseconds: 200 })).asked).toHaveLength(2);
  });

  it("stops nothing where it fails", async () => {
    const fails = async (text: string): Promise<FormatAnswer> =>
      text.includes("x") ? { kind: "failed", why: "it took more than 5 seconds" } : oneBlank(text);
    const found = await formatted({}, { "a.nix": "{  x = 1; }\n", "b.nix": BAD }, { format: fails });
    expect(Object.keys(found.files)).toEqual(["b.nix"]);
    expect(found.said).toEqual(["`fmt` did not format `a.nix`: it took more than 5 seconds."]);
  });
});

describe("nix-format", () => {
  const rules = RULES.filter(({ name }) => name === "nix-format");
  async function found(text: string, by: string) {
    const files = new Map([["a.nix", by]]);
    const report = await checkBetween(NIXPKGS, { ...NIXPKGS, "a.nix": text }, rules, null, new Map(), {
      formatted: { command: "nixfmt", files },
    });
    return introduced(report);
  }

  it.each([
    ["{  }\n", "{ }\n", ["Line 1 is not as `nixfmt` formats it."]],
    ["{\n a=1;\nb=2;\n}\n", "{\n  a = 1;\n  b = 2;\n}\n", ["Lines 2 to 3 are not as `nixfmt` formats them."]],
    ["{ }", "{ }\n", ["Line 1 is not as `nixfmt` formats it."]],
    ["{\n\n\n\n}\n", "{\n\n}\n", ["Lines 3 to 4 are not as `nixfmt` formats them."]],
    ["{ a, b }: (a)\n", "{\n  a,\n  b,\n}:\na\n", ["Line 1 is not as `nixfmt` formats it."]],
    ["/* a */ 1\n", "# a\n1\n", ["Line 1 is not as `nixfmt` formats it."]],
    ["{  }\n", "{ a = 1; }\n", []],
    ["{  }\n", "error: no\n", []],
    ["{  }\n", "", []],
    ["{  }\n", "{ ", []],
    ["{  x = 1; }\n", "{ x = 2; }\n", []],
  ])("of %j and %j says %j", async (text, by, expected) => {
    const findings = await found(text, by);
    expect(findings.map(({ message }) => message)).toEqual(expected);
    expect(findings.every(({ fix }) => fix !== null)).toBe(true);
  });

  it("says in one sentence what is wrong in more than ten places", async () => {
    const lines = (blank: string, count: number) =>
      `{\n${Array.from({ length: count }, (_, i) => `  a${i} =${blank}1;\n\n`).join("")}}\n`;
    expect(await found(lines("  ", 10), lines(" ", 10))).toHaveLength(10);
    expect(
      (await found(lines("  ", 11), lines(" ", 11))).map(({ message, help, fix }) => [message, help, fix]),
    ).toEqual([["The file is not as `nixfmt` formats it, in 11 places.", "Run `nixfmt a.nix`.", null]]);
  });

  it("says nothing without a formatter", async () => {
    expect((await checkBetween(NIXPKGS, { ...NIXPKGS, "a.nix": "{  }\n" }, rules)).findings).toEqual([]);
  });
});
