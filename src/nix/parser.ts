import { Cursor } from "./cursor.ts";
import { argumentTwice, Definitions, type SyntaxProblem, setOf } from "./definitions.ts";
import type { FirstError } from "./first-error.ts";
import * as errors from "./first-error.ts";
import { HAS_LEVEL, NEGATE_LEVEL, NOT_LEVEL, OPERATORS, operatorPlace } from "./operators.ts";
import type { Token } from "./tokens.ts";
import { KIND, Tree } from "./tree.ts";
import { Words } from "./words.ts";

/** What one pass over a text gives: its tree, and what others ask of it most, as places in the tree. */
export type Pass = {
  readonly tree: Tree;
  /** The place of the expression that the text is; `broken` where there is an error. */
  readonly expression: number;
  readonly paths: Words;
  /** The strings with escapes. */
  readonly escaped: Words;
  /** The offsets of each comment: where it begins, where it ends. */
  readonly comments: Words;
  readonly error: FirstError | null;
  /** How much was done: steps of the parser, each of which takes one token at most and a bounded time. */
  readonly steps: number;
};

/** What must come next. Each is pushed with the words that it needs below it, which are named at its method. */
const STEP = {
  endOfFile: 0,
  expression: 1,
  arguments: 3,
  apply: 4,
  behindOperand: 5,
  selected: 6,
  selectDefault: 7,
  has: 8,
  string: 9,
  interpolation: 10,
  path: 11,
  parenthesized: 12,
  list: 13,
  bindings: 14,
  bindingValue: 15,
  binding: 16,
  inheritSource: 17,
  inheritNames: 18,
  inheritedName: 19,
  attrpath: 20,
  name: 21,
  formals: 22,
  formal: 23,
  behindFormals: 24,
  function: 25,
  thenValue: 26,
  elseValue: 27,
  if: 28,
  semicolon: 29,
  body: 30,
  letBody: 31,
  letIn: 32,
} as const;

/** The words for a `!` or `-` before an operand, and for the bottom of a row of operators, beside `OPERATORS`. */
const [NOT, NEGATE, BOTTOM] = [-1, -2, -3];

function levelOf(operator: number): number {
  if (operator === BOTTOM) return -1;
  if (operator === NOT) return NOT_LEVEL;
  return operator === NEGATE ? NEGATE_LEVEL : (OPERATORS[operator]?.level ?? -1);
}

/** Whether one operand can begin with a token: no `!` or `-`, no function, no `let … in` and the like. */
function beginsOperand(kind: Token["kind"]): boolean {
  switch (kind) {
    case "name":
    case '"':
    case "''":
    case "(":
    case "{":
    case "[":
    case "path":
    case "integer":
    case "float":
    case "uri":
    case "search path":
    case "rec":
    case "let":
      return true;
    default:
      return false;
  }
}

function beginsName(kind: Token["kind"]): boolean {
  return kind === "name" || kind === '"' || kind === "${" || kind === "or";
}

/** The length of the escape at a place: `\n`, `''$` or `''\n`; a character of two units is one. */
function escapeLength(text: string, at: number): number {
  const length = text[at] === "\\" ? 2 : text[at + 2] === "\\" ? 4 : 3;
  const isWide = (text.codePointAt(at + length - 1) ?? 0) > 0xffff;
  return Math.min(isWide ? length + 1 : length, text.length - at);
}

/**
 * Reads a text by the grammar of Nix (`src/libexpr/parser.y`), up to its first error. It goes through the text
 * once with a row of what must still come and a row of the nodes that are done, so that nesting costs a few
 * words and no stack frames: it takes time and memory in proportion to the length of the text, whatever it
 * holds, and never throws. Names in backquotes are symbols of Nix's grammar.
 */
export class NixPass {
  readonly #at: Cursor;
  readonly #tree: Tree;
  readonly #definitions: Definitions;
  /** What must still come, last first. */
  readonly #steps = new Words();
  /** The nodes that are done and in no other yet. */
  readonly #done = new Words();
  /** Operators whose right side is not complete, each with where it begins. */
  readonly #operators = new Words();
  readonly #paths = new Words();
  readonly #escaped = new Words();
  #error: FirstError | null = null;

