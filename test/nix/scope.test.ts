import { describe, expect, it } from "vitest";
import { plainString } from "../../src/nix/expressions.ts";
import { staticString } from "../../src/nix/names.ts";
import { parseNix } from "../../src/nix/parse.ts";
import { results, throughNames } from "../../src/nix/scope.ts";
import { sourceText } from "../../src/nix/text.ts";

function expression(text: string) {
  return parseNix(sourceText(text), []).expression;
}

/** What the result of an expression stands for, through at most so many names, as it is written. */
function standsFor(text: string, most = 8): string | null {
  const [result] = results(expression(text), [], false);
  const found = throughNames(result?.expression ?? expression("null"), result?.scope ?? [], most).expression;
  return text.slice(found.start, found.end);
}

describe("a name stands for", () => {
  it.each([
    ["what `let` binds", "let a = ./x; in a", "./x"],
    ["what another name stands for", "let a = b; b = ./x; in (a)", "./x"],
    ["what `let` takes from around", "let a = ./x; in let inherit a; in a", "./x"],
    ["itself where a function binds it", "a: a", "a: a"],
    ["itself where it comes from elsewhere", "let inherit (b) a; in a", "a"],
    ["itself where it is put together", "let a.b = 1; in a", "a"],
    ["itself where only a `with` may have it", "with b; a", "a"],
  ])("%s", (_, text, found) => {
    expect(standsFor(text)).toBe(found);
  });

  it("nothing more after so many names", () => {
    expect(standsFor("let a = b; b = c; c = 1; in a", 2)).toBe("c");
    expect(standsFor("let a = a; in a", 100)).toBe("a");
  });
});

describe("an expression comes to what stands behind so many `let`s and `with`s, and no more of them", () => {
  it.each([
    ["let a = 1; in ", 256, "variable"],
    ["let a = 1; in ", 257, "let"],
    ["with a; ", 256, "variable"],
    ["with a; ", 257, "with"],
    ["assert a; ", 1000, "variable"],
  ])("%s, %i times: %s", (before, times, kind) => {
    expect(
      results(expression(`${before.repeat(times)}a`), [], true).map((found) => found.expression.kind),
    ).toEqual([kind]);
  });
});

describe("a string", () => {
  it.each([
    ['"a"', "a", "a"],
    ['("a")', "a", "a"],
    ['""', "", ""],
    ['"a\\n"', null, "a\n"],
    [`"\${"a"}"`, null, null],
    ["''a''", null, "a"],
    ["''  a''", null, "a"],
    ["''\n  a''", null, null],
    ["1", null, null],
  ])("%s is plain as %j, and stands for %j", (text, plain, value) => {
    expect(plainString(expression(text))).toBe(plain);
    expect(staticString(expression(text))).toBe(value);
  });
});
