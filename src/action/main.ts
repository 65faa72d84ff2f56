import { fork } from "node:child_process";
import { appendFileSync, readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { tokenOctokit } from "../github/token-octokit.ts";
import { createSecondReader } from "../nix/second-reader.ts";
import { type Environment, readEnvironment } from "./environment.ts";
import { answerHung } from "./hung.ts";
import { type Parts, runAction, unusable } from "./run-action.ts";
import { logLines, outputsOf, type Result, summaryText } from "./summary.ts";
import { Ended } from "./turns.ts";
import { ALIVE_MS, type FromChild, type ToChild, watchOver } from "./watch-over.ts";

/** What is in the file of the Action besides its code. */
export type Resources = {
  /** The bytes of tree-sitter and of the Nix grammar. */
  readonly runtime: Uint8Array;
  readonly grammar: Uint8Array;
  /** The texts of the pages of rules, by the names of the rules. */
  readonly pages: Readonly<Record<string, string>>;
  readonly version: string;
};

/** GitHub's answers may be this old. */
const SETTLE_MS = 5_000;

/** For so long a pull request may be computed at without a sign of life. */
const SILENT_MS = 60_000;
/** Megabytes of V8's heap for the process that reads what pull requests hold. */
const HEAP_MB = 2_048;
const CANCELLED = "The job was cancelled.";
/** The argument by which the file knows that it is that process. */
const WORKS = "work";

/**
 * The Action: reads what the runner says, does what the event asks for, and tells of it. Sets the exit code. The work
 * is done in a process of its own, which runs the same file, so that a change that hangs it can be answered.
 */
export async function main(resources: Resources): Promise<void> {
  const environment = readEnvironment(process.env, (path) => readFileSync(path, "utf8"));
  if ("kind" in environment) return told(unusable(environment), "");
  if (process.argv[2] === WORKS && process.send !== undefined) return works(resources, environment);
  const ending = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => ending.abort(new Ended(CANCELLED)));
  }
  const means = { api: apiOf(resources.version), clock: CLOCK, signal: ending.signal };
  const result = await watchOver({
    start: () =>
      fork(fileURLToPath(import.meta.url), [WORKS], {
        execArgv: [`--max-old-space-size=${HEAP_MB}`],
        serialization: "advanced",
        stdio: ["ignore", "inherit", "pipe", "ipc"],
      }),
    silentMs: SILENT_MS,
    answer: (hung) => answerHung(environment, means, hung),
    signal: ending.signal,
  });
  told(result, `${environment.serverUrl}/${environment.owner}/${environment.repo}`);
}

function told(result: Result, home: string): void {
  tell(result, (number) => `${home}/pull/${number}`);
  process.exitCode = result.done ? 0 : 1;
}

/** What the other process does: it waits to be told, and says what came of it. */
function works({ runtime, grammar, pages, version }: Resources, environment: Environment): void {
  const say = (message: FromChild) => void process.send?.(message);
  const ending = new AbortController();
  // It is told by the other, which may have something to tell as well.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => {});
  process.on("disconnect", () => process.exit(0));
  setInterval(() => say({ kind: "alive" }), ALIVE_MS);

  async function work(without: readonly number[]): Promise<void> {
    const result = await runAction(environment, {
      api: apiOf(version),
      second: await createSecondReader(grammar, runtime),
      rulePage(rule) {
        const page = pages[rule];
        if (page === undefined) throw new Error(`there is no page of the rule ${rule}`);
        return page;
      },
      clock: CLOCK,
      settleMs: SETTLE_MS,
      signal: ending.signal,
      log: (line) => console.log(line),
      watch: {
        begins: (job) => say({ kind: "begins", job }),
        sees: (head) => say({ kind: "sees", head }),
      },
      without,
    });
    say({ kind: "result", result });
  }

  process.on("message", (message: ToChild) => {
    // What is thrown is a mistake of ours: it ends this process, and the job.
    if (message.kind === "start") void work(message.without);
    else ending.abort(new Ended(CANCELLED));
  });
}

const CLOCK: Parts["clock"] = {
  now: Date.now,
  sleep: (milliseconds, signal) => pause(milliseconds, undefined, { signal }),
};

function apiOf(version: string): Parts["api"] {
  return ({ token, apiUrl, graphqlUrl }, signal) =>
    tokenOctokit({ token, apiUrl, graphqlUrl, version, signal });
}

function tell(result: Result, pullUrl: (number: number) => string): void {
  append("GITHUB_STEP_SUMMARY", summaryText(result, pullUrl));
  const outputs = Object.entries(outputsOf(result)).map(([name, value]) => `${name}=${value}\n`);
  append("GITHUB_OUTPUT", outputs.join(""));
  for (const line of logLines(result)) console.log(line);
  const problems = [
    ...(result.done ? [] : result.notes),
    ...result.outcomes.flatMap(({ number, failure, refusals }) =>
      [...(failure === null ? [] : [failure.text]), ...refusals].map((text) => `#${number}: ${text}`),
    ),
  ];
  for (const problem of problems) console.log(`::error title=by-name-bot::${commandText(problem)}`);
  if (result.done) for (const note of result.notes) console.log(commandText(note));
}

/** A text in a command of the runner's: on one line. */
function commandText(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

/** Adds to a file that the runner names, where it does. */
function append(variable: string, text: string): void {
  const path = process.env[variable];
  if (path !== undefined && path !== "") appendFileSync(path, text);
}
