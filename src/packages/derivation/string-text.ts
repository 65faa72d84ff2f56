import type { StringLiteral, StringPart } from "../../nix/ast.ts";

/** The text of a string as a builder gets it, but for its indentation, and where each character stands in the file. */
export type StringText = {
  /** Each interpolation is one `HOLE`. */
  readonly text: string;
  /** The offset in the file of a character of `text`; behind the last one, the end of the string's text. */
  readonly offsetOf: (index: number) => number;
};

/** What stands for an interpolation: a character that nobody writes. */
export const HOLE = "\ufffc";

/** Reads a string literal. Its text ends where the literal does, without the quotes. */
export function stringText(string: StringLiteral): StringText {
  const starts: { readonly index: number; readonly offset: number; readonly plain: boolean }[] = [];
  const quotes = string.style === "quoted" ? 1 : 2;
  let text = "";
  for (const part of string.parts) {
    starts.push({ index: text.length, offset: part.start, plain: part.kind === "text" });
    text += shown(part, string.style);
  }
  const end = string.end - quotes;
  return {
    text,
    offsetOf(index) {
      if (index >= text.length) return end;
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((starts[middle]?.index ?? 0) <= index) low = middle;
        else high = middle - 1;
      }
      const part = starts[low];
      if (part === undefined) return end;
      return part.plain ? part.offset + index - part.index : part.offset;
    },
  };
}

function shown(part: StringPart, style: StringLiteral["style"]): string {
  if (part.kind === "text") return part.text;
  if (part.kind === "interpolation") return HOLE;
  if (style === "indented" && part.text === "'''") return "''";
  const escaped = part.text.slice(style === "quoted" ? 1 : part.text.startsWith("''\\") ? 3 : 2);
  return { n: "\n", r: "\r", t: "\t" }[escaped] ?? escaped;
}
