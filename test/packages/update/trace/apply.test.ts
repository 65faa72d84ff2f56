// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { describe, expect, it } from "vitest";
import { each, many, reportsOfX } from "./reports.ts";

describe("a function of the package", () => {
  each("is given its argument", [
    ["(v: v) version", "", "x differs"],
    ["(v: v) 1", ""],
    ["(v: 1) version", ""],
    ["(v: w: v) version 1", "", "x differs"],
    ["(v: w: w) version 1", ""],
    ["(v: import v) src", "", "import v: uses a changed value as Nix code", "x differs"],
    ["(if it then v: v else v: 1) version", "", "x differs"],
    ["(if it then v: import v else v: v) src", "", "import v: uses a changed value as Nix code", "x differs"],
    [
      "(if it then v: v else it.f) version",
      "",
      "x: passes a changed value to `f`, an unknown function",
      "x differs",
    ],
    ['(throw "x") version', ""],
    ['(if it then v: v else throw "x") version', "", "x differs"],
  ]);

  each("is given attributes", [
    ["({ v }: v) { v = version; }", "", "x differs"],
    ["({ v }: v) { v = 1; w = version; }", ""],
    ["({ v, w }: w) { v = 1; w = version; }", "", "x differs"],
    ["({ v, ... }: v) { v = 1; w = version; }", ""],
    ["({ ... }: 1) { v = version; }", ""],
    ["({ v ? version }: v) { }", "", "x differs"],
    ["({ v ? version }: v) { v = 1; }", ""],
    ["({ v ? 1 }: v) { v = version; }", "", "x differs"],
    ["({ v ? 1 }: v) { w = version; }", ""],
    ["({ v ? w, w }: v) { w = version; }", "", "x differs"],
    ["({ v ? version }: v) { ${it} = 1; }", "", "x differs"],
    ["({ v ? 1 }: v) { ${it} = version; }", "", "x differs"],
    ["({ v ? 1 }: v) { ${it} = 2; }", ""],
    [
      "({ v ? (w: w) }: v version) { ${it} = w: import w; }",
      "",
      "import w: uses a changed value as Nix code",
      "x differs",
    ],
    ["({ v ? 1 }: v) (if it then { v = version; } else { })", "", "x differs"],
    ["({ v ? 1 }: v) (if it then { v = 1; } else { v = 2; })", ""],
    ["({ v }: v version) { }", "", "v version: passes a changed value to `v`, an unknown function"],
    ["({ v ? many }: v) { ${it} = 1; }", many(255), "x differs"],
    ["({ v ? many }: v) { ${it} = 1; }", many(256), "x: may be too many things to understand", "x differs"],
  ]);

  each("is given all of them under one name", [
    ["(all@{ v }: all) { v = version; }", "", "x differs"],
    ["(all@{ v, ... }: all.w) { v = 1; w = version; }", "", "x differs"],
    ["({ v, ... } @ all: all.w) { v = version; w = 1; }", ""],
    ["({ v, ... } @ all: all.v) { v = version; w = 1; }", "", "x differs"],
    ["(all@{ v ? 1 }: all) (if it then { v = version; } else { })", "", "x differs"],
    [
      "(all@{ v ? 1 }: all.v) (if it then { v = import; } else { v = w: 1; }) src",
      "",
      "x: uses a changed value as Nix code",
      "x differs",
    ],
  ]);

  each("is given what of its attributes is not known", [
    ["({ v ? version }: v) it", "", "x differs"],
    ["({ v ? 1 }: v) it", ""],
    [
      "({ v ? w: w }: v version) it",
      "",
      "v version: passes a changed value to `v`, an unknown function",
      "x differs",
    ],
    ["({ lib }: lib.versions.major version) it", "", "x differs"],
    ["({ meta, version }: [ meta version ]) src", "", "x differs"],
    ["({ meta }: meta) src", ""],
    ["({ meta ? version }: meta) src", ""],
    [
      "({ y ? 1 }: y) src",
      "",
      "x: reads an attribute of a changed package that the package does not define",
      "x differs",
    ],
    ["({ y ? version }: 1) src", ""],
    [
      "({ y ? version }: y) (version + { a = version; })",
      "",
      "version + { a = version; }: turns a changed value into text",
      "x: reads an attribute of an unknown changed value",
      "x differs",
    ],
    ['({ y ? version }: y) "a"', "", "x differs"],
    ["({ y ? version }: y) [ ]", "", "x differs"],
    ["({ y ? version }: y) /a", "", "x differs"],
    ["({ y ? version }: y) (z: z)", "", "x differs"],
    ["({ y ? version }: y) lib.optional", "", "x differs"],
    ['({ y ? version }: y) (throw "x")', "", "x differs"],
    ['({ y ? 1 }: y) (throw "x")', ""],
    ["({ y ? version }: y) ./a", "", "x differs"],
    ["({ y }: y version) [ ]", "", "y version: passes a changed value to `y`, an unknown function"],
    ["({ y ? version }: y) (map it)", "", "x differs"],
  ]);

  each("that may be too many", [
    ["(v: v) many", many(256), "x differs"],
    ["({ v }: v) (if it then { v = many; } else { v = 1; })", many(255), "x differs"],
    [
      "({ v }: v) (if it then { v = many; } else { v = 1; })",
      many(256),
      "x: may be too many things to understand",
      "x differs",
    ],
    ["(if it then v: many else v: 1) 1", many(255), "x differs"],
    ["(if it then v: many else v: 1) 1", many(256), "x: may be too many things to understand", "x differs"],
  ]);
});

