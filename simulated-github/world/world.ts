import { join } from "node:path";
import { type Actor, createActor } from "../people.ts";
import { addMember, deleteUser, ensureAccount, renameUser } from "./accounts.ts";
import { createActing } from "./acting.ts";
import * as apps from "./apps.ts";
import { type AutoMergeOptions, disableAutoMerge, enableAutoMerge } from "./auto-merge.ts";
import * as checks from "./checks.ts";
import { type Context, isoTime, putPullRequest, repositoryOf } from "./context.ts";
import * as conversation from "./conversation.ts";
import type { Git } from "./git.ts";
import { byAuthorDate } from "./git-history.ts";
import { createHandle } from "./handles.ts";
import { labelsOf } from "./json/pull-request.ts";
import * as labels from "./labels.ts";
import { dequeue, enqueue } from "./merge-queue.ts";
import { type MergeState, mergeState } from "./merge-state.ts";
import { createMergeabilities, forgetMergeability } from "./mergeability.ts";
import * as merging from "./merging.ts";
import type {
  Access,
  Account,
  Annotation,
  App,
  CheckAction,
  CheckConclusion,
  CheckRun,
  CheckStatus,
  CheckSuite,
  CommitStatus,
  DiffSide,
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
  StatusState,
  Team,
  WebhookEvent,
} from "./model.ts";
import { objectNodeId, parseObjectNodeId } from "./node-ids.ts";
import type { MergeQueueOptions, ProtectionOptions } from "./protection.ts";
import * as pullRequests from "./pull-requests.ts";
import type { Reader } from "./reader.ts";
import { createGit, createRepository, deleteRepository } from "./repositories.ts";
import * as reviews from "./reviews.ts";
import { openSharedObjects, type SharedObjects } from "./shared-objects.ts";
import { createState, lateReader, trueReader } from "./state.ts";
import { createStatus } from "./statuses.ts";
import type { Lateness } from "./tables.ts";
import { addTeamMember, ensureTeam, removeTeamMember, type TeamOptions } from "./teams.ts";
import { compareCommits } from "./threads.ts";
import { createTurns } from "./turns.ts";

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

export type Urls = { readonly html: string; readonly api: string };

/** A file of a commit: null deletes it; a string or bytes is an ordinary file; a submodule is a commit's id. */
export type FileContent =
  | string
  | Uint8Array
  | null
  | { readonly symlink: string }
  | { readonly submodule: Oid }
  | { readonly executable: boolean; readonly text: string };

export type Files = Readonly<Record<string, FileContent>>;

export type CommitOptions = {
  /** Without `refs/heads/`; it is made if it is not there. By default the default branch. */
  readonly branch?: string;
  readonly files: Files;
  readonly message?: string;
  /** A commit, branch or ref to build on in place of the branch's tip; another history is a force-push. */
  readonly onto?: string;
  /** By default the repository's owner. */
  readonly author?: string;
  /** When it says that it was written, as `2026-01-31T00:00:00Z`; by default now. */
  readonly authoredAt?: string;
};

/** A repository as its people use it; `record()` is its state now. */
export type RepositoryHandle = {
  readonly id: number;
  readonly nameWithOwner: string;
  readonly git: Git;
  record(): Repository;
  /** The commit a branch points to; null if there is no such branch. */
  head(branch?: string): Oid | null;
  /**
   * Commits, and pushes: pull requests from and onto the branch follow as after any push. Returns the
   * new commit.
   */
  commit(options: CommitOptions): Promise<Oid>;
  /** Points a branch to a commit that is there, as a push does. Null deletes the branch. */
  push(branch: string, oid: Oid | null, options?: { force?: boolean; by?: string }): Promise<void>;
  /** Protects a branch, in place of how it was; null ends it. */
  protect(branch: string, options: ProtectionOptions | null): void;
  /** Gives a branch a merge queue that acts by itself; null takes it away. */
  mergeQueue(branch: string, options?: MergeQueueOptions | null): void;
  /** Makes a fork of the same name; its objects are in the same store. */
  fork(owner: string): RepositoryHandle;
  /** The text of a file on a commit or branch, null if there is none. */
  read(path: string, at?: string): Promise<string | null>;
};