  constructor(text: string, pipes: boolean, see: ((token: Token) => void) | null) {
    this.#at = new Cursor(text, pipes, see);
    this.#tree = new Tree(text);
    this.#definitions = new Definitions(this.#tree);
  }

  run(): Pass {
    this.#push(STEP.endOfFile);
    this.#push(STEP.expression);
    let steps = 0;
    while (this.#steps.length > 0 && this.#error === null) {
      this.#step(this.#steps.pop());
      steps++;
    }
    const tree = this.#tree;
    const isWhole = this.#error === null && this.#done.length === 1;
    if (!isWhole) this.#gather(tree.add(KIND.broken, 0, tree.text.length), 0);
    const { comments } = this.#at;
    const [paths, escaped, error] = [this.#paths, this.#escaped, this.#error];
    return { tree, expression: this.#done.at(0), paths, escaped, comments, error, steps };
  }

  #step(step: number): undefined {
    switch (step) {
      case STEP.endOfFile:
        if (this.#at.kind !== "end") this.#fail(errors.expected(this.#at, "the end of the file"));
        return;
      case STEP.expression:
        return this.#expression();
      case STEP.arguments:
        return this.#arguments();
      case STEP.apply:
        return this.#apply();
      case STEP.behindOperand: {
        const after = this.#steps.pop();
        return this.#behindOperand(this.#steps.pop(), after);
      }
      case STEP.selected:
        return this.#selected();
      case STEP.selectDefault:
        return this.#selectDefault();
      case STEP.has:
        return this.#has();
      case STEP.string:
        return this.#string();
      case STEP.interpolation:
        return this.#interpolationEnd();
      case STEP.path:
        return this.#path();
      case STEP.parenthesized:
        return this.#parenthesized();
      case STEP.list:
        return this.#list();
      case STEP.bindings:
        return this.#bindings();
      case STEP.bindingValue:
        return this.#bindingValue(this.#steps.pop());
      case STEP.binding:
        return this.#binding();
      case STEP.inheritSource:
        return this.#inheritSource();
      case STEP.inheritNames:
        return this.#inheritNames();
      case STEP.inheritedName:
        return this.#inheritedName();
      case STEP.attrpath:
        return this.#attrpathRest();
      case STEP.name:
        return this.#quotedName();
      case STEP.formals:
        return this.#formals();
      case STEP.formal:
        return this.#formal(true);
      case STEP.behindFormals:
        return this.#behindFormals();
      case STEP.function:
        return this.#functionEnd();
      case STEP.thenValue:
        return this.#keyword("then", "the condition of `if`", STEP.elseValue);
      case STEP.elseValue:
        return this.#keyword("else", "the value of `then`", STEP.if);
      case STEP.if:
        return this.#ifEnd();
      case STEP.semicolon:
        return this.#semicolon();
      case STEP.body:
        return this.#bodyEnd();
      case STEP.letBody:
        return this.#letBody();
      case STEP.letIn:
        return this.#letEnd();
    }
  }

  #push(...words: readonly number[]): undefined {
    for (const word of words) this.#steps.push(word);
  }

  #fail(error: FirstError): undefined {
    this.#error ??= error;
  }

