import { describe, expect, it } from "vitest";
import { impuritiesOf } from "./builders.ts";
import { EDITS, SHAPES } from "./shapes.ts";

const SNAPSHOT = [
  ["0-unstable-2024-01-02", "0-unstable-2024-03-01"],
  ["1a".repeat(20), "2b".repeat(20)],
] as const;

it("there are at least 200 shapes of packages", () => {
  expect(SHAPES.length).toBeGreaterThanOrEqual(200);
});

describe("a package of nixpkgs is updated:", () => {
  it.each(SHAPES)("$what", async ({ text }) => {
    const after = [...EDITS, ...SNAPSHOT].reduce((made, [from, to]) => made.replaceAll(from, to), text);
    const beside = { "fix.patch": "" };
    expect(
      await impuritiesOf({ "package.nix": text, ...beside }, { "package.nix": after, ...beside }),
    ).toEqual([]);
  });
});
