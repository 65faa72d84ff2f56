import { descendants } from "../../../nix/ast.ts";
import { keptIn } from "../../../nix/kept-in.ts";
import type { NixFile } from "../../../nix/parse.ts";
import type { Span } from "../../../nix/text.ts";

/** What format rules are by default: nixpkgs checks the format of every change, others do as they like. */
export const FORMAT_LEVEL = { nixpkgs: "error", nur: "advice", flake: "advice" } as const;

/** Longer lines are told apart by how they begin. */
const LONGEST = 200;

/** What tells a line from others of its file, wherever it stands. */
export function lineKey(line: string): string {
  return line.trim().slice(0, LONGEST);
}

/** The places in a file that a pattern is found at, which must be global, but for those that begin in a string. */
export function* outsideStrings(file: NixFile, pattern: RegExp): Generator<Span> {
  const { text } = file.source;
  let texts: readonly Span[] | null = null;
  let next = 0;
  for (const match of text.matchAll(pattern)) {
    texts ??= stringTexts(file);
    const start = match.index;
    for (let at = texts[next]; at !== undefined && at.end <= start; at = texts[next]) next += 1;
    const within = texts[next];
    // What stands at the very end of a string's text is followed by its end, and is of it too.
    if (within !== undefined && within.start <= start) continue;
    yield { start, end: start + match[0].length };
  }
}

const known = keptIn<NixFile, readonly Span[]>();

/** Where the texts of strings are, in order. */
function stringTexts(file: NixFile): readonly Span[] {
  const existing = known.get(file);
  if (existing !== undefined) return existing;
  const found: Span[] = [];
  for (const node of descendants(file.expression)) {
    if (node.kind !== "string") continue;
    const width = node.style === "quoted" ? 1 : 2;
    // From part to part, but for what is interpolated.
    let from = node.start + width;
    for (const part of node.parts) {
      if (part.kind !== "interpolation") continue;
      if (part.start > from) found.push({ start: from, end: part.start });
      from = part.end;
    }
    if (node.end - width > from) found.push({ start: from, end: node.end - width });
  }
  found.sort((a, b) => a.start - b.start);
  known.set(file, found);
  return found;
}

/** The line that an offset is in, without its end. */
export function lineAround(text: string, offset: number): string {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const end = text.indexOf("\n", offset);
  return text.slice(start, end < 0 ? text.length : end);
}
