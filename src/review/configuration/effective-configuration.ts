import { layoutsOf } from "../../checker/layouts.ts";
import { levelOf } from "../../checker/level.ts";
import type { Rule } from "../../checker/rule.ts";
import type { Configuration } from "../../config/configuration.ts";
import { keyPositions, parseConfiguration } from "../../config/parse.ts";
import type { RuleNaming } from "../../config/rule-levels.ts";
import type { Position } from "../../nix/text.ts";
import { mergeSettings } from "../conversation/configuration-preview.ts";

/** A setting with every default filled in, and who says so. */
export type Setting = {
  /** As in the file: `merge.strategies`, `packages[0]`. */
  readonly key: string;
  readonly value: unknown;
  readonly from: "configuration" | "preset" | "recognised" | "guessed" | "default";
  /** In the configuration, where that says so. */
  readonly position: Position | null;
};

/** What a configuration comes to, in the order of its reference. `text` is its file, `""` where there is none. */
export function effectiveSettings(
  configuration: Configuration,
  text: string,
  rules: readonly Rule[],
  naming: RuleNaming,
): readonly Setting[] {
  const positions = keyPositions(text);
  const parsed = parseConfiguration(text, naming);
  const entries = parsed.kind === "valid" ? (parsed.file.packages ?? []) : [];
  const { preset, roots, nix, review, labels, merge, levels, pathLevels } = configuration;

  /** A setting that stands in the file by one of these keys, or else comes from elsewhere. */
  function setting(
    key: string,
    value: unknown,
    from: Setting["from"],
    ...others: readonly string[]
  ): Setting {
    const position = [key, ...others].flatMap((each) => positions.get(each) ?? [])[0] ?? null;
    return { key, value, from: position === null ? from : "configuration", position };
  }

  const layouts = layoutsOf(configuration);
  const packages = layouts.map(({ from, ...layout }, i): Setting => {
    const root = layout.layout === "by-name" ? roots.find(({ path }) => path === layout.root) : undefined;
    const more = root === undefined ? {} : { scope: root.scope, overrides: root.overrides };
    const value = { ...layout, ...more };
    if (from !== "configuration") return { key: `packages[${i}]`, value, from, position: null };
    const at = entries.findIndex((entry) =>
      layout.layout === "by-name" ? entry.root === layout.root : entry.layout === layout.layout,
    );
    return setting(`packages[${at}]`, value, from);
  });
  const ofRules = rules.map((rule) => {
    const level = levelOf(rule, preset, levels);
    const from = typeof rule.level === "string" ? "default" : "preset";
    const keys = [...rule.codes, ...(rule.formerCodes ?? []), rule.family].map((name) => `rules.${name}`);
    return levels.has(rule.name)
      ? setting(`rules.${rule.name}`, level, from, ...keys)
      : ({ ...setting(`rules.${rule.name}`, level, from), position: null, from } as const);
  });
  const under = (key: string, values: object, from: Setting["from"]) =>
    Object.entries(values)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => setting(`${key}.${name}`, value, from));
  return [
    setting("preset", preset, configuration.presetNamed ? "configuration" : "guessed"),
    ...(packages.length === 0 ? [setting("packages", [], "recognised")] : packages),
    setting("nix.features", nix.features, "preset"),
    ...ofRules,
    ...pathLevels.map(({ paths, levels: there }, i) =>
      setting(`levels[${i}]`, { paths, rules: Object.fromEntries(there) }, "configuration"),
    ),
    setting("review.event", review.event, "default"),
    ...under("labels", labels, "default"),
    ...under("merge", mergeSettings(merge), "default").map((one) =>
      one.key === "merge.commands-in-reviews" && one.from === "default"
        ? { ...one, from: "preset" as const }
        : one,
    ),
  ];
}
