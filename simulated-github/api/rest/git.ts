import type { GitTree, GitTreeEntry } from "../../world/git.ts";
import type { World } from "../../world/interface.ts";
import type { Repository } from "../../world/model.ts";
import { Problem } from "../problem.ts";
import { found, type Handlers, notFound, repositoryOf } from "./call.ts";
import { commitJson, fileJson } from "./commit-json.ts";
import { base64Lines, isRaw, rawContent } from "./content.ts";
import { page } from "./page.ts";
import { commitOf, oidOf } from "./revision.ts";

/** How many entries a recursive tree lists. */
const recursiveLimit = 100_000;
/** How many files a comparison or commit lists on its first page. */
const filesOfPage = 300;

export const gitHandlers: Handlers<
  | "repos/compare-commits-with-basehead"
  | "repos/get-commit"
  | "repos/get-branch"
  | "git/get-blob"
  | "git/get-tree"
  | "git/get-commit"
  | "git/get-ref"
> = {
  "repos/compare-commits-with-basehead": async (call) => {
    const [base, head, ...rest] = call.path.basehead.split("...");
    if (base === undefined || head === undefined || rest.length > 0) throw notFound();
    const repository = repositoryOf(call);
    const { world, shown } = call;
    const git = world.git(repository.id);
    const [from, to] = [oidOf(call.reader, repository, base), oidOf(call.reader, repository, head)];
    const baseCommit = from === null ? null : await git.commit(from);
    const headCommit = to === null ? null : await git.commit(to);
    if (baseCommit === null || headCommit === null) throw notFound();
    const mergeBase = await git.mergeBase(baseCommit.oid, headCommit.oid);
    if (mergeBase === null) throw new Problem(404, `No common ancestor between ${base} and ${head}.`);
    const ahead = await git.commitsBetween(baseCommit.oid, headCommit.oid, 10_000);
    const behind = await git.commitsBetween(headCommit.oid, baseCommit.oid, 10_000);
    const { files } = await world.compare(repository.id, baseCommit.oid, headCommit.oid);
    const { items, headers } = page(call, ahead, 100);
    const json = async (oid: string) =>
      commitJson(
        shown,
        repository,
        world.objectNodeId(repository.id, "commit", oid),
        found(await git.commit(oid)),
      );
    const html = `${shown.urls.html}/${repository.nameWithOwner}/compare/${call.path.basehead}`;
    const firstPage = Number(call.query.page ?? 1) <= 1;
    const body = {
      url: call.url,
      html_url: html,
      permalink_url: html,
      diff_url: `${html}.diff`,
      patch_url: `${html}.patch`,
      base_commit: await json(baseCommit.oid),
      merge_base_commit: await json(mergeBase),
      status: statusOf(ahead.length, behind.length),
      ahead_by: ahead.length,
      behind_by: behind.length,
      total_commits: ahead.length,
      commits: await Promise.all(items.map(json)),
      ...(firstPage
        ? {
            files: files
              .slice(0, filesOfPage)
              .map((file) => fileJson(shown, repository, headCommit.oid, file)),
          }
        : {}),
    };
    return { status: 200, body, headers };
  },
  "repos/get-commit": async (call) => {
    const repository = repositoryOf(call);
    const { world, shown } = call;
    const commit = await commitOf(call, call.path.ref);
    if (call.accept.includes("sha")) {
      return { status: 200, raw: Buffer.from(commit.oid), contentType: "application/vnd.github.sha" };
    }
    const [parent] = commit.parents;
    const files = parent === undefined ? [] : await world.git(repository.id).diff(parent, commit.oid);
    const { items, headers } = page(call, files, filesOfPage);
    const sum = (key: "additions" | "deletions") => files.reduce((total, file) => total + file[key], 0);
    const body = {
      ...commitJson(shown, repository, world.objectNodeId(repository.id, "commit", commit.oid), commit),
      stats: {
        additions: sum("additions"),
        deletions: sum("deletions"),
        total: sum("additions") + sum("deletions"),
      },
      files: items.map((file) => fileJson(shown, repository, commit.oid, file)),
    };
    return { status: 200, body, headers };
  },
  "repos/get-branch": async (call) => {
    const repository = repositoryOf(call);
    const oid = call.reader.ref(repository.id, `refs/heads/${call.path.branch}`);
    if (oid === null) throw new Problem(404, "Branch not found");
    const commit = found(await call.world.git(repository.id).commit(oid));
    const nodeId = call.world.objectNodeId(repository.id, "commit", oid);
    const body = {
      name: call.path.branch,
      commit: commitJson(call.shown, repository, nodeId, commit),
      protected: false,
    };
    return { status: 200, body };
  },
  "git/get-ref": async (call) => {
    const repository = repositoryOf(call);
    const ref = `refs/${call.path.ref.replace(/^refs\//, "")}`;
    const oid = found(call.reader.ref(repository.id, ref));
    const object = found(await call.world.git(repository.id).object(oid));
    const api = `${call.shown.urls.api}/repos/${repository.nameWithOwner}/git`;
    const body = {
      ref,
      node_id: Buffer.from(`Ref:${repository.id}:${ref}`).toString("base64"),
      url: `${api}/${ref}`,
      object: { sha: oid, type: object.type, url: `${api}/${object.type}s/${oid}` },
    };
    return { status: 200, body };
  },
  "git/get-commit": async (call) => {
    const repository = repositoryOf(call);
    const commit = found(await call.world.git(repository.id).commit(oid(call.path.commit_sha)));
    const nodeId = call.world.objectNodeId(repository.id, "commit", commit.oid);
    const { commit: details, parents } = commitJson(call.shown, repository, nodeId, commit);
    return { status: 200, body: { ...details, sha: commit.oid, node_id: nodeId, parents } };
  },
  "git/get-blob": async (call) => {
    const repository = repositoryOf(call);
    const blob = found(await call.world.git(repository.id).blob(oid(call.path.file_sha)));
    if (isRaw(call.accept)) return rawContent(blob.bytes);
    const body = {
      sha: blob.oid,
      node_id: call.world.objectNodeId(repository.id, "blob", blob.oid),
      size: blob.bytes.length,
      url: call.url,
      content: base64Lines(blob.bytes),
      encoding: "base64",
    };
    return { status: 200, body };
  },
  "git/get-tree": async (call) => {
    const repository = repositoryOf(call);
    const git = call.world.git(repository.id);
    const start = found(oidOf(call.reader, repository, call.path.tree_sha));
    const commit = (await git.object(start))?.type === "commit" ? await git.commit(start) : null;
    const tree = found(await git.tree(commit?.treeOid ?? start));
    const entries = await listTree(call.world, repository, tree, call.query.recursive !== undefined);
    const api = `${call.shown.urls.api}/repos/${repository.nameWithOwner}/git`;
    const shown = await Promise.all(
      entries.slice(0, recursiveLimit).map(async ({ path, entry }) => ({
        path,
        mode: entry.mode.toString(8).padStart(6, "0"),
        type: entry.type,
        sha: entry.oid,
        ...(entry.type === "blob" ? { size: (await git.object(entry.oid))?.size ?? 0 } : {}),
        ...(entry.type === "commit" ? {} : { url: `${api}/${entry.type}s/${entry.oid}` }),
      })),
    );
    const body = {
      sha: tree.oid,
      url: `${api}/trees/${tree.oid}`,
      tree: shown,
      truncated: entries.length > recursiveLimit,
    };
    return { status: 200, body };
  },
};

type Listed = { readonly path: string; readonly entry: GitTreeEntry };

/** The entries of a tree and, if wanted, of those below: one more than the limit at most. */
async function listTree(
  world: World,
  repository: Repository,
  top: GitTree,
  recursive: boolean,
): Promise<readonly Listed[]> {
  const listed: Listed[] = [];
  const within = async (tree: GitTree, prefix: string): Promise<void> => {
    for (const entry of tree.entries) {
      if (listed.length > recursiveLimit) return;
      const path = `${prefix}${entry.name}`;
      listed.push({ path, entry });
      if (!recursive || entry.type !== "tree") continue;
      await within(found(await world.git(repository.id).tree(entry.oid)), `${path}/`);
    }
  };
  await within(top, "");
  return listed;
}

function statusOf(ahead: number, behind: number): "identical" | "ahead" | "behind" | "diverged" {
  if (ahead === 0) return behind === 0 ? "identical" : "behind";
  return behind === 0 ? "ahead" : "diverged";
}

/** A full object id in the path; 422 as the git API answers for anything else. */
function oid(text: string): string {
  if (/^[0-9a-f]{40}$/.test(text)) return text;
  throw new Problem(422, "The sha parameter must be exactly 40 characters and contain only [0-9a-f].");
}
