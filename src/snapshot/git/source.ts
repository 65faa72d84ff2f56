import { displayName } from "../../nix/shown.ts";
import { isNormalPath } from "../names.ts";
import { type Source, SourceError } from "../source.ts";
import { objectStore, treeIdAt, treeSource } from "../tree-source.ts";
import { workingTreeSource } from "../working-tree.ts";
import { type IndexOptions, indexSource } from "./index-source.ts";
import { openObjects } from "./objects.ts";
import { requireGit } from "./process.ts";
import { findRepository, mergeBase, type RepositoryLocation, resolveCommit } from "./repository.ts";

/** `subdirectory`, a path from the root of the repository, becomes the root of the source. */
export type SourceOptions = { readonly subdirectory?: string };

/**
 * An open repository. Its sources share one git process and the trees already parsed; closing one of
 * them does nothing, closing the repository ends all of them.
 */
export type Repository = RepositoryLocation & {
  /** The id of the commit that a revision names. Rejects with a SourceError if there is none. */
  resolveCommit(revision: string): Promise<string>;
  /** The best common ancestor of two revisions, or null if they have none. */
  mergeBase(a: string, b: string): Promise<string | null>;
  /** What a commit holds. Rejects with a SourceError if there is no such commit or subdirectory. */
  commit(revision: string, options?: SourceOptions): Promise<Source>;
  /** What the working tree holds now. Rejects with a SourceError if the repository has none. */
  workingTree(options?: SourceOptions): Promise<Source>;
  /** What the index holds now, on top of `head`, which is null before the first commit. Rejects as `indexSource`. */
  index(head: string | null, options: IndexOptions): Promise<Source>;
  close(): Promise<void>;
};

/** Names of commits that git finds without looking at anything but names: no times, no searches. */
const PLAIN_REVISION = /^\w[\w./~^-]*$/;

/** As `repositoryAround`, but throws a SourceError if there is none. */
export async function openRepository(directory: string): Promise<Repository> {
  const repository = await repositoryAround(directory);
  if (repository === null) throw new SourceError(`${displayName(directory)} is not in a git repository`);
  return repository;
}

/**
 * Opens the repository that `directory` is in, bare or not; null if it is in none. Throws a SourceError if git
 * refuses it, or if git is missing or too old.
 */
export async function repositoryAround(directory: string): Promise<Repository | null> {
  const location = await findRepository(directory);
  if (location === null) return null;
  await requireGit();
  return repositoryAt(location);
}

function repositoryAt(location: RepositoryLocation): Repository {
  const { root } = location;
  const reader = openObjects(root);
  const store = objectStore(reader);

  async function commitOf(revision: string): Promise<string> {
    if (PLAIN_REVISION.test(revision)) {
      const object = await reader.readObject(`${revision}^{commit}`, 0);
      if (object.kind !== "missing" && object.type === "commit") return object.id;
    }
    return resolveCommit(root, revision);
  }

  async function treeOfCommit(commit: string): Promise<string> {
    const object = await reader.readObject(`${commit}^{tree}`, 0);
    if (object.kind === "missing" || object.type !== "tree") {
      throw new SourceError(`the repository ${displayName(root)} lacks the tree of the commit ${commit}`);
    }
    return object.id;
  }

  async function commit(revision: string, options: SourceOptions = {}): Promise<Source> {
    const subdirectory = normal(options.subdirectory);
    const id = await commitOf(revision);
    const tree = await treeIdAt(store, await treeOfCommit(id), subdirectory);
    const description = `commit ${id.slice(0, 12)}`;
    if (tree === null) {
      throw new SourceError(`there is no directory ${displayName(subdirectory)} in ${description}`);
    }
    return treeSource(store, tree, description);
  }

  async function workingTree(options: SourceOptions = {}): Promise<Source> {
    if (location.bare) {
      throw new SourceError(`the repository ${displayName(root)} has no working tree`);
    }
    return workingTreeSource(store, root, treeOfCommit, normal(options.subdirectory));
  }

  async function index(head: string | null, options: IndexOptions): Promise<Source> {
    if (location === null || location.bare) {
      throw new SourceError(`the repository ${displayName(root)} has no index, since it has no working tree`);
    }
    const tree = head === null ? null : await treeOfCommit(head);
    const subdirectory = normal(options.subdirectory);
    return indexSource(store, root, location.objectFormat, tree, { ...options, subdirectory });
  }

  return {
    ...location,
    resolveCommit: commitOf,
    async mergeBase(a, b) {
      const [first, second] = await Promise.all([commitOf(a), commitOf(b)]);
      return mergeBase(root, first, second);
    },
    commit,
    workingTree,
    index,
    close: reader.close,
  };
}

/** One commit of the repository that `repositoryDirectory` is in; closing the source ends its git process. */
export async function openCommit(
  repositoryDirectory: string,
  revision: string,
  options: SourceOptions = {},
): Promise<Source> {
  return closingWith(repositoryDirectory, (repository) => repository.commit(revision, options));
}

/** The working tree of the repository that `directory` is in; closing the source ends its git process. */
export async function openWorkingTree(directory: string, options: SourceOptions = {}): Promise<Source> {
  return closingWith(directory, (repository) => repository.workingTree(options));
}

async function closingWith(
  directory: string,
  open: (repository: Repository) => Promise<Source>,
): Promise<Source> {
  const repository = await openRepository(directory);
  try {
    return { ...(await open(repository)), close: repository.close };
  } catch (error) {
    await repository.close();
    throw error;
  }
}

function normal(subdirectory = ""): string {
  const path = subdirectory.replace(/\/+$/, "");
  if (isNormalPath(path)) return path;
  throw new SourceError(`${displayName(subdirectory)} is not a path from the root of the repository`);
}
