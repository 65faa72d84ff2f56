import { appendFileSync, readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { tokenOctokit } from "../github/token-octokit.ts";
import { createSecondReader } from "../nix/second-reader.ts";
import { readEnvironment } from "./environment.ts";
import { runAction } from "./run-action.ts";
import { logLines, outputsOf, type Result, summaryText } from "./summary.ts";
import { Ended } from "./turns.ts";

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

/** The Action: reads what the runner says, does what the event asks for, and tells of it. Sets the exit code. */
export async function main(resources: Resources): Promise<void> {
  const ending = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => ending.abort(new Ended("The job was cancelled.")));
  }
  const environment = readEnvironment(process.env, (path) => readFileSync(path, "utf8"));
  const { pages, version } = resources;
  const result = await runAction(environment, {
    api: ({ token, apiUrl, graphqlUrl }, signal) =>
      tokenOctokit({ token, apiUrl, graphqlUrl, version, signal }),
    second: await createSecondReader(resources.grammar, resources.runtime),
    rulePage(rule) {
      const page = pages[rule];
      if (page === undefined) throw new Error(`there is no page of the rule ${rule}`);
      return page;
    },
    clock: {
      now: Date.now,
      sleep: (milliseconds, signal) => pause(milliseconds, undefined, { signal }),
    },
    settleMs: SETTLE_MS,
    signal: ending.signal,
    log: (line) => console.log(line),
  });
  const home =
    "kind" in environment ? "" : `${environment.serverUrl}/${environment.owner}/${environment.repo}`;
  tell(result, (number) => `${home}/pull/${number}`);
  process.exitCode = result.done ? 0 : 1;
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
