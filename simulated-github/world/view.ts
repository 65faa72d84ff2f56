import type {
  Annotation,
  CheckAction,
  CheckConclusion,
  CheckStatus,
  DiffSide,
  MinimizedReason,
  PullRequest,
  Reaction,
  ReactionContent,
  ReviewState,
  ReviewThread,
  StatusState,
  TimelineEvent,
} from "./model.ts";
import type { Reader } from "./reader.ts";

/** Who reacted how: logins by content; contents without reactions are left out. */
export type ReactionsView = Readonly<Partial<Record<ReactionContent, readonly string[]>>>;

export type CommentView = {
  readonly id: number;
  readonly nodeId: string;
  readonly author: string;
  readonly body: string;
  readonly isEdited: boolean;
  readonly minimized: MinimizedReason | null;
  readonly reactions: ReactionsView;
};

export type ThreadView = {
  readonly nodeId: string;
  readonly path: string;
  readonly side: DiffSide;
  readonly line: number | null;
  readonly startLine: number | null;
  readonly isOutdated: boolean;
  readonly isResolved: boolean;
  readonly resolvedBy: string | null;
  readonly comments: readonly CommentView[];
};

export type ReviewView = {
  readonly id: number;
  readonly nodeId: string;
  readonly author: string;
  readonly state: ReviewState;
  readonly body: string;
  readonly minimized: MinimizedReason | null;
  readonly commitOid: string;
  /** The threads that it began. */
  readonly threads: readonly ThreadView[];
};

export type CheckView = {
  readonly id: number;
  readonly app: string;
  readonly name: string;
  readonly status: CheckStatus;
  readonly conclusion: CheckConclusion | null;
  readonly title: string | null;
  readonly summary: string | null;
  readonly text: string | null;
  readonly annotations: readonly Annotation[];
  readonly actions: readonly CheckAction[];
  readonly detailsUrl: string | null;
};

export type ConversationEntry =
  | ({ readonly kind: "comment" } & CommentView)
  | ({ readonly kind: "review" } & ReviewView)
  | {
      readonly kind: "event";
      readonly event: TimelineEvent["kind"];
      readonly actor: string;
      readonly about: string;
    };

/** A pull request as a person sees it in the browser. */
export type PullRequestView = {
  readonly number: number;
  readonly title: string;
  readonly body: string | null;
  readonly author: string;
  readonly state: PullRequest["state"];
  readonly isDraft: boolean;
  readonly base: string;
  readonly head: string;
  readonly labels: readonly string[];
  /** In the order of time. */
  readonly conversation: readonly ConversationEntry[];
  readonly comments: readonly CommentView[];
  readonly reviews: readonly ReviewView[];
  readonly threads: readonly ThreadView[];
  /** Of the head commit: the newest of each name and App. */
  readonly checks: readonly CheckView[];
  /** Of the head commit, by context. */
  readonly statuses: Readonly<Record<string, StatusState>>;
};

