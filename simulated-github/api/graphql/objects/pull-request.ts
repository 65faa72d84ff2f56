import type * as schema from "@octokit/graphql-schema";
import type { GraphQLResolveInfo } from "graphql";
import type { ChangedFileStatus, PullRequest, Repository } from "../../../world/model.ts";
import { hasMergeQueue, isOpinion, latestReviews, reviewDecision } from "../../../world/requirements.ts";
import { connection, type PageArguments } from "../connection.ts";
import { after, once, type Source, type View } from "../source.ts";
import { actorById } from "./actor.ts";
import { statusCheckRollup } from "./checks.ts";
import { issueComment, written } from "./comment.ts";
import { commit } from "./git-object.ts";
import { mergeQueue, mergeQueueEntry } from "./merge-queue.ts";
import { reactable } from "./reactions.ts";
import { label, ref, seenRepository } from "./repository.ts";
import { review, reviewThread, visibleReviews, visibleThreads } from "./review.ts";
import { timelineItems } from "./timeline.ts";

/** How many changed files GitHub lists. */
const fileLimit = 3000;

type Info = GraphQLResolveInfo;

export function pullRequest(view: View, record: Repository, of: PullRequest): Source<schema.PullRequest> {
  const { world, reader } = view;
  const url = `${world.urls.html}/${record.nameWithOwner}/pull/${of.number}`;
  const mergeability = once(() => world.askMergeability(record.id, of.number));
  const diff = once(() => world.diff(of));
  const byId = { key: ({ id }: { id: number }) => id };
  return {
    __typename: "PullRequest",
    ...written(view, record, { ...of }),
    ...reactable(view, of.reactions),
    number: of.number,
    title: of.title,
    body: of.body ?? "",
    bodyText: of.body ?? "",
    state: of.state,
    isDraft: of.isDraft,
    locked: of.isLocked,
    closed: of.state !== "OPEN",
    closedAt: of.closedAt,
    merged: of.state === "MERGED",
    mergedAt: of.mergedAt,
    publishedAt: of.createdAt,
    mergedBy: () => (of.mergedById === null ? null : actorById(view, of.mergedById)),
    mergeCommit: () => (of.mergeCommitOid === null ? null : commit(view, record, of.mergeCommitOid)),
    url,
    permalink: url,
    resourcePath: `/${record.nameWithOwner}/pull/${of.number}`,
    baseRefName: of.baseRefName,
    baseRefOid: of.baseRefOid,
    baseRef: () => ref(view, record, `refs/heads/${of.baseRefName}`),
    baseRepository: () => seenRepository(view, record.id),
    headRefName: of.headRefName,
    headRefOid: of.headRefOid,
    headRef: () => {
      const head = of.headRepositoryId === null ? null : reader.repository(of.headRepositoryId);
      return head === null ? null : ref(view, head, `refs/heads/${of.headRefName}`);
    },
    headRepository: () => (of.headRepositoryId === null ? null : seenRepository(view, of.headRepositoryId)),
    headRepositoryOwner: () => (of.headRepositoryId === null ? null : actorById(view, of.headOwnerId)),
    isCrossRepository: of.headRepositoryId !== record.id,
    maintainerCanModify: of.headRepositoryId !== record.id,
    mergeable: async () => (of.state === "OPEN" ? (await mergeability()).state : "UNKNOWN"),
    mergeStateStatus: async () => world.mergeState(of, (await mergeability()).state, reader),
    potentialMergeCommit: async () => {
      const { mergeCommitOid } = await mergeability();
      return mergeCommitOid === null ? null : commit(view, record, mergeCommitOid);
    },
    changedFiles: () => after(diff(), ({ files }) => files.length),
    additions: () => after(diff(), ({ files }) => files.reduce((sum, { additions }) => sum + additions, 0)),
    deletions: () => after(diff(), ({ files }) => files.reduce((sum, { deletions }) => sum + deletions, 0)),
    files: (args: PageArguments, _: View, info: Info) =>
      after(diff(), ({ files }) =>
        connection(
          files.slice(0, fileLimit),
          args,
          info,
          (file): Source<schema.PullRequestChangedFile> => ({
            __typename: "PullRequestChangedFile",
            path: file.path,
            changeType: changeType(file.status),
            additions: file.additions,
            deletions: file.deletions,
            viewerViewedState: "UNVIEWED",
          }),
        ),
      ),
    labels: (args: PageArguments, _: View, info: Info) =>
      connection(world.labelsOf(of, reader), args, info, (one) => label(view, record, one)),
    comments: (args: PageArguments, _: View, info: Info) =>
      connection(of.comments, args, info, (one) => issueComment(view, record, of, one), byId),
    totalCommentsCount: of.comments.length + of.threads.flatMap(({ comments }) => comments).length,
    reviews: (
      args: PageArguments & {
        author?: string | null;
        states?: readonly schema.PullRequestReviewState[] | null;
      },
      _: View,
      info: Info,
    ) => {
      const found = visibleReviews(view, of).filter(
        ({ state, authorId }) =>
          (args.states == null || args.states.includes(state)) &&
          (args.author == null || hasLogin(view, authorId, args.author)),
      );
      return connection(found, args, info, (one) => review(view, record, of, one), {
        ...byId,
        takes: ["author", "states"],
      });
    },
    latestReviews: (args: PageArguments, _: View, info: Info) =>
      connection(
        latestReviews(of, () => true),
        args,
        info,
        (one) => review(view, record, of, one),
        byId,
      ),
    latestOpinionatedReviews: (args: PageArguments & { writersOnly?: boolean | null }, _: View, info: Info) =>
      connection(
        latestReviews(of, isOpinion).filter(
          ({ authorId }) => args.writersOnly !== true || reader.mayWrite(record.id, authorId),
        ),
        args,
        info,
        (one) => review(view, record, of, one),
        { ...byId, takes: ["writersOnly"] },
      ),
    viewerLatestReview: () => {
      const mine = of.reviews.findLast(({ authorId }) => authorId === view.viewer.id);
      return mine === undefined ? null : review(view, record, of, mine);
    },
    reviewDecision: () => reviewDecision(reader, of),
    reviewThreads: (args: PageArguments, _: View, info: Info) =>
      connection(visibleThreads(view, of), args, info, (one) => reviewThread(view, record, of, one), byId),
    commits: async (args: PageArguments, _: View, info: Info) => {
      const oids = await world.commitsOf(of);
      return connection(oids, args, info, (oid) => ({
        __typename: "PullRequestCommit",
        id: Buffer.from(`PullRequestCommit:${of.id}:${oid}`).toString("base64"),
        url: `${url}/commits/${oid}`,
        commit: () => commit(view, record, oid),
        pullRequest: () => pullRequest(view, record, of),
      }));
    },
    statusCheckRollup: () => statusCheckRollup(view, record, of.headRefOid),
    timelineItems: (args: PageArguments, _: View, info: Info) => timelineItems(view, record, of, args, info),
    isMergeQueueEnabled: hasMergeQueue(record, of.baseRefName),
    mergeQueue: () => mergeQueue(view, record, of.baseRefName),
    isInMergeQueue: of.mergeQueueEntry !== null,
    mergeQueueEntry: () =>
      of.mergeQueueEntry === null ? null : mergeQueueEntry(view, record, of, of.mergeQueueEntry),
    autoMergeRequest: () => autoMergeRequest(view, record, of),
    viewerCanUpdate: true,
    viewerCanEnableAutoMerge: record.allowAutoMerge && of.state === "OPEN" && of.autoMerge === null,
  };
}

function autoMergeRequest(
  view: View,
  record: Repository,
  of: PullRequest,
): Source<schema.AutoMergeRequest> | null {
  if (of.autoMerge === null) return null;
  const { enabledById, enabledAt, method, commitTitle, commitBody } = of.autoMerge;
  const methods = { merge: "MERGE", squash: "SQUASH", rebase: "REBASE" } as const;
  return {
    __typename: "AutoMergeRequest",
    enabledAt,
    enabledBy: () => actorById(view, enabledById),
    mergeMethod: methods[method],
    commitHeadline: commitTitle,
    commitBody,
    pullRequest: () => pullRequest(view, record, of),
  };
}

function hasLogin({ reader }: View, accountId: number, login: string): boolean {
  const bare = (one: string) => one.toLowerCase().replace(/\[bot\]$/, "");
  return bare(reader.account(accountId)?.login ?? "") === bare(login);
}

function changeType(status: ChangedFileStatus): schema.PatchStatus {
  const types = {
    added: "ADDED",
    removed: "DELETED",
    modified: "MODIFIED",
    renamed: "RENAMED",
    changed: "CHANGED",
  } as const;
  return types[status];
}
