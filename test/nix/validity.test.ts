// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { describe, expect, it } from "vitest";
import { nixIsHere, nixParse, parsed } from "./parsing.ts";

/** What is refused, and the text that it is shown at. */
function refusals(text: string): string[] {
  return parsed(text).problems.map(({ message, start, end }) => `${message} @ ${text.slice(start, end)}`);
}

const TWICE: readonly (readonly [text: string, refusal: string])[] = [
  ["{ a = 1; a = 2; }", "`a` is defined twice @ a"],
  ["rec { a = 1; b = 2; a = 3; }", "`a` is defined twice @ a"],
  ["let a = 1; a = 2; in a", "`a` is defined twice @ a"],
  ['{ a = 1; "a" = 2; }', '`a` is defined twice @ "a"'],
  ['{ a.b = 1; a."b" = 2; }', '`a.b` is defined twice @ a."b"'],
  ["{ a.b.c = 1; a.b = 2; }", "`a.b` is defined twice @ a.b"],
  ["{ a = 1; a.b = 2; }", "`a` is defined twice @ a.b"],
  ["{ a.b = 1; a = 2; }", "`a` is defined twice @ a"],
  ["{ inherit a; a = 1; }", "`a` is defined twice @ a"],
  ["{ a = 1; inherit (b) a; }", "`a` is defined twice @ a"],
  ["{ inherit a b a; }", "`a` is defined twice @ a"],
  ["{ inherit a; a.b = 1; }", "`a` is defined twice @ a.b"],
  ["{ a = { b = 1; b = 2; }; }", "`b` is defined twice @ b"],
  ['{ "\\n" = 1; "\n" = 2; }', '`\\n` is defined twice @ "\n"'],
  ["{ a, b, a }: a", "the argument `a` is named twice @ a"],
  ["a@{ a }: a", "the argument `a` is named twice @ a"],
  ["{ b, a }@a: a", "the argument `a` is named twice @ a"],
  ["{ inherit (b) ${c}; }", "`inherit` takes no computed names @ ${c}"],
  ['{ inherit "a${b}"; }', '`inherit` takes no computed names @ "a${b}"'],
  ["let ${a} = 1; in 2", "`let` takes no computed names @ ${a}"],
  ['let "a${b}" = 1; in 2', '`let` takes no computed names @ "a${b}"'],
];

const ONCE = [
  "{ a.b = 1; a.c = 2; }",
  "{ a = { b = 1; }; a.c = 2; }",
  "{ a.b = 1; a = { c = 2; }; }",
  "{ a = { }; a = { }; }",
  "{ a.b.c = 1; a.b.d = 2; a.e = 3; }",
  "{ a = { b = 1; }; c = { b = 1; }; }",
  "{ ${a} = 1; ${a} = 2; }",
  '{ a = 1; "a${b}" = 2; }',
  "{ a.${b} = 1; a.${b} = 2; }",
  "let a.${b} = 1; in a",
  "let a = { ${b} = 1; }; in a",
  "let a.b = 1; a.c = 2; in a",
  "{ a, b }: { a, b }: a",
  "a: { a }: a",
  "{ inherit a; inherit (b) c; d = let a = 1; in a; }",
  '{ "a.b" = 1; a.b = 2; }',
];

/** What Nix 2.8 refuses as defined twice and nothing here looks for: sets that it merges, looked into. */
const NOT_SEEN = [
  "{ a = { b = 1; }; a.b = 2; }",
  "{ a = { b = 1; }; a = { b = 2; }; }",
  "{ a = { inherit b; }; a.b = 1; }",
  "{ a.b = { c = 1; }; a.b.c = 2; }",
  "{ a.b.c = 1; a = { b = 2; }; }",
  '{ ${"a"} = 1; a = 2; }',
];

/** A string in `${…}` is a name written out for Nix 2.8; nobody writes that. */
const REFUSED_HERE_ALONE = ['let ${"a"} = 1; in 2', '{ inherit ${"a"}; }', '{ inherit (a) ${"b"}; }'];

describe("a name", () => {
  it.each(TWICE)("in %j is refused", (text, refusal) => {
    expect(refusals(text)).toEqual([refusal]);
  });

  it.each(ONCE)("in %j is fine", (text) => {
    expect(refusals(text)).toEqual([]);
  });

  it.each(NOT_SEEN)("that is defined twice, once in a set that is merged, is refused in %j", (text) => {
    expect(refusals(text)).toHaveLength(1);
  });

  it.each(REFUSED_HERE_ALONE)("that is a string in an interpolation is written out in %j", (text) => {
    expect(refusals(text)).toEqual([]);
  });

  it("from the text is shown escaped, in a message of one short line", () => {
    for (const name of ["a\\nb", "a` @nobody `b", "a".repeat(1_000)]) {
      const [problem] = parsed(`{ "${name}" = 1; "${name}" = 2; }`).problems;
      expect(problem?.message).toMatch(/^`[^`\n]{1,250}` is defined twice$/);
    }
  });

  it("is refused at the first place when there are several", () => {
    const { problems, soundUntil } = parsed("{ a = 1; b = { c = 1; c = 2; }; a = 3; }");
    expect(problems.map(({ message }) => message)).toEqual(["`c` is defined twice"]);
    expect(soundUntil).toBe(problems[0]?.start);
  });
});

describe.skipIf(!nixIsHere)("Nix itself", () => {
  it.each([...TWICE.map(([text]) => text), ...NOT_SEEN])("refuses %j", (text) => {
    expect(nixParse(text).accepted).toBe(false);
  });

  it.each([...ONCE, ...REFUSED_HERE_ALONE])("accepts %j", (text) => {
    expect(nixParse(text).accepted).toBe(true);
  });
});
