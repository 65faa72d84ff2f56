// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { describe, expect, it } from "vitest";
import { evaluated } from "./evaluated.ts";

/** What an expression comes to where there is no more room. */
function within(text: string, room: number): string {
  return evaluated(text, {}, room).value;
}

describe("what a function goes through takes room:", () => {
  it.each([
    ["map (x: x) [ 1 2 3 ]", 3, "[ ! … ]"],
    ["map (x: x) (if it then [ 1 2 ] else it)", 3, "[ ! … ]"],
    ["lib.head [ 1 2 3 ]", 3, "!"],
    ["lib.concatLists [ [ 1 2 ] [ 3 ] ]", 2 + 2 + 1, "[ ? ? ! … ]"],
    ["lib.mapAttrs (n: v: v) { a = 1; ${it} = 3; }", 2, "{ ? = !; }"],
    ["lib.attrValues (if it then { a = 1; b = 2; } else it)", 3, "[ ! … ]"],
    ["lib.toLower it", 1, "!"],
    ["lib.toLower many", 266.28125, "!"],
    ["lib.versionAtLeast many it", 266.28125 + 256, "!"],
    ["lib.versionAtLeast it many", 266.28125 + 256, "!"],
  ])("%s takes %d", (text, room, otherwise) => {
    expect(within(text, room + 0.01)).not.toContain("!");
    expect(within(text, room - 0.01)).toBe(otherwise);
  });
});

describe("how often a pattern may be tried takes room:", () => {
  const ones = (count: number) => "1".repeat(count);
  const match = (pattern: string, begin: string) => `builtins.match "${pattern}" "${begin}2->${begin}3"`;
  const dashed = "1-".repeat(1249);

  it.each([
    ["nothing repeats", `builtins.split "-" "${dashed}1->${dashed}2"`, 2500, 1 + 1 / 64],
    ["one repeats on 139 characters", match("(1).*", ones(138)), 9870, 1 + 5 / 64],
    ["one does besides a set that holds its sign", match("(1)[+1].*", ones(138)), 9870, 1 + 9 / 64],
    ["one does besides a sign that is escaped", match("(1)\\\\+.*", `1+${ones(136)}`), 9870, 3 + 7 / 64],
    ["three repeat on 19 characters", match("1*(1)1*.*", ones(18)), 8855, 1 + 9 / 64],
    ["each in another way", match("1?(1)1+.*", ones(18)), 8855, 1 + 9 / 64],
    ["the new text is longer", `builtins.match "(1)1*1*1*" "1->${ones(19)}"`, 8855, 1 + 9 / 64],
    ["the old text is longer", `builtins.match "(1)1*1*1*" "${ones(19)}->1"`, 8855, 1 + 9 / 64],
  ])("where %s", (_, text, ways, ofPattern) => {
    const room = ways / 250 + ofPattern + 1;
    expect(within(text, room + 0.01)).toMatch(/^\[ "\(1\|1\)"/);
    expect(within(text, room - 0.01)).toBe("!");
  });
});
