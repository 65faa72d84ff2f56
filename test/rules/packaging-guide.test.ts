import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import type { FamilyName } from "../../src/checker/families.ts";
import { RULES } from "../../src/rules/index.ts";
import { findingsIn } from "./advice.ts";

const guide = readFileSync(new URL("../../docs/packaging/README.md", import.meta.url), "utf8");
const FAMILIES: readonly FamilyName[] = ["phases", "inputs", "source", "meta", "names", "python"];
const rules = RULES.filter(({ family }) => FAMILIES.includes(family));

it("leads to the page of every rule about how a package is written", () => {
  const left = rules.filter(({ family, name }) => !guide.includes(`(../rules/${family}/${name}.md)`));
  expect(left.map(({ name }) => name)).toEqual([]);
});

it("shows a package of which none of these rules has anything to say", async () => {
  const example = /```nix\n([\s\S]*?)```/.exec(guide)?.[1] ?? "";
  for (const rule of rules) expect(await findingsIn(rule, example), rule.name).toEqual([]);
});
