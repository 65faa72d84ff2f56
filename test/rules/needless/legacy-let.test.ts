import { expect, it } from "vitest";
import { legacyLet } from "../../../src/rules/needless/legacy-let.ts";
import { fixedBy } from "./fixed.ts";

it.each([
  ["let { a = 1; body = a; }", ["let"], "(rec { a = 1; body = a; }).body"],
  ["f let { body = 1; } b", ["let"], "f { body = 1; }.body b"],
  ["let{ a = 1; body = a; }.b", ["let"], "(rec{ a = 1; body = a; }).body.b"],
  ["let a = { body = 1; }; in a", [], null],
])("legacy-let of %j finds %j, and leaves %j", async (text, found, after) => {
  expect(await fixedBy(legacyLet, text)).toEqual({ found, after });
});
