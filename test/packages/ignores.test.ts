import { describe, expect, it } from "vitest";
import { parseNix } from "../../src/nix/parse.ts";
import { sourceText } from "../../src/nix/text.ts";
import { ignoresIn } from "../../src/packages/ignores.ts";

const ignores = (text: string) =>
  ignoresIn(parseNix(sourceText(text))).map(({ rule, reason, line }) => [rule, reason, line]);

describe("a comment that asks for silence", () => {
  it.each([
    ["is about its own line", "[\n1 # by-name-bot: ignore a -- b\n2 ]", [["a", "b", 2]]],
    ["that stands alone is about the next", "[\n# by-name-bot: ignore a -- b\n2 ]", [["a", "b", 3]]],
    [
      "is about the line below others, and below empty ones",
      "[\n# by-name-bot: ignore a -- b\n\n  # x\n# by-name-bot: ignore c -- d\n2 ]",
      [
        ["a", "b", 6],
        ["c", "d", 6],
      ],
    ],
    [
      "is not carried over code",
      "[\n# by-name-bot: ignore a -- b\n2 # by-name-bot: ignore c -- d\n3 ]",
      [
        ["a", "b", 3],
        ["c", "d", 3],
      ],
    ],
    ["may be of the other kind", "[ /* by-name-bot: ignore a\n  -- b */ 1 ]", [["a", "b", 1]]],
    ["at the end is about nothing more", "[ ]\n# by-name-bot: ignore a -- b", [["a", "b", 2]]],
    ["keeps dashes of the reason", "[ ] # by-name-bot: ignore a -- b -- c", [["a", "b -- c", 1]]],
    ["has a name with dashes", "[ ] # by-name-bot: ignore a--b -- c", [["a--b", "c", 1]]],
    ["may have no reason", "[ ] # by-name-bot: ignore a", [["a", null, 1]]],
    ["may have an empty one", "[ ] # by-name-bot: ignore a --", [["a", null, 1]]],
    ["may have no rule", "[ ] # by-name-bot: ignore", [[null, null, 1]]],
    ["may have a reason alone", "[ ] # by-name-bot: ignore -- b", [[null, "b", 1]]],
    ["takes one rule", "[ ] # by-name-bot: ignore a b -- c", [[null, "c", 1]]],
    ["with another word is none", "[ ] # by-name-bot: ignored a -- b", []],
    ["of others is none", "[ ] # see by-name-bot: ignore a -- b", []],
    ["in a string is none", "[ \"# by-name-bot: ignore a -- b\" ''\n# by-name-bot: ignore a -- b\n'' ]", []],
  ])("%s", (_, text, expected) => {
    expect(ignores(text)).toEqual(expected);
  });

  it("takes time in proportion to the text", () => {
    const many = "# by-name-bot: ignore a -- b\n".repeat(20_000);
    expect(ignores(`${many}[ ]`)).toHaveLength(20_000);
    expect(ignores(`[${" ".repeat(300_000)}# by-name-bot: ignore a -- b\n]`)).toEqual([["a", "b", 1]]);
  });
});
