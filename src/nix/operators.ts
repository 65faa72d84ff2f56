import type { Token, TokenKind } from "./tokens.ts";

/** How tight an operator binds, and on which side it repeats: the `%left` … lines of the grammar. */
export type Operator = { readonly level: number; readonly repeats: "left" | "right" | "never" };

export const OPERATORS: ReadonlyMap<Token["kind"], Operator> = new Map<TokenKind, Operator>([
  ["->", { level: 1, repeats: "right" }],
  ["||", { level: 2, repeats: "left" }],
  ["&&", { level: 3, repeats: "left" }],
  ["==", { level: 4, repeats: "never" }],
  ["!=", { level: 4, repeats: "never" }],
  ["<", { level: 5, repeats: "never" }],
  [">", { level: 5, repeats: "never" }],
  ["<=", { level: 5, repeats: "never" }],
  [">=", { level: 5, repeats: "never" }],
  ["//", { level: 6, repeats: "right" }],
  ["+", { level: 8, repeats: "left" }],
  ["-", { level: 8, repeats: "left" }],
  ["*", { level: 9, repeats: "left" }],
  ["/", { level: 9, repeats: "left" }],
  ["++", { level: 10, repeats: "right" }],
]);
/** `!` binds as tight as this. */
export const NOT_LEVEL = 7;
/** `?` binds as tight as this. */
export const HAS_LEVEL = 11;
/** And `-` of one side. */
export const NEGATE_LEVEL = 12;
