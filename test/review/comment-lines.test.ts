import { expect, it } from "vitest";
import { commentLines } from "../../src/review/conversation/comment-lines.ts";

/** The lines of a comment as `as: text`, one behind the other. */
function linesOf(body: string): readonly string[] {
  return commentLines(body).map(({ line, text, as }) => `${line} ${as}: ${text}`);
}

it.each<[what: string, body: string, lines: readonly string[]]>([
  ["a line", "x y", ["1 plain: x y"]],
  ["two lines of a paragraph", "x\ny", ["1 plain: x", "2 plain: y"]],
  ["lines with blanks around them", "  x  \n   y\\\nz ", ["1 plain: x", "2 other: y", "3 plain: z"]],
  ["a line that is indented less than code", "x\n   y", ["1 plain: x", "2 plain: y"]],
  ["a line that is indented further in a paragraph", "x\n     y", ["1 plain: x", "2 other: y"]],
  ["a hard break by blanks", "x  \ny", ["1 plain: x", "2 plain: y"]],
  ["another paragraph", "x\n\ny", ["1 plain: x", "3 plain: y"]],
  ["lines of Windows", "x\r\ny\r\n\r\nz", ["1 plain: x", "2 plain: y", "4 plain: z"]],
  ["inline code", "x `y` z", ["1 code: x `y` z"]],
  ["inline code of two words", "x `y z`", ["1 code: x ``"]],
  ["inline code over two lines", "x `y\nz` a", ["1 other: x `y`", "2 other: `z` a"]],
  ["an escape", "x \\*y\\*", ["1 other: x *y*"]],
  ["an escaped sign of a quote", "\\> x", ["1 other: > x"]],
  ["emphasis", "x *y* z", ["1 other: x y z"]],
  ["struck out", "~~x~~ y", ["1 other: x y"]],
  ["a link", "[x](y)", ["1 other: x"]],
  ["a bare address", "https://a.org x", ["1 other:  x"]],
  ["a heading", "# x", ["1 other: x"]],
  ["a heading of two lines", "x\n===", ["1 other: x"]],
  ["a list", "- x\n- y", ["1 other: x", "2 other: y"]],
  ["a task", "- [ ] x", ["1 other:  x"]],
  ["a table", "| x |\n| - |\n| y |", ["1 other: x", "3 other: y"]],
  ["a quote", "> x\n\ny", ["3 plain: y"]],
  ["a quote that a line goes on without its sign", "> x\ny", ["2 other: y"]],
  ["a line behind two signs of a quote", "> > x\n> y", []],
  ["a line of a quote behind another sign", "- > x\n> y", []],
  ["a line with a sign in it that goes on a quote", "> x\ny > z", ["2 other: y > z"]],
  [
    "a line of a paragraph with a sign of a quote behind a word",
    "x\ny > z",
    ["1 plain: x", "2 plain: y > z"],
  ],
  ["a quote in a list", "- > x\n  y", ["2 other: y"]],
  ["a fence", "```\nx\n```\ny", ["4 plain: y"]],
  ["a fence that does not end", "x\n\n```\ny", ["1 plain: x"]],
  ["code that is indented", "    x\n\ny", ["3 plain: y"]],
  ["a definition", "[x]: y\n\n[x]", ["1 other: ", "3 other: x"]],
  ["a footnote", "[^x]: y\n\nz[^x]", ["1 other: ", "3 other: zx"]],
  ["a comment of HTML", "<!-- x -->\n\ny", ["3 plain: y"]],
  ["a comment of HTML with blanks around it", "  <!-- x -->  \n\ny", ["3 plain: y"]],
  ["a comment of HTML that does not end", "x\n\n<!-- y\n\nz", ["1 plain: x"]],
  ["a comment of HTML that ends at once", "<!--> x -->\n\ny", ["3 other: y"]],
  ["a comment of HTML that ends with the signs of an empty one", "<!-- <!-->\n\ny", ["3 plain: y"]],
  ["a comment of HTML with the signs of an empty one in it", "<!-- <!--> -->\n\ny", ["3 other: y"]],
  ["what begins as no comment of HTML, and ends like one", "<div> x -->\n\ny", ["3 other: y"]],
  ["a comment of HTML that ends twice", "<!-- x --> y -->\n\nz", ["3 other: z"]],
  ["a comment of HTML that ends in another way", "<!-- x --!>\n\ny", []],
  ["a comment in a line", "x <!-- y --> z", ["1 other: x  z"]],
  ["HTML", "<b>\n\nx", ["3 other: x"]],
  ["HTML in a line", "x <b>y</b>\n\nz", ["1 other: x y", "3 other: z"]],
  ["what is no HTML here, but looks so", "x <a y\n\nz", ["1 other: x <a y", "3 other: z"]],
  [
    "what is folded away",
    "x\n\n<details>\n\ny\n\n</details>\n\nz",
    ["1 plain: x", "5 other: ", "9 other: z"],
  ],
  [
    "what is folded away twice",
    "<details><details>\n\nx\n\n</details>\n\ny\n\n</details>\n\nz",
    ["3 other: ", "7 other: ", "11 other: z"],
  ],
  ["mathematics", "x $y$\nz", ["1 plain: x $y$", "2 other: z"]],
  ["mathematics in a paragraph, and another", "x $y$\n\nz", ["1 plain: x $y$", "3 plain: z"]],
  [
    "mathematics of its own lines behind others",
    "x\n\ny\n\n$$\nz",
    ["1 plain: x", "3 plain: y", "5 other: $$", "6 other: z"],
  ],
  [
    "mathematics of its own lines",
    "$$\nx\n$$\ny",
    ["1 other: $$", "2 other: x", "3 other: $$", "4 other: y"],
  ],
])("%s", (_, body, lines) => {
  expect(linesOf(body)).toEqual(lines);
});
