import { execFile } from "node:child_process";
import { statSync } from "node:fs";
import { resolve } from "node:path";
import { directorySource } from "../snapshot/directory-source.ts";
import { findRepository, type RepositoryLocation } from "../snapshot/git-repository.ts";
import { openRepository, type Repository } from "../snapshot/git-source.ts";
import { displayName } from "../snapshot/names.ts";
import { type Source, SourceError } from "../snapshot/source.ts";
import { Failure } from "./failure.ts";

/** Where to read a tree from, as data, so that a worker thread can open it for itself. */
export type SourceSpec =
  | { readonly kind: "directory"; readonly directory: string }
  | { readonly kind: "commit"; readonly directory: string; readonly commit: string; readonly prefix: string }
  | { readonly kind: "working-tree"; readonly directory: string; readonly prefix: string };

/** What to check. */
export type Target = {
  readonly head: SourceSpec;
  readonly base: SourceSpec | null;
  /** The directory on disk that the head is, so that fixes can be written; null for a commit. */
  readonly directory: string | null;
  /** Whether that directory is (in) the working tree of a repository. */
  readonly inRepository: boolean;
};

export type TargetOptions = { readonly head?: string | undefined; readonly base?: string | undefined };

/** Finds what the arguments of `check` name. Throws a Failure or SourceError where that is not there. */
export async function findTarget(directory: string | undefined, options: TargetOptions): Promise<Target> {
  const asked = resolve(directory ?? ".");
  if (!isDirectory(asked)) throw new Failure(`there is no directory ${displayName(directory ?? asked)}`);
  const found = await findRepository(asked);
  const repository = found !== null && directory !== undefined && (await isIgnored(found, asked)) ? null : found;
  if (repository === null) {
    if (directory === undefined) {
      throw new Failure(`${displayName(asked)} is not in a git repository; name the directory to check`);
    }
    if (options.head !== undefined) {
      throw new Failure(`--head takes a revision, and ${displayName(directory)} is not in a git repository`);
    }
    const base = options.base === undefined ? null : await directoryBase(options.base);
    return { head: { kind: "directory", directory: asked }, base, directory: asked, inRepository: false };
  }
  return targetIn(repository, directory === undefined ? "" : repository.prefix, options);
}

async function targetIn(
  repository: RepositoryLocation,
  prefix: string,
  options: TargetOptions,
): Promise<Target> {
  const { root } = repository;
  const opened = await openRepository(root);
  try {
    const revision = options.head ?? (repository.bare ? "HEAD" : undefined);
    const head: SourceSpec =
      revision === undefined
        ? { kind: "working-tree", directory: root, prefix }
        : { kind: "commit", directory: root, commit: await opened.resolveCommit(revision), prefix };
    const base = options.base === undefined ? null : await baseIn(opened, options.base, head, prefix);
    const directory = head.kind === "commit" ? null : resolve(root, prefix);
    return { head, base, directory, inRepository: true };
  } finally {
    await opened.close();
  }
}

/** A revision, from where the head parted from it; or a plain directory. */
async function baseIn(
  repository: Repository,
  base: string,
  head: SourceSpec,
  prefix: string,
): Promise<SourceSpec> {
  const { root } = repository;
  const commit = await commitNamed(repository, base);
  if (commit === null) return directoryBase(base);
  const tip = head.kind === "commit" ? head.commit : await commitNamed(repository, "HEAD");
  const common = tip === null ? null : await repository.mergeBase(commit, tip);
  return { kind: "commit", directory: root, commit: common ?? commit, prefix };
}

/** The commit of a revision; null where there is none but a directory of that name. */
async function commitNamed(repository: Repository, revision: string): Promise<string | null> {
  try {
    return await repository.resolveCommit(revision);
  } catch (error) {
    if (error instanceof SourceError && (revision === "HEAD" || isDirectory(revision))) return null;
    throw error;
  }
}

async function directoryBase(base: string): Promise<SourceSpec> {
  if (!isDirectory(base)) throw new Failure(`--base ${displayName(base)} is neither a revision nor a directory`);
  return { kind: "directory", directory: resolve(base) };
}

/** Opens what a spec names. Closing the source lets go of all that it holds. */
export async function openSource(spec: SourceSpec): Promise<Source> {
  if (spec.kind === "directory") return directorySource(spec.directory);
  const repository = await openRepository(spec.directory);
  try {
    const options = { subdirectory: spec.prefix };
    const source =
      spec.kind === "commit"
        ? await repository.commit(spec.commit, options)
        : await repository.workingTree(options);
    return { ...source, close: repository.close };
  } catch (error) {
    await repository.close();
    throw error;
  }
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** Whether a repository ignores a directory: then it is no part of it, and read as it stands on disk. */
function isIgnored({ bare, prefix, root }: RepositoryLocation, directory: string): Promise<boolean> {
  if (bare || prefix === "") return Promise.resolve(false);
  return new Promise((done) => {
    execFile("git", ["-C", root, "check-ignore", "--quiet", "--", directory], (error) => done(error === null));
  });
}
