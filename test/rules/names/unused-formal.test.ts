import { describe, expect, it } from "vitest";
import { unusedFormal } from "../../../src/rules/names/unused-formal.ts";
import { applyFix } from "../../support/apply-fix.ts";
import { checkBetween, checkFiles } from "../../support/check.ts";
import { inPackage, override, packageOf, topLevel } from "../builders.ts";

const PATH = inPackage("hello", "package.nix");

const hello = (text: string) => packageOf("hello", { "package.nix": text });

/** The arguments that are reported, and the text with the first fix, where the change adds the package. */
async function ofNew(text: string, ...definitions: readonly string[]) {
  const head = { ...topLevel(...definitions), ...hello(text) };
  const { findings } = await checkBetween(topLevel(), head, [unusedFormal]);
  const fix = findings[0]?.fix ?? null;
  return {
    found: findings.map(({ message }) => message),
    after: fix === null ? null : applyFix(head, fix)[PATH],
  };
}

describe("unused-formal", () => {
  it.each([
    ["{ a, b, c }: [ a c ]", "{ a, c }: [ a c ]"],
    ["{ b, a }: a", "{ a }: a"],
    ["{ a, b }: a", "{ a }: a"],
    ["{ b }: 1", "{ }: 1"],
    ["{ b, }: 1", "{ }: 1"],
    ["{ b, ... }: 1", "{ ... }: 1"],
    ["{ a, b ? null }: a", "{ a }: a"],
    ["{\n  a,\n  b,\n  c,\n}:\n[ a c ]\n", "{\n  a,\n  c,\n}:\n[ a c ]\n"],
    ["{\n  b,\n  a,\n}:\na\n", "{\n  a,\n}:\na\n"],
    ["{ a\n, b\n, c\n}: [ a c ]", "{ a\n, c\n}: [ a c ]"],
    ["{\n  a,\n  b, # for d\n  c,\n}:\n[ a c ]\n", null],
    ["{\n  a,\n  # for d\n  b,\n  c,\n}:\n[ a c ]\n", null],
    ["{ a ? b, b, c ? 1 }: a", "{ a ? b, b }: a"],
  ])("of %j leaves %j", async (text, after) => {
    const fixed = await ofNew(text);
    expect(fixed.found).toHaveLength(1);
    expect(fixed.after).toBe(after);
  });

  it.each([
    "{ a }@b: 1",
    "{ _a }: 1",
    "a: 1",
    "{ a }: { b }: a",
    "{ a, b ? a }: b",
    "{ a }: { inherit a; }",
    "let x = { a }: 1; in x",
  ])("has nothing to say of %j", async (text) => {
    expect((await ofNew(text)).found).toEqual([]);
  });

  it("has no fix for a package that was there, unless whatever it is given is taken", async () => {
    const fixes = async (text: string) =>
      (
        await checkBetween({ ...topLevel(), ...hello("{ a }: a") }, { ...topLevel(), ...hello(text) }, [
          unusedFormal,
        ])
      ).findings.map(({ fix, help }) => [fix !== null, help]);
    expect(await fixes("{ a }: 1")).toEqual([
      [false, "Remove it, unless somebody passes it by hand or overrides it."],
    ]);
    expect(await fixes("{ a, ... }: 1")).toEqual([[true, "Remove it."]]);
  });

  it("is silent about what the definition passes", async () => {
    expect((await ofNew("{ a, withGui }: a", override("hello"))).found).toEqual([]);
    expect((await ofNew("{ a, withGui }: a", override("hello", "b = 1;"))).found).toHaveLength(1);
    expect((await ofNew("{ a, b }: a", "hello = foo.override { };")).found).toEqual([]);
    expect((await ofNew("{ a, b }: a", override("hello", "$" + "{c} = 1;"))).found).toEqual([]);
  });

  it("has no fix where another definition calls the package", async () => {
    const other = "hello_2 = callPackage ../by-name/he/hello/package.nix { b = 1; };";
    const fixed = await ofNew("{ a, b }: a", other);
    expect(fixed.found).toHaveLength(1);
    expect(fixed.after).toBeNull();
  });

  it("is about the file that defines a package alone", async () => {
    const files = { ...packageOf("hello", { "x.nix": "{ a }: 1" }), "y.nix": "{ a }: 1" };
    expect((await checkFiles(files, [unusedFormal])).findings).toEqual([]);
  });
});
