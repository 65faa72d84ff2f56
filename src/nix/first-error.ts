import type { Cursor, Open } from "./cursor.ts";
import { operatorPlace } from "./operators.ts";
import type { Span } from "./text.ts";
import type { Token } from "./tokens.ts";

/**
 * Where and why Nix would refuse a text. `start` and `end` are where a person must look: for a missing
 * `;` or `,` the end of what it should follow, if the next token is on another line. `message` is a
 * phrase in lower case.
 */
export type FirstError = Span & {
  readonly message: string;
  /** The offset of the token at which Nix itself stops: all tokens before it are in order. */
  readonly stop: number;
};

const CLOSING_KINDS: ReadonlySet<Token["kind"]> = new Set(["}", ")", "]"]);
const OPEN_ENDED: ReadonlySet<Token["kind"]> = new Set(["if", "assert", "with"]);
const KEYWORDS: ReadonlySet<Token["kind"]> = new Set([
  ...(["if", "then", "else", "assert", "with", "let", "in", "rec", "inherit"] as const),
]);

/** Fails for want of something. */
export function expected(at: Cursor, what: string): FirstError {
  if (!isBehindBinding(at)) return fail(at, `expected ${what}, found ${found(at)}`);
  const binding = quotedSpan(at, { start: at.operandStart, end: at.operandEnd });
  const message = at.operandFollows
    ? `expected ${what}, found ${binding}`
    : `expected a value before the binding ${binding}`;
  return fail(at, message, at.operandAfter);
}

/** The same, shown where it must be typed if the next token is on another line. */
export function expectedBehind(at: Cursor, what: string): FirstError {
  if (isBehindBinding(at) || !at.isNewLine(at.previousEnd, at.start)) return expected(at, what);
  return fail(at, `expected ${what}, found ${found(at)}`, at.previousEnd);
}

/**
 * Whether the operand before the next token is a name that begins the next binding, though it was taken for
 * one more argument or element: it begins a line, and `=` follows it.
 */
export function isBehindBinding(at: Cursor): boolean {
  if (at.kind !== "=" && at.kind !== ".") return false;
  if (at.operandEnd < 0 || at.operandEnd !== at.previousEnd) return false;
  const isName = /[a-zA-Z_"$]/.test(at.text.charAt(at.operandStart));
  return isName && at.isNewLine(at.operandAfter, at.operandStart);
}

export function noValue(at: Cursor): FirstError {
  if (at.kind === "end" && at.previousStart < 0) return error(at, "the file holds no expression");
  if (at.kind === "." && /^\.{1,2}\//.test(at.text.slice(at.start, at.start + 3))) {
    return fail(at, "a path ends with a slash");
  }
  const after = at.previousStart < 0 ? "" : ` after ${quotedSpan(at, at.previous)}`;
  if (OPEN_ENDED.has(at.kind)) return fail(at, `\`${at.kind}\` needs parentheses around it${after}`);
  return expected(at, `a value${after}`);
}

/** In a `let`, what does not go on as a binding is more likely the value behind a forgotten `in`. */
export function noBinding(at: Cursor, name: Span): FirstError {
  const shown = quotedSpan(at, name);
  const inLet = at.opened()?.closing === "in";
  return expected(at, inLet ? `\`in\` before ${shown}, or \`=\` after it` : `\`=\` after ${shown}`);
}

export function missingKeyword(at: Cursor, keyword: "then" | "else", before: string): FirstError {
  const wanted = `\`${keyword}\` after ${before}`;
  if (at.kind !== "end") return expected(at, wanted);
  return error(at, `expected ${wanted}, found the end of the file`);
}

export function notClosed(at: Cursor, closing: ")" | "}" | "]"): FirstError {
  const open = at.opened();
  if (open === null) return expected(at, `\`${closing}\``);
  return expected(at, `\`${closing}\` for the ${opening(at, open)} of line ${line(at, open.start)}`);
}

export function secondOperator(at: Cursor): FirstError {
  const isPipe = at.kind === "|>" || at.kind === "<|";
  const before = isPipe ? "the other pipe operator" : "another comparison";
  return fail(at, `\`${at.kind}\` cannot follow ${before} without parentheses`);
}

/** What is wrong with an element of a list where it is known better than that the list is not closed. */
export function wrongElement(at: Cursor): FirstError {
  const { kind } = at;
  if (kind === ",") return fail(at, "`,` in a list: its elements are separated by white space alone");
  const needsParentheses =
    kind === "!" || kind === "?" || kind === ":" || operatorPlace(kind) >= 0 || OPEN_ENDED.has(kind);
  return needsParentheses
    ? fail(at, `\`${kind}\` in a list: an element that is more than one value needs parentheses`)
    : notClosed(at, "]");
}

export function wrongInheritedName(at: Cursor): FirstError {
  const keyword = keywordAsName(at);
  if (keyword !== null) return keyword;
  if (at.kind === ",") return fail(at, "`,` after `inherit`: its names are separated by white space alone");
  if (at.kind === "." && !isBehindBinding(at)) {
    return fail(at, "`.` after `inherit`: what is `a.b` elsewhere is `inherit (a) b;` here");
  }
  return expectedBehind(at, "`;` after the names of `inherit`");
}

export function wrongName(at: Cursor): FirstError {
  if (KEYWORDS.has(at.kind)) return failAtKeyword(at);
  return expected(at, `a name after ${quotedSpan(at, at.previous)}`);
}

export function doubleSlash(at: Cursor): FirstError {
  const stop = at.kind === "text" ? at.start : at.previousStart;
  return { ...error(at, "a path has two slashes in a row"), stop };
}

/** The error of a keyword in the place of a name: `{ with = 1; }`. Null of anything else. */
export function keywordAsName(at: Cursor): FirstError | null {
  const behind = at.text.slice(at.end, at.end + 40);
  const isName = KEYWORDS.has(at.kind) && /^\s*(?:[.;,}]|=(?!=))/.test(behind);
  return isName ? failAtKeyword(at) : null;
}

