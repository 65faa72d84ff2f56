import type { Access, Permissions } from "../world/model.ts";
import type { OperationName } from "./operations.ts";

/**
 * What an installation token needs, as data. Sources:
 * https://docs.github.com/rest/authentication/permissions-required-for-github-apps for REST;
 * https://docs.github.com/graphql/overview/about-the-graphql-api says nothing of GraphQL, so that table holds
 * what Apps have met with: `resolveReviewThread` wants contents:write, the rest what REST wants for the same.
 */
export type Permission = `${string}:${Access}`;

/** One of the lists has to be met in full. None at all: any installation token will do. */
export type Requirement = readonly (readonly Permission[])[];

const any: Requirement = [[]];
/** A route for the App itself, with its JSON Web Token. */
export const appOnly = "app";

const issuesOr = (access: Access): Requirement => [[`issues:${access}`], [`pull_requests:${access}`]];

export const restPermissions: Readonly<Record<OperationName, Requirement | typeof appOnly>> = {
  "apps/get-authenticated": appOnly,
  "apps/get-by-slug": any,
  "apps/list-installations": appOnly,
  "apps/get-installation": appOnly,
  "apps/delete-installation": appOnly,
  "apps/create-installation-access-token": appOnly,
  "apps/get-repo-installation": appOnly,
  "apps/get-org-installation": appOnly,
  "apps/get-user-installation": appOnly,
  "apps/list-webhook-deliveries": appOnly,
  "apps/get-webhook-delivery": appOnly,
  "apps/redeliver-webhook-delivery": appOnly,
  "apps/get-webhook-config-for-app": appOnly,
  "apps/list-repos-accessible-to-installation": any,
  "apps/revoke-installation-access-token": any,
  "meta/get": any,
  "rate-limit/get": any,
  "users/get-by-username": any,
  "teams/get-membership-for-user-in-org": [["members:read"]],
  "teams/list-members-in-org": [["members:read"]],
  "repos/get": [["metadata:read"]],
  "repos/get-collaborator-permission-level": [["metadata:read"]],
  "repos/compare-commits-with-basehead": [["contents:read"]],
  "repos/get-commit": [["contents:read"]],
  "repos/get-branch": [["contents:read"]],
  "repos/get-content": [["contents:read"]],
  "repos/list-pull-requests-associated-with-commit": [["pull_requests:read"]],
  "git/get-blob": [["contents:read"]],
  "git/get-tree": [["contents:read"]],
  "git/get-commit": [["contents:read"]],
  "git/get-ref": [["contents:read"]],
  "pulls/list": [["pull_requests:read"]],
  "pulls/get": [["pull_requests:read"]],
  "pulls/list-files": [["pull_requests:read"]],
  "pulls/list-commits": [["pull_requests:read"]],
  "pulls/merge": [["contents:write"]],
  "pulls/list-reviews": [["pull_requests:read"]],
  "pulls/get-review": [["pull_requests:read"]],
  "pulls/create-review": [["pull_requests:write"]],
  "pulls/update-review": [["pull_requests:write"]],
  "pulls/submit-review": [["pull_requests:write"]],
  "pulls/delete-pending-review": [["pull_requests:write"]],
  "pulls/dismiss-review": [["pull_requests:write"]],
  "pulls/list-comments-for-review": [["pull_requests:read"]],
  "pulls/list-review-comments": [["pull_requests:read"]],
  "pulls/get-review-comment": [["pull_requests:read"]],
  "pulls/create-review-comment": [["pull_requests:write"]],
  "pulls/create-reply-for-review-comment": [["pull_requests:write"]],
  "pulls/update-review-comment": [["pull_requests:write"]],
  "pulls/delete-review-comment": [["pull_requests:write"]],
  "issues/list-comments": issuesOr("read"),
  "issues/get-comment": issuesOr("read"),
  "issues/create-comment": issuesOr("write"),
  "issues/update-comment": issuesOr("write"),
  "issues/delete-comment": issuesOr("write"),
  "issues/list-labels-for-repo": issuesOr("read"),
  "issues/get-label": issuesOr("read"),
  "issues/create-label": issuesOr("write"),
  "issues/update-label": issuesOr("write"),
  "issues/delete-label": issuesOr("write"),
  "issues/list-labels-on-issue": issuesOr("read"),
  "issues/add-labels": issuesOr("write"),
  "issues/set-labels": issuesOr("write"),
  "issues/remove-label": issuesOr("write"),
  "issues/remove-all-labels": issuesOr("write"),
  "reactions/list-for-issue": [["issues:read"]],
  "reactions/create-for-issue": [["issues:write"]],
  "reactions/delete-for-issue": [["issues:write"]],
  // Under "Issues" alone: the page names comments of a pull request under both, their reactions not.
  "reactions/list-for-issue-comment": [["issues:read"]],
  "reactions/create-for-issue-comment": [["issues:write"]],
  "reactions/delete-for-issue-comment": [["issues:write"]],
  "reactions/list-for-pull-request-review-comment": [["pull_requests:read"]],
  "reactions/create-for-pull-request-review-comment": [["pull_requests:write"]],
  "reactions/delete-for-pull-request-comment": [["pull_requests:write"]],
  "checks/create": [["checks:write"]],
  "checks/update": [["checks:write"]],
  "checks/get": [["checks:read"]],
  "checks/list-annotations": [["checks:read"]],
  "checks/rerequest-run": [["checks:write"]],
  "checks/create-suite": [["checks:write"]],
  "checks/get-suite": [["checks:read"]],
  "checks/list-for-suite": [["checks:read"]],
  "checks/list-for-ref": [["checks:read"]],
  "checks/list-suites-for-ref": [["checks:read"]],
  "repos/create-commit-status": [["statuses:write"]],
  "repos/list-commit-statuses-for-ref": [["statuses:read"]],
  "repos/get-combined-status-for-ref": [["statuses:read"]],
};

