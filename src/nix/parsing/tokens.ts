import type { Span } from "../text.ts";

/**
 * The tokens of Nix as its own lexer (`src/libexpr/lexer.l`) cuts them, which no other grammar does in all
 * corners: `a.b/c` is a path, `x:y` a URI, `a'b` a name, `1.2.3` two numbers.
 */
export type Token = Span &
  (
    | { readonly kind: TokenKind }
    /** Nix gives up while reading it, whatever the grammar wants; `why` is a phrase. */
    | { readonly kind: "refused"; readonly why: string }
  );

export const KEYWORDS = [
  "if",
  "then",
  "else",
  "assert",
  "with",
  "let",
  "in",
  "rec",
  "inherit",
  "or",
] as const;

/** Longer ones first where one begins another. `"` and `''` are both the opening and the closing ones. */
export const SYMBOLS = [
  ...["...", "==", "!=", "<=", ">=", "&&", "||", "->", "//", "++", "<|", "|>", "${", "''"],
  ...['"', "{", "}", "(", ")", "[", "]", "?", ":", ";", ",", ".", "@"],
  ...["=", "<", ">", "!", "+", "-", "*", "/"],
] as const;

export type TokenKind =
  | (typeof KEYWORDS)[number]
  | (typeof SYMBOLS)[number]
  | "name"
  | "integer"
  | "float"
  | "uri"
  | "search path"
  /** The first piece of a path; the pieces after it are `text` and interpolations. */
  | "path"
  | "path end"
  /** A piece of a string or of a path. */
  | "text"
  | "unknown character"
  | "end";
