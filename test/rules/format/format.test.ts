import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Rule } from "../../../src/checker/rule.ts";
import { firstSyntaxError } from "../../../src/nix/parse.ts";
import { byteOrderMark } from "../../../src/rules/format/byte-order-mark.ts";
import { crlf } from "../../../src/rules/format/crlf.ts";
import { finalNewline } from "../../../src/rules/format/final-newline.ts";
import { tabIndentation } from "../../../src/rules/format/tab-indentation.ts";
import { trailingWhitespace } from "../../../src/rules/format/trailing-whitespace.ts";
import { applyFix, textOf } from "../../support/apply-fix.ts";
import { checkBetween, introduced } from "../../support/check.ts";

const dollar = "$";
const ALL = [byteOrderMark, crlf, finalNewline, tabIndentation, trailingWhitespace];

/** The lines of what is found; `before` is null where the file is new. */
async function found(rule: Rule, before: string | null, after: string): Promise<number[]> {
  const report = await checkBetween(
    { "flake.nix": "{ }\n", ...(before === null ? {} : { "a.nix": before }) },
    { "flake.nix": "{ }\n", "a.nix": after },
    [rule],
  );
  return introduced(report).map(({ range }) => range?.start.line ?? 0);
}

describe("trailing-whitespace", () => {
  it.each([
    ["{ } \n", [1]],
    ["{\n  a = 1;\t\n\n}\n", [2]],
    ["{ }\n  \n", [2]],
    ["{ } # why \n", [1]],
    ["/* a \n b */ { }\n", [1]],
    ["{ }  ", [1]],
    ["{ } \r\n", [1]],
    ["''\n  a \n''\n", []],
    ['"\n  a \n"\n', []],
    [`''${dollar}{ \n 1 }\n''\n`, [1]],
    [`''\n  ${dollar}{"a"} \n'' \n`, [3]],
    ["'' \n  a\n''\n", []],
    ["{ a = 1; b = ''''; } \n", [1]],
    ["{ a =  1; }\n", []],
    ["{ a = ; \n", []],
  ])("of %j says lines %j", async (text, expected) => {
    expect(await found(trailingWhitespace, null, text)).toEqual(expected);
  });

  it("is about what the change writes", async () => {
    expect(await found(trailingWhitespace, "{ \n}\n", "# a line\n{ \n}\n")).toEqual([]);
    expect(await found(trailingWhitespace, "{ \n}\n", "{ \na = 1; \n}\n")).toEqual([2]);
    expect(await found(trailingWhitespace, "{ a = 1; \n}\n", "{ a = 2; \n}\n")).toEqual([1]);
  });
});

describe("tab-indentation", () => {
  it.each([
    ["{\n\ta = 1;\n}\n", [2]],
    ["{\n  \t a = 1;\n}\n", [2]],
    ["{\n  a =\t1;\n}\n", []],
    ["''\n\ta\n''\n", []],
    ['"\n\ta\n"\n', []],
    [`''${dollar}{\n\t1}''\n`, [2]],
    ["{\n\t\n}\n", []],
    ["{\n\t# a\n}\n", [2]],
    ["{\n\r\n\ta = 1;\r\n}\n", [3]],
  ])("of %j says lines %j", async (text, expected) => {
    expect(await found(tabIndentation, null, text)).toEqual(expected);
  });

  it("is about what the change writes", async () => {
    const old = "{\n\ta = 1;\n}\n";
    expect(await found(tabIndentation, old, `${old}# end\n`)).toEqual([]);
    expect(await found(tabIndentation, old, old.replace("1", "2"))).toEqual([2]);
  });
});

describe("the ends and beginnings of files", () => {
  it.each([
    [finalNewline, "{ }", [1]],
    [finalNewline, "{\n}", [2]],
    [finalNewline, "{ }\n", []],
    [finalNewline, "", []],
    [byteOrderMark, "\uFEFF{ }\n", [1]],
    [byteOrderMark, "{ }\n\uFEFF", []],
    [crlf, "{\n}\r\n", [2]],
    [crlf, "{\r\n}\n", [1]],
    [crlf, "{ }\r", []],
    [crlf, "{ }\n", []],
  ])("%o of %j", async (rule, text, expected) => {
    expect(await found(rule, null, text)).toEqual(expected);
    // Of a file that was so before, nobody is told.
    expect(await found(rule, text, text.replace("{", "{ a = 1;"))).toEqual([]);
  });

  it("changes no string that has a carriage return", async () => {
    const report = await checkBetween(
      { "flake.nix": "{ }\n" },
      { "flake.nix": "{ }\n", "a.nix": "''\r\na''\n" },
      [crlf],
    );
    expect(report.findings.map(({ fix }) => fix)).toEqual([null]);
  });
});

describe("fixes of format", () => {
  const blanks = fc.constantFrom(" ", "  ", "\t", "\n", "\n\t", " \n  ", "\r\n", "\r\n\t", "\n\n");
  const piece = fc.constantFrom(
    ...[
      "1;",
      "# x\n",
      "/* y \n z */ 1;",
      "'' \n\tb\n'';",
      '"a \n\tb";',
      `''\t${dollar}{ \n\tz\n}'';`,
      "''\r\n'';",
    ],
  );
  const files = fc
    .tuple(fc.constantFrom("", "\uFEFF"), fc.array(fc.tuple(blanks, piece, blanks), { maxLength: 8 }), blanks)
    .map(([start, bindings, end]) => {
      const lines = bindings.map(
        ([a, value, b], i) => `${a}${value.startsWith("#") ? "" : `a${i} =${b}`}${value}`,
      );
      return `${start}{${lines.join("")}${end}}${end}`;
    });
  const tokens = (text: string) => {
    const all: string[] = [];
    const source = text.replace(/^\uFEFF/, "");
    firstSyntaxError(source, ({ kind, start, end }) => all.push(`${kind} ${source.slice(start, end)}`));
    return all;
  };
  /** How many places each rule finds. */
  async function counts(text: string) {
    const base = { "flake.nix": "{ }\n" };
    const findings = introduced(await checkBetween(base, { ...base, "a.nix": text }, ALL));
    const count = (rule: Rule) =>
      findings.filter((each) => each.rule === rule.name).reduce((sum, each) => sum + (each.count ?? 1), 0);
    return { findings, of: ALL.map(count) };
  }

  it("leave less to fix, and all else as it was", async () => {
    let fixed = 0;
    await fc.assert(
      fc.asyncProperty(files, async (text) => {
        const before = await counts(text);
        for (const { fix } of before.findings) {
          if (fix === null) continue;
          const after = String(textOf(applyFix({ "a.nix": text }, fix)["a.nix"] ?? "") ?? "");
          const now = await counts(after);
          // Without its byte order mark, a file may parse, so that more of it is looked at.
          if (!fix.title.includes("mark")) {
            expect(now.of.every((count, i) => count <= (before.of[i] ?? 0))).toBe(true);
          }
          expect(now.of).not.toEqual(before.of);
          expect(tokens(after)).toEqual(tokens(text));
          fixed += 1;
        }
      }),
      { numRuns: 300 },
    );
    expect(fixed).toBeGreaterThan(50);
  });
});
