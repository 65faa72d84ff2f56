// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { describe, expect, it } from "vitest";
import { descendants } from "../../src/nix/ast.ts";
import type { Span } from "../../src/nix/text.ts";
import { parsed, verdictOf, wellFormed } from "./parsing.ts";

function slices(text: string, spans: Iterable<Span>): string[] {
  return [...spans].map(({ start, end }) => text.slice(start, end));
}

describe("the place of", () => {
  it.each([
    ["formals", "{ a ? 1, b, ... } @ c: d", ["{ a ? 1, b, ... }"]],
    ["formal", "{ a ? 1, b, ... } @ c: d", ["a ? 1", "b"]],
    ["binding", '{ a."b" = 1; inherit (c) d; }', ['a."b" = 1;']],
    ["inherit", '{ a."b" = 1; inherit (c) d; }', ["inherit (c) d;"]],
    ["name", '{ a."b".${c} = 1; }', ["a", '"b"', "${c}"]],
    ["attrpath", "{ a . b = 1; }", ["a . b"]],
    ["apply", "f /* c */ a b", ["f /* c */ a b", "f /* c */ a"]],
    ["interpolation", '"a${ b }\\n"', ["${ b }"]],
    ["escape", '"a${ b }\\n"', ["\\n"]],
    ["escape", '"\\${a}"', ["\\$"]],
    ["path", "[ ./a /b <c> ]", ["./a", "/b", "<c>"]],
    ["select", " # c\n a.b or c # d\n", ["a.b or c"]],
    ["binary", "x//y//z", ["x//y//z", "y//z"]],
    ["path", "[ (a//b) { c = d//e; } ./f ]", ["./f"]],
    ["binding", "[ (a//b) { c = d//e; } ./f ]", ["c = d//e;"]],
    ["string", '"😀" + "é${a}"', ['"😀"', '"é${a}"']],
    ["list", "\r\n[\r\n  a\r\n]\r\n", ["[\r\n  a\r\n]"]],
  ])("each %s in %j is that of its text", (kind, text, expected) => {
    const nodes = [...descendants(wellFormed(text).expression)].filter((node) => node.kind === kind);
    expect(slices(text, nodes)).toEqual(expected);
  });

  it("comments is theirs, in order, whatever they stand in", () => {
    const text = '# a\n{ b = /* c */ "# d ${e # f\n}"; } /* g\nh */ # i';
    const { comments } = wellFormed(text);
    expect(slices(text, comments)).toEqual(["# a", "/* c */", "# f", "/* g\nh */", "# i"]);
  });

  it("paths is theirs, in order, whatever they stand in", () => {
    const text = '{ a = ./b; c = "./d ${/e} ${./f${../g}}"; h = [ <i> ~/j http://k/l ]; } # ./m';
    const { paths } = wellFormed(text);
    expect(slices(text, paths)).toEqual(["./b", "/e", "./f${../g}", "../g", "<i>", "~/j"]);
  });

  it("strings with an escape is theirs, and of no other strings", () => {
    const text = `{ "a\\n" = "b"; c = ''d''\\n''; e = "\${"\\t"}"; }`;
    const strings = new Map([...wellFormed(text).escapes()].map(({ string }) => [string.start, string]));
    expect(slices(text, [...strings.values()]).sort()).toEqual(['"\\t"', '"a\\n"', "''d''\\n''"]);
  });
});

