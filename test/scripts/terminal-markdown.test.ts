import { expect, test } from "vitest";
import { terminalMarkdown } from "../../scripts/demo/terminal-markdown.ts";
import { UNPAINTED } from "../../src/review/text/terminal.ts";

function shown(text: string, width = 40, more: { before: string[]; after: string[] } | null = null): string {
  const suggested = more === null ? null : { from: 1, ...more };
  return terminalMarkdown(text, { paint: UNPAINTED, width, suggested }).join("\n");
}

test("Paragraphs are broken between words, and code stays in one piece", () => {
  expect(shown("Set `strictDeps = true;` in the *derivation's* attributes, please.")).toMatchInlineSnapshot(`
    "Set \`strictDeps = true;\` in the
    derivation's attributes, please."
  `);
});

test("What is folded shows its title, and what is hidden nothing", () => {
  expect(shown("One\n\n<details><summary>More</summary>\n\nin\n\n</details>\n\n<!-- hidden -->")).toBe(
    "One\n\n▸ More",
  );
});

test("A table has columns, its last one broken where the line ends", () => {
  expect(
    shown("| a | b |\n| - | - |\n| `x` | one two three four five six seven |", 30),
  ).toMatchInlineSnapshot(`
    "a    b
    \`x\`  one two three four five
         six seven"
  `);
});

test("A suggestion is shown as what it does", () => {
  const text = "Better:\n\n```suggestion\nb\n```\n\n- done";
  expect(shown(text, 40, { before: ["a"], after: ["b"] })).toMatchInlineSnapshot(`
    "Better:

    - a
    + b
    [Commit suggestion]

    • done"
  `);
});
