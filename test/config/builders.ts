import { parseConfiguration } from "../../src/config/parse.ts";
import type { ConfigurationFile } from "../../src/config/schema.ts";
import { RULE_NAMING } from "../../src/rules/naming.ts";

/** `line:column message` of each problem of a configuration file; empty where it is valid. */
export function problemsOf(...lines: readonly string[]): string[] {
  const parsed = parseConfiguration(lines.join("\n"), RULE_NAMING);
  if (parsed.kind === "valid") return [];
  return parsed.problems.map(({ position: { line, column }, message }) => `${line}:${column} ${message}`);
}

/** What a valid configuration file says. */
export function valid(...lines: readonly string[]): ConfigurationFile {
  const parsed = parseConfiguration(lines.join("\n"), RULE_NAMING);
  if (parsed.kind === "invalid") throw new Error(JSON.stringify(parsed.problems));
  return parsed.file;
}
