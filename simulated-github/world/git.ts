import type { Files } from "./inputs.ts";
import type { ChangedFile, Oid } from "./model.ts";

/** At once where it is cached, so that resolvers need not wait. */
export type MaybePromise<T> = T | Promise<T>;

export type GitObjectType = "commit" | "tree" | "blob" | "tag";

/** An entry of a tree. `mode` is the number git shows in octal, as GraphQL has it (33188 for 100644). */
export type GitTreeEntry = {
  readonly name: string;
  readonly nameBytes: Uint8Array;
  readonly mode: number;
  readonly type: "commit" | "tree" | "blob";
  readonly oid: Oid;
};

export type GitTree = { readonly oid: Oid; readonly entries: readonly GitTreeEntry[] };

export type GitSignature = { readonly name: string; readonly email: string; readonly date: string };

export type GitCommit = {
  readonly oid: Oid;
  readonly treeOid: Oid;
  readonly parents: readonly Oid[];
  readonly author: GitSignature;
  readonly committer: GitSignature;
  readonly message: string;
};

export type GitBlob = { readonly oid: Oid; readonly bytes: Uint8Array; readonly isBinary: boolean };

/**
 * The objects of a repository and of its forks. Trees, commits and blobs that were read are cached. Names
 * of refs are the world's matter: see `Reader.ref`.
 */
export type Git = {
  readonly directory: string;
  /** Null where there is none of this id. */
  object(oid: Oid): MaybePromise<{ type: GitObjectType; oid: Oid; size: number } | null>;
  commit(oid: Oid): MaybePromise<GitCommit | null>;
  tree(oid: Oid): MaybePromise<GitTree | null>;
  blob(oid: Oid): MaybePromise<GitBlob | null>;
  /** What is at a path of a commit or tree; the empty path is the root tree. Symlinks are not followed. */
  entry(treeish: Oid, path: string): MaybePromise<GitTreeEntry | null>;
  /** Null where two commits have no common ancestor. */
  mergeBase(one: Oid, other: Oid): Promise<Oid | null>;
  isAncestor(ancestor: Oid, descendant: Oid): Promise<boolean>;
  /** Two-dot comparison of commits or trees, as GitHub lists changed files. Cached. */
  diff(from: Oid, to: Oid): MaybePromise<readonly ChangedFile[]>;
  /** Compares two blobs as two states of one file; null for a file that is not there. */
  diffBlobs(from: Oid | null, to: Oid | null): Promise<ChangedFile | null>;
  /** The commit that merges `head` into `base`; null on a conflict. The same each time. */
  mergeCommit(base: Oid, head: Oid, message: string): Promise<Oid | null>;
  /** Commits reachable from `head` and not from `base`, oldest first, at most `limit`. */
  commitsBetween(base: Oid, head: Oid, limit: number): Promise<readonly Oid[]>;

  /** Writes what the tree becomes with these files; returns its id. */
  writeTree(tree: Oid | null, files: Files): Promise<Oid>;
  writeCommit(commit: Omit<GitCommit, "oid">): Oid;
  /** Points a ref on disk to a commit, or deletes it; only for those who look at the repository with git. */
  writeRef(name: string, oid: Oid | null): Promise<void>;
  close(): Promise<void>;
};
