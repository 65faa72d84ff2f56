import { disableAutoMerge, isRefusal } from "./auto-merge.ts";
import { suiteForPush } from "./checks.ts";
import { accountOf, type Context, putPullRequest, repositoryOf, updatePullRequest } from "./context.ts";
import { emit, emitPullRequest, measurePullRequest, shown } from "./events.ts";
import type { Git, GitCommit } from "./git.ts";
import { commitJson } from "./json/commit.ts";
import { leaveQueue } from "./merge-queue.ts";
import { forgetMergeability, mergeabilityOnNewBase } from "./mergeability.ts";
import type { Oid, PullRequest, Repository, TimelineEvent } from "./model.ts";
import { changeBase, closePullRequest, markMerged, withThreads } from "./pull-requests.ts";
import { protectionOf } from "./requirements.ts";
import { dismissStaleReviews } from "./reviews.ts";
import { createEvent } from "./timeline.ts";

const nothing = "0".repeat(40);

/** How many commits a push event lists at most. */
const maxListed = 2048;

type PushedCommit = {
  readonly commit: GitCommit;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly modified: readonly string[];
};

/**
 * Points a branch to another commit (null deletes it) with all that follows: the pull requests from the
 * branch get a new head, those onto it a new base to merge into, and those whose head it now has are merged.
 */
export async function pushBranch(
  context: Context,
  repositoryId: number,
  branch: string,
  oid: Oid | null,
  by: number,
): Promise<void> {
  const name = `refs/heads/${branch}`;
  const repository = repositoryOf(context, repositoryId);
  const before = repository.refs.get(name) ?? null;
  if (before === oid) return;
  const git = context.git(repositoryId);
  if (oid !== null && (await git.commit(oid)) === null) throw new Error(`${oid} is not a commit`);
  const forced = before !== null && oid !== null && !(await git.isAncestor(before, oid));
  const added = oid === null || forced ? [] : await newCommits(context, repository, before, oid);

  setRef(context, repositoryId, name, oid);
  await git.writeRef(diskName(repository, branch), oid);
  const listed = context.hasListeners() ? await withPaths(git, added) : [];
  emitPush(context, repository, name, before, oid, forced, listed, by);
  if (oid !== null) suiteForPush(context, repositoryId, branch, before, oid, by);
  if (before === null || oid === null) recordHeadRef(context, repository, branch, before ?? oid, oid, by);

  for (const pullRequest of openFrom(context, repository, branch)) {
    if (oid === null) closePullRequest(context, pullRequest, by);
    else await synchronize(context, pullRequest, oid, forced, by);
  }
  for (const pullRequest of openOnto(context, repositoryId, branch)) {
    if (oid === null) await loseBase(context, pullRequest, by);
    else putPullRequest(context, { ...pullRequest, ...mergeabilityOnNewBase(context, pullRequest) });
  }
  const heads = new Set(added.map((commit) => commit.oid));
  for (const pullRequest of openOnto(context, repositoryId, branch)) {
    if (oid !== null && heads.has(pullRequest.headRefOid)) markMerged(context, pullRequest, by, oid);
  }
}

/** Sets or deletes a ref of a repository, without anything that follows from a push. */
export function setRef(context: Context, repositoryId: number, name: string, oid: Oid | null): void {
  const repository = repositoryOf(context, repositoryId);
  const refs = new Map(repository.refs);
  if (oid === null) refs.delete(name);
  else refs.set(name, oid);
  const pushedAt = context.timestamp();
  context.state.repositories.set(repositoryId, { ...repository, refs, pushedAt, updatedAt: pushedAt });
}

/** Where a branch is in the git directory: forks share that of their parent. */
function diskName(repository: Repository, branch: string): string {
  return repository.parentId === null ? `refs/heads/${branch}` : `refs/forks/${repository.owner}/${branch}`;
}

function openFrom(context: Context, repository: Repository, branch: string): readonly PullRequest[] {
  const bases = repository.parentId === null ? [repository.id] : [repository.id, repository.parentId];
  return bases.flatMap((id) =>
    context.reader
      .openPullRequests(id)
      .filter(
        (candidate) => candidate.headRepositoryId === repository.id && candidate.headRefName === branch,
      ),
  );
}

/** A branch that was merged and deleted leaves those onto it to the branch it was merged into. */
async function loseBase(context: Context, of: PullRequest, by: number): Promise<void> {
  const merged = context.reader
    .pullRequests(of.repositoryId)
    .findLast(
      (one) =>
        one.state === "MERGED" &&
        one.headRepositoryId === of.repositoryId &&
        one.headRefName === of.baseRefName &&
        context.reader.ref(of.repositoryId, `refs/heads/${one.baseRefName}`) !== null,
    );
  if (merged === undefined) {
    closePullRequest(context, of, by);
    return;
  }
  try {
    await changeBase(context, of, by, merged.baseRefName, "AutomaticBaseChangeSucceededEvent");
  } catch (error) {
    // Nothing is left of it there.
    if (!isRefusal(error)) throw error;
    closePullRequest(context, of, by);
  }
}

