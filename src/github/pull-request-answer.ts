import type { AnsweredRollup } from "./check-rollup.ts";
import type { AnsweredOwnChecks } from "./own-checks.ts";
import type { AnsweredActor } from "./people.ts";

export type AnsweredConfiguration = {
  readonly mode: number;
  readonly type: string;
  readonly object: {
    readonly text?: string | null;
    readonly isTruncated?: boolean;
    readonly isBinary?: boolean | null;
  } | null;
} | null;

/** Events on the timeline, the newest last. */
export type AnsweredEvents = {
  readonly nodes: readonly (AnsweredEvent | null)[];
};

export type AnsweredEvent = {
  readonly __typename?: string;
  readonly createdAt?: string;
  readonly actor?: AnsweredActor;
  /** Why auto-merge was turned off, in GitHub's words. */
  readonly reason?: string | null;
};

export type AnsweredThreads = {
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly nodes: readonly ({
    readonly id: string;
    readonly isResolved: boolean;
    readonly comments: {
      readonly totalCount: number;
      readonly nodes: readonly ({
        readonly id: string;
        readonly body: string;
        readonly viewerDidAuthor: boolean;
        readonly isMinimized: boolean;
      } | null)[];
    };
  } | null)[];
};

export type AnsweredReviews = {
  readonly totalCount: number;
  readonly pageInfo: { readonly hasPreviousPage: boolean; readonly startCursor: string | null };
  readonly nodes: readonly ({
    readonly id: string;
    readonly fullDatabaseId: string | number | null;
    readonly state: string;
    readonly body: string;
    readonly viewerDidAuthor: boolean;
    readonly submittedAt: string | null;
    readonly publishedAt: string | null;
    readonly lastEditedAt: string | null;
    readonly createdViaEmail: boolean;
    readonly isMinimized: boolean;
    readonly reactionGroups:
      | readonly { readonly content: string; readonly viewerHasReacted: boolean }[]
      | null;
    readonly author: AnsweredActor;
    readonly editor: AnsweredActor;
    readonly commit: { readonly oid: string } | null;
  } | null)[];
};

export type AnsweredPull = {
  readonly id: string;
  readonly number: number;
  readonly state: string;
  readonly isDraft: boolean;
  readonly updatedAt: string;
  readonly changedFiles: number;
  readonly mergeable: string;
  readonly potentialMergeCommit: {
    readonly oid: string;
    readonly parents: { readonly nodes: readonly ({ readonly oid: string } | null)[] };
  } | null;
  readonly baseRefName: string;
  readonly headRefOid: string;
  readonly baseRef: {
    readonly target: { readonly oid: string; readonly file?: AnsweredConfiguration } | null;
  } | null;
  readonly author: AnsweredActor;
  readonly isCrossRepository: boolean;
  readonly headRefName: string;
  readonly headRepositoryOwner: { readonly databaseId?: number | null } | null;
  readonly mergeStateStatus: string;
  readonly isMergeQueueEnabled: boolean;
  readonly lastEditedAt: string | null;
  readonly mergeQueue: { readonly configuration: { readonly mergeMethod: string } | null } | null;
  readonly autoMergeRequest: { readonly enabledBy: AnsweredActor; readonly enabledAt: string | null } | null;
  readonly mergeQueueEntry: { readonly enqueuer: AnsweredActor; readonly enqueuedAt: string } | null;
  readonly files: {
    readonly nodes: readonly ({ readonly path: string; readonly changeType: string } | null)[];
  } | null;
  readonly title?: string;
  readonly commits?: {
    readonly totalCount: number;
    readonly nodes: readonly ({
      readonly commit: { readonly oid: string; readonly messageHeadline: string };
    } | null)[];
  } | null;
  readonly labels: { readonly nodes: readonly ({ readonly name: string } | null)[] } | null;
  readonly reviews: AnsweredReviews | null;
  readonly reviewThreads: AnsweredThreads;
  readonly comments: {
    readonly totalCount: number;
    readonly nodes: readonly ({
      readonly id: string;
      readonly fullDatabaseId: string | number | null;
      readonly body: string;
      readonly createdAt: string;
      readonly lastEditedAt: string | null;
      readonly viewerDidAuthor: boolean;
      readonly createdViaEmail: boolean;
      readonly isMinimized: boolean;
      readonly author: AnsweredActor;
      readonly editor: AnsweredActor;
      readonly reactionGroups:
        | readonly { readonly content: string; readonly viewerHasReacted: boolean }[]
        | null;
    } | null)[];
  };
  readonly timelineItems: {
    readonly nodes: readonly ({
      readonly actor?: { readonly login: string } | null;
      readonly review?: { readonly id: string } | null;
    } | null)[];
  };
  readonly replaced: AnsweredEvents;
  readonly retargeted: AnsweredEvents;
  readonly renamed: AnsweredEvents;
  readonly takenBack: AnsweredEvents;
  /** When a merge was handed over to GitHub, and when GitHub or somebody ended that. */
  readonly handedOver: AnsweredEvents;
  /** That of the head; of no check and no status where it is null. */
  readonly statusCheckRollup:
    | (NonNullable<AnsweredRollup> & {
        readonly commit: ({ readonly oid: string } & AnsweredOwnChecks) | null;
      })
    | null;
};

/** What GitHub answers to `PULL_REQUEST_QUERY`. */
export type PullRequestAnswer = {
  readonly viewer: { readonly login: string };
  readonly repository: {
    readonly autoMergeAllowed: boolean;
    readonly pullRequest: AnsweredPull | null;
  } | null;
  readonly fallback: {
    readonly defaultBranchRef: { readonly target: { readonly file?: AnsweredConfiguration } | null } | null;
  } | null;
};
