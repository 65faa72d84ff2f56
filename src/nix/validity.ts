import type { AttributeBinding, AttributeSet, Binding, Comment, Expression, Formals, Name } from "./ast.ts";
import { quoted } from "./shown.ts";
import type { Span } from "./text.ts";

/** One reason why Nix refuses to parse a file. `message` is a phrase such as "`a` is defined twice". */
export type SyntaxProblem = Span & { readonly message: string };

/** Names that Nix refuses: defined twice, or computed where they must be written out. */
export function checkBindings(bindings: readonly Binding[], inLet: boolean, problems: SyntaxProblem[]): void {
  const level: Level = new Map();
  for (const binding of bindings) {
    if (binding.kind === "inherit") {
      const computed = binding.names.find((name) => name.text === null);
      if (computed !== undefined) refuse(computed, "`inherit` takes no computed names", problems);
    } else if (inLet && binding.attrpath.names[0]?.text === null) {
      refuse(binding.attrpath, "`let` takes no computed names", problems);
    }
    addBinding(level, binding, problems);
  }
}

/** The names of a set, each with what is known of its value. */
type Level = Map<string, Defined>;
type Defined = {
  /** A set written out, which others of the same name are merged with; null where there is none. */
  readonly set: AttributeSet | null;
  /** Whether it is anything but a set, so that there may be no other of the name. */
  readonly final: boolean;
  /** The names below it, made when there is a second definition to merge. */
  below: Level | null;
};

function addBinding(level: Level, binding: Binding, problems: SyntaxProblem[]): void {
  if (binding.kind === "binding") {
    addAttribute(level, binding, problems);
    return;
  }
  for (const name of binding.names) {
    if (name.text === null) continue;
    if (level.has(name.text)) refuseTwice(name, name.text, problems);
    else level.set(name.text, { set: null, final: true, below: null });
  }
}

/** Nix merges sets that are written out under one name, and refuses all else (`addAttr` of its parser). */
function addAttribute(level: Level, { attrpath, value }: AttributeBinding, problems: SyntaxProblem[]): void {
  const { names } = attrpath;
  let at = level;
  for (const [i, name] of names.entries()) {
    // What stands under a computed name is known to nobody before it is evaluated.
    if (name.text === null) return;
    const before = at.get(name.text);
    const last = i === names.length - 1;
    const inner = withoutParentheses(value);
    const set = last && inner.kind === "attrset" && inner.form !== "let" ? inner : null;
    if (before === undefined) {
      const defined: Defined = { set, final: last && set === null, below: last ? null : new Map() };
      at.set(name.text, defined);
      if (last || defined.below === null) return;
      at = defined.below;
      continue;
    }
    if (before.final || (last && set === null)) {
      refuseTwice(
        attrpath,
        names
          .slice(0, i + 1)
          .map((each) => each.text)
          .join("."),
        problems,
      );
      return;
    }
    at = namesBelow(before, problems);
    if (set !== null) for (const binding of set.bindings) addBinding(at, binding, problems);
  }
}

function namesBelow(defined: Defined, problems: SyntaxProblem[]): Level {
  if (defined.below === null) {
    defined.below = new Map();
    for (const binding of defined.set?.bindings ?? []) addBinding(defined.below, binding, problems);
  }
  return defined.below;
}

function withoutParentheses(expression: Expression): Expression {
  let inner = expression;
  while (inner.kind === "parenthesized") inner = inner.expression;
  return inner;
}

function refuseTwice(place: Span, path: string, problems: SyntaxProblem[]): void {
  refuse(place, `${quoted(path)} is defined twice`, problems);
}

export function checkFormals(
  argument: Name | null,
  formals: Formals | null,
  problems: SyntaxProblem[],
): void {
  if (formals === null) return;
  const seen = new Set(argument?.text == null ? [] : [argument.text]);
  for (const { name } of formals.formals) {
    if (name.text === null) continue;
    if (seen.has(name.text)) refuse(name, `the argument ${quoted(name.text)} is named twice`, problems);
    seen.add(name.text);
  }
}

function refuse(span: Span, message: string, problems: SyntaxProblem[]): void {
  problems.push({ start: span.start, end: span.end, message });
}

/**
 * Whether a carriage return without a line feed ends a `#` comment, with text behind it: for Nix that
 * text is code, for the grammar and for every editor it is comment.
 */
export function hidesCodeInComment(text: string, comments: readonly Comment[]): boolean {
  if (!/\r(?!\n)/.test(text)) return false;
  return comments.some((comment) => {
    const written = text.slice(comment.start, comment.end);
    return written.startsWith("#") && /\r[^\r]/.test(written);
  });
}
