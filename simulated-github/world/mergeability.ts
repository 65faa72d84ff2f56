import { type Context, pullRequestOf, putPullRequest } from "./context.ts";
import type { Mergeability, Oid, PullRequest } from "./model.ts";

/** GitHub makes a test merge anew by itself only after so long. */
const keptMs = 12 * 60 * 60 * 1000;

/** What a push to the head leaves of the test merge: the former commit, and no answer. */
export function forgetMergeability(pullRequest: PullRequest): Pick<PullRequest, "mergeability"> {
  const { mergeCommitOid } = pullRequest.mergeability;
  return { mergeability: { state: "UNKNOWN", mergeCommitOid, made: null } };
}

/** What another base branch leaves of it: nothing, or where GitHub is slow to see that, all of it. */
export function mergeabilityOnOtherBase(
  context: Context,
  pullRequest: PullRequest,
): Pick<PullRequest, "mergeability"> {
  const { mergeability } = pullRequest;
  return context.keepsTestMerges() ? { mergeability } : forgetMergeability(pullRequest);
}

/** What a new commit on the base leaves of it: no answer, or where GitHub is slow to see that, all of it. */
export function mergeabilityOnNewBase(
  context: Context,
  pullRequest: PullRequest,
): Pick<PullRequest, "mergeability"> {
  const { mergeability } = pullRequest;
  return { mergeability: context.keepsTestMerges() ? mergeability : { ...mergeability, state: "UNKNOWN" } };
}

/**
 * Whether it can be merged, found out at once where it is not known. The test merge of former times stays as long as
 * head and base part where they did, for twelve hours:
 * https://github.blog/changelog/2026-02-19-changes-to-test-merge-commit-generation-for-pull-requests
 */
export async function computeMergeability(
  context: Context,
  repositoryId: number,
  number: number,
): Promise<Mergeability> {
  const asked = pullRequestOf(context, repositoryId, number);
  const base = context.reader.ref(repositoryId, `refs/heads/${asked.baseRefName}`);
  if (!isDue(context, asked) || base === null) return asked.mergeability;
  const message = `Merge ${asked.headRefOid} into ${base}`;
  const git = context.git(repositoryId);
  const mergeCommitOid = await git.mergeCommit(base, asked.headRefOid, message);
  const mergeBaseOid = await git.mergeBase(base, asked.headRefOid);
  const now = pullRequestOf(context, repositoryId, number);
  const sameHead = now.headRefOid === asked.headRefOid && now.baseRefName === asked.baseRefName;
  const sameBase = context.reader.ref(repositoryId, `refs/heads/${now.baseRefName}`) === base;
  if (!sameHead || !sameBase) return now.mergeability;
  const mergeability: Mergeability =
    mergeCommitOid === null
      ? { state: "CONFLICTING", mergeCommitOid, made: null }
      : isKept(context, now, mergeBaseOid)
        ? { ...now.mergeability, state: "MERGEABLE" }
        : { state: "MERGEABLE", mergeCommitOid, made: { mergeBaseOid, at: context.now() } };
  putPullRequest(context, { ...now, mergeability });
  return mergeability;
}

function isDue(context: Context, { mergeability, state }: PullRequest): boolean {
  if (state !== "OPEN") return false;
  return (
    mergeability.state === "UNKNOWN" || (mergeability.made !== null && isOld(context, mergeability.made))
  );
}

function isKept(
  context: Context,
  { mergeability: { made } }: PullRequest,
  mergeBaseOid: Oid | null,
): boolean {
  return made !== null && made.mergeBaseOid === mergeBaseOid && !isOld(context, made);
}

function isOld(context: Context, { at }: { readonly at: number }): boolean {
  return !context.keepsTestMerges() && context.now() >= at + keptMs;
}

/** Answers who asks for `mergeable`, and starts the computation where it is due. */
export function createMergeabilities(context: Context) {
  const underWay = new Set<string>();

  return {
    async ask(repositoryId: number, number: number): Promise<Mergeability> {
      const pullRequest = pullRequestOf(context, repositoryId, number);
      if (!isDue(context, pullRequest)) return pullRequest.mergeability;
      if (context.mergeabilityDelay() === 0) {
        await computeMergeability(context, repositoryId, number);
      } else {
        const key = `${repositoryId}#${number}@${pullRequest.headRefOid}`;
        if (!underWay.has(key)) {
          underWay.add(key);
          context.later(context.mergeabilityDelay(), () => {
            underWay.delete(key);
            void computeMergeability(context, repositoryId, number);
          });
        }
      }
      return pullRequestOf(context, repositoryId, number).mergeability;
    },
  };
}