/** What a person sees of a pull request. Reviews that are pending are left out. */
export function viewPullRequest(reader: Reader, pullRequest: PullRequest): PullRequestView {
  const login = (id: number) => reader.account(id)?.login ?? "ghost";

  function reactionsView(reactions: readonly Reaction[]): ReactionsView {
    const view: Partial<Record<ReactionContent, string[]>> = {};
    for (const { content, userId } of reactions) view[content] = [...(view[content] ?? []), login(userId)];
    return view;
  }

  function commentView(comment: {
    readonly id: number;
    readonly nodeId: string;
    readonly authorId: number;
    readonly body: string;
    readonly lastEditedAt: string | null;
    readonly minimized: MinimizedReason | null;
    readonly reactions: readonly Reaction[];
  }): CommentView {
    return {
      id: comment.id,
      nodeId: comment.nodeId,
      author: login(comment.authorId),
      body: comment.body,
      isEdited: comment.lastEditedAt !== null,
      minimized: comment.minimized,
      reactions: reactionsView(comment.reactions),
    };
  }

  function threadView(thread: ReviewThread): ThreadView {
    return {
      nodeId: thread.nodeId,
      path: thread.path,
      side: thread.side,
      line: thread.line,
      startLine: thread.startLine,
      isOutdated: thread.isOutdated,
      isResolved: thread.isResolved,
      resolvedBy: thread.resolvedById === null ? null : login(thread.resolvedById),
      comments: thread.comments.map(commentView),
    };
  }

  const pending = new Set(
    pullRequest.reviews.filter((review) => review.state === "PENDING").map((review) => review.id),
  );
  const threads = pullRequest.threads.filter((thread) => !pending.has(thread.comments[0]?.reviewId ?? -1));
  const reviews = pullRequest.reviews
    .filter((review) => !pending.has(review.id))
    .map(
      (review): ReviewView => ({
        id: review.id,
        nodeId: review.nodeId,
        author: login(review.authorId),
        state: review.state,
        body: review.body,
        minimized: review.minimized,
        commitOid: review.commitOid,
        threads: threads.filter((thread) => thread.comments[0]?.reviewId === review.id).map(threadView),
      }),
    );
  const comments = pullRequest.comments.map(commentView);
  const labels = reader.repository(pullRequest.repositoryId)?.labels ?? [];
  const entries: { id: number; entry: ConversationEntry }[] = [
    ...comments.map((comment) => ({ id: comment.id, entry: { kind: "comment" as const, ...comment } })),
    ...reviews.map((review) => ({ id: review.id, entry: { kind: "review" as const, ...review } })),
    ...pullRequest.timeline.map((event) => ({
      id: event.id,
      entry: {
        kind: "event" as const,
        event: event.kind,
        actor: login(event.actorId),
        about: aboutEvent(event),
      },
    })),
  ];
  return {
    number: pullRequest.number,
    title: pullRequest.title,
    body: pullRequest.body,
    author: login(pullRequest.authorId),
    state: pullRequest.state,
    isDraft: pullRequest.isDraft,
    base: pullRequest.baseRefName,
    head: pullRequest.headRefOid,
    labels: pullRequest.labelIds
      .map((id) => labels.find((label) => label.id === id)?.name)
      .filter((name) => name !== undefined),
    // Ids grow with time, which tells what came first within a second.
    conversation: entries.sort((one, other) => one.id - other.id).map(({ entry }) => entry),
    comments,
    reviews,
    threads: threads.map(threadView),
    checks: checkViews(reader, pullRequest),
    statuses: Object.fromEntries(
      reader
        .statuses(pullRequest.repositoryId, pullRequest.headRefOid)
        .map((status) => [status.context, status.state]),
    ),
  };
}

function checkViews(reader: Reader, pullRequest: PullRequest): readonly CheckView[] {
  const newest = new Map<string, CheckView>();
  for (const run of reader.checkRuns(pullRequest.repositoryId, pullRequest.headRefOid)) {
    const app = reader.app(run.appId)?.slug ?? "unknown";
    newest.set(`${app}/${run.name}`, {
      id: run.id,
      app,
      name: run.name,
      status: run.status,
      conclusion: run.conclusion,
      ...run.output,
      annotations: run.annotations,
      actions: run.actions,
      detailsUrl: run.detailsUrl,
    });
  }
  return [...newest.values()];
}

function aboutEvent(event: TimelineEvent): string {
  switch (event.kind) {
    case "LabeledEvent":
    case "UnlabeledEvent":
      return event.label.name;
    case "ReviewDismissedEvent":
      return event.message;
    case "HeadRefForcePushedEvent":
    case "BaseRefChangedEvent":
    case "AutomaticBaseChangeSucceededEvent":
    case "RenamedTitleEvent":
      return `${event.before} → ${event.after}`;
    case "PullRequestCommit":
    case "MergedEvent":
      return event.commitOid;
    default:
      return "";
  }
}

/** The view as text, for the message of a test that waits in vain. */
export function describeView(view: PullRequestView): string {
  const lines = [
    `#${view.number} ${view.title} (${view.state}${view.isDraft ? ", draft" : ""}), head ${view.head.slice(0, 10)} onto ${view.base}`,
    `labels: ${view.labels.join(", ") || "none"}`,
    ...view.checks.map(
      (check) =>
        `check ${check.app}/${check.name}: ${check.conclusion ?? check.status}: ${check.title ?? ""}`,
    ),
    ...view.conversation.flatMap(describeEntry),
  ];
  return lines.join("\n");
}

function describeEntry(entry: ConversationEntry): string[] {
  switch (entry.kind) {
    case "event":
      return [`* ${entry.actor} ${entry.event} ${entry.about}`];
    case "comment":
      return [`- ${entry.author}${describeComment(entry)}`];
    case "review":
      return [
        `- ${entry.author} reviewed: ${entry.state}: ${JSON.stringify(entry.body)}`,
        ...entry.threads.flatMap((thread) => [
          `  ${thread.path}:${thread.line ?? "outdated"}${thread.isResolved ? ` (resolved by ${thread.resolvedBy})` : ""}`,
          ...thread.comments.map((comment) => `    ${comment.author}${describeComment(comment)}`),
        ]),
      ];
  }
}

function describeComment(comment: CommentView): string {
  const hidden = comment.minimized === null ? "" : ` (hidden: ${comment.minimized})`;
  const reactions = Object.entries(comment.reactions).map(
    ([content, by]) => ` [${content} ${by.join(", ")}]`,
  );
  return `${hidden}: ${JSON.stringify(comment.body)}${reactions.join("")}`;
}
