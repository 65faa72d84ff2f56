import { describe, expect, it } from "vitest";
import { readCodeOwners } from "../../../src/packages/maintainers/codeowners-file.ts";

/** Whom the lines of a file name, line by line; null where that is not understood. */
function ownersOf(text: string) {
  const lines = readCodeOwners(text);
  return lines.known ? lines.value.map(({ line, owners }) => [line, owners]) : null;
}

const alice = { kind: "account", login: "alice" };

describe("a line names", () => {
  it.each<[text: string, owner: object]>([
    ["@alice", alice],
    ["@renovate[bot]", { kind: "account", login: "renovate[bot]" }],
    ["@org/team", { kind: "team", organization: "org", slug: "team" }],
    ["@org/a_team-of.2", { kind: "team", organization: "org", slug: "a_team-of.2" }],
    ["alice@example.org", { kind: "e-mail", address: "alice@example.org" }],
    ["a.b+c@x.example.org", { kind: "e-mail", address: "a.b+c@x.example.org" }],
  ])("%s", (word, owner) => {
    expect(ownersOf(`* ${word}`)).toEqual([[1, [owner]]]);
  });
});

describe("a line is not understood that names", () => {
  it.each([
    "alice",
    "@",
    "@-alice",
    "@alice@bob",
    "@org/",
    "@/team",
    "@org/team/more",
    "@org/te!am",
    "@org/team!",
    "@!org/team",
    "@org/@team",
    "x@org/team",
    "@@org/team",
    "alice@example",
    "@alice@example.org",
    "<alice@example.org>",
    "<alice@example.org",
    "alice@example.org>",
    'alice@example.org"',
    '"alice@example.org',
    "alice@example.org.",
    "alice@@example.org",
    "@alice#bob",
  ])("%s", (word) => {
    expect(ownersOf(`* @alice ${word}`)).toEqual([[1, null]]);
  });
});

describe("the lines of a file are", () => {
  it.each<[how: string, text: string, lines: readonly (readonly [number, readonly object[] | null])[]]>([
    ["none of an empty one", "", []],
    ["those that are neither empty nor comments", "\n# * @bob\n \t\n  #* @bob\n* @alice", [[5, [alice]]]],
    ["not over where one ends with a hash", "* @alice #", [[1, [alice]]]],
    ["up to a comment, whatever is in it", "* @alice #bob @mallory mallory", [[1, [alice]]]],
    [
      "with nobody where they name nobody",
      "*\n* # @mallory",
      [
        [1, []],
        [2, []],
      ],
    ],
    [
      "those of Windows",
      "* @alice\r\n\r\n# a\r\n* @alice\r\n",
      [
        [1, [alice]],
        [4, [alice]],
      ],
    ],
    ["read behind a byte order mark", "\uFEFF* @alice", [[1, [alice]]]],
    ["apart by blanks and tabs", " \t*  \t@alice\t @alice  ", [[1, [alice, alice]]]],
    ["with a pattern that has escaped blanks", "a\\ b @alice", [[1, [alice]]]],
    ["with a pattern that is a backslash", "\\", [[1, []]]],
  ])("%s", (_, text, lines) => {
    expect(ownersOf(text)).toEqual(lines);
  });
});

// Others may take these for part of a name, and pass over the line.
describe("a line is not understood, and about any path, with", () => {
  it.each([
    ["a byte order mark further down", "* @alice\n\uFEFF* @mallory"],
    ["two byte order marks", "\n\uFEFF\uFEFF* @mallory"],
    ["a no-break space before its pattern", "\n\u00a0* @mallory"],
    ["a no-break space behind its owners", "\n* @mallory\u00a0"],
    ["a line separator", "\n*\u2028@mallory"],
    ["a carriage return within", "\n*\r@mallory"],
    ["two carriage returns behind", "\n* @mallory\r\r"],
    ["a vertical tab", "\n/docs\v@mallory"],
  ])("%s", (_, text) => {
    const lines = readCodeOwners(text);
    const last = lines.known ? lines.value.at(-1) : undefined;
    expect([last?.line, last?.owners, last?.covers("a/b")]).toEqual([2, null, "maybe"]);
  });
});
