import type { Actor } from "../actor.ts";
import type { AutoMergeOptions } from "./auto-merge.ts";
import type * as conversation from "./conversation.ts";
import type { Git } from "./git.ts";
import type { RepositoryHandle } from "./handles.ts";
import type {
  AppOptions,
  CheckRunInput,
  DraftComment,
  DraftReview,
  OpenPullRequest,
  RepositoryOptions,
  StatusInput,
  Subject,
  Urls,
} from "./inputs.ts";
import type { MergeState } from "./merge-state.ts";
import type {
  Access,
  Account,
  App,
  CheckRun,
  CheckSuite,
  CommitStatus,
  Installation,
  Issue,
  IssueComment,
  Label,
  Mergeability,
  MergeableState,
  MergeGroup,
  MergeMethod,
  MinimizedReason,
  Oid,
  Permissions,
  PullRequest,
  PullRequestDiff,
  Reaction,
  ReactionContent,
  Repository,
  RepositoryRole,
  Review,
  ReviewComment,
  ReviewThread,
  Team,
  WebhookEvent,
} from "./model.ts";
import type { Reader } from "./reader.ts";
import type { TeamOptions } from "./teams.ts";

export type WorldOptions = {
  /** Where the repositories are made. */
  readonly directory: string;
  /** The time in milliseconds; by default `Date.now`. */
  readonly clock?: () => number;
  /** How long after somebody asked the test merge is there, in milliseconds; 0 (the default): at once. */
  readonly mergeabilityDelay?: number;
  /** What links in payloads begin with; by default `https://github.test`. See `World.setUrls`. */
  readonly urls?: Urls;
  /** Where ids begin; by default 1,000,000. Beyond 2^31 they are no `Int` of GraphQL any more. */
  readonly firstId?: number;
};

/**
 * The simulated GitHub without its API: state, git, and the rules of how they change. `by` is always the id
 * of the account that acts. What GitHub refuses is thrown as a `Refusal`; permissions of tokens are not
 * looked at here. Everything that changes the state sees the true one and emits GitHub's webhook events.
 */
