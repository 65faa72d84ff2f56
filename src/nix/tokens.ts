import type { Span } from "./text.ts";

/**
 * The tokens of Nix as its own lexer (`src/libexpr/lexer.l`, checked against Nix 2.8) cuts them, which no
 * other grammar does in all corners: `a.b/c` is a path, `x:y` a URI, `a'b` a name, `1.2.3` two numbers.
 */
export type Token = Span &
  (
    | { readonly kind: TokenKind }
    /** Nix gives up while reading it, whatever the grammar wants; `why` is a phrase. */
    | { readonly kind: "refused"; readonly why: string }
  );

const KEYWORDS = ["if", "then", "else", "assert", "with", "let", "in", "rec", "inherit", "or"] as const;

/** Longer ones first where one begins another. `"` and `''` are both the opening and the closing ones. */
const SYMBOLS = [
  ...["...", "==", "!=", "<=", ">=", "&&", "||", "->", "//", "++", "${", "''"],
  ...[
    '"',
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "=",
    "<",
    ">",
    "!",
    "+",
    "-",
    "*",
    "/",
    "?",
    ":",
    ";",
    ",",
    ".",
    "@",
  ],
] as const;

export type TokenKind =
  | (typeof KEYWORDS)[number]
  | (typeof SYMBOLS)[number]
  | "name"
  | "integer"
  | "float"
  | "uri"
  | "search path"
  /** The first piece of a path; the pieces after it are `text` and interpolations. */
  | "path"
  | "path end"
  /** A piece of a string or of a path. */
  | "text"
  | "unknown character"
  | "end";

/** Reads a text token by token; the grammar asks for the next one only when it has taken the last. */
export type Tokenizer = { next(): Token };

export function tokenize(text: string): Tokenizer {
  return new Lexer(text);
}

const keywords = new Map<string, TokenKind>(KEYWORDS.map((keyword) => [keyword, keyword]));
const symbolsByFirst = Map.groupBy(SYMBOLS, (symbol) => symbol.charAt(0));

/** Sets of ASCII characters, one bit each: the classes of the lexer's definitions. */
const PATH_CHAR = 1;
const NAME_CHAR = 2;
const SCHEME_CHAR = 4;
const URI_CHAR = 8;
const LETTER = 16;
const DIGIT = 32;
const SPACE = 64;

