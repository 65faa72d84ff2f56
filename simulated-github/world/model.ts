/**
 * The state of the simulated GitHub as plain data. Every record is immutable: a change puts a new record in
 * the place of the old one, so a reader may keep what it was given, and the former state stays readable
 * (see `World.readView`).
 *
 * Ids are as GitHub has them: `id` is the database id of REST, `nodeId` the global id of GraphQL. Times are
 * ISO 8601 in UTC with whole seconds.
 */

/** A full git object name, 40 hexadecimal digits. */
export type Oid = string;

/** `2026-01-02T03:04:05Z`. */
export type Timestamp = string;

export type AccountType = "User" | "Bot" | "Organization";

export type Account = {
  readonly type: AccountType;
  readonly id: number;
  readonly nodeId: string;
  /** As REST shows it: a Bot's ends in `[bot]`, which GraphQL's `Actor.login` leaves out. */
  readonly login: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly createdAt: Timestamp;
  /** The App that a Bot acts for. */
  readonly appId: number | null;
  /** Ids of the members of an Organization. */
  readonly memberIds: readonly number[];
};

export type Access = "read" | "write" | "admin";

/** By GitHub's names: `contents`, `pull_requests`, `issues`, `checks`, `statuses`, `metadata`, `members`, … */
export type Permissions = Readonly<Record<string, Access>>;

export type App = {
  readonly id: number;
  readonly nodeId: string;
  readonly slug: string;
  readonly name: string;
  readonly clientId: string;
  readonly ownerId: number;
  /** The account `<slug>[bot]`. */
  readonly botId: number;
  /** What the App asks for; an installation may have accepted less. */
  readonly permissions: Permissions;
  /** The webhook events that the App has subscribed to. */
  readonly events: readonly string[];
  readonly createdAt: Timestamp;
  readonly updatedAt: Timestamp;
};

export type Installation = {
  readonly id: number;
  readonly appId: number;
  readonly accountId: number;
  readonly permissions: Permissions;
  readonly events: readonly string[];
  readonly repositorySelection: "all" | "selected";
  /** Empty where the selection is "all": ask `installedOn`. */
  readonly repositoryIds: readonly number[];
  readonly suspendedAt: Timestamp | null;
  readonly suspendedById: number | null;
  readonly createdAt: Timestamp;
  readonly updatedAt: Timestamp;
};

export type RepositoryRole = "read" | "triage" | "write" | "maintain" | "admin";

export type Repository = {
  readonly id: number;
  readonly nodeId: string;
  readonly ownerId: number;
  readonly owner: string;
  readonly name: string;
  readonly nameWithOwner: string;
  readonly description: string | null;
  readonly isPrivate: boolean;
  readonly isArchived: boolean;
  /** The repository this is a fork of. */
  readonly parentId: number | null;
  /** Without `refs/heads/`. */
  readonly defaultBranch: string;
  readonly allowAutoMerge: boolean;
  readonly allowMergeCommit: boolean;
  readonly allowSquashMerge: boolean;
  readonly allowRebaseMerge: boolean;
  /** The branches (without `refs/heads/`) whose merge queue is a record alone: it does nothing by itself. */
  readonly mergeQueueBranches: readonly string[];
  /** By branch, the merge queues that act. */
  readonly mergeQueues: ReadonlyMap<string, MergeQueue>;
  /** By branch. */
  readonly protections: ReadonlyMap<string, BranchProtection>;
  /** By account id, those with a role of their own. The owner of a personal repository is its admin. */
  readonly collaborators: ReadonlyMap<number, RepositoryRole>;
  /** By full name (`refs/heads/main`). Pull requests' refs are not in here: ask `resolveRef`. */
  readonly refs: ReadonlyMap<string, Oid>;
  readonly labels: readonly Label[];
  readonly createdAt: Timestamp;
  readonly updatedAt: Timestamp;
  readonly pushedAt: Timestamp;
};

/** A check or commit status that has to succeed; with an App, only that one's check counts. */
export type RequiredCheck = { readonly name: string; readonly appId: number | null };

