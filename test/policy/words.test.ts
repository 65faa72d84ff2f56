import { expect, it } from "vitest";
import { listed } from "../../src/policy/words.ts";

it("lists eight names, and counts the others", () => {
  const names = (count: number) => Array.from({ length: count }, (_, i) => String(i));
  expect(listed([])).toBe("");
  expect(listed(names(2))).toBe("`0`, `1`");
  expect(listed(names(8))).toBe("`0`, `1`, `2`, `3`, `4`, `5`, `6`, `7`");
  expect(listed(names(9))).toBe("`0`, `1`, `2`, `3`, `4`, `5`, `6`, `7` and 1 more");
  expect(listed(names(11))).toMatch(/`7` and 3 more$/);
});
