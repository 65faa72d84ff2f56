import { availableParallelism } from "node:os";
import { loadChange } from "../../src/change/change.ts";
import { checkChange } from "../../src/checker/check-change.ts";
import { loadConfiguration } from "../../src/config/load.ts";
import { loadSecondReader } from "../../src/grammar/load.ts";
import { sourceText } from "../../src/nix/text.ts";
import { parseCache } from "../../src/packages/files.ts";
import { judgeRemote } from "../../src/packages/registry/judge-remote.ts";
import { type RegistryEntry, registryIn } from "../../src/packages/registry/registry.ts";
import { RULES } from "../../src/rules/index.ts";
import { RULE_NAMING } from "../../src/rules/naming.ts";
import { computeLoading, loadedSnapshot } from "../../src/snapshot/loaded.ts";
import { type MemoryFiles, memorySource } from "../../src/snapshot/memory.ts";
import { generatedEntries, registryText } from "../../test/packages/registry/generated.ts";
import { median, ms } from "../measure.ts";

// A pull request that adds an entry to a registry of NUR's size, and the look at the repository that it names, without
// the requests: to reach: 200 ms. Then registries that somebody wants to be slow.
const TIMES = 30;
const TO_REACH = 200;

const second = await loadSecondReader();
const entries = generatedEntries();
const BASE: MemoryFiles = { "repos.json": registryText(), "lib/evalRepo.nix": "{ }: { }\n" };
const EVE = { "github-contact": "eve", url: "https://github.com/eve/nur-packages" };
const ADDED = registryText("canonical", { entries: { ...entries, eve: EVE } });

console.log(`Node ${process.version}, ${availableParallelism()} processors; ${TIMES} runs each\n`);
const names = Array.from({ length: 200 }, (_, i) => `tool-${i}`);
const remote: MemoryFiles = {
  "default.nix": `{ pkgs ? import <nixpkgs> { } }:\n{\n${names.map((name) => `  ${name} = pkgs.callPackage ./pkgs/${name} { };\n`).join("")}}\n`,
  ...Object.fromEntries(
    names.map((name) => [
      `pkgs/${name}/default.nix`,
      `{ stdenv }:\nstdenv.mkDerivation { name = "${name}"; }\n`,
    ]),
  ),
};
await measured("an entry is added", () => review(ADDED));
await measured("and its repository of 200 packages is looked at", () => look(remote));
await measured("the whole file is written anew", () =>
  review(registryText("as it is written", { indent: 2 })),
);

console.log("\nat once, of what is as large as may be:");
const many = (count: number) =>
  Array.from({ length: count }, (_, i) => `"${(count - i).toString(36)}":{}`).join(",");
const HOSTILE: Readonly<Record<string, string>> = {
  "30,000 entries in the wrong order": `{"repos":{${many(30_000)}}}`,
  "more keys than may be": `{"repos":{${many(300_000)}}}`,
  "nested 2,000,000 deep": "[".repeat(2_000_000),
  "a string of 4 MB": `{"repos":{"a":{"url":"${"\\u0041".repeat(650_000)}"}}}`,
  "blanks of 4 MB": `{"repos":{${" ".repeat(4_000_000)}}}`,
};
for (const [what, text] of Object.entries(HOSTILE)) {
  const started = performance.now();
  await review(text);
  console.log(`  ${what.padEnd(50)} ${ms(performance.now() - started)}`);
}

async function measured(what: string, run: () => Promise<unknown>): Promise<void> {
  const times: number[] = [];
  for (let i = 0; i < TIMES; i++) {
    const started = performance.now();
    await run();
    times.push(performance.now() - started);
  }
  const worst = Math.max(...times);
  const verdict = worst <= TO_REACH ? "" : `  above ${TO_REACH} ms`;
  console.log(`${what.padEnd(50)}   ${ms(median(times)).padStart(8)}   at most ${ms(worst)}${verdict}`);
}

/** Checks a change of the registry, with nothing read or parsed before. */
async function review(text: string): Promise<unknown> {
  const [base, head] = [memorySource(BASE), memorySource({ ...BASE, "repos.json": text })];
  const change = await loadChange(base, head);
  const loaded = await computeLoading([change.base, change.head], () =>
    loadConfiguration(change.base, RULE_NAMING, undefined, change.head),
  );
  if (loaded.kind === "invalid") throw new Error("the configuration is not valid");
  const { configuration } = loaded;
  return checkChange(change, { rules: RULES, configuration, cache: parseCache(second) });
}

async function look(files: MemoryFiles): Promise<unknown> {
  const snapshot = loadedSnapshot(memorySource(files));
  const facts = { archived: false, licence: "MIT", lastCommit: "2026-01-31", renamedTo: null };
  return computeLoading([snapshot], () => judgeRemote(snapshot, entryOfEve(), facts, parseCache(second)));
}

function entryOfEve(): RegistryEntry {
  const reading = registryIn(sourceText(registryText("canonical", { entries: { eve: EVE } })));
  const entry = reading.kind === "registry" ? reading.registry.entries[0] : undefined;
  if (entry === undefined) throw new Error("there is no entry");
  return entry;
}
