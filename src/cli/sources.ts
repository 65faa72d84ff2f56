import { execFile } from "node:child_process";
import { existsSync, realpathSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { displayName } from "../nix/shown.ts";
import { directorySource } from "../snapshot/directory-source.ts";
import { gitEnvironment } from "../snapshot/git/process.ts";
import type { RepositoryLocation } from "../snapshot/git/repository.ts";
import { openCommit, openWorkingTree, type Repository, repositoryAround } from "../snapshot/git/source.ts";
import { memorySource } from "../snapshot/memory.ts";
import { type Source, SourceError } from "../snapshot/source.ts";
import { Failure } from "./failure.ts";

/** Where to read a tree from, as data, so that a worker thread can open it for itself. */
export type SourceSpec =
  | { readonly kind: "directory"; readonly directory: string }
  | { readonly kind: "commit"; readonly directory: string; readonly commit: string; readonly prefix: string }
  | { readonly kind: "working-tree"; readonly directory: string; readonly prefix: string };

/** What to check, opened: with a base to compare with, or whole, as worker threads can open it too. */
export type Target = TargetParts &
  ({ readonly base: Source } | { readonly base: null; readonly headSpec: SourceSpec });

type TargetParts = {
  readonly head: Source;
  /** The directory on disk that the head is, so that fixes can be written; null for a commit and the index. */
  readonly directory: string | null;
  /** Whether that directory is (in) the working tree of a repository. */
  readonly inRepository: boolean;
  /** The directory on disk that paths of the head are below, whether they are there or not. */
  readonly top: string;
  /** Where in the repository that directory is; `""` for its root, and where there is none. */
  readonly prefix: string;
  /** The commits between base and head, where there are any, and whether the head is the last of them. */
  readonly commits: CommitRange | null;
  /** What to know about how the base was chosen, for the report. */
  readonly notes: readonly string[];
  /** Lets go of everything that is open. */
  close(): Promise<void>;
};

/** Commits of the repository in a directory: those of `to` that `from` lacks. */
export type CommitRange = {
  readonly directory: string;
  readonly from: string;
  readonly to: string;
  readonly isHead: boolean;
};

export type TargetOptions = {
  readonly head?: string | undefined;
  readonly base?: string | undefined;
  /** Whether the head is the index, compared with the commit that it would go on top of. */
  readonly staged?: boolean;
};

/** Opens what the arguments of `check` name. Throws a Failure or SourceError where that is not there. */
export async function openTarget(directory: string | undefined, options: TargetOptions): Promise<Target> {
  const asked = resolve(directory ?? ".");
  if (!isDirectory(asked)) throw new Failure(`there is no directory ${displayName(directory ?? asked)}`);
  const repository = await repositoryOf(asked, directory !== undefined);
  if (repository !== null) {
    try {
      const prefix = directory === undefined ? "" : repository.prefix;
      if (options.staged !== true) return await targetIn(repository, prefix, options);
      return await stagedTarget(repository, prefix, options, directory !== undefined);
    } catch (error) {
      await repository.close();
      throw error;
    }
  }
  if (directory === undefined) {
    throw new Failure(`${displayName(asked)} is not in a git repository; name the directory to check`);
  }
  if (options.head !== undefined) {
    throw new Failure(`--head takes a revision, and ${displayName(directory)} is not in a git repository`);
  }
  if (options.staged === true) {
    throw new Failure(
      `--staged is about git's index, and ${displayName(directory)} is not in a git repository`,
    );
  }
  return {
    head: directorySource(asked),
    headSpec: { kind: "directory", directory: asked },
    base: options.base === undefined ? null : directoryBase(options.base),
    directory: asked,
    top: asked,
    inRepository: false,
    prefix: "",
    commits: null,
    notes: [],
    close: async () => {},
  };
}

/** The repository that a directory is in; null where it is in none, or in one that ignores it. */
async function repositoryOf(directory: string, named: boolean): Promise<Repository | null> {
  if (named && !mayBeInRepository(directory)) return null;
  const repository = await repositoryAround(directory);
  if (repository === null) return null;
  if (!named || !(await isIgnored(repository, directory))) return repository;
  await repository.close();
  return null;
}

/** Whether there is anything around a directory that git could take for a repository: if not, git is not needed. */
function mayBeInRepository(directory: string): boolean {
  for (let at = realpathSync(directory); ; at = dirname(at)) {
    if (existsSync(join(at, ".git")) || existsSync(join(at, "objects"))) return true;
    if (at === dirname(at)) return false;
  }
}

async function targetIn(repository: Repository, prefix: string, options: TargetOptions): Promise<Target> {
  const { root, bare } = repository;
  const revision = options.head ?? (bare ? "HEAD" : undefined);
  const commit = revision === undefined ? null : await repository.resolveCommit(revision);
  const subdirectory = { subdirectory: prefix };
  const base = options.base === undefined ? null : await baseIn(repository, options.base, commit, prefix);
  const headSpec: SourceSpec =
    commit === null
      ? { kind: "working-tree", directory: root, prefix }
      : { kind: "commit", directory: root, commit, prefix };
  return {
    head:
      commit === null
        ? await repository.workingTree(subdirectory)
        : await repository.commit(commit, subdirectory),
    headSpec,
    base: base?.source ?? null,
    directory: commit === null ? resolve(root, prefix) : null,
    top: resolve(root, prefix),
    inRepository: true,
    prefix,
    commits: base?.commits == null ? null : { ...base.commits, isHead: commit !== null },
    notes: base?.notes ?? [],
    close: repository.close,
  };
}

/** The index, and the commit that it would go on top of: nothing before the first. */
async function stagedTarget(
  repository: Repository,
  prefix: string,
  options: TargetOptions,
  named: boolean,
): Promise<Target> {
  const tip = await headCommit(repository);
  const own = tip === null ? memorySource({}) : await commitBelow(repository, tip, prefix);
  const base =
    options.base === undefined
      ? { source: own, notes: [], commits: null }
      : await baseIn(repository, options.base, tip, prefix);
  const indexFile = indexFileFor(repository, named);
  return {
    head: await repository.index(tip, { subdirectory: prefix, indexFile }),
    base: base.source,
    directory: null,
    top: resolve(repository.root, prefix),
    inRepository: true,
    prefix,
    commits: base.commits === null ? null : { ...base.commits, isHead: false },
    notes: base.notes,
    close: repository.close,
  };
}

/**
 * The index that git made for the commit which a hook runs for (of `git commit --all`, say); null for the
 * repository's own. Where somebody names another repository, that index is none of its business.
 */
function indexFileFor({ gitDir }: Repository, named: boolean): string | null {
  const given = process.env.GIT_INDEX_FILE ?? "";
  if (given === "") return null;
  const file = resolve(given);
  return !named || file.startsWith(`${gitDir}/`) ? file : null;
}

type Base = {
  readonly source: Source;
  readonly notes: readonly string[];
  readonly commits: Omit<CommitRange, "isHead"> | null;
};

/** A revision, from where the head parted from it; or a plain directory. */
async function baseIn(
  repository: Repository,
  base: string,
  head: string | null,
  prefix: string,
): Promise<Base> {
  const commit = await baseCommit(repository, base);
  if (commit === null) return { source: directoryBase(base), notes: [], commits: null };
  const tip = head ?? (await headCommit(repository));
  const common = tip === null ? null : await repository.mergeBase(commit, tip);
  const source = await commitBelow(repository, common ?? commit, prefix);
  return {
    source,
    notes: tip === null || common !== null ? [] : [noCommonAncestor(base)],
    commits: tip === null || common === null ? null : { directory: repository.root, from: common, to: tip },
  };
}

/** The commit of a revision; null where there is none but a directory of that name. */
async function baseCommit(repository: Repository, base: string): Promise<string | null> {
  try {
    return await repository.resolveCommit(base);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    if (isDirectory(base)) return null;
    throw new Failure(
      `--base ${displayName(base)} is neither a directory nor a commit in ${displayName(repository.root)}; in a shallow clone it may have to be fetched first`,
    );
  }
}

/** The commit that the working tree stands on; null before the first. */
async function headCommit(repository: Repository): Promise<string | null> {
  try {
    return await repository.resolveCommit("HEAD");
  } catch (error) {
    if (error instanceof SourceError) return null;
    throw error;
  }
}

/** What a commit holds below a directory, which is nothing where the directory came later. */
async function commitBelow(repository: Repository, commit: string, prefix: string): Promise<Source> {
  const whole = await repository.commit(commit);
  const [listing] = await whole.list([prefix]);
  return listing === "absent" ? memorySource({}) : repository.commit(commit, { subdirectory: prefix });
}

function noCommonAncestor(base: string): string {
  return `The head and \`${displayName(base)}\` have no common ancestor here (in a shallow clone it may have to be fetched), so they are compared with each other: what \`${displayName(base)}\` alone has counts as removed.`;
}

function directoryBase(base: string): Source {
  if (!isDirectory(base))
    throw new Failure(`--base ${displayName(base)} is neither a revision nor a directory`);
  return directorySource(resolve(base));
}

/** Opens what a spec names. Closing the source lets go of all that it holds. */
export function openSource(spec: SourceSpec): Promise<Source> {
  const options = { subdirectory: "prefix" in spec ? spec.prefix : "" };
  switch (spec.kind) {
    case "directory":
      return Promise.resolve(directorySource(spec.directory));
    case "commit":
      return openCommit(spec.directory, spec.commit, options);
    case "working-tree":
      return openWorkingTree(spec.directory, options);
  }
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** Whether a repository ignores a directory: then it is no part of it, and read as it stands on disk. */
function isIgnored({ bare, prefix, root }: RepositoryLocation, directory: string): Promise<boolean> {
  if (bare || prefix === "") return Promise.resolve(false);
  // Not `runGit`: this command of git refuses `--literal-pathspecs`, and takes paths literally anyway.
  const args = ["-c", "core.fsmonitor=false", "check-ignore", "--quiet", "--", directory];
  return new Promise((done) => {
    execFile("git", args, { cwd: root, env: gitEnvironment() }, (error) => done(error === null));
  });
}
