// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { describe, expect, it } from "vitest";
import { definitionsIn } from "../../src/packages/definitions/definitions.ts";
import { definitionsOf, nixFile, rootWith } from "./builders.ts";

function attributesOf(text: string): string[] {
  return definitionsOf(text).definitions.map(({ attribute }) => attribute);
}

describe("an overrides file defines the attributes of its set", () => {
  it.each([
    ["alone", "{ a = 1; b = 2; }"],
    ["in parentheses", "((({ a = 1; b = 2; })))"],
    ["behind one function", "pkgs: { a = 1; b = 2; }"],
    [
      "behind several functions",
      "{ lib, noSysDirs, config, overlays }:\nres: pkgs: super: { a = 1; b = 2; }",
    ],
    ["behind `with`", "pkgs: with pkgs; { a = 1; b = 2; }"],
    ["behind `let`", "pkgs: let c = 1; in { a = 1; b = 2; }"],
    ["behind `assert`", "pkgs: assert pkgs != null; { a = 1; b = 2; }"],
    ["behind all of them", "{ c }: assert c; let d = c; in pkgs: with pkgs; (e@{ ... }: { a = 1; b = 2; })"],
    ["with `rec`", "rec { a = b; b = 2; }"],
    ["joined", "{ a = 1; } // { b = 2; }"],
    ["joined without spaces", "{a=1;}//{b=2;}"],
    ["joined, behind functions", "pkgs: with pkgs; { a = 1; } // (let c = 1; in { b = 2; })"],
    ["joined with an optional one", "{ lib }: { a = 1; } // lib.optionalAttrs c { b = 2; }"],
    [
      "joined with an optional one by a bare name",
      "with lib; { a = 1; } // optionalAttrs (c && d) (rec { b = 2; })",
    ],
    ["inherited", "{ inherit a b; }"],
    ["inherited from a set", "{ inherit (c) a; inherit (d e) b; }"],
    ["in quotes", '{ "a" = 1; "b" = 2; }'],
    ["as sets of their own", "{ a.c = 1; b = { d = 1; }; }"],
  ])("%s", (_, text) => {
    expect(definitionsOf(text)).toMatchObject({
      opaque: [],
      definitions: [{ attribute: "a" }, { attribute: "b" }],
    });
  });
});

describe("the order of definitions", () => {
  it("is that of the text", () => {
    const text = "{ a = 1; } // { b = 1; } // optionalAttrs c { d = 1; inherit e; } // { f = 1; }";
    expect(attributesOf(text)).toEqual(["a", "b", "d", "e", "f"]);
  });

  it("has each definition of an attribute that several sets define", () => {
    expect(attributesOf("{ a = 1; b = 1; } // { a = 2; }")).toEqual(["a", "b", "a"]);
  });
});

describe("a definition", () => {
  it("is the value, or none where it is inherited or only a part is defined", () => {
    const { definitions } = definitionsOf("{ a = f 1; inherit b; inherit (c) d; e.f = 1; }");
    const kinds = definitions.map(({ attribute, value }) => [attribute, value?.kind ?? null]);
    expect(kinds).toEqual([
      ["a", "apply"],
      ["b", null],
      ["d", null],
      ["e", null],
    ]);
  });

  it("calls no `callPackage` where it is inherited from one", () => {
    const { definitions } = definitionsOf("pkgs: with pkgs; { inherit (callPackage ./a { }) b; }");
    expect(definitions.map(({ call }) => call.kind)).toEqual(["none"]);
  });

  it("in `rec` sees the attributes beside it, and in a plain set does not", () => {
    const scopes = ["rec ", ""].map((rec) => {
      const text = `pkgs: with pkgs; ${rec}{ callPackage = y.callPackage; a = callPackage ./a { }; }`;
      const { call } = definitionsOf(text).definitions[1] ?? {};
      return call?.kind === "call" ? call.scope : null;
    });
    expect(scopes).toEqual(["other", "own"]);
  });

  it("has the place of its name", () => {
    const text = '{ "a b" = 1; inherit (c) d; }';
    const names = definitionsOf(text).definitions.map(({ name }) => text.slice(name.start, name.end));
    expect(names).toEqual(['"a b"', "d"]);
  });

  it("is that of the path that its file is read at", () => {
    const file = nixFile("pkgs: with pkgs; { a = callPackage ./a.nix { }; }");
    for (const path of ["x.nix", "y/z.nix", "x.nix"]) {
      const [definition] = definitionsIn(file, path, rootWith()).definitions;
      const target = path === "x.nix" ? "a.nix" : "y/a.nix";
      expect(definition).toMatchObject({ path, call: { target: { path: target } } });
    }
  });
});

describe("what an overrides file defines is not known whole", () => {
  it.each([
    ["with a computed name", "{ ${b} = 1; a = 1; }"],
    ["with a name that is computed in part", '{ "b${c}" = 1; a = 1; }'],
    ["where a side is a name", "{ a = 1; } // b"],
    ["where a side is selected", "b.c // { a = 1; }"],
    ["where a side is called", "{ a = 1; } // import ./b.nix pkgs"],
    ["where a side is mapped", "{ a = 1; } // lib.mapAttrs f { b = 1; }"],
    ["where a side depends on a condition", "{ a = 1; } // (if c then { b = 1; } else { })"],
    ["where an optional side is computed", "{ a = 1; } // lib.optionalAttrs c (import ./b.nix)"],
    ["where a side is the ancient `let`", "{ a = 1; } // let { body = { }; }"],
  ])("%s", (_, text) => {
    const { definitions, opaque } = definitionsOf(text);
    expect(definitions.map(({ attribute }) => attribute)).toEqual(["a"]);
    expect(opaque).toHaveLength(1);
  });

  it.each(["[ ]", '"a"', "f { a = 1; }", "a", "a + b", "./a.nix", "if a then { } else { }"])(
    "where the file is `%s`",
    (text) => {
      expect(definitionsOf(text)).toMatchObject({ definitions: [], opaque: [expect.any(String)] });
    },
  );

  it("and says each reason once", () => {
    expect(definitionsOf("{ ${a} = 1; ${b} = 1; } // c // d").opaque).toHaveLength(2);
  });
});
