// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { generateRepository } from "../../bench/repository/generate.ts";
import { loadNixParser } from "../../src/grammar/load.ts";
import { uselessEscapes } from "../../src/nix/escapes.ts";
import type { NixFile, ParseResult } from "../../src/nix/parse.ts";
import { sourceText } from "../../src/nix/text.ts";
import { provenNotDerivation } from "../../src/packages/derivation.ts";
import { packageFunction, packageResults } from "../../src/packages/package-function.ts";

const parser = await loadNixParser();

function skimmed(text: string): ParseResult {
  return parser.skim(sourceText(text));
}

/** Whether a text was parsed by the grammar at once. */
function isParsed(text: string): boolean {
  const result = skimmed(text);
  return result.kind !== "parsed" || !isLazy(result.file);
}

function isLazy(file: NixFile): boolean {
  return Object.getOwnPropertyDescriptor(file, "expression")?.get !== undefined;
}

function isFunction(text: string): boolean {
  const result = skimmed(text);
  return result.kind === "parsed" && result.file.isFunction;
}

/** What a rule could object to in what a file is. */
function objections(file: NixFile): unknown {
  const fn = packageFunction(file);
  const literal =
    fn.kind === "function"
      ? packageResults(fn.function, fn.scope).every((result) => provenNotDerivation(result) !== null)
      : fn.kind;
  const named = fn.kind === "function" && fn.function.formals !== null;
  return { literal, named };
}

const PACKAGES = [...generateRepository({ packages: 200, seed: 7 })]
  .filter(({ path }) => path.endsWith("/package.nix"))
  .map(({ content }) => content);

describe("a file that is skimmed", () => {
  it.each([
    '{ stdenv }: stdenv.mkDerivation { pname = "a"; version = "1"; }',
    "# c\n{ lib, stdenv, x ? true, ... }:\n\nstdenv.mkDerivation (finalAttrs: { a.b = 1; a.c = 2; inherit (lib) d e; })",
    "{ f }: f rec { a = with f; b.c; d = \"${a}\"; e = ''x ${d} ''${y}''; g = let h = 1; i = 2; in h; }",
    "{ f }: f ./x [ /y ~/z <w> ../v ]",
    "{ f }: let a = { b = 1; }; c = 2; in with a; assert c == 2; f { b = 1; }",
    "{ f }: f \"a\\n\\\\\\\"\\${b}\" ''c''\\n''",
  ])("is not parsed where there is nothing to look into: %s", (text) => {
    expect(isParsed(text)).toBe(false);
    expect(isFunction(text)).toBe(true);
  });

  it.each([
    ["has a path that is computed", "{ a }: a ./b/${a}"],
    ["has a path of two slashes", "{ a }: a ./b//${a}"],
    ["has a useless escape", '{ a }: a "\\n\\q"'],
    ["has a useless escape behind an escaped backslash", '{ a }: a "\\\\\\q"'],
    ["has a useless escape in an indented string", "{ a }: a ''x''\\q''"],
    ["has a name twice", "{ a }: a { b = 1; b = 2; }"],
    ["has a name twice, in two ways", "{ a }: a { b = 1; inherit b; }"],
    ["has a name within another", "{ a }: a { b.c = 1; b = 2; }"],
    ["has a name within another, the other way round", "{ a }: a { b = 1; b.c = 2; }"],
    ["has an argument twice", "{ a, b, a }: a"],
    ["has an argument twice, the last time without a comma", "{ a, b, c ? 1, a }: a"],
    ["has a name for all arguments", "{ a }@b: a"],
    ["has a name in quotes", '{ a }: a { "b" = 1; }'],
    ["has a computed name", "{ a }: a { ${b} = 1; }"],
    ["has a computed name behind another", "{ a }: a { b.${c} = 1; b = 2; }"],
    ["has a comment within a name", "{ a }: a { b /* c */ . d = 1; b = 2; }"],
    ["does not parse", "{ a }: a {"],
  ])("is parsed where it %s: %s", (_what, text) => {
    expect(isParsed(text)).toBe(true);
    const source = sourceText(text);
    expect(parser.skim(source)).toEqual(parser.parse(source));
  });

  it.each([
    ["is no function", "stdenv.mkDerivation { }"],
    ["takes one plain argument", "args: args.f { }"],
    ["returns a literal", "{ a }: { }"],
    ["returns another function", "{ a }: b: b"],
    ["returns a literal behind let", "{ a }: let b = 1; in { }"],
    ["returns a function behind with", "{ a }: with a; b: b"],
    ["returns what an if says", "{ a }: if a then 1 else 2"],
  ])("is not known to be a function where it %s: %s", (_what, text) => {
    expect(isFunction(text)).toBe(false);
  });

  it("has its expression all the same when it is asked for", () => {
    const text = "{ a }: a { }";
    const [skimmedFile, parsed] = [skimmed(text), parser.parse(sourceText(text))];
    if (skimmedFile.kind !== "parsed" || parsed.kind !== "parsed") throw new Error("it does parse");
    expect(skimmedFile.file.expression).toEqual(parsed.file.expression);
  });

  it("is a function known without parsing for most packages that there are", () => {
    expect(PACKAGES.filter(isFunction).length).toBeGreaterThan(PACKAGES.length / 2);
  });

  it("has no more in it than was seen, whatever is done to it", () => {
    const pieces = [
      "b = 1;",
      "inherit b;",
      "./x",
      '"\\q"',
      "''\\q",
      "{",
      "}",
      "with b;",
      "a.b = 1;",
      "pname = 1;",
      "?",
      ":",
      "@x",
      "lib,",
      "let",
      "in",
      ";",
      "''",
      '"',
      "${",
      "(",
      ")",
      " ",
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...PACKAGES.filter((text) => text.length < 3000)),
        fc.array(fc.tuple(fc.nat(), fc.nat(12), fc.constantFrom("", ...pieces)), { maxLength: 3 }),
        (text, edits) => {
          let damaged = text;
          for (const [at, length, piece] of edits) {
            const offset = at % (damaged.length + 1);
            damaged = damaged.slice(0, offset) + piece + damaged.slice(offset + (piece === "" ? length : 0));
          }
          const result = skimmed(damaged);
          const whole = parser.parse(sourceText(damaged));
          if (result.kind !== "parsed" || !isLazy(result.file) || whole.kind !== "parsed") return;
          const { paths, isFunction: known } = result.file;
          expect(whole.file.problems).toEqual([]);
          expect(whole.file.paths).toEqual(paths);
          expect(uselessEscapes(whole.file)).toEqual([]);
          if (known) expect(objections(whole.file)).toEqual({ literal: false, named: true });
        },
      ),
      { numRuns: 3000 },
    );
  });
});
