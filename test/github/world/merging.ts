import { accountOf, type Context, pullRequestOf, repositoryOf, updatePullRequest } from "./context.ts";
import { Refusal, unprocessable } from "./errors.ts";
import { emit, shown } from "./events.ts";
import type { GitSignature } from "./git.ts";
import { commitJson } from "./json/commit.ts";
import type { AutoMerge, MergeGroup, MergeMethod, Oid, PullRequest } from "./model.ts";
import { markMerged } from "./pull-requests.ts";
import { pushBranch, setRef } from "./pushes.ts";
import { createEvent } from "./timeline.ts";

export async function mergePullRequest(
  context: Context,
  repositoryId: number,
  number: number,
  by: number,
  options: { method?: MergeMethod; expectedHead?: Oid; title?: string; message?: string } = {},
): Promise<PullRequest> {
  const pullRequest = pullRequestOf(context, repositoryId, number);
  if (options.expectedHead !== undefined && options.expectedHead !== pullRequest.headRefOid) {
    throw new Refusal(409, "Head branch was modified. Review and try the merge again.");
  }
  if (pullRequest.isDraft) throw new Refusal(405, "Pull Request is still a draft");
  if (pullRequest.state !== "OPEN") throw new Refusal(405, "Pull Request is not mergeable");
  const branch = pullRequest.baseRefName;
  const base = context.reader.ref(repositoryId, `refs/heads/${branch}`);
  const merged = base === null ? null : await mergeOnto(context, pullRequest, base, by, options);
  if (merged === null) throw new Refusal(405, "Pull Request is not mergeable");
  const now = pullRequestOf(context, repositoryId, number);
  const tip = context.reader.ref(repositoryId, `refs/heads/${branch}`);
  if (now.headRefOid !== pullRequest.headRefOid || tip !== base) {
    throw new Refusal(409, "Base branch was modified. Review and try the merge again.");
  }
  const done = markMerged(context, now, by, merged);
  await pushBranch(context, repositoryId, branch, merged, by);
  return done;
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
  const { login } = accountOf(context, by);
  const author = signature(context, login);
  const committer: GitSignature = { name: "GitHub", email: "noreply@github.com", date: context.timestamp() };
  const method = options.method ?? "merge";
  if (method === "rebase") return rebase(context, pullRequest, base, committer);
  const owner = accountOf(context, pullRequest.headOwnerId).login;
  const title =
    options.title ??
    (method === "squash"
      ? `${pullRequest.title} (#${pullRequest.number})`
      : `Merge pull request #${pullRequest.number} from ${owner}/${pullRequest.headRefName}`);
  const message = options.message ?? (method === "squash" ? (pullRequest.body ?? "") : pullRequest.title);
  return git.writeCommit({
    treeOid: merged.treeOid,
    parents: method === "squash" ? [base] : [base, pullRequest.headRefOid],
    author: method === "squash" ? signature(context, accountOf(context, pullRequest.authorId).login) : author,
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
): Promise<MergeGroup> {
  const pullRequests = numbers.map((number) => pullRequestOf(context, repositoryId, number));
  const [first] = pullRequests;
  if (first === undefined) throw new Error("a merge group needs a pull request");
  const baseRef = `refs/heads/${first.baseRefName}`;
  const baseOid = context.reader.ref(repositoryId, baseRef);
  if (baseOid === null) throw unprocessable("The base branch is gone");
  const git = context.git(repositoryId);
  let headOid = baseOid;
  for (const { headRefOid, number } of pullRequests) {
    const merged = await git.mergeCommit(headOid, headRefOid, `Merge pull request #${number}`);
    if (merged === null) throw unprocessable(`Pull request #${number} cannot be merged`);
    headOid = merged;
  }
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
    state: "checks_requested",
    createdAt: context.timestamp(),
  };
  const owner = repositoryOf(context, repositoryId).ownerId;
  await pushBranch(context, repositoryId, branch, headOid, owner);
  context.state.mergeGroups.set(id, group);
  await emitGroup(context, "checks_requested", group, owner);
  return group;
}

export async function destroyMergeGroup(
  context: Context,
  mergeGroupId: number,
  reason: "merged" | "invalidated" | "dequeued",
): Promise<void> {
  const group = context.state.mergeGroups.get(mergeGroupId);
  if (group === undefined || group.state !== "checks_requested")
    throw new Error("there is no such merge group");
  const { repositoryId } = group;
  const owner = repositoryOf(context, repositoryId).ownerId;
  context.state.mergeGroups.set(mergeGroupId, { ...group, state: reason });
  if (reason === "merged") {
    for (const number of group.pullRequestNumbers) {
      markMerged(context, pullRequestOf(context, repositoryId, number), owner, group.headOid);
    }
    await pushBranch(context, repositoryId, group.baseRef.slice("refs/heads/".length), group.headOid, owner);
  }
  setRef(context, repositoryId, group.headRef, null);
  await context.git(repositoryId).writeRef(group.headRef, null);
  await emitGroup(context, "destroyed", group, owner, { reason });
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

export function setAutoMerge(
  context: Context,
  repositoryId: number,
  number: number,
  by: number,
  autoMerge: Omit<AutoMerge, "enabledById" | "enabledAt"> | null,
): PullRequest {
  const pullRequest = pullRequestOf(context, repositoryId, number);
  const kind = autoMerge === null ? "AutoMergeDisabledEvent" : "AutoMergeEnabledEvent";
  return updatePullRequest(context, pullRequest, {
    autoMerge: autoMerge === null ? null : { ...autoMerge, enabledById: by, enabledAt: context.timestamp() },
    timeline: [...pullRequest.timeline, { ...createEvent(context, pullRequest, by), kind }],
  });
}

export function enqueue(context: Context, repositoryId: number, number: number, by: number): PullRequest {
  const pullRequest = pullRequestOf(context, repositoryId, number);
  const id = context.nextId();
  return updatePullRequest(context, pullRequest, {
    mergeQueueEntry: {
      id,
      nodeId: context.state.nodeIds.create("MergeQueueEntry", id, {
        kind: "MergeQueueEntry",
        repositoryId,
        number,
        id,
      }),
      enqueuerId: by,
      enqueuedAt: context.timestamp(),
      state: "QUEUED",
    },
    timeline: [
      ...pullRequest.timeline,
      { ...createEvent(context, pullRequest, by), kind: "AddedToMergeQueueEvent" },
    ],
  });
}

export function dequeue(context: Context, repositoryId: number, number: number, by: number): PullRequest {
  const pullRequest = pullRequestOf(context, repositoryId, number);
  return updatePullRequest(context, pullRequest, {
    mergeQueueEntry: null,
    timeline: [
      ...pullRequest.timeline,
      { ...createEvent(context, pullRequest, by), kind: "RemovedFromMergeQueueEvent" },
    ],
  });
}
