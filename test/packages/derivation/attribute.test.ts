import { describe, expect, it } from "vitest";
import { attribute } from "../../../src/packages/derivation/attribute.ts";
import { readDerivation } from "../../../src/packages/derivation/derivation.ts";
import { nixFile } from "../builders.ts";

/** What the derivation says of an attribute: its text, null where it says nothing, `?` and why where that is not known. */
function said(attributes: string, ...path: readonly [string, ...string[]]): string | null {
  const file = nixFile(`{ stdenv, x }: stdenv.mkDerivation ${attributes}`);
  const derivation = readDerivation(file);
  if (!derivation.known) throw new Error(derivation.why);
  const found = attribute(derivation.value, ...path);
  if (!found.known) return `? ${found.why}`;
  if (found.value === null) return null;
  const { kind, binding } = found.value;
  const span = kind === "value" ? found.value.value : binding;
  return file.source.text.slice(span.start, span.end);
}

describe("an attribute of a derivation", () => {
  it.each([
    ["{ a = 1; }", "1"],
    ["rec { a = 1; }", "1"],
    ["(finalAttrs: { a = 1; })", "1"],
    ["(let b = 1; in { a = b; })", "b"],
    ["{ b = 1; a = 2; }", "2"],
    ["{ inherit a; }", "inherit a;"],
    ["{ inherit (x) b a; }", "inherit (x) b a;"],
    ['{ "a" = 1; }', "1"],
    ["{ b = 1; }", null],
    ["{ b.a = 1; }", null],
    ["{ a.b = 1; }", "? the value of `a` is computed"],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the text is Nix.
    ["{ ${x} = 1; }", "? an attribute's name is computed"],
  ])("in %s is %s", (attributes, expected) => {
    expect(said(attributes, "a")).toBe(expected);
  });

  it.each([
    ["{ a.b.c = 1; }", "1"],
    ["{ a.b = { c = 1; }; }", "1"],
    ["{ a = { b.c = 1; }; }", "1"],
    ["{ a = with x; { b = rec { c = 1; }; }; }", "1"],
    ["{ a.b.d = 1; a.b.c = 2; }", "2"],
    ["{ a = { d = 1; }; a.b = { c = 2; }; }", "2"],
    ["{ a.b = { }; }", null],
    ["{ a.d = 1; }", null],
    ["{ a = { }; }", null],
    ["{ }", null],
    ["{ a = x; }", "? the value of `a` is computed"],
    ["{ a = { b = x; }; }", "? the value of `b` is computed"],
    ["{ a.b = x // { c = 1; }; }", "? the value of `a` is computed"],
    ["{ a.b.c.d = 1; }", "? the value of `a` is computed"],
    ["{ inherit a; }", "? the value of `a` is computed"],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the text is Nix.
    ["{ a.${x} = 1; }", "? an attribute's name is computed"],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the text is Nix.
    ["{ a = { ${x} = 1; }; }", "? an attribute's name is computed"],
  ])("by several names in %s is %s", (attributes, expected) => {
    expect(said(attributes, "a", "b", "c")).toBe(expected);
  });
});

describe("the scope of a value", () => {
  const scopeOf = (attributes: string) => {
    const derivation = readDerivation(nixFile(`{ stdenv }: stdenv.mkDerivation ${attributes}`));
    const found = derivation.known ? attribute(derivation.value, "a") : null;
    return found?.known ? found.value?.scope.map(({ kind }) => kind) : null;
  };

  it("has the set's own names where that is recursive, and those around it", () => {
    expect(scopeOf("{ a = 1; }")).toEqual(["function"]);
    expect(scopeOf("rec { a = 1; }")).toEqual(["function", "bindings"]);
    expect(scopeOf("(finalAttrs: { a = 1; })")).toEqual(["function", "function"]);
  });
});

describe("the builder of a derivation", () => {
  const builder = (text: string) => {
    const found = readDerivation(nixFile(text));
    return found.known ? found.value.path.join(".") : `? ${found.why}`;
  };

  it.each([
    ["{ stdenv }: stdenv.mkDerivation { }", "stdenv.mkDerivation"],
    ["{ buildGoModule }: buildGoModule { }", "buildGoModule"],
    [
      "{ python3Packages }: python3Packages.buildPythonApplication { }",
      "python3Packages.buildPythonApplication",
    ],
    ["{ python3 }: let p = python3.pkgs; in p.buildPythonPackage { }", "python3.pkgs.buildPythonPackage"],
    [
      "{ rustPlatform }: let inherit (rustPlatform) buildRustPackage; in buildRustPackage { }",
      "rustPlatform.buildRustPackage",
    ],
    ['{ runCommand }: runCommand "a" { } ""', "runCommand"],
    ['{ runCommand }: runCommand "a" { }', "? the result is not the call of a builder"],
    ["{ f }: f { }", "? the builder is not known"],
    ["{ }: buildGoModule { }", "? the builder is not known"],
    ["args: args.buildGoModule { }", "? the builder is not known"],
    ["{ buildGoModule, x }: buildGoModule x", "? the attributes of the derivation are computed"],
    ["{ stdenv, x }: if x then stdenv.mkDerivation { } else x", "? it depends on a condition"],
    ["1", "? the file is not a function"],
  ])("of %s is %s", (text, expected) => {
    expect(builder(text)).toBe(expected);
  });

  it("is read once", () => {
    const file = nixFile("{ stdenv }: stdenv.mkDerivation { }");
    expect(readDerivation(file)).toBe(readDerivation(file));
  });
});
