// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { firstSyntaxError } from "../../src/nix/parse.ts";
import { runs } from "../support/seed.ts";
import { second } from "./parsing.ts";

/** `⟦…⟧` marks where the error must be shown. */
const MISTAKES: readonly (readonly [marked: string, message: string])[] = [
  // Missing semicolons, shown where they must be typed
  ['{\n  version = "1"⟦⟧\n  src = x;\n}', "expected `;` after the value of `version`, found `src`"],
  ["{ a = b⟦⟧\n  meta.license = c; }", "expected `;` after the value of `a`, found `meta.license`"],
  ['{ a = b⟦⟧\n  "quoted" = c; }', 'expected `;` after the value of `a`, found `"quoted"`'],
  ["{ a = [ ]⟦⟧\n}", "expected `;` after the value of `a`, found `}`"],
  ["{ a = 1⟦⟧\n  inherit b; }", "expected `;` after the value of `a`, found `inherit`"],
  ["{ a = 1 ⟦}⟧", "expected `;` after the value of `a`, found `}`"],
  ["{ a = 1⟦,⟧ b = 2; }", "expected `;` after the value of `a`, found `,`"],
  ["{ inherit a⟦⟧\n  b.c = 1; }", "expected `;` after the names of `inherit`, found `b`"],
  ["with a ⟦}⟧", "unexpected `}`: nothing is open here that it could close"],
  ["let a = 1 ⟦in⟧ a", "expected `;` after the value of `a`, found `in`"],
  // Bindings
  ["{ a =⟦⟧\n  b = 1; }", "expected a value before the binding `b`"],
  ["{ a = ⟦;⟧ }", "expected a value after `=`, found `;`"],
  ["{ a = 1;⟦;⟧ }", "expected a binding or `}`, found `;`"],
  ["{ a ⟦;⟧ }", "expected `,` or `=` after `a`, found `;`"],
  ["{ a = 1; b⟦:⟧ 2; }", "expected `=` after `b`, found `:`"],
  ["{ a. ⟦=⟧ 1; }", "expected a name after `.`, found `=`"],
  ["{ ⟦with⟧ = 1; }", "`with` is a keyword: as a name it must stand in quotes"],
  ["{ inherit a⟦.⟧b; }", "`.` after `inherit`: what is `a.b` elsewhere is `inherit (a) b;` here"],
  ["{ inherit a⟦,⟧ b; }", "`,` after `inherit`: its names are separated by white space alone"],
  ["{ inherit ⟦if⟧; }", "`if` is a keyword: as a name it must stand in quotes"],
  ["rec ⟦a⟧", "expected `{` after `rec`, found `a`"],
  ["let a = 1; ⟦(⟧a)", "expected `in` after the bindings of `let`, found `(`"],
  ["let a = 1; f ⟦{⟧ }", "expected `in` before `f`, or `=` after it, found `{`"],
  ["let\n  a = 1;⟦⟧\n", "expected `in` after the bindings of the `let` of line 1"],
  // Functions
  ["{ lib⟦⟧\n  stdenv }: 1", "expected `,` or `=` after `lib`, found `stdenv`"],
  ["{ lib, stdenv ⟦cmake⟧ }: 1", "expected `,` after the argument `stdenv`, found `cmake`"],
  ["{ lib, ...⟦,⟧ a }: 1", "expected `}` after `...`, found `,`"],
  ["{ lib, stdenv } ⟦stdenv⟧", "expected `:` after the arguments of the function, found `stdenv`"],
  ["lib⟦,⟧ stdenv }: 1", "expected the end of the file, found `,`"],
  ["map x⟦:⟧ x", "unexpected `:`: a function needs parentheses around it here"],
  // Brackets
  ["{ a = [ 1 2⟦⟧\n  b = 3; }", "expected `]` for the `[` of line 1, found `b`"],
  ["{ a = [ 1 2 ⟦;⟧ }", "expected `]` for the `[` of line 1, found `;`"],
  ["{ a =\n  (f b⟦;⟧ }", "expected `)` for the `(` of line 2, found `;`"],
  ["{\n  a = {\n    b = 1;\n}⟦⟧\n", "the `{` of line 1 is never closed"],
  ["{ }⟦}⟧", "unexpected `}`: nothing is open here that it could close"],
  ["[ a⟦,⟧ b ]", "`,` in a list: its elements are separated by white space alone"],
  ["[ a ⟦++⟧ b ]", "`++` in a list: an element that is more than one value needs parentheses"],
  ['"${a⟦⟧', "the `${` of line 1 is never closed"],
  ['"${⟦}⟧"', "expected a value after `${`, found `}`"],
  // Strings, paths, comments, characters
  ["{\n  a = ''\n    b\n}⟦⟧\n", "the string that begins on line 2 is never closed"],
  [
    '{\n  a = "b;\n  c = "1.0";\n}⟦⟧',
    'the string that begins on line 3 is never closed; is a `"` missing on line 2?',
  ],
  ["{ src = ⟦./a/⟧; }", "a path ends with a slash"],
  ["{ src = ⟦.⟧/; }", "a path ends with a slash"],
  ["⟦./a//b⟧", "a path has two slashes in a row"],
  ["1 /⟦*⟧ 2", "the comment that begins on line 1 is never closed"],
  ["{ a = ⟦“⟧b”; }", "unexpected character `“`"],
  ["⟦\uFEFF⟧{ }", "unexpected character U+FEFF"],
  ["{⟦\u00A0⟧}", "unexpected character U+00A0"],
  ["a ⟦&⟧ b", "unexpected `&`: the operator is `&&`"],
  ["a ⟦|⟧ b", "unexpected `|`: the operator is `||`"],
  ["a ⟦|>⟧ b", "`|>` is an operator only where `nix.features` of the configuration names `pipe-operators`"],
  ["a ⟦<|⟧ b", "`<|` is an operator only where `nix.features` of the configuration names `pipe-operators`"],
  ["⟦9223372036854775808⟧", "a number is out of range"],
  ["⟦\0⟧", "unexpected character U+0000"],
  ['"a⟦\0⟧b"', "unexpected character U+0000"],
  ["''a⟦\0⟧b''", "unexpected character U+0000"],
  // What Nix refuses though its grammar does not, before what is wrong behind it
  ["{ a = 1; ⟦a⟧ = 2; ) }", "`a` is defined twice"],
  ["{ inherit ⟦${a}⟧; ) }", "`inherit` takes no computed names"],
  ["{ a, ⟦a⟧ }: 1 )", "the argument `a` is named twice"],
  ["{ a, a }: ⟦)⟧", "unexpected `)`: nothing is open here that it could close"],
  ["let ⟦${a}⟧ = 1; in 1 )", "`let` takes no computed names"],
  ["{\n  a = f⟦⟧ # c\n  /* d */\n  b = 1;\n}", "expected `;` after the value of `a`, found `b`"],
  ["{\n  a = f⟦⟧\n  b or = 2;\n}", "expected `;` after the value of `a`, found `b or`"],
  ["{ a } @\n  b ⟦=⟧ 1", "expected `:` after the arguments of the function, found `=`"],
  // Functions without parentheses
  ["{ a ? f x⟦:⟧ y }: z", "unexpected `:`: a function needs parentheses around it here"],
  ["{ inherit a⟦:⟧ b; }", "unexpected `:`: a function needs parentheses around it here"],
  // Operators and keywords
  ["a == b ⟦==⟧ c", "`==` cannot follow another comparison without parentheses"],
  ["a + ⟦if⟧ b then c else d", "`if` needs parentheses around it after `+`"],
  ["a ++ ⟦;⟧", "expected a value after `++`, found `;`"],
  ["if a ⟦else⟧ b", "expected `then` after the condition of `if`, found `else`"],
  ["if a then b⟦⟧", "expected `else` after the value of `then`, found the end of the file"],
  ["# nothing⟦⟧\n", "the file holds no expression"],
  [
    "{ a = 1; aVeryLongNameThatNoOneWouldEverRead ⟦}⟧",
    "expected `=` after `aVeryLongNameThatNoOneWouldEv…`, found `}`",
  ],
];

