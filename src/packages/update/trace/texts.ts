import { UNKNOWN } from "../unknown-text.ts";
import { compareVersions, isPlainVersion } from "../versions.ts";
import type { Piece, TextValue } from "./values.ts";

/** A text on both sides. */
export type Concrete = { readonly before: string; readonly after: string };

/** What a text is on both sides; null where some of it is not known. */
export function concrete({ pieces }: TextValue): Concrete | null {
  let [before, after] = ["", ""];
  for (const piece of pieces) {
    if (piece.kind === "fixed") {
      before += piece.text;
      after += piece.text;
    } else if (piece.kind === "pin") {
      before += piece.before;
      after += piece.after;
    } else return null;
  }
  return { before, after };
}

/** What a text is on both sides, with marks for what is not known; null where that may differ. */
export function marked({ pieces }: TextValue): Concrete | null {
  const known = pieces.map((piece): Piece => {
    return piece.kind === "unknown" ? { kind: "fixed", text: UNKNOWN } : piece;
  });
  return concrete({ kind: "text", pieces: known, location: null });
}

/** Whether a text is another after the change. */
export function textMoves({ pieces }: TextValue): boolean {
  return pieces.some(({ kind }) => kind === "pin" || kind === "store");
}

/**
 * A text that was made of one that differs, if it is as plain as a version; null where it is not. It counts
 * as one that differs even where it happens not to.
 */
export function madeText({ before, after }: Concrete): TextValue | null {
  const isPlain = (text: string) => text === "" || isPlainVersion(text);
  if (!isPlain(before) || !isPlain(after) || after.includes("..")) return null;
  const piece: Piece = { kind: "pin", before, after, verbatim: false, of: "version" };
  return { kind: "text", pieces: [piece], location: null };
}

/** `builtins.replaceStrings`; null of an empty pattern, which is not worth the trouble. */
export function replaceStrings(from: readonly string[], to: readonly string[], text: string): string | null {
  if (from.length !== to.length || from.includes("") || from.length > 16 || text.length > 1000) return null;
  let made = "";
  for (let at = 0; at < text.length; ) {
    const i = from.findIndex((each) => text.startsWith(each, at));
    made += i < 0 ? text[at] : to[i];
    at += i < 0 ? 1 : (from[i]?.length ?? 1);
  }
  return made;
}

/** Whether a version is at least another. */
export function isAtLeast(version: string, other: string): boolean {
  return compareVersions(version, other) >= 0;
}
