// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { describe } from "vitest";
import { each, many } from "./reports.ts";

describe("attributes that take the place of others", () => {
  each("are those of both sets", [
    ["{ a = 1; } // { b = 2; }", ""],
    ["{ a = 1; } // { b = version; }", "", "x differs"],
    ["{ a = version; } // { b = 1; }", "", "x differs"],
    ["({ a = 1; } // { b = version; }).a", ""],
    ["({ a = version; } // { b = 1; }).b", ""],
    ["({ a = version; } // { b = 1; }).a", "", "x differs"],
    ["({ a = 1; } // { b = version; }).b", "", "x differs"],
    ["(if it then { a = version; } else { a = 1; }) // { b = 1; }", "", "x differs"],
    ["{ b = 1; } // (if it then { a = version; } else { a = 1; })", "", "x differs"],
  ]);

  each("are those of the second where both have them", [
    ["{ a = version; } // { a = 1; }", ""],
    ["{ a = 1; } // { a = version; }", "", "x differs"],
  ]);

  each("may be any where not all of them are known", [
    ["it // { a = version; }", "", "x differs"],
    ["it // { a = 1; }", ""],
    ["{ a = version; } // it", "", "x differs"],
    ["({ a = version; } // it).a", "", "x differs"],
    ["({ a = version; } // it).b", ""],
    ["({ a = 1; b = version; } // it).a", ""],
    ["({ a = v: 1; } // it).a version", "", "x: passes a changed value to an unknown function"],
    ["({ a = v: 1; b = 1; } // { b = v: v; ${it} = v: v; }).a version", "", "x differs"],
    ["({ a = 1; } // { ${it} = version; }).a", "", "x differs"],
    ["({ a = 1; } // { a = 2; ${it} = version; }).a", ""],
    ["({ a = 1; } // { ${it} = version; }).b", "", "x differs"],
    ["({ ${it} = version; } // { a = 1; }).a", ""],
    ["({ ${it} = version; } // { a = 1; }).b", "", "x differs"],
    [
      "({ ${it} = v: import v; } // { ${it} = 1; }).b src",
      "",
      "import v: uses a changed value as Nix code",
      "x: passes a changed value to an unknown function",
      "x differs",
    ],
    ["({ a = many; } // it).a", many(255), "x differs"],
    [
      "({ a = many; } // it).a",
      many(256),
      "{ a = many; } // it: may be too many things to understand",
      "x differs",
    ],
  ]);

  each("of what is no set", [
    ["src // { a = 1; }", "", "x differs"],
    ["(src // { a = 1; }).meta", ""],
    ["src // { a = version; }", "", "x: adds attributes to a changed value", "x differs"],
    [
      "d // { a = version; }",
      "d = stdenv.mkDerivation { };",
      "x: adds attributes to a changed value",
      "x differs",
    ],
    ["d // { a = 1; }", "d = stdenv.mkDerivation { };"],
    ["version // { a = 1; }", "", "x: adds attributes to a changed value", "x differs"],
    ["{ a = 1; } // version", "", "x: adds attributes to a changed value", "x differs"],
    ["{ a = 1; } // src", "", "x: adds attributes to a changed value", "x differs"],
    ["{ a = 1; } // d", "d = stdenv.mkDerivation { };"],
    [
      "{ a = version; } // d",
      "d = stdenv.mkDerivation { };",
      "x: adds attributes to a changed value",
      "x differs",
    ],
    ["[ ] // { a = 1; }", ""],
    ["[ ] // { a = version; }", "", "x: adds attributes to a changed value", "x differs"],
    [
      "[ version ] // d",
      "d = stdenv.mkDerivation { };",
      "x: adds attributes to a changed value",
      "x differs",
    ],
    ['"a" // "b"', ""],
  ]);

  each("stand where they stood", [
    [
      "stdenv.mkDerivation ({ a = version; } // { b = 1; })",
      "",
      "version: passes a changed value to `mkDerivation` as `a`, which may be more than text",
      "x differs",
    ],
    [
      "stdenv.mkDerivation ({ b = 1; } // { a = version; })",
      "",
      "version: passes a changed value to `mkDerivation` as `a`, which may be more than text",
      "x differs",
    ],
    [
      "stdenv.mkDerivation ({ a = version; } // it)",
      "",
      "x: passes a changed value to `mkDerivation` as `a`, which may be more than text",
      "x differs",
    ],
  ]);
});
