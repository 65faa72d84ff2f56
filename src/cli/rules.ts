import type { Preset } from "../config/configuration.ts";
import { levelOf, RULES } from "../rules/index.ts";

/** The table of all rules: name, NPV numbers, level of each preset, and what is reported. */
export function rulesTable(): string {
  const rows = RULES.map((rule) => [
    rule.name,
    rule.codes.length === 0 ? "-" : rule.codes.map((code) => code.replace("NPV-", "")).join(","),
    ...(["nixpkgs", "nur", "flake"] satisfies Preset[]).map((preset) => levelOf(rule, preset, new Map())),
    rule.summary.replaceAll("`", ""),
  ]);
  const head = ["RULE", "NPV", "NIXPKGS", "NUR", "FLAKE", "REPORTED WHEN"];
  const widths = head.map((title, i) => Math.max(...[head, ...rows].map((row) => (row[i] ?? title).length)));
  return [head, ...rows]
    .map((row) =>
      row.map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd(widths[i] ?? 0))).join("  "),
    )
    .join("\n")
    .concat("\n");
}

/** The rules as data. */
export function rulesAsJson(): string {
  const rules = RULES.map((rule) => ({
    name: rule.name,
    codes: rule.codes,
    summary: rule.summary,
    level: Object.fromEntries(
      (["nixpkgs", "nur", "flake"] satisfies Preset[]).map((preset) => [
        preset,
        levelOf(rule, preset, new Map()),
      ]),
    ),
  }));
  return `${JSON.stringify(rules, null, 2)}\n`;
}
