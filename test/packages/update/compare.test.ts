// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { describe, expect, it } from "vitest";
import { type NixFile, parseNix } from "../../../src/nix/parse.ts";
import { sourceText } from "../../../src/nix/text.ts";
import { compareFiles, dottedPath, MOST_DIFFERENCES, pathAt } from "../../../src/packages/update/compare.ts";

function parsed(text: string): NixFile {
  const file = parseNix(sourceText(text));
  expect(file.problems).toEqual([]);
  return file;
}

/** What differs: the binding or else the subject, what became of it, and the text of the head that is shown. */
function differences(before: string, after: string): string[] {
  return compareFiles(parsed(before), parsed(after)).differences.map(({ binding, subject, what, span }) => {
    const shown = span === null ? "" : `: ${after.slice(span.start, span.end)}`;
    return `${binding ?? subject} ${what}${shown}`;
  });
}

/** The pins that differ: path, kind, and both values. */
function pins(before: string, after: string): unknown[] {
  const { pins: found, differences: others } = compareFiles(parsed(before), parsed(after));
  expect(others).toEqual([]);
  return found.map((pin) => {
    expect(pin.binding).toBe(pin.place.binding);
    return [dottedPath(pin.place, after), pin.name, pin.kind, pin.before, pin.after];
  });
}

describe("the arguments of a function", () => {
  it.each([
    ["{ a }: a", "{ a, b }: a", ["the argument `b` was added: b"]],
    ["{ a, b }: a", "{ a, c ? 1, b }: a", ["the argument `c` was added: c ? 1"]],
    ["{ a, b }: a", "{ a }: a", ["the argument `b` was removed: { a }"]],
    ["{ a, b }: a", "{ }: a", ["the argument `a` was removed: { }", "the argument `b` was removed: { }"]],
    [
      "{ a, b, c }: a",
      "{ c, a }: a",
      ["the argument `b` was removed: { c, a }", "the arguments are in another order: { c, a }"],
    ],
    ["{ a, b }: a", "{ b, a }: a", ["the arguments are in another order: { b, a }"]],
    ["{ a, b }: a", "{ a, b }: a", []],
    ["{ a, b }: a", "{ a, b, }: a", []],
    ["{ a, ... }: a", "{ a }: a", ["`...` among the arguments was removed: { a }"]],
    ["{ a }: a", "{ a, ... }: a", ["`...` among the arguments was added: { a, ... }"]],
    [
      "{ a }: a",
      "{ b, ... }: a",
      [
        "the argument `a` was removed: { b, ... }",
        "`...` among the arguments was added: { b, ... }",
        "the argument `b` was added: b",
      ],
    ],
    ["{ a }: a", "{ a ? 1 }: a", ["the default of the argument `a` differs: a ? 1"]],
    ["{ a ? 1 }: a", "{ a }: a", ["the default of the argument `a` differs: a"]],
    ["{ a ? 1 }: a", "{ a ? 2 }: a", ["`2` differs: 2"]],
    ["{ a ? 1, b ? 2 }: a", "{ a ? 1, b ? (2) }: a", []],
    ["{ a ? { b = 1; } }: a", "{ a ? { b = 2; } }: a", ["b differs: 2"]],
    ["{ f = { a }: a; }", "{ f = { b, ... }: a; }", ["f was added: b"]],
    ["{ a }: a", "a: a", ["`a: a` differs: a: a"]],
    ["args@{ a }: a", "{ a }: a", ["`{ a }: a` differs: { a }: a"]],
    ["args@{ a }: a", "arg@{ a }: a", ["`arg` differs: arg"]],
  ])("%s becomes %s", (before, after, expected) => {
    expect(differences(before, after)).toEqual(expected);
  });
});

