import { readFileSync } from "node:fs";
import { rulePagePath } from "../../rules/pages.ts";

/** Reads the text of the page of a rule that there is, by its name, from the package at this address. */
export function rulePageIn(packageRoot: URL): (rule: string) => string {
  return (rule) => readFileSync(new URL(rulePagePath(rule), packageRoot), "utf8");
}
