import type { AttributeSet, Expression } from "../../nix/ast.ts";
import { lookUp, unparenthesized } from "../../nix/expressions.ts";
import { staticString } from "../../nix/names.ts";
import { resolveName, type Scope, within } from "../../nix/scope.ts";

/** Operators whose result is a number, a boolean or a list, whatever they are used on. */
const RESULTS: ReadonlyMap<string, string> = new Map([
  ["++", "a list"],
  ["-", "a number"],
  ["*", "a number"],
  ["/", "a number"],
  ["==", "a boolean"],
  ["!=", "a boolean"],
  ["<", "a boolean"],
  ["<=", "a boolean"],
  [">", "a boolean"],
  [">=", "a boolean"],
  ["&&", "a boolean"],
  ["||", "a boolean"],
  ["->", "a boolean"],
]);

/** Names and operators are followed so far. */
const DEEPEST = 8;

export const NOT_A_DERIVATION = 'an attribute set without `type = "derivation"`';

/**
 * What a value written out is that is no derivation, with its article; null of all that may be one. Names
 * are followed where `let` or a `rec` set of `scope` binds them.
 */
export function literalOf(expression: Expression, scope: Scope = [], depth = 0): string | null {
  if (depth > DEEPEST) return null;
  const inner = unparenthesized(expression);
  switch (inner.kind) {
    case "list":
      return "a list";
    case "string":
    case "uri":
      return "a string";
    case "integer":
    case "float":
      return "a number";
    case "path":
      return inner.form === "search" ? null : "a path";
    case "function":
      return "a function";
    case "attrset":
      return plainSet(inner);
    case "has-attribute":
      return "a boolean";
    case "unary":
      return inner.operator === "!" ? "a boolean" : "a number";
    case "binary":
      return binaryOf(inner.operator, inner.left, inner.right, scope, depth);
    case "variable":
      return nameOf(inner.name, scope, depth);
    case "let":
    case "with":
      return literalOf(inner.body, within(scope, inner), depth + 1);
    case "assert":
      return literalOf(inner.body, scope, depth + 1);
    default:
      return null;
  }
}

function binaryOf(
  operator: string,
  left: Expression,
  right: Expression,
  scope: Scope,
  depth: number,
): string | null {
  const known = RESULTS.get(operator);
  if (known !== undefined) return known;
  const [first, second] = [literalOf(left, scope, depth + 1), literalOf(right, scope, depth + 1)];
  // `+` joins strings and paths, and adds numbers: of a derivation it makes a string.
  if (operator === "+") {
    if (first === "a path" || first === "a string") return first;
    return first === "a number" && second === first ? first : "a string or a number";
  }
  // What the right side says of `type` counts, and else what the left side does.
  if (operator === "//") return first === NOT_A_DERIVATION && second === NOT_A_DERIVATION ? first : null;
  return null;
}

function nameOf(name: string, scope: Scope, depth: number): string | null {
  const resolution = resolveName(scope, name);
  if (resolution.kind === "value") return literalOf(resolution.value, resolution.scope, depth + 1);
  // A builtin stands before every `with`.
  if (resolution.kind !== "free") return null;
  if (name === "null") return "`null`";
  return name === "true" || name === "false" ? "a boolean" : null;
}

/** A set that is written out and does not call itself a derivation. */
function plainSet(set: AttributeSet): string | null {
  if (set.form === "let") return null;
  const type = lookUp(set, "type");
  if (type === "absent") return NOT_A_DERIVATION;
  if (type === "computed" || type.kind !== "value") return null;
  const text = staticString(type.value);
  return text === null || text === "derivation" ? null : NOT_A_DERIVATION;
}
