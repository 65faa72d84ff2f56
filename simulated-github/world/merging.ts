import { allowsMethod } from "./auto-merge.ts";
import { accountOf, type Context, loginOf, pullRequestOf, repositoryOf } from "./context.ts";
import { Refusal, unprocessable } from "./errors.ts";
import { emit, shown } from "./events.ts";
import type { GitSignature } from "./git.ts";
import { commitJson } from "./json/commit.ts";
import { leaveQueue } from "./merge-queue.ts";
import { isBehind } from "./merge-state.ts";
import type { MergeGroup, MergeMethod, Oid, PullRequest } from "./model.ts";
import { markMerged } from "./pull-requests.ts";
import { pushBranch, setRef } from "./pushes.ts";
import { hasMergeQueue, protectionOf, unmetRequirements } from "./requirements.ts";

export async function mergePullRequest(
  context: Context,
  repositoryId: number,
  number: number,
  by: number,
  options: { method?: MergeMethod; expectedHead?: Oid; title?: string; message?: string } = {},
): Promise<PullRequest> {
  const pullRequest = pullRequestOf(context, repositoryId, number);
  const method = options.method ?? "merge";
  if (options.expectedHead !== undefined && options.expectedHead !== pullRequest.headRefOid) {
    throw new Refusal(409, "Head branch was modified. Review and try the merge again.");
  }
  if (pullRequest.isDraft) throw new Refusal(405, "Pull Request is still a draft");
  if (pullRequest.state !== "OPEN") throw new Refusal(405, "Pull Request is not mergeable");
  const branch = pullRequest.baseRefName;
  if (!allowsMethod(repositoryOf(context, repositoryId), method)) {
    throw new Refusal(405, `${methodWords[method]} are not allowed on this repository.`);
  }
  await refuseBlocked(context, pullRequest, by);
  const base = context.reader.ref(repositoryId, `refs/heads/${branch}`);
  const merged = base === null ? null : await mergeOnto(context, pullRequest, base, by, options);
  if (merged === null) throw new Refusal(405, "Pull Request is not mergeable");
  await refuseBlocked(context, pullRequest, by);
  const now = pullRequestOf(context, repositoryId, number);
  const tip = context.reader.ref(repositoryId, `refs/heads/${branch}`);
  if (now.headRefOid !== pullRequest.headRefOid || tip !== base) {
    throw new Refusal(409, "Base branch was modified. Review and try the merge again.");
  }
  leaveQueue(context, now, by, "MERGE", merged);
  const done = markMerged(context, pullRequestOf(context, repositoryId, number), by, merged);
  await pushBranch(context, repositoryId, branch, merged, by);
  return done;
}

const methodWords = {
  merge: "Merge commits",
  squash: "Squash merges",
  rebase: "Rebase merges",
} as const satisfies Record<MergeMethod, string>;

/** What protects the base holds for everybody but the Apps that are let through. */
async function refuseBlocked(context: Context, of: PullRequest, by: number): Promise<void> {
  const protection = protectionOf(context.reader, of);
  const appId = accountOf(context, by).appId;
  if (protection !== null && appId !== null && protection.bypassAppIds.includes(appId)) return;
  if (hasMergeQueue(repositoryOf(context, of.repositoryId), of.baseRefName)) {
    const words = "Repository rule violations found\n\nChanges must be made through the merge queue\n\n";
    throw new Refusal(405, words);
  }
  if (protection === null) return;
  if (protection.pusherIds !== null && !protection.pusherIds.includes(by)) {
    throw new Refusal(405, "You're not authorized to push to this branch.");
  }
  if (protection.requireUpToDate && (await isBehind(context, context.reader, of))) {
    throw new Refusal(405, "This branch is out-of-date with the base branch.");
  }
  // Last, and at once: nothing may come between this and the merge.
  const unmet = unmetRequirements(context.reader, pullRequestOf(context, of.repositoryId, of.number));
  if (unmet.length > 0) throw new Refusal(405, unmet.join(" "));
}

/** The commit that merging makes, or null on a conflict. */
async function mergeOnto(
  context: Context,
  pullRequest: PullRequest,
  base: Oid,
  by: number,
  options: { method?: MergeMethod; title?: string; message?: string },
): Promise<Oid | null> {
  const git = context.git(pullRequest.repositoryId);
  const merge = await git.mergeCommit(base, pullRequest.headRefOid, "merge");
  const merged = merge === null ? null : await git.commit(merge);
  if (merged === null) return null;
  const author = signature(context, loginOf(context, by));
  const committer: GitSignature = { name: "GitHub", email: "noreply@github.com", date: context.timestamp() };
  const method = options.method ?? "merge";
  if (method === "rebase") return rebase(context, pullRequest, base, committer);
  const owner = loginOf(context, pullRequest.headOwnerId);
  const title =
    options.title ??
    (method === "squash"
      ? `${pullRequest.title} (#${pullRequest.number})`
      : `Merge pull request #${pullRequest.number} from ${owner}/${pullRequest.headRefName}`);
  const message = options.message ?? (method === "squash" ? (pullRequest.body ?? "") : pullRequest.title);
  return git.writeCommit({
    treeOid: merged.treeOid,
    parents: method === "squash" ? [base] : [base, pullRequest.headRefOid],
    author: method === "squash" ? signature(context, loginOf(context, pullRequest.authorId)) : author,
    committer,
    message: message === "" ? title : `${title}\n\n${message}`,
  });
}

