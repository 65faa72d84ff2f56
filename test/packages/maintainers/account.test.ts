import { describe, expect, it } from "vitest";
import { isAccountId, isLogin, sameName } from "../../../src/packages/maintainers/account.ts";

it.each([
  [1, true],
  [9_007_199_254_740_991, true],
  [0, false],
  [-1, false],
  [1.5, false],
  [9_007_199_254_740_992, false],
  [Number.NaN, false],
  ["1", false],
  [null, false],
])("an account may have the id %s: %s", (id, is) => {
  expect(isAccountId(id)).toBe(is);
});

describe("an account may be called", () => {
  it.each(["a", "A-b", "0", "a--b", "a-", "octo_corp", "renovate[bot]", "a".repeat(100)])("%s", (login) => {
    expect(isLogin(login)).toBe(true);
  });
});

describe("no account is called", () => {
  it.each(["", "-a", "_a", "a b", "a.b", "a/b", "@a", "a[bot]b", "[bot]", "a\n", "ä", "a".repeat(101)])(
    "%j",
    (login) => {
      expect(isLogin(login)).toBe(false);
    },
  );
});

it("a login is the same in any case, and no other is", () => {
  expect(sameName("Alice", "aLICE")).toBe(true);
  expect(sameName("alice", "alice")).toBe(true);
  expect(sameName("alice", "alicia")).toBe(false);
  // A small letter that two large ones stand for is not these.
  expect(sameName("ß", "SS")).toBe(false);
});