describe("a file that does not parse", () => {
  /** `‸` marks the first error, before which all paths are `./x`, and behind which none is. */
  it.each([
    "{\n  a = ./x;\n  b = ‸;\n  c = ./y;\n}\n",
    "{\n  a = ./x‸\n  b = 1;\n  c = ./y;\n}\n",
    "{ lib, stdenv }:\nstdenv.mkDerivation {\n  src = ./x;‸\n",
    '{ a = "./x${./x} \\q"; b = ‸then; }',
    "[ ./x ‸= ./y ]",
    "{ a = ./x; b = c == d ‸== ./y; }",
    "{ a = ./x; b = d.‸if; c = ./y; }",
    "{ a = ./x; b = ‸9223372036854775808; c = ./y; }",
    "[ ./x ‸\u00a0./y ]",
    "./x ‸)",
    "‸",
    " # a\n/* b */‸\n",
    "‸\uFEFF{ }",
    "{ a =‸\u00a01; }",
    "a‸\u2003b",
    "a‸\u2028b",
    "a‸\u0085b",
    "a‸\fb",
    "a‸\vb",
    "a‸\u200bb",
    "a‸\0b",
    '"a‸\0b"',
    "# a\0\n1 ‸\0",
    "‸“a”",
    "‸é",
    '"😀\r\n" ‸😀',
  ])("is sound before its first error and no further: %j", (marked) => {
    const error = marked.indexOf("‸");
    const file = parsed(marked.replace("‸", ""));
    expect(file.problems.map(({ start }) => start)).toEqual([error]);
    expect(file.soundUntil).toBeLessThanOrEqual(error);
    for (const path of file.paths) if (path.end <= file.soundUntil) expect(path.text).toBe("./x");
  });

  it.each([
    ["{\n  a = ./x;\n  b = 1\n  c = ./y;\n}\n", ["./x"]],
    ["[ ./x ./y ]}", ["./x", "./y"]],
    ["[ = ./x ]", []],
  ])("keeps the paths before its error: %j", (text, expected) => {
    const { paths, soundUntil } = parsed(text);
    const sound = paths.filter((path) => path.end <= soundUntil);
    expect(sound.map((path) => path.text)).toEqual(expected);
  });

  it("is a whole file that has odd characters in strings and comments only", () => {
    const odd = "\uFEFF\u00a0\u2003\u2028\u0085\f\v\u200b“é”😀";
    const verdicts = [`"${odd}"`, `''${odd}''`, `# ${odd}\n1`, `/* ${odd} */ 1`].map((text) =>
      verdictOf(text),
    );
    expect(verdicts).toEqual(["accepted", "accepted", "accepted", "accepted"]);
  });
});

describe("line ends", () => {
  it.each(["{\r\n  a = 1; # b\r\n}\r\n", "a\rb", "[ 1\r2 ]", "''\r\n  a\r\n''", '"a\rb"', "/* a\rb */ 1"])(
    "of every kind may stand where they do in %j",
    (text) => {
      expect(verdictOf(text)).toBe("accepted");
    },
  );

  it.each([
    ["# a\rb", ["# a"]],
    ["{ a = 1; # b\r c = 2; }", ["# b"]],
    ["1 # a\r/* b */", ["# a", "/* b */"]],
  ])("end a comment where they are a lone carriage return, as for Nix: %j", (text, comments) => {
    expect(slices(text, wellFormed(text).comments)).toEqual(comments);
  });

  it("hide nothing where the carriage return is the end of the file", () => {
    expect(verdictOf("1 # a\r")).toBe("accepted");
  });
});

describe("hostile input", () => {
  it.each([
    ["nested parentheses", `${"(".repeat(5_000)}1${")".repeat(5_000)}`],
    ["lists that are never closed", "[".repeat(50_000)],
    ["nested sets", `${"{ a = ".repeat(5_000)}1${"; }".repeat(5_000)}`],
    ["nested interpolations", `${'"${'.repeat(2_000)}1${'}"'.repeat(2_000)}`],
    ["a row of functions", `${"a: ".repeat(5_000)}a`],
    ["a long row of dots", "a.".repeat(100_000)],
    ["updates without spaces", Array.from({ length: 500 }, (_, i) => `a${i}`).join("//")],
    ["a row of arguments", "a ".repeat(20_000)],
    ["a long sum", `${"a + ".repeat(20_000)}a`],
    ["a string that is never closed", `"${"a\\".repeat(50_000)}`],
    ["many errors", "{ = ; ] ".repeat(10_000)],
  ])("of %s is read, and the next file is read as ever", (_, text) => {
    const ordinary = wellFormed("{ a = ./b; }");
    expect(["accepted", "refused"]).toContain(verdictOf(text));
    expect(wellFormed("{ a = ./b; }").expression).toEqual(ordinary.expression);
  });
});
