import { readFileSync } from "node:fs";
import { matchesGlob } from "node:path";
import { describe, expect, it } from "vitest";
import {
  changeText,
  compareSurvivors,
  isIn,
  type Tried,
  type Unnoticed,
} from "../../scripts/mutate/compare.ts";
import { TARGETS } from "../../scripts/mutate/targets.ts";

const tried = (change: string, noticed = false, line = 3): Tried => ({ file: "a.ts", line, change, noticed });
const listed = (...changes: string[]): Unnoticed[] => [{ file: "a.ts", why: "It cannot occur.", changes }];

describe("survivors are compared with the list", () => {
  it.each<[string, Tried[], Unnoticed[], ReturnType<typeof compareSurvivors>]>([
    ["one that is listed", [tried("x")], listed("x"), { unlisted: [], noticed: [], gone: [] }],
    ["one that is not", [tried("x")], listed(), { unlisted: ["a.ts:3 x"], noticed: [], gone: [] }],
    [
      "one that is listed for another file",
      [tried("x")],
      [{ file: "b.ts", why: "It cannot occur.", changes: ["x"] }],
      { unlisted: ["a.ts:3 x"], noticed: [], gone: ["b.ts: x"] },
    ],
    [
      "one that is noticed",
      [tried("x", true)],
      listed("x"),
      { unlisted: [], noticed: ["a.ts: x"], gone: [] },
    ],
    ["one that is not made any more", [], listed("x"), { unlisted: [], noticed: [], gone: ["a.ts: x"] }],
    [
      "two of the same text, one of them listed",
      [tried("x"), tried("x", false, 7)],
      listed("x"),
      { unlisted: ["a.ts:7 x"], noticed: [], gone: [] },
    ],
    [
      "two of the same text, both of them listed, one of them noticed",
      [tried("x"), tried("x", true)],
      listed("x", "x"),
      { unlisted: [], noticed: ["a.ts: x"], gone: [] },
    ],
  ])("%s", (_what, all, list, expected) => {
    expect(compareSurvivors(all, list)).toEqual(expected);
  });
});

describe("a change", () => {
  const source = 'const a = 1;\nif (a === 1) {\n  b(`a`);\n}\nconst c = "";';

  it.each([
    ["on one line", { line: 2, column: 5 }, { line: 2, column: 12 }, "true", "`a === 1` -> `true`"],
    ["over lines", { line: 2, column: 14 }, { line: 4, column: 2 }, "{}", "`{ b(`a`); }` -> `{}`"],
    [
      "that is long",
      { line: 1, column: 1 },
      { line: 1, column: 6 },
      "y".repeat(200),
      `\`const\` -> \`${"y".repeat(139)}…\``,
    ],
  ])("%s is written on one, and its source holds it", (_what, start, end, replacement, expected) => {
    const change = changeText(source, { start, end }, replacement);
    expect(change).toBe(expected);
    expect(isIn(source, change)).toBe(true);
    expect(isIn("const d = 2;", change)).toBe(expected.includes("const"));
  });

  it("is in a source by what of it is shown", () => {
    const long = `f(${"x, ".repeat(100)}x)`;
    const all = { start: { line: 1, column: 1 }, end: { line: 1, column: long.length + 1 } };
    expect(isIn(long, changeText(long, all, ""))).toBe(true);
    expect(isIn(long.replace("f", "g"), changeText(long, all, ""))).toBe(false);
  });
});

it.each(TARGETS)(
  "what no test notices of $name is in its sources, each with a reason",
  ({ sources, unnoticed }) => {
    for (const { file, why, changes } of unnoticed) {
      expect(
        sources.filter((pattern) => matchesGlob(file, pattern)),
        file,
      ).not.toEqual([]);
      expect(why).toMatch(/^[A-Z`].*\.$/);
      const source = readFileSync(file, "utf8");
      expect(changes.filter((change) => !isIn(source, change))).toEqual([]);
    }
  },
);
