import { children, type Node } from "../../nix/ast.ts";
import type { NixFile } from "../../nix/parse.ts";
import type { Span } from "../../nix/text.ts";

/** By these names Nix says where something stands in a file. */
export const PLACES: ReadonlySet<string | null> = new Set([
  "__curPos",
  "unsafeGetAttrPos",
  "__unsafeGetAttrPos",
]);

/** Where a file asks for the place of something in its own text, of which comments and layout are a part. */
export function placesAsked(file: NixFile): readonly Span[] {
  const found: Span[] = [];
  const pending: Node[] = [file.expression];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.kind === "variable" && PLACES.has(node.name)) found.push(node);
    if (node.kind === "name" && PLACES.has(node.text)) found.push(node);
    for (const child of children(node)) pending.push(child);
  }
  return found;
}

/** Lines that name an interpreter and what it is given: `nix-shell` reads all that begin so, not only the first. */
export function interpreterLines(text: string): readonly string[] {
  return text.split("\n").filter((line) => /^\s{0,64}#!/.test(line));
}
