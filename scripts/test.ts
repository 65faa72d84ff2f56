import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cannotStart } from "./test/cannot-start.ts";
import { BUILT_VARIABLE, COUNTS_VARIABLE, type Counts, LIMIT_VARIABLE } from "./test/reporter.ts";
import { scratchFolder, temporaryIn } from "./test/scratch.ts";

// Every check that CI runs. The last line counts what passed and failed.

/** How many seconds the tests may take in all: CI ends a run after ten minutes. */
const LIMIT_SECONDS = 540;

const root = new URL("../", import.meta.url);
const scratch = scratchFolder();
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));
const temporary = temporaryIn(scratch);
const began = performance.now();

type Ran = { readonly name: string; readonly ok: boolean; readonly output: string; readonly seconds: number };

const running = new Set<ChildProcess>();
let isBuilt = false;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    for (const child of running) endGroup(child);
    process.exit(1);
  });
}

/** Runs a command in a group of its own, of which nothing is left afterwards. */
async function run(name: string, args: readonly string[], quiet: boolean): Promise<Ran> {
  const [command = "", ...rest] = args;
  const started = performance.now();
  const child = spawn(command, rest, {
    cwd: root,
    detached: true,
    stdio: quiet ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"],
    env: {
      ...process.env,
      TMPDIR: temporary,
      // Tests start the command line hundreds of times: its compiled modules are kept meanwhile.
      NODE_COMPILE_CACHE: join(scratch, "compiled"),
      [COUNTS_VARIABLE]: join(scratch, "counts.json"),
      ...(isBuilt ? { [BUILT_VARIABLE]: "1" } : {}),
      [LIMIT_VARIABLE]: process.env[LIMIT_VARIABLE] ?? String(LIMIT_SECONDS),
    },
  });
  running.add(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (output += String(chunk)));
  const ok = await new Promise<boolean>((resolve) => {
    child.on("error", (error) => {
      output += String(error);
      resolve(false);
    });
    child.on("exit", (code) => resolve(code === 0));
  });
  endGroup(child);
  running.delete(child);
  return { name, ok, output, seconds: (performance.now() - started) / 1000 };
}

function endGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch {
    // Nothing of it is left.
  }
}

/** What the tests came to; one failed where nobody can say. */
function countsOfTests(): Counts {
  const unknown = { passed: 0, failed: 1, skipped: 0 };
  try {
    const counts: unknown = JSON.parse(readFileSync(join(scratch, "counts.json"), "utf8"));
    if (typeof counts !== "object" || counts === null) return unknown;
    const [passed = 0, failed = 0, skipped = 0] = ["passed", "failed", "skipped"].map((name) =>
      Number(Object.entries(counts).find(([key]) => key === name)?.[1] ?? 0),
    );
    return { passed, failed, skipped };
  } catch {
    return unknown;
  }
}

function tell({ name, ok, output, seconds }: Ran): void {
  console.log(`> ${name}: ${ok ? "passed" : "failed"} (${seconds.toFixed(1)} s)`);
  if (!ok) console.log(output);
}

const noLint = cannotStart("biome");
const build = await run("build", ["node", "scripts/build.ts"], true);
tell(build);
isBuilt = build.ok;
// Beside the tests, which begin and end on one processor; what they say is told behind what the tests say.
const beside = Promise.all([
  // One thread takes less time of processors that are busy anyway.
  run("types", ["tsc", "-p", ".", "--singleThreaded"], true),
  ...(noLint === null
    ? [run("lint, format, imports", ["biome", "ci", "--error-on-warnings", "."], true)]
    : []),
]);
const tests = await run(
  "tests",
  ["vitest", "run", "--reporter=default", "--reporter=scripts/test/reporter.ts"],
  false,
);
const checks = [build, ...(await beside)];
for (const check of checks.slice(1)) tell(check);
if (noLint !== null) console.log(`> lint, format, imports: skipped, since ${noLint} (nix develop has one)`);
const { passed, failed, skipped } = countsOfTests();

const passedChecks = checks.filter(({ ok }) => ok).length;
const failedTests = tests.ok ? failed : Math.max(1, failed);
const allFailed = checks.length - passedChecks + failedTests;
console.log(
  `\ntests: ${tests.seconds.toFixed(1)} s; all: ${((performance.now() - began) / 1000).toFixed(1)} s`,
);
if (skipped > 0) console.log(`\n${skipped} tests were skipped, for the reasons above.`);
console.log(`\n${passed + passedChecks} passed, ${allFailed} failed`);
process.exitCode = allFailed === 0 ? 0 : 1;
