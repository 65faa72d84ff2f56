import type { Span } from "../text.ts";
import { argumentTwice } from "./definitions.ts";
import * as errors from "./first-error.ts";
import { EXPRESSION, type Reading, step } from "./reading.ts";
import { KIND } from "./tree.ts";

/** `formals` and the `}` behind them. */
const FORMALS = step((r) => {
  const { at } = r;
  if (at.kind === "name") {
    r.takeLeaf(KIND.name);
    return behindFormalName(r);
  }
  const isOpen = at.takeIf("...");
  if (at.kind === "}") return r.takeEnd(isOpen ? KIND.openFormals : KIND.formals);
  if (isOpen) return r.fail(errors.expected(r, "`}` after `...`"));
  r.fail(errors.keywordAsName(r) ?? errors.expected(r, "the name of an argument or `}`"));
}, "}");

const FORMAL_DEFAULT = step((r) => endFormal(r, 2), "}");

/** Behind the braces of a function, of which the name before them is done, too, if there is one. */
const BEHIND_FORMALS = step((r) => {
  const { at } = r;
  if (r.done.length - r.first === 1 && at.takeIf("@")) {
    if (at.kind !== "name") return r.fail(errors.expected(r, "a name after `@`"));
    r.takeLeaf(KIND.name);
  }
  if (!at.takeIf(":")) return r.fail(errors.expected(r, "`:` after the arguments of the function"));
  beginBody(r);
});

const BODY = step((r) => {
  r.endHere(KIND.function);
  r.refuse(argumentTwice(r.tree, r.done.top));
});

function behindFormalName(r: Reading): undefined {
  if (!r.at.takeIf("?")) return endFormal(r, 1);
  r.next(FORMAL_DEFAULT);
  r.begin(EXPRESSION);
}

/** Behind an argument in braces, which is a name and perhaps its default. */
function endFormal(r: Reading, parts: number): undefined {
  r.join(KIND.formal, parts);
  if (r.at.takeIf(",")) return r.next(FORMALS);
  if (r.at.kind === "}") return r.takeEnd(KIND.formals);
  const name = errors.quotedSpan(r, r.tree.span(r.tree.part(r.done.top, 0)));
  r.fail(errors.expectedBehind(r, `\`,\` after the argument ${name}`));
}

/** Makes what begins here a function, of which `{` was at `start`, and perhaps the name of its first argument. */
export function beginFormals(r: Reading, start: number, name: Span | null): undefined {
  r.next(BEHIND_FORMALS);
  r.begin(FORMALS, start);
  if (name === null) return;
  r.leaf(KIND.name, name.start, name.end);
  behindFormalName(r);
}

/** The same where `{}` was all. */
export function behindNoFormals(r: Reading, { start, end }: Span): undefined {
  r.next(BEHIND_FORMALS);
  r.leaf(KIND.formals, start, end);
}

/** Makes what begins here a function, all before its body being done. */
export function beginBody(r: Reading): undefined {
  r.next(BODY);
  r.begin(EXPRESSION);
}
