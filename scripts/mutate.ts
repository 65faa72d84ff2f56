import { spawnSync } from "node:child_process";
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { changeText, compareSurvivors, type Tried } from "./mutate/compare.ts";
import { TARGETS, type Target } from "./mutate/targets.ts";

const HELP = `usage: node scripts/mutate.ts [--target NAME]... [--file GLOB]... [--concurrency N] [--again] [--runs N]

Changes the sources that decide merges by one small step at a time, with Stryker, and runs the tests that are about
them: a change that no test notices survives, and shows a guard that nobody tests. Stryker is installed from the npm
registry into node_modules/.cache at the first run, which leaves the project's dependencies as they are. Works on a
copy of the project, so that nothing is left changed. What was tried is kept, and not tried again where neither the
source nor its tests have changed.

What no test can notice is listed in scripts/mutate/survivors, with the reason. Prints what survived and is not listed
there, and what is listed though a test notices it or the source has it no more. Exit status 1 where something survived
that is not listed, or more than 5 % of all.

  --target NAME     one of ${TARGETS.map(({ name }) => name).join(", ")}; without it, all
  --file GLOB       these files of the targets alone, from the root of the project
  --concurrency N   how many processes run tests (default: 2)
  --again           tries what was tried before, too
  --runs N          how often random tests run for each change (default: 30)`;

const STRYKER = ["@stryker-mutator/core@10.1.1", "@stryker-mutator/vitest-runner@10.1.1"];
const MOST_SURVIVORS = 0.05;

const ROOT = join(import.meta.dirname, "..");
const CACHE = join(ROOT, "node_modules", ".cache", "mutants");
const COMMAND = join(CACHE, "node_modules", "@stryker-mutator", "core", "bin", "stryker.js");
const RUNNER = join(CACHE, "node_modules", "@stryker-mutator", "vitest-runner", "dist", "src", "index.js");

const position = z.object({ line: z.number(), column: z.number() });

/** What of a report is read here. */
const reportSchema = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.string(),
      mutants: z.array(
        z.object({
          replacement: z.string().optional(),
          status: z.string(),
          location: z.object({ start: position, end: position }),
        }),
      ),
    }),
  ),
});

const { values } = parseArgs({
  options: {
    target: { type: "string", multiple: true },
    file: { type: "string", multiple: true },
    concurrency: { type: "string", default: "2" },
    again: { type: "boolean", default: false },
    runs: { type: "string", default: "30" },
    help: { type: "boolean", default: false },
  },
});

if (values.help) console.log(HELP);
else process.exitCode = main();

function main(): number {
  install();
  const targets = TARGETS.filter(({ name }) => values.target?.includes(name) ?? true);
  const tried = targets.flatMap(tryAll);
  const files = new Set(tried.map(({ file }) => file));
  const listed = targets
    .flatMap(({ unnoticed }) => unnoticed)
    .filter(({ file }) => values.file === undefined || files.has(file));
  const { unlisted, noticed, gone } = compareSurvivors(tried, listed);
  print("Survived, and not listed in scripts/mutate/survivors", unlisted);
  print("Listed there, but noticed by a test", noticed);
  print("Listed there, but no longer in the source", gone);
  const survived = tried.filter((one) => !one.noticed).length;
  const share = tried.length === 0 ? 0 : survived / tried.length;
  console.log(`\n${survived} of ${tried.length} changes survived (${(share * 100).toFixed(1)} %)`);
  return unlisted.length > 0 || share > MOST_SURVIVORS ? 1 : 0;
}

function print(title: string, lines: readonly string[]): void {
  if (lines.length > 0) console.log(`\n${title}:\n${lines.join("\n")}`);
}

function install(): void {
  if (existsSync(COMMAND)) return;
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(join(CACHE, "package.json"), "{}");
  // Vitest is the project's own, which is found from there.
  run("npm", ["install", "--prefix", CACHE, "--legacy-peer-deps", "--ignore-scripts", ...STRYKER]);
}

/** Tries the changes of a target's sources. */
function tryAll({ name, sources, tests }: Target): Tried[] {
  const missing = tests.find((pattern) => globSync(pattern, { cwd: ROOT }).length === 0);
  if (missing !== undefined) throw new Error(`no test is at ${missing}, which the target ${name} names`);
  // The configuration of Vitest is a part of the copy that Stryker makes, so it stands in the project meanwhile.
  const [config, report] = [join(CACHE, `${name}.json`), join(CACHE, `${name}-report.json`)];
  writeFileSync(
    config,
    JSON.stringify({
      testRunner: "vitest",
      plugins: [RUNNER],
      coverageAnalysis: "perTest",
      concurrency: Number(values.concurrency),
      mutate: values.file ?? sources,
      // TypeScript 7 has no interface that Stryker could read `tsconfig.json` with.
      tsconfigFile: "none.json",
      vitest: { configFile: "scripts/mutate/vitest.config.ts", related: false },
      ignorePatterns: ["dist", "node_modules"],
      incremental: true,
      incrementalFile: join(CACHE, `${name}-tried.json`),
      force: values.again,
      reporters: ["json", "progress-append-only"],
      jsonReporter: { fileName: report },
      tempDirName: join(tmpdir(), "by-name-mutants"),
      timeoutMS: 20_000,
      warnings: { slow: false },
    }),
  );
  run(process.execPath, [COMMAND, "run", config], {
    MUTATE_TESTS: tests.join(" "),
    BY_NAME_RUNS: values.runs,
  });
  const { files } = reportSchema.parse(JSON.parse(readFileSync(report, "utf8")));
  return Object.entries(files).flatMap(([file, { source, mutants }]) => {
    return mutants.flatMap(({ replacement, status, location }): Tried[] =>
      // What does not compile or was left out says nothing.
      status === "CompileError" || status === "RuntimeError" || status === "Ignored"
        ? []
        : [
            {
              file,
              line: location.start.line,
              change: changeText(source, location, replacement ?? ""),
              noticed: status === "Killed" || status === "Timeout",
            },
          ],
    );
  });
}

function run(command: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): void {
  const { status, error } = spawnSync(command, args, {
    cwd: ROOT,
    stdio: "inherit",
    env: { ...process.env, ...environment },
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`\`${command} ${args.join(" ")}\` ended with ${status}`);
}
