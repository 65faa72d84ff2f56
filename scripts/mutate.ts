import { spawnSync } from "node:child_process";
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { TARGETS, type Target } from "./mutate/targets.ts";

const HELP = `usage: node scripts/mutate.ts [--target NAME]... [--file GLOB]... [--concurrency N] [--again] [--runs N]

Changes the sources that decide merges by one small step at a time, with Stryker, and runs the tests that are about
them: a change that no test notices survives, and shows a guard that nobody tests. Stryker is installed from the npm
registry into node_modules/.cache at the first run, which leaves the project's dependencies as they are. Works on a
copy of the project, so that nothing is left changed. What was tried is kept, and not tried again where neither the
source nor its tests have changed. Exit status 1 where more than 5 % survive.

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

type Location = Record<"start" | "end", z.infer<typeof position>>;

/** A change that was tried: where, what, and whether a test noticed. */
type Tried = { readonly place: string; readonly noticed: boolean };

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
  const tried = TARGETS.filter(({ name }) => values.target?.includes(name) ?? true).flatMap(tryAll);
  const survived = tried.filter(({ noticed }) => !noticed);
  console.log("");
  for (const { place } of survived) console.log(place);
  const share = tried.length === 0 ? 0 : survived.length / tried.length;
  console.log(`${survived.length} of ${tried.length} changes survived (${(share * 100).toFixed(1)} %)`);
  return share > MOST_SURVIVORS ? 1 : 0;
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
  return Object.entries(files).flatMap(([path, { source, mutants }]) => {
    return mutants.flatMap(({ replacement, status, location }): Tried[] =>
      // What does not compile or was left out says nothing.
      status === "CompileError" || status === "RuntimeError" || status === "Ignored"
        ? []
        : [
            {
              place: `${path}:${location.start.line} ${shown(written(source, location))} -> ${shown(replacement ?? "")}`,
              noticed: status === "Killed" || status === "Timeout",
            },
          ],
    );
  });
}

/** The piece of a source that was changed. */
function written(source: string, { start, end }: Location): string {
  const lines = source.split("\n").slice(start.line - 1, end.line);
  const last = lines.pop() ?? "";
  return [...lines, last.slice(0, end.column - 1)].join("\n").slice(start.column - 1);
}

function shown(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return `\`${line.length > 80 ? `${line.slice(0, 79)}…` : line}\``;
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
