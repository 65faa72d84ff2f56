import { sentence } from "../../checker/sentence.ts";
import type { Configuration } from "../../config/configuration.ts";
import type { LoadedConfiguration } from "../../config/load.ts";
import type { MergeConfiguration } from "../../config/merge.ts";
import type { ConfigurationProblem } from "../../config/parse.ts";
import { PACKAGE_FILE, type Root } from "../../packages/layout.ts";
import { markdownCode, markdownProse, shorten } from "../text/escape.ts";
import { fitting } from "../text/fitting.ts";
import { LONGEST_MESSAGE } from "../text/limits.ts";
import { counted } from "../text/words.ts";

/** One setting that differs, its values as JSON; null where it is not there. */
export type SettingChange = {
  readonly setting: string;
  readonly before: string | null;
  readonly after: string | null;
};

/** The configuration that counts, and the one that a change brings. */
export type ConfigurationChange = {
  readonly current: Configuration;
  readonly proposed: LoadedConfiguration;
  /** How many packages the roots of the new one hold, by their paths; null for one that is not there. */
  readonly sizes: ReadonlyMap<string, number | null>;
};

const longestValue = 200;
/** UTF-16 code units of a list. In bytes, which GitHub counts, that is at most three times as much. */
const longestList = 15_000;

/**
 * What a change of the configuration leads to, as Markdown: whether the new one is valid, and which
 * settings it changes. It counts only once it is merged, and the text says so.
 */
export function configurationPreview({ current, proposed, sizes }: ConfigurationChange): string {
  if (proposed.kind === "invalid") {
    return [
      "#### The configuration in this change is not valid",
      problemList(proposed.path, proposed.problems),
      "Until it is fixed, merging it would stop the review of all changes.",
    ].join("\n\n");
  }
  const changes = settingChanges(current, proposed.configuration);
  const head = "#### The configuration in this change is valid";
  const roots = rootLines(sizes);
  if (changes.length === 0) return [head, "It changes no setting.", ...roots].join("\n\n");
  const rows = fitting(changes, longestList, changeRow);
  const left = changes.length - rows.length;
  return [
    head,
    `Once it is merged, ${counted(changes.length, "setting changes", "settings change")}:`,
    ["| Setting | Now | Then |", "| --- | --- | --- |", ...rows].join("\n"),
    ...(left > 0 ? [`${counted(left, "more setting")} not listed.`] : []),
    ...roots,
  ].join("\n\n");
}

/** What is found at the roots. One that is not there is the mistake that nothing else would show. */
function rootLines(sizes: ReadonlyMap<string, number | null>): string[] {
  const lines = [...sizes].map(([root, size]) => {
    const name = markdownCode(shorten(root, longestValue));
    return size === null
      ? `- ${name} does not exist, so nothing is checked there.`
      : `- ${name} has ${counted(size, "package")}.`;
  });
  return lines.length === 0 ? [] : [lines.join("\n")];
}

/** Problems of a configuration file as a Markdown list, each with its line. */
export function problemList(path: string, problems: readonly ConfigurationProblem[]): string {
  const items = fitting(problems, longestList, ({ position, message }) => {
    const place = markdownCode(`${shorten(path, longestValue)}:${position.line}:${position.column}`);
    return `- ${place}: ${markdownProse(shorten(sentence(message), LONGEST_MESSAGE))}`;
  });
  const left = problems.length - items.length;
  return [...items, ...(left > 0 ? [`- and ${counted(left, "more problem")}.`] : [])].join("\n");
}

/** The settings in which two configurations differ, with every default filled in, sorted by name. */
export function settingChanges(before: Configuration, after: Configuration): SettingChange[] {
  const [old, now] = [settingsOf(before), settingsOf(after)];
  return [...new Set([...old.keys(), ...now.keys()])]
    .sort()
    .map((setting) => ({ setting, before: old.get(setting) ?? null, after: now.get(setting) ?? null }))
    .filter((change) => change.before !== change.after);
}

function settingsOf(configuration: Configuration): Map<string, string> {
  const settings = new Map<string, string>();
  collect(settings, "", {
    preset: configuration.preset,
    packages: {},
    nix: configuration.nix,
    rules: Object.fromEntries(configuration.levels),
    review: configuration.review,
    labels: configuration.labels,
    merge: mergeSettings(configuration.merge),
  });
  for (const [i, { paths, levels }] of configuration.pathLevels.entries()) {
    // The paths are part of the value: with others, the same levels are another setting.
    settings.set(`levels[${i}]`, JSON.stringify({ paths, rules: Object.fromEntries(levels) }));
  }
  // One row for each root: what is set of one belongs together.
  for (const { path, ...rest } of configuration.roots) settings.set(`packages: ${path}`, rootText(rest));
  if (configuration.listsNamed) settings.set("packages: listed in", configuration.lists.join(", "));
  return settings;
}

function rootText({ sharded, nested, file, scope, overrides }: Omit<Root, "path">): string {
  const { files, policy } = overrides;
  const byHand = files.length === 0 ? "" : `, overrides in ${files.join(", ")}: ${policy}`;
  const named = file === PACKAGE_FILE ? "" : `, packages in ${file}`;
  return `${sharded ? "sharded" : nested === true ? "not sharded, nested" : "not sharded"}${named}, scope ${scope}${byHand}`;
}

/** Settings about merging, by the keys that the file has for them. */
export function mergeSettings(merge: MergeConfiguration): object {
  const { maintainers } = merge;
  return {
    strategies: merge.strategies,
    branches: merge.branches,
    "trusted-authors": merge.trustedAuthors,
    "backport-authors": merge.backportAuthors,
    committers: merge.committers,
    maintainers: {
      source: maintainers.kind,
      ...(maintainers.kind === "map" ? { map: Object.fromEntries(maintainers.map) } : {}),
    },
    "maintainers-team": merge.maintainersTeam,
    "update-files": merge.updateFiles,
    "own-overrides": merge.ownOverrides,
    method: merge.method,
    checks: merge.checks.map(({ name, app }) => (app === null ? name : { name, app })),
    "ignored-checks": merge.ignoredChecks,
    "commands-in-reviews": merge.commandsInReviews,
    "dry-run": merge.dryRun,
    "max-file-size": merge.maxFileSize,
  };
}

function collect(settings: Map<string, string>, name: string, value: unknown): void {
  if (value === null || value === undefined) return;
  if (typeof value !== "object" || Array.isArray(value)) {
    settings.set(name, JSON.stringify(value));
    return;
  }
  for (const [key, below] of Object.entries(value)) {
    collect(settings, name === "" ? key : `${name}.${key}`, below);
  }
}

function changeRow({ setting, before, after }: SettingChange): string {
  const cell = (value: string | null) => (value === null ? "–" : markdownCode(shorten(value, longestValue)));
  return `| ${markdownCode(shorten(setting, longestValue))} | ${cell(before)} | ${cell(after)} |`;
}
