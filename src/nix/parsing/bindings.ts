import type { Span } from "../text.ts";
import * as errors from "./first-error.ts";
import { EXPRESSION, type Reading, step } from "./reading.ts";
import { endOperand, isAttrpathDone, isNameDone } from "./strings.ts";
import { KIND } from "./tree.ts";

const PLAIN = step((r) => {
  if (isAtBrace(r)) endOperand(r, KIND.plain);
}, "}");

/** The braces behind `rec` or `let`. */
const BRACES = step((r) => {
  if (!isAtBrace(r)) return;
  r.leave();
  r.at.take();
}, "}");

/** `let … in`. */
const LET = step((r) => {
  const { at } = r;
  if (!areBindingsDone(r)) return;
  if (at.kind !== "in") {
    return r.fail(errors.keywordAsName(r) ?? errors.expected(r, "`in` after the bindings of `let`"));
  }
  r.definitions.endSet();
  at.take();
  r.next(LET_BODY);
  r.begin(EXPRESSION);
}, "in");

const LET_BODY = step((r) => {
  for (let i = r.first; i < r.done.length - 1; i++) {
    const binding = r.done.at(i);
    if (r.tree.kind(binding) !== KIND.binding) continue;
    r.refuse(r.definitions.computed(r.tree.part(r.tree.part(binding, 0), 0), "`let`"));
  }
  r.endHere(KIND.letIn);
});

const NAME = step((r) => {
  const { at } = r;
  if (!isAttrpathDone(r)) return;
  if (!at.takeIf("=")) return r.fail(errors.noBinding(r, { start: r.start, end: at.previousEnd }));
  r.next(VALUE);
  r.begin(EXPRESSION);
});

const VALUE = step((r) => {
  const [attrpath, value] = [r.done.at(r.first), r.done.top];
  if (r.at.kind !== ";") {
    const name = errors.quotedSpan(r, r.tree.span(attrpath));
    return r.fail(errors.expectedBehind(r, `\`;\` after the value of ${name}`));
  }
  r.takeEnd(KIND.binding);
  r.refuse(r.definitions.define(attrpath, value));
});

const SOURCE = step((r) => {
  if (r.at.kind !== ")") return r.fail(errors.notClosed(r, ")"));
  r.leave();
  r.at.take();
}, ")");

const INHERIT = step((r) => inheritedNames(r, KIND.inherit, 0));

const INHERIT_FROM = step((r) => inheritedNames(r, KIND.inheritFrom, 1));

/** `attrs` and the `;` behind them, after so many other parts. */
function inheritedNames(r: Reading, kind: number, others: number): undefined {
  const { at, definitions, done, tree } = r;
  // Whoever comes back from a name in quotes comes to this place.
  if (done.length > r.first + others) r.refuse(definitions.computed(done.top, "`inherit`"));
  while (beginsName(at.kind)) if (r.error !== null || !isNameDone(r)) return;
  if (at.kind !== ";") return r.fail(errors.wrongInheritedName(r));
  r.takeEnd(kind);
  const node = done.top;
  for (let i = others; i < tree.count(node); i++) r.refuse(definitions.inherit(tree.part(node, i)));
}

function beginsName(kind: Reading["at"]["kind"]): boolean {
  return kind === "name" || kind === '"' || kind === "${" || kind === "or";
}

/** `binds`: begins the next one; says whether there is none. */
function areBindingsDone(r: Reading): boolean {
  const { at } = r;
  const { start } = at;
  if (beginsName(at.kind)) {
    r.begin(NAME);
    return false;
  }
  if (!at.takeIf("inherit")) return true;
  if (at.kind !== "(") {
    r.begin(INHERIT, start);
    return false;
  }
  r.begin(INHERIT_FROM, start);
  r.begin(SOURCE);
  at.take();
  r.begin(EXPRESSION);
  return false;
}

function isAtBrace(r: Reading): boolean {
  if (!areBindingsDone(r)) return false;
  if (r.at.kind === "}") r.definitions.endSet();
  else r.fail(errors.keywordAsName(r) ?? errors.expected(r, "a binding or `}`"));
  return r.error === null;
}

/** Makes what begins here a `let … in`, whose first binding comes next. */
export function beginLet(r: Reading): undefined {
  r.definitions.beginSet();
  r.next(LET);
}

/** `{ … }`, whose brace is taken. */
export function beginSet(r: Reading, start: number): undefined {
  r.definitions.beginSet();
  r.begin(PLAIN, start);
}

/** The braces of `rec` or `let`, which is taken. */
export function beginBraces(r: Reading): undefined {
  if (r.at.kind !== "{") {
    return r.fail(errors.expected(r, `\`{\` after ${errors.quotedSpan(r, r.at.previous)}`));
  }
  r.definitions.beginSet();
  r.begin(BRACES);
  r.at.take();
}

/** A binding whose first name was here. */
export function beginBinding(r: Reading, { start, end }: Span): undefined {
  r.begin(NAME, start);
  r.leaf(KIND.name, start, end);
}
