// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { describe, expect, it } from "vitest";
import { customArguments, isNeedless } from "../../src/packages/definitions/custom-arguments.ts";
import { expression, nixFile } from "./builders.ts";

function namesOf(text: string): readonly string[] | null {
  const found = customArguments(expression(text));
  return found === null ? null : [...found.keys()];
}

describe("custom arguments", () => {
  it.each([
    ["{ }", []],
    ["{ a = 1; b = c.d; }", ["a", "b"]],
    ["({ a = (b); })", ["a"]],
    ['{ "a" = 1; }', ["a"]],
    ["{ inherit a; inherit (b.c) d; }", ["a", "d"]],
    ["{ a.b = 1; }", ["a"]],
    ["rec { a = 1; }", ["a"]],
  ])("of `%s` are known by their names", (text, expected) => {
    expect(namesOf(text)).toEqual(expected);
  });

  it.each([
    "a",
    "f { }",
    "{ a = 1; } // b",
    "{ ${a} = 1; }",
    '{ "a${b}" = 1; }',
    "let { body = { }; }",
    "let a = 1; in { b = a; }",
  ])("of `%s` are not known", (text) => {
    expect(namesOf(text)).toBeNull();
  });
});

describe("an argument of a package is needless", () => {
  function needless(definition: string, passed = "{ a = b; }"): boolean | null | undefined {
    const [argument] = customArguments(expression(passed)) ?? [];
    if (argument === undefined) return undefined;
    return isNeedless(...argument, { path: "package.nix", file: nixFile(definition) });
  }

  it.each([
    ["where the package does not take it", "{ c }: c"],
    ["where the package takes more, but has no name for it", "{ c, ... }: c"],
    ["where it is the default", "{ a ? b }: a"],
    ["where it is the default, laid out in another way", "{ a ? /* d */ (b) }: a"],
    ["where the function stands behind `let`", "let c = 1; in { a ? b }: a"],
  ])("%s", (_, definition) => {
    expect(needless(definition)).toBe(true);
  });

  it.each([
    ["where the package takes it", "{ a }: a"],
    ["where the default is another", "{ a ? c }: a"],
    ["where the package has a name for all that it takes", "{ c, ... }@args: args"],
    ["where the package takes one plain argument", "args: args"],
  ])("not %s", (_, definition) => {
    expect(needless(definition)).toBe(false);
  });

  it.each([
    ["{ a ? x.a }: a", "{ inherit (x) a; }", true],
    ['{ a ? "b c" }: a', '{ a = "b  c"; }', false],
    ["{ a ? ''b # d'' }: a", "{ a = ''b # c''; }", false],
    ["{ a ? { b = 1; } }: a", "{ a.b = 1; }", false],
  ])("in `%s`, where `%s` is passed: %s", (definition, passed, expected) => {
    expect(needless(definition, passed)).toBe(expected);
  });

  it.each([
    ["where the package is no function", "[ ]"],
    ["where the package is not known to be one", "import ./a.nix"],
  ])("or not is left open %s", (_, definition) => {
    expect(needless(definition)).toBeNull();
  });
});
