import { join } from "node:path";
import { createActor } from "../people.ts";
import { addMember, ensureAccount, renameUser } from "./accounts.ts";
import { createActing } from "./acting.ts";
import * as apps from "./apps.ts";
import { disableAutoMerge, enableAutoMerge } from "./auto-merge.ts";
import * as checks from "./checks.ts";
import { type Context, isoTime, putPullRequest, repositoryOf } from "./context.ts";
import * as conversation from "./conversation.ts";
import { deleteUser } from "./delete-user.ts";
import type { Git } from "./git.ts";
import { byAuthorDate } from "./git-history.ts";
import { createHandle, type RepositoryHandle } from "./handles.ts";
import type { RepositoryOptions } from "./inputs.ts";
import type { World, WorldOptions } from "./interface.ts";
import { labelsOf } from "./json/pull-request.ts";
import * as labels from "./labels.ts";
import { dequeue, enqueue } from "./merge-queue.ts";
import { mergeState } from "./merge-state.ts";
import { createMergeabilities, forgetMergeability } from "./mergeability.ts";
import * as merging from "./merging.ts";
import type { WebhookEvent } from "./model.ts";
import { objectNodeId, parseObjectNodeId } from "./node-ids.ts";
import * as pullRequests from "./pull-requests.ts";
import { createGit, createRepository, deleteRepository } from "./repositories.ts";
import * as reviews from "./reviews.ts";
import { openSharedObjects, type SharedObjects } from "./shared-objects.ts";
import { createState, lateReader, trueReader } from "./state.ts";
import { createStatus } from "./statuses.ts";
import type { Lateness } from "./tables.ts";
import { addTeamMember, ensureTeam, removeTeamMember } from "./teams.ts";
import { compareCommits } from "./threads.ts";
import { createTurns } from "./turns.ts";

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
      // A variable of a test may keep the world as long as its process lives.
      gits.clear();
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
