// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { describe, expect, it } from "vitest";
import { each, reportsOfX } from "./reports.ts";

describe("a name is bound", () => {
  each("to what stands around it", [
    ["{ a = version; }.a", "", "x differs"],
    ["{ a = 1; b = a; }.b", "a = version;", "x differs"],
    ["{ a = version; b = a; }.b", "a = 1;"],
    ["rec { a = 1; b = a; }.b", "a = version;"],
    ["rec { a = version; b = a; }.b", "a = 1;", "x differs"],
    ["let a = version; b = a; in b", "a = 1;", "x differs"],
    ["let a = 1; b = a; in b", "a = version;"],
    ["let a.b = version; in a.b", "", "x differs"],
    ["let a.b = 1; a.c = version; in a.b", ""],
    ["rec { a = b.c; b.c = version; }.a", "", "x differs"],
    ["rec { a.b = 1; a.c = a.b; }.a.c", "a.b = version;"],
    ["let b = 1; in b + a", "a = version; b = a;", "x differs"],
  ]);

  each("to an inherited name outside", [
    ["{ inherit version; }", "", "x differs"],
    ["{ inherit version; }.version", "", "x differs"],
    ["{ inherit src version; }.src", "", "x differs"],
    ["rec { inherit version; }.version", "", "x differs"],
    ["rec { inherit version; a = version; }.a", "", "x differs"],
    ["rec { inherit (a) version; a = { version = 1; }; }.version", ""],
    [
      "rec { inherit (a) version; a = { inherit version; }; }.version",
      "",
      "version: depends on itself",
      "x differs",
    ],
    ["let inherit (a) b; in b", "a = { b = version; };", "x differs"],
    ["let inherit (a) b c; in c", "a = { b = version; c = 1; };"],
    ["let inherit (a) b; a.b = version; in b", "a = { b = 1; };", "x differs"],
    ["{ inherit (a) b; a = { b = 1; }; }.b", "a = { b = version; };", "x differs"],
    ["{ inherit (a) b; a = { b = version; }; }.b", "a = { b = 1; };"],
    [
      "{ inherit (import src) b; }",
      "",
      "import src: uses a changed value as Nix code",
      "b: reads an attribute of an unknown changed value",
      "x differs",
    ],
    [
      "{ inherit (src) a; }",
      "",
      "a: reads an attribute of a changed package that the package does not define",
      "x differs",
    ],
    [
      '{ inherit (src) "a" name; }',
      "",
      '"a": reads an attribute of a changed package that the package does not define',
      "x differs",
    ],
    ["{ inherit ((-version)) a; }", "", "a: reads an attribute of an unknown changed value", "x differs"],
    ["{ inherit (lib.versions) major; }.major version", "", "x differs"],
    [
      "{ inherit (it) major; }.major version",
      "",
      "x: passes a changed value to `major`, an unknown function",
    ],
  ]);

  each("and is reported where it stands", [
    [
      "stdenv.mkDerivation { a = version; }",
      "",
      "version: passes a changed value to `mkDerivation` as `a`, which may be more than text",
      "x differs",
    ],
    [
      "stdenv.mkDerivation { inherit a; }",
      "a = version;",
      "a: passes a changed value to `mkDerivation` as `a`, which may be more than text",
      "x differs",
    ],
    [
      "stdenv.mkDerivation { inherit (y) a; }",
      "y.a = version;",
      "a: passes a changed value to `mkDerivation` as `a`, which may be more than text",
      "x differs",
    ],
    [
      "stdenv.mkDerivation { a.b = version; }",
      "",
      "x: passes a changed value to `mkDerivation` as `a`, which may be more than text",
      "x differs",
    ],
    [
      "stdenv.mkDerivation { a.b = version; a.c = 1; }",
      "",
      "x: passes a changed value to `mkDerivation` as `a`, which may be more than text",
      "x differs",
    ],
    [
      "stdenv.mkDerivation { ${it} = version; }",
      "",
      "x: passes a changed value to `mkDerivation` under an unknown name",
    ],
  ]);
});

