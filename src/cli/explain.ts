import { rulePageIn } from "../app/process/rule-page.ts";
import { displayName } from "../nix/shown.ts";
import { findRule, RULE_NAMES } from "../rules/index.ts";
import { Failure } from "./failure.ts";
import { PACKAGE_ROOT } from "./version.ts";

/** The page of a rule, by its name or NPV number. Throws a Failure where there is no such rule. */
export function explain(nameOrCode: string): string {
  const rule = findRule(nameOrCode);
  if (rule === null) {
    const part = nameOrCode.toLowerCase().replaceAll("_", "-");
    const similar = RULE_NAMES.filter((name) => name.toLowerCase().includes(part)).slice(0, 5);
    const hint = similar.length === 0 ? "see by-name-bot rules" : `did you mean ${similar.join(", ")}?`;
    throw new Failure(`there is no rule ${displayName(nameOrCode)}: ${hint}`);
  }
  return rulePage(rule.name);
}

/** The text of the page of a rule that there is, by its name. */
export const rulePage = rulePageIn(PACKAGE_ROOT);
