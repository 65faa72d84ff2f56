import { spawn } from "node:child_process";

/** What a finished git command left behind. */
export type GitResult = { readonly code: number | null; readonly stdout: Buffer; readonly stderr: string };

/** Options before the subcommand: no hooks, no pager, paths as they are. */
export const gitOptions: readonly string[] = [
  "--no-pager",
  "--literal-pathspecs",
  "-c",
  "core.hooksPath=/dev/null",
];

/** The environment without what a surrounding git (a hook, say) or the user's configuration would add. */
export function gitEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_"));
  return {
    ...Object.fromEntries(own),
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_TERMINAL_PROMPT: "0",
    LC_ALL: "C",
  };
}

/** Runs git in `directory` to its end. A failing command is a result, not an error. */
export function runGit(directory: string, args: readonly string[]): Promise<GitResult> {
  return new Promise((resolve, reject) => {
    const child = spawn("git", [...gitOptions, ...args], {
      cwd: directory,
      env: gitEnvironment(),
      stdio: ["ignore", "pipe", "pipe"],
    });
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => errors.push(chunk));
    child.on("error", reject);
    child.on("close", (code) =>
      resolve({ code, stdout: Buffer.concat(output), stderr: Buffer.concat(errors).toString("utf8").trim() }),
    );
  });
}
