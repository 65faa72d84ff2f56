import { readFileSync } from "node:fs";
import type { Configuration, RuleLevel } from "../config/configuration.ts";
import { loadConfiguration } from "../config/load.ts";
import { findRule, RULE_NAMES } from "../rules/index.ts";
import { computeLoading, type LoadedSnapshot } from "../snapshot/loaded.ts";
import { displayName } from "../snapshot/names.ts";
import { Failure } from "./failure.ts";

export type ConfigurationOptions = {
  /** A file to read instead of the repository's own. */
  readonly config?: string | undefined;
  /** `NAME=LEVEL`, the last for a rule counts. */
  readonly rule: readonly string[];
  /** By-name roots to take instead of those of the configuration. */
  readonly root: readonly string[];
};

/**
 * The configuration of the snapshot that a change is judged by, with what the command line says on top.
 * Throws a Failure that names the file, the line, the key and the values allowed.
 */
export async function readConfiguration(
  snapshot: LoadedSnapshot,
  options: ConfigurationOptions,
): Promise<Configuration> {
  const file =
    options.config === undefined ? undefined : { path: options.config, text: readText(options.config) };
  const naming = { names: RULE_NAMES, nameOf: (name: string) => findRule(name)?.name ?? null };
  const loaded = await computeLoading([snapshot], () => loadConfiguration(snapshot, naming, file));
  if (loaded.kind === "invalid") {
    const lines = loaded.problems.map(
      ({ position, message }) =>
        `${displayName(loaded.path)}:${position.line}:${position.column}: ${message}`,
    );
    throw new Failure(lines.join("\n"));
  }
  const { configuration } = loaded;
  return {
    ...configuration,
    levels: new Map([...configuration.levels, ...options.rule.map(levelOption)]),
    ...rootsOption(configuration, options.root),
  };
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const reason =
      code === "ENOENT" ? "there is no such file" : code === "EISDIR" ? "it is a directory" : code;
    throw new Failure(`the configuration ${displayName(path)} cannot be read: ${reason}`);
  }
}

function levelOption(option: string): [string, RuleLevel] {
  const equals = option.lastIndexOf("=");
  const name = option.slice(0, equals);
  const level = option.slice(equals + 1);
  if (equals < 0 || (level !== "error" && level !== "warning" && level !== "off")) {
    throw new Failure(
      `--rule takes NAME=LEVEL, where LEVEL is error, warning or off, not ${displayName(option)}`,
    );
  }
  const rule = findRule(name);
  if (rule === null) {
    throw new Failure(`--rule ${displayName(name)}: there is no such rule; see by-name-bot rules`);
  }
  return [rule.name, level];
}

function rootsOption(
  configuration: Configuration,
  paths: readonly string[],
): Pick<Configuration, "roots" | "rootsNamed"> {
  const [template] = configuration.roots;
  if (paths.length === 0 || template === undefined) return configuration;
  const roots = paths.map((option) => {
    const path = option.replace(/^(\.\/)+|\/+$/g, "");
    if (path === "" || path.split("/").some((name) => name === "" || name === "." || name === "..")) {
      throw new Failure(`--root takes a path below the root of the repository, not ${displayName(option)}`);
    }
    return configuration.roots.find((root) => root.path === path) ?? { ...template, path };
  });
  return { roots, rootsNamed: true };
}
