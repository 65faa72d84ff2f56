import type { GitHubClient } from "./client.ts";
import type { RepositoryName } from "./objects.ts";

export type Reaction = "eyes" | "rocket" | "-1" | "confused";

/** What GraphQL calls a reaction. */
export const REACTION_NAMES: ReadonlyMap<Reaction, string> = new Map([
  ["eyes", "EYES"],
  ["rocket", "ROCKET"],
  ["-1", "THUMBS_DOWN"],
  ["confused", "CONFUSED"],
]);

/** Reacts to a comment of a pull request's conversation; a reaction that is there already stays one. */
export async function react(
  client: GitHubClient,
  { owner, repo }: RepositoryName,
  commentId: number,
  content: Reaction,
): Promise<void> {
  await client.rest("reactions.createForIssueComment", (rest) =>
    rest.reactions.createForIssueComment({ owner, repo, comment_id: commentId, content }),
  );
}

/** Writes a comment in a pull request's conversation. */
export async function comment(
  client: GitHubClient,
  { owner, repo }: RepositoryName,
  number: number,
  body: string,
): Promise<void> {
  await client.rest("issues.createComment", (rest) =>
    rest.issues.createComment({ owner, repo, issue_number: number, body }),
  );
}
