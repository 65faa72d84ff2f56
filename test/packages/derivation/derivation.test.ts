// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { describe, expect, it } from "vitest";
import { readMkDerivation } from "../../../src/packages/derivation/derivation.ts";
import { derivationFlag } from "../../../src/packages/derivation/flag.ts";
import { nixFile } from "../builders.ts";

/** Whether a package sets `strictDeps`; "unknown" where syntax cannot tell. */
function strictDeps(text: string): boolean | "unknown" {
  const flag = derivationFlag(nixFile(text), "strictDeps");
  return flag.known ? flag.value.set : "unknown";
}

describe("the builder is known to be stdenv.mkDerivation", () => {
  it.each([
    ["called on a set", "{ stdenv }: stdenv.mkDerivation { }"],
    ["called on a `rec` set", "{ stdenv }: stdenv.mkDerivation rec { }"],
    ["called on a function of `finalAttrs`", "{ stdenv }: stdenv.mkDerivation (finalAttrs: { })"],
    [
      "called on a function with a body behind `let`",
      "{ stdenv }: stdenv.mkDerivation (self: let a = 1; in { })",
    ],
    [
      "called on a set behind `let` and `with`",
      "{ stdenv, lib }: stdenv.mkDerivation (let a = 1; in with lib; { })",
    ],
    ["of an environment without compiler", "{ stdenvNoCC }: stdenvNoCC.mkDerivation { }"],
    ["in parentheses", "{ stdenv }: ((stdenv.mkDerivation) ({ }))"],
    ["by quotes", '{ stdenv }: stdenv."mkDerivation" { }'],
    [
      "behind `let`, `with` and `assert`",
      "{ stdenv, lib }: let a = 1; in with lib; assert a; stdenv.mkDerivation { }",
    ],
    ["under a `with` that nothing comes from", "{ stdenv, pkgs }: with pkgs; stdenv.mkDerivation { }"],
    ["inherited", "{ stdenv }: let inherit (stdenv) mkDerivation; in mkDerivation { }"],
    ["bound", "{ stdenv }: let mkDerivation = stdenv.mkDerivation; in mkDerivation { }"],
    ["bound by any name", "{ stdenv }: let build = stdenv.mkDerivation; in build { }"],
    ["of a bound environment", "{ stdenvNoCC }: let stdenv = stdenvNoCC; in stdenv.mkDerivation { }"],
    [
      "inherited from a bound environment",
      "{ stdenv }: let e = stdenv; inherit (e) mkDerivation; in mkDerivation { }",
    ],
    ["with a default", "{ stdenv ? null }: stdenv.mkDerivation { }"],
    ["in the inner of two functions' scopes", "let a = 1; in { stdenv, ... }@args: stdenv.mkDerivation { }"],
  ])("%s", (_, text) => {
    expect(readMkDerivation(nixFile(text))).toMatchObject({ known: true });
    expect(strictDeps(text)).toBe(false);
  });
});

