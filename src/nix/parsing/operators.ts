import type { Token, TokenKind } from "./tokens.ts";

/** How tight an operator binds, and on which side it repeats: the `%left` … lines of Nix's grammar. */
export type Operator = {
  readonly sign: TokenKind;
  readonly level: number;
  readonly repeats: "left" | "right" | "never";
};

function operator(sign: TokenKind, level: number, repeats: Operator["repeats"]): Operator {
  return { sign, level, repeats };
}

/** The operators with two sides. They are known by their place here. */
export const OPERATORS: readonly Operator[] = [
  operator("|>", 0, "left"),
  operator("<|", 0, "right"),
  operator("->", 1, "right"),
  operator("||", 2, "left"),
  operator("&&", 3, "left"),
  operator("==", 4, "never"),
  operator("!=", 4, "never"),
  operator("<", 5, "never"),
  operator(">", 5, "never"),
  operator("<=", 5, "never"),
  operator(">=", 5, "never"),
  operator("//", 6, "right"),
  operator("+", 8, "left"),
  operator("-", 8, "left"),
  operator("*", 9, "left"),
  operator("/", 9, "left"),
  operator("++", 10, "right"),
];

/** `?` binds as tight as this. */
export const HAS_LEVEL = 11;

/** What a `!` or `-` before an operand is known by, beside the places of the others. */
export const [NOT, NEGATE] = [-1, -2];

/** How tight an operator binds that is known by its place, or as `NOT` or `NEGATE`. */
export function levelOf(place: number): number {
  if (place === NOT) return 7;
  return place === NEGATE ? 12 : (OPERATORS[place]?.level ?? -1);
}

const places = new Map<string, number>(OPERATORS.map(({ sign }, place) => [sign, place]));

/** The place of the operator of a sign, as which it is a token; -1 of any other token. */
export function operatorPlace(sign: string): number {
  return places.get(sign) ?? -1;
}

const beginnings = new Set<Token["kind"]>([
  ...(["name", "integer", "float", "uri", "path", "search path", "rec", "let"] as const),
  ...(['"', "''", "(", "{", "["] as const),
]);

/** Whether one operand can begin with a token: no `!` or `-`, no function, no `let … in` and the like. */
export function beginsOperand(kind: Token["kind"]): boolean {
  return beginnings.has(kind);
}
