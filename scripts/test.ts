import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

// Every check that CI runs, one after the other; the last line counts what passed and failed.
const root = new URL("../", import.meta.url);
const scratch = mkdtempSync(join(tmpdir(), "by-name-bot-test-"));
const results = join(scratch, "results.json");

let passed = 0;
let failed = 0;

function run(name: string, command: string, args: readonly string[]): boolean {
  console.log(`\n> ${name}`);
  const { status } = spawnSync(command, args, { cwd: root, stdio: "inherit" });
  return status === 0;
}

function check(name: string, command: string, args: readonly string[]): void {
  if (run(name, command, args)) passed++;
  else failed++;
}

check("types", "tsc", ["-p", "."]);
check("lint, format, imports", "biome", ["ci", "--error-on-warnings", "."]);
check("build", "node", ["scripts/build.ts"]);
const ok = run("tests", "vitest", [
  "run",
  "--reporter=default",
  "--reporter=json",
  `--outputFile.json=${results}`,
]);
try {
  const report: unknown = JSON.parse(readFileSync(results, "utf8"));
  passed += count(report, "numPassedTests");
  failed += count(report, "numFailedTests");
  // A file that does not load has no tests to fail.
  if (!ok && count(report, "numFailedTests") === 0) failed++;
} catch {
  failed++;
}
rmSync(scratch, { recursive: true, force: true });
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function count(report: unknown, key: string): number {
  if (typeof report !== "object" || report === null) return 0;
  const value: unknown = Object.entries(report).find(([name]) => name === key)?.[1];
  return typeof value === "number" ? value : 0;
}
