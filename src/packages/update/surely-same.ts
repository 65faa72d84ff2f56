import type { Node, StringLiteral } from "../../nix/ast.ts";
import { sameNode } from "../../nix/same.ts";
import type { Span } from "../../nix/text.ts";

/** The texts of the base and of the head. */
export type Texts = { readonly before: string; readonly after: string };

/** Whether two nodes are alike in all that their children do not say. Nothing is known of what does not parse. */
export function surelySame(before: Node, after: Node, texts: Texts): boolean {
  if (before.kind === "broken" || !sameNode(before, after)) return false;
  return before.kind !== "string" || after.kind !== "string" || sameString(before, after, texts);
}

/** What stands between the interpolations is compared part by part; here, that the parts are all there is. */
function sameString(before: StringLiteral, after: StringLiteral, texts: Texts): boolean {
  if (before.parts.length !== after.parts.length) return false;
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

function written(span: Span, text: string): string {
  return text.slice(span.start, span.end);
}
