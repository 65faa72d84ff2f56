import { readFileSync } from "node:fs";
import { type Configuration, DEFAULT_ROOT } from "../config/configuration.ts";
import { loadConfiguration } from "../config/load.ts";
import { RULE_LEVELS, type RuleLevel, type RuleLevels } from "../config/rule-levels.ts";
import { displayName } from "../nix/shown.ts";
import { PACKAGE_FILE, type Root } from "../packages/layout.ts";
import { visible } from "../review/text/escape.ts";
import { RULE_NAMING } from "../rules/naming.ts";
import { computeLoading, type LoadedSnapshot } from "../snapshot/loaded.ts";
import { reasonOf } from "../snapshot/system-error.ts";
import { rulesLike } from "./did-you-mean.ts";
import { Failure } from "./failure.ts";
import { hintOf } from "./hint.ts";

export type ConfigurationOptions = {
  /** A file to read instead of the repository's own. */
  readonly config?: string | undefined;
  /** A text to take instead of either. */
  readonly given?: { readonly path: string; readonly text: string };
  /** `NAME=LEVEL`, the last for a rule counts; one of a family gives way to one of a rule. */
  readonly rule: readonly string[];
  /** By-name roots to take instead of those of the configuration. */
  readonly root: readonly string[];
};

/**
 * The configuration of the snapshot that a change is judged by, with what the command line says on top. `head` is
 * what the change makes of it, which tells how packages are laid out where the snapshot has none.
 * Throws a Failure that names the file, the line, the key and the values allowed.
 */
export async function readConfiguration(
  snapshot: LoadedSnapshot,
  options: ConfigurationOptions,
  head?: LoadedSnapshot,
): Promise<Configuration> {
  const file =
    options.given ??
    (options.config === undefined ? undefined : { path: options.config, text: readText(options.config) });
  const loaded = await computeLoading(head === undefined ? [snapshot] : [snapshot, head], () =>
    loadConfiguration(snapshot, RULE_NAMING, file, head),
  );
  if (loaded.kind === "invalid") {
    const lines = loaded.problems.map(
      ({ position, message }) =>
        `${displayName(loaded.path)}:${position.line}:${position.column}: ${visible(message)}`,
    );
    throw new Failure(lines.join("\n"));
  }
  const { configuration } = loaded;
  return withLevels(rootsOption(configuration, options.root), levelOptions(options.rule));
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new Failure(`the configuration ${displayName(path)} cannot be read: ${reasonOf(error)}`);
  }
}

/** Everything that is wrong with the options is said at once. */
function levelOptions(options: readonly string[]): RuleLevels {
  const problems: string[] = [];
  const ofFamilies: [string, RuleLevel][] = [];
  const levels: [string, RuleLevel][] = [];
  for (const option of options) {
    const equals = option.lastIndexOf("=");
    const name = option.slice(0, equals);
    const level = RULE_LEVELS.find((each) => each === option.slice(equals + 1));
    const rules = RULE_NAMING.namesOf(name);
    const family = RULE_NAMING.namesIn(name);
    if (equals < 0 || level === undefined) {
      const hint = equals < 0 ? "" : hintOf(option.slice(equals + 1), RULE_LEVELS);
      problems.push(
        `--rule takes NAME=LEVEL, where LEVEL is error, warning, advice or off, not ${displayName(option)}${hint}`,
      );
    } else if (rules.length + family.length === 0) {
      problems.push(
        `--rule ${displayName(name)}: there is no such rule or family; ${rulesLike(name, RULE_NAMING.names)}`,
      );
    } else {
      for (const rule of family) ofFamilies.push([rule, level]);
      for (const rule of rules) levels.push([rule, level]);
    }
  }
  if (problems.length > 0) throw new Failure(problems.join("\n"));
  return new Map([...ofFamilies, ...levels]);
}

/** The configuration with levels that hold everywhere, whatever it says of paths. */
function withLevels(configuration: Configuration, given: RuleLevels): Configuration {
  const pathLevels = configuration.pathLevels.map(({ paths, levels }) => ({
    paths,
    levels: new Map([...levels].filter(([rule]) => !given.has(rule))),
  }));
  return { ...configuration, levels: new Map([...configuration.levels, ...given]), pathLevels };
}

/** The configuration with other roots, which take the settings of those that are configured. */
function rootsOption(configuration: Configuration, paths: readonly string[]): Configuration {
  const [template = DEFAULT_ROOT] = configuration.roots;
  if (paths.length === 0) return configuration;
  const layout = configuration.rootsNamed
    ? {}
    : ({ sharded: true, file: PACKAGE_FILE } satisfies Partial<Root>);
  const roots = paths.map((option) => {
    const path = option.replace(/^(\.\/)+|\/+$/g, "");
    if (path === "" || path.split("/").some((name) => name === "" || name === "." || name === "..")) {
      throw new Failure(`--root takes a path below the root of the repository, not ${displayName(option)}`);
    }
    return configuration.roots.find((root) => root.path === path) ?? { ...template, ...layout, path };
  });
  return { ...configuration, roots, rootsNamed: true, layout: "named", listed: [] };
}
