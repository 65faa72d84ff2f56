import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { programAt } from "../../../scripts/programs.ts";
import type { Environment } from "../../../src/app/process/settings.ts";

const ENTRY = programAt("src/cli/main.ts");

/** A line of the App's log. */
export type LogLine = Readonly<Record<string, unknown>>;

/** The App in a process of its own, as `by-name-bot serve` runs it. */
export type AppProcess = {
  /** Resolves to its port once it serves, and to null if it is killed before that. */
  readonly serving: Promise<number | null>;
  /** Resolves once it is gone and everything that it wrote has been read. Rejects, as `serving`, if it ended by itself. */
  readonly ended: Promise<void>;
  readonly killed: boolean;
  /** The lines that it wrote so far, to standard output and to standard error. */
  readonly output: readonly string[];
  /** SIGKILL, at once. */
  kill(): void;
};

/** Starts the App in a folder. `heard` is called with each line of its log. */
export function startApp(options: {
  readonly directory: string;
  readonly environment: Environment;
  readonly heard: (line: LogLine) => void;
}): AppProcess {
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const child = spawn(process.execPath, [ENTRY, "serve"], {
    cwd: options.directory,
    env: { PATH, NODE_COMPILE_CACHE, ...options.environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  child.once("exit", () => process.off("exit", kill));
  const output: string[] = [];
  const serving = Promise.withResolvers<number | null>();
  let killed = false;

  const read = linesOf(child, "stdout", (text) => {
    output.push(text);
    const line = parsed(text);
    if (line === null) return;
    if (line.msg === "serving") serving.resolve(Number(line.port));
    options.heard(line);
  });
  const complained = linesOf(child, "stderr", (text) => output.push(text));
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const ended = Promise.all([exited, read, complained]).then(() => {
    if (!killed) throw new Error(`The App ended by itself:\n${output.slice(-50).join("\n")}`);
    serving.resolve(null);
  });
  ended.catch(serving.reject);
  // Both say the same, and not everybody waits for both.
  serving.promise.catch(() => {});

  return {
    serving: serving.promise,
    ended,
    output,
    get killed() {
      return killed;
    },
    kill() {
      if (child.exitCode === null && child.signalCode === null) killed = true;
      kill();
    },
  };
}

function linesOf(
  child: ChildProcess,
  name: "stdout" | "stderr",
  heard: (line: string) => void,
): Promise<void> {
  const input = child[name];
  if (input === null) throw new Error(`the App has no ${name}`);
  return new Promise((resolve) => createInterface({ input }).on("line", heard).on("close", resolve));
}

/** Null for the line that the kill has cut off, and for what is none of the log's. */
function parsed(text: string): LogLine | null {
  try {
    const line: unknown = JSON.parse(text);
    return isLine(line) ? line : null;
  } catch {
    return null;
  }
}

function isLine(line: unknown): line is LogLine {
  return typeof line === "object" && line !== null;
}
