import { disableAutoMerge } from "./auto-merge.ts";
import {
  accountOf,
  type Context,
  nextNumber,
  pullRequestOf,
  putPullRequest,
  repositoryOf,
  updatePullRequest,
} from "./context.ts";
import { invalid, Refusal, unprocessable } from "./errors.ts";
import { emitPullRequest, measurePullRequest, shown } from "./events.ts";
import type { OpenPullRequest } from "./inputs.ts";
import { userOf } from "./json/account.ts";
import { leaveQueue } from "./merge-queue.ts";
import { forgetMergeability, mergeabilityOnOtherBase } from "./mergeability.ts";
import type { Oid, PullRequest, Repository, TimelineEvent } from "./model.ts";
import { threadsOn } from "./threads.ts";
import { createEvent } from "./timeline.ts";

const maxTitle = 256;
/** Of the bodies of pull requests, comments and reviews, in characters. */
export const maxBody = 65_536;

export async function openPullRequest(
  context: Context,
  repositoryId: number,
  by: number,
  options: OpenPullRequest,
): Promise<PullRequest> {
  const repository = repositoryOf(context, repositoryId);
  const baseRefName = options.base ?? repository.defaultBranch;
  const { headRepository, headRefName } = findHead(context, repository, options.head);
  const headRefOid = headRepository?.refs.get(`refs/heads/${headRefName}`);
  const baseRefOid = repository.refs.get(`refs/heads/${baseRefName}`);
  checkTexts(options.title, options.body ?? null);
  if (headRepository === null || headRefOid === undefined) throw invalid("PullRequest", "head");
  if (baseRefOid === undefined) throw invalid("PullRequest", "base");
  const label = `${headRepository.owner}:${headRefName}`;
  const git = context.git(repositoryId);
  if (await git.isAncestor(headRefOid, baseRefOid)) {
    throw invalid("PullRequest", "head", "custom", `No commits between ${baseRefName} and ${label}`);
  }
  const commits = await git.commitsBetween(baseRefOid, headRefOid, 250);
  const rival = context.reader
    .openPullRequests(repositoryId)
    .find(
      (open) =>
        open.headRepositoryId === headRepository.id &&
        open.headRefName === headRefName &&
        open.baseRefName === baseRefName,
    );
  if (rival !== undefined) {
    throw invalid("PullRequest", "head", "custom", `A pull request already exists for ${label}.`);
  }

  const number = nextNumber(context, repositoryId);
  const id = context.nextId();
  const now = context.timestamp();
  const pullRequest: PullRequest = {
    id,
    nodeId: context.state.nodeIds.create("PullRequest", id, { kind: "PullRequest", repositoryId, number }),
    repositoryId,
    number,
    title: options.title,
    body: options.body ?? null,
    authorId: by,
    state: "OPEN",
    isDraft: options.draft ?? false,
    isLocked: false,
    baseRefName,
    baseRefOid,
    headRefName,
    headRefOid,
    headOwnerId: headRepository.ownerId,
    headRepositoryId: headRepository.id,
    formerHeads: [headRefOid],
    mergeability: { state: "UNKNOWN", mergeCommitOid: null, made: null },
    labelIds: [],
    requestedReviewerIds: [],
    reviews: [],
    threads: [],
    comments: [],
    timeline: commits.map((commitOid) => ({
      ...createEvent(context, { repositoryId, number }, by),
      kind: "PullRequestCommit",
      commitOid,
    })),
    reactions: [],
    autoMerge: null,
    mergeQueueEntry: null,
    createdAt: now,
    updatedAt: now,
    lastEditedAt: null,
    editorId: null,
    closedAt: null,
    mergedAt: null,
    mergedById: null,
    mergeCommitOid: null,
  };
  await measurePullRequest(context, pullRequest);
  putPullRequest(context, pullRequest);
  emitPullRequest(context, "opened", pullRequest, by);
  return pullRequest;
}

/** `branch`, or `owner:branch` of a fork. */
function findHead(context: Context, repository: Repository, head: string) {
  const colon = head.indexOf(":");
  const headRefName = head.slice(colon + 1);
  const owner = colon < 0 ? repository.owner : head.slice(0, colon);
  if (owner.toLowerCase() === repository.owner.toLowerCase())
    return { headRepository: repository, headRefName };
  const forks = context.reader.repositories().filter((fork) => fork.parentId === repository.id);
  const headRepository = forks.find((fork) => fork.owner.toLowerCase() === owner.toLowerCase()) ?? null;
  return { headRepository, headRefName };
}

