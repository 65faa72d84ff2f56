import { describe, expect, it } from "vitest";
import {
  becomesPrerelease,
  isPrereleaseWord,
  PRERELEASE_WORDS,
  prereleaseWord,
} from "../../../src/packages/update/prereleases.ts";

const WORDS = [
  ...["alpha", "beta", "rc", "cr", "pre", "prerelease", "preview", "dev", "devel", "develop", "development"],
  ...["unstable", "snapshot", "nightly", "canary", "experimental", "testing", "test", "wip", "eap", "ea"],
  ...["milestone", "insider", "insiders", "next", "edge", "trunk", "git", "main", "master", "candidate"],
  ...["tip", "early", "nightlies", "weekly", "daily", "incubating", "draft", "tp"],
];

describe("a word makes a version a prerelease", () => {
  it.each(WORDS)("%s", (word) => {
    expect(isPrereleaseWord(word)).toBe(true);
    expect(isPrereleaseWord(word.toUpperCase())).toBe(true);
    for (const version of [`2.0-${word}`, `2.0${word}1`, `${word}-2.0`, `2.0.${word}.1`, word]) {
      expect(prereleaseWord(version)).toBe(word);
    }
    expect(prereleaseWord(`1.0-${word.toUpperCase()}`)).toBe(word.toUpperCase());
    expect(prereleaseWord(`1.0-${word}x`)).toBe(null);
  });

  it("and these are all", () => {
    expect([...PRERELEASE_WORDS].sort()).toEqual(WORDS.toSorted());
  });

  it.each(["a", "b", "c", "m", "A", "B", "C", "M"])("and so does %s before a number", (letter) => {
    expect(isPrereleaseWord(letter)).toBe(true);
    for (const [begin, end] of [
      ["2.0", "1"],
      ["2.0-", "12"],
      ["2.0_", ".123"],
      ["2.0~", "_1"],
      ["2.0+", "-1"],
      ["2.0.", "1.2"],
      ["2.", "1"],
      ["2-0", "1+x"],
      ["2_0", "1-x"],
      ["2~1234", "1"],
      ["2+0", "1"],
      ["2.0-y.", "1"],
      ["", "1"],
      ["1234", "1"],
    ]) {
      expect([begin, end, prereleaseWord(`${begin}${letter}${end}`)]).toEqual([begin, end, letter]);
    }
  });

  it.each([
    ...["2.0", "2.0a", "2.0b.", "2.0ab1", "2.0xa1", "2.0d1", "2.0p1", "2.0-x1", "f894c20", "2.0a1b"],
    ...["2.0a1234", "2.12345a1", "2.0a..1", "2.0a1f", "2.0a1Z", "2.0a+1", "2/a1", "12345a1", "", "1.0-final"],
  ])("but %j is a release", (version) => {
    expect(prereleaseWord(version)).toBe(null);
  });

  it.each(["", "d", "ab", "aa", "x", "1a", "rc1", "final", "release", "r"])("%j is no such word", (word) => {
    expect(isPrereleaseWord(word)).toBe(false);
  });
});

it.each([
  ["1.0", "2.0", null],
  ["1.0", "2.0-rc1", "rc"],
  ["1.0-rc1", "2.0-rc1", null],
  ["1.0-rc1", "2.0", null],
  ["1.0-alpha.beta", "2.0", null],
  ["1.0", "2.0-x-beta.alpha", "beta"],
  ["1.0", "2.0b1-rc1", "rc"],
])("from %s to %s a release becomes a prerelease by %s", (before, after, word) => {
  expect(becomesPrerelease(before, after)).toBe(word);
});