export type World = {
  /** The true state. */
  readonly state: Reader;
  /** The state as an API request reads it: a former one while a write is younger than `staleReadsFor`. */
  readView(): Reader;
  /** From now on, reads see each write this many milliseconds late; 0 switches it off. */
  staleReadsFor(milliseconds: number): void;
  /** How long a test merge takes from now on. */
  setMergeabilityDelay(milliseconds: number): void;
  /**
   * Whether from now on a test merge is shown as it was whatever becomes of the base. By default it is that as long
   * as head and base part where they did, and for twelve hours. Once this is over, all are done anew.
   */
  keepTestMerges(keep: boolean): void;
  /** Whether from now on auto-merge gets stuck: it is on, nothing is left to wait for, and nothing happens. */
  stickAutoMerges(stick: boolean): void;
  /** Milliseconds. */
  now(): number;
  /** Puts the clock ahead: what happens now bears a later time than what has happened. */
  pass(seconds: number): void;
  /** Resolves once GitHub itself has nothing left to do: auto-merges, and what moves merge queues on. */
  settled(): Promise<void>;
  readonly urls: Urls;
  setUrls(urls: Urls): void;
  /** Called at once with each event; returns the function that ends it. */
  onEvent(listener: (event: WebhookEvent) => void): () => void;
  /** Called after each change of the state; returns the function that ends it. */
  onChange(listener: () => void): () => void;
  /** Whether GitHub itself is at something that takes its time, such as a test merge. */
  busy(): boolean;
  /** Is told when somebody begins to wait for something to come true; what is given back is called once that is over. */
  onWait(listener: () => () => void): void;
  /** Somebody begins to wait for something to come true; what is given back says that this is over. */
  waits(): () => void;
  /** Ends the git processes and all that waits. */
  close(): Promise<void>;

  /** What a person does and sees; see people.ts. */
  as(login: string): Actor;

  /** The user of this login, made if it is not there. */
  user(login: string, options?: { name?: string; id?: number }): Account;
  organization(login: string, options?: { members?: readonly string[]; id?: number }): Account;
  addMember(organizationId: number, userId: number): void;
  /** Gives an account another login; somebody else may take the old one. */
  renameUser(userId: number, login: string): Account;
  /** Deletes an account and its repositories. What it wrote stays, by nobody. */
  deleteUser(login: string): void;
  /** The team of this slug, made if it is not there, with these members and roles beside those it has. */
  team(organization: string, slug: string, options?: TeamOptions): Team;
  addTeamMember(organization: string, slug: string, login: string): void;
  removeTeamMember(organization: string, slug: string, login: string): void;

  createApp(options: AppOptions): App;
  /** `permissions` and `events` default to all that the App asks for; `repositories` to all, by name. */
  install(
    appId: number,
    account: string,
    options?: { repositories?: readonly string[]; permissions?: Permissions; by?: string },
  ): Installation;
  uninstall(installationId: number, by: number): void;
  suspend(installationId: number, by: number): void;
  unsuspend(installationId: number, by: number): void;
  addInstallationRepositories(installationId: number, repositoryIds: readonly number[], by: number): void;
  removeInstallationRepositories(installationId: number, repositoryIds: readonly number[], by: number): void;
  /** What the App asks for from now on; installations keep what they accepted. */
  askForPermissions(appId: number, permissions: Permissions): void;
  /** The owner accepts what the App asks for (`new_permissions_accepted`). */
  acceptPermissions(installationId: number, by: number): void;
  setInstallationPermission(installationId: number, permission: string, access: Access | null): void;

  /** The repository of this name: opened, or made if it is not there. The owner is made as well. */
  repository(nameWithOwner: string, options?: RepositoryOptions): Promise<RepositoryHandle>;
  handle(repositoryId: number): RepositoryHandle;
  updateRepository(
    repositoryId: number,
    change: Partial<
      Pick<
        Repository,
        | "allowAutoMerge"
        | "allowMergeCommit"
        | "allowSquashMerge"
        | "allowRebaseMerge"
        | "isArchived"
        | "mergeQueueBranches"
        | "defaultBranch"
      >
    >,
  ): Repository;
  /** Pull requests from it stay, without a head repository. */
  deleteRepository(repositoryId: number): void;
  setRole(repositoryId: number, accountId: number, role: RepositoryRole | null): void;
  git(repositoryId: number): Git;
  /** The node id of a git object (`Commit`, `Tree`, `Blob`, `Tag`), and back. */
  objectNodeId(repositoryId: number, type: "commit" | "tree" | "blob" | "tag", oid: Oid): string;
  parseObjectNodeId(nodeId: string): { repositoryId: number; type: string; oid: Oid } | null;

  openPullRequest(repositoryId: number, by: number, options: OpenPullRequest): Promise<PullRequest>;
  editPullRequest(
    repositoryId: number,
    number: number,
    by: number,
    change: { title?: string; body?: string | null; base?: string; state?: "OPEN" | "CLOSED" },
  ): Promise<PullRequest>;
  setDraft(repositoryId: number, number: number, by: number, isDraft: boolean): PullRequest;
  requestReviewers(repositoryId: number, number: number, by: number, userIds: readonly number[]): PullRequest;
  /** Refused with 405 while not mergeable or the base is protected, 409 if `expectedHead` is not the head. */
  mergePullRequest(
    repositoryId: number,
    number: number,
    by: number,
    options?: { method?: MergeMethod; expectedHead?: Oid; title?: string; message?: string },
  ): Promise<PullRequest>;
  /** What a reader of `mergeable` gets now; asking starts the computation where it is due. */
  askMergeability(repositoryId: number, number: number): Promise<Mergeability>;
  /** How a pull request stands with its base for `reader`, given whether it can be merged at all. */
  mergeState(pullRequest: PullRequest, mergeable: MergeableState, reader?: Reader): Promise<MergeState>;
  /** The three-dot comparison of the pull request. Cached. */
  diff(pullRequest: PullRequest): Promise<PullRequestDiff>;
  /** The three-dot comparison of two commits. */
  compare(repositoryId: number, base: Oid, head: Oid): Promise<PullRequestDiff>;
  /** The commits of a pull request as GitHub lists them: by the dates of their authors, whatever those wrote there. */
  commitsOf(pullRequest: PullRequest): Promise<readonly Oid[]>;

  createReview(repositoryId: number, number: number, by: number, draft: DraftReview): Promise<Review>;
  submitReview(
    repositoryId: number,
    number: number,
    by: number,
    reviewId: number,
    submit: { event: "APPROVE" | "REQUEST_CHANGES" | "COMMENT"; body?: string },
  ): Review;
  updateReview(repositoryId: number, number: number, by: number, reviewId: number, body: string): Review;
  dismissReview(repositoryId: number, number: number, by: number, reviewId: number, message: string): Review;
  /** Deletes a pending review. */
  deleteReview(repositoryId: number, number: number, by: number, reviewId: number): void;
  /** A single comment, which makes a review of its own. */
  createReviewComment(
    repositoryId: number,
    number: number,
    by: number,
    comment: DraftComment & { commitOid?: Oid },
  ): Promise<ReviewComment>;
  replyToReviewComment(
    repositoryId: number,
    number: number,
    by: number,
    commentId: number,
    body: string,
  ): ReviewComment;
  updateReviewComment(repositoryId: number, commentId: number, by: number, body: string): ReviewComment;
  deleteReviewComment(repositoryId: number, commentId: number, by: number): void;
  findReviewComment(
    repositoryId: number,
    commentId: number,
    reader?: Reader,
  ): { pullRequest: PullRequest; thread: ReviewThread; comment: ReviewComment } | null;
  setThreadResolved(threadNodeId: string, by: number, isResolved: boolean): ReviewThread;
  /** Of an issue comment, review comment or review. Null shows it again. */
  setMinimized(subject: Subject, by: number, reason: MinimizedReason | null): void;

  createIssueComment(
    repositoryId: number,
    number: number,
    by: number,
    body: string,
    how?: conversation.CommentedHow,
  ): IssueComment;
  updateIssueComment(repositoryId: number, commentId: number, by: number, body: string): IssueComment;
  deleteIssueComment(repositoryId: number, commentId: number, by: number): void;
  findIssueComment(
    repositoryId: number,
    commentId: number,
    reader?: Reader,
  ): { pullRequest: PullRequest | Issue; comment: IssueComment } | null;
  /** An issue that is no pull request. */
  openIssue(
    repositoryId: number,
    by: number,
    draft: { readonly title: string; readonly body?: string },
  ): Issue;
  /** `created` is false if the user had reacted so before. */
  addReaction(
    subject: Subject,
    by: number,
    content: ReactionContent,
  ): { reaction: Reaction; created: boolean };
  removeReaction(subject: Subject, by: number, reaction: { id: number } | { content: ReactionContent }): void;

  createLabel(
    repositoryId: number,
    by: number,
    label: { name: string; color?: string; description?: string | null },
  ): Label;
  updateLabel(
    repositoryId: number,
    by: number,
    name: string,
    change: { name?: string; color?: string; description?: string | null },
  ): Label;
  deleteLabel(repositoryId: number, by: number, name: string): void;
  /** The labels of the pull request afterwards. Unknown ones are made, as REST does. */
  addLabels(repositoryId: number, number: number, by: number, names: readonly string[]): readonly Label[];
  setLabels(repositoryId: number, number: number, by: number, names: readonly string[]): readonly Label[];
  /** 404 "Label does not exist" if the pull request does not have it. */
  removeLabel(repositoryId: number, number: number, by: number, name: string): readonly Label[];
  /** In the order in which they were given to the pull request. */
  labelsOf(pullRequest: PullRequest, reader?: Reader): readonly Label[];

  createCheckSuite(repositoryId: number, appId: number, headOid: Oid): CheckSuite;
  /** One more suite of an App for a commit, as for a push of the same commit to another branch. */
  addCheckSuite(repositoryId: number, appId: number, headOid: Oid): CheckSuite;
  /** The check run of this App, whose bot is the sender. */
  createCheckRun(repositoryId: number, appId: number, input: CheckRunInput): Promise<CheckRun>;
  updateCheckRun(repositoryId: number, appId: number, checkRunId: number, input: CheckRunInput): CheckRun;
  rerequestCheckRun(checkRunId: number, by: number): void;
  rerequestCheckSuite(checkSuiteId: number, by: number): void;
  requestCheckRunAction(checkRunId: number, by: number, identifier: string): void;
  createStatus(repositoryId: number, by: number, input: StatusInput): Promise<CommitStatus>;

  /** Merges the pull requests onto the base in a commit of their own, and asks for its checks. */
  createMergeGroup(repositoryId: number, numbers: readonly number[]): Promise<MergeGroup>;
  destroyMergeGroup(mergeGroupId: number, reason: "merged" | "invalidated" | "dequeued"): Promise<void>;
  /** Refused with 422 where the repository does not allow it, or nothing is left to wait for. */
  enableAutoMerge(
    repositoryId: number,
    number: number,
    by: number,
    options?: AutoMergeOptions,
  ): Promise<PullRequest>;
  /** Nothing happens where it is not enabled. */
  disableAutoMerge(repositoryId: number, number: number, by: number): PullRequest;
  /** Refused with 422 where there is no queue, or the base's protection still asks for something. */
  enqueue(
    repositoryId: number,
    number: number,
    by: number,
    options?: { expectedHead?: Oid },
  ): Promise<PullRequest>;
  dequeue(repositoryId: number, number: number, by: number): PullRequest;
};