/** What holds for a protected branch, for administrators too. */
export type BranchProtection = {
  readonly requireResolvedThreads: boolean;
  /** Who may dismiss reviews; null for all who may write. */
  readonly dismisserIds: readonly number[] | null;
  readonly requiredChecks: readonly RequiredCheck[];
  readonly requiredApprovals: number;
  readonly dismissStaleReviews: boolean;
  /** Whether the head has to hold the tip of the base. */
  readonly requireUpToDate: boolean;
  /** Ids of the accounts that may push and merge; null: whoever may write. */
  readonly pusherIds: readonly number[] | null;
  /** Ids of the Apps for which nothing of this holds. */
  readonly bypassAppIds: readonly number[];
};

export type MergeQueue = { readonly nodeId: string; readonly branch: string; readonly method: MergeMethod };

/** A team of an organization. */
export type Team = {
  readonly id: number;
  readonly nodeId: string;
  readonly organizationId: number;
  readonly slug: string;
  readonly name: string;
  readonly parentId: number | null;
  /** Without those of child teams. */
  readonly memberIds: readonly number[];
  /** By repository id. Child teams have them too. */
  readonly roles: ReadonlyMap<number, RepositoryRole>;
  readonly createdAt: Timestamp;
};

export type Label = {
  readonly id: number;
  readonly nodeId: string;
  readonly repositoryId: number;
  readonly name: string;
  /** Six hexadecimal digits, lower case. */
  readonly color: string;
  readonly description: string | null;
  readonly isDefault: boolean;
  readonly createdAt: Timestamp;
};

export type MergeableState = "MERGEABLE" | "CONFLICTING" | "UNKNOWN";

export type Mergeability = {
  readonly state: MergeableState;
  /** While the state is UNKNOWN, that of a former head or base, or null. On a conflict null. */
  readonly mergeCommitOid: Oid | null;
  /** Where base and head parted when that commit was made, and when that was; null for one of a former head. */
  readonly made: { readonly mergeBaseOid: Oid | null; readonly at: number } | null;
};

export type MergeMethod = "merge" | "squash" | "rebase";

export type PullRequest = {
  readonly id: number;
  readonly nodeId: string;
  readonly repositoryId: number;
  readonly number: number;
  readonly title: string;
  readonly body: string | null;
  readonly authorId: number;
  readonly state: "OPEN" | "CLOSED" | "MERGED";
  readonly isDraft: boolean;
  readonly isLocked: boolean;
  /** Without `refs/heads/`. */
  readonly baseRefName: string;
  /** The tip of the base branch when the head was last pushed, or the base last changed. */
  readonly baseRefOid: Oid;
  readonly headRefName: string;
  readonly headRefOid: Oid;
  readonly headOwnerId: number;
  /** Null when the fork is gone. */
  readonly headRepositoryId: number | null;
  /** Every commit that was the head, oldest first. */
  readonly formerHeads: readonly Oid[];
  readonly mergeability: Mergeability;
  readonly labelIds: readonly number[];
  readonly requestedReviewerIds: readonly number[];
  /** In the order of their creation. A review that is pending is seen by its author only. */
  readonly reviews: readonly Review[];
  readonly threads: readonly ReviewThread[];
  readonly comments: readonly IssueComment[];
  readonly timeline: readonly TimelineEvent[];
  readonly reactions: readonly Reaction[];
  readonly autoMerge: AutoMerge | null;
  readonly mergeQueueEntry: MergeQueueEntry | null;
  readonly createdAt: Timestamp;
  readonly updatedAt: Timestamp;
  readonly lastEditedAt: Timestamp | null;
  /** Who edited the body last. */
  readonly editorId: number | null;
  readonly closedAt: Timestamp | null;
  readonly mergedAt: Timestamp | null;
  readonly mergedById: number | null;
  /** What merging made on the base branch. The test merge is in `mergeability`. */
  readonly mergeCommitOid: Oid | null;
};

export type AutoMerge = {
  readonly enabledById: number;
  readonly enabledAt: Timestamp;
  readonly method: MergeMethod;
  readonly commitTitle: string | null;
  readonly commitBody: string | null;
};

export type MergeQueueEntry = {
  readonly id: number;
  readonly nodeId: string;
  readonly enqueuerId: number;
  readonly enqueuedAt: Timestamp;
  readonly state: "QUEUED" | "AWAITING_CHECKS" | "MERGEABLE" | "UNMERGEABLE" | "LOCKED";
};

