import { spawn } from "node:child_process";
import { SourceError } from "../source.ts";
import { codeOf } from "../system-error.ts";

/** What a finished git command left behind. */
export type GitResult = { readonly code: number | null; readonly stdout: Buffer; readonly stderr: string };

/** Settings that a caller adds to those of the repository; the last word of all configuration. */
export type GitSettings = readonly (readonly [key: string, value: string])[];

/** Variables by which a surrounding git (in a hook, say) would point us at another repository or index. */
const surroundingGit = [
  "GIT_DIR",
  "GIT_WORK_TREE",
  "GIT_INDEX_FILE",
  "GIT_COMMON_DIR",
  "GIT_PREFIX",
  "GIT_NAMESPACE",
  "GIT_GLOB_PATHSPECS",
  "GIT_NOGLOB_PATHSPECS",
  "GIT_ICASE_PATHSPECS",
];

/** Options before the subcommand: run nothing that the reviewed repository configures, take paths as they are. */
export const gitOptions: readonly string[] = [
  "--no-pager",
  "--no-optional-locks",
  "--literal-pathspecs",
  "-c",
  "core.fsmonitor=false",
  "-c",
  "core.hooksPath=/dev/null",
];

/**
 * The environment in which git asks nothing, fetches nothing, replaces nothing and speaks English.
 * `GIT_NO_LAZY_FETCH` is new in git 2.45 (and the fixes of 2.39 to 2.44); for older ones no transport is
 * allowed at all.
 */
export function gitEnvironment(settings: GitSettings = []): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    GIT_TERMINAL_PROMPT: "0",
    GIT_NO_LAZY_FETCH: "1",
    GIT_ALLOW_PROTOCOL: "none",
    GIT_NO_REPLACE_OBJECTS: "1",
    LC_ALL: "C",
  };
  for (const name of surroundingGit) delete environment[name];
  const given = Number.parseInt(environment.GIT_CONFIG_COUNT ?? "0", 10) || 0;
  settings.forEach(([key, value], i) => {
    environment[`GIT_CONFIG_KEY_${given + i}`] = key;
    environment[`GIT_CONFIG_VALUE_${given + i}`] = value;
  });
  environment.GIT_CONFIG_COUNT = String(given + settings.length);
  return environment;
}

/**
 * Runs git in `directory` to its end, with further variables. A failing command is a result, not an error; a git
 * that cannot be started is a SourceError. `directory` must exist.
 */
export function runGit(
  directory: string,
  args: readonly string[],
  settings: GitSettings = [],
  variables: Readonly<Record<string, string>> = {},
): Promise<GitResult> {
  return new Promise((resolve, reject) => {
    const child = spawn("git", [...gitOptions, ...args], {
      cwd: directory,
      env: { ...gitEnvironment(settings), ...variables },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => errors.push(chunk));
    child.on("error", (error) => reject(cannotStart(error)));
    child.on("close", (code) =>
      resolve({ code, stdout: Buffer.concat(output), stderr: Buffer.concat(errors).toString("utf8").trim() }),
    );
  });
}

/** The error for a git that could not be started at all. */
export function cannotStart(error: Error): SourceError {
  const why = codeOf(error) === "ENOENT" ? "it is not in PATH" : error.message;
  return new SourceError(`git cannot be run: ${why}`, { cause: error });
}

/** `fatal: bad object HEAD` without the word before it, on one line, bounded; for the end of a message. */
export function gitComplaint(stderr: string): string {
  const line = stderr.split("\n").find((l) => /^(fatal|error): /.test(l)) ?? stderr.split("\n")[0] ?? "";
  const words = line.replace(/^(fatal|error): /, "").slice(0, 500);
  return words === "" ? "it gave no reason" : words;
}

/** The oldest git that has `cat-file --batch-command`. */
const oldestGit = [2, 36] as const;

/** The values of PATH by which a git was found that is new enough. */
const known = new Set<string | undefined>();

/** Throws a SourceError if the git in PATH is too old for what is asked of it here. Asks git once. */
export async function requireGit(): Promise<void> {
  if (known.has(process.env.PATH)) return;
  const { stdout } = await runGit(process.cwd(), ["version"]);
  const text = stdout.toString("utf8").trim();
  const [, major, minor] = /^git version (\d+)\.(\d+)/.exec(text) ?? [];
  if (!isRecentEnough(Number(major), Number(minor))) {
    throw new SourceError(
      `git ${oldestGit.join(".")} or newer is needed, but here is "${text.slice(0, 100)}"`,
    );
  }
  known.add(process.env.PATH);
}

/** Whether git `major.minor` can do what is asked of it here. */
export function isRecentEnough(major: number, minor: number): boolean {
  return major > oldestGit[0] || (major === oldestGit[0] && minor >= oldestGit[1]);
}
