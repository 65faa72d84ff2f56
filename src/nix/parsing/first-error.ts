import type { Span } from "../text.ts";
import { operatorPlace } from "./operators.ts";
import type { FirstError, Open, Reading } from "./reading.ts";
import { KEYWORDS, type Token } from "./tokens.ts";
import { KIND, type Tree } from "./tree.ts";

const CLOSING_KINDS: ReadonlySet<Token["kind"]> = new Set(["}", ")", "]"]);
const OPEN_ENDED: ReadonlySet<Token["kind"]> = new Set(["if", "assert", "with"]);
/** The keywords that are no names anywhere. */
const RESERVED: ReadonlySet<Token["kind"]> = new Set(KEYWORDS.filter((keyword) => keyword !== "or"));

/** Fails for want of something. */
export function expected(r: Reading, what: string): FirstError {
  const binding = nextBinding(r);
  if (binding === null) return fail(r, `expected ${what}, found ${found(r)}`);
  const name = quotedSpan(r, binding);
  const message = binding.follows
    ? `expected ${what}, found ${name}`
    : `expected a value before the binding ${name}`;
  return fail(r, message, binding.after);
}

/** The same, shown where it must be typed if the next token is on another line. */
export function expectedBehind(r: Reading, what: string): FirstError {
  const { previousEnd, start } = r.at;
  if (nextBinding(r) !== null || !isNewLine(r, previousEnd, start)) return expected(r, what);
  return fail(r, `expected ${what}, found ${found(r)}`, previousEnd);
}

/** An operand, or a name after `inherit`. */
type Operand = Span & {
  /** The end of what is before it. */
  readonly after: number;
  /** Whether it stands behind something complete, as an argument does. */
  readonly follows: boolean;
};

/**
 * The operand before the next token if it is a name that begins the next binding, though it was taken for one
 * more argument or element: it begins a line, and `=` follows it.
 */
