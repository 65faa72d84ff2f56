import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** One run of a command: wall time in milliseconds, peak memory of its process in bytes. */
export type Run = { readonly milliseconds: number; readonly bytes: number };

/** The middle one of several numbers. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Runs the built command line in a process of its own, several times; the run with the middle time. */
export function runCommand(args: readonly string[], times: number): Run {
  const scratch = mkdtempSync(join(tmpdir(), "by-name-bot-bench-"));
  try {
    const runs = Array.from({ length: times }, () => runOnce(args, join(scratch, "memory")));
    runs.sort((a, b) => a.milliseconds - b.milliseconds);
    return runs[Math.floor(runs.length / 2)] ?? { milliseconds: Number.NaN, bytes: Number.NaN };
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

const PROGRAM = new URL("../dist/cli/main.js", import.meta.url).pathname;
const WATCHER = new URL("./measured.ts", import.meta.url).href;

function runOnce(args: readonly string[], memory: string): Run {
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ["--import", WATCHER, PROGRAM, ...args], {
    encoding: "utf8",
    env: { ...process.env, BENCH_MEMORY_FILE: memory },
  });
  const milliseconds = performance.now() - started;
  // The packages are made at random, and some have findings.
  if (status !== 0 && status !== 1)
    throw new Error(`by-name-bot ${args.join(" ")} ended with ${status}: ${stderr}`);
  return { milliseconds, bytes: Number(readFileSync(memory, "utf8")) };
}

/** `1,234 ms`. */
export function ms(milliseconds: number): string {
  return `${Math.round(milliseconds).toLocaleString("en")} ms`;
}

/** `123 MB`. */
export function mb(bytes: number): string {
  return `${Math.round(bytes / 1e6).toLocaleString("en")} MB`;
}
