import type * as schema from "@octokit/graphql-schema";
import type { GraphQLResolveInfo } from "graphql";
import type { PullRequest, Repository, TimelineEvent } from "../../../world/model.ts";
import { connection, type PageArguments } from "../connection.ts";
import type { View } from "../source.ts";
import { actorById, userById } from "./actor.ts";
import { issueComment } from "./comment.ts";
import { commit } from "./git-object.ts";
import { mergeQueue } from "./merge-queue.ts";
import { pullRequest } from "./pull-request.ts";
import { label } from "./repository.ts";
import { review, visibleReviews } from "./review.ts";

type TimelineArguments = PageArguments & {
  readonly itemTypes?: readonly schema.PullRequestTimelineItemsItemType[] | null;
  readonly since?: string | null;
};

type Item = {
  readonly id: number;
  readonly type: string;
  readonly createdAt: string;
  readonly source: () => unknown;
};

/** What happened, in the order of time; `itemTypes` are the names of the types as constants are written. */
export function timelineItems(
  view: View,
  record: Repository,
  of: PullRequest,
  args: TimelineArguments,
  info: GraphQLResolveInfo,
) {
  const all: Item[] = [
    ...of.timeline.map((event) => ({
      ...event,
      type: event.kind,
      source: () => timelineEvent(view, record, of, event),
    })),
    ...of.comments.map((one) => ({
      ...one,
      type: "IssueComment",
      source: () => issueComment(view, record, of, one),
    })),
    ...visibleReviews(view, of).map((one) => ({
      ...one,
      type: "PullRequestReview",
      source: () => review(view, record, of, one),
    })),
  ];
  const wanted = args.itemTypes == null ? null : new Set<string>(args.itemTypes);
  const items = all
    .filter(({ type }) => wanted === null || wanted.has(constantName(type)))
    .filter(({ createdAt }) => args.since == null || createdAt >= args.since)
    .toSorted((one, other) => one.createdAt.localeCompare(other.createdAt) || one.id - other.id);
  return {
    ...connection(items, args, info, ({ source }) => source(), { takes: ["itemTypes", "since"] }),
    filteredCount: items.length,
    pageCount: items.length,
    updatedAt: of.updatedAt,
  };
}

/** `ReviewDismissedEvent` as `REVIEW_DISMISSED_EVENT`. */
function constantName(type: string): string {
  return type.replaceAll(/(?<=[a-z])[A-Z]/g, "_$&").toUpperCase();
}

function timelineEvent(view: View, record: Repository, of: PullRequest, event: TimelineEvent) {
  const shared = {
    __typename: event.kind,
    id: event.nodeId,
    databaseId: event.id,
    createdAt: event.createdAt,
    actor: () => actorById(view, event.actorId),
    pullRequest: () => pullRequest(view, record, of),
  };
  switch (event.kind) {
    case "LabeledEvent":
    case "UnlabeledEvent":
      return { ...shared, label: () => label(view, record, event.label), labelable: shared.pullRequest };
    case "ReviewDismissedEvent": {
      const found = of.reviews.find(({ id }) => id === event.reviewId);
      return {
        ...shared,
        dismissalMessage: event.message,
        previousReviewState: event.previousState,
        review: () => (found === undefined ? null : review(view, record, of, found)),
      };
    }
    case "HeadRefForcePushedEvent":
      return {
        ...shared,
        beforeCommit: () => commit(view, record, event.before),
        afterCommit: () => commit(view, record, event.after),
      };
    case "PullRequestCommit":
      return { ...shared, commit: () => commit(view, record, event.commitOid) };
    case "BaseRefChangedEvent":
      return { ...shared, previousRefName: event.before, currentRefName: event.after };
    case "AutomaticBaseChangeSucceededEvent":
      return { ...shared, oldBase: event.before, newBase: event.after };
    case "RenamedTitleEvent":
      return { ...shared, previousTitle: event.before, currentTitle: event.after };
    case "MergedEvent":
      return { ...shared, commit: () => commit(view, record, event.commitOid), mergeRefName: of.baseRefName };
    case "HeadRefDeletedEvent":
      return { ...shared, headRef: null, headRefName: of.headRefName };
    case "AddedToMergeQueueEvent":
      return {
        ...shared,
        enqueuer: () => userById(view, event.enqueuerId),
        mergeQueue: () => mergeQueue(view, record, of.baseRefName),
      };
    case "RemovedFromMergeQueueEvent": {
      const { beforeOid } = event;
      return {
        ...shared,
        enqueuer: () => userById(view, event.enqueuerId),
        mergeQueue: () => mergeQueue(view, record, of.baseRefName),
        reason: event.reason,
        beforeCommit: () => (beforeOid === null ? null : commit(view, record, beforeOid)),
      };
    }
    case "AutoMergeEnabledEvent":
      return { ...shared, enabler: () => userById(view, event.actorId) };
    case "AutoMergeDisabledEvent":
      return {
        ...shared,
        disabler: () => userById(view, event.actorId),
        reason: event.reason,
        reasonCode: null,
      };
    default:
      return shared;
  }
}
