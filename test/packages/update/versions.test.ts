import { describe, expect, it } from "vitest";
import {
  compareVersions,
  goesBack,
  isDigits,
  isPlainVersion,
  splitVersion,
  unsafeVersion,
} from "../../../src/packages/update/versions.ts";

describe("versions are compared as Nix does", () => {
  // What `builtins.compareVersions` of Nix 2.8 answers.
  it.each([
    ["1.0", "2.3", -1],
    ["2.1", "2.3", -1],
    ["2.3", "2.3", 0],
    ["2.5", "2.3", 1],
    ["3.1", "2.3", 1],
    ["2.3.1", "2.3", 1],
    ["2.3.1", "2.3a", 1],
    ["2.3pre1", "2.3", -1],
    ["2.3pre3", "2.3pre12", -1],
    ["2.3a", "2.3c", -1],
    ["2.3pre1", "2.3c", -1],
    ["2.3pre1", "2.3q", -1],
    ["10", "9", 1],
    ["1.0", "1-0", 0],
    ["0-unstable-2024-01-02", "0-unstable-2024-01-10", -1],
    ["unstable-2024-01-02", "0-unstable-2024-01-02", -1],
    ["2.0-rc1", "2.0", 1],
    // What is no `int` is no number to Nix, and lower than any.
    ["2147483646", "2147483647", -1],
    ["2147483647", "2147483648", 1],
    ["3", "3000000000", 1],
    ["3000000000", "20000000000", 1],
    ["99999999999999999999", "100000000000000000000", 1],
    ["20240102030405", "20240102030406", -1],
    ["00000000000007", "7", 0],
    ["2.3", "2.3A", -1],
    ["2.3", "2.3a", -1],
    ["2.3", "2.3pre", 1],
    ["2.3pre", "2.3A", -1],
    ["2.3pre", "2.3.1", -1],
    ["2.3", "2.3.0", -1],
    ["2.3.pre", "2.3pre", 0],
    ["1pre", "1a", -1],
    ["1_2", "1~2", -1],
    ["v1", "1", -1],
    ["pre", "pre", 0],
    ["", "1", -1],
    ["", "-.", 0],
  ])("%s and %s", (a, b, expected) => {
    expect([compareVersions(a, b), compareVersions(b, a)]).toEqual([
      expected,
      expected === 0 ? 0 : -expected,
    ]);
  });
});

describe("a version goes back", () => {
  it.each([
    ["1.2.3", "1.2.2", true],
    ["1.2.3", "1.2.4", false],
    ["1.9", "1.10", false],
    ["2.0-rc1", "2.0", false],
    ["2.0", "2.0-rc1", true],
    ["2.0", "2.0rc1", true],
    ["2.0-beta.2", "2.0", false],
    ["2.0-rc1", "2.0-rc2", false],
    ["2.0-rc2", "2.0-rc1", true],
    ["2.0", "2.0-1", false],
    ["1.0", "1-0", true],
    ["2024-01-02", "1.0", true],
    ["0-unstable-2024-01-02", "1.0", false],
    // Where one does not begin with the other, it matters not that the rest looks like a prerelease.
    ["1.2-rc1", "1.1", true],
    ["1.1", "1.2-rc1", false],
    // Numbers of any size, unlike in Nix.
    ["3", "3000000000", false],
    ["3000000000", "3", true],
    ["99999999999999999999", "100000000000000000000", false],
    ["9007199254740993", "9007199254740992", true],
  ])("from %s to %s: %s", (before, after, expected) => {
    expect(goesBack(before, after)).toBe(expected);
  });
});

describe("each word for what comes before a release makes a version of it", () => {
  it.each(["alpha", "beta", "rc", "pre", "preview", "dev", "a", "b"])("%s", (word) => {
    for (const separator of ["", ".", "_", "~", "-"]) {
      for (const end of ["", "1", ".1", "-1"]) {
        const early = `2.0${separator}${word}${end}`;
        expect([early, goesBack("2.0", early)]).toEqual([early, true]);
        expect([early, goesBack(early, "2.0")]).toEqual([early, false]);
      }
    }
    expect(goesBack("2.0", `2.0${word.toUpperCase()}1`)).toBe(true);
  });

  it.each(["2.0-release", "2.0-post1", "2.0-alphabet", "2.0--rc1", "2.0+rc1", "2.0-1-rc1", "2.0-abc"])(
    "but %s comes after 2.0",
    (late) => {
      expect([goesBack("2.0", late), goesBack(late, "2.0")]).toEqual([false, true]);
    },
  );
});

it.each([
  ["1.2.3", ["1", "2", "3"]],
  ["0-unstable-2024-01-02", ["0", "unstable", "2024", "01", "02"]],
  ["1..2--3.", ["1", "2", "3"]],
  ["1.0~rc1_x", ["1", "0", "~rc", "1", "_x"]],
  ["v12a", ["v", "12", "a"]],
  ["-.", []],
  ["", []],
])("%j is split as `builtins.splitVersion` does", (version, components) => {
  expect(splitVersion(version)).toEqual(components);
});

describe("a version is not safe", () => {
  const form =
    "it must be 1 to 100 letters, digits, `.`, `_`, `+`, `~` or `-`, and begin with a letter or digit";
  it.each([
    ["1..2", "it contains `..`"],
    ["1../2", "it contains `..`"],
    ["", form],
    ["1".repeat(101), form],
    ["1".repeat(100), null],
    ["-1", form],
    [".1", form],
    ["_1", form],
    ["+1", form],
    ["~1", form],
    [" 1", form],
    ["1\n", form],
    ["1/2", form],
    ["1 2", form],
    ["1:2", form],
    ["1$2", form],
    ["1é", form],
    ["a", null],
    ["Z", null],
    ["0", null],
    ["9z", null],
    ["1aA9._+~-", null],
  ])("as %j: %s", (version, why) => {
    expect(unsafeVersion(version)).toBe(why);
    if (!version.includes("..")) expect(isPlainVersion(version)).toBe(why === null);
  });
});

it.each([
  ["0123456789", true],
  ["", false],
  ["1a", false],
  ["a1", false],
  ["1.2", false],
  ["\u0661", false],
])("%j is made of digits alone: %s", (text, expected) => {
  expect(isDigits(text)).toBe(expected);
});

it.each(["1.2.3", "0-unstable-2024-01-02", "1.2.3+g0f", "r12", "20240102", "1.0~rc1", "4.2_1"])(
  "%s is safe wherever it is put",
  (version) => {
    expect(unsafeVersion(version)).toBeNull();
  },
);