export type ReviewState = "PENDING" | "COMMENTED" | "APPROVED" | "CHANGES_REQUESTED" | "DISMISSED";

export type Review = {
  readonly id: number;
  readonly nodeId: string;
  readonly authorId: number;
  readonly state: ReviewState;
  readonly body: string;
  readonly commitOid: Oid;
  readonly createdAt: Timestamp;
  readonly updatedAt: Timestamp;
  /** Null while pending. */
  readonly submittedAt: Timestamp | null;
  readonly lastEditedAt: Timestamp | null;
  readonly editorId: number | null;
  readonly minimized: MinimizedReason | null;
  readonly reactions: readonly Reaction[];
};

export type DiffSide = "LEFT" | "RIGHT";

export type ReviewThread = {
  readonly id: number;
  readonly nodeId: string;
  readonly path: string;
  readonly subjectType: "LINE" | "FILE";
  readonly side: DiffSide;
  readonly startSide: DiffSide | null;
  /** On the current head; null when outdated, or for a thread about a file. Counted from 1. */
  readonly line: number | null;
  /** Null for one line. */
  readonly startLine: number | null;
  readonly originalLine: number | null;
  readonly originalStartLine: number | null;
  readonly originalCommitOid: Oid;
  readonly isOutdated: boolean;
  readonly isResolved: boolean;
  /** Also a Bot's, which GraphQL's `resolvedBy: User` cannot show. */
  readonly resolvedById: number | null;
  /** Never empty: the last comment takes its thread along. */
  readonly comments: readonly ReviewComment[];
};

export type ReviewComment = {
  readonly id: number;
  readonly nodeId: string;
  readonly reviewId: number;
  readonly inReplyToId: number | null;
  readonly authorId: number;
  readonly body: string;
  /** The part of the patch from its hunk's header to the line. */
  readonly diffHunk: string;
  /** The line's place in the file's patch, counted from the first hunk header; null when outdated. */
  readonly position: number | null;
  readonly originalPosition: number | null;
  /** The head on which the line was last found. */
  readonly commitOid: Oid;
  readonly originalCommitOid: Oid;
  readonly minimized: MinimizedReason | null;
  readonly createdAt: Timestamp;
  readonly updatedAt: Timestamp;
  readonly lastEditedAt: Timestamp | null;
  readonly editorId: number | null;
  readonly reactions: readonly Reaction[];
};

/** An issue that is no pull request: as much of it as there is to comment on. */
export type Issue = {
  readonly id: number;
  readonly nodeId: string;
  readonly repositoryId: number;
  /** Counted together with pull requests. */
  readonly number: number;
  readonly title: string;
  readonly body: string | null;
  readonly authorId: number;
  readonly comments: readonly IssueComment[];
  readonly createdAt: Timestamp;
  readonly updatedAt: Timestamp;
};

export type IssueComment = {
  readonly id: number;
  readonly nodeId: string;
  readonly authorId: number;
  readonly body: string;
  readonly createdAt: Timestamp;
  readonly updatedAt: Timestamp;
  readonly lastEditedAt: Timestamp | null;
  readonly editorId: number | null;
  /** Whether it came by an answer to GitHub's mail. */
  readonly viaEmail: boolean;
  readonly minimized: MinimizedReason | null;
  readonly reactions: readonly Reaction[];
};

/** `ReportedContentClassifiers` of GraphQL; `minimizedReason` shows it in lower case with `-` for `_`. */
export type MinimizedReason =
  | "ABUSE"
  | "DUPLICATE"
  | "LOW_QUALITY"
  | "OFF_TOPIC"
  | "OUTDATED"
  | "RESOLVED"
  | "SPAM";

/** As REST has them; GraphQL's names are in `reactionNames`. */
export type ReactionContent = "+1" | "-1" | "laugh" | "confused" | "heart" | "hooray" | "rocket" | "eyes";

export const reactionNames = {
  "+1": "THUMBS_UP",
  "-1": "THUMBS_DOWN",
  laugh: "LAUGH",
  confused: "CONFUSED",
  heart: "HEART",
  hooray: "HOORAY",
  rocket: "ROCKET",
  eyes: "EYES",
} as const satisfies Record<ReactionContent, string>;

