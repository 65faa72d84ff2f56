import { type Context, pullRequestOf, putPullRequest } from "./context.ts";
import type { Mergeability, PullRequest } from "./model.ts";

/** What a change of head or base leaves of the test merge: the former commit, and no answer. */
export function forgetMergeability(pullRequest: PullRequest): Pick<PullRequest, "mergeability"> {
  const { mergeCommitOid } = pullRequest.mergeability;
  return { mergeability: { state: "UNKNOWN", mergeCommitOid } };
}

/** What a new base, or a new commit on it, leaves of the test merge: where GitHub is slow to see it, all of it. */
export function mergeabilityOnNewBase(
  context: Context,
  pullRequest: PullRequest,
): Pick<PullRequest, "mergeability"> {
  return context.keepsTestMerges()
    ? { mergeability: pullRequest.mergeability }
    : forgetMergeability(pullRequest);
}

/** The test merge, done at once where it is not there. */
export async function computeMergeability(
  context: Context,
  repositoryId: number,
  number: number,
): Promise<Mergeability> {
  const asked = pullRequestOf(context, repositoryId, number);
  const base = context.reader.ref(repositoryId, `refs/heads/${asked.baseRefName}`);
  if (asked.mergeability.state !== "UNKNOWN" || asked.state !== "OPEN" || base === null) {
    return asked.mergeability;
  }
  const message = `Merge ${asked.headRefOid} into ${base}`;
  const mergeCommitOid = await context.git(repositoryId).mergeCommit(base, asked.headRefOid, message);
  const now = pullRequestOf(context, repositoryId, number);
  const sameHead = now.headRefOid === asked.headRefOid && now.baseRefName === asked.baseRefName;
  const sameBase = context.reader.ref(repositoryId, `refs/heads/${now.baseRefName}`) === base;
  if (!sameHead || !sameBase) return now.mergeability;
  const mergeability: Mergeability = {
    state: mergeCommitOid === null ? "CONFLICTING" : "MERGEABLE",
    mergeCommitOid,
  };
  putPullRequest(context, { ...now, mergeability });
  return mergeability;
}

/** Answers who asks for `mergeable`, and starts the computation where it is due. */
export function createMergeabilities(context: Context) {
  const underWay = new Set<string>();

  return {
    async ask(repositoryId: number, number: number): Promise<Mergeability> {
      const { mergeability, state, headRefOid } = pullRequestOf(context, repositoryId, number);
      if (mergeability.state !== "UNKNOWN" || state !== "OPEN") return mergeability;
      if (context.mergeabilityDelay() === 0) {
        await computeMergeability(context, repositoryId, number);
      } else {
        const key = `${repositoryId}#${number}@${headRefOid}`;
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
