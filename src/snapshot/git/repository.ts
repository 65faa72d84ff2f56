import { statSync } from "node:fs";
import { resolve } from "node:path";
import { displayName } from "../../nix/shown.ts";
import type { ObjectFormat } from "../blob-id.ts";
import { decodeName } from "../names.ts";
import { isObjectId } from "../object-id.ts";
import { SourceError } from "../source.ts";
import { gitComplaint, runGit } from "./process.ts";

/** Where a repository is. */
export type RepositoryLocation = {
  /** The top of the working tree; of a repository without one, the git directory. */
  readonly root: string;
  readonly gitDir: string;
  /** Whether there is no working tree. */
  readonly bare: boolean;
  /** The directory that was asked about, relative to `root`; `""` for the root itself. */
  readonly prefix: string;
  readonly objectFormat: ObjectFormat;
};

/**
 * The repository that `directory` is in, or null if it is in none. Throws a SourceError if there is no
 * such directory, or if git refuses the repository because somebody else owns it.
 */
export async function findRepository(directory: string): Promise<RepositoryLocation | null> {
  if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory()) {
    throw new SourceError(`there is no directory ${displayName(directory)}`);
  }
  const found = await runGit(directory, ["rev-parse", ...PLACES, "--show-prefix", "--show-toplevel"]);
  const [inside, format, gitDir, prefix, root, ...more] = linesOf(found.stdout);
  // A path may hold newlines: then it takes a command for each.
  if (found.code === 0 && inside === "true" && root !== undefined && more.length === 0) {
    return {
      root,
      gitDir: gitDir ?? root,
      bare: false,
      prefix: prefix?.replace(/\/$/, "") ?? "",
      objectFormat: objectFormatOf(format),
    };
  }
  return findStepwise(directory);
}

const PLACES = ["--is-inside-work-tree", "--show-object-format", "--absolute-git-dir"] as const;

/** The same by several commands, each of which says one path at most; of no working tree some of them say nothing. */
async function findStepwise(directory: string): Promise<RepositoryLocation | null> {
  const found = await runGit(directory, ["rev-parse", ...PLACES]);
  if (found.code !== 0) {
    if (/dubious ownership/.test(found.stderr)) throw dubiousOwnership(found.stderr, resolve(directory));
    if (/^fatal: not a git repository/m.test(found.stderr)) return null;
    const shown = displayName(directory);
    throw new SourceError(`git cannot open the repository at ${shown}: ${gitComplaint(found.stderr)}`);
  }
  const [inside, format, ...rest] = linesOf(found.stdout);
  const gitDir = rest.join("\n");
  const objectFormat = objectFormatOf(format);
  if (inside !== "true") return { root: gitDir, gitDir, bare: true, prefix: "", objectFormat };
  const [top, prefix] = await Promise.all(
    ["--show-toplevel", "--show-prefix"].map((o) => onePath(directory, o)),
  );
  return {
    root: top ?? gitDir,
    gitDir,
    bare: false,
    prefix: (prefix ?? "").replace(/\/$/, ""),
    objectFormat,
  };
}

function linesOf(stdout: Buffer): string[] {
  return decodeName(stdout).replace(/\n$/, "").split("\n");
}

function objectFormatOf(format: string | undefined): ObjectFormat {
  return format === "sha256" ? "sha256" : "sha1";
}

/**
 * The id of the commit that `revision` names, tags peeled. Throws a SourceError if it names none.
 */
export async function resolveCommit(directory: string, revision: string): Promise<string> {
  if (revision !== "" && !revision.includes("\0")) {
    const { code, stdout } = await runGit(directory, [
      "rev-parse",
      "--verify",
      "--quiet",
      "--end-of-options",
      `${revision}^{commit}`,
    ]);
    const id = stdout.toString("latin1").trim();
    if (code === 0 && isObjectId(id)) return id;
  }
  throw new SourceError(
    `there is no commit "${displayName(revision.slice(0, 200))}" in ${displayName(directory)}; in a shallow clone it may have to be fetched first`,
  );
}

/**
 * The best common ancestor of two commits, by their ids, or null if they have none (or, in a shallow clone, none
 * that is there).
 */
export async function mergeBase(directory: string, first: string, second: string): Promise<string | null> {
  const { code, stdout, stderr } = await runGit(directory, ["merge-base", first, second]);
  if (code === 0) return stdout.toString("latin1").trim();
  if (code === 1 && stderr === "") return null;
  throw new SourceError(`git cannot find where ${first} and ${second} parted: ${gitComplaint(stderr)}`);
}

async function onePath(directory: string, option: string): Promise<string> {
  const { code, stdout, stderr } = await runGit(directory, ["rev-parse", option]);
  if (code !== 0) throw new SourceError(`git cannot open ${displayName(directory)}: ${gitComplaint(stderr)}`);
  return decodeName(stdout).replace(/\n$/, "");
}

function dubiousOwnership(stderr: string, directory: string): SourceError {
  const named = /repository at '(.*)'/.exec(stderr)?.[1] ?? directory;
  return new SourceError(
    `git does not trust the repository ${displayName(named)} because another user owns it; if you do, run: git config --global --add safe.directory '${displayName(named)}'`,
  );
}
