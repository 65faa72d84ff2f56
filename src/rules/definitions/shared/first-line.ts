import type { NixFile } from "../../../nix/parse.ts";
import type { Span } from "../../../nix/text.ts";

/** The part of a span on its first line, so that a whole file is not underlined. */
export function firstLine(file: NixFile, span: Span): Span {
  const newline = file.source.text.indexOf("\n", span.start);
  return { start: span.start, end: newline < 0 ? span.end : Math.min(span.end, newline) };
}
