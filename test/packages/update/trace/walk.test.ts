// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { describe, expect, it } from "vitest";
import { each, reportsOfX } from "./reports.ts";

describe("all that a value holds is asked", () => {
  each("whether it differs", [
    ["it", ""],
    ["it.a", ""],
    ['throw "x"', ""],
    ["-version", "", "x differs"],
    ['"a"', ""],
    ["version", "", "x differs"],
    ["[ 1 2 ]", ""],
    ["[ 1 version ]", "", "x differs"],
    ["[ version 1 ]", "", "x differs"],
    ["[ [ version ] ]", "", "x differs"],
    ["{ a = 1; b = 2; }", ""],
    ["{ a = version; b = 1; }", "", "x differs"],
    ["{ a = 1; b = version; }", "", "x differs"],
    ["{ ${it} = version; a = 1; }", "", "x differs"],
    ["{ ${it} = 1; a = version; }", "", "x differs"],
    ["d", "d = stdenv.mkDerivation { };"],
    ["src", "", "x differs"],
    ["[ src 1 ]", "", "x differs"],
    ["[ 1 src ]", "", "x differs"],
    ["if it then 1 else version", "", "x differs"],
    ["if it then version else 1", "", "x differs"],
    ["if it then 1 else 2", ""],
    ["[ (if it then 1 else version) ]", "", "x differs"],
    ["map it", ""],
    ["lib.hasPrefix version", "", "x differs"],
    ["lib.hasPrefix 1", ""],
    ['lib.replaceStrings [ version ] [ "a" ]', "", "x differs"],
    ['lib.replaceStrings [ "a" ] [ version ]', "", "x differs"],
    ['lib.replaceStrings [ "a" ] [ "b" ]', ""],
    ["v: v", ""],
    ["v: version", "", "x differs"],
    ["v: src", "", "x differs"],
    ["{ v }: v", ""],
    ["{ v ? 1 }: v", ""],
    ["{ v ? version }: v", "", "x differs"],
    ["{ v ? version }: 1", "", "x differs"],
    ["{ v ? 1, w ? version }: 1", "", "x differs"],
    ["{ v ? version, w ? 1 }: 1", "", "x differs"],
    ["{ v ? 1, ... }@all: [ all v version ]", "", "x differs"],
    ["all@{ v, ... }: [ all v ]", ""],
    ["v: w: version", "", "x differs"],
    ["[ (v: 1) (w: version) ]", "", "x differs"],
  ]);

  each("and what is wrong there is reported, though more differs", [
    ["[ version (v: import src) ]", "", "import src: uses a changed value as Nix code", "x differs"],
    ["[ (v: import src) version ]", "", "import src: uses a changed value as Nix code", "x differs"],
    [
      "[ (v: import src) (v: it.f version) ]",
      "",
      "it.f version: passes a changed value to `f`, an unknown function",
      "import src: uses a changed value as Nix code",
      "x differs",
    ],
    ["{ a = version; b = v: import src; }", "", "import src: uses a changed value as Nix code", "x differs"],
    ["{ a = v: import src; b = version; }", "", "import src: uses a changed value as Nix code", "x differs"],
    ["[ ./package.nix version ]", "", "./package.nix: uses files of the package that differ", "x differs"],
    ["[ version ./package.nix ]", "", "./package.nix: uses files of the package that differ", "x differs"],
    [
      "[ (stdenv.mkDerivation { a = version; }) version ]",
      "",
      "version: passes a changed value to `mkDerivation` as `a`, which may be more than text",
      "x differs",
    ],
    [
      "[ version (stdenv.mkDerivation { a = version; }) ]",
      "",
      "version: passes a changed value to `mkDerivation` as `a`, which may be more than text",
      "x differs",
    ],
    [
      "if it then version else (v: import src)",
      "",
      "import src: uses a changed value as Nix code",
      "x differs",
    ],
    [
      "if it then (v: import src) else version",
      "",
      "import src: uses a changed value as Nix code",
      "x differs",
    ],
    [
      "lib.replaceStrings [ version ] (v: import src)",
      "",
      "import src: uses a changed value as Nix code",
      "x differs",
    ],
    ["v: [ version (import src) ]", "", "import src: uses a changed value as Nix code", "x differs"],
    ["{ v ? import src }: version", "", "import src: uses a changed value as Nix code", "x differs"],
    ["{ v ? version }: import src", "", "import src: uses a changed value as Nix code", "x differs"],
  ]);

  each("of a function, where nothing is known of what it is given", [
    ["v: it.f v", ""],
    ["v: v version", "", "v version: passes a changed value to `v`, an unknown function"],
    ["v: w: w version", "", "w version: passes a changed value to `w`, an unknown function"],
    ["{ f }: f version", "", "f version: passes a changed value to `f`, an unknown function"],
    [
      "{ f, ... }@all: all.f version",
      "",
      "all.f version: passes a changed value to `f`, an unknown function",
    ],
    ["all@{ f, ... }: all version", "", "all version: passes a changed value to `all`, an unknown function"],
    ["{ f ? lib.id }: f version", "", "f version: passes a changed value to `f`, an unknown function"],
    ["v: with v; f version", "", "f version: passes a changed value to `f`, an unknown function"],
    ["lib: lib.versions.major version", "", "x differs"],
    ["{ lib, ... }: lib.versions.major version", "", "x differs"],
    ["{ lib }: lib.f version", "", "lib.f version: passes a changed value to `f`, an unknown function"],
    ["a: a", "a = version;"],
    ["{ a }: a", "a = version;"],
    ["{ ... }@a: a", "a = version;"],
    ["{ b, c ? a, a }: c", "a = version;"],
  ]);
});

