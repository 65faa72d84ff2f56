import { ensureAccount, ensureOwner } from "./accounts.ts";
import { type Context, repositoryOf } from "./context.ts";
import type { BranchProtection, MergeMethod, RequiredCheck } from "./model.ts";

export type ProtectionOptions = {
  /** By name, or with the App whose check it has to be. */
  readonly requiredChecks?: readonly (string | { readonly name: string; readonly appId: number })[];
  /** While more than none, a request for changes by somebody who may write blocks too. */
  readonly requiredApprovals?: number;
  /** A push dismisses the approvals. */
  readonly dismissStaleReviews?: boolean;
  /** Logins of those who may dismiss reviews (an App's with `[bot]`); by default who may write. */
  readonly restrictDismissals?: readonly string[];
  /** Every thread has to be resolved. */
  readonly requireResolvedThreads?: boolean;
  /** The head has to hold the tip of the base. */
  readonly requireUpToDate?: boolean;
  /** Logins of those who may push and merge (an App's with `[bot]`); by default who may write. */
  readonly restrictPushes?: readonly string[];
  /** Ids of the Apps for which nothing of this holds. */
  readonly bypass?: readonly number[];
};

export type MergeQueueOptions = {
  /** These have to succeed on the pull request and on the queue's commit: they become required checks. */
  readonly checks?: readonly string[];
  readonly method?: MergeMethod;
};

/** Protects a branch anew; null ends it. */
export function protect(
  context: Context,
  repositoryId: number,
  branch: string,
  options: ProtectionOptions | null,
): void {
  const repository = repositoryOf(context, repositoryId);
  const protections = new Map(repository.protections);
  if (options === null) protections.delete(branch);
  else protections.set(branch, protectionFrom(context, options));
  context.state.repositories.set(repositoryId, { ...repository, protections });
}

function protectionFrom(context: Context, options: ProtectionOptions): BranchProtection {
  const { restrictPushes, restrictDismissals } = options;
  return {
    requiredChecks: (options.requiredChecks ?? []).map(requiredCheck),
    requiredApprovals: options.requiredApprovals ?? 0,
    dismissStaleReviews: options.dismissStaleReviews ?? false,
    dismisserIds: restrictDismissals?.map((login) => ensureOwner(context, login).id) ?? null,
    requireResolvedThreads: options.requireResolvedThreads ?? false,
    requireUpToDate: options.requireUpToDate ?? false,
    pusherIds: restrictPushes?.map((login) => ensureOwner(context, login).id) ?? null,
    bypassAppIds: options.bypass ?? [],
  };
}

function requiredCheck(given: string | { readonly name: string; readonly appId: number }): RequiredCheck {
  return typeof given === "string" ? { name: given, appId: null } : given;
}

/** Gives a branch a merge queue that acts; null takes it away. */
export function setMergeQueue(
  context: Context,
  repositoryId: number,
  branch: string,
  options: MergeQueueOptions | null,
): void {
  const repository = repositoryOf(context, repositoryId);
  const mergeQueues = new Map(repository.mergeQueues);
  if (options === null) {
    mergeQueues.delete(branch);
    context.state.repositories.set(repositoryId, { ...repository, mergeQueues });
    return;
  }
  const nodeId = Buffer.from(`MergeQueue:${repositoryId}:${branch}`).toString("base64");
  mergeQueues.set(branch, { nodeId, branch, method: options.method ?? "merge" });
  const protections = new Map(repository.protections);
  const protection = protections.get(branch) ?? protectionFrom(context, {});
  const known = new Set(protection.requiredChecks.map(({ name }) => name));
  const added = (options.checks ?? []).filter((name) => !known.has(name)).map(requiredCheck);
  protections.set(branch, { ...protection, requiredChecks: [...protection.requiredChecks, ...added] });
  context.state.repositories.set(repositoryId, { ...repository, mergeQueues, protections });
}

/** The account by which GitHub's merge queues act. */
export function queueBot(context: Context): number {
  return ensureAccount(context, "Bot", "github-merge-queue[bot]").id;
}