const WELL_FORMED = [
  "a or b",
  "a.b or c.d or e f",
  "{ or = 1; }.or",
  "{ inherit; inherit (a); }",
  "let { body = 1; }.x",
  "{ }: { a, }: { a, ... }@b: c@{ }: d: 1",
  'a ? b."c".${d} ? e',
  "!a == -b && c -> d -> e // f // g",
  "a b.c [ d { } (e: f) ] rec { }",
  "./a//b${c} + /a/${b}//c + ~/a + ~/${b} + <a/b> + a/b",
  "x:y 1.2.3 a'b''",
  "\"$${a} \\${ $\" + ''$${a ''${b} ''' ''\\' '$''",
  "# a\r\n1 /* * / */ # b",
];

/** A package with most of what packages have, and nothing that tree-sitter and Nix disagree on. */
const PACKAGE = `{
  lib,
  stdenv,
  fetchurl,
  cmake ? null,
  ...
}@args:

let
  inherit (lib) optional;
  flags = name: [ "-D\${name}=\${if args.debug then "1" else ''0''}" ];
in
stdenv.mkDerivation rec {
  pname = "example"; # a comment
  version = "1.2";
  src = fetchurl {
    url = "https://example.org/\${pname}.tar.gz";
    hash = "sha256-\${"$"}AAA=";
  };
  patches = [ ./a.patch ./b-\${version}.patch ] ++ optional (!stdenv.isDarwin) ./c.patch;
  postPatch = ''
    substituteInPlace $out/\${pname} ''\${keep}
  '';
  passthru = { x = assert true; flags "A"; } // args;
  meta = with lib; { license = licenses.mit; broken = stdenv.isLinux && true; };
}
`;