/** What the timelines of pull requests say of their branch being deleted or restored. */
function recordHeadRef(
  context: Context,
  repository: Repository,
  branch: string,
  at: Oid | null,
  now: Oid | null,
  by: number,
): void {
  const bases = repository.parentId === null ? [repository.id] : [repository.id, repository.parentId];
  const from = bases
    .flatMap((id) => (at === null ? [] : context.reader.pullRequestsByHead(id, at)))
    .filter((one) => one.headRepositoryId === repository.id && one.headRefName === branch);
  for (const one of from) {
    const last = one.timeline.findLast(
      ({ kind }) => kind === "HeadRefDeletedEvent" || kind === "HeadRefRestoredEvent",
    );
    const isDeleted = last?.kind === "HeadRefDeletedEvent";
    if (isDeleted === (now === null)) continue;
    const kind = now === null ? "HeadRefDeletedEvent" : "HeadRefRestoredEvent";
    updatePullRequest(context, one, {
      timeline: [...one.timeline, { ...createEvent(context, one, by), kind }],
    });
  }
}

function openOnto(context: Context, repositoryId: number, branch: string): readonly PullRequest[] {
  return context.reader
    .openPullRequests(repositoryId)
    .filter((candidate) => candidate.baseRefName === branch);
}

async function synchronize(
  context: Context,
  former: PullRequest,
  head: Oid,
  forced: boolean,
  by: number,
): Promise<void> {
  const base =
    context.reader.ref(former.repositoryId, `refs/heads/${former.baseRefName}`) ?? former.baseRefOid;
  const git = context.git(former.repositoryId);
  const commits = await git.commitsBetween(forced ? base : former.headRefOid, head, 250);
  const changed = await withThreads(context, former, base, head, (current, threads) => ({
    ...current,
    ...forgetMergeability(current),
    headRefOid: head,
    baseRefOid: base,
    formerHeads: [...current.formerHeads, head],
    threads,
    timeline: [...current.timeline, ...pushEvents(context, current, head, forced, commits, by)],
  }));
  await measurePullRequest(context, changed);
  emitPullRequest(context, "synchronize", changed, by, { before: former.headRefOid, after: head });
  if (protectionOf(context.reader, changed)?.dismissStaleReviews === true) {
    dismissStaleReviews(context, changed, by);
  }
  leaveQueue(context, changed, by, "UNKNOWN_REMOVAL_REASON");
  if (!context.reader.mayWrite(changed.repositoryId, by)) {
    disableAutoMerge(context, changed, by, "Head branch was pushed to by a user without write access");
  }
}

function pushEvents(
  context: Context,
  current: PullRequest,
  head: Oid,
  forced: boolean,
  commits: readonly Oid[],
  by: number,
): readonly TimelineEvent[] {
  if (forced) {
    const event = createEvent(context, current, by);
    return [{ ...event, kind: "HeadRefForcePushedEvent", before: current.headRefOid, after: head }];
  }
  return commits.map((commitOid) => ({
    ...createEvent(context, current, by),
    kind: "PullRequestCommit",
    commitOid,
  }));
}

/** The commits of a push as its event lists them, oldest first. */
async function newCommits(
  context: Context,
  repository: Repository,
  before: Oid | null,
  after: Oid,
): Promise<readonly GitCommit[]> {
  const git = context.git(repository.id);
  const base = before ?? repository.refs.get(`refs/heads/${repository.defaultBranch}`) ?? null;
  const oids = base === null ? [after] : await git.commitsBetween(base, after, maxListed);
  const commits = await Promise.all(oids.map((oid) => git.commit(oid)));
  return commits.filter((commit) => commit !== null);
}

/** The commits with the paths that each changes. */
async function withPaths(git: Git, commits: readonly GitCommit[]): Promise<readonly PushedCommit[]> {
  const pushed: PushedCommit[] = [];
  for (const commit of commits.slice(0, maxListed)) {
    const [parent] = commit.parents;
    const files = parent === undefined ? [] : await git.diff(parent, commit.oid);
    const paths = (...statuses: string[]) =>
      files.filter((file) => statuses.includes(file.status)).map((file) => file.path);
    const moved = files.map((file) => file.previousPath).filter((path) => path !== null);
    pushed.push({
      commit,
      added: paths("added", "renamed"),
      removed: [...paths("removed"), ...moved],
      modified: paths("modified", "changed"),
    });
  }
  return pushed;
}

function emitPush(
  context: Context,
  repository: Repository,
  ref: string,
  before: Oid | null,
  after: Oid | null,
  forced: boolean,
  commits: readonly PushedCommit[],
  by: number,
): void {
  emit(context, "push", null, repository.id, by, () => {
    const { urls } = shown(context);
    const pusher = accountOf(context, by);
    const html = `${urls.html}/${repository.nameWithOwner}`;
    const listed = commits.map(({ commit, ...paths }) => ({ ...commitJson(commit, html), ...paths }));
    return {
      ref,
      before: before ?? nothing,
      after: after ?? nothing,
      pusher: { name: pusher.login, email: pusher.email },
      created: before === null,
      deleted: after === null,
      forced,
      base_ref: null,
      compare: `${html}/compare/${(before ?? nothing).slice(0, 12)}...${(after ?? nothing).slice(0, 12)}`,
      commits: listed,
      head_commit: listed.at(-1) ?? null,
    };
  });
}