export type Reaction = {
  readonly id: number;
  readonly nodeId: string;
  readonly userId: number;
  readonly content: ReactionContent;
  readonly createdAt: Timestamp;
};

type Event<Kind extends string, More = unknown> = {
  readonly kind: Kind;
  readonly id: number;
  readonly nodeId: string;
  readonly actorId: number;
  readonly createdAt: Timestamp;
} & Readonly<More>;

/** What happened to a pull request beside comments and reviews. Kinds are GraphQL's type names. */
export type TimelineEvent =
  | Event<"LabeledEvent", { label: Label }>
  | Event<"UnlabeledEvent", { label: Label }>
  | Event<"ReviewDismissedEvent", { reviewId: number; previousState: ReviewState; message: string }>
  | Event<"HeadRefForcePushedEvent", { before: Oid; after: Oid }>
  | Event<"PullRequestCommit", { commitOid: Oid }>
  | Event<"BaseRefChangedEvent", { before: string; after: string }>
  | Event<"AutomaticBaseChangeSucceededEvent", { before: string; after: string }>
  | Event<"RenamedTitleEvent", { before: string; after: string }>
  | Event<"ReadyForReviewEvent">
  | Event<"ConvertToDraftEvent">
  | Event<"ClosedEvent">
  | Event<"ReopenedEvent">
  | Event<"MergedEvent", { commitOid: Oid }>
  | Event<"HeadRefDeletedEvent">
  | Event<"HeadRefRestoredEvent">
  | Event<"AddedToMergeQueueEvent", { enqueuerId: number }>
  | Event<"RemovedFromMergeQueueEvent", { enqueuerId: number; reason: string; beforeOid: Oid | null }>
  | Event<"AutoMergeEnabledEvent">
  | Event<"AutoMergeDisabledEvent", { reason: string | null }>;

export type CheckStatus = "queued" | "in_progress" | "completed";

export type CheckConclusion =
  | "success"
  | "failure"
  | "neutral"
  | "cancelled"
  | "skipped"
  | "timed_out"
  | "action_required"
  | "stale";

export type CheckSuite = {
  readonly id: number;
  readonly nodeId: string;
  readonly repositoryId: number;
  readonly appId: number;
  readonly headOid: Oid;
  /** Null for a commit of a fork. */
  readonly headBranch: string | null;
  readonly status: CheckStatus;
  readonly conclusion: CheckConclusion | null;
  readonly createdAt: Timestamp;
  readonly updatedAt: Timestamp;
};

export type CheckRun = {
  readonly id: number;
  readonly nodeId: string;
  readonly repositoryId: number;
  readonly suiteId: number;
  readonly appId: number;
  readonly headOid: Oid;
  readonly name: string;
  readonly status: CheckStatus;
  readonly conclusion: CheckConclusion | null;
  readonly externalId: string;
  readonly detailsUrl: string | null;
  readonly startedAt: Timestamp | null;
  readonly completedAt: Timestamp | null;
  readonly output: {
    readonly title: string | null;
    readonly summary: string | null;
    readonly text: string | null;
  };
  readonly annotations: readonly Annotation[];
  readonly actions: readonly CheckAction[];
};

export type AnnotationLevel = "notice" | "warning" | "failure";

export type Annotation = {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly startColumn: number | null;
  readonly endColumn: number | null;
  readonly level: AnnotationLevel;
  readonly message: string;
  readonly title: string | null;
  readonly rawDetails: string | null;
};

export type CheckAction = {
  readonly label: string;
  readonly description: string;
  readonly identifier: string;
};

export type StatusState = "error" | "failure" | "pending" | "success";

/** A commit status. Each post makes a new one; the newest of a context counts. */
export type CommitStatus = {
  readonly id: number;
  readonly nodeId: string;
  readonly repositoryId: number;
  readonly oid: Oid;
  readonly context: string;
  readonly state: StatusState;
  readonly description: string | null;
  readonly targetUrl: string | null;
  readonly creatorId: number;
  readonly createdAt: Timestamp;
  readonly updatedAt: Timestamp;
};

