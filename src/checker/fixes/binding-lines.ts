import type { Span } from "../../nix/text.ts";

/** A span with the rest of its lines, where nothing else stands on them, and one of two blank lines. */
export function wholeLines(text: string, span: Span): Span {
  const start = text.lastIndexOf("\n", span.start - 1) + 1;
  const newline = text.indexOf("\n", span.end);
  const end = newline < 0 ? text.length : newline + 1;
  if (text.slice(start, span.start).trim() !== "" || text.slice(span.end, end).trim() !== "") return span;
  const before = text.slice(text.lastIndexOf("\n", start - 2) + 1, start);
  const following = /^[ \t\r]*\n/.exec(text.slice(end));
  const blankAround = before.trim() === "" && before !== "" && following !== null;
  return { start, end: blankAround ? end + following[0].length : end };
}

/**
 * Where a binding can be put on a line of its own behind another: the end of that one's last line, with
 * its indentation. Null where more stands on its lines than a comment at the end.
 */
export function lineBehind(
  text: string,
  binding: Span,
): { readonly offset: number; readonly indentation: string } | null {
  const indentation = text.slice(text.lastIndexOf("\n", binding.start - 1) + 1, binding.start);
  const newline = text.indexOf("\n", binding.end);
  const behind = text.slice(binding.end, newline < 0 ? text.length : newline);
  if (indentation.trim() !== "" || !/^\s*(#.*)?$/.test(behind)) return null;
  return { offset: binding.end + behind.trimEnd().length, indentation };
}
