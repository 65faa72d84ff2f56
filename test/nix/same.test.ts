import { expect, it } from "vitest";
import { loadNixParser } from "../../src/grammar/load.ts";
import { sameExpression } from "../../src/nix/same.ts";
import { sourceText } from "../../src/nix/text.ts";

const parser = await loadNixParser();

function same(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => {
    const result = parser.parse(sourceText(text));
    if (result.kind !== "parsed") throw new Error(result.why);
    return result.file.expression;
  });
  if (a === undefined || b === undefined) throw new Error("there are two");
  return sameExpression(a, b);
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
