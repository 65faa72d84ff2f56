import { describe, expect, it } from "vitest";
import { needlessRec } from "../../../src/rules/needless/needless-rec.ts";
import { fixedBy } from "./fixed.ts";

describe("needless-rec", () => {
  it.each([
    ["rec { a = 1; }", "{ a = 1; }"],
    ["[ rec{ } ]", "[ { } ]"],
    ["a: rec { inherit a; }", "a: { inherit a; }"],
    ["rec # why\n{ }", "# why\n{ }"],
    ["rec { a = 1; b = { a = 2; }.a; }", "{ a = 1; b = { a = 2; }.a; }"],
    ["rec { a = 1; b = a: a; }", "{ a = 1; b = a: a; }"],
  ])("finds that of %j, and leaves %j", async (text, after) => {
    expect(await fixedBy(needlessRec, text)).toEqual({ found: ["rec"], after });
  });

  it.each([
    "rec { a = 1; b = a; }",
    "rec { a = b; inherit (a) b; }",
    "rec { a = 1; b = 2 - 1; __sub = x: y: x; }",
    "rec { a = 1; $" + "{a} = 2; }",
    "rec { __overrides = { }; }",
    "{ a = rec { b = 1; }; a.c = 2; }",
    "{ a.b = rec { c = 1; }; a = { b = { d = c; }; }; }",
    "let { body = 1; }",
    "{ a = 1; }",
  ])("has nothing to say of %j", async (text) => {
    expect((await fixedBy(needlessRec, text)).found).toEqual([]);
  });
});