describe("the bindings of a set", () => {
  it.each([
    ["{ }", "{ a = 1; }", ["a was added: a = 1;"]],
    ["{ a = 1; }", "{ }", ["a was removed"]],
    ["{ bb = 1; }", "{ a = 1; }", ["bb was removed", "a was added: a = 1;"]],
    ["{ a = { bb = 1; }; }", "{    a = { }; }", ["a.bb was removed"]],
    ["{ a.b = { }; }", "{ a.b = { c.d = 1; }; }", ["a.b.c.d was added: c.d = 1;"]],
    ["{ a.b = 1; }", "{ a.c = 1; }", ["a.b was removed", "a.c was added: a.c = 1;"]],
    ["{ a.b = 1; }", "{ ab = 1; }", ["a.b was removed", "ab was added: ab = 1;"]],
    ["{ a . b = 1; }", "{ a.b = 1; }", []],
    ['{ "a" = 1; }', "{ a = 1; }", ['"a" was removed', "a was added: a = 1;"]],
    [
      "{ a = 1; b = 2; }",
      "{ b = 2; a = 1; }",
      ["`{ b = 2; a = 1; }` has its bindings in another order: { b = 2; a = 1; }"],
    ],
    [
      "{ x = { a = 1; b = 2; c = 3; }; }",
      "{ x = { b = 2; a = 1; c = 3; }; }",
      ["x has its bindings in another order: { b = 2; a = 1; c = 3; }"],
    ],
    [
      "{ x = { a = 1; b = 2; c = 3; }; }",
      "{ x = { c = 3; a = 1; b = 2; }; }",
      ["x has its bindings in another order: { c = 3; a = 1; b = 2; }"],
    ],
    ["{ a = 1; c = 3; }", "{ a = 1; b = 2; c = 3; }", ["b was added: b = 2;"]],
    ["{ a = 1; b = 2; c = 3; }", "{ a = 1; c = 3; }", ["b was removed"]],
    ["{ a = 1; b = 2; }", "{ a = 3; b = 4; }", ["a differs: 3", "b differs: 4"]],
    ["{ a = [ 1 2 ]; }", "{ a = [ 3 4 ]; }", ["a differs: 4"]],
    ["{ inherit a; }", "{ inherit b; }", ["`b` differs: b"]],
    ["{ inherit a; }", "{ inherit a b; }", ["`inherit a b;` differs: inherit a b;"]],
    ["{ inherit a; inherit b; }", "{ inherit a; inherit b; }", []],
    ["{ inherit a; inherit b; inherit c; }", "{ inherit a; inherit b; inherit d; }", ["`d` differs: d"]],
    ["{ inherit a; }", "{ inherit a; inherit b; }", ["inherit was added: inherit b;"]],
    ["{ x = { inherit a; inherit b; }; }", "{ x = { inherit a; }; }", ["x.inherit was removed"]],
    ["{ inherit (s) a; }", "{ inherit (t) a; }", ["`t` differs: t"]],
    [
      "{ inherit (s) a; inherit b; }",
      "{ inherit b; inherit (s) a; }",
      ["`{ inherit b; inherit (s) a; }` has its bindings in another order: { inherit b; inherit (s) a; }"],
    ],
    ["{ inherit a; }", "{ inherit (s) a; }", ["inherit was removed", "inherit was added: inherit (s) a;"]],
    ["{ a = 1; }", "rec { a = 1; }", ["`rec { a = 1; }` differs: rec { a = 1; }"]],
    ["{ ${x} = 1; }", "{ ${x} = 2; }", ["${x} differs: 2"]],
  ])("%s becomes %s", (before, after, expected) => {
    expect(differences(before, after)).toEqual(expected);
  });
});

describe("an expression", () => {
  it.each([
    [
      "let a = 1; b = 2; in a",
      "let b = 2; a = 1; in a",
      ["`let b = 2; a = 1; in a` has its bindings in another order: let b = 2; a = 1; in a"],
    ],
    ["let a = 1; in a", "let a = 1; in b", ["`b` differs: b"]],
    ["let a = 1; in a", "let a = 2; in a", ["a differs: 2"]],
    ["let a = 1; in a", "let a = 1; b = 2; in a", ["b was added: b = 2;"]],
    ["[ a b ]", "[ a ]", ["`[ a ]` differs: [ a ]"]],
    ["[ a ]", "[ a b ]", ["`[ a b ]` differs: [ a b ]"]],
    ["[ a b ]", "[ c d ]", ["`c` differs: c", "`d` differs: d"]],
    ["f a", "f (a)", []],
    ["f a", "f b", ["`b` differs: b"]],
    ["x", "1", ["`1` differs: 1"]],
    ["a + b", "a - b", ["`a - b` differs: a - b"]],
    ['"a"', '"b"', ["`b` differs: b"]],
    ['"a"', "''a''", ["`''a''` differs: ''a''"]],
    ['"a${b}"', '"${b}a"', ["`${b}` differs: ${b}", "`a` differs: a"]],
    ['"a${b}c"', '"a${b}"', ['`"a${b}"` differs: "a${b}"']],
    ["[ { a = 1; } x ]", "[ { } y ]", ["a was removed", "`y` differs: y"]],
    ["[ x { a = 1; } ]", "[ y { a = 2; } ]", ["a differs: 2", "`y` differs: y"]],
  ])("%s becomes %s", (before, after, expected) => {
    expect(differences(before, after)).toEqual(expected);
  });

  it.each([
    ["x".repeat(60), `\`${"x".repeat(60)}\``],
    ["x".repeat(61), `\`${"x".repeat(60)} …\``],
    [`${"x".repeat(59)} ${"y".repeat(9)}`, `\`${"x".repeat(59)} …\``],
    ["[\n  x\n]", "`[ …`"],
    [`[ ${"x".repeat(60)} ]`, `\`[ ${"x".repeat(58)} …\``],
    ["x".repeat(1000), `\`${"x".repeat(60)} …\``],
  ])("%j is told by its beginning", (after, expected) => {
    expect(differences("1", after)).toEqual([`${expected} differs: ${after}`]);
  });
});