/** Only where the base has not moved since: GitHub rebases more, which nobody here needs. */
async function rebase(
  context: Context,
  pullRequest: PullRequest,
  base: Oid,
  committer: GitSignature,
): Promise<Oid> {
  const git = context.git(pullRequest.repositoryId);
  if ((await git.mergeBase(base, pullRequest.headRefOid)) !== base) {
    throw new Refusal(405, "This branch can't be rebased");
  }
  let tip = base;
  for (const oid of await git.commitsBetween(base, pullRequest.headRefOid, 250)) {
    const commit = await git.commit(oid);
    if (commit !== null) tip = git.writeCommit({ ...commit, parents: [tip], committer });
  }
  return tip;
}

/** Who made a commit, and when. */
export function signature(context: Context, login: string): GitSignature {
  const account = context.reader.accountByLogin(login);
  const email = `${account?.id ?? 0}+${login}@users.noreply.github.com`;
  return { name: account?.name ?? login, email, date: context.timestamp() };
}

export async function createMergeGroup(
  context: Context,
  repositoryId: number,
  numbers: readonly number[],
  queue: { by: number; method: MergeMethod } | null = null,
): Promise<MergeGroup> {
  const pullRequests = numbers.map((number) => pullRequestOf(context, repositoryId, number));
  const [first] = pullRequests;
  if (first === undefined) throw new Error("a merge group needs a pull request");
  const baseRef = `refs/heads/${first.baseRefName}`;
  const baseOid = context.reader.ref(repositoryId, baseRef);
  if (baseOid === null) throw unprocessable("The base branch is gone");
  const git = context.git(repositoryId);
  let headOid = baseOid;
  for (const pullRequest of pullRequests) {
    const { headRefOid, number } = pullRequest;
    const merged =
      queue === null
        ? await git.mergeCommit(headOid, headRefOid, `Merge pull request #${number}`)
        : await mergeOnto(context, pullRequest, headOid, queue.by, { method: queue.method });
    if (merged === null) throw unprocessable(`Pull request #${number} cannot be merged`);
    headOid = merged;
  }
  if (context.reader.ref(repositoryId, baseRef) !== baseOid) throw unprocessable("The base branch moved");
  const branch = `gh-readonly-queue/${first.baseRefName}/pr-${numbers.at(-1)}-${baseOid}`;
  const id = context.nextId();
  const group: MergeGroup = {
    id,
    repositoryId,
    headRef: `refs/heads/${branch}`,
    headOid,
    baseRef,
    baseOid,
    pullRequestNumbers: numbers,
    pullRequestHeads: pullRequests.map(({ headRefOid }) => headRefOid),
    isQueued: queue !== null,
    state: "checks_requested",
    createdAt: context.timestamp(),
  };
  const by = queue?.by ?? repositoryOf(context, repositoryId).ownerId;
  await pushBranch(context, repositoryId, branch, headOid, by);
  context.state.mergeGroups.set(id, group);
  await emitGroup(context, "checks_requested", group, by);
  return group;
}

export async function destroyMergeGroup(
  context: Context,
  mergeGroupId: number,
  reason: "merged" | "invalidated" | "dequeued",
  by?: number,
): Promise<void> {
  const group = context.state.mergeGroups.get(mergeGroupId);
  if (group === undefined || group.state !== "checks_requested")
    throw new Error("there is no such merge group");
  const { repositoryId } = group;
  const actor = by ?? repositoryOf(context, repositoryId).ownerId;
  context.state.mergeGroups.set(mergeGroupId, { ...group, state: reason });
  if (reason === "merged") {
    for (const number of group.pullRequestNumbers) {
      const left = leaveQueue(context, { repositoryId, number }, actor, "MERGE", group.headOid);
      markMerged(context, left, actor, group.headOid);
    }
    await pushBranch(context, repositoryId, group.baseRef.slice("refs/heads/".length), group.headOid, actor);
  }
  setRef(context, repositoryId, group.headRef, null);
  await context.git(repositoryId).writeRef(group.headRef, null);
  await emitGroup(context, "destroyed", group, actor, { reason });
}

async function emitGroup(
  context: Context,
  action: string,
  group: MergeGroup,
  by: number,
  more: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const commit = await context.git(group.repositoryId).commit(group.headOid);
  if (commit === null) return;
  emit(context, "merge_group", action, group.repositoryId, by, () => {
    const { urls } = shown(context);
    const { nameWithOwner } = repositoryOf(context, group.repositoryId);
    const head = commitJson(commit, `${urls.html}/${nameWithOwner}`);
    const { id, tree_id, message, timestamp, author, committer } = head;
    return {
      ...more,
      merge_group: {
        head_sha: group.headOid,
        head_ref: group.headRef,
        base_sha: group.baseOid,
        base_ref: group.baseRef,
        head_commit: { id, tree_id, message, timestamp, author, committer },
      },
    };
  });
}
