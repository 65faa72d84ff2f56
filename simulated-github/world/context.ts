import { notFound } from "./errors.ts";
import type { Git } from "./git.ts";
import type { Urls } from "./inputs.ts";
import type { DiffSize } from "./json/pull-request.ts";
import type { Account, PullRequest, Repository, Timestamp, WebhookEvent } from "./model.ts";
import type { Reader } from "./reader.ts";
import { addTo, addToSet, commitKey, pullRequestKey, type State } from "./state.ts";

/** What the parts of the world share. */
export type Context = {
  readonly state: State;
  /** The truth. */
  readonly reader: Reader;
  /** Milliseconds. */
  now(): number;
  timestamp(): Timestamp;
  /** Ids grow over all kinds of records, so that they tell what came first. */
  nextId(): number;
  git(repositoryId: number): Git;
  urls(): Urls;
  /** Whether somebody listens to events, so that payloads are worth making. */
  hasListeners(): boolean;
  emit(event: WebhookEvent): void;
  /** How much pull requests change, by base and head. */
  readonly sizes: Map<string, DiffSize>;
  mergeabilityDelay(): number;
  /** Whether a test merge with a former base is still shown as that with the new one. */
  keepsTestMerges(): boolean;
  /** Whether auto-merge does nothing, though nothing is left to wait for. */
  autoMergesStick(): boolean;
  /** Calls back after some milliseconds, unless the world is closed first. */
  later(milliseconds: number, run: () => void): void;
};

/** The account of this id; an id that is not there is a mistake of the caller. */
export function accountOf(context: Context, id: number): Account {
  const account = context.reader.account(id);
  if (account === null) throw new Error(`no account has the id ${id}`);
  return account;
}

/** The login of an account, or what stands for one that is gone. */
export function loginOf(context: Context, id: number): string {
  return context.reader.account(id)?.login ?? "ghost";
}

/** The repository of this id. Refused with 404 if there is none. */
export function repositoryOf(context: Context, id: number): Repository {
  const repository = context.reader.repository(id);
  if (repository === null) throw notFound();
  return repository;
}

/** The pull request of this number. Refused with 404 if there is none. */
export function pullRequestOf(context: Context, repositoryId: number, number: number): PullRequest {
  const pullRequest = context.reader.pullRequest(repositoryId, number);
  if (pullRequest === null) throw notFound();
  return pullRequest;
}

/** The next number of a pull request or an issue in a repository. */
export function nextNumber({ state }: Context, repositoryId: number): number {
  const issues = [...state.issues.values()].flatMap((issue) =>
    issue.repositoryId === repositoryId ? [issue.number] : [],
  );
  return Math.max(state.pullRequestNumbers.get(repositoryId)?.at(-1) ?? 0, ...issues) + 1;
}

/** Puts the changed record in place. `updatedAt` moves, as with all that GitHub counts as an update. */
export function updatePullRequest(
  context: Context,
  pullRequest: PullRequest,
  change: Partial<PullRequest>,
): PullRequest {
  return putPullRequest(context, { ...pullRequest, ...change, updatedAt: context.timestamp() });
}

/** Puts the record in place as it is. */
export function putPullRequest(context: Context, pullRequest: PullRequest): PullRequest {
  const { repositoryId, number, headRefOid, state, authorId } = pullRequest;
  addTo(context.state.pullRequestNumbers, repositoryId, number);
  addTo(context.state.numbersByHead, commitKey(repositoryId, headRefOid), number);
  if (state === "OPEN") addToSet(context.state.openNumbers, repositoryId, number);
  else context.state.openNumbers.get(repositoryId)?.delete(number);
  const waits = state === "OPEN" && (pullRequest.autoMerge !== null || pullRequest.mergeQueueEntry !== null);
  if (waits) addToSet(context.state.waitingNumbers, repositoryId, number);
  else context.state.waitingNumbers.get(repositoryId)?.delete(number);
  if (state === "MERGED") addToSet(context.state.contributors, repositoryId, authorId);
  context.state.pullRequests.set(pullRequestKey(repositoryId, number), pullRequest);
  return pullRequest;
}

/** An ISO time with whole seconds. */
export function isoTime(milliseconds: number): Timestamp {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, "Z");
}
