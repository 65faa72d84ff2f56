import { rangeOf, type SourceText, type Span } from "../../nix/text.ts";
import type { Fix } from "../finding.ts";

/** What stands in the place of a part of a text; of an empty part, what is put in there. */
export type TextEdit = { readonly span: Span; readonly text: string };

/** The fix that edits one file; null where its text cannot be written back. */
export function editingFix(
  { path, source }: { readonly path: string; readonly source: SourceText },
  title: string,
  edits: readonly TextEdit[],
): Fix | null {
  if (!source.exact || edits.length === 0) return null;
  const steps = edits.map(({ span, text }) => ({
    kind: "edit" as const,
    path,
    range: rangeOf(source, span),
    text,
  }));
  return { title, steps };
}

/** An edit that puts a text in at an offset. */
export function insertion(offset: number, text: string): TextEdit {
  return { span: { start: offset, end: offset }, text };
}

/** The white space that the line of an offset begins with. */
export function indentationAt(text: string, offset: number): string {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? "";
}
