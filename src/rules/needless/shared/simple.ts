import type { Node } from "../../../nix/ast.ts";

/** What never needs parentheses around it (`expr_simple` of Nix's grammar). */
const SIMPLE: ReadonlySet<Node["kind"]> = new Set([
  "variable",
  "integer",
  "float",
  "string",
  "path",
  "uri",
  "parenthesized",
  "attrset",
  "list",
]);

export function isSimple(kind: Node["kind"]): boolean {
  return SIMPLE.has(kind);
}

/** What is not one token with a `.` or `,` behind it; a number or a path may be with `.`, a URL with either. */
const ENDS_BY_ITSELF: ReadonlySet<Node["kind"]> = new Set(["variable", "string", "attrset", "list"]);

/** Whether what has no parentheses any more stays as it is before the character behind it. */
export function endsBefore(kind: Node["kind"], after: string): boolean {
  return /[\s)\]};]/.test(after) || (/[.,]/.test(after) && ENDS_BY_ITSELF.has(kind));
}
