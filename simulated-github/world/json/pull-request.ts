import type {
  Issue,
  IssueComment,
  Label,
  PullRequest,
  Reaction,
  Repository,
  Review,
  ReviewComment,
  ReviewThread,
} from "../model.ts";
import { type Shown, userOf } from "./account.ts";
import { authorAssociation, labelJson, repositoryJson } from "./repository.ts";

/** The labels of a pull request, in the order in which it got them. */
export function labelsOf({ reader }: Shown, pullRequest: PullRequest): readonly Label[] {
  const known = reader.repository(pullRequest.repositoryId)?.labels ?? [];
  return pullRequest.labelIds
    .map((id) => known.find((label) => label.id === id))
    .filter((label) => label !== undefined);
}

/** A `pull-request-simple`: as lists and webhooks show it. */
export function pullRequestJson(shown: Shown, pullRequest: PullRequest) {
  const { reader, urls } = shown;
  const { repositoryId, number, state } = pullRequest;
  const repository = reader.repository(repositoryId);
  const name = repository?.nameWithOwner ?? "";
  const url = `${urls.api}/repos/${name}/pulls/${number}`;
  const issue = `${urls.api}/repos/${name}/issues/${number}`;
  const html = `${urls.html}/${name}/pull/${number}`;
  const headRepository =
    pullRequest.headRepositoryId === null ? null : reader.repository(pullRequest.headRepositoryId);
  const statuses = `${urls.api}/repos/${name}/statuses/${pullRequest.headRefOid}`;
  return {
    url,
    id: pullRequest.id,
    node_id: pullRequest.nodeId,
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    issue_url: issue,
    number,
    state: state === "OPEN" ? "open" : "closed",
    locked: pullRequest.isLocked,
    title: pullRequest.title,
    user: userOf(shown, pullRequest.authorId),
    body: pullRequest.body,
    created_at: pullRequest.createdAt,
    updated_at: pullRequest.updatedAt,
    closed_at: pullRequest.closedAt,
    merged_at: pullRequest.mergedAt,
    merge_commit_sha: pullRequest.mergeCommitOid ?? pullRequest.mergeability.mergeCommitOid,
    assignee: null,
    assignees: [],
    requested_reviewers: pullRequest.requestedReviewerIds.map((id) => userOf(shown, id)),
    requested_teams: [],
    labels: labelsOf(shown, pullRequest).map((label) => labelJson(shown, label)),
    milestone: null,
    draft: pullRequest.isDraft,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${urls.api}/repos/${name}/pulls/comments{/number}`,
    comments_url: `${issue}/comments`,
    statuses_url: statuses,
    head: branchJson(
      shown,
      pullRequest.headOwnerId,
      pullRequest.headRefName,
      pullRequest.headRefOid,
      headRepository,
    ),
    base: branchJson(
      shown,
      repository?.ownerId ?? 0,
      pullRequest.baseRefName,
      pullRequest.baseRefOid,
      repository,
    ),
    _links: {
      self: { href: url },
      html: { href: html },
      issue: { href: issue },
      comments: { href: `${issue}/comments` },
      review_comments: { href: `${url}/comments` },
      review_comment: { href: `${urls.api}/repos/${name}/pulls/comments{/number}` },
      commits: { href: `${url}/commits` },
      statuses: { href: statuses },
    },
    author_association: authorAssociation(shown, repositoryId, pullRequest.authorId),
    auto_merge:
      pullRequest.autoMerge === null
        ? null
        : {
            enabled_by: userOf(shown, pullRequest.autoMerge.enabledById),
            merge_method: pullRequest.autoMerge.method,
            commit_title: pullRequest.autoMerge.commitTitle,
            commit_message: pullRequest.autoMerge.commitBody,
          },
    active_lock_reason: null,
  };
}

export type DiffSize = {
  readonly commits: number;
  readonly additions: number;
  readonly deletions: number;
  readonly files: number;
};

/** A `pull-request`: the full form of REST's single one and of `pull_request` events. */
export function fullPullRequestJson(shown: Shown, pullRequest: PullRequest, size: DiffSize) {
  const { state } = pullRequest.mergeability;
  const conflicting = state === "CONFLICTING";
  return {
    ...pullRequestJson(shown, pullRequest),
    merged: pullRequest.state === "MERGED",
    mergeable: state === "UNKNOWN" || pullRequest.state !== "OPEN" ? null : !conflicting,
    rebaseable: state === "UNKNOWN" || pullRequest.state !== "OPEN" ? null : !conflicting,
    mergeable_state:
      state === "UNKNOWN" ? "unknown" : conflicting ? "dirty" : pullRequest.isDraft ? "draft" : "clean",
    merged_by: userOf(shown, pullRequest.mergedById),
    comments: pullRequest.comments.length,
    review_comments: pullRequest.threads.reduce((sum, thread) => sum + thread.comments.length, 0),
    maintainer_can_modify: pullRequest.headRepositoryId !== pullRequest.repositoryId,
    commits: size.commits,
    additions: size.additions,
    deletions: size.deletions,
    changed_files: size.files,
  };
}

function branchJson(shown: Shown, ownerId: number, ref: string, sha: string, repository: Repository | null) {
  const owner = shown.reader.account(ownerId);
  return {
    label: `${owner?.login ?? "unknown"}:${ref}`,
    ref,
    sha,
    user: userOf(shown, ownerId),
    repo: repository === null ? null : repositoryJson(shown, repository),
  };
}

/** The short form in check runs and suites. Empty for a fork: ask with those of the same repository. */
export function minimalPullRequestJson({ reader, urls }: Shown, pullRequest: PullRequest) {
  const repository = reader.repository(pullRequest.repositoryId);
  const url = `${urls.api}/repos/${repository?.nameWithOwner}`;
  const repo = { id: repository?.id ?? 0, url, name: repository?.name ?? "" };
  return {
    url: `${url}/pulls/${pullRequest.number}`,
    id: pullRequest.id,
    number: pullRequest.number,
    head: { ref: pullRequest.headRefName, sha: pullRequest.headRefOid, repo },
    base: { ref: pullRequest.baseRefName, sha: pullRequest.baseRefOid, repo },
  };
}

/** A pull request as `issue_comment` events and the issues API show it. */
export function issueJson(shown: Shown, pullRequest: PullRequest | Issue) {
  if (!("headRefOid" in pullRequest)) return plainIssueJson(shown, pullRequest);
  const { reader, urls } = shown;
  const name = reader.repository(pullRequest.repositoryId)?.nameWithOwner ?? "";
  const url = `${urls.api}/repos/${name}/issues/${pullRequest.number}`;
  const html = `${urls.html}/${name}/pull/${pullRequest.number}`;
  return {
    url,
    repository_url: `${urls.api}/repos/${name}`,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: html,
    id: pullRequest.id,
    node_id: pullRequest.nodeId,
    number: pullRequest.number,
    title: pullRequest.title,
    user: userOf(shown, pullRequest.authorId),
    labels: labelsOf(shown, pullRequest).map((label) => labelJson(shown, label)),
    state: pullRequest.state === "OPEN" ? "open" : "closed",
    locked: pullRequest.isLocked,
    assignee: null,
    assignees: [],
    milestone: null,
    comments: pullRequest.comments.length,
    created_at: pullRequest.createdAt,
    updated_at: pullRequest.updatedAt,
    closed_at: pullRequest.closedAt,
    author_association: authorAssociation(shown, pullRequest.repositoryId, pullRequest.authorId),
    active_lock_reason: null,
    draft: pullRequest.isDraft,
    pull_request: {
      url: `${urls.api}/repos/${name}/pulls/${pullRequest.number}`,
      html_url: html,
      diff_url: `${html}.diff`,
      patch_url: `${html}.patch`,
      merged_at: pullRequest.mergedAt,
    },
    body: pullRequest.body,
    reactions: reactionsJson(`${url}/reactions`, pullRequest.reactions),
    timeline_url: `${url}/timeline`,
    performed_via_github_app: null,
    state_reason: null,
  };
}

/** An issue that is no pull request. */
function plainIssueJson(shown: Shown, issue: Issue) {
  const { reader, urls } = shown;
  const name = reader.repository(issue.repositoryId)?.nameWithOwner ?? "";
  const url = `${urls.api}/repos/${name}/issues/${issue.number}`;
  return {
    url,
    repository_url: `${urls.api}/repos/${name}`,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: `${urls.html}/${name}/issues/${issue.number}`,
    id: issue.id,
    node_id: issue.nodeId,
    number: issue.number,
    title: issue.title,
    user: userOf(shown, issue.authorId),
    labels: [],
    state: "open",
    locked: false,
    assignee: null,
    assignees: [],
    milestone: null,
    comments: issue.comments.length,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: null,
    author_association: authorAssociation(shown, issue.repositoryId, issue.authorId),
    active_lock_reason: null,
    body: issue.body,
    reactions: reactionsJson(`${url}/reactions`, []),
    timeline_url: `${url}/timeline`,
    performed_via_github_app: null,
    state_reason: null,
  };
}

export function issueCommentJson(shown: Shown, pullRequest: PullRequest | Issue, comment: IssueComment) {
  const { reader, urls } = shown;
  const name = reader.repository(pullRequest.repositoryId)?.nameWithOwner ?? "";
  const url = `${urls.api}/repos/${name}/issues/comments/${comment.id}`;
  return {
    url,
    html_url: `${urls.html}/${name}/${"headRefOid" in pullRequest ? "pull" : "issues"}/${pullRequest.number}#issuecomment-${comment.id}`,
    issue_url: `${urls.api}/repos/${name}/issues/${pullRequest.number}`,
    id: comment.id,
    node_id: comment.nodeId,
    user: userOf(shown, comment.authorId),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    author_association: authorAssociation(shown, pullRequest.repositoryId, comment.authorId),
    body: comment.body,
    reactions: reactionsJson(`${url}/reactions`, comment.reactions),
    performed_via_github_app: null,
  };
}