function failAtKeyword(at: Cursor): FirstError {
  return fail(at, `\`${at.kind}\` is a keyword: as a name it must stand in quotes`);
}

/** Fails at the next token, or is shown at `offset`, unless that token could stand nowhere. */
function fail(at: Cursor, message: string, offset?: number): FirstError {
  const why = whyNowhere(at);
  return why === null ? error(at, message, offset) : error(at, why);
}

function error(at: Cursor, message: string, offset?: number): FirstError {
  const hint = at.doubtful < 0 ? "" : `; is a \`"\` missing on line ${line(at, at.doubtful)}?`;
  return { ...place(at, offset), stop: at.start, message: message + hint };
}

function place(at: Cursor, offset?: number): Span {
  if (offset !== undefined) return { start: offset, end: offset };
  const { kind, start, end } = at;
  if (kind !== "end" && end > start) return { start, end };
  const open = at.opened();
  if (kind !== "end" && open?.closing === "path end") return { start: open.start, end };
  const textEnd = at.text.trimEnd().length;
  return { start: textEnd, end: textEnd };
}

/** What is wrong with the next token whatever was expected. */
function whyNowhere(at: Cursor): string | null {
  const { kind } = at;
  if (kind === "refused") return at.why;
  if (kind === "unknown character") return unknownCharacter(at);
  const comment = unclosedComment(at);
  if (comment !== null) return `the comment that begins on line ${line(at, comment)} is never closed`;
  if (kind === "end") return unclosed(at);
  if (CLOSING_KINDS.has(kind) && !isOpen(at, kind)) {
    return `unexpected \`${kind}\`: nothing is open here that it could close`;
  }
  if (kind === ":" && at.operandEnd === at.previousEnd) {
    return "unexpected `:`: a function needs parentheses around it here";
  }
  return null;
}

function isOpen(at: Cursor, closing: Token["kind"]): boolean {
  for (let i = 0, open = at.opened(); open !== null; open = at.opened(++i)) {
    if (open.closing === closing) return true;
  }
  return false;
}

function unknownCharacter(at: Cursor): string {
  const character = at.text.slice(at.start, at.end);
  if (character === "&" || character === "|") {
    return `unexpected \`${character}\`: the operator is \`${character}${character}\``;
  }
  if (/^[!-_a-~\p{L}\p{P}\p{S}]$/u.test(character) && character !== "`") {
    return `unexpected character \`${character}\``;
  }
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return `unexpected character U+${code}`;
}

/** Where the comment begins that Nix takes for a `/` and a `*`. */
function unclosedComment({ kind, start, text }: Cursor): number | null {
  if (kind === "/" && text.startsWith("/*", start)) return start;
  return kind === "*" && text.startsWith("/*", start - 1) ? start - 1 : null;
}

function unclosed(at: Cursor): string | null {
  const open = at.opened();
  if (open === null) return null;
  const begins = line(at, open.start);
  if (open.closing === "in") return `expected \`in\` after the bindings of the \`let\` of line ${begins}`;
  if (open.closing === '"' || open.closing === "''") {
    return `the string that begins on line ${begins} is never closed`;
  }
  return `the ${opening(at, open)} of line ${begins} is never closed`;
}

/** What was opened, as it is written. */
function opening(at: Cursor, { start, closing }: Open): string {
  const length = closing === "in" ? 3 : closing === "}" && at.text[start] === "$" ? 2 : 1;
  return quotedSpan(at, { start, end: start + length });
}

function found(at: Cursor): string {
  switch (at.kind) {
    case "end":
      return "the end of the file";
    case '"':
    case "''":
      return "a string";
    default:
      return quotedSpan(at, at);
  }
}

/** A piece of the text in backquotes: of its first line, at most 30 characters. */
export function quotedSpan(at: Cursor, { start, end }: Span): string {
  const first = at.text.slice(start, Math.min(end, start + 100)).split(/[\r\n]/, 1)[0] ?? "";
  const characters = [...first.replaceAll("`", "'")];
  return characters.length > 30 ? `\`${characters.slice(0, 29).join("")}…\`` : `\`${characters.join("")}\``;
}

function line(at: Cursor, offset: number): number {
  return at.text.slice(0, offset).split("\n").length;
}
