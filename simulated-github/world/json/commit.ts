import type { GitCommit } from "../git.ts";

/** A commit as `push` and `merge_group` events show it, without the paths that a push adds. */
export function commitJson(commit: GitCommit, repositoryUrl: string) {
  const { author, committer } = commit;
  return {
    id: commit.oid,
    tree_id: commit.treeOid,
    distinct: true,
    message: commit.message,
    timestamp: committer.date,
    url: `${repositoryUrl}/commit/${commit.oid}`,
    author: { name: author.name, email: author.email, username: author.name },
    committer: { name: committer.name, email: committer.email, username: committer.name },
  };
}