const classes = new Uint8Array(128);
for (let code = 0; code < classes.length; code++) {
  const character = String.fromCharCode(code);
  const bits: readonly [RegExp, number][] = [
    [/[a-zA-Z0-9._\-+]/, PATH_CHAR],
    [/[a-zA-Z0-9_'-]/, NAME_CHAR],
    [/[a-zA-Z0-9+\-.]/, SCHEME_CHAR],
    [/[a-zA-Z0-9%/?:@&=+$,\-_.!~*']/, URI_CHAR],
    [/[a-zA-Z]/, LETTER],
    [/[0-9]/, DIGIT],
    [/[ \t\r\n]/, SPACE],
  ];
  for (const [set, bit] of bits) if (set.test(character)) classes[code] = (classes[code] ?? 0) | bit;
}

/** What the brackets and quotes around a place make of it; `slash` is in a path, behind a slash. */
type Mode = "code" | "string" | "indented" | "path" | "slash";

/** Text of a string that means nothing but itself, skipped at once. */
const QUOTED_RUN = /[^"$\\]+/y;
const INDENTED_RUN = /[^$']+/y;

function runEnd(run: RegExp, text: string, from: number): number {
  run.lastIndex = from;
  return run.test(text) ? run.lastIndex : from;
}

const FLOAT = /(?:[1-9][0-9]*\.[0-9]*|0?\.[0-9]+)(?:[Ee][+-]?[0-9]+)?/y;
const SEARCH_PATH = /<[a-zA-Z0-9._\-+]+(?:\/[a-zA-Z0-9._\-+]+)*>/y;
const LINE_COMMENT = /#[^\r\n]*/y;
const MAX_INTEGER = 2n ** 63n - 1n;
const SMALLEST_NORMAL = 2 ** -1022;

class Lexer implements Tokenizer {
  readonly #text: string;
  readonly #modes: Mode[] = [];
  #at = 0;
  #pathRunStart = 0;
  #pathRunStop = 0;
  #schemeRunStart = 0;
  #schemeRunStop = 0;

  constructor(text: string) {
    this.#text = text;
  }

  next(): Token {
    switch (this.#modes.at(-1)) {
      case "string":
        return this.#inString('"', this.#quotedTextEnd());
      case "indented":
        return this.#inString("''", this.#indentedTextEnd());
      case "path":
      case "slash":
        return this.#inPath();
      default:
        this.#skipTrivia();
        return this.#inCode();
    }
  }

  #is(set: number, at: number): boolean {
    return ((classes[this.#text.charCodeAt(at)] ?? 0) & set) !== 0;
  }

  #startsWith(prefix: string, at = this.#at): boolean {
    return prefix.length === 1
      ? this.#text.charCodeAt(at) === prefix.charCodeAt(0)
      : this.#text.startsWith(prefix, at);
  }

  /** The end of the characters of a set that begin here. */
  #runEnd(set: number, from: number): number {
    const text = this.#text;
    let at = from;
    while (((classes[text.charCodeAt(at)] ?? 0) & set) !== 0) at++;
    return at;
  }

  /** As `#runEnd`, remembered: in `a.a.a…` each name looks to the end of the same run. */
  #pathRunEnd(from: number): number {
    if (from < this.#pathRunStart || from >= this.#pathRunStop) {
      this.#pathRunStart = from;
      this.#pathRunStop = this.#runEnd(PATH_CHAR, from);
    }
    return this.#pathRunStop;
  }

  #schemeRunEnd(from: number): number {
    if (from < this.#schemeRunStart || from >= this.#schemeRunStop) {
      this.#schemeRunStart = from;
      this.#schemeRunStop = this.#runEnd(SCHEME_CHAR, from);
    }
    return this.#schemeRunStop;
  }

  #matchEnd(pattern: RegExp): number {
    pattern.lastIndex = this.#at;
    return pattern.test(this.#text) ? pattern.lastIndex : this.#at;
  }

  #token(kind: TokenKind, end: number): Token {
    const start = this.#at;
    this.#at = end;
    return { kind, start, end };
  }

  #refused(start: number, end: number, why: string): Token {
    this.#at = end;
    return { kind: "refused", start, end, why };
  }

  /** White space and comments. A comment that is never closed is no comment but `/` and `*`. */
  #skipTrivia(): void {
    for (;;) {
      this.#at = this.#runEnd(SPACE, this.#at);
      if (this.#startsWith("#")) {
        this.#at = this.#matchEnd(LINE_COMMENT);
      } else if (this.#startsWith("/*")) {
        const close = this.#text.indexOf("*/", this.#at + 2);
        if (close < 0) return;
        this.#at = close + 2;
      } else {
        return;
      }
    }
  }

  /** The longest match wins; a path or a URI is longer than all else that can begin where it begins. */
  #inCode(): Token {
    const at = this.#at;
    if (at >= this.#text.length) return this.#token("end", at);
    return this.#path() ?? this.#uri() ?? this.#word() ?? this.#number() ?? this.#symbol();
  }

  /** PATH, HPATH, and the piece of a path before `${`. */
  #path(): Token | null {
    const at = this.#at;
    const first = this.#startsWith("~") ? at + 1 : this.#is(PATH_CHAR, at) ? this.#pathRunEnd(at) : at;
    if (!this.#startsWith("/", first)) return null;
    const interpolated = this.#startsWith("${", first + 1);
    const end = interpolated ? first + 1 : this.#segmentsEnd(first);
    if (end === first) return null;
    this.#modes.push(this.#startsWith("/", end - 1) ? "slash" : "path");
    return this.#token("path", end);
  }

  /** The end of `/a/b` or `/a/b/`; `from` itself where there is no such thing. */
  #segmentsEnd(from: number): number {
    let end = from;
    while (this.#startsWith("/", end) && this.#is(PATH_CHAR, end + 1)) end = this.#runEnd(PATH_CHAR, end + 1);
    return end > from && this.#startsWith("/", end) ? end + 1 : end;
  }

  #uri(): Token | null {
    if (!this.#is(LETTER, this.#at)) return null;
    const colon = this.#schemeRunEnd(this.#at);
    if (!this.#startsWith(":", colon) || !this.#is(URI_CHAR, colon + 1)) return null;
    return this.#token("uri", this.#runEnd(URI_CHAR, colon + 1));
  }

  #word(): Token | null {
    if (!this.#is(LETTER, this.#at) && !this.#startsWith("_")) return null;
    const end = this.#runEnd(NAME_CHAR, this.#at);
    return this.#token(keywords.get(this.#text.slice(this.#at, end)) ?? "name", end);
  }

  #number(): Token | null {
    const start = this.#at;
    if (!this.#is(DIGIT, start) && !this.#startsWith(".")) return null;
    const integerEnd = this.#runEnd(DIGIT, start);
    const floatEnd = this.#matchEnd(FLOAT);
    if (floatEnd > integerEnd) {
      const size = Math.abs(Number(this.#text.slice(start, floatEnd)));
      const zero = !/^[^eE]*[1-9]/.test(this.#text.slice(start, floatEnd));
      const fits = zero || (size >= SMALLEST_NORMAL && size < Number.POSITIVE_INFINITY);
      return fits
        ? this.#token("float", floatEnd)
        : this.#refused(start, floatEnd, "a number is out of range");
    }
    if (integerEnd === start) return null;
    const digits = this.#text.slice(start, integerEnd).replace(/^0+/, "");
    const fits = digits.length < 20 && BigInt(digits) <= MAX_INTEGER;
    return fits
      ? this.#token("integer", integerEnd)
      : this.#refused(start, integerEnd, "a number is out of range");
  }

  #symbol(): Token {
    const searchPathEnd = this.#startsWith("<") ? this.#matchEnd(SEARCH_PATH) : this.#at;
    if (searchPathEnd > this.#at) return this.#token("search path", searchPathEnd);
    const symbol = symbolsByFirst.get(this.#text.charAt(this.#at))?.find((each) => this.#startsWith(each));
    if (symbol === undefined) {
      const character = this.#text.codePointAt(this.#at) ?? 0;
      return this.#token("unknown character", this.#at + (character > 0xffff ? 2 : 1));
    }
    if (symbol === "{" || symbol === "${") this.#modes.push("code");
    else if (symbol === "}") this.#modes.pop();
    else if (symbol === '"') this.#modes.push("string");
    else if (symbol === "''") this.#modes.push("indented");
    return this.#token(symbol, this.#at + symbol.length);
  }

  #inString(quote: '"' | "''", textEnd: number): Token {
    if (textEnd > this.#at) return this.#token("text", textEnd);
    if (this.#startsWith("${")) {
      this.#modes.push("code");
      return this.#token("${", this.#at + 2);
    }
    if (this.#at >= this.#text.length) return this.#token("end", this.#at);
    this.#modes.pop();
    return this.#token(quote, this.#at + quote.length);
  }

  /** The end of the text of `"…"`: before `"`, `${` or the end. A `$` takes the next character with it. */
  #quotedTextEnd(): number {
    const text = this.#text;
    let at = runEnd(QUOTED_RUN, text, this.#at);
    while (at < text.length && text[at] !== '"') {
      if (text[at] === "$") {
        const next = text[at + 1];
        if (next === "{") break;
        at += next === '"' || next === "\\" ? 1 : 2;
      } else {
        at += text[at] === "\\" ? 2 : 1;
      }
      at = runEnd(QUOTED_RUN, text, at);
    }
    return Math.min(at, text.length);
  }

  /** The end of the text of `''…''`, with the escapes `'''`, `''$` and `''\` and whatever follows it. */
  #indentedTextEnd(): number {
    const text = this.#text;
    let at = runEnd(INDENTED_RUN, text, this.#at);
    while (at < text.length) {
      const next = text[at + 1];
      if (text[at] === "$") {
        if (next === "{") break;
        at += next === "'" ? 1 : 2;
      } else if (text[at] !== "'") {
        at++;
      } else if (next !== "'") {
        at += next === "$" ? 1 : 2;
      } else {
        const third = text[at + 2];
        if (third === "'" || third === "$") at += 3;
        else if (third === "\\" && at + 3 < text.length) at += 4;
        else break;
      }
      at = runEnd(INDENTED_RUN, text, at);
    }
    return Math.min(at, text.length);
  }

  /** Behind the first piece of a path. */
  #inPath(): Token {
    const at = this.#at;
    if (this.#startsWith("${")) {
      this.#modes.splice(-1, 1, "path", "code");
      return this.#token("${", at + 2);
    }
    const end = this.#pathPieceEnd();
    if (end > at) {
      this.#modes.splice(-1, 1, this.#startsWith("/", end - 1) ? "slash" : "path");
      return this.#token("text", end);
    }
    if (this.#modes.pop() === "slash") return this.#refused(at, at, "a path ends with a slash");
    return this.#token("path end", at);
  }

  #pathPieceEnd(): number {
    const first = this.#runEnd(PATH_CHAR, this.#at);
    const end = this.#segmentsEnd(first);
    return end === first && this.#startsWith("/", end) ? end + 1 : end;
  }
}
