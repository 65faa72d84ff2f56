import type { Configuration, Preset } from "../config/configuration.ts";
import { levelsAt, type RuleLevel, type RuleLevels } from "../config/rule-levels.ts";
import type { Rule } from "./rule.ts";

/** The level of a rule: what the configuration says, else what the preset starts from. */
export function levelOf(rule: Rule, preset: Preset, configured: RuleLevels): RuleLevel {
  const { name, level } = rule;
  // What Nix there is beside a registry is held to what other repositories than nixpkgs are.
  const start = typeof level === "string" ? level : level[preset === "nur-registry" ? "nur" : preset];
  return configured.get(name) ?? start;
}

type Levels = Pick<Configuration, "preset" | "levels" | "pathLevels">;

/** Whether a rule has another level for some paths than elsewhere. */
export function differsByPath(rule: Rule, { preset, levels, pathLevels }: Levels): boolean {
  const elsewhere = levelOf(rule, preset, levels);
  return pathLevels.some((entry) => (entry.levels.get(rule.name) ?? elsewhere) !== elsewhere);
}

/** Whether a rule is looked for anywhere. */
export function isOnSomewhere(rule: Rule, configuration: Levels): boolean {
  const { preset, levels } = configuration;
  return levelOf(rule, preset, levels) !== "off" || differsByPath(rule, configuration);
}

/** The level of a rule at a path, and whether somebody configured it. */
export type LevelAt = { readonly level: RuleLevel; readonly configured: boolean };

/** Tells the level of a rule at a path. What holds at a path is worked out once. */
export function levelsByPath(configuration: Levels): (rule: Rule, path: string) => LevelAt {
  const { preset, levels, pathLevels } = configuration;
  const known = new Map<string, RuleLevels>();
  return (rule, path) => {
    const there = pathLevels.length === 0 ? levels : (known.get(path) ?? levelsAt(path, levels, pathLevels));
    if (pathLevels.length > 0) known.set(path, there);
    return { level: levelOf(rule, preset, there), configured: there.has(rule.name) };
  };
}