/** A review. REST has its state in upper case, webhooks in lower case. */
export function reviewJson(shown: Shown, pullRequest: PullRequest, review: Review) {
  const { reader, urls } = shown;
  const name = reader.repository(pullRequest.repositoryId)?.nameWithOwner ?? "";
  const html = `${urls.html}/${name}/pull/${pullRequest.number}#pullrequestreview-${review.id}`;
  const url = `${urls.api}/repos/${name}/pulls/${pullRequest.number}`;
  return {
    id: review.id,
    node_id: review.nodeId,
    user: userOf(shown, review.authorId),
    body: review.body,
    state: review.state,
    html_url: html,
    pull_request_url: url,
    author_association: authorAssociation(shown, pullRequest.repositoryId, review.authorId),
    _links: { html: { href: html }, pull_request: { href: url } },
    ...(review.submittedAt === null ? {} : { submitted_at: review.submittedAt }),
    commit_id: review.commitOid,
  };
}

export function reviewCommentJson(
  shown: Shown,
  pullRequest: PullRequest,
  thread: ReviewThread,
  comment: ReviewComment,
) {
  const { reader, urls } = shown;
  const name = reader.repository(pullRequest.repositoryId)?.nameWithOwner ?? "";
  const url = `${urls.api}/repos/${name}/pulls/comments/${comment.id}`;
  const html = `${urls.html}/${name}/pull/${pullRequest.number}#discussion_r${comment.id}`;
  const pull = `${urls.api}/repos/${name}/pulls/${pullRequest.number}`;
  return {
    url,
    pull_request_review_id: comment.reviewId,
    id: comment.id,
    node_id: comment.nodeId,
    diff_hunk: comment.diffHunk,
    path: thread.path,
    commit_id: comment.commitOid,
    original_commit_id: comment.originalCommitOid,
    user: userOf(shown, comment.authorId),
    body: comment.body,
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    html_url: html,
    pull_request_url: pull,
    author_association: authorAssociation(shown, pullRequest.repositoryId, comment.authorId),
    _links: { self: { href: url }, html: { href: html }, pull_request: { href: pull } },
    reactions: reactionsJson(`${url}/reactions`, comment.reactions),
    start_line: thread.startLine,
    original_start_line: thread.originalStartLine,
    start_side: thread.startSide,
    line: thread.line,
    original_line: thread.originalLine,
    side: thread.side,
    ...(comment.inReplyToId === null ? {} : { in_reply_to_id: comment.inReplyToId }),
    original_position: comment.originalPosition,
    position: comment.position,
    subject_type: thread.subjectType === "FILE" ? "file" : "line",
  };
}

/** The `reactions` of a comment: how many of each. */
export function reactionsJson(url: string, reactions: readonly Reaction[]) {
  const count = (content: Reaction["content"]) =>
    reactions.filter((reaction) => reaction.content === content).length;
  return {
    url,
    total_count: reactions.length,
    "+1": count("+1"),
    "-1": count("-1"),
    laugh: count("laugh"),
    hooray: count("hooray"),
    confused: count("confused"),
    heart: count("heart"),
    rocket: count("rocket"),
    eyes: count("eyes"),
  };
}

/** One reaction, as the reactions API shows it. */
export function reactionJson(shown: Shown, reaction: Reaction) {
  return {
    id: reaction.id,
    node_id: reaction.nodeId,
    user: userOf(shown, reaction.userId),
    content: reaction.content,
    created_at: reaction.createdAt,
  };
}