export async function editPullRequest(
  context: Context,
  repositoryId: number,
  number: number,
  by: number,
  change: { title?: string; body?: string | null; base?: string; state?: "OPEN" | "CLOSED" },
): Promise<PullRequest> {
  const former = pullRequestOf(context, repositoryId, number);
  checkTexts(change.title ?? former.title, change.body ?? null);
  let edited = former;
  const texts = textChanges(former, change);
  if (change.base !== undefined && change.base !== former.baseRefName) {
    edited = await changeBase(context, former, by, change.base, "BaseRefChangedEvent", texts);
  } else if (Object.keys(texts).length > 0) {
    edited = editTexts(context, former, by, change);
    emitPullRequest(context, "edited", edited, by, { changes: texts });
  }
  if (change.state === "CLOSED" && edited.state === "OPEN") return closePullRequest(context, edited, by);
  if (change.state === "OPEN" && edited.state !== "OPEN") return reopenPullRequest(context, edited, by);
  return edited;
}

function textChanges(
  former: PullRequest,
  change: { title?: string; body?: string | null },
): Record<string, unknown> {
  const title = change.title !== undefined && change.title !== former.title;
  const body = change.body !== undefined && change.body !== former.body;
  return {
    ...(title ? { title: { from: former.title } } : {}),
    ...(body ? { body: { from: former.body ?? "" } } : {}),
  };
}

function editTexts(
  context: Context,
  former: PullRequest,
  by: number,
  change: { title?: string; body?: string | null },
): PullRequest {
  const title = change.title ?? former.title;
  const body = change.body === undefined ? former.body : change.body;
  const renamed: TimelineEvent[] =
    title === former.title
      ? []
      : [
          {
            ...createEvent(context, former, by),
            kind: "RenamedTitleEvent",
            before: former.title,
            after: title,
          },
        ];
  return updatePullRequest(context, former, {
    title,
    body,
    timeline: [...former.timeline, ...renamed],
    ...(body === former.body ? {} : { lastEditedAt: context.timestamp(), editorId: by }),
  });
}

/** Puts a pull request onto another base: somebody's wish, or because the branch that was its base is gone. */
export async function changeBase(
  context: Context,
  former: PullRequest,
  by: number,
  base: string,
  kind: "BaseRefChangedEvent" | "AutomaticBaseChangeSucceededEvent",
  texts: Record<string, unknown> = {},
): Promise<PullRequest> {
  if (former.state !== "OPEN") {
    throw invalid("PullRequest", "base", "custom", "Cannot change the base branch of a closed pull request.");
  }
  const baseRefOid = repositoryOf(context, former.repositoryId).refs.get(`refs/heads/${base}`);
  if (baseRefOid === undefined) {
    throw invalid("PullRequest", "base", "custom", `Proposed base branch '${base}' was not found`);
  }
  const git = context.git(former.repositoryId);
  if (await git.isAncestor(former.headRefOid, baseRefOid)) {
    throw invalid(
      "PullRequest",
      "base",
      "custom",
      `There are no new commits between base branch '${base}' and head branch '${former.headRefName}'`,
    );
  }
  const changed = await withThreads(context, former, baseRefOid, former.headRefOid, (current, threads) => ({
    ...current,
    ...mergeabilityOnOtherBase(context, current),
    baseRefName: base,
    baseRefOid,
    threads,
    timeline: [
      ...current.timeline,
      {
        ...createEvent(context, current, by),
        kind,
        before: former.baseRefName,
        after: base,
      },
    ],
  }));
  await measurePullRequest(context, changed);
  const edited = updatePullRequest(context, changed, {
    title: former.title,
    body: former.body,
  });
  emitPullRequest(context, "edited", edited, by, {
    changes: { ...texts, base: { ref: { from: former.baseRefName }, sha: { from: former.baseRefOid } } },
  });
  return stopWaiting(context, edited, by, "Base branch was changed");
}

/** Ends auto-merge, and takes a pull request out of its queue. */
export function stopWaiting(context: Context, of: PullRequest, by: number, why: string): PullRequest {
  disableAutoMerge(context, of, by, why);
  return leaveQueue(context, of, by, "UNKNOWN_REMOVAL_REASON");
}

/**
 * Changes a pull request together with where its threads are for another base or head. Finding that takes
 * a while; if the pull request was changed meanwhile, it is found again.
 */
export async function withThreads(
  context: Context,
  pullRequest: PullRequest,
  base: Oid,
  head: Oid,
  change: (current: PullRequest, threads: PullRequest["threads"]) => PullRequest,
): Promise<PullRequest> {
  for (;;) {
    const current = pullRequestOf(context, pullRequest.repositoryId, pullRequest.number);
    const threads = await threadsOn(context, current, base, head);
    const now = pullRequestOf(context, pullRequest.repositoryId, pullRequest.number);
    if (now.threads === current.threads) {
      return putPullRequest(context, { ...change(now, threads), updatedAt: context.timestamp() });
    }
  }
}