describe("a function of the library", () => {
  each("builds of attributes", [
    [
      'pkgs.runCommand "y" { a = version; } ""',
      "",
      "version: passes a changed value to `mkDerivation` as `a`, which may be more than text",
      "x differs",
    ],
    ['pkgs.runCommand "y" { a = 1; } ""', ""],
  ]);

  each("waits for all of its arguments", [
    ['lib.hasPrefix "2"', ""],
    ['lib.hasPrefix "2" version', ""],
    ['lib.hasPrefix "1.2.4" version', "", "x differs"],
    ['map (lib.hasPrefix "1.2.4") [ version ]', "", "x differs"],
    ["lib.removeSuffix version", "", "x differs"],
    ['f "2" version', "f = lib.hasPrefix;"],
    [
      "lib.optional it version 1",
      "",
      "x: passes a changed value to a function that is not understood",
      "x differs",
    ],
  ]);
});

describe("what is no function that is known", () => {
  const NOT_UNDERSTOOD = "passes a changed value to a function that is not understood";

  it.each([
    ["a text", '"a"'],
    ["a set", "{ __functor = _: v: v; }"],
    ["a list", "[ ]"],
    ["a path", "./a"],
    ["a derivation", "(stdenv.mkDerivation { })"],
  ])("%s is given nothing that differs", (_, fn) => {
    expect(reportsOfX(`${fn} 1`)).toEqual([]);
    expect(reportsOfX(`${fn} version`)).toEqual([`x: ${NOT_UNDERSTOOD}`, "x differs"]);
    expect(reportsOfX(`${fn} (v: import src)`)).toEqual([
      "import src: uses a changed value as Nix code",
      `x: ${NOT_UNDERSTOOD}`,
      "x differs",
    ]);
  });

  each("is nothing that differs itself", [
    ["version 1", "", "x: passes a changed value to a function that is not understood", "x differs"],
    ["src 1", "", "x: passes a changed value to a function that is not understood", "x differs"],
    ["{ a = version; } 1", "", "x: passes a changed value to a function that is not understood", "x differs"],
    ["(-version) 1", "", "x: passes a changed value to a function that is not understood", "x differs"],
    ["(-version) version", "", "x: passes a changed value to a function that is not understood", "x differs"],
  ]);
});

describe("a function that is known by its names alone", () => {
  each("is given nothing that differs", [
    ["it 1", ""],
    ["it.f 1", ""],
    ["it.f version", "", "x: passes a changed value to `f`, an unknown function"],
    ["it.f.g version", "", "x: passes a changed value to `g`, an unknown function"],
    ["it.f 1 version", "", "x: passes a changed value to an unknown function"],
    ["it.f version 1", "", "it.f version: passes a changed value to `f`, an unknown function"],
    [
      "it.f (v: import src)",
      "",
      "import src: uses a changed value as Nix code",
      "x: passes a changed value to `f`, an unknown function",
    ],
    ["(it.f 1).g version", "", "x: passes a changed value to `g`, an unknown function"],
  ]);

  each("and is overridden", [
    ["(it.f.override { }) version", "", "x: passes a changed value to an unknown function"],
    ["(it.f.override { }).g version", "", "x: passes a changed value to `g`, an unknown function"],
    ["(fetchurl.override { }) version", "", "x: passes a changed value to an unknown function"],
    [
      "(stdenv.mkDerivation.override { y = it; }) { a = version; }",
      "",
      "version: passes a changed value to `mkDerivation` as `a`, which may be more than text",
      "x differs",
    ],
    ["(stdenv.mkDerivation.override { y = it; }) { a = 1; }", ""],
    [
      "stdenv.mkDerivation.override { y = version; }",
      "",
      "x: passes a changed value to `override`, an unknown function",
    ],
    [
      "stdenv.mkDerivation.overrideX { y = 1; } { a = version; }",
      "",
      "x: passes a changed value to an unknown function",
    ],
    [
      "(stdenv.mkDerivation.f { y = 1; }) { a = version; }",
      "",
      "x: passes a changed value to an unknown function",
    ],
    ["(it.mk.override { y = 1; }) { a = version; }", "", "x: passes a changed value to an unknown function"],
    ["override { } version", "", "x: passes a changed value to an unknown function"],
  ]);
});
