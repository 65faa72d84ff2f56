import { expect, it } from "vitest";
import { sameExpression } from "../../src/nix/same.ts";
import { parsed } from "./parsing.ts";

function same(one: string, other: string): boolean {
  return sameExpression(parsed(one).expression, parsed(other).expression);
}

const X = "$" + "{x}";

it.each([
  ["f (x)", "f x"],
  ["[ a /* b */ c ]", "[ a\n  c ]"],
  [`./a${X}b`, `./a${X.replace("x", " x ")}b`],
])("%s is the same as %s", (one, other) => expect(same(one, other)).toBe(true));

it.each([
  ["f x", "f y"],
  ['"a"', "''a''"],
  [`./a${X}b`, `./ab${X}`],
  [`./a${X}${X}b`, `./a${X}b${X}`],
])("%s is not the same as %s", (one, other) => expect(same(one, other)).toBe(false));
