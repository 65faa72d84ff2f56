import { describe, expect, it } from "vitest";
import type { Rule } from "../../src/checker/rule.ts";
import { RULES } from "../../src/rules/index.ts";
import { checkBetween, checkFiles, introduced } from "../support/check.ts";
import { type Example, examplesOf, givenBy, pageNames, pageText } from "../support/pages.ts";
import { remotesOf } from "../support/remotes.ts";

/** By the rule alone, so that no other rule's change is seen on its page. */
function run(example: Example, rule: Rule) {
  const { base, head, people } = example;
  return base === null
    ? checkFiles(head, [rule])
    : checkBetween(base, head, [rule], people, remotesOf(example), givenBy(example));
}

it("has a page for every rule, and no other pages", () => {
  expect(pageNames().sort()).toEqual(RULES.map(({ family, name }) => `${family}/${name}`).sort());
});

describe.each(RULES)("the page of $name", (rule) => {
  const page = pageText(`${rule.family}/${rule.name}`);
  const examples = examplesOf(page);

  it("has the rule's name and numbers for a title", () => {
    const codes = rule.codes.length === 0 ? "" : ` (${rule.codes.join(", ")})`;
    expect(page.split("\n")[0]).toBe(`# \`${rule.name}\`${codes}`);
  });

  it("has both wrong and right examples", () => {
    expect(new Set(examples.map(({ kind }) => kind))).toEqual(new Set(["wrong", "right"]));
  });

  it.each(examples.filter(({ kind }) => kind === "wrong"))("has a wrong example: $title", async (example) => {
    const found = introduced(await run(example, rule)).map((finding) => finding.rule);
    expect(new Set(found)).toEqual(new Set([rule.name]));
  });

  it.each(examples.filter(({ kind }) => kind === "right"))("has a right example: $title", async (example) => {
    const report = await run(example, rule);
    expect(report.findings.map(({ rule: name, path, message }) => ({ name, path, message }))).toEqual([]);
  });
});
