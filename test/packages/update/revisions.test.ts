import { describe, expect, it } from "vitest";
import { unsafePin } from "../../../src/packages/update/pins.ts";
import { becomesCommit, refProblem, unsafeRevision } from "../../../src/packages/update/revisions.ts";

const CHARACTERS =
  "it must be 1 to 200 letters, digits, `.`, `_`, `+`, `@`, `/` or `-`, and begin with a letter, a digit or `@`";
const DOTS = "it contains `..` or an empty part";
const LAST = "its last part does not begin with a letter or digit";
const SHA = "0123456789".repeat(4);
const OTHER = "9876543210".repeat(4);

describe("a revision that takes the place of another", () => {
  it.each([
    ["v1.0", "v1.1", null],
    ["@a/b@1.0", "@a/b@1.1", null],
    ["v1.0", `v${"1".repeat(199)}`, null],
    ["v1.0", `v${"1".repeat(200)}`, CHARACTERS],
    ["v1.0", "", CHARACTERS],
    ["v1.0", "-v1.1", CHARACTERS],
    ["v1.0", "/v1.1", CHARACTERS],
    ["v1.0", "v1.1 ", CHARACTERS],
    ["v1.0", "v1.1~1", CHARACTERS],
    ["v1.0", "~v1.1", CHARACTERS],
    ["~v1.0", "v1.1", CHARACTERS],
    ["v1.0 ", "v1.1", CHARACTERS],
    ["a/v1.0", "a/v1..1", DOTS],
    ["a/v1.0", "a/../v1.1", DOTS],
    ["a/v1.0", "a/./v1.1", DOTS],
    ["a/v1.0", "a//v1.1", DOTS],
    ["a/v1.0", "a/v1.1/", DOTS],
    ["a/v1.0", "a/.v1.1", LAST],
    ["a/v1.0", "a/-1", LAST],
    ["a/v1.0", "a/@1", LAST],
    ["v1.0", "pull/1/head", "its path differs from the old one"],
    ["a/b/v1.0", "ab/v1.1", "its path differs from the old one"],
    ["a/v1.0", "v1.1", "its path differs from the old one"],
    ["pull/1/head", "pull/2/head", "its path differs from the old one"],
    ["a/b/v1.0", "a/b/v1.1", null],
  ])("from %j to %j: %s", (before, after, why) => {
    expect(unsafeRevision(before, after)).toBe(why);
  });
});

describe("what git resolves though no ref has the name", () => {
  const commit = "names a git ref that may be a commit id";
  it.each([
    ["v1.0", "v1.1", null],
    ["v1.0", "@", "names a git ref that contains `@{`, or is `@`"],
    ["v1.0", "v1@{1}", "names a git ref that contains `@{`, or is `@`"],
    ["v1.0", "a@", null],
    ["v1.0", "@a", null],
    [
      "v1.0",
      "v1.1-1-gabc",
      "names a git ref that looks like `git describe`, which git resolves to any commit",
    ],
    ["v1.0", "1-gaz", null],
    ["v1.0", "1-gab-2", null],
    ["v1.0", "HEAD", "names a git ref that is one of git's own names for a commit"],
    ["v1.0", "refs/FETCH_HEAD", "names a git ref that is one of git's own names for a commit"],
    ["v1.0", "xHEAD", null],
    ["v1.0", "HEADS", null],
    ["v1.0", "-1", "names a git ref that begins with a dash"],
    ["v1.0", "a:b", "names a git ref that contains `:`"],
    ["v1.0", "abc", null],
    ["v1.0", "abcd", commit],
    ["v1.0", "1234", commit],
    ["abcd", "v1.1", commit],
    ["v1.0", "abcdz", null],
    ["v1.0", "zabcd", null],
    ["v1.0", "a".repeat(64), commit],
    ["v1.0", "a".repeat(65), null],
  ])("from %j to %j: %s", (before, after, why) => {
    expect(refProblem(before, after, false)).toBe(why);
    expect(refProblem(before, after, true)).toBe(why);
  });

  it("but a commit that takes the place of one, where that is all there is", () => {
    const [short, next] = ["abcdef1", "1fedcba"];
    expect(refProblem(short, next, true)).toBeNull();
    expect(refProblem(short, next, false)).toBe(commit);
    expect(refProblem(SHA, OTHER, true)).toBeNull();
    // As short as a date, and without a letter, it may be a number.
    expect(refProblem(SHA.slice(1), OTHER.slice(1), true)).toBe(commit);
    expect(refProblem("20250101", "20250202", true)).toBe(commit);
    expect(refProblem("20250101", next, true)).toBe(commit);
    expect(refProblem("v1.0", next, true)).toBe(commit);
  });
});

it.each([
  ["v1.0", "abcdef1", true],
  ["v1.0", "abcdef", false],
  ["v1.0", "abcdef1z", false],
  ["v1.0", "zabcdef1", false],
  ["1234567", "abcdef1", true],
  ["1234567", "1234568", false],
  ["abcdef1", "1fedcba", false],
  ["abcdef1", "1fedcba12345678", false],
  ["abcdef1", "1fedcba123456789", true],
])("that %j becomes %j is one that becomes a commit: %s", (before, after, expected) => {
  expect(becomesCommit(before, after)).toBe(expected);
});

describe("why a pin may not go from one value to another", () => {
  const version = { kind: "version", name: "version", before: "1.0", after: "1.1" } as const;
  it.each([
    ["version", "1.0", "1.1", null],
    ["version", "1.0/x", "1.1", "its old value is not a version"],
    ["version", "1.0", "abcdef1", expect.any(String)],
    ["version", "1234567", "9abcdef", "it may be a commit id now"],
    ["version", "1.1", "1.0", "the version does not go up"],
    ["version", "1.0", "1.1-rc1", "a release becomes a prerelease, by `rc`"],
    ["revision", "v1.0", "v1.1", null],
    ["revision", "v1.0", "v1.2", "it is not the old one with the new version"],
    ["revision", "r2", "r1", "it does not go up"],
    ["revision", "r1", "r2", null],
    ["revision", "v1.0", "abcdef1", "it may be a commit id now"],
    ["revision", "abcdef1", "1fedcba", null],
    ["url", "https://a.org/b/1.0", "https://a.org/b/1.1", null],
    ["url", "https://a.org/b/1.0", "https://a.org/c/1.1", "it is not the old one with the new version"],
    ["url", "https://github.com/a/b/archive/v1.0.zip", "https://github.com/a/b/archive/v1.1.zip", null],
    ["url", "https://u@a.org/b/1.0", "https://u@a.org/b/1.1", "it contains a user name"],
  ] as const)("%s from %j to %j: %s", (kind, before, after, why) => {
    expect(unsafePin({ ...version, kind, name: kind, before, after }, [version])).toEqual(why);
  });
});
