import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Finding } from "../../src/checker/finding.ts";
import { sourceText } from "../../src/nix/text.ts";
import { planFixes } from "../../src/review/fixes/fix-plan.ts";
import { type Suggestion, suggestionBlock, suggestionFor } from "../../src/review/fixes/suggestion.ts";
import { applyFix, textOf } from "../support/apply-fix.ts";
import { checkBetween, checkFiles } from "../support/check.ts";
import { examplesOf, pageNames, pageText } from "../support/pages.ts";
import { contentsOf, edit, finding, fixable, mode, move, range } from "./builders.ts";

const path = finding().path;
const edits = (...some: Parameters<typeof range>[]) => some.map((at) => edit(path, range(...at), "x"));

/** As GitHub does at the press of the button: the lines of the block stand where the lines of the comment did. */
function press(text: string, { startLine, endLine, lines }: Suggestion): string {
  const all = text.split("\n");
  all.splice(startLine - 1, endLine - startLine + 1, ...lines);
  return all.join("\n");
}

function suggested(text: string, one: Finding): Suggestion | null {
  return suggestionFor(one, sourceText(text));
}

describe("a suggestion", () => {
  test("replaces the lines that change, and no others", () => {
    const one = fixable(edit(path, range(2, 1, 4, 2), "b\nX\nd"));
    expect(suggested("a\nb\nc\nd\ne\n", one)).toEqual({ startLine: 3, endLine: 3, lines: ["X"] });
  });

  test("takes edits of several lines together", () => {
    expect(suggested("a\nb\nc\nd\n", fixable(...edits([1, 1, 1, 2], [3, 1, 3, 2])))).toEqual({
      startLine: 1,
      endLine: 3,
      lines: ["x", "b", "x"],
    });
  });

  test("deletes lines with no line in their place", () => {
    const one = fixable(edit(path, range(2, 1, 3, 1), ""));
    expect(suggested("a\nb\nc\n", one)).toEqual({ startLine: 2, endLine: 2, lines: [] });
  });

  test("inserts lines beside one that stays", () => {
    const at = (line: number) => fixable(edit(path, range(line, 1, line, 1), "new\n"));
    expect(suggested("a\nb\n", at(1))).toEqual({ startLine: 1, endLine: 1, lines: ["new", "a"] });
    expect(suggested("a\nb\n", at(2))).toEqual({ startLine: 1, endLine: 1, lines: ["a", "new"] });
    expect(suggested("a\nb\n", at(3))).toEqual({ startLine: 2, endLine: 2, lines: ["b", "new"] });
  });

  test("inserts lines beside the one that the finding is about", () => {
    const one = { ...fixable(edit(path, range(2, 1, 2, 1), "new\n")), range: range(2, 1, 2, 2) };
    expect(suggested("a\nb\n", one)).toEqual({ startLine: 2, endLine: 2, lines: ["new", "b"] });
  });

  test("is never one empty line alone", () => {
    const one = fixable(edit(path, range(2, 1, 2, 2), ""));
    expect(suggested("a\nb\nc\n", one)).toEqual({ startLine: 1, endLine: 2, lines: ["a", ""] });
    const first = fixable(edit(path, range(1, 1, 1, 2), ""));
    expect(suggested("a\nb\n", first)).toEqual({ startLine: 1, endLine: 2, lines: ["", "b"] });
  });

  test.each([
    ["no fix", "a\n", finding()],
    ["a move", "a\n", fixable(move(path, "b"))],
    ["a mode", "a\n", fixable(...edits([1, 1, 1, 2]), mode(path, true))],
    ["another file", "a\n", fixable(edit("b", range(1, 1, 1, 2), "x"))],
    ["a place that is not there", "a\n", fixable(...edits([7, 1, 7, 2]))],
    ["nothing that changes", "x\n", fixable(...edits([1, 1, 1, 2]))],
    ["a last line without a line end", "a\nb", fixable(...edits([2, 1, 2, 2]))],
    ["a line end at the end", "a\n", fixable(edit(path, range(2, 1, 2, 1), "b"))],
    ["all of the file gone", "a\nb\n", fixable(edit(path, range(1, 1, 3, 1), ""))],
    ["an empty file", "", fixable(edit(path, range(1, 1, 1, 1), "a\n"))],
    ["carriage returns", "a\r\nb\r\n", fixable(...edits([1, 1, 1, 2]))],
    ["a hidden character", "a\n", fixable(edit(path, range(1, 1, 1, 2), "a\u202eb"))],
    ["a hidden character that was there", "a\u200b b\n", fixable(edit(path, range(1, 4, 1, 5), "c"))],
    ["edits far from each other", "a\n".repeat(200), fixable(...edits([1, 1, 1, 2], [150, 1, 150, 2]))],
    ["very long lines", "a\n", fixable(edit(path, range(1, 1, 1, 2), "x".repeat(20_001)))],
  ])("is not made of %s", (_name, text, one) => {
    expect(suggested(text, one)).toBeNull();
  });

  test("is not made for a file that is not UTF-8", () => {
    expect(suggestionFor(fixable(...edits([1, 1, 1, 2])), sourceText("a\n", false))).toBeNull();
  });

  test("leads to what the fix leads to, whatever the edits", () => {
    const text = fc.array(fc.constantFrom("", "a", "b", "  c"), { maxLength: 8 });
    const change = fc.record({ at: fc.nat(), length: fc.nat(6), put: text });
    let made = 0;
    fc.assert(
      fc.property(text, fc.boolean(), fc.array(change, { maxLength: 3 }), (lines, ended, changes) => {
        const before = lines.join("\n") + (ended ? "\n" : "");
        const source = sourceText(before);
        const position = (offset: number) => {
          const up = before.slice(0, offset).split("\n");
          return { line: up.length, column: (up.at(-1) ?? "").length + 1 };
        };
        const steps = changes.map(({ at, length, put }) => {
          const start = at % (before.length + 1);
          const end = Math.min(before.length, start + length);
          return edit(path, { start: position(start), end: position(end) }, put.join("\n"));
        });
        const one = fixable(...steps);
        const suggestion = suggestionFor(one, source);
        if (suggestion === null) return;
        made += 1;
        expect(press(before, suggestion)).toBe(
          planFixes([one], contentsOf({ [path]: before })).files[0]?.after,
        );
        expect(suggestion.startLine).toBeGreaterThanOrEqual(1);
        expect(suggestion.endLine).toBeGreaterThanOrEqual(suggestion.startLine);
        expect(suggestion.endLine).toBeLessThanOrEqual(before.split("\n").length - 1);
      }),
      { numRuns: 3000 },
    );
    expect(made).toBeGreaterThan(500);
  });
});

