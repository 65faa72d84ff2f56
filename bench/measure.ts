import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** One run of a command: wall time and CPU time of its process in milliseconds, its peak memory in bytes. */
export type Run = { readonly milliseconds: number; readonly cpu: number; readonly bytes: number };

/** The middle one of several numbers. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Runs the built command line in a process of its own, several times: the middle of each measure. */
export function runCommand(args: readonly string[], times: number): Run {
  const [run] = runInTurn([args], times);
  return run ?? { milliseconds: Number.NaN, cpu: Number.NaN, bytes: Number.NaN };
}

/** The same of several commands, which take turns: what else the machine does meanwhile hits all of them. */
export function runInTurn(commands: readonly (readonly string[])[], times: number): Run[] {
  const scratch = mkdtempSync(join(tmpdir(), "by-name-bot-bench-"));
  try {
    const rounds = Array.from({ length: times }, () =>
      commands.map((args) => runOnce(args, join(scratch, "usage"))),
    );
    return commands.map((_, i) => {
      const middle = (measure: keyof Run) => median(rounds.map((round) => round[i]?.[measure] ?? Number.NaN));
      return { milliseconds: middle("milliseconds"), cpu: middle("cpu"), bytes: middle("bytes") };
    });
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

const PROGRAM = new URL("../dist/cli/main.js", import.meta.url).pathname;
const WATCHER = new URL("./measured.ts", import.meta.url).href;

function runOnce(args: readonly string[], usage: string): Run {
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ["--import", WATCHER, PROGRAM, ...args], {
    encoding: "utf8",
    env: { ...process.env, BENCH_USAGE_FILE: usage },
  });
  const milliseconds = performance.now() - started;
  // The packages are made at random, and some have findings.
  if (status !== 0 && status !== 1)
    throw new Error(`by-name-bot ${args.join(" ")} ended with ${status}: ${stderr}`);
  const { bytes, cpu }: Pick<Run, "bytes" | "cpu"> = JSON.parse(readFileSync(usage, "utf8"));
  return { milliseconds, cpu, bytes };
}

/** `1,234 ms`. */
export function ms(milliseconds: number): string {
  return `${Math.round(milliseconds).toLocaleString("en")} ms`;
}

/** `123 MB`. */
export function mb(bytes: number): string {
  return `${Math.round(bytes / 1e6).toLocaleString("en")} MB`;
}