// So that to compare its parts is to compare all of it.
describe("nothing of a string is outside of its parts:", () => {
  it.each([
    ...[
      '""',
      '"a"',
      '"$"',
      '"a$$b$"',
      '"a\\n\\${b}$\\c"',
      '"${a}"',
      '"a${b}c${d}${e}"',
      '"$${a}"',
      '"a\n  b"',
    ],
    ...[
      "''''",
      "'' ''",
      "''\n    a\n  ''",
      "''a'b''",
      "''a'''b''$c''\\nd''\\${e}''",
      "''$''",
      "''$'${a}'${b}''",
    ],
  ])("%s", (text) => {
    const string = parsed(text).expression;
    const parts = string.kind === "string" ? string.parts : [];
    const quote = text.startsWith('"') ? '"' : "''";
    expect(quote + parts.map(({ start, end }) => text.slice(start, end)).join("") + quote).toBe(text);
  });
});

it("more differences than anybody reads are not listed", () => {
  const many = (length: number, text: (i: number) => string) =>
    Array.from({ length }, (_, i) => text(i)).join(" ");
  const set = (value: number) => `{ ${many(MOST_DIFFERENCES + 2, (i) => `a${i} = ${value};`)} }`;
  expect(MOST_DIFFERENCES).toBe(50);
  expect(differences(set(1), set(2)).length).toBe(MOST_DIFFERENCES);
  expect(differences(set(1), "{ }").length).toBe(MOST_DIFFERENCES);
  expect(differences("{ }", set(1)).length).toBe(MOST_DIFFERENCES);
});

describe("a pin that differs is told with its place", () => {
  it.each([
    ['{ version = "1"; }', '{ version = "2"; }', [["version", "version", "version", "1", "2"]]],
    ['{ a.rev = "1"; }', '{ a.rev = "2"; }', [["a.rev", "rev", "revision", "1", "2"]]],
    ['{ a = f { tag = "1"; }; }', '{    a = f { tag = ("2"); }; }', [["a.tag", "tag", "revision", "1", "2"]]],
    ['let url = "1"; in url', 'let url = "2"; in url', [["url", "url", "url", "1", "2"]]],
    ['{ "hash" = ("1"); }', '{ "hash" = "2"; }', [['"hash"', "hash", "hash", "1", "2"]]],
    ['{ hash = "1"; }', '{ hash = ""; }', [["hash", "hash", "hash", "1", ""]]],
    ['{ version = "1"; }', '{ version = ("1"); }', []],
    [
      '{ hash = "1"; version = "1"; a = { url = "1"; rev = "1"; }; }',
      '{ hash = "2"; version = "2"; a = { url = "2"; rev = "2"; }; }',
      [
        ["hash", "hash", "hash", "1", "2"],
        ["version", "version", "version", "1", "2"],
        ["a.url", "url", "url", "1", "2"],
        ["a.rev", "rev", "revision", "1", "2"],
      ],
    ],
  ])("%s becomes %s", (before, after, expected) => {
    expect(pins(before, after)).toEqual(expected);
  });

  it.each([
    ['{ pname = "1"; }', '{ pname = "2"; }', ["pname differs: 2"]],
    ['{ version.a = "1"; }', '{ version.a = "2"; }', ["version.a differs: 2"]],
    ['{ ${version} = "1"; }', '{ ${version} = "2"; }', ["${version} differs: 2"]],
    ['{ version = "1"; }', "{ version = x; }", ["version differs: x"]],
    ["{ version = x; }", '{ version = "2"; }', ['version differs: "2"']],
    ["{ version = x; }", "{ version = y; }", ["version differs: y"]],
    ['{ version = "1"; }', "{ version = ''2''; }", ["version differs: ''2''"]],
    ['{ version = "1\\n"; }', '{ version = "2"; }', ['version differs: "2"']],
    ['{ version = "1"; }', '{ version = "2${x}"; }', ['version differs: "2${x}"']],
    ['{ version = [ "1" ]; }', '{ version = [ "2" ]; }', ["version differs: 2"]],
  ])("but %s that becomes %s is more than that", (before, after, expected) => {
    expect(compareFiles(parsed(before), parsed(after)).pins).toEqual([]);
    expect(differences(before, after)).toEqual(expected);
  });
});

describe("where something stands", () => {
  it.each([
    ["x", null],
    ["[ y x ]", null],
    ["{ a = x; }", "a"],
    ["{ a.b = { y = 1; c = [ x ]; }; }", "a.b.c"],
    ['{ c = y; a . ${b} = f { "d" = x; }; }', 'a.${b}."d"'],
    ["let a = 1; b = x; in b", "b"],
    ["let a = 1; in x", null],
    [`{ ${"a".repeat(200)} = x; }`, "a".repeat(200)],
    [`{ ${"a".repeat(201)}.b = x; }`, `${"a".repeat(200)}.b`],
  ])("in %s", (text, expected) => {
    const start = text.indexOf("x");
    expect(pathAt(parsed(text), { start, end: start + 1 })).toBe(expected);
  });

  it("is the innermost binding that holds the whole of it", () => {
    const file = parsed("{ a = { b = 1; c = 2; }; }");
    expect(pathAt(file, { start: 6, end: 23 })).toBe("a");
    expect(pathAt(file, { start: 8, end: 14 })).toBe("a.b");
    expect(pathAt(file, { start: 8, end: 15 })).toBe("a");
    expect(pathAt(file, { start: 7, end: 14 })).toBe("a");
    expect(pathAt(file, { start: 0, end: 26 })).toBe(null);
  });
});
