import type { GitHubClient } from "./client.ts";
import type { RepositoryName } from "./objects.ts";

export type Reaction = "eyes" | "rocket" | "-1" | "confused";

/** The reactions by what GraphQL calls them; of others nothing follows. */
const REACTIONS: ReadonlyMap<string, Reaction> = new Map([
  ["EYES", "eyes"],
  ["ROCKET", "rocket"],
  ["THUMBS_DOWN", "-1"],
  ["CONFUSED", "confused"],
]);

/** What GraphQL calls a reaction. */
export function reactionContent(reaction: Reaction): string {
  return [...REACTIONS].find(([, name]) => name === reaction)?.[0] ?? "";
}

/** The reactions among those that GraphQL names so. */
export function reactionsOf(names: readonly string[]): ReadonlySet<Reaction> {
  return new Set(names.flatMap((name) => REACTIONS.get(name) ?? []));
}

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
