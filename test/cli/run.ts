import { type ChildProcess, spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { programAt } from "../../scripts/programs.ts";
import { type CheckOptions, check } from "../../src/cli/check.ts";
import { Failure } from "../../src/cli/failure.ts";
import { main } from "../../src/cli/program.ts";
import type { ReportDocument } from "../../src/review/formats/json.ts";
import { SourceError } from "../../src/snapshot/source.ts";

/** What a command said, and how it ended. */
export type Outcome = {
  /** Null where a signal ended it. */
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
};

export type RunOptions = {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The user to run as, where we may choose. */
  readonly uid?: number;
  /** Whether it is a process of its own, which it has to be for another user and other variables. */
  readonly apart?: boolean;
};

const MAIN = programAt("src/cli/main.ts");

/** Starts the command line as a process of its own. */
export function startCli(args: readonly string[], { cwd, env = {}, uid }: RunOptions = {}): ChildProcess {
  const { FORCE_COLOR: _force, NO_COLOR: _no, ...inherited } = process.env;
  return spawn(process.execPath, [MAIN, ...args], {
    ...(cwd === undefined ? {} : { cwd }),
    ...(uid === undefined ? {} : { uid, gid: uid }),
    env: { ...inherited, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** Runs the command line to its end: in this process, one after the other, where a process adds nothing. */
export function runCli(args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const { cwd, env, uid, apart = env !== undefined || uid !== undefined } = options;
  if (apart) return outcomeOf(startCli(args, options));
  const outcome = before.then(() => runHere(args, cwd ?? process.cwd()));
  before = outcome.catch(() => {});
  return outcome;
}

let before: Promise<unknown> = Promise.resolve();

async function runHere(args: readonly string[], cwd: string): Promise<Outcome> {
  const [home, { FORCE_COLOR, NO_COLOR }] = [process.cwd(), process.env];
  const said = { out: "", err: "" };
  process.chdir(cwd);
  delete process.env.FORCE_COLOR;
  delete process.env.NO_COLOR;
  try {
    const status = await main(["node", "by-name-bot", ...args], {
      out(text) {
        said.out += text;
      },
      err(text) {
        said.err += text;
      },
    });
    return { status, ...said };
  } finally {
    process.chdir(home);
    Object.assign(process.env, FORCE_COLOR === undefined ? {} : { FORCE_COLOR });
    Object.assign(process.env, NO_COLOR === undefined ? {} : { NO_COLOR });
  }
}

/** Waits for a process to end. */
export async function outcomeOf(child: ChildProcess): Promise<Outcome> {
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  const [out, err, status] = await Promise.all([
    child.stdout === null ? "" : text(child.stdout),
    child.stderr === null ? "" : text(child.stderr),
    ended,
  ]);
  return { status, out, err };
}

const DEFAULTS: CheckOptions = {
  head: undefined,
  base: undefined,
  config: undefined,
  rule: [],
  root: [],
  format: "text",
  existing: false,
  verbose: false,
  colour: false,
  width: undefined,
  fix: false,
  dryRun: false,
  requirePackages: false,
  jobs: undefined,
};

/** `by-name-bot check DIRECTORY` in this process, for what a process of its own adds nothing to. */
export async function runCheck(directory: string, options: Partial<CheckOptions> = {}): Promise<Outcome> {
  let out = "";
  let err = "";
  const output = {
    out(more: string) {
      out += more;
    },
    err(more: string) {
      err += more;
    },
  };
  try {
    const status = await check(directory, { ...DEFAULTS, ...options }, output);
    return { status, out, err };
  } catch (error) {
    if (!(error instanceof Failure || error instanceof SourceError)) throw error;
    return { status: 2, out, err: `${err}by-name-bot: ${error.message}\n` };
  }
}

/** The report of a directory, read from what `--format json` prints. */
export async function reportOf(
  directory: string,
  options: Partial<CheckOptions> = {},
): Promise<ReportDocument> {
  const { out, err } = await runCheck(directory, { ...options, format: "json" });
  if (out === "") throw new Error(err);
  return JSON.parse(out);
}

/** What a report lists: `rule path`, one for each finding. */
export function found({ findings }: ReportDocument): string[] {
  return findings.map(({ rule, path }) => `${rule} ${path}`);
}
