import { describe, expect, it } from "vitest";
import type { Finding } from "../../src/checker/finding.ts";
import { withoutRepetitions } from "../../src/checker/repeated.ts";
import type { MemoryFiles } from "../../src/snapshot/memory.ts";
import { checkBetween, checkFiles, definition, inPackage, packageOf } from "../rules/builders.ts";
import { applyFix } from "../support/apply-fix.ts";

const FILE = inPackage("hello", "package.nix");

/** A package with these lines in its derivation, the first of which is the eighth of its file. */
function hello(...lines: readonly string[]): MemoryFiles {
  return packageOf("hello", { "package.nix": definition({ lines }) });
}

/** So many attributes of the same value. */
const alike = (count: number, value: string) => Array.from({ length: count }, (_, i) => `a${i} = ${value};`);

describe("one cause many times in a file", () => {
  it("is one finding with a count and its first places, at the first", async () => {
    const { findings, summary } = await checkFiles(hello(...alike(5, "~/secret")));
    expect(findings).toMatchObject([
      { rule: "path-home", path: FILE, count: 5, range: { start: { line: 8 } }, fix: null },
    ]);
    expect(findings[0]?.message).toMatch(/, 5 times in this file \(lines 8, 9, 10 and more\)\.$/);
    expect(summary.blocking).toBe(1);
  });

  it.each([
    ["all on a line", ["a = [ ~/x ~/x ~/x ~/x ];"], "4 times in this file (line 8)."],
    ["on two lines", ["a = [ ~/x ~/x ~/x ];", "b = ~/x;"], "4 times in this file (lines 8, 9)."],
    [
      "on three lines",
      ["a = ~/x;", "b = [ ~/x ~/x ];", "c = ~/x;"],
      "4 times in this file (lines 8, 9, 10).",
    ],
  ])("names each line once: %s", async (_, lines, words) => {
    const { findings } = await checkFiles(hello(...lines));
    const repeated = findings.filter(({ rule }) => rule === "path-home");
    expect(repeated.map(({ message }) => message)).toEqual([expect.stringContaining(words)]);
  });

  it("is told one by one while it is no more than three times", async () => {
    const { findings } = await checkFiles(hello(...alike(3, "~/secret")));
    expect(findings.map(({ count }) => count)).toEqual([undefined, undefined, undefined]);
  });

  it("has the fix of all of them, after which nothing is left", async () => {
    const files = hello(...alike(4, '"50\\% more"'), 'b = "\\&";');
    const { findings } = await checkFiles(files);
    expect(findings.map(({ rule, count }) => [rule, count])).toEqual([
      ["useless-escape", 4],
      ["useless-escape", undefined],
    ]);
    const fix = findings[0]?.fix ?? null;
    expect(fix?.title).toMatch(/, 4 times$/);
    expect(fix?.steps).toHaveLength(4);
    if (fix === null) throw new Error("no fix");
    const { findings: left } = await checkFiles(applyFix(files, fix));
    expect(left.map(({ message }) => message)).toEqual([findings[1]?.message]);
  });

  it("is not what other words are said of", async () => {
    const lines = ["a = ~/a;", "b = ~/b;", "c = ~/c;", "d = ~/d;"];
    expect((await checkFiles(hello(...lines))).findings).toHaveLength(4);
  });

  it("is not what lies in several files", async () => {
    const two = "[ ~/x ~/x ]";
    const files = packageOf("hello", { "a.nix": two, "b.nix": two });
    expect((await checkFiles(files)).findings).toHaveLength(4);
  });

  it("is counted apart where some of it was there before", async () => {
    const { findings, summary } = await checkBetween(hello(...alike(4, "~/x")), hello(...alike(9, "~/x")));
    expect(findings.map(({ status, count }) => [status, count]).sort()).toEqual([
      ["existing", 4],
      ["introduced", 5],
    ]);
    expect([summary.blocking, summary.existing]).toEqual([1, 1]);
  });
});

describe("findings that are alike but for one thing", () => {
  const finding = (line: number): Finding => ({
    rule: "path-home",
    code: "NPV-1",
    level: "error",
    status: "introduced",
    attribute: "hello",
    path: FILE,
    range: { start: { line, column: 1 }, end: { line, column: 2 } },
    message: "It is wrong.",
    help: "Right it.",
    fix: { title: "Right it", steps: [{ kind: "mode", path: `${line}`, executable: true }] },
    fingerprint: `${line}`,
  });
  const three = [finding(1), finding(2), finding(3)];

  it.each([
    ["the rule", { rule: "path-search" }],
    ["the number", { code: null }],
    ["the level", { level: "warning" }],
    ["the status", { status: "existing" }],
    ["the attribute", { attribute: null }],
    ["the file", { path: "x.nix" }],
    ["the words", { message: "It is bad." }],
    ["that it has a place", { range: null }],
  ] satisfies [string, Partial<Finding>][])("are not one cause: %s", (_, other) => {
    const all = [...three, { ...finding(4), ...other }];
    expect(withoutRepetitions(all)).toEqual(all);
  });

  it("have no fix together where one of them has none, whichever it is", () => {
    for (const without of [1, 2, 3, 4]) {
      const all = [...three, finding(4)].map((each, i) =>
        i + 1 === without ? { ...each, fix: null } : each,
      );
      expect(withoutRepetitions(all)).toMatchObject([{ count: 4, fix: null }]);
    }
    const [together] = withoutRepetitions([...three, finding(4)]);
    expect(together?.fix?.steps).toHaveLength(4);
  });

  it("are each told where they have no place in the file", () => {
    const all = [1, 2, 3, 4].map((line) => ({ ...finding(line), range: null }));
    expect(withoutRepetitions(all)).toEqual(all);
  });
});
