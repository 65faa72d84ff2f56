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