describe("the suggestions of the rules' own examples", () => {
  test("lead to what their fixes lead to", async () => {
    let made = 0;
    const rules = new Set<string>();
    for (const { base, head } of pageNames().flatMap((name) => examplesOf(pageText(name)))) {
      const report = base === null ? await checkFiles(head) : await checkBetween(base, head);
      for (const one of report.findings) {
        const file = head[one.path];
        const text = file === undefined ? null : textOf(file);
        if (one.fix === null || text === null) continue;
        const onlyEdits = one.fix.steps.every((step) => step.kind === "edit" && step.path === one.path);
        const suggestion = suggested(text, one);
        // What a suggestion may not carry over as it is.
        const isOdd = text.includes("\r") || !text.endsWith("\n");
        const canBe = onlyEdits && !isOdd;
        expect(suggestion !== null, `${one.rule}: ${one.fix.title}`).toBe(canBe);
        if (suggestion === null) continue;
        const fixed = applyFix(head, one.fix)[one.path];
        expect(press(text, suggestion)).toBe(fixed === undefined ? null : textOf(fixed));
        made += 1;
        rules.add(one.rule);
      }
    }
    expect(made).toBeGreaterThan(5);
    // Rules with fixes of each kind; others may come.
    expect([...rules]).toEqual(
      expect.arrayContaining([
        "override-empty-argument",
        "override-wrong-path",
        "registry-entry",
        "registry-format",
        "registry-url",
        "strict-deps",
        "structured-attrs",
        "useless-escape",
      ]),
    );
  });
});

describe("the block of a suggestion", () => {
  test("holds the lines as they are", () => {
    expect(suggestionBlock(["  a\t", "", "b"])).toBe("```suggestion\n  a\t\n\nb\n```");
    expect(suggestionBlock([])).toBe("```suggestion\n```");
  });

  test("cannot be ended by a line in it", () => {
    expect(suggestionBlock(["````", "a ``` b"])).toBe("`````suggestion\n````\na ``` b\n`````");
  });
});
