import { beginBinding, beginBraces, beginLet, beginSet } from "./bindings.ts";
import * as errors from "./first-error.ts";
import { beginBody, beginFormals, behindNoFormals } from "./functions.ts";
import { beginsOperand, HAS_LEVEL, levelOf, NEGATE, NOT, OPERATORS, operatorPlace } from "./operators.ts";
import { EXPRESSION, OPERAND, Reading, setStep, step } from "./reading.ts";
import { beginPath, beginString, behindOperand, endOperand, isAttrpathDone } from "./strings.ts";
import type { Token } from "./tokens.ts";
import { KIND } from "./tree.ts";

/**
 * Reads a text by the grammar of Nix (`src/libexpr/parser.y`), up to its first error. It goes through the text
 * once and does not recurse: it takes time and memory in proportion to the length of the text, whatever it
 * holds, and never throws. Names in backquotes are symbols of Nix's grammar.
 *
 * @param pipes whether `|>` and `<|` are operators
 * @param see is shown every token as it is read
 */
export function read(text: string, pipes: boolean, see: ((token: Token) => void) | null): Reading {
  const r = new Reading(text, pipes, see);
  r.begin(FILE, 0);
  r.begin(EXPRESSION);
  r.run();
  return r;
}

const FILE = step((r) => {
  if (r.at.kind === "end") r.leave();
  else r.fail(errors.expected(r, "the end of the file"));
});

setStep(EXPRESSION, expression);
setStep(OPERAND, (r) => {
  r.leave();
  operand(r);
});

/** `expr_function`: anything at all. */
function expression(r: Reading): undefined {
  const { at } = r;
  switch (at.kind) {
    case "name":
      return behindName(r);
    case "{":
      return setOrFormals(r);
    case "let":
      at.take();
      return at.is("{") ? ancientLet(r) : beginLet(r);
    case "if":
      return behindKeyword(r, THEN);
    case "with":
      return behindKeyword(r, WITH);
    case "assert":
      return behindKeyword(r, ASSERT);
    default:
      beginOperation(r);
      prefixed(r);
  }
}

// Keywords

const THEN = step((r) => keyword(r, "then", "the condition of `if`", ELSE));
const ELSE = step((r) => keyword(r, "else", "the value of `then`", IF_BODY));
const IF_BODY = step((r) => r.endHere(KIND.if));
const WITH = step((r) => semicolon(r, "with", WITH_BODY));
const WITH_BODY = step((r) => r.endHere(KIND.with));
const ASSERT = step((r) => semicolon(r, "assert", ASSERT_BODY));
const ASSERT_BODY = step((r) => r.endHere(KIND.assert));

/** Takes a token that an expression follows, and another step that one. */
function behindKeyword(r: Reading, next: number): undefined {
  r.at.take();
  r.next(next);
  r.begin(EXPRESSION);
}

function keyword(r: Reading, keyword: "then" | "else", before: string, next: number): undefined {
  if (r.at.kind === keyword) behindKeyword(r, next);
  else r.fail(errors.missingKeyword(r, keyword, before));
}

function semicolon(r: Reading, keyword: "with" | "assert", next: number): undefined {
  if (r.at.kind === ";") behindKeyword(r, next);
  else r.fail(errors.expectedBehind(r, `\`;\` after the value of \`${keyword}\``));
}

// What tells only later what it is

/** `a`, `a: b` or `a@{ b }: c`. */
function behindName(r: Reading): undefined {
  const { at } = r;
  const { start, end } = at;
  at.take();
  if (at.kind !== ":" && at.kind !== "@") {
    beginOperation(r);
    r.leaf(KIND.variable, start, end);
    return behindOperand(r);
  }
  r.leaf(KIND.name, start, end);
  if (at.takeIf(":")) return beginBody(r);
  at.take();
  if (!at.is("{")) return r.fail(errors.expected(r, "`{` after `@`"));
  beginFormals(r, at.start, null);
  at.take();
}

/** A set or a function: only what comes behind `{}` or `{ name` tells. */
function setOrFormals(r: Reading): undefined {
  const { at } = r;
  const { start } = at;
  at.take();
  const { kind, end } = at;
  const name = kind === "name" ? { start: at.start, end } : null;
  if (kind === "name" || kind === "}") at.take();
  if (kind === "}" && (at.kind === ":" || at.kind === "@")) return behindNoFormals(r, { start, end });
  if (kind === "..." || (name !== null && (at.kind === "," || at.kind === "?" || at.kind === "}"))) {
    return beginFormals(r, start, name);
  }
  beginOperation(r);
  if (kind === "}") {
    r.definitions.beginSet();
    r.definitions.endSet();
    r.leaf(KIND.plain, start, end);
    return behindOperand(r);
  }
  beginSet(r, start);
  if (name === null) return;
  if (at.kind === "." || at.kind === "=") return beginBinding(r, name);
  r.fail(errors.expectedBehind(r, `\`,\` or \`=\` after ${errors.quotedSpan(r, name)}`));
}

