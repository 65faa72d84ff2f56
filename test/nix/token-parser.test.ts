// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { generateRepository } from "../../bench/repository/generate.ts";
import { loadNixParser } from "../../src/grammar/load.ts";
import type { ParseResult } from "../../src/nix/parse.ts";
import { sourceText } from "../../src/nix/text.ts";
import { tokenParser } from "../../src/nix/token-parser.ts";
import { expressions, mutated, soup } from "./arbitrary.ts";

const parser = await loadNixParser();

/** What the tokens alone give; null where that is left to the other parser. */
function byTokens(text: string): ParseResult | null {
  let left = false;
  const parse = tokenParser(() => {
    left = true;
    return { kind: "unreadable", why: "left to the other parser" };
  });
  const result = parse(sourceText(text));
  return left ? null : result;
}

/** Compares the trees of a text, places and all; says whether there was one to compare. */
function expectSameTree(text: string): boolean {
  const result = byTokens(text);
  if (result === null) return false;
  const other = parser.parse(sourceText(text));
  // The grammar gives up on a few texts that are well-formed.
  if (other.kind === "unreadable") return false;
  expect(other.file.problems).toEqual([]);
  expect(result.kind === "parsed" && result.file.expression).toEqual(other.file.expression);
  return true;
}

it("gives the same tree as the grammar for the packages of a repository, without asking it", () => {
  for (const { path, content } of generateRepository({ packages: 150, seed: 3 })) {
    if (path.endsWith(".nix")) expect(expectSameTree(content), path).toBe(true);
  }
});

it("gives the same tree as the grammar for any expression", () => {
  fc.assert(
    fc.property(expressions, ({ text }) => void expectSameTree(text)),
    { numRuns: 1500 },
  );
});

it("takes nothing that Nix would refuse", () => {
  fc.assert(
    fc.property(fc.oneof(mutated, soup), (text) => void expectSameTree(text)),
    { numRuns: 3000 },
  );
});

describe("leaves to the other parser", () => {
  it.each([
    ["what does not parse", "{ a = ; }"],
    ["text behind the expression", "{ } }"],
    ["nothing", ""],
    ["names that are defined twice", "{ a = 1; a = 2; }"],
    ["arguments that are named twice", "{ a, a }: a"],
    ["two comparisons in a row", "a == b == c"],
    ["formals without a comma", "{ a b }: a"],
    ["formals behind an ellipsis", "{ ..., a }: a"],
    ["`or` as a name", "a or"],
    ["an escape in a name", '{ "\\a" = 1; }'],
    ["two slashes in a path", "./a//b"],
    ["a number that is out of range", "9223372036854775808"],
    ["a carriage return that ends a comment", "{ # a\r b = 1; }"],
    ["a NUL", "{ }\0"],
    ["deep nesting", "[".repeat(1000) + "]".repeat(1000)],
  ])("%s", (_, text) => {
    expect(byTokens(text)).toBeNull();
  });
});

it("asks the other parser for comments, paths and strings, once", () => {
  let asked = 0;
  const parse = tokenParser((source) => {
    asked += 1;
    return parser.parse(source);
  });
  const result = parse(sourceText('# a\n{ b = ./c; d = "\\e"; }'));
  if (result.kind === "unreadable") throw new Error(result.why);
  expect(asked).toBe(0);
  expect(result.file.comments).toHaveLength(1);
  expect(result.file.paths).toMatchObject([{ text: "./c" }]);
  expect(result.file.escapedStrings).toHaveLength(1);
  expect(asked).toBe(1);
});
