import { type Known, known } from "../../nix/known.ts";
import { isLogin } from "./account.ts";
import { type OwnerPattern, readOwnerPattern } from "./owner-pattern.ts";

/** One line of a CODEOWNERS file that is not empty and not a comment. */
export type CodeOwnersLine = {
  /** Counted from 1. */
  readonly line: number;
  readonly text: string;
  readonly covers: OwnerPattern;
  /** Whom it names; null where that is not understood. */
  readonly owners: readonly CodeOwner[] | null;
};

/** An owner as a line names them. */
export type CodeOwner =
  | { readonly kind: "account"; readonly login: string }
  | { readonly kind: "team"; readonly organization: string; readonly slug: string }
  | { readonly kind: "e-mail"; readonly address: string };

/**
 * Reads a CODEOWNERS file (GitHub documentation, "About code owners"): a pattern as in `.gitignore` and its
 * owners on each line, none of them meaning nobody. GitHub passes over a line that it does not take; here it
 * stays, not understood, so that no path which it may be about is known.
 */
export function readCodeOwners(text: string): Known<readonly CodeOwnersLine[]> {
  const lines: CodeOwnersLine[] = [];
  // A byte order mark may stand before the first line.
  const all = text.replace(/^\uFEFF/, "").split("\n");
  for (const [i, written] of all.entries()) {
    const read = readLine(i + 1, written.endsWith("\r") ? written.slice(0, -1) : written);
    if (read !== null) lines.push(read);
  }
  return known(lines);
}

function readLine(line: number, written: string): CodeOwnersLine | null {
  const text = written.trim();
  if (text === "" || text.startsWith("#")) return null;
  // White space that others may take for part of a name: then nobody knows where the pattern ends.
  if (/[^\S \t]/.test(written)) return { line, text, covers: () => "maybe", owners: null };
  const pattern = /^(?:\\.|[^\s\\])+/.exec(text)?.[0] ?? text;
  return { line, text, covers: readOwnerPattern(pattern), owners: readOwners(text.slice(pattern.length)) };
}

function readOwners(text: string): readonly CodeOwner[] | null {
  const owners: CodeOwner[] = [];
  for (const word of text.split(/\s/)) {
    if (word === "") continue;
    if (word.startsWith("#")) break;
    const owner = readOwner(word);
    if (owner === null) return null;
    owners.push(owner);
  }
  return owners;
}

function readOwner(word: string): CodeOwner | null {
  if (word.startsWith("@")) {
    const [login = "", slug, ...more] = word.slice(1).split("/");
    if (!isLogin(login) || more.length > 0) return null;
    if (slug === undefined) return { kind: "account", login };
    return /^[a-zA-Z0-9_.-]+$/.test(slug) ? { kind: "team", organization: login, slug } : null;
  }
  return /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>".]+$/.test(word) ? { kind: "e-mail", address: word } : null;
}