function tokensOf(text: string): string[] {
  return text.match(/\s+|[A-Za-z_][\w'-]*|\d+|''|\$\{|\+\+|\/\/|\.\.\.|[\s\S]/g) ?? [];
}

type Mutation = { readonly kind: "delete" | "repeat" | "swap"; readonly at: number; readonly other: number };

const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom("delete", "repeat", "swap"),
  at: fc.nat(10_000),
  other: fc.nat(10_000),
});

function mutated(text: string, mutations: readonly Mutation[]): string {
  const tokens = tokensOf(text);
  for (const { kind, at, other } of mutations) {
    const i = at % tokens.length;
    const j = other % tokens.length;
    const [first, second] = [tokens[i] ?? "", tokens[j] ?? ""];
    if (kind === "delete") tokens.splice(i, 1);
    else if (kind === "repeat") tokens.splice(i, 0, second);
    else [tokens[i], tokens[j]] = [second, first];
  }
  return tokens.join("");
}

const mutatedPackage = fc
  .array(mutation, { minLength: 1, maxLength: 3 })
  .map((mutations) => mutated(PACKAGE, mutations));

const keyword = "(?:if|then|else|assert|with|let|in|rec|inherit)\\b";

/** What tree-sitter's grammar reads otherwise than Nix does. */
const DISAGREEMENTS: readonly RegExp[] = [
  // A keyword where only a name can stand is a name for it.
  new RegExp(`[.?@,]\\s*${keyword}`),
  new RegExp(`\\binherit\\s*(?:\\([^()]*\\))?[\\s\\w]*\\s${keyword}`),
  // `inherit` must have names.
  /\binherit\s*(?:\([^()]*\)\s*)?;/,
  // Names come before paths and URIs where only a name can stand.
  /\?\s*[\w.]*\//,
  /@\s*\w+:\S/,
  // `//` is an operator, whatever is glued to it.
  /(?<!:)\/\/[\w.$/]/,
];

