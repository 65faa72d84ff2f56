import type { Preset, RuleLevel } from "../config/configuration.ts";
import type { Rule } from "./rule.ts";

/** The level of a rule: what the configuration says, else what the preset starts from. */
export function levelOf(rule: Rule, preset: Preset, configured: ReadonlyMap<string, RuleLevel>): RuleLevel {
  return configured.get(rule.name) ?? (typeof rule.level === "string" ? rule.level : rule.level[preset]);
}
