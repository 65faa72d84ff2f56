// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { describe, expect, it } from "vitest";
import {
  packageFunction,
  packageResults,
  provenNotDerivation,
} from "../../../src/packages/derivation/results.ts";
import { nixFile } from "../builders.ts";

function formalsOf(text: string): string[] | null {
  const found = packageFunction(nixFile(text));
  const formals = found.kind === "function" ? found.function.formals : null;
  return formals?.formals.map(({ name }) => name.text ?? "") ?? null;
}

/** Why each of a package's results is proven not to be a derivation; null for one that may be. */
function proofs(result: string): (string | null)[] {
  const found = packageFunction(nixFile(`{ a, b, c }: ${result}`));
  if (found.kind !== "function") throw new Error(`${result} is not the result of a function`);
  return packageResults(found.function, found.scope).map(provenNotDerivation);
}

describe("a package file is a function", () => {
  it.each([
    ["{ lib, stdenv }: 1", ["lib", "stdenv"]],
    ["# a comment\n{ lib, ... } @ args: 1", ["lib"]],
    ["({ lib }: 1)", ["lib"]],
    ["let a = 1; in { lib }: 1", ["lib"]],
    ["with builtins; assert true; { lib }: 1", ["lib"]],
    ["{ }: 1", []],
    ["{ lib }: { stdenv }: 1", ["lib"]],
  ])("with formals: %j", (text, formals) => {
    expect(formalsOf(text)).toEqual(formals);
  });

  it("without formals, where it takes one plain argument", () => {
    expect(packageFunction(nixFile("args: 1"))).toMatchObject({
      kind: "function",
      function: { formals: null },
    });
    expect(formalsOf("args: 1")).toBeNull();
  });
});

describe("a package file is proven to be no function", () => {
  it.each([
    ["[ ]", "a list"],
    ['"a"', "a string"],
    ["''a''", "a string"],
    ["http://a", "a string"],
    ["1", "a number"],
    ["1.5", "a number"],
    ["./a.nix", "a path"],
    ["/a", "a path"],
    ["{ }", "an attribute set"],
    ["rec { a = 1; }", "an attribute set"],
    ["let a = 1; in with a; assert a; ([ a ])", "a list"],
  ])("where it is `%s`: %s", (text, what) => {
    expect(packageFunction(nixFile(text))).toMatchObject({ kind: "not-function", what });
  });
});

describe("whether a package file is a function is not known", () => {
  it.each([
    "import ./a.nix",
    "a",
    "a.b",
    "lib.makeOverridable ({ a }: a)",
    "if a then b: c else d: e",
    "{ __functor = self: { lib }: lib; }",
    "{ ${a} = 1; }",
    "{ inherit (a) __functor; }",
    "let { body = a; }",
    "a // b",
    "<a>",
  ])("where it is `%s`", (text) => {
    expect(packageFunction(nixFile(text)).kind).toBe("unknown");
  });
});

describe("a package's result is proven to be no derivation", () => {
  it.each([
    ["[ a ]", "a list"],
    ['"${a}"', "a string"],
    ["1", "a number"],
    ["./a", "a path"],
    ["d: e", "another function"],
    ["{ d }: e", "another function"],
    ["{ }", 'an attribute set without `type = "derivation"`'],
    ["rec { type = 'x'; }".replaceAll("'", '"'), 'an attribute set without `type = "derivation"`'],
    ['{ passthru.type = "derivation"; }', 'an attribute set without `type = "derivation"`'],
    ["let d = 1; in with d; assert d; ([ d ])", "a list"],
    ["null", "`null`"],
    ["with a; null", "`null`"],
    ["true", "a boolean"],
    ["false", "a boolean"],
    ["a ++ b", "a list"],
    ["-a", "a number"],
    ["a - b", "a number"],
    ["a * b", "a number"],
    ["a / b", "a number"],
    ["1 + 2", "a number"],
    ['"a" + b', "a string"],
    ["./a + b", "a path"],
    ["a + b", "a string or a number"],
    ["a == b", "a boolean"],
    ["a != b", "a boolean"],
    ["a < b", "a boolean"],
    ["a <= b", "a boolean"],
    ["a > b", "a boolean"],
    ["a >= b", "a boolean"],
    ["a && b", "a boolean"],
    ["a || b", "a boolean"],
    ["a -> b", "a boolean"],
    ["!a", "a boolean"],
    ["a ? b", "a boolean"],
    ["{ } // { }", 'an attribute set without `type = "derivation"`'],
    ["{ } // { } // { }", 'an attribute set without `type = "derivation"`'],
    ["let d = null; in d", "`null`"],
    ["let d = e; e = [ ]; in d", "a list"],
    ["let d = { }; in d // { }", 'an attribute set without `type = "derivation"`'],
    ["let d = e: e; in d", "another function"],
  ])("where it is `%s`", (result, proof) => {
    expect(proofs(result)).toEqual([proof]);
  });

  it.each([
    "a",
    "a b",
    "a.b",
    '{ type = "derivation"; }',
    "{ type = a; }",
    '{ type = "${a}"; }',
    "{ inherit (a) type; }",
    "{ inherit type; }",
    "{ ${a} = 1; }",
    "a // { }",
    "{ } // a",
    '{ } // { type = "derivation"; }',
    '{ type = "derivation"; } // { }',
    "let { body = a; }",
    "let null = a; in null",
    "let d = d; in d",
    "let d = e; e = f; in d",
    "with { }; a",
    "<a>",
  ])("not where it is `%s`", (result) => {
    expect(proofs(result)).toEqual([null]);
  });

  it("or not, in each branch for itself, in the order of the text", () => {
    expect(proofs("if a then [ ] else if b then c else 1")).toEqual(["a list", null, "a number"]);
    expect(proofs("let d = 1; in if a then (if b then 1 else [ ]) else c")).toEqual([
      "a number",
      "a list",
      null,
    ]);
  });

  it("in none of more branches than anybody writes", () => {
    const branches = Array.from({ length: 100 }, (_, i) => `if a == ${i} then [ ] else `).join("");
    expect(proofs(`${branches} [ ]`)).toEqual([null]);
  });
});
