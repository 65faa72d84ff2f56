import { checkChange } from "../../src/checker/check-change.ts";
import { checkTree } from "../../src/checker/check-tree.ts";
import type { Checking } from "../../src/checker/checking.ts";
import type { Finding, Report } from "../../src/checker/finding.ts";
import type { ChangePeople, Rule } from "../../src/checker/rule.ts";
import type { Configuration } from "../../src/config/configuration.ts";
import { loadConfiguration } from "../../src/config/load.ts";
import { loadSecondReader } from "../../src/grammar/load.ts";
import { parseCache } from "../../src/packages/files.ts";
import type { Remote } from "../../src/packages/registry/remote.ts";
import { RULES } from "../../src/rules/index.ts";
import { RULE_NAMING } from "../../src/rules/naming.ts";
import { computeLoading } from "../../src/snapshot/loaded.ts";
import type { MemoryFiles } from "../../src/snapshot/memory.ts";
import { wholeChange, wholeSnapshot } from "./whole.ts";

const second = await loadSecondReader();

/** The configuration that files have, which must be valid; `after` are those of the head. */
export async function configurationOf(files: MemoryFiles, after = files): Promise<Configuration> {
  const [snapshot, head] = [wholeSnapshot(files), wholeSnapshot(after)];
  const loaded = await computeLoading([snapshot, head], () =>
    loadConfiguration(snapshot, RULE_NAMING, undefined, head),
  );
  if (loaded.kind === "invalid") throw new Error(JSON.stringify(loaded.problems));
  return loaded.configuration;
}

/** What a check goes by, with nothing parsed yet. */
export function checkingBy(configuration: Configuration, rules: readonly Rule[] = RULES): Checking {
  return { rules, configuration, cache: parseCache(second) };
}

/** The report of a tree alone; by some rules only where they are given. */
export async function checkFiles(files: MemoryFiles, rules: readonly Rule[] = RULES): Promise<Report> {
  const configuration = await configurationOf(files);
  return checkTree(wholeSnapshot(files), checkingBy(configuration, rules));
}

/** The report of a change; by some rules only where they are given. */
export async function checkBetween(
  base: MemoryFiles,
  head: MemoryFiles,
  rules: readonly Rule[] = RULES,
  people: ChangePeople | null = null,
  remotes: ReadonlyMap<string, Remote> = new Map(),
  more: Pick<Checking, "formatted" | "messages"> = {},
): Promise<Report> {
  const configuration = await configurationOf(base, head);
  const change = await wholeChange(base, head);
  const checking = checkingBy(configuration, rules);
  return checkChange(change, { ...checking, ...more, remotes, ...(people === null ? {} : { people }) });
}

/** The findings that the change brings. */
export function introduced(report: Report): readonly Finding[] {
  return report.findings.filter((finding) => finding.status === "introduced");
}