function nextBinding(r: Reading): Operand | null {
  if (r.at.kind !== "=" && r.at.kind !== ".") return null;
  const operand = lastOperand(r);
  if (operand === null || !/[a-zA-Z_"$]/.test(r.at.text.charAt(operand.start))) return null;
  return isNewLine(r, operand.after, operand.start) ? operand : null;
}

/** The whole operand that ends with the last token; null where there is none. */
function lastOperand(r: Reading): Operand | null {
  const { at, done, tree } = r;
  if (done.length === 0 || tree.end(done.top) !== at.previousEnd) return null;
  let node = done.top;
  let follows = r.closing === "]" || (isName(tree, node) && at.text.startsWith("inherit", r.start));
  if (isName(tree, node) && !follows) return null;
  while (endsWithOperand(tree, node)) {
    follows = tree.kind(node) === KIND.apply;
    node = tree.part(node, tree.count(node) - 1);
  }
  const kind = tree.kind(node);
  const isOperand = kind >= KIND.variable && kind <= KIND.apply;
  if (!isOperand && !isName(tree, node)) return null;
  const { start, end } = tree.span(node);
  return { start, end, after: endBefore(r, start), follows };
}

function isName(tree: Tree, node: number): boolean {
  return tree.kind(node) === KIND.name || tree.kind(node) === KIND.quotedName;
}

/** Whether the last part of a node is an operand, or ends with one, other than in `a or`, which is an operand. */
function endsWithOperand(tree: Tree, node: number): boolean {
  const kind = tree.kind(node);
  if (kind === KIND.apply) return tree.slice(tree.part(node, 1)) !== "or";
  if (kind === KIND.formal) return tree.count(node) === 2;
  return (kind >= KIND.unary && kind <= KIND.function) || kind >= KIND.binary;
}

/** The end of the token before an offset at which one begins: before all white space and comments. */
function endBefore({ at: { comments, text } }: Reading, offset: number): number {
  let end = offset;
  for (let i = comments.length - 1; ; i -= 2) {
    while (end > 0 && /[ \t\r\n]/.test(text.charAt(end - 1))) end--;
    while (i > 0 && comments.at(i) > end) i -= 2;
    if (i < 0 || comments.at(i) !== end) return end;
    end = comments.at(i - 1);
  }
}

function isNewLine({ at }: Reading, start: number, end: number): boolean {
  return at.text.slice(start, end).includes("\n");
}

export function noValue(r: Reading): FirstError {
  const { at } = r;
  if (at.kind === "end" && at.previousStart < 0) return error(r, "the file holds no expression");
  if (at.kind === "." && /^\.{1,2}\//.test(at.text.slice(at.start, at.start + 3))) {
    return fail(r, "a path ends with a slash");
  }
  const after = at.previousStart < 0 ? "" : ` after ${quotedSpan(r, at.previous)}`;
  if (OPEN_ENDED.has(at.kind)) return fail(r, `\`${at.kind}\` needs parentheses around it${after}`);
  return expected(r, `a value${after}`);
}

/** In a `let`, what does not go on as a binding is more likely the value behind a forgotten `in`. */
export function noBinding(r: Reading, name: Span): FirstError {
  const shown = quotedSpan(r, name);
  const [open] = r.opened();
  const inLet = open?.closing === "in";
  return expected(r, inLet ? `\`in\` before ${shown}, or \`=\` after it` : `\`=\` after ${shown}`);
}

export function missingKeyword(r: Reading, keyword: "then" | "else", before: string): FirstError {
  const wanted = `\`${keyword}\` after ${before}`;
  if (r.at.kind !== "end") return expected(r, wanted);
  return error(r, `expected ${wanted}, found the end of the file`);
}

export function notClosed(r: Reading, closing: ")" | "}" | "]"): FirstError {
  const [open] = r.opened();
  if (open === undefined) return expected(r, `\`${closing}\``);
  return expected(r, `\`${closing}\` for the ${opening(r, open)} of line ${line(r, open.start)}`);
}

export function secondOperator(r: Reading): FirstError {
  const isPipe = r.at.kind === "|>" || r.at.kind === "<|";
  const before = isPipe ? "the other pipe operator" : "another comparison";
  return fail(r, `\`${r.at.kind}\` cannot follow ${before} without parentheses`);
}

/** What is wrong with an element of a list where it is known better than that the list is not closed. */
export function wrongElement(r: Reading): FirstError {
  const { kind } = r.at;
  if (kind === ",") return fail(r, "`,` in a list: its elements are separated by white space alone");
  const needsParentheses =
    kind === "!" || kind === "?" || kind === ":" || operatorPlace(kind) >= 0 || OPEN_ENDED.has(kind);
  return needsParentheses
    ? fail(r, `\`${kind}\` in a list: an element that is more than one value needs parentheses`)
    : notClosed(r, "]");
}

export function wrongInheritedName(r: Reading): FirstError {
  const keyword = keywordAsName(r);
  if (keyword !== null) return keyword;
  if (r.at.kind === ",") return fail(r, "`,` after `inherit`: its names are separated by white space alone");
  if (r.at.kind === "." && nextBinding(r) === null) {
    return fail(r, "`.` after `inherit`: what is `a.b` elsewhere is `inherit (a) b;` here");
  }
  return expectedBehind(r, "`;` after the names of `inherit`");
}

export function wrongName(r: Reading): FirstError {
  if (RESERVED.has(r.at.kind)) return failAtKeyword(r);
  return expected(r, `a name after ${quotedSpan(r, r.at.previous)}`);
}

export function doubleSlash(r: Reading): FirstError {
  const stop = r.at.kind === "text" ? r.at.start : r.at.previousStart;
  return { ...error(r, "a path has two slashes in a row"), stop };
}

/** The error of a keyword in the place of a name: `{ with = 1; }`. Null of anything else. */
export function keywordAsName(r: Reading): FirstError | null {
  const behind = r.at.text.slice(r.at.end, r.at.end + 40);
  const isName = RESERVED.has(r.at.kind) && /^\s*(?:[.;,}]|=(?!=))/.test(behind);
  return isName ? failAtKeyword(r) : null;
}

function failAtKeyword(r: Reading): FirstError {
  return fail(r, `\`${r.at.kind}\` is a keyword: as a name it must stand in quotes`);
}

/** Fails at the next token, or is shown at `offset`, unless that token could stand nowhere. */
function fail(r: Reading, message: string, offset?: number): FirstError {
  const why = whyNowhere(r);
  return why === null ? error(r, message, offset) : error(r, why);
}

function error(r: Reading, message: string, offset?: number): FirstError {
  const string = doubtfulString(r);
  const hint = string === undefined ? "" : `; is a \`"\` missing on line ${line(r, r.tree.start(string))}?`;
  return { ...place(r, offset), stop: r.at.start, message: message + hint };
}

/** The first `"…"` over several lines with a word glued to its end, which may be the start of the next. */
function doubtfulString({ at, tree }: Reading): number | undefined {
  return tree.places((node) => {
    if (tree.kind(node) !== KIND.quoted) return false;
    const { start, end } = tree.span(node);
    const inner = at.text.slice(start, Math.min(end - 1, start + 500));
    return /[a-zA-Z0-9_]/.test(at.text.charAt(end)) && inner.includes("\n");
  })[0];
}

function place(r: Reading, offset?: number): Span {
  if (offset !== undefined) return { start: offset, end: offset };
  const { kind, start, end } = r.at;
  if (kind !== "end" && end > start) return { start, end };
  const [open] = r.opened();
  if (kind !== "end" && open?.closing === "path end") return { start: open.start, end };
  const textEnd = r.at.text.trimEnd().length;
  return { start: textEnd, end: textEnd };
}

/** What is wrong with the next token whatever was expected. */
function whyNowhere(r: Reading): string | null {
  const { kind } = r.at;
  if (kind === "refused") return r.at.why;
  if (kind === "unknown character") return unknownCharacter(r);
  const comment = unclosedComment(r);
  if (comment !== null) return `the comment that begins on line ${line(r, comment)} is never closed`;
  if (kind === "end") return unclosed(r);
  if (CLOSING_KINDS.has(kind) && !isOpen(r, kind)) {
    return `unexpected \`${kind}\`: nothing is open here that it could close`;
  }
  if (kind === ":" && lastOperand(r) !== null) {
    return "unexpected `:`: a function needs parentheses around it here";
  }
  return null;
}

function isOpen(r: Reading, closing: Token["kind"]): boolean {
  for (const open of r.opened()) if (open.closing === closing) return true;
  return false;
}

function unknownCharacter(r: Reading): string {
  const character = r.at.text.slice(r.at.start, r.at.end);
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
function unclosedComment({ at: { kind, start, text } }: Reading): number | null {
  if (kind === "/" && text.startsWith("/*", start)) return start;
  return kind === "*" && text.startsWith("/*", start - 1) ? start - 1 : null;
}

function unclosed(r: Reading): string | null {
  const [open] = r.opened();
  if (open === undefined) return null;
  const begins = line(r, open.start);
  if (open.closing === "in") return `expected \`in\` after the bindings of the \`let\` of line ${begins}`;
  if (open.closing === '"' || open.closing === "''") {
    return `the string that begins on line ${begins} is never closed`;
  }
  return `the ${opening(r, open)} of line ${begins} is never closed`;
}

/** What was opened, as it is written. */
function opening(r: Reading, { start, closing }: Open): string {
  const length = closing === "in" ? 3 : closing === "}" && r.at.text[start] === "$" ? 2 : 1;
  return quotedSpan(r, { start, end: start + length });
}

function found(r: Reading): string {
  switch (r.at.kind) {
    case "end":
      return "the end of the file";
    case '"':
    case "''":
      return "a string";
    default:
      return quotedSpan(r, r.at);
  }
}

/** A piece of the text in backquotes: of its first line, at most 30 characters. */
export function quotedSpan(r: Reading, { start, end }: Span): string {
  const first = r.at.text.slice(start, Math.min(end, start + 100)).split(/[\r\n]/, 1)[0] ?? "";
  const characters = [...first.replaceAll("`", "'")];
  return characters.length > 30 ? `\`${characters.slice(0, 29).join("")}…\`` : `\`${characters.join("")}\``;
}

function line(r: Reading, offset: number): number {
  return r.at.text.slice(0, offset).split("\n").length;
}