/** By `Type.field`. What a field leads to is guarded by that type's own fields. */
export const graphqlPermissions: Readonly<Record<string, Requirement>> = {
  "Repository.object": [["contents:read"]],
  "Repository.ref": [["contents:read"]],
  "Ref.target": [["contents:read"]],
  "Commit.tree": [["contents:read"]],
  "Commit.file": [["contents:read"]],
  "Repository.pullRequest": [["pull_requests:read"]],
  "Repository.pullRequests": [["pull_requests:read"]],
  "Repository.label": issuesOr("read"),
  "Repository.labels": issuesOr("read"),
  "Repository.mergeQueue": [["merge_queues:read"]],
  "PullRequest.mergeQueueEntry": [["merge_queues:read"]],
  "Commit.checkSuites": [["checks:read"]],
  "Commit.status": [["statuses:read"]],
  "Commit.statusCheckRollup": [["checks:read", "statuses:read"]],
  "PullRequest.statusCheckRollup": [["checks:read", "statuses:read"]],
  "Organization.team": [["members:read"]],

  "Mutation.resolveReviewThread": [["contents:write", "pull_requests:write"]],
  "Mutation.unresolveReviewThread": [["contents:write", "pull_requests:write"]],
  "Mutation.minimizeComment": issuesOr("write"),
  "Mutation.unminimizeComment": issuesOr("write"),
  "Mutation.addPullRequestReview": [["pull_requests:write"]],
  "Mutation.updatePullRequestReview": [["pull_requests:write"]],
  "Mutation.dismissPullRequestReview": [["pull_requests:write"]],
  "Mutation.updatePullRequestReviewComment": [["pull_requests:write"]],
  "Mutation.deletePullRequestReviewComment": [["pull_requests:write"]],
  "Mutation.addPullRequestReviewThreadReply": [["pull_requests:write"]],
  "Mutation.addComment": issuesOr("write"),
  "Mutation.updateIssueComment": issuesOr("write"),
  "Mutation.deleteIssueComment": issuesOr("write"),
  "Mutation.addReaction": issuesOr("write"),
  "Mutation.removeReaction": issuesOr("write"),
  "Mutation.addLabelsToLabelable": issuesOr("write"),
  "Mutation.removeLabelsFromLabelable": issuesOr("write"),
  "Mutation.enablePullRequestAutoMerge": [["contents:write", "pull_requests:write"]],
  "Mutation.disablePullRequestAutoMerge": [["contents:write", "pull_requests:write"]],
  "Mutation.enqueuePullRequest": [["contents:write", "pull_requests:write"]],
  "Mutation.dequeuePullRequest": [["contents:write", "pull_requests:write"]],
  "Mutation.mergePullRequest": [["contents:write", "pull_requests:write"]],
};

const strength: Record<Access, number> = { read: 1, write: 2, admin: 3 };

/** Whether permissions meet a requirement. Everybody has metadata:read. */
export function allows(granted: Permissions, requirement: Requirement): boolean {
  return requirement.some((all) => all.every((permission) => allowsOne(granted, permission)));
}

/** Whether nothing but reading is asked for, as of a public repository anybody may. */
export function onlyReads(requirement: Requirement): boolean {
  return requirement.some((all) => all.every((permission) => permission.endsWith(":read")));
}

function allowsOne(granted: Permissions, permission: Permission): boolean {
  const [name, access] = permission.split(":");
  if (name === undefined) return false;
  const given = granted[name] ?? (name === "metadata" ? "read" : undefined);
  if (given === undefined) return false;
  return strength[given] >= (access === "write" ? 2 : access === "admin" ? 3 : 1);
}
