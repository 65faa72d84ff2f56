// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { generateRepository } from "../../bench/repository/generate.ts";
import { readAlike } from "../../src/nix/alike.ts";
import { sameTree } from "../../src/nix/parsing/tree.ts";
import { expressions, mutated, soup } from "./arbitrary.ts";
import { outline } from "./outline.ts";
import { parsed, second, wellFormed } from "./parsing.ts";

/** Whether both readers see the same, or why they are not said to. */
function alike(text: string): true | string {
  const answer = readAlike(parsed(text), second);
  return answer.known ? answer.value : answer.why;
}

describe("both readers see the same syntax, places and all,", () => {
  it("in the packages of a repository", () => {
    for (const { path, content } of generateRepository({ packages: 150, seed: 3 })) {
      if (path.endsWith(".nix")) expect(alike(content), path).toBe(true);
    }
  });

  it("in any expression that both understand", () => {
    let understood = 0;
    fc.assert(
      fc.property(expressions, ({ text }) => {
        const other = second.read(text);
        if (!other.known) return;
        understood++;
        // What it takes for a path, or for a name, where Nix reads something else.
        fc.pre(!/[\w.)}\]'"]\/\/|\bor\b|\r(?!\n)/.test(text));
        expect(outline(other.value)).toBe(outline(wellFormed(text).expression));
        expect(alike(text)).toBe(true);
      }),
      { numRuns: 1500, seed: 5 },
    );
    expect(understood).toBeGreaterThan(1000);
  });

  it("and nothing reads alike that does not parse", () => {
    fc.assert(
      fc.property(fc.oneof(mutated, soup), (text) => {
        if (parsed(text).problems.length > 0) expect(alike(text)).toBe("it does not parse");
      }),
      { numRuns: 2000 },
    );
  });
});

describe("a file does not read alike", () => {
  it.each([
    ["~/${x}", "the second parser does not understand it"],
    ["{ inherit; }", "the second parser does not understand it"],
    ["{ inherit (x); }", "the second parser does not understand it"],
    ["# a\r1\n{ }", "two independent parsers understand it differently"],
    ["{ a = 1 # b\r; c = 2\n;}", "two independent parsers understand it differently"],
    ["a//b", "two independent parsers understand it differently"],
    ["{ a = ; }", "it does not parse"],
    [`${"(".repeat(1_100)}1${")".repeat(1_100)}`, "it is nested too deep for the second parser"],
    [
      `${"a.".repeat(10_000)}a`,
      "it has too long a run of characters without white space for the second parser",
    ],
    [`"${"a".repeat(4_000_000)}"`, "it is too long for the second parser"],
  ])("where %j is it", (text, why) => {
    expect(alike(text)).toBe(why);
  });

  it("where it takes the second reader more steps than it may, and the next one does", () => {
    expect(second.read("{ a = [ ( ".repeat(30_000)).known).toBe(false);
    expect(alike("{ a = 1; }")).toBe(true);
  });
});

describe("two trees are the same", () => {
  const X = wellFormed("{ a = f x; b = ./c; }").expression;

  it.each([
    ["with another name", "{ a = f y; b = ./c; }"],
    ["with a name at another place", "{ a = f  x; b = ./c; }"],
    ["with parentheses", "{ a = f(x); b = ./c; }"],
    ["with one part more", "{ a = f x; b = ./c; c = 1; }"],
    ["with another kind of string", "{ a = f x; b = a/c; }"],
    ["as a recursive set", "rec{ a = f x; b = ./c; }"],
  ])("but not %s", (_, text) => {
    expect(sameTree(X, wellFormed(text).expression)).toBe(false);
  });

  it("where everything is", () => {
    expect(sameTree(X, wellFormed("{ a = f x; b = ./c; }").expression)).toBe(true);
  });
});
