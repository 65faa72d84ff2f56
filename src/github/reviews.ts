import type { Hunk } from "../change/line-diff.ts";
import { hunksOfPatch } from "../change/patch-hunks.ts";
import type { GitHubClient } from "./client.ts";
import { GitHubFailure } from "./failure.ts";
import type { RepositoryName } from "./objects.ts";

/** A comment on lines of the right-hand side of a pull request's diff. */
export type ReviewComment = {
  readonly path: string;
  /** The first line where there are several; null for one line. */
  readonly startLine: number | null;
  readonly line: number;
  readonly body: string;
};

export type NewReview = {
  readonly head: string;
  readonly event: "REQUEST_CHANGES" | "COMMENT";
  readonly body: string;
  readonly comments: readonly ReviewComment[];
};

/**
 * Posts a review with all its comments, or none of it. Throws a GitHubFailure of the kind `refused` if one
 * of the lines is not in the diff.
 * https://docs.github.com/en/rest/pulls/reviews#create-a-review-for-a-pull-request
 */
export async function postReview(
  client: GitHubClient,
  { owner, repo }: RepositoryName,
  number: number,
  review: NewReview,
): Promise<void> {
  const comments = review.comments.map(({ path, startLine, line, body }) => ({
    path,
    line,
    side: "RIGHT",
    ...(startLine === null || startLine === line ? {} : { start_line: startLine, start_side: "RIGHT" }),
    body,
  }));
  await client.rest("pulls.createReview", (rest) =>
    rest.pulls.createReview({
      owner,
      repo,
      pull_number: number,
      commit_id: review.head,
      event: review.event,
      body: review.body,
      comments,
    }),
  );
}

/** What GitHub says of a review that asks for no changes any more. */
const DISMISSED_ALREADY = /can ?not dismiss an? \w+ pull request review/i;

/**
 * Takes back a review that asked for changes. One that no longer does is left as it is. Throws a GitHubFailure, of the
 * kind `forbidden` or `refused` where the base branch restricts who may do so.
 */
export async function dismissReview(
  client: GitHubClient,
  { owner, repo }: RepositoryName,
  number: number,
  reviewId: number,
  message: string,
): Promise<void> {
  try {
    await client.rest("pulls.dismissReview", (rest) =>
      rest.pulls.dismissReview({
        owner,
        repo,
        pull_number: number,
        review_id: reviewId,
        message,
        event: "DISMISS",
      }),
    );
  } catch (error) {
    const isDone = error instanceof GitHubFailure && error.status === 422;
    if (!isDone || !DISMISSED_ALREADY.test(error.message)) throw error;
  }
}

/**
 * The hunks of GitHub's own patches, by path, of the first hundred files. A file whose patch GitHub leaves
 * out has none. The source of truth where GitHub cut the diff in another way than we did.
 */
export async function patchedHunks(
  client: GitHubClient,
  { owner, repo }: RepositoryName,
  number: number,
): Promise<Map<string, Hunk[]>> {
  const files = await client.rest("pulls.listFiles", (rest) =>
    rest.pulls.listFiles({ owner, repo, pull_number: number, per_page: 100 }),
  );
  return new Map(files.map(({ filename, patch }) => [filename, hunksOfPatch(patch ?? "")]));
}

/** The commit at which two branches parted. */
export async function mergeBase(
  client: GitHubClient,
  { owner, repo }: RepositoryName,
  base: string,
  head: string,
): Promise<string> {
  // The second page has no list of files, which is what makes this request long.
  const { merge_base_commit } = await client.rest("repos.compareCommits", (rest) =>
    rest.repos.compareCommitsWithBasehead({
      owner,
      repo,
      basehead: `${base}...${head}`,
      per_page: 1,
      page: 2,
    }),
  );
  return merge_base_commit.sha;
}
