// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the text is Nix.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseNix } from "../../../src/nix/parse.ts";
import { sourceText } from "../../../src/nix/text.ts";
import { buildInputs, listElements, writtenName } from "../../../src/packages/derivation/list.ts";
import { commandsOf, ownWords } from "../../../src/packages/derivation/shell.ts";
import { HOLE, stringText } from "../../../src/packages/derivation/string-text.ts";

function read(text: string) {
  return parseNix(sourceText(text)).expression;
}

function literal(text: string) {
  const expression = read(text);
  if (expression.kind !== "string") throw new Error(text);
  return stringText(expression);
}

describe("stringText", () => {
  it.each([
    ['"a b"', "a b"],
    ['"a\\nb\\tc\\"d\\\\"', 'a\nb\tc"d\\'],
    ['"${x}/b"', `${HOLE}/b`],
    ["''a ''${x} ''' ''\\n ''\\t''", "a ${x} '' \n \t"],
    ["''\n  a\n''", "\n  a\n"],
    ['"\\${x}"', "${x}"],
    ['""', ""],
  ])("of %s is %j", (text, expected) => {
    expect(literal(text).text).toBe(expected);
  });

  it("knows where each character stands", () => {
    const text = '"ab\\nc${x y}d"';
    const { text: shown, offsetOf } = literal(text);
    const places = [...shown].map((_, i) => text.slice(offsetOf(i), offsetOf(i + 1)));
    expect(places).toEqual(["a", "b", "\\n", "c", "${x y}", "d"]);
  });
});

describe("commandsOf", () => {
  const words = (script: string) => commandsOf(script).map((command) => command.map(({ text }) => text));
  it.each([
    ["a b\nc", [["a", "b"], ["c"]]],
    ["a; b && c | d & e", [["a"], ["b"], ["c"], ["d"], ["e"]]],
    ["a \\\n  b", [["a", "b"]]],
    [`a 'b; c' "d \\" e" f\\ g`, [["a", "'b; c'", '"d \\" e"', "f\\ g"]]],
    ["a # b\nc#d", [["a"], ["c#d"]]],
    ["a $(b c) d", [["a", "$"], ["b", "c"], ["d"]]],
    ["a 'b", [["a", "'b"]]],
    ['a "b\nc" d', [["a", '"b\nc"', "d"]]],
    ["", []],
  ])("of %j are %j", (script, expected) => {
    expect(words(script)).toEqual(expected);
  });

  it.each([
    ["if a b", ["a", "b"]],
    ["X=1 Y+=2 a", ["a"]],
    ["{ a", ["a"]],
    ["X=1", []],
    ["a X=1", ["a", "X=1"]],
  ])("has the own words of %j: %j", (script, expected) => {
    expect(ownWords(commandsOf(script)[0] ?? []).map(({ text }) => text)).toEqual(expected);
  });

  it("says where its words stand, of any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."a '\"\\\n;#$() \t=") }), (script) => {
        let end = 0;
        for (const word of commandsOf(script).flat()) {
          expect(word.start).toBeGreaterThanOrEqual(end);
          expect(script.slice(word.start, word.end)).toBe(word.text);
          end = word.end;
        }
      }),
    );
  });
});

describe("listElements", () => {
  const of = (text: string) => {
    const { elements, complete } = listElements(read(text), []);
    const shown = elements.map(
      ({ expression, conditional, elsewhere }) =>
        `${writtenName(expression)}${conditional ? "?" : ""}${elsewhere ? "^" : ""}`,
    );
    return [shown.join(" "), complete];
  };
  it.each([
    ["[ a b.c ]", "a c", true],
    ["[ a ] ++ [ b ]", "a b", true],
    ["(with x; [ a ])", "a", true],
    ["let y = [ b ]; in [ a ] ++ y", "a b^", true],
    ["[ a ] ++ lib.optionals c [ b ]", "a b?", true],
    ["lib.optional c a", "a?", true],
    ["if c then [ a ] else [ b ]", "a? b?", true],
    ["[ a ] ++ x", "a", false],
    ["f [ a ]", "", false],
    ["lib.optional c", "", false],
    ["lib.optional c a b", "", false],
    ["[ a ] // [ b ]", "", false],
    ["x", "", false],
    ["[ (f a) ]", "null", true],
  ])("of %s are %j, and these are all: %j", (text, elements, complete) => {
    expect(of(text)).toEqual([elements, complete]);
  });

  it("ends where a list is made of itself", () => {
    const expression = read("let x = x ++ x; in x");
    expect(listElements(expression, []).complete).toBe(false);
  });

  it("reads both lists of inputs", () => {
    const set = read("{ buildInputs = [ a ]; nativeBuildInputs = [ b ]; checkInputs = [ c ]; }");
    if (set.kind !== "attrset") throw new Error();
    const names = buildInputs({ attributes: set, scope: [] }).map(({ expression }) =>
      writtenName(expression),
    );
    expect(names).toEqual(["b", "a"]);
  });
});