/** `let { … }`, behind the keyword. */
function ancientLet(r: Reading): undefined {
  const { start } = r;
  beginOperation(r);
  r.begin(LET_SET, start);
  beginBraces(r);
}

// Operations

const ARGUMENTS = step(behindArguments);

const ARGUMENT = step((r) => {
  r.join(KIND.apply, 2);
  behindArguments(r);
});

const HAS = step((r) => {
  if (!isAttrpathDone(r)) return;
  r.leave();
  r.join(KIND.has, 2);
});

const BEHIND_HAS = step(behindOperation);

/** `expr_op`, whose first operand comes next. The operators before it are not its own, however tight they bind. */
function beginOperation(r: Reading): undefined {
  r.start = r.operators.length;
  r.next(ARGUMENTS);
}

/** An operand and what is before it: `!` and `-`. */
function prefixed(r: Reading): undefined {
  const { at } = r;
  while (at.kind === "!" || at.kind === "-") {
    r.operators.push(at.start);
    r.operators.push(at.kind === "!" ? NOT : NEGATE);
    at.take();
  }
  if (!beginsOperand(at.kind)) return r.fail(errors.noValue(r));
  r.next(ARGUMENTS);
  operand(r);
}

/** `expr_app`, behind the function and some arguments. */
function behindArguments(r: Reading): undefined {
  if (!beginsOperand(r.at.kind)) return behindOperation(r);
  r.next(ARGUMENT);
  operand(r);
}

/** Behind an operand with its arguments. */
function behindOperation(r: Reading): undefined {
  const { at } = r;
  if (at.kind === "?") {
    reduce(r, HAS_LEVEL + 1);
    at.take();
    r.next(BEHIND_HAS);
    return r.begin(HAS);
  }
  const place = operatorPlace(at.kind);
  const operator = OPERATORS[place];
  if (operator === undefined) {
    reduce(r, 0);
    return r.leave();
  }
  reduce(r, operator.level + 1);
  if (lastLevel(r) === operator.level) {
    const repeats = OPERATORS[r.operators.top]?.repeats;
    if (repeats !== operator.repeats || repeats === "never") return r.fail(errors.secondOperator(r));
    if (repeats === "left") reduceOne(r);
  }
  r.operators.push(at.start);
  r.operators.push(place);
  at.take();
  prefixed(r);
}

/** How tight the last operator of this operation binds; -1 where there is none. */
function lastLevel({ operators, start }: Reading): number {
  return operators.length > start ? levelOf(operators.top) : -1;
}

/** Completes the operators before this place that bind at least as tight as a level. */
function reduce(r: Reading, level: number): undefined {
  while (lastLevel(r) >= level) reduceOne(r);
}

function reduceOne(r: Reading): undefined {
  const operator = r.operators.pop();
  const start = r.operators.pop();
  if (operator >= 0) return r.join(KIND.binary + operator, 2);
  r.tree.add(KIND.unary, start, r.tree.end(r.done.top), r.done, r.done.length - 1);
}

// Operands

const PARENTHESIZED = step((r) => {
  if (r.at.kind === ")") endOperand(r, KIND.parenthesized);
  else r.fail(errors.notClosed(r, ")"));
}, ")");

/** `expr_list`. */
const LIST = step((r) => {
  if (beginsOperand(r.at.kind)) operand(r);
  else if (r.at.kind === "]") endOperand(r, KIND.list);
  else r.fail(errors.wrongElement(r));
}, "]");

const REC_SET = step((r) => endBraces(r, KIND.rec));
const LET_SET = step((r) => endBraces(r, KIND.let));

/** Operands of one token. */
const LEAVES: Readonly<Partial<Record<Token["kind"], number>>> = {
  name: KIND.variable,
  integer: KIND.integer,
  float: KIND.float,
  uri: KIND.uri,
  "search path": KIND.path,
};

/** `expr_select`. */
function operand(r: Reading): undefined {
  const { at } = r;
  const { start } = at;
  switch (at.kind) {
    case '"':
    case "''":
      return beginString(r, at.kind);
    case "path":
      return beginPath(r);
    case "(":
      r.begin(PARENTHESIZED);
      at.take();
      return r.begin(EXPRESSION);
    case "[":
      r.begin(LIST);
      at.take();
      return;
    case "rec":
    case "let":
      r.begin(at.kind === "rec" ? REC_SET : LET_SET);
      at.take();
      return beginBraces(r);
    case "{":
      at.take();
      return beginSet(r, start);
    default:
      r.takeLeaf(LEAVES[at.kind] ?? KIND.broken);
      behindOperand(r);
  }
}

function endBraces(r: Reading, kind: number): undefined {
  r.end(kind, r.at.previousEnd);
  behindOperand(r);
}