  #refuse(problem: SyntaxProblem | null): undefined {
    if (problem !== null) this.#fail({ ...problem, stop: problem.start });
  }

  /** Adds a node of the nodes that are done since `from`, whose number and places are its last words. */
  #gather(at: number, from: number): undefined {
    const { words } = this.#tree;
    words.push(this.#done.length - from);
    this.#done.moveTo(words, from);
    this.#done.push(at);
  }

  /** Adds a node without parts of the token here, and takes it. */
  #leaf(kind: number): undefined {
    const at = this.#at;
    this.#done.push(this.#tree.add(kind, at.start, at.end));
    at.take();
  }

  /** The end of the node that was done last, or at a place. */
  #end(node: number): number {
    return this.#tree.words.at(node + 2);
  }

  #start(node: number): number {
    return this.#tree.words.at(node + 1);
  }

  // Expressions

  /** `expr_function`: anything at all. */
  #expression(): undefined {
    const at = this.#at;
    const { start, previousEnd } = at;
    switch (at.kind) {
      case "name":
        return this.#behindFirstName();
      case "{":
        at.takeOpening("}");
        return this.#setOrFormals(start, previousEnd * 2);
      case "let":
        at.take();
        if (at.is("{")) {
          this.#beginOperation();
          this.#push(start, previousEnd * 2, STEP.behindOperand);
          return this.#braced(start, KIND.let);
        }
        at.open(start, "in");
        return this.#push(start, this.#done.length, -1, KIND.letIn, STEP.bindings);
      case "if":
        at.take();
        return this.#push(start, STEP.thenValue, STEP.expression);
      case "with":
      case "assert": {
        const kind = at.kind === "with" ? KIND.with : KIND.assert;
        at.take();
        return this.#push(start, kind, STEP.semicolon, STEP.expression);
      }
      default:
        this.#operators.push(BOTTOM);
        return this.#prefixed();
    }
  }

  #behindFirstName(): undefined {
    const at = this.#at;
    const { start, end, previousEnd } = at;
    at.take();
    if (at.kind !== ":" && at.kind !== "@") {
      this.#beginOperation();
      this.#done.push(this.#tree.add(KIND.variable, start, end));
      return this.#behindOperand(start, previousEnd * 2);
    }
    this.#done.push(this.#name(start, end));
    if (at.takeIf(":")) return this.#push(start, 1, STEP.function, STEP.expression);
    at.take();
    if (!at.is("{")) return this.#fail(errors.expected(at, "`{` after `@`"));
    this.#push(start, 1, STEP.behindFormals);
    return this.#beginFormals();
  }

  #keyword(keyword: "then" | "else", before: string, next: number): undefined {
    if (!this.#at.takeIf(keyword)) return this.#fail(errors.missingKeyword(this.#at, keyword, before));
    this.#push(next, STEP.expression);
  }

  /** Words: where it begins. */
  #ifEnd(): undefined {
    const [alternative, consequence, condition] = [this.#done.pop(), this.#done.pop(), this.#done.pop()];
    this.#node(KIND.if, this.#steps.pop(), this.#end(alternative), condition, consequence, alternative);
  }

  #node(kind: number, start: number, end: number, ...words: readonly number[]): undefined {
    const node = this.#tree.add(kind, start, end);
    for (const word of words) this.#tree.words.push(word);
    this.#done.push(node);
  }

  /** Behind what `with` or `assert` begins with. Words: where that begins, its kind. */
  #semicolon(): undefined {
    const at = this.#at;
    const kind = this.#steps.at(this.#steps.length - 1);
    if (!at.takeIf(";")) {
      const keyword = kind === KIND.with ? "with" : "assert";
      return this.#fail(errors.expectedBehind(at, `\`;\` after the value of \`${keyword}\``));
    }
    this.#push(STEP.body, STEP.expression);
  }

  /** Words: where it begins, its kind. */
  #bodyEnd(): undefined {
    const [body, first] = [this.#done.pop(), this.#done.pop()];
    const kind = this.#steps.pop();
    this.#node(kind, this.#steps.pop(), this.#end(body), first, body);
  }

  /** Behind the bindings of `let`. Words: where it begins, its first binding. */
  #letBody(): undefined {
    const at = this.#at;
    if (at.kind !== "in") {
      const what = "`in` after the bindings of `let`";
      return this.#fail(errors.keywordAsName(at) ?? errors.expected(at, what));
    }
    at.takeClosing();
    this.#push(STEP.letIn, STEP.expression);
  }

  #letEnd(): undefined {
    const body = this.#done.pop();
    const first = this.#steps.pop();
    for (let i = first; i < this.#done.length; i++) this.#refuseComputed(this.#done.at(i));
    const node = this.#tree.add(KIND.letIn, this.#steps.pop(), this.#end(body));
    this.#tree.words.push(body);
    this.#gather(node, first);
  }

  #refuseComputed(binding: number): undefined {
    const { words } = this.#tree;
    if (words.at(binding) !== KIND.binding) return;
    const first = words.at(words.at(binding + 3) + 4);
    this.#refuse(this.#definitions.computed(first, "`let`"));
  }

  // Functions

  /** Behind a `{` that begins formals or bindings: only what comes behind `{}` or `{ name` tells. */
  #setOrFormals(start: number, after: number): undefined {
    const at = this.#at;
    if (at.kind === "}") {
      const { end } = at;
      at.takeClosing();
      if (at.is(":") || at.is("@")) {
        this.#node(KIND.formals, start, end, 0, 0);
        this.#push(start, 0, STEP.behindFormals);
        return;
      }
      this.#beginOperation();
      this.#node(KIND.plain, start, end, -1, 0);
      return this.#behindOperand(start, after);
    }
    if (at.kind === "...") {
      this.#push(start, 0, STEP.behindFormals);
      return this.#push(start, this.#done.length, STEP.formals);
    }
    const { kind, start: nameStart, end: nameEnd } = at;
    const first = this.#done.length;
    if (kind === "name") {
      at.take();
      if (at.is(",") || at.is("?") || at.is("}")) {
        this.#push(start, 0, STEP.behindFormals, start, first);
        this.#done.push(this.#name(nameStart, nameEnd));
        return this.#formalDefault();
      }
      if (!at.is(".") && !at.is("=")) {
        const name = errors.quotedSpan(at, { start: nameStart, end: nameEnd });
        return this.#fail(errors.expectedBehind(at, `\`,\` or \`=\` after ${name}`));
      }
    }
    this.#beginOperation();
    this.#push(start, after, STEP.behindOperand, start, first, -1, KIND.plain, STEP.bindings);
    if (kind !== "name") return;
    this.#push(nameStart, STEP.bindingValue);
    this.#done.push(this.#name(nameStart, nameEnd));
    this.#push(first, STEP.attrpath);
  }

  #beginFormals(): undefined {
    const { start } = this.#at;
    this.#at.takeOpening("}");
    this.#push(start, this.#done.length, STEP.formals);
  }

  /** `formals` and the `}` behind them. Words: where they begin, the first of them. */
  #formals(): undefined {
    const at = this.#at;
    if (at.kind === "name") {
      this.#done.push(this.#name(at.start, at.end));
      at.take();
      return this.#formalDefault();
    }
    const ellipsis = at.takeIf("...");
    if (at.kind === "}") return this.#formalsEnd(ellipsis);
    if (ellipsis) return this.#fail(errors.expected(at, "`}` after `...`"));
    this.#fail(errors.keywordAsName(at) ?? errors.expected(at, "the name of an argument or `}`"));
  }

  #formalsEnd(ellipsis: boolean): undefined {
    const { end } = this.#at;
    this.#at.takeClosing();
    const first = this.#steps.pop();
    const node = this.#tree.add(KIND.formals, this.#steps.pop(), end);
    this.#tree.words.push(ellipsis ? 1 : 0);
    this.#gather(node, first);
  }

  #formalDefault(): undefined {
    if (this.#at.takeIf("?")) this.#push(STEP.formal, STEP.expression);
    else this.#formal(false);
  }

  /** Behind an argument in braces and its default. */
  #formal(hasDefault: boolean): undefined {
    const at = this.#at;
    const value = hasDefault ? this.#done.pop() : -1;
    const name = this.#done.pop();
    const [start, end] = [this.#start(name), this.#end(name)];
    this.#node(KIND.formal, start, hasDefault ? this.#end(value) : end, name, value);
    if (at.takeIf(",")) return this.#push(STEP.formals);
    if (at.kind === "}") return this.#formalsEnd(false);
    const shown = errors.quotedSpan(at, { start, end });
    this.#fail(errors.expectedBehind(at, `\`,\` after the argument ${shown}`));
  }

  /** Words: where the function begins, whether a name stood before the braces. */
  #behindFormals(): undefined {
    const at = this.#at;
    const named = this.#steps.at(this.#steps.length - 1) === 1;
    if (!named && at.takeIf("@")) {
      if (at.kind !== "name") return this.#fail(errors.expected(at, "a name after `@`"));
      this.#done.push(this.#name(at.start, at.end));
      at.take();
      this.#steps.pop();
      this.#push(3);
    } else {
      this.#steps.pop();
      this.#push(named ? 2 : 0);
    }
    if (!at.takeIf(":")) {
      return this.#fail(errors.expected(at, "`:` after the arguments of the function"));
    }
    this.#push(STEP.function, STEP.expression);
  }

  /** Words: where it begins, its form: 0 `{}:`, 1 `a:`, 2 `a@{}:`, 3 `{}@a:`. */
  #functionEnd(): undefined {
    const body = this.#done.pop();
    const form = this.#steps.pop();
    const last = this.#done.pop();
    const other = form >= 2 ? this.#done.pop() : -1;
    const argument = form === 0 ? -1 : form === 2 ? other : last;
    const formals = form === 0 || form === 2 ? last : other;
    this.#node(KIND.function, this.#steps.pop(), this.#end(body), body, argument, formals);
    this.#refuse(argumentTwice(this.#tree, argument, formals));
  }

  // Operators

  /** `expr_op`, whose first operand comes next or is done. */
  #beginOperation(): undefined {
    this.#operators.push(BOTTOM);
    this.#push(STEP.arguments);
  }

  #prefixed(): undefined {
    const at = this.#at;
    while (at.kind === "!" || at.kind === "-") {
      this.#operators.push(at.start);
      this.#operators.push(at.kind === "!" ? NOT : NEGATE);
      at.take();
    }
    if (!beginsOperand(at.kind)) return this.#fail(errors.noValue(at));
    this.#push(STEP.arguments);
    this.#operand(false);
  }

  /** Behind an operand with its arguments. */
  #behindOperation(): undefined {
    const at = this.#at;
    if (at.kind === "?") {
      this.#reduce(HAS_LEVEL + 1);
      at.take();
      this.#push(STEP.has);
      return this.#attrpath();
    }
    const place = operatorPlace(at.kind);
    const operator = OPERATORS[place];
    if (operator === undefined) {
      this.#reduce(0);
      this.#operators.pop();
      return;
    }
    this.#reduce(operator.level + 1);
    const before = this.#operators.at(this.#operators.length - 1);
    if (levelOf(before) === operator.level) {
      const repeats = OPERATORS[before]?.repeats;
      if (repeats !== operator.repeats || repeats === "never") return this.#fail(errors.secondOperator(at));
      if (repeats === "left") this.#reduceOne();
    }
    this.#operators.push(at.start);
    this.#operators.push(place);
    at.take();
    this.#prefixed();
  }

  /** Completes the operators before this place that bind at least as tight as a level. */
  #reduce(level: number): undefined {
    while (levelOf(this.#operators.at(this.#operators.length - 1)) >= level) this.#reduceOne();
  }

  #reduceOne(): undefined {
    const operator = this.#operators.pop();
    const start = this.#operators.pop();
    const right = this.#done.pop();
    const end = this.#end(right);
    if (operator < 0) return this.#node(KIND.unary, start, end, right);
    const left = this.#done.pop();
    this.#node(KIND.binary, this.#start(left), end, operator, left, right);
  }

  #has(): undefined {
    const [attrpath, value] = [this.#done.pop(), this.#done.pop()];
    this.#node(KIND.has, this.#start(value), this.#end(attrpath), value, attrpath);
    this.#behindOperation();
  }

  /** `expr_app`, behind the function, and what comes behind it. */
  #arguments(): undefined {
    if (!beginsOperand(this.#at.kind)) return this.#behindOperation();
    this.#push(STEP.apply);
    this.#operand(true);
  }

  #apply(): undefined {
    const [argument, fn] = [this.#done.pop(), this.#done.pop()];
    this.#node(KIND.apply, this.#start(fn), this.#end(argument), fn, argument);
    this.#arguments();
  }

  // Operands

  /** `expr_select`. `follows` says whether it stands behind something complete. */
  #operand(follows: boolean): undefined {
    const at = this.#at;
    const { start, previousEnd } = at;
    const after = previousEnd * 2 + (follows ? 1 : 0);
    switch (at.kind) {
      case "name":
        this.#leaf(KIND.variable);
        return this.#behindOperand(start, after);
      case "integer":
        this.#leaf(KIND.integer);
        return this.#behindOperand(start, after);
      case "float":
        this.#leaf(KIND.float);
        return this.#behindOperand(start, after);
      case "uri":
        this.#leaf(KIND.uri);
        return this.#behindOperand(start, after);
      case "search path":
        this.#node(KIND.path, start, at.end, 0);
        this.#paths.push(this.#done.at(this.#done.length - 1));
        at.take();
        return this.#behindOperand(start, after);
    }
    this.#push(start, after, STEP.behindOperand);
    switch (at.kind) {
      case '"':
      case "''":
        return this.#beginString(at.kind);
      case "path":
        return this.#beginPath();
      case "(":
        at.takeOpening(")");
        return this.#push(start, STEP.parenthesized, STEP.expression);
      case "[":
        at.takeOpening("]");
        return this.#push(start, this.#done.length, STEP.list);
      case "rec":
      case "let": {
        const kind = at.kind === "rec" ? KIND.rec : KIND.let;
        at.take();
        return this.#braced(start, kind);
      }
      default:
        return this.#braced(start, KIND.plain);
    }
  }

  /** Behind a value: `.a.b`, `.a.b or c`, or the `or` of the days when that was a name. */
  #behindOperand(start: number, after: number): undefined {
    const at = this.#at;
    if (at.kind === ".") {
      at.take();
      this.#push(start, after, STEP.selected);
      return this.#attrpath();
    }
    if (at.kind === "or") {
      this.#leaf(KIND.variable);
      const [or, fn] = [this.#done.pop(), this.#done.pop()];
      this.#node(KIND.apply, start, this.#end(or), fn, or);
    }
    at.endOperand(start, after >> 1, (after & 1) === 1);
  }

  /** Words: where it begins, what is before it. */
  #selected(): undefined {
    const at = this.#at;
    if (at.takeIf("or")) {
      if (!beginsOperand(at.kind)) return this.#fail(errors.noValue(at));
      this.#push(STEP.selectDefault);
      return this.#operand(false);
    }
    this.#selectEnd(-1);
  }

  #selectDefault(): undefined {
    this.#selectEnd(this.#done.pop());
  }

  #selectEnd(fallback: number): undefined {
    const [attrpath, value] = [this.#done.pop(), this.#done.pop()];
    const after = this.#steps.pop();
    const start = this.#steps.pop();
    const end = this.#end(fallback < 0 ? attrpath : fallback);
    this.#node(KIND.select, start, end, value, attrpath, fallback);
    this.#at.endOperand(start, after >> 1, (after & 1) === 1);
  }

  /** Words: where it begins. */
  #parenthesized(): undefined {
    const at = this.#at;
    if (at.kind !== ")") return this.#fail(errors.notClosed(at, ")"));
    this.#node(KIND.parenthesized, this.#steps.pop(), at.end, this.#done.pop());
    at.takeClosing();
  }

  /** `expr_list`. Words: where it begins, its first element. */
  #list(): undefined {
    const at = this.#at;
    if (beginsOperand(at.kind)) {
      this.#push(STEP.list);
      return this.#operand(true);
    }
    if (at.kind !== "]") return this.#fail(errors.wrongElement(at));
    const first = this.#steps.pop();
    const node = this.#tree.add(KIND.list, this.#steps.pop(), at.end);
    this.#gather(node, first);
    at.takeClosing();
  }

  // Strings and paths

  #beginString(quote: '"' | "''"): undefined {
    const { start } = this.#at;
    this.#at.takeOpening(quote);
    this.#push(start, this.#done.length, quote === '"' ? 1 : 0, 0, STEP.string);
  }

  /** Words: where it begins, its first part, whether it is `"…"`, whether it has an escape. */
  #string(): undefined {
    const at = this.#at;
    let escaped = this.#steps.pop();
    const quote = this.#steps.pop() === 1 ? '"' : "''";
    while (at.kind === "text") {
      if (this.#textParts(at.start, at.end, quote)) escaped = 1;
      at.take();
    }
    if (at.kind === "${") {
      this.#push(quote === '"' ? 1 : 0, escaped, STEP.string);
      return this.#interpolation();
    }
    if (at.kind !== quote) return this.#fail(errors.expected(at, "the end of the string"));
    const first = this.#steps.pop();
    const start = this.#steps.pop();
    if (quote === '"') at.noteString(start);
    const node = this.#tree.add(quote === '"' ? KIND.quoted : KIND.indented, start, at.end);
    this.#gather(node, first);
    if (escaped === 1) this.#escaped.push(node);
    at.takeClosing();
  }

  /** Adds what a piece of a string is made of; says whether an escape is among it. */
  #textParts(start: number, end: number, quote: '"' | "''"): boolean {
    const sign = quote === '"' ? "\\" : "''";
    const inner = this.#tree.text.slice(start, end);
    let from = 0;
    let at = inner.indexOf(sign);
    const escaped = at >= 0;
    while (at >= 0) {
      if (at > from) this.#done.push(this.#tree.add(KIND.text, start + from, start + at));
      from = at + escapeLength(inner, at);
      this.#done.push(this.#tree.add(KIND.escape, start + at, start + from));
      at = inner.indexOf(sign, from);
    }
    if (start + from < end) this.#done.push(this.#tree.add(KIND.text, start + from, end));
    return escaped;
  }

  #interpolation(): undefined {
    const { start } = this.#at;
    this.#at.takeOpening("}");
    this.#push(start, STEP.interpolation, STEP.expression);
  }

  /** Words: where it begins. */
  #interpolationEnd(): undefined {
    const at = this.#at;
    if (at.kind !== "}") return this.#fail(errors.notClosed(at, "}"));
    this.#node(KIND.interpolation, this.#steps.pop(), at.end, this.#done.pop());
    at.takeClosing();
  }

  /** Before its first `${` a path has one more piece at most, which begins with a second slash in a row. */
  #beginPath(): undefined {
    const at = this.#at;
    const { start } = at;
    at.takeOpening("path end");
    const isDoubled = at.takeIf("text");
    this.#push(start, this.#done.length, STEP.path);
    if (isDoubled && at.kind !== "${" && at.kind !== "refused") this.#fail(errors.doubleSlash(at));
  }

  /** Words: where it begins, its first interpolation. */
  #path(): undefined {
    const at = this.#at;
    while (at.kind === "text") at.take();
    if (at.kind === "${") {
      this.#push(STEP.path);
      return this.#interpolation();
    }
    if (at.kind !== "path end") return this.#fail(errors.expected(at, "the end of the path"));
    at.takePathEnd();
    const first = this.#steps.pop();
    const node = this.#tree.add(KIND.path, this.#steps.pop(), at.previousEnd);
    this.#gather(node, first);
    this.#paths.push(node);
  }

  // Bindings

  /** `start` is that of `rec` or `let`, if there is one. */
  #braced(start: number, kind: number): undefined {
    const at = this.#at;
    if (at.kind !== "{") {
      const what = `\`{\` after ${errors.quotedSpan(at, at.previous)}`;
      return this.#fail(errors.expected(at, what));
    }
    at.takeOpening("}");
    this.#push(start, this.#done.length, -1, kind, STEP.bindings);
  }

  /** `binds`. Words: where they begin, the first of them, the set of their names or -1, what they are of. */
  #bindings(): undefined {
    const at = this.#at;
    const { kind, start } = at;
    if (beginsName(kind)) {
      this.#push(STEP.bindings, start, STEP.bindingValue);
      return this.#attrpath();
    }
    if (kind === "inherit") {
      at.take();
      this.#push(STEP.bindings, start);
      if (at.kind !== "(") return this.#push(this.#done.length, 0, STEP.inheritNames);
      at.takeOpening(")");
      return this.#push(this.#done.length, STEP.inheritSource, STEP.expression);
    }
    const of = this.#steps.pop();
    const set = this.#steps.pop();
    if (of === KIND.letIn) return this.#push(STEP.letBody);
    if (kind !== "}") {
      return this.#fail(errors.keywordAsName(at) ?? errors.expected(at, "a binding or `}`"));
    }
    const first = this.#steps.pop();
    const node = this.#tree.add(of, this.#steps.pop(), at.end);
    this.#tree.words.push(set);
    this.#gather(node, first);
    at.takeClosing();
  }

  /** Behind the attrpath of a binding, which begins at `start`. */
  #bindingValue(start: number): undefined {
    const at = this.#at;
    if (!at.takeIf("=")) return this.#fail(errors.noBinding(at, { start, end: at.previousEnd }));
    this.#push(start, STEP.binding, STEP.expression);
  }

  /** Words: where it begins. */
  #binding(): undefined {
    const at = this.#at;
    const [value, attrpath] = [this.#done.pop(), this.#done.pop()];
    if (at.kind !== ";") {
      this.#done.push(attrpath);
      this.#done.push(value);
      const name = errors.quotedSpan(at, { start: this.#start(attrpath), end: this.#end(attrpath) });
      return this.#fail(errors.expectedBehind(at, `\`;\` after the value of ${name}`));
    }
    this.#node(KIND.binding, this.#steps.pop(), at.end, attrpath, value);
    at.take();
    this.#define((set) =>
      this.#definitions.define(set, attrpath, setOf(this.#tree, value, this.#definitions)),
    );
  }

  /** Adds names to the set whose bindings are here. */
  #define(add: (set: number) => SyntaxProblem | null): undefined {
    const place = this.#steps.length - 3;
    if (this.#steps.at(place) < 0) this.#steps.set(place, this.#definitions.newSet());
    this.#refuse(add(this.#steps.at(place)));
  }

  /** Words: where the binding begins, its first node. */
  #inheritSource(): undefined {
    const at = this.#at;
    if (at.kind !== ")") return this.#fail(errors.notClosed(at, ")"));
    at.takeClosing();
    this.#push(1, STEP.inheritNames);
  }

  /** `attrs` and the `;` behind them. Words: where the binding begins, its first node, whether it has a source. */
  #inheritNames(): undefined {
    const at = this.#at;
    if (beginsName(at.kind)) {
      this.#push(STEP.inheritNames, at.start, at.previousEnd, STEP.inheritedName);
      return this.#attribute();
    }
    if (at.kind !== ";") return this.#fail(errors.wrongInheritedName(at));
    const hasSource = this.#steps.pop() === 1;
    const first = this.#steps.pop();
    const node = this.#tree.add(KIND.inherit, this.#steps.pop(), at.end);
    this.#tree.words.push(hasSource ? this.#done.at(first) : -1);
    at.take();
    const names = first + (hasSource ? 1 : 0);
    for (let i = names; i < this.#done.length; i++) {
      const name = this.#done.at(i);
      this.#define((set) => this.#definitions.inherit(set, name));
    }
    this.#gather(node, names);
    if (hasSource) {
      this.#done.pop();
      this.#done.pop();
      this.#done.push(node);
    }
  }

  /** Words: where the name begins, where what is before it ends. */
  #inheritedName(): undefined {
    const after = this.#steps.pop();
    this.#at.endOperand(this.#steps.pop(), after, true);
    this.#refuse(this.#definitions.computed(this.#done.at(this.#done.length - 1), "`inherit`"));
  }

  #attrpath(): undefined {
    this.#push(this.#done.length, STEP.attrpath);
    this.#attribute();
  }

  /** Words: the first name. */
  #attrpathRest(): undefined {
    const at = this.#at;
    while (at.takeIf(".")) {
      if (at.kind !== "name") {
        this.#push(STEP.attrpath);
        return this.#attribute();
      }
      this.#done.push(this.#name(at.start, at.end));
      at.take();
    }
    const first = this.#steps.pop();
    const last = this.#done.at(this.#done.length - 1);
    this.#gather(this.#tree.add(KIND.attrpath, this.#start(this.#done.at(first)), this.#end(last)), first);
  }

  /** `attr` and `string_attr`. */
  #attribute(): undefined {
    const at = this.#at;
    switch (at.kind) {
      case "name":
      case "or":
        this.#done.push(this.#name(at.start, at.end));
        at.take();
        return;
      case '"':
        this.#push(STEP.name);
        return this.#beginString('"');
      case "${":
        this.#push(STEP.name);
        return this.#interpolation();
      default:
        this.#fail(errors.wrongName(at));
    }
  }

  /** Adds a name that is written out. */
  #name(start: number, end: number): number {
    const name = this.#tree.add(KIND.name, start, end);
    this.#tree.words.push(-1);
    return name;
  }

  #quotedName(): undefined {
    const written = this.#done.pop();
    this.#node(KIND.name, this.#start(written), this.#end(written), written);
  }
}
