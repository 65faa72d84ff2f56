import stringWidth from "string-width";
import { lineAt, type Range, type SourceText } from "../../nix/text.ts";
import { visible } from "./escape.ts";

/** A line of a source as a terminal shows it, and the columns (0-based) of it to underline. */
export type ExcerptLine = {
  readonly number: number;
  readonly text: string;
  readonly from: number;
  readonly length: number;
};

/** The lines to show of a place: its first and its last, and whether some between are left out. */
export type Excerpt = { readonly lines: readonly ExcerptLine[]; readonly elided: boolean };

const tabStop = 4;

/** What to show of a place, no line wider than `width` columns. Null where the place is not in the text. */
export function excerptOf(source: SourceText, range: Range, width: number): Excerpt | null {
  const { start, end } = withoutEmptyLastLine(source, range);
  if (start.line > source.lineStarts().length) return null;
  const first = lineAt(source, start.line);
  if (start.line === end.line) {
    return { lines: [fitLine(first, start.line, start.column - 1, end.column - 1, width)], elided: false };
  }
  const last = lineAt(source, end.line);
  const indent = Math.min(last.length - last.trimStart().length, end.column - 1);
  return {
    lines: [
      fitLine(first, start.line, start.column - 1, first.length, width),
      fitLine(last, end.line, indent, end.column - 1, width),
    ],
    elided: end.line - start.line > 1,
  };
}

/** A place that ends just behind a line end is one of the line before it. */
function withoutEmptyLastLine(source: SourceText, range: Range): Range {
  if (range.end.column > 1 || range.end.line === range.start.line) return range;
  const line = range.end.line - 1;
  return { start: range.start, end: { line, column: lineAt(source, line).length + 1 } };
}

/** A piece of a line that is not broken up: what is shown of one character, at an offset of the line. */
type Cell = { readonly offset: number; readonly text: string; readonly width: number };

function fitLine(line: string, number: number, from: number, to: number, width: number): ExcerptLine {
  const { piece, offset } = surroundings(line, from, 4 * width);
  const cells = cellsOf(piece, offset);
  const place = Math.max(
    cells.findIndex((cell) => cell.offset >= from),
    0,
  );
  const window = windowOf(cells, from >= line.length ? cells.length : place, width - 2);
  const before = offset > 0 || window.start > 0 ? "…" : "";
  const after = offset + piece.length < line.length || window.end < cells.length ? "…" : "";
  const shown = cells.slice(window.start, window.end);
  const column = (at: number) => widthOf(shown.filter((cell) => cell.offset < at));
  return {
    number,
    text: before + shown.map((cell) => cell.text).join("") + after,
    from: before.length + column(from),
    length: Math.max(1, column(to) - column(from)),
  };
}

/** So much of a line around a place that what is further away cannot be seen: hostile lines are long. */
function surroundings(line: string, at: number, reach: number): { piece: string; offset: number } {
  const start = boundary(line, Math.max(0, Math.min(at, line.length) - reach));
  const end = boundary(line, Math.min(line.length, at + reach));
  return { piece: line.slice(start, end), offset: start };
}

/** The offset itself, or the one before it where it is in the middle of a surrogate pair. */
function boundary(line: string, offset: number): number {
  const unit = line.charCodeAt(offset);
  return offset > 0 && unit >= 0xdc00 && unit <= 0xdfff ? offset - 1 : offset;
}

function cellsOf(piece: string, offset: number): Cell[] {
  const cells: Cell[] = [];
  let at = offset;
  let column = 0;
  for (const character of piece) {
    const cell = cellOf(character, at, column);
    cells.push(cell);
    at += character.length;
    column += cell.width;
  }
  return cells;
}

function cellOf(character: string, offset: number, column: number): Cell {
  if (character === "\t") {
    const width = tabStop - (column % tabStop);
    return { offset, text: " ".repeat(width), width };
  }
  const text = visible(character);
  return { offset, text, width: stringWidth(text) };
}

/**
 * The cells to show: all of them if they fit, else a third of the width before the place and the rest
 * from it on. A line that ends early gives its room to what stands before the place.
 */
function windowOf(cells: readonly Cell[], place: number, width: number): { start: number; end: number } {
  let start = place;
  let end = place;
  let room = width;
  const fits = (cell: Cell | undefined, left: number) => cell !== undefined && cell.width <= left;
  const takeBefore = (keep: number) => {
    for (let cell = cells[start - 1]; cell && fits(cell, room - keep); cell = cells[start - 1]) {
      start -= 1;
      room -= cell.width;
    }
  };
  takeBefore(Math.ceil((2 * width) / 3));
  for (let cell = cells[end]; cell && fits(cell, room); cell = cells[end]) {
    end += 1;
    room -= cell.width;
  }
  takeBefore(0);
  return { start, end };
}

function widthOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, cell) => sum + cell.width, 0);
}
