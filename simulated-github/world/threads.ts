import { type Context, pullRequestOf, repositoryOf } from "./context.ts";
import { findLine, mapLine } from "./diff-lines.ts";
import type { Git } from "./git.ts";
import type { Oid, PullRequest, PullRequestDiff, ReviewThread } from "./model.ts";

/** Where a thread is on a head; `line` is null when it is outdated. */
type Place = {
  readonly line: number | null;
  readonly startLine: number | null;
  readonly position: number | null;
};

/** The three-dot comparison of two commits. */
export async function compareCommits(git: Git, base: Oid, head: Oid): Promise<PullRequestDiff> {
  const mergeBaseOid = (await git.mergeBase(base, head)) ?? base;
  return { mergeBaseOid, headOid: head, files: await git.diff(mergeBaseOid, head) };
}

/**
 * The threads of a pull request as they are once `head` is its head. A thread follows its lines; it is
 * outdated when one of them was changed, or when the comparison no longer shows them.
 */
export async function threadsOn(
  context: Context,
  pullRequest: PullRequest,
  base: Oid,
  head: Oid,
): Promise<readonly ReviewThread[]> {
  if (pullRequest.threads.length === 0) return [];
  const git = context.git(pullRequest.repositoryId);
  const diff = await compareCommits(git, base, head);
  const moved: ReviewThread[] = [];
  for (const thread of pullRequest.threads) {
    moved.push(moveThread(thread, await placeOn(git, thread, base, diff), head));
  }
  return moved;
}

async function placeOn(
  git: Git,
  thread: ReviewThread,
  base: Oid,
  diff: PullRequestDiff,
): Promise<Place | null> {
  const file = diff.files.find((candidate) => candidate.path === thread.path);
  if (file === undefined) return null;
  if (thread.subjectType === "FILE" || thread.originalLine === null) {
    return { line: null, startLine: null, position: null };
  }
  const left = thread.side === "LEFT";
  // A line of the left side is one of the file on the merge base.
  const from = left
    ? ((await git.mergeBase(base, thread.originalCommitOid)) ?? base)
    : thread.originalCommitOid;
  const to = left ? diff.mergeBaseOid : diff.headOid;
  const before = await git.entry(from, thread.path);
  const after = await git.entry(to, thread.path);
  if (before === null || after === null) return null;
  const change = before.oid === after.oid ? null : await git.diffBlobs(before.oid, after.oid);
  const first = thread.originalStartLine ?? thread.originalLine;
  const lines = Array.from({ length: thread.originalLine - first + 1 }, (_, i) => mapLine(change, first + i));
  const line = lines.at(-1) ?? null;
  const start = lines[0] ?? null;
  if (line === null || start === null || line - start !== thread.originalLine - first) return null;
  if (lines.includes(null)) return null;
  const shown = findLine(file, thread.side, line);
  if (shown === null || findLine(file, thread.side, start)?.hunk !== shown.hunk) return null;
  return { line, startLine: thread.originalStartLine === null ? null : start, position: shown.position };
}

function moveThread(thread: ReviewThread, place: Place | null, head: Oid): ReviewThread {
  return {
    ...thread,
    line: place?.line ?? null,
    startLine: place?.startLine ?? null,
    isOutdated: place === null,
    comments: thread.comments.map((comment) => ({
      ...comment,
      position: place?.position ?? null,
      commitOid: place === null ? comment.commitOid : head,
    })),
  };
}

/** The thread of this node id, with its pull request. */
export function findThread(
  context: Context,
  nodeId: string,
): { pullRequest: PullRequest; thread: ReviewThread } | null {
  const node = context.reader.node(nodeId);
  if (node?.kind !== "ReviewThread") return null;
  repositoryOf(context, node.repositoryId);
  const pullRequest = pullRequestOf(context, node.repositoryId, node.number);
  const thread = pullRequest.threads.find((candidate) => candidate.id === node.id);
  return thread === undefined ? null : { pullRequest, thread };
}
