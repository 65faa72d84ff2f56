import type { GitCommit } from "../../world/git.ts";
import type { Shown } from "../../world/json/account.ts";
import type { ChangedFile, Repository } from "../../world/model.ts";

/** A commit as REST lists it. Git's authors are no accounts here. */
export function commitJson({ urls }: Shown, repository: Repository, nodeId: string, commit: GitCommit) {
  const api = `${urls.api}/repos/${repository.nameWithOwner}`;
  const html = `${urls.html}/${repository.nameWithOwner}`;
  return {
    url: `${api}/commits/${commit.oid}`,
    sha: commit.oid,
    node_id: nodeId,
    html_url: `${html}/commit/${commit.oid}`,
    comments_url: `${api}/commits/${commit.oid}/comments`,
    commit: {
      url: `${api}/git/commits/${commit.oid}`,
      author: commit.author,
      committer: commit.committer,
      message: commit.message,
      comment_count: 0,
      tree: { sha: commit.treeOid, url: `${api}/git/trees/${commit.treeOid}` },
      verification: {
        verified: false,
        reason: "unsigned",
        payload: null,
        signature: null,
        verified_at: null,
      },
    },
    author: null,
    committer: null,
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${api}/commits/${sha}`,
      html_url: `${html}/commit/${sha}`,
    })),
  };
}

/** A `diff-entry`: a changed file. The patch is left out where it is binary or too large. */
export function fileJson({ urls }: Shown, repository: Repository, headOid: string, file: ChangedFile) {
  const path = file.path.split("/").map(encodeURIComponent).join("/");
  const html = `${urls.html}/${repository.nameWithOwner}`;
  return {
    sha: file.blobOid,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${html}/blob/${headOid}/${path}`,
    raw_url: `${html}/raw/${headOid}/${path}`,
    contents_url: `${urls.api}/repos/${repository.nameWithOwner}/contents/${path}?ref=${headOid}`,
    ...(file.patch === null ? {} : { patch: file.patch }),
    ...(file.previousPath === null ? {} : { previous_filename: file.previousPath }),
  };
}
