import { expect, it } from "vitest";
import { emptyInherit } from "../../../src/rules/needless/empty-inherit.ts";
import { fixedBy } from "./fixed.ts";

it.each([
  ["{ inherit; }", ["inherit;"], "{  }"],
  ["{\n  inherit (a);\n  b = 1;\n}\n", ["inherit (a);"], "{\n  b = 1;\n}\n"],
  ["let\n  inherit (a) # b\n  ;\nin 1", ["inherit (a) # b\n  ;"], null],
  ["{ inherit a; }", [], null],
  ["{ inherit (a) b; }", [], null],
])("empty-inherit of %j finds %j, and leaves %j", async (text, found, after) => {
  expect(await fixedBy(emptyInherit, text)).toEqual({ found, after });
});
