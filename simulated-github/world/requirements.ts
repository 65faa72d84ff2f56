import { latestRuns, latestStatuses, runState, statusState } from "./check-states.ts";
import type { BranchProtection, Oid, PullRequest, Repository, RequiredCheck, Review } from "./model.ts";
import type { Reader } from "./reader.ts";

export type ReviewDecision = "APPROVED" | "CHANGES_REQUESTED" | "REVIEW_REQUIRED";

/** Where a required check is on a commit, in the words of GitHub's refusals. */
export type RequiredState = "succeeded" | "expected" | "pending" | "queued" | "in progress" | "failing";

/** Whether the branch has a merge queue, one that acts or a record alone. */
export function hasMergeQueue(repository: Repository, branch: string): boolean {
  return repository.mergeQueues.has(branch) || repository.mergeQueueBranches.includes(branch);
}

/** The last review of each author, of those that count. */
export function latestReviews(of: PullRequest, counts: (review: Review) => boolean): readonly Review[] {
  const latest = new Map<number, Review>();
  for (const one of of.reviews) if (one.state !== "PENDING" && counts(one)) latest.set(one.authorId, one);
  return [...latest.values()].toSorted((one, other) => one.id - other.id);
}

export function isOpinion({ state }: Review): boolean {
  return state === "APPROVED" || state === "CHANGES_REQUESTED" || state === "DISMISSED";
}

/** The last opinions of those that may write, of which GitHub's decision is made. */
function opinions(reader: Reader, of: PullRequest): readonly Review[] {
  return latestReviews(of, isOpinion).filter(({ authorId }) => reader.mayWrite(of.repositoryId, authorId));
}

/** Without a protection that asks for reviews, what those say that may write. */
export function reviewDecision(reader: Reader, of: PullRequest): ReviewDecision | null {
  const states = opinions(reader, of).map(({ state }) => state);
  const needed = protectionOf(reader, of)?.requiredApprovals ?? 0;
  if (states.includes("CHANGES_REQUESTED")) return "CHANGES_REQUESTED";
  const approvals = states.filter((state) => state === "APPROVED").length;
  if (approvals < needed) return "REVIEW_REQUIRED";
  return approvals > 0 ? "APPROVED" : null;
}

/** The protection of the base of a pull request. */
export function protectionOf(reader: Reader, of: PullRequest): BranchProtection | null {
  return reader.repository(of.repositoryId)?.protections.get(of.baseRefName) ?? null;
}

/** Whether something is waited for before a protected branch takes a pull request at all. */
export function asksForSomething({ requiredChecks, requiredApprovals }: BranchProtection): boolean {
  return requiredChecks.length > 0 || requiredApprovals > 0;
}

export function requiredState(
  reader: Reader,
  repositoryId: number,
  oid: Oid,
  { name, appId }: RequiredCheck,
): RequiredState {
  const runs = latestRuns(reader.checkRuns(repositoryId, oid)).filter(
    (run) => run.name === name && (appId === null || run.appId === appId),
  );
  const statuses =
    appId === null
      ? latestStatuses(reader.statuses(repositoryId, oid)).filter(({ context }) => context === name)
      : [];
  const states = [...runs.map(runState), ...statuses.map(statusState)];
  if (states.length === 0) return "expected";
  if (states.some((state) => state === "FAILURE" || state === "ERROR")) return "failing";
  if (states.every((state) => state === "SUCCESS")) return "succeeded";
  const waits = runs.find(({ status }) => status !== "completed");
  if (waits === undefined) return "pending";
  return waits.status === "in_progress" ? "in progress" : "queued";
}

/** What GitHub says of required checks that have not succeeded on a commit; null once all have. */
export function unmetChecks(
  reader: Reader,
  repositoryId: number,
  oid: Oid,
  required: readonly RequiredCheck[],
): string | null {
  const unmet = required
    .map((check) => ({ check, state: requiredState(reader, repositoryId, oid, check) }))
    .filter(({ state }) => state !== "succeeded");
  const [first] = unmet;
  if (first === undefined) return null;
  if (unmet.length === 1) return `Required status check "${first.check.name}" is ${first.state}.`;
  const of = `${unmet.length} of ${required.length} required status checks`;
  if (unmet.every(({ state }) => state === first.state)) return `${of} are ${first.state}.`;
  const counts = (["expected", "pending", "failing"] as const)
    .map((state) => ({ state, count: unmet.filter((one) => one.state === state).length }))
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => `${count} ${state}`);
  return counts.length === 0
    ? `${of} have not succeeded.`
    : `${of} have not succeeded: ${counts.join(" and ")}.`;
}

/**
 * What the protection of the base still asks of a pull request, each in GitHub's words. Whether the head is up
 * to date is not looked at here.
 */
export function unmetRequirements(reader: Reader, of: PullRequest): readonly string[] {
  const protection = protectionOf(reader, of);
  if (protection === null) return [];
  const { requiredApprovals, requiredChecks, requireResolvedThreads } = protection;
  const states = requiredApprovals === 0 ? [] : opinions(reader, of).map(({ state }) => state);
  const words: string[] = [];
  if (states.includes("CHANGES_REQUESTED")) {
    words.push("Changes were requested by reviewers with write access.");
  } else if (states.filter((state) => state === "APPROVED").length < requiredApprovals) {
    words.push(
      requiredApprovals === 1
        ? "At least 1 approving review is required by reviewers with write access."
        : `At least ${requiredApprovals} approving reviews are required by reviewers with write access.`,
    );
  }
  if (requireResolvedThreads && of.threads.some((thread) => !thread.isResolved && !isPending(of, thread))) {
    words.push("All comments must be resolved.");
  }
  const checks = unmetChecks(reader, of.repositoryId, of.headRefOid, requiredChecks);
  return checks === null ? words : [...words, checks];
}

/** Whether nobody but its author sees it yet. */
function isPending(of: PullRequest, { comments }: PullRequest["threads"][number]): boolean {
  const reviewId = comments[0]?.reviewId;
  return of.reviews.some(({ id, state }) => id === reviewId && state === "PENDING");
}

/** Whether a check or status of this name has to succeed for a pull request. */
export function isRequired(reader: Reader, of: PullRequest, name: string, appId: number | null): boolean {
  const required = protectionOf(reader, of)?.requiredChecks ?? [];
  return required.some((check) => check.name === name && (check.appId === null || check.appId === appId));
}
