import { sentence } from "../../checker/sentence.ts";
import type { ChecklistLine, Condition, State } from "../../policy/checklist.ts";
import type { Decision } from "../../policy/decision.ts";
import { shorten, visible } from "../text/escape.ts";
import { LONGEST_TEXT } from "../text/limits.ts";
import { proseParts } from "../text/prose.ts";
import { type Canvas, canvasOf, type Paint, type Terminal } from "../text/terminal.ts";
import { wrapLine } from "../text/wrap.ts";

/** What stands around the checklist on a terminal; each text has names in backticks. */
export type ChecklistText = {
  /** A line for each package that the change touches. */
  readonly updates: readonly string[];
  readonly notes: readonly string[];
};

const SIGNS: Readonly<Record<State, string>> = { met: "✓", asks: "?", waits: "…", unmet: "✗" };

/**
 * Whether a change may merge itself, line by line, for a person at a terminal. Text from the repository
 * cannot drive the terminal. Ends with a line end.
 */
export function checklistAsText(
  decision: Decision,
  { updates, notes }: ChecklistText,
  terminal: Terminal,
): string {
  const canvas = canvasOf(terminal);
  const { paint } = canvas;
  const blocks = [
    updates.flatMap((update) => itemLines(canvas, "", "", paint.strong, update)),
    decision.lines.flatMap((line) => [
      ...conditionLines(canvas, "", { ...line, text: sentence(line.text) }),
      ...partLines(canvas, line),
    ]),
    [
      ...notes.flatMap((note) => itemLines(canvas, paint.help("note: "), "      ", (text) => text, note)),
      ...verdictLines(canvas, decision),
    ],
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

/** A line's parts, with what each asks for: where one is met, that alone. */
function partLines(canvas: Canvas, { parts }: ChecklistLine): string[] {
  const met = parts.filter(({ state }) => state === "met");
  return (met.length > 0 ? met.slice(0, 1) : parts).flatMap((part) => {
    const name = part.strategy === null ? "" : `\`${part.strategy}\`: `;
    return [
      ...conditionLines(canvas, "  ", { state: part.state, text: name + part.text }),
      ...part.conditions.flatMap((condition) =>
        conditionLines(canvas, "    ", { ...condition, text: sentence(condition.text) }),
      ),
    ];
  });
}

function conditionLines(canvas: Canvas, indent: string, { state, text }: Condition): string[] {
  const head = `${indent}${colourOf(canvas.paint, state)(SIGNS[state])} `;
  return itemLines(canvas, head, `${indent}  `, (words) => words, text);
}

function colourOf(paint: Paint, state: State): (text: string) => string {
  const colours = { met: paint.good, asks: paint.help, waits: paint.warning, unmet: paint.error };
  return colours[state];
}

/** A text behind a head, its further lines as far to the right as `indent`. */
function itemLines(
  { paint, width }: Canvas,
  head: string,
  indent: string,
  words: (text: string) => string,
  text: string,
): string[] {
  // What starts with a space would be taken for Nix, which is not wrapped.
  const shown = visible(shorten(text, LONGEST_TEXT)).trimStart();
  return wrapLine(shown, width - indent.length).map(
    (line, i) =>
      (i === 0 ? head : indent) +
      proseParts(line)
        .map((part) => (part.code ? paint.code(`\`${part.text}\``) : words(part.text)))
        .join(""),
  );
}

/** The verdict in a sentence. */
function verdictLines(canvas: Canvas, { verdict, grounds }: Decision): string[] {
  const { good, help, warning, error } = canvas.paint;
  switch (verdict) {
    case "merge":
      return itemLines(
        canvas,
        "",
        "",
        good,
        `This change may merge itself, by \`${grounds?.strategy ?? ""}\``,
      );
    case "waits":
      return itemLines(
        canvas,
        "",
        "",
        warning,
        "This change may merge itself, but not yet: see the lines with …",
      );
    case "asks":
      return itemLines(
        canvas,
        "",
        "",
        help,
        "This change may merge itself once somebody does what the lines with ? ask for",
      );
    case "no":
      return itemLines(canvas, "", "", error, "This change cannot merge itself: see the lines with ✗");
  }
}
