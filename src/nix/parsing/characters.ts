// What the lexer asks of characters and numbers.

/** Sets of ASCII characters, one bit each: the classes of the lexer's definitions. */
export const PATH_CHAR = 1;
export const NAME_CHAR = 2;
export const SCHEME_CHAR = 4;
export const URI_CHAR = 8;
export const LETTER = 16;
export const DIGIT = 32;
export const SPACE = 64;

/** The sets that each ASCII character is in. */
export const classes = new Uint8Array(128);
for (let code = 0; code < classes.length; code++) {
  const character = String.fromCharCode(code);
  const bits: readonly [RegExp, number][] = [
    [/[a-zA-Z0-9._\-+]/, PATH_CHAR],
    [/[a-zA-Z0-9_'-]/, NAME_CHAR],
    [/[a-zA-Z0-9+\-.]/, SCHEME_CHAR],
    [/[a-zA-Z0-9%/?:@&=+$,\-_.!~*']/, URI_CHAR],
    [/[a-zA-Z]/, LETTER],
    [/[0-9]/, DIGIT],
    [/[ \t\r\n]/, SPACE],
  ];
  for (const [set, bit] of bits) if (set.test(character)) classes[code] = (classes[code] ?? 0) | bit;
}

const MAX_INTEGER = 2n ** 63n - 1n;
const SMALLEST_NORMAL = 2 ** -1022;

/** Whether the digits are a number that Nix has. */
export function fitsInteger(digits: string): boolean {
  const short = digits.length < 19 ? digits : digits.replace(/^0+/, "");
  return short.length < 19 || (short.length < 20 && BigInt(short) <= MAX_INTEGER);
}

/** Whether it is zero, or not too small and not too large for Nix. */
export function fitsFloat(written: string): boolean {
  if (!/^[^eE]*[1-9]/.test(written)) return true;
  const size = Math.abs(Number(written));
  return size >= SMALLEST_NORMAL && size < Number.POSITIVE_INFINITY;
}
