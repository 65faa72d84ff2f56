import { expect, test } from "vitest";
import { ruleHelp } from "../../src/review/text/rule-help.ts";

const url = "https://example.org/docs/rules/files/a.md";

test("links lead to where the page has them, and code is left as it is", () => {
  const page = [
    "# `a`",
    "",
    "See [b](b.md), [c](../../c.md#d) and [e](https://example.com/e).",
    "",
    "<!-- a note for the tests -->",
    "```nix path=pkgs/x.nix on=base",
    "[ ](b.md)",
    "```",
    "",
  ].join("\n");
  expect(ruleHelp(page, url)).toBe(
    [
      "# `a`",
      "",
      "See [b](https://example.org/docs/rules/files/b.md), [c](https://example.org/docs/c.md#d) and [e](https://example.com/e).",
      "",
      "`pkgs/x.nix`, before:",
      "",
      "```nix",
      "[ ](b.md)",
      "```",
    ].join("\n"),
  );
});

test("of a page that is too long, whole sections are kept", () => {
  const section = (name: string) => `## ${name}\n\n${"x".repeat(9_000)}`;
  const page = ["# `a`", section("One"), section("Two"), section("Three")].join("\n\n");
  expect(ruleHelp(page, url)).toBe(["# `a`", section("One"), section("Two")].join("\n\n"));
  expect(ruleHelp("x".repeat(20_001), url)).toBe("");
});
