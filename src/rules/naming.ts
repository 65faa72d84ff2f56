import { FAMILIES, type Family } from "../checker/families.ts";
import type { Rule } from "../checker/rule.ts";
import type { RuleNaming } from "../config/rule-levels.ts";
import { RULES } from "./index.ts";

/** Every name and number that a rule may be called by, each once. */
export const RULE_NAMES: readonly string[] = [
  ...new Set(RULES.flatMap((rule) => [rule.name, ...rule.codes, ...(rule.formerCodes ?? [])])),
];

/**
 * The rules of a name or NPV number, whatever the case of the number: one of a name, all that carry it of a
 * number, the rule that it means first of all in front. Empty where there is none.
 */
export function findRules(nameOrCode: string): readonly Rule[] {
  const code = nameOrCode.toUpperCase();
  const called = RULES.map((rule) => {
    const names = [...rule.codes, ...(rule.formerCodes ?? [])];
    return { rule, at: rule.name === nameOrCode ? 0 : names.indexOf(code) };
  });
  const found = called.filter(({ at }) => at >= 0);
  return found.sort((a, b) => a.at - b.at).map(({ rule }) => rule);
}

/** The rule that a name or number means first of all; null where there is none. */
export function findRule(nameOrCode: string): Rule | null {
  return findRules(nameOrCode)[0] ?? null;
}

/** The families that have a rule. */
export const FAMILIES_IN_USE: readonly Family[] = FAMILIES.filter(({ name }) =>
  RULES.some(({ family }) => family === name),
);

/** How a configuration names rules. */
export const RULE_NAMING: RuleNaming = {
  names: [...RULE_NAMES, ...FAMILIES_IN_USE.map(({ name }) => name)],
  namesOf: (nameOrCode) => findRules(nameOrCode).map(({ name }) => name),
  namesIn: (family) => RULES.filter((rule) => rule.family === family).map(({ name }) => name),
};
