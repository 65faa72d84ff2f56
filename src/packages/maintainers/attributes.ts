import type { AttributeSet, Binding, Expression, Name } from "../../nix/ast.ts";
import { applicationParts } from "../../nix/expressions.ts";
import { boundValue, results, type Scope, within } from "../../nix/scope.ts";
import type { Span } from "../../nix/text.ts";
import { type Context, MAX_DEPTH, takeStep } from "./context.ts";
import { selected } from "./selection.ts";

/** The value of an attribute, as far as it is written out. */
export type Value =
  | { readonly kind: "expression"; readonly expression: Expression; readonly scope: Scope }
  /** Defined piece by piece: `a.b = …; a.c = …;`. */
  | { readonly kind: "pieces"; readonly pieces: readonly Piece[]; readonly span: Span };

/** What one binding defines: a path of attributes, and the value at its end. */
type Piece = { readonly names: readonly Name[]; readonly value: Expression; readonly scope: Scope };

/** What is known of an attribute of a value. */
export type Attribute =
  | { readonly kind: "value"; readonly value: Value }
  | { readonly kind: "absent" }
  /** `span` is what was not understood. */
  | { readonly kind: "unknown"; readonly span: Span };

export function writtenValue(expression: Expression, scope: Scope): Value {
  return { kind: "expression", expression, scope };
}

/** Where a value stands in its file. */
export function spanOf(value: Value): Span {
  return value.kind === "expression" ? value.expression : value.span;
}

/** The same value, taken apart where it is a set that is written out: for one that is asked for much. */
export function takenApart(value: Value): Value {
  if (value.kind === "pieces") return value;
  const [result] = results(value.expression, value.scope, false);
  if (result?.expression.kind !== "attrset") return value;
  const pieces = piecesOf(result.expression, result.scope);
  return pieces === null ? value : { kind: "pieces", pieces, span: result.expression };
}

/**
 * The attribute `name` of a value: seen through `let`, `with`, parentheses, names bound by `let`, `a // b`,
 * and for what is not there also through `if` and `lib.optionalAttrs`.
 */
export function attribute(value: Value, name: string, context: Context, depth = 0): Attribute {
  if (value.kind === "pieces") return inPieces(value.pieces, name, value.span);
  const { expression, scope } = value;
  if (depth > MAX_DEPTH || !takeStep(context.steps)) return notKnown(expression);
  const inner = (next: Expression, around: Scope = scope) =>
    attribute(writtenValue(next, around), name, context, depth + 1);
  switch (expression.kind) {
    case "parenthesized":
      return inner(expression.expression);
    case "let":
    case "with":
      return inner(expression.body, within(scope, expression));
    case "assert":
      return inner(expression.body);
    case "attrset": {
      const pieces = piecesOf(expression, scope);
      return pieces === null ? notKnown(expression) : inPieces(pieces, name, expression);
    }
    case "binary": {
      if (expression.operator !== "//") return notKnown(expression);
      const right = inner(expression.right);
      return right.kind === "absent" ? inner(expression.left) : right;
    }
    case "if": {
      const both = [inner(expression.consequence), inner(expression.alternative)];
      return both.every(({ kind }) => kind === "absent") ? { kind: "absent" } : notKnown(expression);
    }
    case "apply": {
      const { function: callee, args } = applicationParts(expression);
      const [, optional, ...more] = args;
      if (optional === undefined || more.length > 0) return notKnown(expression);
      const path = selected(callee, scope, context);
      const absent = path?.join(".") === "lib.optionalAttrs" && inner(optional).kind === "absent";
      return absent ? { kind: "absent" } : notKnown(expression);
    }
    case "variable": {
      const bound = boundValue(expression, scope);
      return bound === null ? notKnown(expression) : inner(bound.expression, bound.scope);
    }
    default:
      return notKnown(expression);
  }
}

function notKnown(span: Span): Attribute {
  return { kind: "unknown", span };
}

/** What the bindings of a set define; null where Nix might take something else for its attributes. */
function piecesOf(set: AttributeSet, scope: Scope): readonly Piece[] | null {
  if (set.form === "let") return null;
  const inside = within(scope, set);
  const pieces = set.bindings.flatMap((binding) => piecesOfBinding(binding, inside));
  // In a `rec` set the attributes of `__overrides` replace those that are written out (`ExprAttrs::eval`).
  return set.form === "rec" && pieces.some((piece) => head(piece) === "__overrides") ? null : pieces;
}

/** Seen from inside of a `rec` set, what it inherits is what stands around it, as for its other values. */
function piecesOfBinding(binding: Binding, scope: Scope): readonly Piece[] {
  if (binding.kind === "binding") return [{ names: binding.attrpath.names, value: binding.value, scope }];
  return binding.names.map((name) => ({ names: [name], value: inherited(binding.source, name), scope }));
}

/** The first name of a piece; null where it is computed. */
function head({ names }: Piece): string | null {
  return names[0]?.text ?? null;
}

/** What `inherit name` and `inherit (source) name` stand for. */
function inherited(source: Expression | null, name: Name): Expression {
  const { start, end } = name;
  if (source === null) return { kind: "variable", name: name.text ?? "", start, end };
  const attrpath = { kind: "attrpath", names: [name], start, end } as const;
  return { kind: "select", expression: source, attrpath, default: null, start, end };
}

function inPieces(pieces: readonly Piece[], name: string, span: Span): Attribute {
  const computed = pieces.find((piece) => head(piece) === null);
  if (computed !== undefined) return notKnown(computed.names[0] ?? computed.value);
  const found = pieces.filter((piece) => head(piece) === name);
  const [first, ...more] = found;
  if (first === undefined) return { kind: "absent" };
  if (more.length === 0 && first.names.length === 1) {
    return { kind: "value", value: writtenValue(first.value, first.scope) };
  }
  // Nix merges `a = { … }` and `a.b = …`, with rules of its own for what `rec` sees.
  const whole = found.find(({ names }) => names.length === 1);
  if (whole !== undefined) return notKnown(whole.names[0] ?? span);
  const rest = found.map((piece) => ({ ...piece, names: piece.names.slice(1) }));
  const [place = span] = first.names;
  return { kind: "value", value: { kind: "pieces", pieces: rest, span: place } };
}
