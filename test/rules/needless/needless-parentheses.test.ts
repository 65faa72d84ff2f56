import { describe, expect, it } from "vitest";
import { needlessParentheses } from "../../../src/rules/needless/needless-parentheses.ts";
import { fixedBy } from "./fixed.ts";

const COMPUTED = "$" + "{(a)}";

describe("needless-parentheses", () => {
  it.each([
    ["f (a)", "(a)", "f a"],
    ["f(a)b", "(a)", "f a b"],
    ["a-(b)", "(b)", "a- b"],
    ["a (b)-1", "(b)", "a b -1"],
    ["a:(b)", "(b)", "a: b"],
    ["(a).b", "(a)", "a.b"],
    ["(1).b", "(1)", "1 .b"],
    ["(./a).b", "(./a)", "./a .b"],
    ["(a)''b''", "(a)", "a ''b''"],
    ["[(a)]", "(a)", "[a]"],
    ["{ a = ( [ ] ); }", "( [ ] )", "{ a = [ ]; }"],
    [`"${COMPUTED}"`, "(a)", `"${COMPUTED.replace(/[()]/g, "")}"`],
    ["f ((a b))", "((a b))", "f (a b)"],
    ["f (((a)))", "(((a)))", "f a"],
    ["f (rec { })", "(rec { })", "f rec { }"],
    ["{ a ? (x:y), b }: a", "(x:y)", "{ a ? x:y , b }: a"],
    ["{ a ? (x), b }: a", "(x)", "{ a ? x, b }: a"],
    ["{ a ? x:y,(z) }: a", "(z)", "{ a ? x:y, z }: a"],
    ["x:y=(z)", "(z)", "x:y= z"],
    ["x:y!(z)", "(z)", "x:y! z"],
    ["[ (!(a)) ]", "(a)", "[ (!a) ]"],
    ["f ( # why\n a)", "( # why\n a)", null],
  ])("of %j finds %j, and leaves %j", async (text, found, after) => {
    expect(await fixedBy(needlessParentheses, text)).toEqual({ found: [found], after });
  });

  it.each(["(f a)", "a = 1", "f (a: a)", "f (-1)", "f (a.b)", "(a + b)", "{ inherit (a) b; }", "(a ? b)"])(
    "has nothing to say of %j",
    async (text) => {
      expect((await fixedBy(needlessParentheses, text)).found).toEqual([]);
    },
  );
});