export type MergeGroup = {
  readonly id: number;
  readonly repositoryId: number;
  /** `refs/heads/gh-readonly-queue/<base>/pr-<number>-<base oid>`. */
  readonly headRef: string;
  readonly headOid: Oid;
  /** `refs/heads/<base>`. */
  readonly baseRef: string;
  readonly baseOid: Oid;
  readonly pullRequestNumbers: readonly number[];
  /** Their heads, in the same order. */
  readonly pullRequestHeads: readonly Oid[];
  /** Whether a queue that acts has made it. */
  readonly isQueued: boolean;
  readonly state: "checks_requested" | "merged" | "invalidated" | "dequeued";
  readonly createdAt: Timestamp;
};

export type ChangedFileStatus = "added" | "removed" | "modified" | "renamed" | "changed";

/** A file that a pull request changes: GitHub's three-dot comparison, with renames found. */
export type ChangedFile = {
  readonly path: string;
  readonly previousPath: string | null;
  /** `changed` when only the mode differs. */
  readonly status: ChangedFileStatus;
  /** Of the file on the head; of a removed one, on the merge base. */
  readonly blobOid: Oid;
  readonly additions: number;
  readonly deletions: number;
  /** Git's hunks with three lines of context, without the header; null for binary or too large a change. */
  readonly patch: string | null;
  readonly hunks: readonly Hunk[];
};

/** One hunk of a patch; ranges are `[first, last]`, counted from 1, empty if last < first. */
export type Hunk = {
  readonly header: string;
  readonly left: readonly [number, number];
  readonly right: readonly [number, number];
  /** With the leading ` `, `+`, `-` or `\`. */
  readonly lines: readonly string[];
};

export type PullRequestDiff = {
  readonly mergeBaseOid: Oid;
  readonly headOid: Oid;
  readonly files: readonly ChangedFile[];
};

/** What a global node id stands for. */
export type NodeRef =
  | { readonly kind: "Account"; readonly id: number }
  | { readonly kind: "App"; readonly id: number }
  | { readonly kind: "Team"; readonly id: number }
  | { readonly kind: "Repository"; readonly id: number }
  | { readonly kind: "Label"; readonly repositoryId: number; readonly id: number }
  | { readonly kind: "CheckSuite"; readonly id: number }
  | { readonly kind: "CheckRun"; readonly id: number }
  | { readonly kind: "CommitStatus"; readonly id: number }
  | { readonly kind: "PullRequest"; readonly repositoryId: number; readonly number: number }
  | {
      readonly kind:
        | "Review"
        | "ReviewThread"
        | "ReviewComment"
        | "IssueComment"
        | "Reaction"
        | "TimelineEvent"
        | "MergeQueueEntry";
      readonly repositoryId: number;
      readonly number: number;
      readonly id: number;
    };

/** An event as it goes to webhooks, before `installation` is added for each App that gets it. */
export type WebhookEvent = {
  /** The value of X-GitHub-Event. */
  readonly name: string;
  readonly action: string | null;
  readonly repositoryId: number | null;
  /** The account whose installations get it. */
  readonly accountId: number;
  /** Set where only one App gets it: `installation*` and a re-run that is asked of that App. */
  readonly onlyAppId: number | null;
  /** Set for `installation*`, which name their installation themselves. */
  readonly installationId: number | null;
  readonly payload: Readonly<Record<string, unknown>>;
};

/** One attempt to deliver an event to an App. */
export type Delivery = {
  readonly id: number;
  /** X-GitHub-Delivery; a redelivery has that of the first. */
  readonly guid: string;
  readonly appId: number;
  readonly installationId: number | null;
  readonly repositoryId: number | null;
  readonly event: string;
  readonly action: string | null;
  readonly deliveredAt: Timestamp;
  /** Seconds. */
  readonly duration: number;
  readonly redelivery: boolean;
  /** "OK", GitHub's words for a failure ("timed out", "failed to connect to host"), or the status text. */
  readonly status: string;
  /** 0 when there was no answer. */
  readonly statusCode: number;
  readonly request: { readonly headers: Readonly<Record<string, string>>; readonly payload: string };
  readonly response: { readonly headers: Readonly<Record<string, string>>; readonly body: string };
};