describe("the builder is not known", () => {
  it.each([
    ["of another set", "{ python3Packages }: python3Packages.buildPythonApplication { }"],
    ["as a name", "{ buildGoModule }: buildGoModule { }"],
    ["that only has the name", "{ mkDerivation }: mkDerivation { }"],
    ["of another environment", "{ clangStdenv }: clangStdenv.mkDerivation { }"],
    ["of an environment in a set", "{ llvmPackages }: llvmPackages.stdenv.mkDerivation { }"],
    ["of an environment that nobody passed", "{ }: stdenv.mkDerivation { }"],
    ["of an environment from `with`", "{ pkgs }: with pkgs; stdenv.mkDerivation { }"],
    ["of an environment that is the whole argument", "stdenv: stdenv.mkDerivation { }"],
    [
      "of an environment bound to another",
      "{ stdenv, gcc9Stdenv }: let stdenv = gcc9Stdenv; in stdenv.mkDerivation { }",
    ],
    ["of an environment that is chosen", "{ stdenv, c }: (if c then stdenv else c).mkDerivation { }"],
    [
      "of an environment that is inherited",
      "{ stdenv, pkgs }: let inherit (pkgs) stdenv; in stdenv.mkDerivation { }",
    ],
    ["of an environment that is overridden", "{ stdenv }: (stdenv.override { }).mkDerivation { }"],
    ["of an environment bound by an inner function", "{ stdenv, f }: f (stdenv: stdenv.mkDerivation { })"],
    ["inherited from another set", "{ stdenv, qt5 }: let inherit (qt5) mkDerivation; in mkDerivation { }"],
    ["of some other name", "{ stdenv }: stdenv.mkDerivationWith { }"],
    ["with a default", "{ stdenv, b }: (stdenv.mkDerivation or b) { }"],
    ["bound in a circle", "{ stdenv }: let a = b; b = a; in a { }"],
    ["called on two arguments", "{ stdenv }: stdenv.mkDerivation { } { }"],
    ["not called", "{ stdenv }: stdenv.mkDerivation"],
    ["in either branch", "{ stdenv, c }: if c then stdenv.mkDerivation { } else stdenv.mkDerivation { }"],
    ["in one branch", "{ stdenv, c }: if c then stdenv.mkDerivation { } else null"],
    ["and overridden", "{ stdenv }: (stdenv.mkDerivation { }).overrideAttrs (old: { })"],
    ["and changed", "{ stdenv }: stdenv.mkDerivation { } // { strictDeps = true; }"],
    ["in a file that is no function", "stdenv.mkDerivation { }"],
  ])("%s", (_, text) => {
    expect(strictDeps(text)).toBe("unknown");
  });
});

describe("the attributes are not known", () => {
  it.each([
    ["joined", "{ stdenv, a }: stdenv.mkDerivation (a // { strictDeps = true; })"],
    ["joined in a function", "{ stdenv, a }: stdenv.mkDerivation (self: { } // a)"],
    ["as a name", "{ stdenv, a }: stdenv.mkDerivation a"],
    ["as a call", "{ stdenv, a }: stdenv.mkDerivation (a { })"],
    ["by a condition", "{ stdenv, c }: stdenv.mkDerivation (if c then { } else { })"],
    ["by a function with formals", "{ stdenv }: stdenv.mkDerivation ({ a }: { })"],
    ["by the ancient `let`", "{ stdenv }: stdenv.mkDerivation (let { body = { }; })"],
  ])("%s", (_, text) => {
    expect(strictDeps(text)).toBe("unknown");
  });
});

describe("strictDeps", () => {
  /** A package with these attributes. */
  function having(attributes: string): string {
    return `{ stdenv, a }: stdenv.mkDerivation (finalAttrs: { pname = "x"; ${attributes} })`;
  }

  it.each([
    ["strictDeps = true;", true],
    ["strictDeps = (true);", true],
    ['"strictDeps" = true;', true],
    ["strictDeps = false;", false],
    ["", false],
    ["passthru.strictDeps = true;", false],
    ["passthru = { strictDeps = true; };", false],
    ["meta.strictDeps = true; env.strictDeps = true;", false],
    ["StrictDeps = true;", false],
    ["# strictDeps = true;\n", false],
    ["strictDeps = a;", "unknown"],
    ["strictDeps = !false;", "unknown"],
    ["strictDeps = a.b or true;", "unknown"],
    ["strictDeps = if a then true else false;", "unknown"],
    ["inherit (a) strictDeps;", "unknown"],
    ["inherit strictDeps;", "unknown"],
    ["strictDeps.a = true;", "unknown"],
    ["${a} = true;", "unknown"],
    ['"strict${a}" = true;', "unknown"],
    ["${a} = 1; strictDeps = true;", true],
  ])("with `%s` is set: %s", (attributes, set) => {
    expect(strictDeps(having(attributes))).toBe(set);
  });

  it("is not looked for in a file that no honest package comes near", () => {
    const text = having("strictDeps = true;");
    const long = (length: number) => nixFile(text + "#".repeat(length - text.length));
    expect(derivationFlag(long(1_000_000), "strictDeps")).toMatchObject({ known: true });
    expect(derivationFlag(long(1_000_001), "strictDeps")).toEqual({
      known: false,
      why: "the file is too long",
    });
  });

  it("is shown where it is set to something else", () => {
    const text = having("strictDeps = false;");
    const flag = derivationFlag(nixFile(text), "strictDeps");
    const at = flag.known ? flag.value.at : null;
    expect(at === null ? null : text.slice(at.start, at.end)).toBe("false");
  });
});
