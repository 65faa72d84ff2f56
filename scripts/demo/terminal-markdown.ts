import type { Inline, Style, SuggestedChange } from "simulated-github/pages";
import { type Block, parseMarkdown, type TableRow } from "simulated-github/pages";
import stringWidth from "string-width";
import type { Paint } from "../../src/review/text/terminal.ts";

export type TerminalOptions = {
  readonly paint: Paint;
  /** In columns. */
  readonly width: number;
  /** What the suggestion of the text does. */
  readonly suggested?: SuggestedChange | null;
};

/** Markdown as lines for a terminal. Links are shown as their text, and what is folded stays so. */
export function terminalMarkdown(text: string, options: TerminalOptions): string[] {
  return blockLines(parseMarkdown(text), options);
}

function blockLines(blocks: readonly Block[], options: TerminalOptions): string[] {
  return blocks.flatMap((block, i) => [...(i === 0 ? [] : [""]), ...linesOf(block, options)]);
}

function linesOf(block: Block, options: TerminalOptions): string[] {
  const { paint, width } = options;
  switch (block.kind) {
    case "paragraph":
      return wrapped(wordsOf(block.content, paint, plain), width);
    case "heading":
      return wrapped(wordsOf(block.content, paint, paint.strong), width);
    case "code":
      return codeLines(block, options);
    case "quote":
      return indented(blockLines(block.blocks, { ...options, width: width - 2 }), "│ ", "│ ");
    case "list":
      return block.items.flatMap((item, i) => {
        const mark = block.start === null ? "• " : `${block.start + i}. `;
        const lines = blockLines(item, { ...options, width: width - mark.length });
        return indented(lines, mark, " ".repeat(mark.length));
      });
    case "table":
      return tableLines([block.head, ...block.rows], options);
    case "rule":
      return [paint.faint("─".repeat(Math.min(width, 40)))];
    case "details":
      return wrapped(wordsOf([{ kind: "text", text: "▸ " }, ...block.summary], paint, paint.faint), width);
  }
}

function codeLines(block: Extract<Block, { kind: "code" }>, { paint, suggested }: TerminalOptions): string[] {
  if (block.language !== "suggestion" || suggested == null) {
    return block.lines.map((line) => `${paint.frame("│")} ${coloured(line, block.language, paint)}`);
  }
  const { before, after } = suggested;
  return [
    ...before.map((line) => paint.error(`- ${line}`.trimEnd())),
    ...after.map((line) => paint.good(`+ ${line}`.trimEnd())),
    paint.faint("[Commit suggestion]"),
  ];
}

function coloured(line: string, language: string, paint: Paint): string {
  if (language === "diff" && line.startsWith("+")) return paint.good(line);
  if (language === "diff" && line.startsWith("-")) return paint.error(line);
  return line;
}

/** Each row on a line, its cells in columns, the last one broken where the line ends. */
function tableLines(rows: readonly TableRow[], { paint, width }: TerminalOptions): string[] {
  const texts = rows.map((row, i) => row.map((cell) => wordsOf(cell, paint, i === 0 ? paint.faint : plain)));
  const widths = (texts[0] ?? []).map((_, column) =>
    Math.max(...texts.map((row) => widthOf(row[column] ?? []))),
  );
  return texts.flatMap((row) => {
    const fixed = row.slice(0, -1).map((words, column) => {
      return lineOf(words) + " ".repeat((widths[column] ?? 0) - widthOf(words) + 2);
    });
    const taken = widths.slice(0, -1).reduce((sum, column) => sum + column + 2, 0);
    return indented(
      wrapped(row.at(-1) ?? [], Math.max(20, width - taken)),
      fixed.join(""),
      " ".repeat(taken),
    );
  });
}

/** A word as it is printed, and how many columns it takes; null is the end of a line. */
type Word = { readonly text: string; readonly width: number; readonly glued: boolean } | null;

function plain(text: string): string {
  return text;
}

/** How words look; those of `code` stay together, between backticks where there are no colours. */
type Look = { readonly colour: (text: string) => string; readonly code: boolean };

/** Words that can be broken between: each painted by itself. `glued` ones have no space before them. */
function wordsOf(content: readonly Inline[], paint: Paint, colour: (text: string) => string): Word[] {
  const words: Word[] = [];
  const mark = paint.code("x") === "x" ? "`" : "";
  let glued = true;
  const add = (text: string, look: Look) => {
    for (const piece of look.code ? [`${mark}${text}${mark}`] : text.split(/(\s+)/)) {
      if (piece.trim() === "") {
        if (piece !== "") glued = false;
        continue;
      }
      words.push({ text: look.colour(piece), width: stringWidth(piece), glued });
      glued = true;
    }
  };
  const visit = (inlines: readonly Inline[], look: Look) => {
    for (const inline of inlines) {
      if (inline.kind === "break") {
        words.push(null);
        glued = true;
      } else if (inline.kind === "text") add(inline.text, look);
      else if (inline.kind === "mention") add(`@${inline.login}`, { ...look, colour: paint.strong });
      else if (inline.kind === "link") visit(inline.content, look);
      else visit(inline.content, lookOf(inline.style, paint, look));
    }
  };
  visit(content, { colour, code: false });
  return words;
}

function lookOf(style: Style, paint: Paint, outer: Look): Look {
  if (style === "code") return { colour: paint.code, code: true };
  if (style === "strong") return { ...outer, colour: paint.strong };
  return style === "small" ? { ...outer, colour: paint.faint } : outer;
}

function wrapped(words: readonly Word[], width: number): string[] {
  const lines: Word[][] = [[]];
  for (const [i, word] of words.entries()) {
    const line = lines.at(-1) ?? [];
    if (word === null) {
      lines.push([]);
      continue;
    }
    // What is glued together moves to the next line together.
    let end = i + 1;
    while (words[end]?.glued === true) end += 1;
    const fits = widthOf([...line, ...words.slice(i, end)]) <= width;
    if (fits || word.glued || line.length === 0) line.push(word);
    else lines.push([word]);
  }
  return lines.map(lineOf);
}

function lineOf(words: readonly Word[]): string {
  return words
    .map((word, i) => (word === null ? "" : `${i > 0 && !word.glued ? " " : ""}${word.text}`))
    .join("");
}

function widthOf(words: readonly Word[]): number {
  return words.reduce(
    (sum, word, i) => sum + (word?.width ?? 0) + (i > 0 && word?.glued === false ? 1 : 0),
    0,
  );
}

function indented(lines: readonly string[], first: string, others: string): string[] {
  return lines.map((line, i) => (line === "" ? line : `${i === 0 ? first : others}${line}`));
}
