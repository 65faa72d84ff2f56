import { levelOf } from "../checker/level.ts";
import type { Preset } from "../config/configuration.ts";
import { unquotedProse } from "../review/text/prose.ts";
import { wrapLine } from "../review/text/wrap.ts";
import { RULES } from "../rules/index.ts";

/** The presets that levels are told for. */
export const PRESETS: readonly Preset[] = ["nixpkgs", "nur", "flake"];

/**
 * The table of all rules: name, family, NPV numbers, level of each preset, and what is reported. On a terminal of
 * `width` columns that is too narrow for it, the last column stands below the others.
 */
export function rulesTable(width = Number.POSITIVE_INFINITY): string {
  const rows = RULES.map((rule) => [
    rule.name,
    rule.family,
    rule.codes.length === 0 ? "-" : rule.codes.map((code) => code.replace("NPV-", "")).join(","),
    ...PRESETS.map((preset) => levelOf(rule, preset, new Map())),
    unquotedProse(rule.summary),
  ]);
  const head = ["RULE", "FAMILY", "NPV", "NIXPKGS", "NUR", "FLAKE", "REPORTED WHEN"];
  const all = [head, ...rows];
  const widths = head.map((title, i) => Math.max(...all.map((row) => (row[i] ?? title).length)));
  const isNarrow = widths.reduce((sum, column) => sum + column + 2, -2) > width;
  const lines = all.flatMap((row) => {
    const cells = row.slice(0, -1).map((cell, i) => cell.padEnd(widths[i] ?? 0));
    const summary = row.at(-1) ?? "";
    if (!isNarrow) return [[...cells, summary].join("  ")];
    return [cells.join("  ").trimEnd(), ...wrapLine(summary, width - 4).map((line) => `    ${line}`)];
  });
  return `${lines.join("\n")}\n`;
}

/** The rules as data. */
export function rulesAsJson(): string {
  const rules = RULES.map((rule) => ({
    name: rule.name,
    family: rule.family,
    codes: rule.codes,
    summary: rule.summary,
    level: Object.fromEntries(PRESETS.map((preset) => [preset, levelOf(rule, preset, new Map())])),
  }));
  return `${JSON.stringify(rules, null, 2)}\n`;
}
