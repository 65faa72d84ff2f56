import type * as schema from "@octokit/graphql-schema";
import type { GraphQLResolveInfo } from "graphql";
import type { MergeQueueEntry, PullRequest, Repository } from "../../../world/model.ts";
import { hasMergeQueue } from "../../../world/requirements.ts";
import { connection, type PageArguments } from "../connection.ts";
import { inRepository, type Source, type View } from "../source.ts";
import { actorById } from "./actor.ts";
import { commit } from "./git-object.ts";
import { pullRequest } from "./pull-request.ts";
import { repository } from "./repository.ts";

/** The merge queue of a branch; null where there is none. */
export function mergeQueue(view: View, record: Repository, branch: string): Source<schema.MergeQueue> | null {
  if (!hasMergeQueue(record, branch)) return null;
  const queue = record.mergeQueues.get(branch);
  const path = `/${record.nameWithOwner}/queue/${branch}`;
  const methods = { merge: "MERGE", squash: "SQUASH", rebase: "REBASE" } as const;
  return {
    __typename: "MergeQueue",
    [inRepository]: record.id,
    id: queue?.nodeId ?? Buffer.from(`MergeQueue:${record.id}:${branch}`).toString("base64"),
    url: `${view.world.urls.html}${path}`,
    resourcePath: path,
    nextEntryEstimatedTimeToMerge: null,
    repository: () => repository(view, record),
    configuration: {
      __typename: "MergeQueueConfiguration",
      mergeMethod: methods[queue?.method ?? "merge"],
      maximumEntriesToBuild: 1,
      maximumEntriesToMerge: 1,
      minimumEntriesToMerge: 1,
    },
    entries: (args: PageArguments, _: View, info: GraphQLResolveInfo) =>
      connection(
        entriesOf(view, record, branch),
        args,
        info,
        ({ of, entry }) => mergeQueueEntry(view, record, of, entry),
        { key: ({ entry }) => entry.id },
      ),
  };
}

type Queued = { readonly of: PullRequest; readonly entry: MergeQueueEntry };

function entriesOf(view: View, record: Repository, branch: string): readonly Queued[] {
  return view.reader
    .pullRequests(record.id)
    .flatMap((of) => {
      const entry = of.mergeQueueEntry;
      return entry === null || of.baseRefName !== branch ? [] : [{ of, entry }];
    })
    .toSorted((one, other) => one.entry.id - other.entry.id);
}

export function mergeQueueEntry(
  view: View,
  record: Repository,
  of: PullRequest,
  entry: MergeQueueEntry,
): Source<schema.MergeQueueEntry> {
  const ahead = entriesOf(view, record, of.baseRefName).filter((one) => one.entry.id < entry.id);
  const group = view.reader.mergeGroups(record.id).findLast(({ state, pullRequestNumbers }) => {
    return state === "checks_requested" && pullRequestNumbers.includes(of.number);
  });
  return {
    __typename: "MergeQueueEntry",
    id: entry.nodeId,
    state: entry.state,
    enqueuedAt: entry.enqueuedAt,
    estimatedTimeToMerge: null,
    position: ahead.length + 1,
    jump: false,
    solo: false,
    enqueuer: () => actorById(view, entry.enqueuerId),
    pullRequest: () => pullRequest(view, record, of),
    mergeQueue: () => mergeQueue(view, record, of.baseRefName),
    headCommit: () => (group === undefined ? null : commit(view, record, group.headOid)),
    baseCommit: () => (group === undefined ? null : commit(view, record, group.baseOid)),
  };
}
