import type { NixFile } from "../../nix/parse.ts";
import type { Token } from "../../nix/parsing/tokens.ts";
import type { Span } from "../../nix/text.ts";

/**
 * Whether two files are the same tokens for Nix's own lexer, parentheses and commas before a brace left
 * out, but for those of the head within these spans. A second opinion on what the syntax trees say, without
 * them.
 */
export function sameTokens(base: NixFile, head: NixFile, pins: readonly Span[]): boolean {
  const after = tokensOf(head);
  // The last token is the end, so that neither side has more of them.
  return tokensOf(base).every((token, i) => {
    const other = after[i];
    if (token.kind !== other?.kind) return false;
    if (textOf(base, token) === textOf(head, other)) return true;
    return token.kind === "text" && pins.some((pin) => pin.start < other.start && other.end < pin.end);
  });
}

function textOf({ source }: NixFile, { start, end }: Span): string {
  return source.text.slice(start, end);
}

function tokensOf(file: NixFile): readonly Token[] {
  const tokens: Token[] = [];
  file.tokens((token) => {
    if (token.kind === "(" || token.kind === ")") return;
    if (token.kind === "}" && tokens.at(-1)?.kind === ",") tokens.pop();
    tokens.push(token);
  });
  return tokens;
}
