import type { Configuration } from "../config/configuration.ts";
import type { LoadedConfiguration } from "../config/load.ts";
import type { MergeConfiguration } from "../config/merge.ts";
import type { ConfigurationProblem } from "../config/parse.ts";
import { markdownCode, markdownProse, shorten } from "./escape.ts";
import { fitting } from "./fitting.ts";
import { sentence } from "./sentence.ts";
import { counted } from "./words.ts";

/** One setting that differs, its values as JSON; null where it is not there. */
export type SettingChange = {
  readonly setting: string;
  readonly before: string | null;
  readonly after: string | null;
};

const longestValue = 200;
const longestProblem = 600;
/** UTF-16 code units of a list. In bytes, which GitHub counts, that is at most three times as much. */
const longestList = 15_000;

/**
 * What a change of the configuration leads to, as Markdown: whether the new one is valid, and which
 * settings it changes. It counts only once it is merged, and the text says so.
 */
export function configurationPreview(current: Configuration, proposed: LoadedConfiguration): string {
  if (proposed.kind === "invalid") {
    return [
      "#### The configuration in this change is not valid",
      problemList(proposed.path, proposed.problems),
      "Until it is mended, merging it would stop the review of all changes.",
    ].join("\n\n");
  }
  const changes = settingChanges(current, proposed.configuration);
  const head = "#### The configuration in this change is valid";
  if (changes.length === 0) return `${head}\n\nIt changes no setting.`;
  const rows = fitting(changes, longestList, changeRow);
  const left = changes.length - rows.length;
  return [
    head,
    `Once it is merged, ${counted(changes.length, "setting changes", "settings change")}:`,
    ["| Setting | Now | Then |", "| --- | --- | --- |", ...rows].join("\n"),
    ...(left > 0 ? [`${counted(left, "more setting")} not listed.`] : []),
  ].join("\n\n");
}

/** Problems of a configuration file as a Markdown list, each with its line. */
export function problemList(path: string, problems: readonly ConfigurationProblem[]): string {
  const items = fitting(problems, longestList, ({ position, message }) => {
    const place = markdownCode(`${shorten(path, longestValue)}:${position.line}:${position.column}`);
    return `- ${place}: ${markdownProse(shorten(sentence(message), longestProblem))}`;
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
    packages: Object.fromEntries(
      configuration.roots.map(({ path, previousCounts: _, ...rest }) => [path, rest]),
    ),
    rules: Object.fromEntries(configuration.levels),
    review: configuration.review,
    labels: configuration.labels,
    merge: mergeSettings(configuration.merge),
  });
  return settings;
}

/** By the keys that the file has for them. */
function mergeSettings(merge: MergeConfiguration): unknown {
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