export type RepositoryOptions = {
  /** A git repository whose objects are used, and whose refs are copied. It is not written to. */
  readonly from?: string;
  /** By default `main`, or with `from` the branch that its HEAD names. */
  readonly defaultBranch?: string;
  /** The files of the first commit. */
  readonly files?: Files;
  readonly private?: boolean;
  readonly archived?: boolean;
  readonly allowAutoMerge?: boolean;
  /** By default allowed, like the two others. */
  readonly allowMergeCommit?: boolean;
  readonly allowSquashMerge?: boolean;
  readonly allowRebaseMerge?: boolean;
  /** Records alone; see `RepositoryHandle.mergeQueue` for one that acts. */
  readonly mergeQueueBranches?: readonly string[];
  readonly description?: string;
  /** Roles by login; the users are made if they are not there. */
  readonly collaborators?: Readonly<Record<string, RepositoryRole>>;
};

export type AppOptions = {
  readonly slug: string;
  readonly name?: string;
  readonly id?: number;
  readonly clientId?: string;
  readonly owner?: string;
  readonly permissions: Permissions;
  readonly events: readonly string[];
};

export type OpenPullRequest = {
  readonly title: string;
  readonly body?: string | null;
  /** `branch`, or `owner:branch` for a fork. */
  readonly head: string;
  readonly base?: string;
  readonly draft?: boolean;
};

/** A comment of a review that is made. `position` is GitHub's older way: the line in the patch. */
export type DraftComment = {
  readonly path: string;
  readonly body: string;
  readonly line?: number;
  readonly side?: DiffSide;
  readonly startLine?: number;
  readonly startSide?: DiffSide;
  readonly position?: number;
  readonly subjectType?: "LINE" | "FILE";
};

export type DraftReview = {
  /** Undefined leaves it pending. */
  readonly event?: "APPROVE" | "REQUEST_CHANGES" | "COMMENT";
  readonly body?: string;
  /** By default the head. */
  readonly commitOid?: Oid;
  readonly comments?: readonly DraftComment[];
};

export type CheckRunInput = {
  /** Whether it is in a suite of its own, as each workflow run of Actions is; by default in the App's first. */
  readonly ownSuite?: boolean;
  readonly name?: string;
  readonly headOid?: Oid;
  readonly detailsUrl?: string;
  readonly externalId?: string;
  readonly status?: CheckStatus;
  readonly startedAt?: string;
  readonly conclusion?: CheckConclusion;
  readonly completedAt?: string;
  readonly output?: {
    readonly title?: string;
    readonly summary: string;
    readonly text?: string;
    readonly annotations?: readonly Annotation[];
  };
  readonly actions?: readonly CheckAction[];
};

export type StatusInput = {
  readonly oid: Oid;
  readonly state: StatusState;
  readonly context?: string;
  readonly description?: string | null;
  readonly targetUrl?: string | null;
};

/** What reactions and minimizing are about, by node id. */
export type Subject = { readonly nodeId: string };

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

