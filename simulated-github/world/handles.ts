import { ensureOwner } from "./accounts.ts";
import { accountOf, type Context, repositoryOf } from "./context.ts";
import type { Git } from "./git.ts";
import type { CommitOptions } from "./inputs.ts";
import { signature } from "./merging.ts";
import type { Oid, Repository } from "./model.ts";
import { type MergeQueueOptions, type ProtectionOptions, protect, setMergeQueue } from "./protection.ts";
import { pushBranch } from "./pushes.ts";
import { createRepository } from "./repositories.ts";

/** A repository as its people use it; `record()` is its state now. */
export type RepositoryHandle = {
  readonly id: number;
  readonly nameWithOwner: string;
  readonly git: Git;
  record(): Repository;
  /** The commit a branch points to; null if there is no such branch. */
  head(branch?: string): Oid | null;
  /**
   * Commits, and pushes: pull requests from and onto the branch follow as after any push. Returns the
   * new commit.
   */
  commit(options: CommitOptions): Promise<Oid>;
  /** Points a branch to a commit that is there, as a push does. Null deletes the branch. */
  push(branch: string, oid: Oid | null, options?: { force?: boolean; by?: string }): Promise<void>;
  /** Protects a branch, in place of how it was; null ends it. */
  protect(branch: string, options: ProtectionOptions | null): void;
  /** Gives a branch a merge queue that acts by itself; null takes it away. */
  mergeQueue(branch: string, options?: MergeQueueOptions | null): void;
  /** Makes a fork of the same name; its objects are in the same store. */
  fork(owner: string): RepositoryHandle;
  /** The text of a file on a commit or branch, null if there is none. */
  read(path: string, at?: string): Promise<string | null>;
};

type Turn = <T>(key: number, run: () => Promise<T>) => Promise<T>;

/** A repository as its people use it. Pushes to it go one after the other. */
export function createHandle(
  context: Context,
  repository: Repository,
  turn: Turn,
  share: (fork: Repository, parentId: number) => void,
): RepositoryHandle {
  const { id, nameWithOwner } = repository;
  const git = context.git(id);

  function resolve(name: string): Oid | null {
    if (/^[0-9a-f]{40}$/.test(name)) return name;
    const full = name.startsWith("refs/") ? name : `refs/heads/${name}`;
    return context.reader.ref(id, full);
  }

  async function commit(options: CommitOptions): Promise<Oid> {
    const { defaultBranch, owner } = repositoryOf(context, id);
    const branch = options.branch ?? defaultBranch;
    const parent = resolve(options.onto ?? branch) ?? resolve(defaultBranch);
    if (options.onto !== undefined && resolve(options.onto) === null) {
      throw new Error(`${nameWithOwner} has no ${options.onto}`);
    }
    const base = parent === null ? null : await git.commit(parent);
    const committer = signature(context, options.author ?? owner);
    const author = { ...committer, date: options.authoredAt ?? committer.date };
    const oid = git.writeCommit({
      treeOid: await git.writeTree(base?.treeOid ?? null, options.files),
      parents: parent === null ? [] : [parent],
      author,
      committer,
      message: options.message ?? `files: change ${Object.keys(options.files).join(", ")}`,
    });
    await pushBranch(context, id, branch, oid, ensureOwner(context, options.author ?? owner).id);
    return oid;
  }

  return {
    id,
    nameWithOwner,
    git,
    record: () => repositoryOf(context, id),
    head: (branch) => resolve(branch ?? repositoryOf(context, id).defaultBranch),
    commit: (options) => turn(id, () => commit(options)),
    push(branch, oid, options = {}) {
      return turn(id, async () => {
        const former = resolve(branch);
        const rewinds = former !== null && oid !== null && !(await git.isAncestor(former, oid));
        if (rewinds && options.force !== true) throw new Error(`${branch} is not an ancestor of ${oid}`);
        const by = options.by ?? accountOf(context, repositoryOf(context, id).ownerId).login;
        await pushBranch(context, id, branch, oid, ensureOwner(context, by).id);
      });
    },
    protect: (branch, options) => protect(context, id, branch, options),
    mergeQueue: (branch, options = {}) => setMergeQueue(context, id, branch, options),
    fork(owner) {
      const parent = repositoryOf(context, id);
      const known = context.reader
        .repositories()
        .find((other) => other.parentId === id && other.owner.toLowerCase() === owner.toLowerCase());
      if (known !== undefined) return createHandle(context, known, turn, share);
      const fork = createRepository(context, `${owner}/${parent.name}`, {
        refs: new Map([...parent.refs].filter(([name]) => name.startsWith("refs/heads/"))),
        defaultBranch: parent.defaultBranch,
        parentId: parent.id,
      });
      share(fork, parent.id);
      return createHandle(context, fork, turn, share);
    },
    async read(path, at) {
      const oid = resolve(at ?? repositoryOf(context, id).defaultBranch);
      const entry = oid === null ? null : await git.entry(oid, path);
      const blob = entry?.type === "blob" ? await git.blob(entry.oid) : null;
      return blob === null ? null : Buffer.from(blob.bytes).toString("utf8");
    },
  };
}
