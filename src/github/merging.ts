import type { MergeMethod } from "../config/merge.ts";
import type { GitHubClient } from "./client.ts";

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

/** A rebase makes no commit of its own, and GitHub refuses a message for it. */
function variablesOf({ method, title, body }: MergeHow) {
  return { method: METHODS[method], ...(method === "rebase" ? {} : { title, body }) };
}

/** Merges now. Throws a GitHubFailure of the kind `refused` where GitHub's own rules stand against it. */
export async function mergePullRequest(
  client: GitHubClient,
  { id, head }: MergeTarget,
  how: MergeHow,
): Promise<void> {
  await client.query("Merge", MERGE_MUTATION, { id, head, ...variablesOf(how) });
}

/** Puts a pull request in the merge queue of its base. */
export async function enqueue(client: GitHubClient, { id, head }: MergeTarget): Promise<void> {
  await client.query("Enqueue", ENQUEUE_MUTATION, { id, head });
}

/** Has GitHub merge a pull request once all that it requires is there. A merge queue has its own way: null. */
export async function enableAutoMerge(
  client: GitHubClient,
  { id, head }: MergeTarget,
  how: MergeHow | null,
): Promise<void> {
  const said = how === null ? { method: null } : variablesOf(how);
  await client.query("EnableAutoMerge", ENABLE_AUTO_MERGE_MUTATION, { id, head, ...said });
}

export async function disableAutoMerge(client: GitHubClient, id: string): Promise<void> {
  await client.query("DisableAutoMerge", DISABLE_AUTO_MERGE_MUTATION, { id });
}

/** Takes a pull request out of the merge queue. */
export async function dequeue(client: GitHubClient, id: string): Promise<void> {
  await client.query("Dequeue", DEQUEUE_MUTATION, { id });
}
