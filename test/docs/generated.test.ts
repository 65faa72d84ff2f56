import { describe, expect, it } from "vitest";
import { generatedFiles } from "../../scripts/generate.ts";
import { RULES } from "../../src/rules/index.ts";
import { readText } from "./pages.ts";

const files = await generatedFiles();

describe("what `npm run generate` writes", () => {
  it.each([...files])("is fresh in %s", (path, text) => {
    expect(readText(path)).toBe(text);
  });

  it("has every rule in the index", () => {
    const index = files.get("docs/rules/README.md") ?? "";
    const listed = [...index.matchAll(/^\| \[`(.*?)`\]/gm)].map(([, name]) => name);
    expect(listed).toEqual(RULES.map(({ name }) => name));
  });

  it("shows an example with three mistakes, and no path of the machine that it was made on", () => {
    const readme = files.get("README.md") ?? "";
    expect(readme).toContain("\n3 errors, 2 can be fixed with --fix\n");
    expect(readme).not.toMatch(/\/tmp\/|by-name-demo/);
  });
});
