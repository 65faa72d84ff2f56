import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createVitest, type TestSpecification, type Vitest } from "vitest/node";
import { type Mutant, mutantsOf } from "./mutate/mutants.ts";
import { sourcesOf, TARGETS, type Target } from "./mutate/targets.ts";

const HELP = `usage: node scripts/mutate.ts [--target NAME]... [--file PATH]... [--results FILE] [--minutes N] [--list]

Changes the sources that decide merges by one small step at a time, and runs the tests that are about them: a
change that no test notices survives, and shows a guard that nobody tests. Works on a copy of the project, so
that nothing is left changed. What was tried is kept in the results, by the text of the file and the change, and
not tried again. Exit status 1 where more than 5 % survive.

  --target NAME    one of ${TARGETS.map(({ name }) => name).join(", ")}; without it, all
  --file PATH      these files alone
  --results FILE   where results are kept (default: node_modules/.cache/mutants.json)
  --minutes N      stop after this time, and tell of what was tried so far
  --list           print the changes, and try none`;

/** A test that a change sends into a loop counts as one that noticed. */
const LIMIT_MS = 60_000;
const ROOT = join(import.meta.dirname, "..");

type Outcome = "killed" | "survived";
type Results = Record<string, Outcome>;
type Job = { readonly target: Target; readonly path: string; readonly mutant: Mutant; readonly key: string };

const { values } = parseArgs({
  options: {
    target: { type: "string", multiple: true },
    file: { type: "string", multiple: true },
    results: { type: "string", default: join(ROOT, "node_modules", ".cache", "mutants.json") },
    minutes: { type: "string" },
    list: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

if (values.help) console.log(HELP);
else process.exitCode = await main();

async function main(): Promise<number> {
  const jobs = jobsOf();
  if (values.list) {
    for (const { path, mutant } of jobs) console.log(`${path}:${mutant.line} ${mutant.what}`);
    console.log(`${jobs.length} changes`);
    return 0;
  }
  const results: Results = existsSync(values.results) ? JSON.parse(readFileSync(values.results, "utf8")) : {};
  const copy = copyOfProject();
  const until =
    values.minutes === undefined ? Number.POSITIVE_INFINITY : Date.now() + Number(values.minutes) * 60_000;
  try {
    for (const target of new Set(jobs.map((job) => job.target))) {
      // In no order, so that what is tried within some minutes stands for all.
      const open = jobs
        .filter((job) => job.target === target && results[job.key] === undefined)
        .sort((a, b) => (a.key < b.key ? -1 : 1));
      if (open.length > 0) await tryAll(copy, target, open, results, until);
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
  return report(jobs, results);
}

function jobsOf(): Job[] {
  return TARGETS.filter(({ name }) => values.target?.includes(name) ?? true).flatMap((target) =>
    sourcesOf(ROOT, target)
      .filter((path) => values.file?.includes(path) ?? true)
      .flatMap((path) => {
        const text = readFileSync(join(ROOT, path), "utf8");
        return mutantsOf(text).map((mutant): Job => {
          const key = createHash("sha256")
            .update(JSON.stringify([path, text, mutant]))
            .digest("hex");
          return { target, path, mutant, key };
        });
      }),
  );
}

/** A copy that has the same dependencies. */
function copyOfProject(): string {
  const copy = join(tmpdir(), `mutants-${process.pid}`);
  mkdirSync(copy);
  const entries = [
    "src",
    "test",
    "docs",
    "scripts",
    "simulated-github",
    "bench",
    "package.json",
    "vitest.config.ts",
    "README.md",
    "app.yml",
  ];
  for (const name of entries) cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
  return copy;
}

async function tryAll(
  copy: string,
  target: Target,
  jobs: readonly Job[],
  results: Results,
  until: number,
): Promise<void> {
  const vitest = await open(copy);
  try {
    const tests = await vitest.globTestSpecifications([...target.tests]);
    if (tests.length === 0) throw new Error(`${target.name} has no tests`);
    const all = await passed(vitest, tests);
    if (all === null) throw new Error(`the tests of ${target.name} fail as they are`);
    for (const [i, { path, mutant, key }] of jobs.entries()) {
      if (Date.now() > until) return;
      const file = join(copy, path);
      const text = readFileSync(file, "utf8");
      writeFileSync(file, mutant.text);
      vitest.invalidateFile(file);
      const count = await passed(vitest, tests);
      // A run that was cut off says nothing.
      const noticed = count === null || (count < all && (await passed(vitest, tests)) !== all);
      writeFileSync(file, text);
      vitest.invalidateFile(file);
      results[key] = noticed ? "killed" : "survived";
      mkdirSync(join(values.results, ".."), { recursive: true });
      writeFileSync(values.results, JSON.stringify(results));
      if (!noticed) console.log(`survived: ${path}:${mutant.line} ${mutant.what}`);
      if (i % 25 === 24) console.log(`${target.name}: ${i + 1} of ${jobs.length}`);
    }
  } finally {
    await vitest.close();
  }
}

function open(copy: string): Promise<Vitest> {
  process.env.BY_NAME_RUNS ??= "150";
  return createVitest("test", {
    root: copy,
    config: join(copy, "vitest.config.ts"),
    watch: false,
    bail: 1,
    reporters: [{}],
    testTimeout: LIMIT_MS,
    globalSetup: [],
  });
}

/** How many tests passed; null where one did not. */
async function passed(vitest: Vitest, tests: TestSpecification[]): Promise<number | null> {
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(tests);
  process.exitCode = 0;
  if (unhandledErrors.length > 0 || !testModules.every((module) => module.ok())) return null;
  const states = testModules.flatMap((module) =>
    [...module.children.allTests()].map((test) => test.result().state),
  );
  return states.filter((state) => state === "passed").length;
}

function report(jobs: readonly Job[], results: Results): number {
  const tried = jobs.filter(({ key }) => results[key] !== undefined);
  const survived = tried.filter(({ key }) => results[key] === "survived");
  console.log("");
  for (const { path, mutant } of survived) console.log(`${path}:${mutant.line} ${mutant.what}`);
  const share = tried.length === 0 ? 0 : survived.length / tried.length;
  const rest = jobs.length - tried.length;
  console.log(
    `${survived.length} of ${tried.length} changes survived (${(share * 100).toFixed(1)} %)${rest > 0 ? `; ${rest} not tried yet` : ""}`,
  );
  return share > 0.05 ? 1 : 0;
}
