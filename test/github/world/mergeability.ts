import { type Context, pullRequestOf, putPullRequest } from "./context.ts";
import type { Mergeability, PullRequest } from "./model.ts";

/** What a change of head or base leaves of the test merge: the former commit, and no answer. */
export function forgetMergeability(pullRequest: PullRequest): Pick<PullRequest, "mergeability"> {
  const { mergeCommitOid } = pullRequest.mergeability;
  return { mergeability: { state: "UNKNOWN", mergeCommitOid } };
}

/** Answers who asks for `mergeable`, and starts the computation where it is due. */
export function createMergeabilities(context: Context) {
  const underWay = new Set<string>();

  async function compute(repositoryId: number, number: number): Promise<void> {
    const asked = pullRequestOf(context, repositoryId, number);
    const base = context.reader.ref(repositoryId, `refs/heads/${asked.baseRefName}`);
    if (asked.state !== "OPEN" || base === null) return;
    const message = `Merge ${asked.headRefOid} into ${base}`;
    const mergeCommitOid = await context.git(repositoryId).mergeCommit(base, asked.headRefOid, message);
    const now = pullRequestOf(context, repositoryId, number);
    const sameHead = now.headRefOid === asked.headRefOid && now.baseRefName === asked.baseRefName;
    if (!sameHead || context.reader.ref(repositoryId, `refs/heads/${now.baseRefName}`) !== base) return;
    const state = mergeCommitOid === null ? "CONFLICTING" : "MERGEABLE";
    putPullRequest(context, { ...now, mergeability: { state, mergeCommitOid } });
  }

  return {
    async ask(repositoryId: number, number: number): Promise<Mergeability> {
      const { mergeability, state, headRefOid } = pullRequestOf(context, repositoryId, number);
      if (mergeability.state !== "UNKNOWN" || state !== "OPEN") return mergeability;
      if (context.mergeabilityDelay() === 0) {
        await compute(repositoryId, number);
      } else {
        const key = `${repositoryId}#${number}@${headRefOid}`;
        if (!underWay.has(key)) {
          underWay.add(key);
          context.later(context.mergeabilityDelay(), () => {
            underWay.delete(key);
            void compute(repositoryId, number);
          });
        }
      }
      return pullRequestOf(context, repositoryId, number).mergeability;
    },
  };
}