export function setDraft(
  context: Context,
  repositoryId: number,
  number: number,
  by: number,
  isDraft: boolean,
): PullRequest {
  const former = pullRequestOf(context, repositoryId, number);
  if (former.isDraft === isDraft) return former;
  if (former.state !== "OPEN") throw unprocessable("Cannot change the draft state of a closed pull request");
  const kind = isDraft ? "ConvertToDraftEvent" : "ReadyForReviewEvent";
  const changed = updatePullRequest(context, former, {
    isDraft,
    timeline: [...former.timeline, { ...createEvent(context, former, by), kind }],
  });
  emitPullRequest(context, isDraft ? "converted_to_draft" : "ready_for_review", changed, by);
  return isDraft ? stopWaiting(context, changed, by, "Pull request was converted to draft") : changed;
}

export function closePullRequest(context: Context, open: PullRequest, by: number): PullRequest {
  const former = stopWaiting(context, open, by, "Pull request was closed");
  const changed = updatePullRequest(context, former, {
    state: "CLOSED",
    closedAt: context.timestamp(),
    timeline: [...former.timeline, { ...createEvent(context, former, by), kind: "ClosedEvent" }],
  });
  emitPullRequest(context, "closed", changed, by);
  return changed;
}

function reopenPullRequest(context: Context, former: PullRequest, by: number): PullRequest {
  const refuse = (message: string) => invalid("PullRequest", "state", "invalid", message);
  if (former.state === "MERGED") throw refuse("state cannot be changed. The pull request was merged.");
  const branch = `refs/heads/${former.headRefName}`;
  const head = former.headRepositoryId === null ? null : context.reader.ref(former.headRepositoryId, branch);
  if (head === null) {
    throw refuse(`state cannot be changed. The ${former.headRefName} branch has been deleted.`);
  }
  if (head !== former.headRefOid) {
    throw refuse(`state cannot be changed. The ${former.headRefName} branch was force-pushed or recreated.`);
  }
  const base = context.reader.ref(former.repositoryId, `refs/heads/${former.baseRefName}`);
  if (base === null) throw refuse("state cannot be changed. The base branch has been deleted.");
  const changed = updatePullRequest(context, former, {
    ...forgetMergeability(former),
    state: "OPEN",
    closedAt: null,
    baseRefOid: base,
    timeline: [...former.timeline, { ...createEvent(context, former, by), kind: "ReopenedEvent" }],
  });
  emitPullRequest(context, "reopened", changed, by);
  return changed;
}

/**
 * Records that a pull request was merged; the base branch has moved already. What auto-merge was asked for stays
 * to be read, as on GitHub.
 */
export function markMerged(context: Context, open: PullRequest, by: number, commitOid: Oid): PullRequest {
  const former = leaveQueue(context, open, by, "ALREADY_MERGED");
  const now = context.timestamp();
  const changed = updatePullRequest(context, former, {
    state: "MERGED",
    closedAt: now,
    mergedAt: now,
    mergedById: by,
    mergeCommitOid: commitOid,
    timeline: [
      ...former.timeline,
      { ...createEvent(context, former, by), kind: "MergedEvent", commitOid },
      { ...createEvent(context, former, by), kind: "ClosedEvent" },
    ],
  });
  emitPullRequest(context, "closed", changed, by);
  return changed;
}

export function requestReviewers(
  context: Context,
  repositoryId: number,
  number: number,
  by: number,
  userIds: readonly number[],
): PullRequest {
  const former = pullRequestOf(context, repositoryId, number);
  if (userIds.includes(former.authorId)) {
    throw new Refusal(422, "Review cannot be requested from pull request author.");
  }
  const added = userIds.filter((id) => !former.requestedReviewerIds.includes(id));
  if (added.length === 0) return former;
  const changed = updatePullRequest(context, former, {
    requestedReviewerIds: [...former.requestedReviewerIds, ...added],
  });
  for (const id of added) {
    const requested_reviewer = userOf(shown(context), accountOf(context, id).id);
    emitPullRequest(context, "review_requested", changed, by, { requested_reviewer });
  }
  return changed;
}

function checkTexts(title: string, body: string | null): void {
  if (title.trim() === "") throw invalid("PullRequest", "title", "missing_field");
  if ([...title].length > maxTitle) {
    throw invalid("PullRequest", "title", "custom", `title is too long (maximum is ${maxTitle} characters)`);
  }
  if (body !== null && [...body].length > maxBody) {
    throw invalid("PullRequest", "body", "custom", `body is too long (maximum is ${maxBody} characters)`);
  }
}
