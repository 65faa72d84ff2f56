import type { Span } from "./text.ts";
import { Lexer, type Token, type TokenKind } from "./tokens.ts";
import { Words } from "./words.ts";

/** What has to close what was opened, known by its place here. */
const CLOSINGS = ["}", ")", "]", "in", '"', "''", "path end"] as const;
export type Closing = (typeof CLOSINGS)[number];

/** What is open: where it begins, and what must close it. */
export type Open = { readonly start: number; readonly closing: Closing };

/**
 * The place in the tokens that a parser has come to, and what of the text before it the words of an error need:
 * nothing of it says whether there is one.
 */
export class Cursor extends Lexer {
  readonly text: string;
  /** The last token that was taken; `start` is -1 before the first. */
  previousStart = -1;
  previousEnd = 0;
  /** The last whole operand, or name after `inherit`, in a row of such: `after` is the end of what is before it. */
  operandStart = 0;
  operandEnd = -1;
  operandAfter = 0;
  /** Whether it stands behind something complete, as an argument does. */
  operandFollows = false;
  /** Where a `"…"` over several lines begins, with a word glued to its end, which may be the start of the next. */
  doubtful = -1;
  readonly #open = new Words();
  readonly #see: ((token: Token) => void) | null;

  constructor(text: string, pipes: boolean, see: ((token: Token) => void) | null) {
    super(text, pipes);
    this.text = text;
    this.#see = see;
    this.#next();
  }

  #next(): void {
    this.advance();
    if (this.#see === null) return;
    const { kind, start, end, why } = this;
    this.#see(kind === "refused" ? { kind, start, end, why: why ?? "" } : { kind, start, end });
  }

  take(): void {
    this.previousStart = this.start;
    this.previousEnd = this.end;
    this.#next();
  }

  is(kind: TokenKind): boolean {
    return this.kind === kind;
  }

  takeIf(kind: TokenKind): boolean {
    if (this.kind !== kind) return false;
    this.take();
    return true;
  }

  takeOpening(closing: Closing): void {
    this.open(this.start, closing);
    this.take();
  }

  open(start: number, closing: Closing): void {
    this.#open.push(start * CLOSINGS.length + CLOSINGS.indexOf(closing));
  }

  /** Takes what closes the last thing that was opened. */
  takeClosing(): void {
    this.#open.pop();
    this.take();
  }

  /** Takes the end of a path, which is nothing in the text, so that the path stays the last token. */
  takePathEnd(): void {
    const { previousStart, previousEnd } = this;
    this.takeClosing();
    this.previousStart = previousStart;
    this.previousEnd = previousEnd;
  }

  /** The last thing that was opened, or one before it; null where there is none. */
  opened(before = 0): Open | null {
    const at = this.#open.length - 1 - before;
    const word = this.#open.at(at);
    const closing = CLOSINGS[word % CLOSINGS.length];
    return at < 0 || closing === undefined ? null : { start: Math.floor(word / CLOSINGS.length), closing };
  }

  /** Remembers the operand that ends here. */
  endOperand(start: number, after: number, follows: boolean): void {
    this.operandStart = start;
    this.operandEnd = this.previousEnd;
    this.operandAfter = after;
    this.operandFollows = follows;
  }

  /** Looks at a `"…"` whose closing quote is the next token. */
  noteString(opening: number): void {
    if (this.doubtful >= 0 || !/[a-zA-Z0-9_]/.test(this.text.charAt(this.end))) return;
    if (this.isNewLine(opening, Math.min(this.start, opening + 500))) this.doubtful = opening;
  }

  isNewLine(start: number, end: number): boolean {
    return this.text.slice(start, end).includes("\n");
  }

  /** The token before the next one. */
  get previous(): Span {
    return { start: this.previousStart, end: this.previousEnd };
  }
}
