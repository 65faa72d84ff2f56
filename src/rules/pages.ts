import { findRule } from "./naming.ts";

/** Where the page of a rule stands, from the root of this project: the index where no rule has that name. */
export function rulePagePath(name: string): string {
  const rule = findRule(name);
  return rule === null ? "docs/rules/README.md" : `docs/rules/${rule.family}/${rule.name}.md`;
}
