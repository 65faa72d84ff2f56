import type { MergeMethod } from "../config/merge.ts";
import type { GitHubClient } from "./client.ts";
import { GitHubFailure } from "./failure.ts";

/** A pull request at a head: GitHub refuses where it has another one by now. */
export type MergeTarget = { readonly id: string; readonly head: string };

const METHODS = { squash: "SQUASH", merge: "MERGE", rebase: "REBASE" } as const;

export const MERGE_MUTATION = /* GraphQL */ `
mutation Merge($id: ID!, $head: GitObjectID!, $method: PullRequestMergeMethod!, $title: String, $body: String) {
  mergePullRequest(
    input: { pullRequestId: $id, expectedHeadOid: $head, mergeMethod: $method, commitHeadline: $title, commitBody: $body }
  ) {
    pullRequest { merged }
  }
}`;

export const ENQUEUE_MUTATION = /* GraphQL */ `
mutation Enqueue($id: ID!, $head: GitObjectID!) {
  enqueuePullRequest(input: { pullRequestId: $id, expectedHeadOid: $head }) {
    mergeQueueEntry { id }
  }
}`;

export const ENABLE_AUTO_MERGE_MUTATION = /* GraphQL */ `
mutation EnableAutoMerge($id: ID!, $head: GitObjectID!, $method: PullRequestMergeMethod, $title: String, $body: String) {
  enablePullRequestAutoMerge(
    input: { pullRequestId: $id, expectedHeadOid: $head, mergeMethod: $method, commitHeadline: $title, commitBody: $body }
  ) {
    pullRequest { id }
  }
}`;

export const DISABLE_AUTO_MERGE_MUTATION = /* GraphQL */ `
mutation DisableAutoMerge($id: ID!) {
  disablePullRequestAutoMerge(input: { pullRequestId: $id }) { pullRequest { id } }
}`;

export const DEQUEUE_MUTATION = /* GraphQL */ `
mutation Dequeue($id: ID!) {
  dequeuePullRequest(input: { id: $id }) { mergeQueueEntry { id } }
}`;

/** How to merge, and what the commit says. */
export type MergeHow = { readonly method: MergeMethod; readonly title: string; readonly body: string };

/** A way to ask for a merge: now, by the merge queue of the base, or once all is there that GitHub requires. */
export type MergeWay =
  | { readonly kind: "merge"; readonly how: MergeHow }
  | { readonly kind: "enqueue" }
  /** A merge queue has its own way of merging: null. */
  | { readonly kind: "auto-merge"; readonly how: MergeHow | null };

/**
 * Asks for a merge in the first way that GitHub does not refuse. Throws a GitHubFailure, of the kind `refused` where
 * GitHub's own rules stand against all of them: then what it said first counts.
 */
export async function askForMerge(
  client: GitHubClient,
  target: MergeTarget,
  ways: readonly MergeWay[],
): Promise<void> {
  let first: GitHubFailure | null = null;
  for (const way of ways) {
    try {
      return await askIn(way, client, target);
    } catch (error) {
      if (!(error instanceof GitHubFailure) || error.kind !== "refused") throw error;
      first ??= error;
    }
  }
  if (first !== null) throw first;
}

async function askIn(way: MergeWay, client: GitHubClient, { id, head }: MergeTarget): Promise<void> {
  switch (way.kind) {
    case "merge":
      await client.query("Merge", MERGE_MUTATION, { id, head, ...variablesOf(way.how) });
      return;
    case "enqueue":
      try {
        await client.query("Enqueue", ENQUEUE_MUTATION, { id, head });
      } catch (error) {
        // A push would have taken it out.
        if (!(error instanceof GitHubFailure) || !ALREADY_QUEUED.test(error.message)) throw error;
      }
      return;
    case "auto-merge": {
      const said = way.how === null ? { method: null } : variablesOf(way.how);
      await client.query("EnableAutoMerge", ENABLE_AUTO_MERGE_MUTATION, { id, head, ...said });
      return;
    }
  }
}

const ALREADY_QUEUED = /already (?:in the (?:merge )?queue|queued)/i;

/**
 * Whether GitHub refused a merge in words that will not hold for long: somebody else merged at the same moment, or what
 * auto-merge was to wait for has come. What would land has to be judged anew then.
 */
export function isPassingRefusal(words: string): boolean {
  return PASSING.some((passing) => passing.test(words));
}

const PASSING: readonly RegExp[] = [
  /base branch was modified/i,
  /merge already in progress/i,
  /pull request is in (?:clean|unstable|has_hooks) status/i,
];

/** A rebase makes no commit of its own, and GitHub refuses a message for it. */
function variablesOf({ method, title, body }: MergeHow) {
  return { method: METHODS[method], ...(method === "rebase" ? {} : { title, body }) };
}

export async function disableAutoMerge(client: GitHubClient, id: string): Promise<void> {
  await client.query("DisableAutoMerge", DISABLE_AUTO_MERGE_MUTATION, { id });
}

/** Takes a pull request out of the merge queue. */
export async function dequeue(client: GitHubClient, id: string): Promise<void> {
  await client.query("Dequeue", DEQUEUE_MUTATION, { id });
}
