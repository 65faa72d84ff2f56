import type { Configuration } from "../config/configuration.ts";
import { ancestors, isWithin } from "../snapshot/snapshot.ts";
import { type LevelAt, levelsByPath } from "./level.ts";
import type { Rule } from "./rule.ts";

type Layout = Pick<Configuration, "preset" | "levels" | "pathLevels" | "roots" | "listed">;

/**
 * Tells the level of a rule at a path. A rule that is doubtful without shards, which nobody configured and which is
 * not nixpkgs', is off in what a list defines, and at most a warning in a root without shards.
 */
export function levelsByLayout(configuration: Layout): (rule: Rule, path: string) => LevelAt {
  const { preset, roots, listed } = configuration;
  const levelAt = levelsByPath(configuration);
  const owned = new Set(listed.map(({ home, file }) => home?.directory ?? file));
  const isListed = (path: string) => [path, ...ancestors(path)].some((each) => owned.has(each));
  return (rule, path) => {
    const found = levelAt(rule, path);
    if (rule.doubtfulWithoutShards !== true || found.configured || preset === "nixpkgs") return found;
    if (found.level === "off" || found.level === "advice") return found;
    if (owned.size > 0 && isListed(path)) return { ...found, level: "off" };
    const root = roots.find((each) => isWithin(path, each.path));
    return root === undefined || root.sharded ? found : { ...found, level: "warning" };
  };
}