/** A world in which nothing is yet. */
export function createWorld(options: WorldOptions): World {
  const given = options.clock ?? Date.now;
  let ahead = 0;
  const clock = () => given() + ahead;
  const lateness: Lateness = { now: clock, late: 0 };
  const listeners = new Set<(event: WebhookEvent) => void>();
  const watchers = new Set<() => void>();
  const waitListeners: (() => () => void)[] = [];
  const timers = new Set<NodeJS.Timeout>();
  const gits = new Map<number, Git>();
  const turn = createTurns<number>();
  let urls = options.urls ?? { html: "https://github.test", api: "https://api.github.test" };
  let delay = options.mergeabilityDelay ?? 0;
  let keptTestMerges = false;
  let stuckAutoMerges = false;
  let lastId = options.firstId ?? 1_000_000;

  const state = createState(lateness, () => {
    for (const watcher of watchers) watcher();
    acting.look();
  });
  const reader = trueReader(state);
  const late = lateReader(state);
  const context: Context = {
    state,
    reader,
    now: clock,
    timestamp: () => isoTime(clock()),
    nextId() {
      lastId += 1;
      return lastId;
    },
    git: gitOf,
    urls: () => urls,
    hasListeners: () => listeners.size > 0,
    emit(event) {
      for (const listener of listeners) listener(event);
    },
    sizes: new Map(),
    mergeabilityDelay: () => delay,
    keepsTestMerges: () => keptTestMerges,
    autoMergesStick: () => stuckAutoMerges,
    later(milliseconds, run) {
      const timer = setTimeout(() => {
        timers.delete(timer);
        run();
      }, milliseconds);
      timers.add(timer);
    },
  };
  const mergeabilities = createMergeabilities(context);
  const acting = createActing(context, turn);

  let shared: SharedObjects | null = null;
  function sharedObjects(): SharedObjects {
    shared ??= openSharedObjects(join(options.directory, "objects.git"));
    return shared;
  }

  function gitOf(repositoryId: number): Git {
    const git = gits.get(repositoryId);
    if (git === undefined) throw new Error(`no repository has the id ${repositoryId}`);
    return git;
  }

  function handle(repositoryId: number): RepositoryHandle {
    const repository = repositoryOf(context, repositoryId);
    return createHandle(context, repository, turn, (fork, parentId) => gits.set(fork.id, gitOf(parentId)));
  }

  async function repository(name: string, given: RepositoryOptions = {}): Promise<RepositoryHandle> {
    const known = reader.repositoryByName(name);
    if (known !== null) return handle(known.id);
    const made = await createGit(join(options.directory, `${name}.git`), given.from, sharedObjects);
    const defaultBranch = given.defaultBranch ?? made.head ?? "main";
    const record = createRepository(context, name, { ...given, refs: made.refs, defaultBranch });
    gits.set(record.id, made.git);
    const opened = handle(record.id);
    const files = given.files ?? (made.refs.size === 0 ? { "README.md": `# ${record.name}\n` } : undefined);
    if (files !== undefined) await opened.commit({ branch: defaultBranch, files, message: "Initial commit" });
    return opened;
  }

  const world: World = {
    state: reader,
    readView: () => (lateness.late === 0 ? reader : late),
    staleReadsFor(milliseconds) {
      lateness.late = milliseconds;
    },
    setMergeabilityDelay(milliseconds) {
      delay = milliseconds;
    },
    keepTestMerges(keep) {
      if (keptTestMerges && !keep) {
        for (const one of [...state.pullRequests.values()]) {
          if (one.state === "OPEN") putPullRequest(context, { ...one, ...forgetMergeability(one) });
        }
      }
      keptTestMerges = keep;
    },
    stickAutoMerges(stick) {
      stuckAutoMerges = stick;
      if (!stick) acting.look();
    },
    now: clock,
    pass(seconds) {
      ahead += seconds * 1000;
    },
    settled: acting.settled,
    get urls() {
      return urls;
    },
    setUrls(given) {
      urls = given;
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    busy: () => timers.size > 0,
    onWait(listener) {
      waitListeners.push(listener);
    },
    waits() {
      const ends = waitListeners.map((listener) => listener());
      return () => {
        for (const end of ends) end();
      };
    },
    onChange(watcher) {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    async close() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      await acting.close();
      await Promise.all([...new Set(gits.values())].map((git) => git.close()));
      await shared?.close();
    },
    as: (login) => createActor(world, login),

    user: (login, given) => ensureAccount(context, "User", login, given),
    organization(login, { members = [], id } = {}) {
      const memberIds = members.map((member) => ensureAccount(context, "User", member).id);
      return ensureAccount(context, "Organization", login, { memberIds, id });
    },
    addMember: (organizationId, userId) => addMember(context, organizationId, userId),
    renameUser: (userId, login) => renameUser(context, userId, login),
    deleteUser(login) {
      deleteUser(context, reader.accountByLogin(login)?.id ?? -1);
    },
    team: (...args) => ensureTeam(context, ...args),
    addTeamMember: (...args) => addTeamMember(context, ...args),
    removeTeamMember: (...args) => removeTeamMember(context, ...args),

    createApp: (given) => apps.createApp(context, given),
    install: (appId, account, given) => apps.install(context, appId, account, given),
    uninstall: (id, by) => apps.uninstall(context, id, by),
    suspend: (id, by) => apps.setSuspended(context, id, by, true),
    unsuspend: (id, by) => apps.setSuspended(context, id, by, false),
    addInstallationRepositories: (id, ids, by) => apps.changeRepositories(context, id, ids, by, "added"),
    removeInstallationRepositories: (id, ids, by) => apps.changeRepositories(context, id, ids, by, "removed"),
    askForPermissions: (appId, permissions) => apps.askForPermissions(context, appId, permissions),
    acceptPermissions: (id, by) => apps.acceptPermissions(context, id, by),
    setInstallationPermission: (id, permission, access) =>
      apps.setInstallationPermission(context, id, permission, access),

    repository,
    handle,
    updateRepository(repositoryId, change) {
      const changed = { ...repositoryOf(context, repositoryId), ...change };
      state.repositories.set(repositoryId, changed);
      return changed;
    },
    deleteRepository: (repositoryId) => deleteRepository(context, repositoryId),
    setRole(repositoryId, accountId, role) {
      const record = repositoryOf(context, repositoryId);
      const collaborators = new Map(record.collaborators);
      if (role === null) collaborators.delete(accountId);
      else collaborators.set(accountId, role);
      state.repositories.set(repositoryId, { ...record, collaborators });
    },
    git: gitOf,
    objectNodeId,
    parseObjectNodeId,

    openPullRequest: (...args) => pullRequests.openPullRequest(context, ...args),
    editPullRequest: (...args) => pullRequests.editPullRequest(context, ...args),
    setDraft: (...args) => pullRequests.setDraft(context, ...args),
    requestReviewers: (...args) => pullRequests.requestReviewers(context, ...args),
    mergePullRequest: (repositoryId, ...args) =>
      turn(repositoryId, () => merging.mergePullRequest(context, repositoryId, ...args)),
    mergeState: (of, mergeable, from = reader) => mergeState(context, from, of, mergeable),
    askMergeability: (repositoryId, number) => mergeabilities.ask(repositoryId, number),
    diff: ({ repositoryId, baseRefOid, headRefOid }) =>
      compareCommits(gitOf(repositoryId), baseRefOid, headRefOid),
    compare: (repositoryId, base, head) => compareCommits(gitOf(repositoryId), base, head),
    async commitsOf({ repositoryId, baseRefOid, headRefOid }) {
      const git = gitOf(repositoryId);
      return byAuthorDate(git.commit, await git.commitsBetween(baseRefOid, headRefOid, 250));
    },

    createReview: (...args) => reviews.createReview(context, ...args),
    submitReview: (...args) => reviews.submitReview(context, ...args),
    updateReview: (...args) => reviews.updateReview(context, ...args),
    dismissReview: (...args) => reviews.dismissReview(context, ...args),
    deleteReview: (...args) => reviews.deleteReview(context, ...args),
    createReviewComment: (...args) => reviews.createReviewComment(context, ...args),
    replyToReviewComment: (...args) => reviews.replyToReviewComment(context, ...args),
    updateReviewComment: (...args) => reviews.updateReviewComment(context, ...args),
    deleteReviewComment: (...args) => reviews.deleteReviewComment(context, ...args),
    findReviewComment: (...args) => reviews.findReviewComment(context, ...args),
    setThreadResolved: (...args) => conversation.setThreadResolved(context, ...args),
    setMinimized: (subject, _by, reason) => conversation.setMinimized(context, subject, reason),

    openIssue: (...args) => conversation.openIssue(context, ...args),
    createIssueComment: (...args) => conversation.createIssueComment(context, ...args),
    updateIssueComment: (...args) => conversation.updateIssueComment(context, ...args),
    deleteIssueComment: (...args) => conversation.deleteIssueComment(context, ...args),
    findIssueComment: (...args) => conversation.findIssueComment(context, ...args),
    addReaction: (...args) => conversation.addReaction(context, ...args),
    removeReaction: (...args) => conversation.removeReaction(context, ...args),

    createLabel: (...args) => labels.createLabel(context, ...args),
    updateLabel: (...args) => labels.updateLabel(context, ...args),
    deleteLabel: (...args) => labels.deleteLabel(context, ...args),
    addLabels: (...args) => labels.addLabels(context, ...args),
    setLabels: (...args) => labels.setLabels(context, ...args),
    removeLabel: (...args) => labels.removeLabel(context, ...args),
    labelsOf: (pullRequest, from = reader) => labelsOf({ reader: from, urls }, pullRequest),

    createCheckSuite: (...args) => checks.ensureSuite(context, ...args),
    addCheckSuite: (...args) => checks.addSuite(context, ...args),
    createCheckRun: (...args) => checks.createCheckRun(context, ...args),
    updateCheckRun: (...args) => checks.updateCheckRun(context, ...args),
    rerequestCheckRun: (...args) => checks.rerequestCheckRun(context, ...args),
    rerequestCheckSuite: (...args) => checks.rerequestCheckSuite(context, ...args),
    requestCheckRunAction: (...args) => checks.requestCheckRunAction(context, ...args),
    createStatus: (...args) => createStatus(context, ...args),

    createMergeGroup: (repositoryId, numbers) =>
      turn(repositoryId, () => merging.createMergeGroup(context, repositoryId, numbers)),
    destroyMergeGroup: (id, reason) => merging.destroyMergeGroup(context, id, reason),
    enableAutoMerge: (...args) => enableAutoMerge(context, ...args),
    disableAutoMerge: (repositoryId, number, by) =>
      disableAutoMerge(context, { repositoryId, number }, by, null),
    enqueue: (...args) => enqueue(context, ...args),
    dequeue: (...args) => dequeue(context, ...args),
  };
  return world;
}
