import { loadChange } from "../../src/change/change.ts";
import type { Configuration } from "../../src/config/configuration.ts";
import { loadConfiguration } from "../../src/config/load.ts";
import { loadSecondReader } from "../../src/grammar/load.ts";
import { parseCache } from "../../src/packages/files.ts";
import type { Finding, Report } from "../../src/rules/finding.ts";
import { RULE_NAMING } from "../../src/rules/index.ts";
import { checkChange, checkTree } from "../../src/rules/run.ts";
import { computeLoading, loadedSnapshot } from "../../src/snapshot/loaded.ts";
import { type MemoryFiles, memorySource } from "../../src/snapshot/memory.ts";

const second = await loadSecondReader();

/** The configuration that files have, which must be valid. */
export async function configurationOf(files: MemoryFiles): Promise<Configuration> {
  const snapshot = loadedSnapshot(memorySource(files));
  const loaded = await computeLoading([snapshot], () => loadConfiguration(snapshot, RULE_NAMING));
  if (loaded.kind === "invalid") throw new Error(JSON.stringify(loaded.problems));
  return loaded.configuration;
}

/** The report of a tree alone. */
export async function checkFiles(files: MemoryFiles): Promise<Report> {
  const configuration = await configurationOf(files);
  return checkTree(loadedSnapshot(memorySource(files)), configuration, parseCache(second));
}

/** The report of a change. */
export async function checkBetween(base: MemoryFiles, head: MemoryFiles): Promise<Report> {
  const configuration = await configurationOf(base);
  const change = await loadChange(memorySource(base), memorySource(head));
  return checkChange(change, configuration, parseCache(second));
}

/** The findings that the change brings. */
export function introduced(report: Report): readonly Finding[] {
  return report.findings.filter((finding) => finding.status === "introduced");
}
