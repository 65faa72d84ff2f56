import { expect, it } from "vitest";
import { lineBehind, wholeLines } from "../../../src/checker/fixes/binding-lines.ts";

/** The text without the span that `x` and what belongs to it take. */
function without(text: string): string {
  const at = text.indexOf("x");
  const { start, end } = wholeLines(text, { start: at, end: at + 1 });
  return text.slice(0, start) + text.slice(end);
}

it.each([
  ["goes with its line", "a\n  x \nb", "a\nb"],
  ["goes with one of two blank lines", "a\n\nx\n\nb", "a\n\nb"],
  ["leaves the one blank line behind it", "a\nx\n\nb", "a\n\nb"],
  ["leaves the one blank line before it", "a\n\nx\nb", "a\n\nb"],
  ["leaves a blank line at the start of the file, where none is before it", "x\n\nb", "\nb"],
  ["stays where something else is before it on its line", "a x\nb", "a \nb"],
  ["stays where something else is behind it on its line", "x b\nc", " b\nc"],
  ["goes at the end of the file", "a\nx", "a\n"],
])("a binding %s", (_what, text, rest) => {
  expect(without(text)).toBe(rest);
});

it("a binding goes behind another that is alone on its lines, or has a comment behind it", () => {
  const behind = (text: string) => lineBehind(text, { start: text.indexOf("x"), end: text.indexOf("x") + 1 });
  expect(behind("a\n  x\nb")).toEqual({ offset: 5, indentation: "  " });
  expect(behind("a\n  x # y \nb")).toEqual({ offset: 9, indentation: "  " });
  expect(behind("a x\nb")).toBeNull();
  expect(behind("x b")).toBeNull();
});
