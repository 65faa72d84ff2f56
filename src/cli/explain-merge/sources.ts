import { displayName } from "../../nix/shown.ts";
import { runGit } from "../../snapshot/git/process.ts";
import { openRepository, type Repository } from "../../snapshot/git/source.ts";
import { decodeName } from "../../snapshot/names.ts";
import { type Source, SourceError } from "../../snapshot/source.ts";
import { Failure } from "../failure.ts";

/** A change as a pull request would bring it, opened. */
export type Proposal = {
  /** Where the head parted from the base branch. */
  readonly base: Source;
  /** The newest commit of the base branch. */
  readonly tip: Source;
  readonly head: Source;
  /** The name of the base branch. */
  readonly branch: string;
  /** The name of the head's branch; `""` where it has none. */
  readonly headBranch: string;
  close(): Promise<void>;
};

export type ProposalOptions = {
  readonly base: string;
  readonly head: string | undefined;
  readonly branch: string | undefined;
};

/** Opens what the options name in the repository around a directory. Throws a Failure or SourceError. */
export async function openProposal(directory: string, options: ProposalOptions): Promise<Proposal> {
  const repository = await openRepository(directory);
  try {
    const tip = await baseCommit(repository, options.base);
    const { root, bare } = repository;
    const named = options.head ?? (bare ? "HEAD" : undefined);
    const head = await repository.resolveCommit(named ?? "HEAD");
    const base = await repository.mergeBase(tip, head);
    if (base === null) {
      throw new Failure(
        `the head and ${displayName(options.base)} have no common ancestor here; in a shallow clone it may have to be fetched first`,
      );
    }
    return {
      base: await repository.commit(base),
      tip: await repository.commit(tip),
      head: named === undefined ? await repository.workingTree() : await repository.commit(head),
      branch: options.branch ?? (await baseBranch(root, options.base)),
      headBranch: (await branchOf(root, named ?? "HEAD")) ?? "",
      close: repository.close,
    };
  } catch (error) {
    await repository.close();
    throw error;
  }
}

async function baseCommit(repository: Repository, base: string): Promise<string> {
  try {
    return await repository.resolveCommit(base);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    throw new Failure(
      `--base ${displayName(base)} is not a commit in ${displayName(repository.root)}; in a shallow clone it may have to be fetched first`,
    );
  }
}

async function baseBranch(root: string, base: string): Promise<string> {
  const branch = await branchOf(root, base);
  if (branch === null) {
    throw new Failure(`--base ${displayName(base)} names no branch: say which one it is with --branch`);
  }
  return branch;
}

/** The branch that a revision names, as it is called on GitHub; null where it names none. */
async function branchOf(root: string, revision: string): Promise<string | null> {
  const args = ["rev-parse", "--verify", "--quiet", "--symbolic-full-name", "--end-of-options", revision];
  const name = await gitLine(root, args);
  const local = /^refs\/heads\/(.+)$/.exec(name)?.[1];
  if (local !== undefined) return local;
  const tracked = /^refs\/remotes\/(.+)$/.exec(name)?.[1];
  if (tracked === undefined) return null;
  // The name of a remote may have slashes in it.
  const remotes = (await gitLine(root, ["remote"])).split("\n");
  const longest = remotes
    .filter((remote) => tracked.startsWith(`${remote}/`))
    .sort((a, b) => b.length - a.length)[0];
  return tracked.slice((longest?.length ?? tracked.indexOf("/")) + 1);
}

async function gitLine(root: string, args: readonly string[]): Promise<string> {
  const { code, stdout } = await runGit(root, args);
  return code === 0 ? decodeName(stdout).trimEnd() : "";
}
