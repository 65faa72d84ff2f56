/** A place in a text as editors and GitHub count it: both 1-based, columns in UTF-16 code units. */
export type Position = { readonly line: number; readonly column: number };

/** From `start` up to and without `end`. */
export type Range = { readonly start: Position; readonly end: Position };

/** Offsets into a text in UTF-16 code units, from `start` up to and without `end`. */
export type Span = { readonly start: number; readonly end: number };

/** A text with an index of its lines. Lines end with `\n` alone, as for git and GitHub. */
export type SourceText = {
  readonly text: string;
  /** Whether the bytes were valid UTF-8. Where they were not, an edit could not be written back. */
  readonly exact: boolean;
  /** The offset at which each line begins, built when first asked for. */
  lineStarts(): readonly number[];
};

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder("utf-8", { ignoreBOM: true });

/** Decodes the bytes of a file. A byte order mark stays; bytes that are not UTF-8 become U+FFFD. */
export function decodeText(bytes: Uint8Array): SourceText {
  try {
    return sourceText(strict.decode(bytes));
  } catch {
    return sourceText(lenient.decode(bytes), false);
  }
}

export function sourceText(text: string, exact = true): SourceText {
  let starts: number[] | undefined;
  return {
    text,
    exact,
    lineStarts() {
      if (starts === undefined) {
        starts = [0];
        for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
      }
      return starts;
    },
  };
}

/** The position of an offset; an offset past the end is the end. */
export function positionAt(source: SourceText, offset: number): Position {
  const at = Math.max(0, Math.min(offset, source.text.length));
  const starts = source.lineStarts();
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: at - (starts[low] ?? 0) + 1 };
}

export function rangeOf(source: SourceText, span: Span): Range {
  return { start: positionAt(source, span.start), end: positionAt(source, span.end) };
}

/** The offset of a position; past the end of its line, the end of that line. */
export function offsetAt(source: SourceText, position: Position): number {
  const starts = source.lineStarts();
  const start = starts[position.line - 1];
  if (start === undefined) return source.text.length;
  const next = starts[position.line];
  const end = next === undefined ? source.text.length : next - 1;
  return Math.min(start + position.column - 1, end);
}

/** The text of a line, 1-based, without its line end; `""` past the last. */
export function lineAt(source: SourceText, line: number): string {
  const starts = source.lineStarts();
  const start = starts[line - 1];
  if (start === undefined) return "";
  const next = starts[line];
  return source.text.slice(start, next === undefined ? undefined : next - 1).replace(/\r$/, "");
}