describe("attrpaths", () => {
  each("of one value", [
    ["{ a.b.c = version; }.a.b.c", "", "x differs"],
    ["{ a.b.c = version; }.a.b.d", ""],
    ["{ a.b.c = version; }.a.c", ""],
    ['{ "a".b = version; }.a.b', "", "x differs"],
    ['{ ${"a"} = version; b = 1; }.b', ""],
    ['{ ${"a"} = version; b = 1; }.a', "", "x differs"],
    ['{ "${"a"}b" = version; b = 1; }.ab', "", "x differs"],
    ['{ "${"a"}b" = version; b = 1; }.b', ""],
  ]);

  each("of several values", [
    ["{ a.b = 1; a.c = version; }.a.b", ""],
    ["{ a.b = 1; a.c = version; }.a.c", "", "x differs"],
    ["{ a.b.c = 1; a.b.d = version; }.a.b.c", ""],
    ["{ a.b.c = 1; a.b.d = version; }.a.b.d", "", "x differs"],
    ["{ a.b.c = version; a.d = 1; }.a.b.c", "", "x differs"],
    ["{ a = { b = version; }; a.c = 1; }.a.b", "", "x differs"],
    ["{ a = { b = version; }; a.c = 1; }.a.c", ""],
    ["{ a = { b = 1; }; a.c = version; }.a.b", ""],
    ["{ a = { b = 1; }; a.c = version; }.a.c", "", "x differs"],
    ["{ a.c = version; a = { b = 1; }; }.a.c", "", "x differs"],
    ["{ a = { b = version; }; a = { c = 1; }; }.a.b", "", "x differs"],
    ["{ a = { b = 1; }; a = { c = version; }; }.a.c", "", "x differs"],
    ["rec { a = { b = c; }; a.d = c; c = version; }.a.b", "", "x differs"],
    ["rec { a = { b = 1; }; a.d = c; c = version; }.a.d", "", "x differs"],
  ]);

  each("of names that are not known", [
    ["{ ${it} = version; }.a", "", "x differs"],
    ["{ ${it} = 1; }.a", ""],
    ["{ ${it}.b = version; }.a.b", "", "x differs"],
    ["{ ${it}.b = version; }.a.c", ""],
    ["{ a.${it} = version; a.b = 1; }.a.b", ""],
    ["{ a.${it} = version; a.b = 1; }.a.c", "", "x differs"],
    ["{ a.${it} = version; a.b = 1; }.c", ""],
    ["{ a = { ${it} = version; }; a.b = 1; }.a.c", "", "x differs"],
    ["{ a = { ${it} = version; }; a.b = 1; }.a.b", ""],
    ["{ a.b = { ${it} = 1; }; a.c = version; }.a.d", ""],
    ["{ ${it.a} = 1; ${it.b} = version; }.c", "", "x differs"],
    ["let a.${it} = version; in a.b", "", "x differs"],
  ]);

  each("of names that differ", [
    ["{ ${version} = 1; }", "", "${version}: has a name that depends on a changed value"],
    ['{ "a${version}" = 1; }', "", '"a${version}": has a name that depends on a changed value'],
    ["{ a.${version} = 1; }", "", "${version}: has a name that depends on a changed value"],
    ["{ a.${version}.b = 1; }.a.c", "", "${version}: has a name that depends on a changed value"],
  ]);
});

describe("attributes are not looked at before somebody asks", () => {
  each("of a set", [
    ["{ a = 1; b = { ${version} = 1; }; }.a", ""],
    ["{ a = 1; b = import src; }.a", ""],
    ["{ a.b = 1; a.c = import src; }.a.b", ""],
    ["let a = 1; b = import src; in a", ""],
  ]);
});

it("what is nested too deeply to be merged with more is reported where it stands", () => {
  const deep = `[ z ${"(".repeat(395)}a${")".repeat(395)} ]`;
  expect(reportsOfX(deep, "inherit (s) a z; s = { a = { b = 1; }; a.c = 2; };")).toEqual([
    "{ b = 1; }: is nested too deeply to understand",
    "{ b = 1; }: uses a changed value in a way that is not understood",
  ]);
});
