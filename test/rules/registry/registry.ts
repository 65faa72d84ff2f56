import type { Finding, Report } from "../../../src/checker/finding.ts";
import type { ChangePeople, Rule } from "../../../src/checker/rule.ts";
import { RULES } from "../../../src/rules/index.ts";
import type { MemoryFile, MemoryFiles } from "../../../src/snapshot/memory.ts";
import { type GeneratedEntry, registryText } from "../../packages/registry/generated.ts";
import { checkBetween, checkFiles } from "../../support/check.ts";

const REGISTRY_RULES: readonly Rule[] = RULES.filter(({ family }) => family === "registry");

export type Fields = Record<string, unknown>;

export const ALICE: GeneratedEntry = {
  "github-contact": "alice",
  url: "https://github.com/alice/nur-packages",
};
export const BOB: GeneratedEntry = { "github-contact": "bob", url: "https://github.com/bob/nur" };

/** A registry as NUR has it, with these entries. */
export function registry(entries: Record<string, GeneratedEntry>): string {
  return registryText("canonical", { entries });
}

/** What is said of a `repos.json` with some text. */
export function checkText(text: MemoryFile): Promise<Report> {
  return checkFiles(files(text), REGISTRY_RULES);
}

/** What is said of a change of `repos.json`, with other files where there are any. */
export function checkTexts(
  before: MemoryFile,
  after: MemoryFile,
  { people = null, others = {} }: { people?: ChangePeople | null; others?: MemoryFiles } = {},
): Promise<Report> {
  return checkBetween(files(before), { ...files(after), ...others }, REGISTRY_RULES, people);
}

export function files(text: MemoryFile): Record<string, MemoryFile> {
  return { "repos.json": text, ".github/by-name.yml": "preset: nur-registry\n" };
}

/** Findings as `level rule: message`, the new ones of a change. */
export function saidIn(report: Report): string[] {
  return newIn(report).map(({ level, rule, message }) => `${level} ${rule}: ${message}`);
}

export function newIn({ findings }: Report): readonly Finding[] {
  return findings.filter(({ status }) => status === "introduced");
}
