import { globSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import type { Reporter, TestCase, TestModule, TestSuite } from "vitest/node";

/** What a run came to, for the script that started it. */
export type Counts = { readonly passed: number; readonly failed: number; readonly skipped: number };

/** Where the counts are written, and how many seconds the whole run may take. */
export const COUNTS_VARIABLE = "BY_NAME_TEST_COUNTS";
export const LIMIT_VARIABLE = "BY_NAME_TEST_LIMIT_SECONDS";

/** Says that `dist/` was just built, so that tests need not build it again. */
export const BUILT_VARIABLE = "BY_NAME_TEST_BUILT";

/** The exit status of a run that took too long. */
const TOO_LONG_STATUS = 124;

/**
 * Says at the end where the time went and what was skipped for which reason. Ends a run that takes too long, and says
 * what it waited for.
 */
export default class PartsReporter implements Reporter {
  readonly #modules = new Set<TestModule>();
  readonly #tests = new Set<TestCase>();
  readonly #hooks = new Map<TestCase | TestModule | TestSuite, string>();
  readonly #done: TestModule[] = [];
  #timer: NodeJS.Timeout | undefined;

  onTestRunStart(): void {
    const seconds = Number(process.env[LIMIT_VARIABLE] ?? 0);
    if (seconds > 0) this.#timer = setTimeout(() => this.#giveUp(seconds), seconds * 1000);
  }

  onTestModuleQueued(module: TestModule): void {
    this.#modules.add(module);
  }

  onTestModuleEnd(module: TestModule): void {
    this.#modules.delete(module);
    this.#done.push(module);
  }

  onTestCaseReady(test: TestCase): void {
    this.#tests.add(test);
  }

  onTestCaseResult(test: TestCase): void {
    this.#tests.delete(test);
  }

  onHookStart({ name, entity }: { name: string; entity: TestCase | TestModule | TestSuite }): void {
    this.#hooks.set(entity, name);
  }

  onHookEnd({ entity }: { entity: TestCase | TestModule | TestSuite }): void {
    this.#hooks.delete(entity);
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    clearTimeout(this.#timer);
    console.log(partsOf(modules));
    for (const line of skippedOf(modules)) console.log(line);
    const left = process.env[COUNTS_VARIABLE] === undefined ? [] : leftOut(modules);
    for (const file of left) console.log(`not run, since it belongs to no project of Vitest: ${file}`);
    writeCounts(modules, errors.length + left.length);
  }

  #giveUp(seconds: number): void {
    console.error(`\nThe tests took longer than ${seconds} s, and were ended. What they waited for:`);
    for (const [entity, hook] of this.#hooks) console.error(`  ${hook} of ${nameOf(entity)}`);
    for (const test of this.#tests) if (!this.#hooks.has(test)) console.error(`  ${nameOf(test)}`);
    const named = new Set([...this.#tests, ...this.#hooks.keys()].map(fileOf));
    for (const module of this.#modules) {
      if (!named.has(fileOf(module))) console.error(`  ${fileOf(module)}, before its first test`);
    }
    writeCounts(this.#done, 1);
    process.exit(TOO_LONG_STATUS);
  }
}

/** Files of tests that a run of all tests did not run. */
function leftOut(modules: readonly TestModule[]): string[] {
  const ran = new Set(modules.map(fileOf));
  const all = globSync("{test,simulated-github}/**/*.test.ts", { exclude: ["**/node_modules/**"] });
  return all.filter((file) => !ran.has(file));
}

function writeCounts(modules: readonly TestModule[], errors: number): void {
  const path = process.env[COUNTS_VARIABLE];
  if (path !== undefined) writeFileSync(path, JSON.stringify(countsOf(modules, errors)));
}

function countsOf(modules: readonly TestModule[], errors: number): Counts {
  const counts = { passed: 0, failed: errors, skipped: 0 };
  for (const module of modules) {
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      counts[state === "pending" ? "failed" : state] += 1;
    }
    // A file that does not load has no tests to fail.
    const alone = module.state() === "failed" && [...module.children.allTests("failed")].length === 0;
    if (alone) counts.failed += 1;
  }
  return counts;
}

/** The folder that a test file belongs to: `test/app`, `simulated-github`. */
function partOf(module: TestModule): string {
  const [top = "", folder = ""] = fileOf(module).split("/");
  return top === "test" ? `${top}/${folder}` : top;
}

/** A table of the parts: their tests, and the seconds that these and their imports took, waits included. */
function partsOf(modules: readonly TestModule[]): string {
  const parts = [...Map.groupBy(modules, partOf)].map(([name, own]) => ({
    name,
    tests: own.reduce((sum, module) => sum + [...module.children.allTests()].length, 0),
    seconds: own.reduce((sum, module) => sum + secondsOf(module), 0),
  }));
  const lines = parts
    .toSorted((one, other) => other.seconds - one.seconds)
    .map(({ name, tests, seconds }) => row(name, tests, seconds));
  return ["", "part                       tests  seconds", ...lines].join("\n");
}

function row(name: string, tests: number, seconds: number): string {
  return `${name.padEnd(25)} ${String(tests).padStart(6)} ${seconds.toFixed(1).padStart(8)}`;
}

function secondsOf(module: TestModule): number {
  const { collectDuration, duration, prepareDuration, setupDuration } = module.diagnostic();
  return (collectDuration + duration + prepareDuration + setupDuration) / 1000;
}

/** A line for each reason for which tests were skipped. */
function skippedOf(modules: readonly TestModule[]): string[] {
  const skipped = modules.flatMap((module) => [...module.children.allTests("skipped")]);
  const reasons = Map.groupBy(skipped, (test) => {
    const result = test.result();
    return (result.state === "skipped" ? result.note : undefined) ?? "what they need is not on this machine";
  });
  return [...reasons].map(([reason, tests]) => {
    const files = [...new Set(tests.map(fileOf))].join(", ");
    return `skipped: ${tests.length} tests (${files}): ${reason}`;
  });
}

function fileOf(entity: TestCase | TestModule | TestSuite): string {
  const module = entity.type === "module" ? entity : entity.module;
  return relative(process.cwd(), module.moduleId);
}

function nameOf(entity: TestCase | TestModule | TestSuite): string {
  return entity.type === "module" ? fileOf(entity) : `${fileOf(entity)} > ${entity.fullName}`;
}
