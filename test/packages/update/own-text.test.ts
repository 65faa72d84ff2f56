// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { describe, expect, it } from "vitest";
import { parseNix } from "../../../src/nix/parse.ts";
import { sourceText } from "../../../src/nix/text.ts";
import { ownTextDiffers } from "../../../src/packages/update/judgements.ts";
import { interpreterLines, placesAsked } from "../../../src/packages/update/own-text.ts";
import { sameTokens } from "../../../src/packages/update/same-tokens.ts";

function parsed(text: string) {
  const file = parseNix(sourceText(text), ["pipe-operators"]);
  expect(file.problems).toEqual([]);
  return file;
}

it("an interpreter is named in each line that begins with its sign", () => {
  const wide = " ".repeat(64);
  expect(interpreterLines(`#!a\n#b\n \t#! c\nx #!d\n# !e\n#f\n${wide}#!g\n ${wide}#!h`)).toEqual([
    "#!a",
    " \t#! c",
    `${wide}#!g`,
  ]);
  expect(interpreterLines("{ }")).toEqual([]);
});

describe("the places are asked for in", () => {
  it.each([
    ["__curPos", ["__curPos"]],
    ["f [ (x: __curPos.line) __curPos ]", ["__curPos", "__curPos"]],
    ["with builtins; unsafeGetAttrPos a b", ["unsafeGetAttrPos"]],
    ["__unsafeGetAttrPos a b", ["__unsafeGetAttrPos"]],
    ["builtins.unsafeGetAttrPos", ["unsafeGetAttrPos"]],
    ['builtins."unsafeGetAttrPos"', ['"unsafeGetAttrPos"']],
    ['builtins.${"unsafeGetAttrPos"}', ['${"unsafeGetAttrPos"}']],
    ["let inherit (builtins) unsafeGetAttrPos; in x", ["unsafeGetAttrPos"]],
    ['[ curPos a.${b} "__curPos" ./unsafeGetAttrPos ]', []],
  ])("%s", (text, expected) => {
    const found = placesAsked(parsed(text)).map(({ start, end }) => text.slice(start, end));
    expect(found).toEqual(expected);
  });
});

describe("what a file says of itself differs", () => {
  const LINES = "its `#!` lines differ";
  const FIRST = "the interpreter in its first line differs";
  const IGNORED = "the comments that ask to ignore a rule differ";
  const ignore = (rule: string) => `# by-name-bot: ignore ${rule} -- x\n`;

  it.each([
    ["", "# a\n", []],
    ["#!a\n", "#!a\n# b\n", []],
    ["#!a\n", "#!b\n", [FIRST]],
    ["", "#!b\n", [FIRST]],
    ["#!a\n", "", [FIRST]],
    ["#!a\n#!b\n", "#!a#!b\n", [FIRST]],
    ["#!a\n#!b\n", "#!a\n#!c\n", [LINES]],
    ["# a\n#!b\n", "# b\n#!c\n", [LINES]],
    ["# a\n#!b\n", "# a\n", [LINES]],
    ["\n#!a\n", "#!a\n", []],
    [ignore("a"), ignore("a"), []],
    [ignore("a"), ignore("b"), [IGNORED]],
    [ignore("a"), "", [IGNORED]],
    ["", ignore("a"), [IGNORED]],
    [ignore("a") + ignore("b"), ignore("b") + ignore("a"), [IGNORED]],
    [`#!a\n${ignore("a")}`, `#!b\n${ignore("b")}`, [FIRST, IGNORED]],
  ])("from %j to %j", (before, after, expected) => {
    expect(ownTextDiffers("p", parsed(`${before}1`), parsed(`${after}1`))).toEqual(
      expected.map((why) => ({ path: "p", binding: null, range: null, why })),
    );
  });

  it("for all that is known where it reads its own position, which is said once", () => {
    const range = { start: { line: 2, column: 3 }, end: { line: 2, column: 11 } };
    const text = (binding: string) => parsed(`{ a.b = [\n  ${binding} __curPos ]; }`);
    expect(ownTextDiffers("p", text("__curPos"), text("__curPos"))).toMatchObject([
      { path: "p", binding: "a.b", why: "`a.b` reads its own position in the file with `__curPos`" },
    ]);
    const alone = parsed("[\n  __curPos ]");
    expect(ownTextDiffers("p", alone, alone)).toEqual([
      { path: "p", binding: null, range, why: "the file reads its own position in the file with `__curPos`" },
    ]);
  });
});

describe("token by token, but for what is in a pin,", () => {
  const same = (before: string, after: string, ...pins: string[]) =>
    sameTokens(
      parsed(before),
      parsed(after),
      pins.map((pin) => ({ start: after.indexOf(pin), end: after.indexOf(pin) + pin.length })),
    );

  it.each<[string, string, ...string[]]>([
    ["{ a = 1; }", "# x\n{ a=1; /* y */ }"],
    ["f a (b)", "(f a) b"],
    ["{ a, b, }: a", "{ a, b }: a"],
    ["{ a }: a", "{ a, }: a"],
    ["{ }", "{ }"],
    ['{ a = "1"; b = "1"; }', '{ a = "22"; b = "3"; }', '"22"', '"3"'],
    ['{ a = "1"; }', '{ a = ("2"); }', '("2")'],
  ])("%s is %s", (before, after, ...pins) => {
    expect(same(before, after, ...pins)).toBe(true);
  });

  it.each<[string, string, ...string[]]>([
    ["f a", "f a b"],
    ["f a b", "f a"],
    ["x", "y"],
    ["1", "x"],
    ["x", "y", "y"],
    ["[ 1 ]", "[ x ]", "[ x ]"],
    ["[ x ]", "[ y ]", "[ y ]"],
    ['"${x}"', '"${y}"'],
    ["{ a ? f, b }: a", "{ a ? f b }: a"],
    ["{ a, b }: a", "{ a, c }: a"],
    ['{ a = "1"; b = "1"; }', '{ a = "2"; b = "3"; }', '"2"'],
    ['{ a = "1"; }', '{ a = "2"; }', '"2'],
    ['{ a = "1"; }', '{ a = "2"; }', '2"'],
    ['{ a = "1"; }', "{ a = ''1''; }", "''1''"],
    ['{ a = "1"; }', '{ a = "${x}"; }', '"${x}"'],
    ["a |> f", "a |> g"],
  ])("%s is not %s", (before, after, ...pins) => {
    expect(same(before, after, ...pins)).toBe(false);
  });
});
