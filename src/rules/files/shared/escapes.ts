import type { StringLiteral, StringPart } from "../../../nix/ast.ts";
import type { Escape, NixFile } from "../../../nix/parse.ts";
import type { Span } from "../../../nix/text.ts";

/** A backslash in a string that changes nothing, or not what its author thinks. */
export type UselessEscape = Span & {
  readonly style: StringLiteral["style"];
  /** The character that is escaped. */
  readonly character: string;
  /** What to write for the same string without it; null where that would be another string. */
  readonly replacement: string | null;
};

/** Escapes that mean something in `"…"` (Nix manual, "String literal"). */
const QUOTED_ESCAPES = new Set(["\\", "$", '"', "r", "n", "t"]);

/** Characters that `''\` changes in `''…''`, or that could not stand there without it. */
const INDENTED_ESCAPES = new Set(["n", "r", "t", "'"]);

/** The useless escapes of a file, one after the other, before the place from which on it does not parse. */
export function* uselessEscapes(file: NixFile): Generator<UselessEscape, void> {
  for (const found of file.escapes()) {
    const { end, style } = found.string;
    if (end > file.soundUntil) continue;
    const useless = style === "quoted" ? inQuoted(found) : inIndented(found);
    if (useless !== null) yield { ...useless, style, start: found.part.start, end: found.part.end };
  }
}

type Found = { readonly character: string; readonly replacement: string | null };

function inQuoted({ before, part }: Escape): Found | null {
  if (part.kind !== "escape") return null;
  const character = part.text.slice(1);
  if (QUOTED_ESCAPES.has(character)) return null;
  // `$\{` is how `${` is kept from being an interpolation: without the backslash it would be one.
  if (character === "{" && endsInDollar(before)) return null;
  // Nix reads a carriage return with the line feed behind it as one.
  return { character, replacement: character === "\r" ? null : character };
}

/** Whether it is text with a `$` at its end, which a `{` behind it would make an interpolation. */
function endsInDollar(part: StringPart | null): boolean {
  return part?.kind === "text" && part.text.endsWith("$");
}

function inIndented({ before, part, after }: Escape): Found | null {
  if (part.kind !== "escape" || !part.text.startsWith("''\\")) return null;
  const character = part.text.slice(3);
  if (INDENTED_ESCAPES.has(character)) return null;
  if (character === "{" && endsInDollar(before)) return null;
  if (character === "$") {
    // `''\${` keeps an interpolation away, as `''${` does.
    return after?.kind === "text" && after.text.startsWith("{")
      ? null
      : { character, replacement: plainDollar(after) };
  }
  // White space behind `''\` is not stripped with the indentation: without it, it would be.
  if (/\s/.test(character)) return { character, replacement: null };
  return { character, replacement: character };
}

/** `$` alone, where nothing that follows could make it more than that. */
function plainDollar(next: StringPart | null): string | null {
  return next === null || (next.kind === "text" && !/^[{'$]/.test(next.text)) ? "$" : null;
}