describe("what holds itself", () => {
  each("is asked once", [
    ["a", "a = { inherit b; }; b = { inherit a; };"],
    ["a", "a = { inherit b; }; b = { inherit a; c = version; };", "x differs"],
    ["[ a b ]", "a = { inherit b; c = version; }; b = { inherit a; };", "x differs"],
    ["[ a a ]", "a = [ version ];", "x differs"],
    ["a", "a = v: a;"],
    ["a", "a = v: [ a version ];", "x differs"],
    ["a", "a = v: [ version a ];", "x differs"],
    ["a", "a = { f = v: a; c = version; };", "x differs"],
    ["a", "a = [ a ];"],
    ["a", "a = [ a version ];", "x differs"],
    ["a", "a = { inherit a; };"],
  ]);

  each("is asked later where it is being made", [
    ["a", "a = pkgs.python3.override { self = a; packageOverrides = final: prev: { y = prev.y; }; };"],
    [
      "a",
      "a = pkgs.python3.override { self = a; packageOverrides = final: prev: { y = prev.f { inherit a; }; }; };",
    ],
    [
      "a",
      "a = pkgs.python3.override { self = a; packageOverrides = final: prev: { y = version; }; };",
      "pkgs.python3.override { self = a; packageOverrides = final: prev: { y = version; }; }: passes a changed value to `override`, an unknown function",
    ],
    ["a", "a = it.f { self = a; };"],
    [
      "a",
      "a = it.f a;",
      "x: depends on itself",
      "it.f a: passes a changed value to `f`, an unknown function",
    ],
    ["a", "a = it.f (v: a);"],
    [
      "a",
      "a = it.f (v: [ a version ]);",
      "it.f (v: [ a version ]): passes a changed value to `f`, an unknown function",
    ],
    ["a", "a = it.f { inherit b; }; b = it.g { inherit a; };"],
    [
      "a",
      "a = it.f { inherit b; }; b = it.g { inherit a version; };",
      "it.g { inherit a version; }: passes a changed value to `g`, an unknown function",
    ],
    ["a", "a = it.f (stdenv.mkDerivation { buildInputs = [ a ]; });"],
    ["a", "a = it.f (stdenv.mkDerivation { buildInputs = a; });"],
    [
      "a",
      "a = it.f (stdenv.mkDerivation { buildInputs = a; inherit src; });",
      "x: depends on itself and on a changed value",
    ],
    ["[ a (it.g a) ]", "a = it.f [ a ];"],
    [
      "[ (it.f y) y ]",
      "y = y + version;",
      "y: depends on itself",
      "y: depends on itself and on a changed value",
      "it.f y: passes a changed value to `f`, an unknown function",
    ],
    [
      "a",
      "a = it.f { self = a; v = version; };",
      "it.f { self = a; v = version; }: passes a changed value to `f`, an unknown function",
    ],
    [
      "a",
      "a = it.f { self = a; f = v: import src; };",
      "import src: uses a changed value as Nix code",
      "it.f { self = a; f = v: import src; }: passes a changed value to `f`, an unknown function",
    ],
    ["a", "a = b { self = a; }; b = it.f;"],
    [
      "a",
      "a = if it.f [ a ] then version else 1;",
      "x differs",
      "x: depends on itself and on a changed value",
    ],
    [
      "[ a (it.g a) ]",
      "a = if it.f [ a ] then version else 1;",
      "it.g a: passes a changed value to `g`, an unknown function",
      "x differs",
      "a: depends on itself and on a changed value",
    ],
    [
      "a",
      "a = [ version (it.f a) ];",
      "it.f a: passes a changed value to `f`, an unknown function",
      "x differs",
    ],
    [
      "a",
      "a = stdenv.mkDerivation { z = a; };",
      "x: passes a changed value to `mkDerivation` as `z`, which may be more than text",
      "x differs",
    ],
    [
      "a",
      "a = stdenv.mkDerivation { z = a; y = version; };",
      "x: passes a changed value to `mkDerivation` as `z`, which may be more than text",
      "version: passes a changed value to `mkDerivation` as `y`, which may be more than text",
      "x differs",
    ],
    ["a", "a = stdenv.mkDerivation { passthru = { inherit a; }; };", "x differs"],
    [
      "a",
      "a = stdenv.mkDerivation { passthru = { inherit a; }; y = version; };",
      "version: passes a changed value to `mkDerivation` as `y`, which may be more than text",
      "x differs",
    ],
    ["a", "a = a;", "x: depends on itself", "x differs"],
    ["a", "a = b; b = a;", "x: depends on itself", "x differs"],
    ["a", 'a = "${a}";', "x: depends on itself", "x differs"],
  ]);
});

it("what is known to hold nothing that differs is not asked again", () => {
  const list = `list = [ ${'"" '.repeat(2000)} ];`;
  expect(reportsOfX(`[ ${"(it.f list) ".repeat(70)} ]`, list)).toEqual([]);
});
