import type { Span } from "../text.ts";
import {
  classes,
  DIGIT,
  fitsFloat,
  fitsInteger,
  LETTER,
  NAME_CHAR,
  PATH_CHAR,
  SCHEME_CHAR,
  SPACE,
  URI_CHAR,
} from "./characters.ts";
import { KEYWORDS, SYMBOLS, type Token, type TokenKind } from "./tokens.ts";
import { Words } from "./words.ts";

const keywords = new Map<string, TokenKind>(KEYWORDS.map((keyword) => [keyword, keyword]));
const symbolsByFirst: (readonly (typeof SYMBOLS)[number][])[] = [];
for (const [first, symbols] of Map.groupBy(SYMBOLS, (symbol) => symbol.charCodeAt(0))) {
  symbolsByFirst[first] = symbols;
}

/** Characters of a set in a row. */
type Run = { readonly set: number; start: number; end: number };

/** What the brackets and quotes around a place make of it; `slash` is in a path, behind a slash. */
type Mode = "code" | "string" | "indented" | "path" | "slash";

/** A piece of the text of `"…"`, which ends before `"` and `${`. A `$` takes the next character with it. */
const QUOTED_TEXT = /[^"$\\]+|\\[\s\S]?|\$(?!\{)[^"\\]?/y;
/** And of `''…''`, with the escapes `'''`, `''$` and `''\` and whatever follows it. */
const INDENTED_TEXT = /[^$']+|\$(?!\{)[^']?|'(?!')[^$]?|''(?:[$']|\\[\s\S])/y;
const [HASH, SLASH, STAR] = [0x23, 0x2f, 0x2a];
const LONGEST_KEYWORD = "inherit".length;
const FLOAT = /(?:[1-9][0-9]*\.[0-9]*|0?\.[0-9]+)(?:[Ee][+-]?[0-9]+)?/y;
const SEARCH_PATH = /<[a-zA-Z0-9._\-+]+(?:\/[a-zA-Z0-9._\-+]+)*>/y;
const LINE_COMMENT = /#[^\r\n]*/y;

/**
 * Reads a text token by token; a parser moves on only when it has taken the last token, since Nix does not
 * look at what comes behind its first error. Takes time in proportion to the length of the text.
 */
export class Lexer {
  readonly text: string;
  /** The next token; `why` is null unless it is refused. */
  kind: Token["kind"] = "end";
  start = 0;
  end = 0;
  why: string | null = null;
  /** The last token that was taken; `start` is -1 before the first. */
  previousStart = -1;
  previousEnd = 0;
  /** The offsets of each comment so far: where it begins, where it ends. */
  readonly comments: Words = new Words();
  readonly #pipes: boolean;
  readonly #see: ((token: Token) => void) | null;
  readonly #modes: Mode[] = [];
  #mode: Mode = "code";
  #at = 0;
  #nul: number;
  readonly #pathRun: Run = { set: PATH_CHAR, start: 0, end: 0 };
  readonly #schemeRun: Run = { set: SCHEME_CHAR, start: 0, end: 0 };

  /** `pipes` says whether `|>` and `<|` are operators; `see` is shown every token. */
  constructor(text: string, pipes: boolean, see: ((token: Token) => void) | null) {
    this.text = text;
    this.#pipes = pipes;
    this.#see = see;
    this.#nul = text.indexOf("\0");
    this.#advance();
  }

  /** The token that was taken last. */
  get previous(): Span {
    return { start: this.previousStart, end: this.previousEnd };
  }

  /** Takes the token, and reads the next one. At the end there is `end`, again and again. */
  take(): void {
    // The end of a path is nothing in the text.
    if (this.kind !== "path end") {
      this.previousStart = this.start;
      this.previousEnd = this.end;
    }
    this.#advance();
  }

  is(kind: TokenKind): boolean {
    return this.kind === kind;
  }

  takeIf(kind: TokenKind): boolean {
    if (this.kind !== kind) return false;
    this.take();
    return true;
  }

  #advance(): void {
    this.#read();
    if (this.#see === null) return;
    const { kind, start, end, why } = this;
    this.#see(kind === "refused" ? { kind, start, end, why: why ?? "" } : { kind, start, end });
  }

  #read(): void {
    switch (this.#mode) {
      case "string":
        this.#inString('"', QUOTED_TEXT);
        break;
      case "indented":
        this.#inString("''", INDENTED_TEXT);
        break;
      case "path":
      case "slash":
        this.#inPath();
        break;
      case "code":
        this.#skipTrivia();
        this.#inCode();
    }
  }

  #enter(mode: Mode): void {
    this.#modes.push(this.#mode);
    this.#mode = mode;
  }

  #leave(): void {
    this.#mode = this.#modes.pop() ?? "code";
  }

  #is(set: number, at: number): boolean {
    return ((classes[this.text.charCodeAt(at)] ?? 0) & set) !== 0;
  }

  #startsWith(prefix: string, at = this.#at): boolean {
    const text = this.text;
    if (text.charCodeAt(at) !== prefix.charCodeAt(0)) return false;
    return prefix.length === 1 || text.startsWith(prefix, at);
  }

  /** The end of the characters of a set that begin here. */
  #runEnd(set: number, from: number): number {
    const text = this.text;
    let at = from;
    while (((classes[text.charCodeAt(at)] ?? 0) & set) !== 0) at++;
    return at;
  }

  /** As `#runEnd`, remembered: in `a.a.a…` each name looks to the end of the same run. */
  #rememberedEnd(run: Run, from: number): number {
    if (from < run.start || from >= run.end) {
      run.start = from;
      run.end = this.#runEnd(run.set, from);
    }
    return run.end;
  }

  #matchEnd(pattern: RegExp, from = this.#at): number {
    pattern.lastIndex = from;
    return pattern.test(this.text) ? pattern.lastIndex : from;
  }

  #token(kind: Token["kind"], end: number): void {
    this.kind = kind;
    this.start = this.#at;
    this.end = end;
    this.#at = end;
  }

  #refused(start: number, end: number, why: string): void {
    this.#at = start;
    this.#token("refused", end);
    this.why = why;
  }

  /** White space and comments. A comment that is never closed is no comment but `/` and `*`. */
  #skipTrivia(): void {
    for (;;) {
      const at = this.#runEnd(SPACE, this.#at);
      this.#at = at;
      const code = this.text.charCodeAt(at);
      if (code === HASH) {
        this.#at = this.#matchEnd(LINE_COMMENT);
      } else if (code === SLASH && this.text.charCodeAt(at + 1) === STAR) {
        const close = this.text.indexOf("*/", at + 2);
        if (close < 0) return;
        this.#at = close + 2;
      } else {
        return;
      }
      this.comments.push(at);
      this.comments.push(this.#at);
    }
  }

  /** The longest match wins; a path or a URI is longer than all else that can begin where it begins. */
  #inCode(): void {
    const at = this.#at;
    if (at >= this.text.length) this.#token("end", at);
    else if (!this.#path() && !this.#uri() && !this.#word() && !this.#number()) this.#symbol();
  }

  /** PATH, HPATH, and the piece of a path before `${`. */
  #path(): boolean {
    const at = this.#at;
    const first = this.#startsWith("~")
      ? at + 1
      : this.#is(PATH_CHAR, at)
        ? this.#rememberedEnd(this.#pathRun, at)
        : at;
    if (this.text.charCodeAt(first) !== SLASH) return false;
    const interpolated = this.#startsWith("${", first + 1);
    const end = interpolated ? first + 1 : this.#segmentsEnd(first);
    if (end === first) return false;
    this.#enter(this.#startsWith("/", end - 1) ? "slash" : "path");
    this.#token("path", end);
    return true;
  }

  /** The end of `/a/b` or `/a/b/`; `from` itself where there is no such thing. */
  #segmentsEnd(from: number): number {
    let end = from;
    while (this.#startsWith("/", end) && this.#is(PATH_CHAR, end + 1)) end = this.#runEnd(PATH_CHAR, end + 1);
    return end > from && this.#startsWith("/", end) ? end + 1 : end;
  }

  #uri(): boolean {
    if (!this.#is(LETTER, this.#at)) return false;
    const colon = this.#rememberedEnd(this.#schemeRun, this.#at);
    if (!this.#startsWith(":", colon) || !this.#is(URI_CHAR, colon + 1)) return false;
    this.#token("uri", this.#runEnd(URI_CHAR, colon + 1));
    return true;
  }

  #word(): boolean {
    if (!this.#is(LETTER, this.#at) && !this.#startsWith("_")) return false;
    const end = this.#runEnd(NAME_CHAR, this.#at);
    const short = end - this.#at <= LONGEST_KEYWORD;
    this.#token((short ? keywords.get(this.text.slice(this.#at, end)) : undefined) ?? "name", end);
    return true;
  }

  #number(): boolean {
    const start = this.#at;
    if (!this.#is(DIGIT, start) && !this.#startsWith(".")) return false;
    const integerEnd = this.#runEnd(DIGIT, start);
    const end = Math.max(integerEnd, this.#matchEnd(FLOAT));
    if (end === start) return false;
    const written = this.text.slice(start, end);
    const fits = end > integerEnd ? fitsFloat(written) : fitsInteger(written);
    if (!fits) this.#refused(start, end, "a number is out of range");
    else this.#token(end > integerEnd ? "float" : "integer", end);
    return true;
  }

  #symbol(): void {
    const at = this.#at;
    const searchPathEnd = this.#startsWith("<") ? this.#matchEnd(SEARCH_PATH) : at;
    if (searchPathEnd > at) {
      this.#token("search path", searchPathEnd);
      return;
    }
    const symbol = symbolsByFirst[this.text.charCodeAt(at)]?.find((each) => this.#startsWith(each));
    if (symbol === undefined) {
      const character = this.text.codePointAt(at) ?? 0;
      this.#token("unknown character", at + (character > 0xffff ? 2 : 1));
      return;
    }
    if ((symbol === "|>" || symbol === "<|") && !this.#pipes) {
      const why = `\`${symbol}\` is an operator only where \`nix.features\` of the configuration names \`pipe-operators\``;
      this.#refused(at, at + 2, why);
      return;
    }
    if (symbol === "{" || symbol === "${") this.#enter("code");
    else if (symbol === "}") this.#leave();
    else if (symbol === '"') this.#enter("string");
    else if (symbol === "''") this.#enter("indented");
    this.#token(symbol, at + symbol.length);
  }

  #inString(quote: '"' | "''", text: RegExp): void {
    let textEnd = this.#at;
    for (let end = this.#matchEnd(text); end > textEnd; end = this.#matchEnd(text, end)) textEnd = end;
    if (textEnd > this.#at) {
      this.#stringText(textEnd);
    } else if (this.#startsWith("${")) {
      this.#enter("code");
      this.#token("${", this.#at + 2);
    } else if (this.#at >= this.text.length) {
      this.#token("end", this.#at);
    } else {
      this.#leave();
      this.#token(quote, this.#at + quote.length);
    }
  }

  /** Text of a string, in which Nix takes no NUL. */
  #stringText(end: number): void {
    if (this.#nul >= 0 && this.#nul < this.#at) this.#nul = this.text.indexOf("\0", this.#at);
    if (this.#nul < 0 || this.#nul >= end) this.#token("text", end);
    else this.#refused(this.#nul, this.#nul + 1, "unexpected character U+0000");
  }

  /** Behind the first piece of a path. */
  #inPath(): void {
    const at = this.#at;
    if (this.#startsWith("${")) {
      this.#mode = "path";
      this.#enter("code");
      this.#token("${", at + 2);
      return;
    }
    const end = this.#pathPieceEnd();
    if (end > at) {
      this.#mode = this.#startsWith("/", end - 1) ? "slash" : "path";
      this.#token("text", end);
      return;
    }
    const slash = this.#mode === "slash";
    this.#leave();
    if (slash) this.#refused(at, at, "a path ends with a slash");
    else this.#token("path end", at);
  }

  #pathPieceEnd(): number {
    const first = this.#runEnd(PATH_CHAR, this.#at);
    const end = this.#segmentsEnd(first);
    return end === first && this.#startsWith("/", end) ? end + 1 : end;
  }
}
