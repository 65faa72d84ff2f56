import * as errors from "./first-error.ts";
import { beginsOperand } from "./operators.ts";
import { EXPRESSION, OPERAND, type Reading, step } from "./reading.ts";
import { KIND } from "./tree.ts";

// All that may hold an interpolation: strings, paths, attrpaths, and what selects by one.

const QUOTED = step((r) => {
  if (isAtQuote(r, '"', "\\")) endOperand(r, KIND.quoted);
}, '"');

const INDENTED = step((r) => {
  if (isAtQuote(r, "''", "''")) endOperand(r, KIND.indented);
}, "''");

const QUOTED_NAME = step((r) => {
  if (!isAtQuote(r, '"', "\\")) return;
  r.takeEnd(KIND.quoted);
  r.join(KIND.quotedName, 1);
}, '"');

const INTERPOLATION = step(endInterpolation, "}");

const INTERPOLATED_NAME = step((r) => {
  endInterpolation(r);
  if (r.error === null) r.join(KIND.quotedName, 1);
}, "}");

const PATH = step((r) => {
  const { at } = r;
  while (at.kind === "text") at.take();
  if (at.kind === "${") return beginInterpolation(r, INTERPOLATION);
  if (at.kind !== "path end") return r.fail(errors.expected(r, "the end of the path"));
  r.end(KIND.path, at.previousEnd);
  at.take();
  behindOperand(r);
}, "path end");

const SELECTED = step((r) => {
  const { at } = r;
  if (!isAttrpathDone(r)) return;
  if (at.takeIf("or")) {
    if (!beginsOperand(at.kind)) return r.fail(errors.noValue(r));
    r.next(SELECT_DEFAULT);
    return r.begin(OPERAND);
  }
  r.leave();
  r.join(KIND.select, 2);
});

const SELECT_DEFAULT = step((r) => {
  r.leave();
  r.join(KIND.select, 3);
});

export function beginString(r: Reading, quote: '"' | "''"): undefined {
  r.begin(quote === '"' ? QUOTED : INDENTED);
  r.at.take();
}

/** Reads a string up to its end or its next interpolation; says whether it is at its end. */
function isAtQuote(r: Reading, quote: '"' | "''", sign: "\\" | "''"): boolean {
  const { at } = r;
  while (at.kind === "text") {
    addTexts(r, sign);
    at.take();
  }
  if (at.kind === quote) return true;
  if (at.kind === "${") beginInterpolation(r, INTERPOLATION);
  else r.fail(errors.expected(r, "the end of the string"));
  return false;
}

/** Adds what a piece of a string is made of: escapes, and the texts between them. */
function addTexts(r: Reading, sign: "\\" | "''"): undefined {
  const { start, end } = r.at;
  const inner = r.at.text.slice(start, end);
  let from = 0;
  for (let at = inner.indexOf(sign); at >= 0; at = inner.indexOf(sign, from)) {
    if (at > from) r.leaf(KIND.text, start + from, start + at);
    from = at + escapeLength(inner, at);
    r.leaf(KIND.escape, start + at, start + from);
  }
  if (start + from < end) r.leaf(KIND.text, start + from, end);
}

/** The length of the escape at a place: `\n`, `''$` or `''\n`; a character of two units is one. */
function escapeLength(text: string, at: number): number {
  const length = text[at] === "\\" ? 2 : text[at + 2] === "\\" ? 4 : 3;
  const isWide = (text.codePointAt(at + length - 1) ?? 0) > 0xffff;
  return Math.min(isWide ? length + 1 : length, text.length - at);
}

function beginInterpolation(r: Reading, of: number): undefined {
  r.begin(of);
  r.at.take();
  r.begin(EXPRESSION);
}

function endInterpolation(r: Reading): undefined {
  if (r.at.kind === "}") r.takeEnd(KIND.interpolation);
  else r.fail(errors.notClosed(r, "}"));
}

/** Before its first `${` a path has one more piece at most, which begins with a second slash in a row. */
export function beginPath(r: Reading): undefined {
  const { at } = r;
  r.begin(PATH);
  at.take();
  const isDoubled = at.takeIf("text");
  if (isDoubled && at.kind !== "${" && at.kind !== "refused") r.fail(errors.doubleSlash(r));
}

/** Ends an operand with the token here. */
export function endOperand(r: Reading, kind: number): undefined {
  r.takeEnd(kind);
  behindOperand(r);
}

/** Behind a value: `.a.b`, `.a.b or c`, or the `or` of the days when that was a name. */
export function behindOperand(r: Reading): undefined {
  const { at } = r;
  if (at.kind === ".") {
    at.take();
    r.begin(SELECTED);
  } else if (at.kind === "or") {
    r.takeLeaf(KIND.variable);
    r.join(KIND.apply, 2);
  }
}

/** `attrpath`, as what the construct begins with; says whether it is done, and no name of it is to be read first. */
export function isAttrpathDone(r: Reading): boolean {
  while (r.done.length === r.first || r.at.takeIf(".")) if (!isNameDone(r)) return false;
  r.join(KIND.attrpath, r.done.length - r.first);
  return true;
}

/** `attr` and `string_attr`; says whether it is done. */
export function isNameDone(r: Reading): boolean {
  switch (r.at.kind) {
    case "name":
    case "or":
      r.takeLeaf(KIND.name);
      return true;
    case '"':
      r.begin(QUOTED_NAME);
      r.at.take();
      return false;
    case "${":
      beginInterpolation(r, INTERPOLATED_NAME);
      return false;
    default:
      r.fail(errors.wrongName(r));
      return false;
  }
}
