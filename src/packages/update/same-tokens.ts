import { firstSyntaxError } from "../../nix/parse.ts";
import type { SourceText, Span } from "../../nix/text.ts";

/**
 * Whether two texts are the same tokens for Nix's own lexer, parentheses and commas before a brace left
 * out, but for those of the head within these spans. A second opinion on what the syntax trees say, by
 * another parser.
 */
export function sameTokens(base: SourceText, head: SourceText, pins: readonly Span[]): boolean {
  const [before, after] = [tokensOf(base.text), tokensOf(head.text)];
  if (before.length !== after.length) return false;
  return before.every((token, i) => {
    const other = after[i];
    if (other === undefined || token.kind !== other.kind) return false;
    if (base.text.slice(token.start, token.end) === head.text.slice(other.start, other.end)) return true;
    return token.kind === "text" && pins.some((pin) => pin.start < other.start && other.end < pin.end);
  });
}

type KnownToken = Span & { readonly kind: string };

function tokensOf(text: string): readonly KnownToken[] {
  const tokens: KnownToken[] = [];
  firstSyntaxError(text, (token) => {
    if (token.kind === "(" || token.kind === ")") return;
    if (token.kind === "}" && tokens.at(-1)?.kind === ",") tokens.pop();
    tokens.push(token);
  });
  return tokens;
}
