import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { type Branch, type BranchName, branchesOf } from "./branches.ts";
import { planRepository, type RepositoryOptions } from "./plan.ts";

export type CommitOptions = RepositoryOptions & {
  /** Makes a bare repository where there is none yet; `true` unless told. */
  readonly bare?: boolean;
};

/** What stands on a branch. */
export type CommittedBranch = {
  readonly name: BranchName;
  /** The object id of its newest commit. */
  readonly commit: string;
  /** The packages that its commit on top of `main` is about. */
  readonly packages: readonly string[];
};

/**
 * Writes the generated repository into the git repository at `directory`, which is made where there is none,
 * without a checkout. Ids of commits depend on the options alone. Rejects where the repository has other
 * branches of these names, which stay as they are.
 */
export async function commitRepository(
  directory: string,
  options: CommitOptions,
): Promise<CommittedBranch[]> {
  const gitDirectory = await initialize(directory, options.bare ?? true);
  const branches = branchesOf(planRepository(options));
  await fastImport(gitDirectory, branches);
  return Promise.all(
    branches.map(async ({ name, packages }) => {
      const { stdout } = await git(gitDirectory, "rev-parse", "--verify", `refs/heads/${name}`);
      return { name, commit: stdout.trim(), packages };
    }),
  );
}

/** Returns the git directory; `git init` does nothing to a repository that is there already. */
async function initialize(directory: string, bare: boolean): Promise<string> {
  await mkdir(directory, { recursive: true });
  const ordinary = join(directory, ".git");
  const gitDirectory = !bare || existsSync(ordinary) ? ordinary : directory;
  await git(gitDirectory, "init", "--quiet", "--initial-branch=main", "--object-format=sha1");
  await git(gitDirectory, "config", "core.bare", String(gitDirectory === directory));
  return gitDirectory;
}

async function fastImport(gitDirectory: string, branches: readonly Branch[]): Promise<void> {
  const child = spawn("git", [`--git-dir=${gitDirectory}`, "fast-import", "--quiet", "--done"], {
    env: environment(),
    stdio: ["pipe", "ignore", "pipe"],
  });
  const exit = once(child, "close");
  const [complaints, fed] = await Promise.all([
    text(child.stderr),
    pipeline(Readable.from(importStream(branches)), child.stdin).then(
      () => null,
      (error: unknown) => error,
    ),
  ]);
  await exit;
  if (child.exitCode !== 0) throw new Error(`git fast-import failed: ${complaints}`, { cause: fed });
  if (fed !== null) throw fed;
}

/** Who made the commits, and when: the same always, so that ids of commits are the same. */
const signature = "by-name-bot benchmark <benchmark@by-name-bot.invalid> 1735689600 +0000";

/** The input of `git fast-import`, documented in git-fast-import(1). */
function* importStream(branches: readonly Branch[]): Generator<string> {
  for (const { name, message, files } of branches) {
    yield `commit refs/heads/${name}\nauthor ${signature}\ncommitter ${signature}\n${data(message)}`;
    if (name !== "main") yield "from refs/heads/main\n";
    for (const { path, mode, content } of files) yield `M ${mode} inline ${path}\n${data(content)}`;
    yield "\n";
  }
  yield "done\n";
}

function data(content: string): string {
  return `data ${Buffer.byteLength(content)}\n${content}\n`;
}

const run = promisify(execFile);

function git(gitDirectory: string, ...args: readonly string[]): Promise<{ stdout: string }> {
  return run("git", [`--git-dir=${gitDirectory}`, ...args], { env: environment() });
}

/** Without the machine's git configuration, and without a repository that a caller (a hook) points at. */
function environment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_"));
  return { ...Object.fromEntries(inherited), GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null" };
}
