import { matchesPattern, topOf } from "../snapshot/pattern.ts";

export const RULE_LEVELS = ["error", "warning", "advice", "off"] as const;
export type RuleLevel = (typeof RULE_LEVELS)[number];

/** What rules there are, as far as a configuration names them. */
export type RuleNaming = {
  /** Every name, number and family, to tell what a misspelled one may have meant. */
  readonly names: readonly string[];
  /** The names of the rules that are called by a name or number, the one that it means first of all in front. */
  namesOf(nameOrCode: string): readonly string[];
  /** The names of the rules of a family; empty where there is none of that name. */
  namesIn(family: string): readonly string[];
};

/** Levels by the names of rules. */
export type RuleLevels = ReadonlyMap<string, RuleLevel>;

/** Levels that hold for some paths, and for what is below them. */
export type PathLevels = { readonly paths: readonly string[]; readonly levels: RuleLevels };

/**
 * The level of each rule that a mapping sets, whatever the order of its keys. The more exact counts: a rule's own
 * name, or the number that means it first of all; then a number that other rules carry as well; then its family.
 */
export function ruleLevels(named: Readonly<Record<string, RuleLevel>>, naming: RuleNaming): RuleLevels {
  const levels = new Map<string, RuleLevel>();
  const entries = Object.entries(named);
  const called = entries.map(([name, level]) => ({ names: naming.namesOf(name), level }));
  for (const [family, level] of entries) for (const name of naming.namesIn(family)) levels.set(name, level);
  for (const { names, level } of called) for (const name of names.slice(1)) levels.set(name, level);
  for (const { names, level } of called) for (const name of names.slice(0, 1)) levels.set(name, level);
  return levels;
}

/**
 * The levels that are configured for a path, by the names of rules: those of everywhere, and over them those of
 * each entry that covers the path, the last on top.
 */
export function levelsAt(path: string, everywhere: RuleLevels, forPaths: readonly PathLevels[]): RuleLevels {
  const covering = forPaths.filter(({ paths }) => paths.some((glob) => covers(glob, path)));
  if (covering.length === 0) return everywhere;
  return new Map([...everywhere, ...covering.flatMap(({ levels }) => [...levels])]);
}

/**
 * Whether a path is what a glob stands for, or lies below that, which `/**` at the end only says again. A `*` takes
 * no slash, so only one part of the path can be it.
 */
function covers(glob: string, path: string): boolean {
  const top = topOf(glob);
  const depth = top.split("/").length;
  return matchesPattern(path.split("/", depth).join("/"), top);
}