describe("the first syntax error", () => {
  test.each(MISTAKES)("of %j", (marked, message) => {
    const start = marked.indexOf("⟦");
    const text = marked.replace(/[⟦⟧]/g, "");
    const end = marked.indexOf("⟧") - 1;
    expect(firstSyntaxError(text)).toMatchObject({ start, end, message });
  });

  test.each(WELL_FORMED)("is none in %j", (text) => {
    expect(firstSyntaxError(text)).toBeNull();
  });

  test("says where Nix stops, though it is shown where the remedy goes", () => {
    expect(firstSyntaxError("{ a = b\n  c = d; }")).toMatchObject({ start: 7, end: 7, stop: 12 });
    expect(firstSyntaxError("./a//b")).toMatchObject({ start: 0, stop: 4 });
    expect(firstSyntaxError("./a///b")).toMatchObject({ stop: 5 });
  });

  test("is found at any depth of nesting", () => {
    const depth = 20_000;
    expect(firstSyntaxError(`${"(".repeat(depth)}1${")".repeat(depth)}`)).toBeNull();
    expect(firstSyntaxError('"${'.repeat(depth))?.message).toBe("the `${` of line 1 is never closed");
    expect(firstSyntaxError("{ a = [ ".repeat(depth))?.message).toBe("the `[` of line 1 is never closed");
    expect(firstSyntaxError(`${"a: ".repeat(depth)}b }`)?.message).toContain("nothing is open");
  });
});

describe("whatever the text, the search for errors", () => {
  const piece = fc.constantFrom(...tokensOf(PACKAGE), '"', "''", "${", "}", "'", "$", "\\", "/*", "~/", "\0");
  const anyText = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(piece).map((pieces) => pieces.join("")),
    mutatedPackage,
  );

  test("never throws and stays within the text, in a message of one line", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const error = firstSyntaxError(text);
        if (error === null) return;
        expect(error.start).toBeGreaterThanOrEqual(0);
        expect(error.end).toBeGreaterThanOrEqual(error.start);
        expect(error.stop).toBeLessThanOrEqual(text.length);
        expect(error.end).toBeLessThanOrEqual(text.length);
        expect(error.message).toMatch(/^[^\n\r]{1,200}$/);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("agreement", () => {
  test("with tree-sitter on what is well-formed", () => {
    fc.assert(
      fc.property(mutatedPackage, (text) => {
        fc.pre(!DISAGREEMENTS.some((disagreement) => disagreement.test(text)));
        const error = firstSyntaxError(text);
        fc.pre(error === null || !/twice|computed names/.test(error.message));
        expect(error === null).toBe(second.read(text).known);
      }),
      { numRuns: 500, seed: 7 },
    );
  });

  const nix = "/usr/bin/nix-instantiate";
  test.skipIf(!existsSync(nix))(
    "with Nix on what is well-formed and on where it is not",
    () => {
      fc.assert(
        fc.property(mutatedPackage, (text) => {
          const verdict = nixVerdict(nix, text);
          fc.pre(verdict !== "refused for its meaning");
          const error = firstSyntaxError(text);
          if (verdict === null || error === null) expect([verdict, error]).toEqual([null, null]);
          else if (verdict === "end") expect(error.stop).toBe(text.length);
          else expect(error.stop).toBe(verdict);
        }),
        // Nix is started for each.
        { numRuns: runs(60), seed: 11 },
      );
    },
    60_000,
  );
});

/** Null for a text that Nix parses; else the offset at which it stops, as the text is ASCII. */
function nixVerdict(nix: string, text: string): number | "end" | "refused for its meaning" | null {
  const { status, stderr } = spawnSync(nix, ["--parse", "-"], { input: text, encoding: "utf8" });
  if (status === 0 || stderr.includes("undefined variable")) return null;
  if (/already defined|duplicate formal|dynamic attributes/.test(stderr)) return "refused for its meaning";
  if (stderr.includes("unexpected end of file")) return "end";
  const [, line, column] = /:(\d+):(\d+):/.exec(stderr) ?? [];
  const before = text.split("\n").slice(0, Number(line) - 1);
  return before.reduce((length, each) => length + each.length + 1, Number(column) - 1);
}
