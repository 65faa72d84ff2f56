import { NEGATE_LEVEL, NOT_LEVEL, OPERATORS } from "./operators.ts";
import type { Span } from "./text.ts";
import { type Token, type Tokenizer, type TokenKind, tokenize } from "./tokens.ts";

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

/**
 * The first token that cannot continue a well-formed expression; null where there is none, so that the
 * text is one. Follows the grammar of Nix (`src/libexpr/parser.y`, checked against Nix 2.8), whose parser
 * knows at each token whether it can go on. Not looked for: names defined twice, computed names where
 * `let` and `inherit` take none, undefined variables. Takes time in proportion to the length of the text,
 * at any depth of nesting; never throws.
 *
 * @param see is shown every token as it is read
 */
export function firstSyntaxError(text: string, see?: (token: Token) => void): FirstError | null {
  const tokenizer = tokenize(text);
  const watched = see === undefined ? tokenizer : { next: () => watch(tokenizer.next(), see) };
  const error = new Recogniser(text, watched).run();
  const nul = text.indexOf("\0");
  if (nul < 0 || (error !== null && error.stop < nul)) return error;
  return { start: nul, end: nul + 1, stop: nul, message: "unexpected character U+0000" };
}

function watch(token: Token, see: (token: Token) => void): Token {
  see(token);
  return token;
}

function kinds(...members: readonly TokenKind[]): ReadonlySet<Token["kind"]> {
  return new Set<Token["kind"]>(members);
}

/** What one operand can begin with: no `!` or `-`, no function, no `let … in` and the like. */
const OPERAND_STARTS = kinds(
  ...(["name", "integer", "float", "uri", "search path", "path"] as const),
  ...(['"', "''", "(", "{", "[", "rec", "let"] as const),
);
const ATTRIBUTE_STARTS = kinds("name", "or", '"', "${");
const CLOSING = kinds("}", ")", "]");
const KEYWORDS = kinds("if", "then", "else", "assert", "with", "let", "in", "rec", "inherit");
const OPEN_ENDED = kinds("if", "assert", "with");

/** Something that has begun and must be closed. */
type Open = { readonly token: Token; readonly closing: TokenKind };

/** A value, or a name after `inherit`, in a row of such. */
type Operand = Span & {
  /** The end of the token before it. */
  readonly after: number;
  /** Whether it stands behind something complete, as an argument does. */
  readonly follows: boolean;
};

/**
 * Takes the tokens that must come next, if any. Gives the steps, in order, that come before all that was
 * to come already; or the error.
 */
type Step = () => readonly Step[] | FirstError;
type Outcome = ReturnType<Step>;

const DONE: Outcome = [];

/**
 * Goes through the text once with a stack of what must still come, so that nesting costs memory and no
 * stack frames. Each step sees one token; where two constructs begin alike (`{` begins a set or a
 * function) one step stands for both until they part. Names in
 * backquotes before a step are symbols of Nix's grammar.
 */
class Recogniser {
  readonly #text: string;
  readonly #tokenizer: Tokenizer;
  readonly #open: Open[] = [];
  #token: Token;
  /** The last token taken; null before the first. */
  #previous: Token | null = null;
  #lastOperand: Operand | null = null;
  /** A `"…"` over several lines with a word glued to its end: that end may be the start of the next one. */
  #doubtful: Token | null = null;

  constructor(text: string, tokenizer: Tokenizer) {
    this.#text = text;
    this.#tokenizer = tokenizer;
    this.#token = this.#tokenizer.next();
  }

  run(): FirstError | null {
    const steps: Step[] = [this.#endOfFile, this.#expression];
    for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
      const outcome = step();
      if ("message" in outcome) return outcome;
      for (let i = outcome.length - 1; i >= 0; i--) steps.push(outcome[i] ?? this.#endOfFile);
    }
    return null;
  }

  readonly #endOfFile: Step = () => {
    return this.#token.kind === "end" ? DONE : this.#expected("the end of the file");
  };

  // Tokens

