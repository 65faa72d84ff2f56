import type { Person } from "../policy/person.ts";
import type { GitHubClient } from "./client.ts";
import { GitHubFailure } from "./failure.ts";
import type { RepositoryName } from "./objects.ts";
import { at, textAt } from "./payload.ts";
import { DEFAULT_COMMIT_QUERY } from "./queries.ts";

/** A comment on an issue. */
export type IssueComment = {
  readonly id: number;
  readonly body: string;
  /** Null for an account that is gone, and for another App. */
  readonly by: Person | null;
  /** When it was written or edited last. */
  readonly stamp: string;
  /** The number of the issue. */
  readonly issue: number;
  /** Whether an App wrote it in a person's name. */
  readonly byApp: boolean;
};

/** A comment on an issue; null where it is gone. Throws a GitHubFailure. */
export async function readIssueComment(
  client: GitHubClient,
  { owner, repo }: RepositoryName,
  id: number,
): Promise<IssueComment | null> {
  try {
    const comment = await client.rest("issues.getComment", (rest) =>
      rest.issues.getComment({ owner, repo, comment_id: id }),
    );
    return commentOf(comment);
  } catch (error) {
    if (error instanceof GitHubFailure && error.kind === "gone") return null;
    throw error;
  }
}

/** Bodies of an App's own comments on an issue since a time, at most a hundred. Throws a GitHubFailure. */
export async function ownCommentsSince(
  client: GitHubClient,
  { owner, repo }: RepositoryName,
  number: number,
  since: string,
  bot: string,
): Promise<readonly string[]> {
  const comments = await client.rest("issues.listComments", (rest) =>
    rest.issues.listComments({ owner, repo, issue_number: number, since, per_page: 100 }),
  );
  return comments.flatMap((comment) =>
    textAt(comment, "user", "login").toLowerCase() === `${bot}[bot]`.toLowerCase()
      ? [textAt(comment, "body")]
      : [],
  );
}

/** The newest commit of the default branch. Throws a GitHubFailure. */
export async function defaultCommit(client: GitHubClient, { owner, repo }: RepositoryName): Promise<string> {
  const { repository } = await client.query<Answer>("DefaultCommit", DEFAULT_COMMIT_QUERY, { owner, repo });
  const oid = repository?.defaultBranchRef?.target?.oid;
  if (oid === undefined) throw new GitHubFailure("gone", "the repository has no commit");
  return oid;
}

type Answer = {
  readonly repository: {
    readonly defaultBranchRef: { readonly target: { readonly oid: string } | null } | null;
  } | null;
};

function commentOf(comment: unknown): IssueComment | null {
  const id = at(comment, "id");
  const issue = Number(/\/issues\/(\d{1,15})$/.exec(textAt(comment, "issue_url"))?.[1] ?? 0);
  if (typeof id !== "number" || issue === 0) return null;
  const user = at(comment, "user", "id");
  const isPerson = textAt(comment, "user", "type") === "User" && typeof user === "number";
  return {
    id,
    body: textAt(comment, "body"),
    by: isPerson ? { id: user, login: textAt(comment, "user", "login"), kind: "user" } : null,
    stamp: textAt(comment, "updated_at"),
    issue,
    byApp: (at(comment, "performed_via_github_app") ?? null) !== null,
  };
}
