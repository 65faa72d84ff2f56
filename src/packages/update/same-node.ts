import type { Node, PathLiteral, StringLiteral } from "../../nix/ast.ts";
import { unparenthesized } from "../../nix/expressions.ts";
import type { Span } from "../../nix/text.ts";

/** The texts of the base and of the head. */
export type Texts = { readonly before: string; readonly after: string };

/** A node without the parentheses around it. */
export function bare(node: Node): Node {
  return node.kind === "parenthesized" ? unparenthesized(node) : node;
}

/** Whether two nodes are alike in all that their children do not say. */
export function sameNode(before: Node, after: Node, texts: Texts): boolean {
  switch (before.kind) {
    // Nothing is known of what does not parse.
    case "broken":
      return false;
    case "variable":
    case "integer":
    case "float":
    case "uri":
    case "text":
    case "escape":
      return before.kind === after.kind && written(before, texts.before) === written(after, texts.after);
    case "string":
      return after.kind === "string" && sameString(before, after, texts);
    case "path":
      return (
        after.kind === "path" &&
        before.form === after.form &&
        pathPieces(before, texts.before) === pathPieces(after, texts.after)
      );
    case "attrset":
      return after.kind === "attrset" && before.form === after.form;
    case "unary":
      return after.kind === "unary" && before.operator === after.operator;
    case "binary":
      return after.kind === "binary" && before.operator === after.operator;
    case "name":
      return after.kind === "name" && before.text === after.text && sameSpelling(before, after);
    case "formals":
      return after.kind === "formals" && before.ellipsis === after.ellipsis;
    case "inherit":
      return after.kind === "inherit" && (before.source === null) === (after.source === null);
    case "select":
      return after.kind === "select" && (before.default === null) === (after.default === null);
    case "formal":
      return after.kind === "formal" && (before.default === null) === (after.default === null);
    case "function":
      return (
        after.kind === "function" &&
        before.argument?.text === after.argument?.text &&
        (before.formals === null) === (after.formals === null)
      );
    default:
      return before.kind === after.kind;
  }
}

type SpelledName = Extract<Node, { kind: "name" }>;

function sameSpelling(before: SpelledName, after: SpelledName): boolean {
  return before.expression?.kind === after.expression?.kind;
}

function written(span: Span, text: string): string {
  return text.slice(span.start, span.end);
}

/** What stands between the interpolations is compared part by part; here, that the parts are all there is. */
function sameString(before: StringLiteral, after: StringLiteral, texts: Texts): boolean {
  if (before.style !== after.style || before.parts.length !== after.parts.length) return false;
  return (
    (isGapless(before) && isGapless(after)) || written(before, texts.before) === written(after, texts.after)
  );
}

function isGapless({ parts, style, start, end }: StringLiteral): boolean {
  const width = style === "quoted" ? 1 : 2;
  let at = start + width;
  for (const part of parts) {
    if (part.start !== at) return false;
    at = part.end;
  }
  return at === end - width;
}

/** A path's own text, with a mark for each interpolation. */
function pathPieces(path: PathLiteral, text: string): string {
  let at = path.start;
  let pieces = "";
  for (const { start, end } of path.interpolations) {
    pieces += `${text.slice(at, start)}\0`;
    at = end;
  }
  return pieces + text.slice(at, path.end);
}