  #take(): Token {
    const taken = this.#token;
    this.#previous = taken;
    this.#token = this.#tokenizer.next();
    return taken;
  }

  #takeIf(kind: TokenKind): boolean {
    if (this.#token.kind !== kind) return false;
    this.#take();
    return true;
  }

  #takeOpening(closing: TokenKind): void {
    this.#open.push({ token: this.#token, closing });
    this.#take();
  }

  /** Takes what closes the last thing that was opened. */
  #takeClosing(): Outcome {
    this.#open.pop();
    this.#take();
    return DONE;
  }

  get #previousEnd(): number {
    return this.#previous?.end ?? 0;
  }

  // Expressions

  /** `expr_function`: anything at all. */
  readonly #expression: Step = () => {
    const operand = this.#operandHere(false);
    switch (this.#token.kind) {
      case "name":
        this.#take();
        return this.#behindFirstName(operand);
      case "{":
        this.#takeOpening("}");
        return this.#setOrFormals(operand);
      case "let":
        return this.#letExpression(operand);
      case "if":
        return this.#ifExpression();
      case "with":
      case "assert":
        return this.#withOrAssert();
      default:
        return this.#operation();
    }
  };

  #behindFirstName(operand: Operand): Outcome {
    if (this.#takeIf(":")) return [this.#expression];
    if (!this.#takeIf("@")) return this.#operationFrom(operand);
    if (this.#token.kind !== "{") return this.#expected("`{` after `@`");
    this.#takeOpening("}");
    return [this.#formals, this.#colon];
  }

  #letExpression(operand: Operand): Outcome {
    const token = this.#take();
    if (this.#token.kind === "{") return this.#operationFrom(operand, this.#bracedBindings);
    this.#open.push({ token, closing: "in" });
    return [this.#bindings, this.#in, this.#expression];
  }

  readonly #in: Step = () => {
    if (this.#token.kind === "in") return this.#takeClosing();
    return this.#keywordAsName() ?? this.#expected("`in` after the bindings of `let`");
  };

  #ifExpression(): Outcome {
    this.#take();
    return [
      this.#expression,
      () => this.#keyword("then", "the condition of `if`"),
      this.#expression,
      () => this.#keyword("else", "the value of `then`"),
      this.#expression,
    ];
  }

  #keyword(keyword: "then" | "else", before: string): Outcome {
    if (this.#takeIf(keyword)) return DONE;
    const expected = `\`${keyword}\` after ${before}`;
    if (this.#token.kind !== "end") return this.#expected(expected);
    return this.#error(`expected ${expected}, found the end of the file`);
  }

  #withOrAssert(): Outcome {
    const { kind } = this.#take();
    return [this.#expression, () => this.#semicolon(() => `the value of \`${kind}\``), this.#expression];
  }

  // Functions

  /** Behind a `{` that begins formals or bindings: only what comes behind `{}` or `{ name` tells. */
  #setOrFormals(operand: Operand): Outcome {
    switch (this.#token.kind) {
      case "}":
        this.#takeClosing();
        return this.#emptySetOrFormals(operand);
      case "...":
        return [this.#formals, this.#colonOrArgument];
      case "name":
        return this.#bindingOrFormal(operand);
      default:
        return this.#operationFrom(operand, this.#bindings, this.#closeBindings);
    }
  }

  #emptySetOrFormals(operand: Operand): Outcome {
    const isFunction = this.#token.kind === ":" || this.#token.kind === "@";
    return isFunction ? this.#colonOrArgument() : this.#operationFrom(operand);
  }

  #bindingOrFormal(operand: Operand): Outcome {
    const name = this.#take();
    const value = () => this.#bindingValue(name.start);
    switch (this.#token.kind) {
      case ",":
      case "?":
      case "}":
        return [() => this.#formalDefault(name), this.#colonOrArgument];
      case ".":
      case "=":
        return this.#operationFrom(operand, this.#attrpathRest, value, this.#bindings, this.#closeBindings);
      default:
        return this.#expectedBehind(`\`,\` or \`=\` after ${this.#quoted(name)}`);
    }
  }

  /** `formals` and the `}` behind them. */
  readonly #formals: Step = () => {
    if (this.#token.kind === "name") return this.#formalDefault(this.#take());
    const ellipsis = this.#takeIf("...");
    if (this.#token.kind === "}") return this.#takeClosing();
    if (ellipsis) return this.#expected("`}` after `...`");
    return this.#keywordAsName() ?? this.#expected("the name of an argument or `}`");
  };

  #formalDefault(name: Span): Outcome {
    if (this.#takeIf("?")) return [this.#expression, () => this.#formalsRest(name)];
    return this.#formalsRest(name);
  }

  #formalsRest(name: Span): Outcome {
    if (this.#takeIf(",")) return [this.#formals];
    if (this.#token.kind === "}") return this.#takeClosing();
    return this.#expectedBehind(`\`,\` after the argument ${this.#quoted(name)}`);
  }

  /** Behind `{ … }`, which is the formals of a function. */
  readonly #colonOrArgument: Step = () => {
    if (this.#takeIf("@") && !this.#takeIf("name")) return this.#expected("a name after `@`");
    return this.#colon();
  };

  readonly #colon: Step = () => {
    return this.#takeIf(":") ? [this.#expression] : this.#expected("`:` after the arguments of the function");
  };

  // Operators

  /** `expr_op`. */
  #operation(): Outcome {
    const waiting: number[] = [];
    return [() => this.#prefixed(waiting), () => this.#operators(waiting)];
  }

  /** The same with the first operand begun; `rest` are the steps to the end of its braces. */
  #operationFrom(operand: Operand, ...rest: readonly Step[]): Outcome {
    const behind = [() => this.#endOperand(operand), this.#arguments, () => this.#operators([])];
    return [...rest, this.#selection, ...behind];
  }

  #prefixed(waiting: number[]): Outcome {
    for (;;) {
      if (this.#takeIf("!")) waiting.push(NOT_LEVEL);
      else if (this.#takeIf("-")) waiting.push(NEGATE_LEVEL);
      else break;
    }
    if (!OPERAND_STARTS.has(this.#token.kind)) return this.#noValue();
    return [() => this.#operand(false), this.#arguments];
  }

  /** `waiting` are the levels of the operators whose right side is not complete. */
  #operators(waiting: number[]): Outcome {
    const again = () => this.#operators(waiting);
    if (this.#takeIf("?")) return [this.#attrpath, again];
    const operator = OPERATORS.get(this.#token.kind);
    if (operator === undefined) return DONE;
    while ((waiting.at(-1) ?? 0) > operator.level) waiting.pop();
    if (waiting.at(-1) === operator.level) {
      if (operator.repeats === "never") return this.#secondComparison();
      if (operator.repeats === "left") waiting.pop();
    }
    waiting.push(operator.level);
    this.#take();
    return [() => this.#prefixed(waiting), again];
  }

  /** `expr_app`, behind the function. */
  readonly #arguments: Step = () => {
    if (!OPERAND_STARTS.has(this.#token.kind)) return DONE;
    return [() => this.#operand(true), this.#arguments];
  };

  // Operands

  #operandHere(follows: boolean): Operand {
    return { start: this.#token.start, end: this.#token.end, after: this.#previousEnd, follows };
  }

  #endOperand(operand: Operand): Outcome {
    this.#lastOperand = { ...operand, end: this.#previousEnd };
    return DONE;
  }

  /** `expr_select`. */
  #operand(follows: boolean): Outcome {
    const operand = this.#operandHere(follows);
    return [this.#simple, this.#selection, () => this.#endOperand(operand)];
  }

  /** Behind a value: `.a.b`, `.a.b or c`, or the `or` of the days when that was a name. */
  readonly #selection: Step = () => {
    if (this.#takeIf(".")) return [this.#attrpath, this.#fallback];
    this.#takeIf("or");
    return DONE;
  };

  readonly #fallback: Step = () => {
    if (!this.#takeIf("or")) return DONE;
    return OPERAND_STARTS.has(this.#token.kind) ? this.#operand(false) : this.#noValue();
  };

  /** `expr_simple`. */
  readonly #simple: Step = () => {
    switch (this.#token.kind) {
      case '"':
      case "''":
        return this.#string(this.#token.kind);
      case "path":
        this.#takeOpening("path end");
        return this.#pathRest();
      case "(":
        this.#takeOpening(")");
        return [this.#expression, () => this.#close(")")];
      case "[":
        this.#takeOpening("]");
        return this.#elements();
      case "{":
        return this.#bracedBindings();
      case "rec":
      case "let":
        this.#take();
        return this.#bracedBindings();
      default:
        this.#take();
        return DONE;
    }
  };

  #close(closing: TokenKind): Outcome {
    if (this.#token.kind === closing) return this.#takeClosing();
    const open = this.#open.at(-1)?.token ?? this.#token;
    return this.#expected(`\`${closing}\` for the ${this.#quoted(open)} of line ${this.#line(open.start)}`);
  }

  /** `expr_list`. */
  readonly #elements: Step = () => {
    if (!OPERAND_STARTS.has(this.#token.kind)) return this.#wrongElement() ?? this.#close("]");
    return [() => this.#operand(true), this.#elements];
  };

  // Strings and paths

  #string(quote: '"' | "''"): Outcome {
    this.#takeOpening(quote);
    return this.#stringRest(quote);
  }

  #stringRest(quote: '"' | "''"): Outcome {
    while (this.#token.kind === "text") this.#take();
    if (this.#token.kind === "${") return [this.#interpolation, () => this.#stringRest(quote)];
    if (this.#token.kind !== quote) return this.#expected("the end of the string");
    this.#noteDoubtful(this.#open.at(-1)?.token ?? this.#token);
    return this.#takeClosing();
  }

  readonly #interpolation: Step = () => {
    this.#takeOpening("}");
    return [this.#expression, () => this.#close("}")];
  };

  /** Before its first `${` a path has one more piece at most, which begins with a second slash in a row. */
  #pathRest(): Outcome {
    const isDoubled = this.#takeIf("text");
    if (this.#token.kind === "${") return [this.#interpolation, this.#pathAfterInterpolation];
    if (!isDoubled || this.#token.kind === "refused") return this.#endPath();
    const stop = this.#previous?.start ?? 0;
    return { ...this.#error("a path has two slashes in a row"), stop };
  }

  readonly #pathAfterInterpolation: Step = () => {
    while (this.#token.kind === "text") this.#take();
    if (this.#token.kind === "${") return [this.#interpolation, this.#pathAfterInterpolation];
    return this.#endPath();
  };

  #endPath(): Outcome {
    if (this.#token.kind !== "path end") return this.#expected("the end of the path");
    const last = this.#previous;
    this.#takeClosing();
    this.#previous = last;
    return DONE;
  }

  // Bindings

  readonly #bracedBindings: Step = () => {
    if (this.#token.kind !== "{") return this.#expected(`\`{\` after ${this.#quoted(this.#previous)}`);
    this.#takeOpening("}");
    return [this.#bindings, this.#closeBindings];
  };

  readonly #closeBindings: Step = () => {
    if (this.#token.kind === "}") return this.#takeClosing();
    return this.#keywordAsName() ?? this.#expected("a binding or `}`");
  };

  /** `binds`. */
  readonly #bindings: Step = () => {
    const { start } = this.#token;
    if (ATTRIBUTE_STARTS.has(this.#token.kind)) {
      return [this.#attrpath, () => this.#bindingValue(start), this.#bindings];
    }
    return this.#takeIf("inherit") ? [this.#inherit, this.#bindings] : DONE;
  };

  #bindingValue(start: number): Outcome {
    const name = { start, end: this.#previousEnd };
    if (!this.#takeIf("=")) return this.#noBinding(this.#quoted(name));
    return [this.#expression, () => this.#semicolon(() => `the value of ${this.#quoted(name)}`)];
  }

  #semicolon(before: () => string): Outcome {
    return this.#takeIf(";") ? DONE : this.#expectedBehind(`\`;\` after ${before()}`);
  }

  readonly #inherit: Step = () => {
    if (this.#token.kind !== "(") return this.#inheritedNames();
    this.#takeOpening(")");
    return [this.#expression, () => this.#close(")"), this.#inheritedNames];
  };

  /** `attrs` and the `;` behind them. */
  readonly #inheritedNames: Step = () => {
    if (!ATTRIBUTE_STARTS.has(this.#token.kind)) {
      return this.#wrongInheritedName() ?? this.#semicolon(() => "the names of `inherit`");
    }
    const name = this.#operandHere(true);
    return [this.#attribute, () => this.#endOperand(name), this.#inheritedNames];
  };

  readonly #attrpath: Step = () => [this.#attribute, this.#attrpathRest];

  readonly #attrpathRest: Step = () => (this.#takeIf(".") ? [this.#attrpath] : DONE);

  /** `attr` and `string_attr`. */
  readonly #attribute: Step = () => {
    switch (this.#token.kind) {
      case "name":
      case "or":
        this.#take();
        return DONE;
      case '"':
        return this.#string('"');
      case "${":
        return this.#interpolation();
      default:
        if (KEYWORDS.has(this.#token.kind)) return this.#failAtKeyword();
        return this.#expected(`a name after ${this.#quoted(this.#previous)}`);
    }
  };

  // What is wrong in a certain place

  #noValue(): FirstError {
    const { kind, start } = this.#token;
    if (kind === "end" && this.#previous === null) return this.#error("the file holds no expression");
    if (kind === "." && /^\.{1,2}\//.test(this.#text.slice(start, start + 3))) {
      return this.#fail("a path ends with a slash");
    }
    const after = this.#previous === null ? "" : ` after ${this.#quoted(this.#previous)}`;
    if (OPEN_ENDED.has(kind)) return this.#fail(`\`${kind}\` needs parentheses around it${after}`);
    return this.#expected(`a value${after}`);
  }

  /** In a `let`, what does not go on as a binding is more likely the value behind a forgotten `in`. */
  #noBinding(name: string): FirstError {
    const inLet = this.#open.at(-1)?.closing === "in";
    return this.#expected(inLet ? `\`in\` before ${name}, or \`=\` after it` : `\`=\` after ${name}`);
  }

  #secondComparison(): FirstError {
    return this.#fail(`\`${this.#token.kind}\` cannot follow another comparison without parentheses`);
  }

  #wrongElement(): FirstError | null {
    const { kind } = this.#token;
    if (kind === ",") return this.#fail("`,` in a list: its elements are separated by white space alone");
    const needsParentheses =
      kind === "!" || kind === "?" || kind === ":" || OPERATORS.has(kind) || OPEN_ENDED.has(kind);
    return needsParentheses
      ? this.#fail(`\`${kind}\` in a list: an element that is more than one value needs parentheses`)
      : null;
  }

  #wrongInheritedName(): FirstError | null {
    const { kind } = this.#token;
    const keyword = this.#keywordAsName();
    if (keyword !== null) return keyword;
    if (kind === ",") return this.#fail("`,` after `inherit`: its names are separated by white space alone");
    if (kind !== "." || this.#swallowedBinding() !== null) return null;
    return this.#fail("`.` after `inherit`: what is `a.b` elsewhere is `inherit (a) b;` here");
  }

  /** The error of a keyword in the place of a name: `{ with = 1; }`. */
  #keywordAsName(): FirstError | null {
    const behind = this.#text.slice(this.#token.end, this.#token.end + 40);
    const isName = KEYWORDS.has(this.#token.kind) && /^\s*(?:[.;,}]|=(?!=))/.test(behind);
    return isName ? this.#failAtKeyword() : null;
  }

  #failAtKeyword(): FirstError {
    return this.#fail(`\`${this.#token.kind}\` is a keyword: as a name it must stand in quotes`);
  }

  // Where and in which words to fail

  /** Fails for want of something. */
  #expected(what: string): FirstError {
    const binding = this.#swallowedBinding();
    if (binding === null) return this.#fail(`expected ${what}, found ${this.#found()}`);
    const message = binding.follows
      ? `expected ${what}, found ${this.#quoted(binding)}`
      : `expected a value before the binding ${this.#quoted(binding)}`;
    return this.#fail(message, binding.after);
  }

  /** The same, shown where it must be typed if the next token is on another line. */
  #expectedBehind(what: string): FirstError {
    if (this.#swallowedBinding() !== null || !this.#isNewLine(this.#previousEnd, this.#token.start)) {
      return this.#expected(what);
    }
    return this.#fail(`expected ${what}, found ${this.#found()}`, this.#previousEnd);
  }

  /**
   * The name that was taken for one more argument or element, though it begins the next binding: it begins
   * a line, and `=` follows it. Null where the next token is nothing of the kind.
   */
  #swallowedBinding(): Operand | null {
    const operand = this.#lastOperand;
    if (this.#token.kind !== "=" && this.#token.kind !== ".") return null;
    if (operand === null || operand.end !== this.#previousEnd) return null;
    const isName = /[a-zA-Z_"$]/.test(this.#text.charAt(operand.start));
    return isName && this.#isNewLine(operand.after, operand.start) ? operand : null;
  }

  /** Fails at the next token, or is shown at `offset`, unless that token could stand nowhere. */
  #fail(message: string, offset?: number): FirstError {
    const why = this.#whyNowhere();
    return why === null ? this.#error(message, offset) : this.#error(why);
  }

  #error(message: string, offset?: number): FirstError {
    const doubtful = this.#doubtful;
    const hint = doubtful === null ? "" : `; is a \`"\` missing on line ${this.#line(doubtful.start)}?`;
    return { ...this.#place(offset), stop: this.#token.start, message: message + hint };
  }

  #place(offset?: number): Span {
    const { kind, start, end } = this.#token;
    if (offset !== undefined) return { start: offset, end: offset };
    if (kind !== "end" && end > start) return { start, end };
    const open = this.#open.at(-1);
    if (kind !== "end" && open?.closing === "path end") return { start: open.token.start, end };
    const textEnd = this.#text.trimEnd().length;
    return { start: textEnd, end: textEnd };
  }

  /** What is wrong with the next token whatever was expected. */
  #whyNowhere(): string | null {
    const token = this.#token;
    if (token.kind === "refused") return token.why;
    if (token.kind === "unknown character") return this.#unknownCharacter();
    const comment = this.#unclosedComment();
    if (comment !== null) return `the comment that begins on line ${this.#line(comment)} is never closed`;
    if (token.kind === "end") return this.#unclosed();
    if (CLOSING.has(token.kind) && !this.#open.some(({ closing }) => closing === token.kind)) {
      return `unexpected \`${token.kind}\`: nothing is open here that it could close`;
    }
    if (token.kind === ":" && this.#lastOperand?.end === this.#previousEnd) {
      return "unexpected `:`: a function needs parentheses around it here";
    }
    return null;
  }

  #unknownCharacter(): string {
    const { start, end } = this.#token;
    const character = this.#text.slice(start, end);
    if (this.#text.startsWith("|>", start)) return "unexpected `|>`: Nix has no such operator by default";
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
  #unclosedComment(): number | null {
    const { kind, start } = this.#token;
    if (kind === "/" && this.#text.startsWith("/*", start)) return start;
    return kind === "*" && this.#text.startsWith("/*", start - 1) ? start - 1 : null;
  }

  #unclosed(): string | null {
    const open = this.#open.at(-1);
    if (open === undefined) return null;
    const line = this.#line(open.token.start);
    if (open.closing === "in") return `expected \`in\` after the bindings of the \`let\` of line ${line}`;
    if (open.closing === '"' || open.closing === "''") {
      return `the string that begins on line ${line} is never closed`;
    }
    return `the ${this.#quoted(open.token)} of line ${line} is never closed`;
  }

  /** `opening` is that of a string whose closing quote is the next token. */
  #noteDoubtful(opening: Token): void {
    const { start, end } = this.#token;
    if (this.#doubtful !== null || this.#text.charAt(start) !== '"') return;
    const isGlued = /[a-zA-Z0-9_]/.test(this.#text.charAt(end));
    if (isGlued && this.#isNewLine(opening.start, Math.min(start, opening.start + 500))) {
      this.#doubtful = opening;
    }
  }

  #found(): string {
    switch (this.#token.kind) {
      case "end":
        return "the end of the file";
      case '"':
      case "''":
        return "a string";
      default:
        return this.#quoted(this.#token);
    }
  }

  /** A piece of the text in backquotes: of its first line, at most 30 characters. */
  #quoted(span: Span | null): string {
    const { start, end } = span ?? this.#token;
    const line = this.#text.slice(start, Math.min(end, start + 100)).split(/[\r\n]/, 1)[0] ?? "";
    const characters = [...line.replaceAll("`", "'")];
    return characters.length > 30 ? `\`${characters.slice(0, 29).join("")}…\`` : `\`${characters.join("")}\``;
  }

  #isNewLine(start: number, end: number): boolean {
    return this.#text.slice(start, end).includes("\n");
  }

  #line(offset: number): number {
    return this.#text.slice(0, offset).split("\n").length;
  }
}
