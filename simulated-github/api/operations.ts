import type { operations, paths } from "@octokit/openapi-types";

type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";

/** The keys that a type names, without an index signature's. */
type Named<T> = keyof { [K in keyof T as string extends K ? never : number extends K ? never : K]: T[K] };

type QueryOf<Id extends keyof operations> = operations[Id] extends { parameters: { query?: infer Query } }
  ? unknown extends Query
    ? never
    : Named<NonNullable<Query>>
  : never;

type ContentOf<Body> = Body extends { content: { "application/json": infer Content } } ? Content : never;

type JsonBodyOf<Id extends keyof operations> = operations[Id] extends { requestBody?: infer Body }
  ? unknown extends Body
    ? never
    : Exclude<ContentOf<NonNullable<Body>>, null | string | readonly unknown[]>
  : never;

type BodyOf<Id extends keyof operations> = [JsonBodyOf<Id>] extends [never] ? never : Named<JsonBodyOf<Id>>;

/** How GitHub publishes an operation: exactly its parameters, which the types hold against the table. */
type Published<Id extends keyof operations> = {
  readonly route: readonly [Method, keyof paths & string];
  readonly query: { readonly [Key in QueryOf<Id>]: true };
  readonly body: { readonly [Key in BodyOf<Id>]: true };
};

const none = {} as const;
const page = { page: true, per_page: true } as const;
const app = "/app/installations/{installation_id}";
const repo = "/repos/{owner}/{repo}";
const team = "/orgs/{org}/teams/{team_slug}";

/**
 * The operations that are simulated. An exact copy of what is published: a key too many or too few is a type
 * error. operations.test.ts holds the routes against Octokit's own.
 */
export const published = {
  "apps/get-authenticated": { route: ["GET", "/app"], query: none, body: none },
  "apps/get-by-slug": { route: ["GET", "/apps/{app_slug}"], query: none, body: none },
  "apps/list-installations": {
    route: ["GET", "/app/installations"],
    query: { ...page, since: true, outdated: true },
    body: none,
  },
  "apps/get-installation": { route: ["GET", app], query: none, body: none },
  "apps/delete-installation": { route: ["DELETE", app], query: none, body: none },
  "apps/create-installation-access-token": {
    route: ["POST", `${app}/access_tokens`],
    query: none,
    body: { repositories: true, repository_ids: true, permissions: true },
  },
  "apps/get-repo-installation": { route: ["GET", `${repo}/installation`], query: none, body: none },
  "apps/get-org-installation": { route: ["GET", "/orgs/{org}/installation"], query: none, body: none },
  "apps/get-user-installation": { route: ["GET", "/users/{username}/installation"], query: none, body: none },
  "apps/list-webhook-deliveries": {
    route: ["GET", "/app/hook/deliveries"],
    query: { per_page: true, cursor: true, status: true },
    body: none,
  },
  "apps/get-webhook-delivery": {
    route: ["GET", "/app/hook/deliveries/{delivery_id}"],
    query: none,
    body: none,
  },
  "apps/redeliver-webhook-delivery": {
    route: ["POST", "/app/hook/deliveries/{delivery_id}/attempts"],
    query: none,
    body: none,
  },
  "apps/get-webhook-config-for-app": { route: ["GET", "/app/hook/config"], query: none, body: none },
  "apps/list-repos-accessible-to-installation": {
    route: ["GET", "/installation/repositories"],
    query: page,
    body: none,
  },
  "apps/revoke-installation-access-token": {
    route: ["DELETE", "/installation/token"],
    query: none,
    body: none,
  },
  "meta/get": { route: ["GET", "/meta"], query: none, body: none },
  "rate-limit/get": { route: ["GET", "/rate_limit"], query: none, body: none },
  "users/get-by-username": { route: ["GET", "/users/{username}"], query: none, body: none },
  "teams/get-membership-for-user-in-org": {
    route: ["GET", `${team}/memberships/{username}`],
    query: none,
    body: none,
  },
  "teams/list-members-in-org": {
    route: ["GET", `${team}/members`],
    query: { ...page, role: true },
    body: none,
  },
  "repos/get": { route: ["GET", repo], query: none, body: none },
  "repos/get-collaborator-permission-level": {
    route: ["GET", `${repo}/collaborators/{username}/permission`],
    query: none,
    body: none,
  },
  "repos/compare-commits-with-basehead": {
    route: ["GET", `${repo}/compare/{basehead}`],
    query: page,
    body: none,
  },
  "repos/get-commit": { route: ["GET", `${repo}/commits/{ref}`], query: page, body: none },
  "repos/get-branch": { route: ["GET", `${repo}/branches/{branch}`], query: none, body: none },
  "repos/get-content": { route: ["GET", `${repo}/contents/{path}`], query: { ref: true }, body: none },
  "repos/list-pull-requests-associated-with-commit": {
    route: ["GET", `${repo}/commits/{commit_sha}/pulls`],
    query: page,
    body: none,
  },
  "git/get-blob": { route: ["GET", `${repo}/git/blobs/{file_sha}`], query: none, body: none },
  "git/get-tree": { route: ["GET", `${repo}/git/trees/{tree_sha}`], query: { recursive: true }, body: none },
  "git/get-commit": { route: ["GET", `${repo}/git/commits/{commit_sha}`], query: none, body: none },
  "git/get-ref": { route: ["GET", `${repo}/git/ref/{ref}`], query: none, body: none },
  "pulls/list": {
    route: ["GET", `${repo}/pulls`],
    query: { ...page, state: true, head: true, base: true, sort: true, direction: true },
    body: none,
  },
  "pulls/get": { route: ["GET", `${repo}/pulls/{pull_number}`], query: none, body: none },
  "pulls/list-files": { route: ["GET", `${repo}/pulls/{pull_number}/files`], query: page, body: none },
  "pulls/list-commits": { route: ["GET", `${repo}/pulls/{pull_number}/commits`], query: page, body: none },
  "pulls/merge": {
    route: ["PUT", `${repo}/pulls/{pull_number}/merge`],
    query: none,
    body: { commit_title: true, commit_message: true, sha: true, merge_method: true },
  },
  "pulls/list-reviews": { route: ["GET", `${repo}/pulls/{pull_number}/reviews`], query: page, body: none },
  "pulls/get-review": {
    route: ["GET", `${repo}/pulls/{pull_number}/reviews/{review_id}`],
    query: none,
    body: none,
  },
  "pulls/create-review": {
    route: ["POST", `${repo}/pulls/{pull_number}/reviews`],
    query: none,
    body: { commit_id: true, body: true, event: true, comments: true },
  },
  "pulls/update-review": {
    route: ["PUT", `${repo}/pulls/{pull_number}/reviews/{review_id}`],
    query: none,
    body: { body: true },
  },
  "pulls/submit-review": {
    route: ["POST", `${repo}/pulls/{pull_number}/reviews/{review_id}/events`],
    query: none,
    body: { body: true, event: true },
  },
  "pulls/delete-pending-review": {
    route: ["DELETE", `${repo}/pulls/{pull_number}/reviews/{review_id}`],
    query: none,
    body: none,
  },
  "pulls/dismiss-review": {
    route: ["PUT", `${repo}/pulls/{pull_number}/reviews/{review_id}/dismissals`],
    query: none,
    body: { message: true, event: true },
  },
  "pulls/list-comments-for-review": {
    route: ["GET", `${repo}/pulls/{pull_number}/reviews/{review_id}/comments`],
    query: page,
    body: none,
  },
  "pulls/list-review-comments": {
    route: ["GET", `${repo}/pulls/{pull_number}/comments`],
    query: { ...page, sort: true, direction: true, since: true },
    body: none,
  },
  "pulls/get-review-comment": {
    route: ["GET", `${repo}/pulls/comments/{comment_id}`],
    query: none,
    body: none,
  },
  "pulls/create-review-comment": {
    route: ["POST", `${repo}/pulls/{pull_number}/comments`],
    query: none,
    body: {
      body: true,
      commit_id: true,
      path: true,
      position: true,
      side: true,
      line: true,
      start_line: true,
      start_side: true,
      in_reply_to: true,
      subject_type: true,
    },
  },
  "pulls/create-reply-for-review-comment": {
    route: ["POST", `${repo}/pulls/{pull_number}/comments/{comment_id}/replies`],
    query: none,
    body: { body: true },
  },
  "pulls/update-review-comment": {
    route: ["PATCH", `${repo}/pulls/comments/{comment_id}`],
    query: none,
    body: { body: true },
  },
  "pulls/delete-review-comment": {
    route: ["DELETE", `${repo}/pulls/comments/{comment_id}`],
    query: none,
    body: none,
  },
  "issues/list-comments": {
    route: ["GET", `${repo}/issues/{issue_number}/comments`],
    query: { ...page, since: true },
    body: none,
  },
  "issues/get-comment": { route: ["GET", `${repo}/issues/comments/{comment_id}`], query: none, body: none },
  "issues/create-comment": {
    route: ["POST", `${repo}/issues/{issue_number}/comments`],
    query: none,
    body: { body: true },
  },
  "issues/update-comment": {
    route: ["PATCH", `${repo}/issues/comments/{comment_id}`],
    query: none,
    body: { body: true },
  },
  "issues/delete-comment": {
    route: ["DELETE", `${repo}/issues/comments/{comment_id}`],
    query: none,
    body: none,
  },
  "issues/list-labels-for-repo": { route: ["GET", `${repo}/labels`], query: page, body: none },
  "issues/get-label": { route: ["GET", `${repo}/labels/{name}`], query: none, body: none },
  "issues/create-label": {
    route: ["POST", `${repo}/labels`],
    query: none,
    body: { name: true, color: true, description: true },
  },
  "issues/update-label": {
    route: ["PATCH", `${repo}/labels/{name}`],
    query: none,
    body: { new_name: true, color: true, description: true },
  },
  "issues/delete-label": { route: ["DELETE", `${repo}/labels/{name}`], query: none, body: none },
  "issues/list-labels-on-issue": {
    route: ["GET", `${repo}/issues/{issue_number}/labels`],
    query: page,
    body: none,
  },
  "issues/add-labels": {
    route: ["POST", `${repo}/issues/{issue_number}/labels`],
    query: none,
    body: { labels: true },
  },
  "issues/set-labels": {
    route: ["PUT", `${repo}/issues/{issue_number}/labels`],
    query: none,
    body: { labels: true },
  },
  "issues/remove-label": {
    route: ["DELETE", `${repo}/issues/{issue_number}/labels/{name}`],
    query: none,
    body: none,
  },
  "issues/remove-all-labels": {
    route: ["DELETE", `${repo}/issues/{issue_number}/labels`],
    query: none,
    body: none,
  },
  "reactions/list-for-issue": {
    route: ["GET", `${repo}/issues/{issue_number}/reactions`],
    query: { ...page, content: true },
    body: none,
  },
  "reactions/create-for-issue": {
    route: ["POST", `${repo}/issues/{issue_number}/reactions`],
    query: none,
    body: { content: true },
  },
  "reactions/delete-for-issue": {
    route: ["DELETE", `${repo}/issues/{issue_number}/reactions/{reaction_id}`],
    query: none,
    body: none,
  },
  "reactions/list-for-issue-comment": {
    route: ["GET", `${repo}/issues/comments/{comment_id}/reactions`],
    query: { ...page, content: true },
    body: none,
  },
  "reactions/create-for-issue-comment": {
    route: ["POST", `${repo}/issues/comments/{comment_id}/reactions`],
    query: none,
    body: { content: true },
  },
  "reactions/delete-for-issue-comment": {
    route: ["DELETE", `${repo}/issues/comments/{comment_id}/reactions/{reaction_id}`],
    query: none,
    body: none,
  },
  "reactions/list-for-pull-request-review-comment": {
    route: ["GET", `${repo}/pulls/comments/{comment_id}/reactions`],
    query: { ...page, content: true },
    body: none,
  },
  "reactions/create-for-pull-request-review-comment": {
    route: ["POST", `${repo}/pulls/comments/{comment_id}/reactions`],
    query: none,
    body: { content: true },
  },
  "reactions/delete-for-pull-request-comment": {
    route: ["DELETE", `${repo}/pulls/comments/{comment_id}/reactions/{reaction_id}`],
    query: none,
    body: none,
  },
  "checks/create": {
    route: ["POST", `${repo}/check-runs`],
    query: none,
    body: {
      name: true,
      head_sha: true,
      details_url: true,
      external_id: true,
      status: true,
      started_at: true,
      conclusion: true,
      completed_at: true,
      output: true,
      actions: true,
    },
  },
  "checks/update": {
    route: ["PATCH", `${repo}/check-runs/{check_run_id}`],
    query: none,
    body: {
      name: true,
      details_url: true,
      external_id: true,
      status: true,
      started_at: true,
      conclusion: true,
      completed_at: true,
      output: true,
      actions: true,
    },
  },
  "checks/get": { route: ["GET", `${repo}/check-runs/{check_run_id}`], query: none, body: none },
  "checks/list-annotations": {
    route: ["GET", `${repo}/check-runs/{check_run_id}/annotations`],
    query: page,
    body: none,
  },
  "checks/rerequest-run": {
    route: ["POST", `${repo}/check-runs/{check_run_id}/rerequest`],
    query: none,
    body: none,
  },
  "checks/create-suite": { route: ["POST", `${repo}/check-suites`], query: none, body: { head_sha: true } },
  "checks/get-suite": { route: ["GET", `${repo}/check-suites/{check_suite_id}`], query: none, body: none },
  "checks/list-for-suite": {
    route: ["GET", `${repo}/check-suites/{check_suite_id}/check-runs`],
    query: { ...page, check_name: true, status: true, filter: true },
    body: none,
  },
  "checks/list-for-ref": {
    route: ["GET", `${repo}/commits/{ref}/check-runs`],
    query: { ...page, check_name: true, status: true, filter: true, app_id: true },
    body: none,
  },
  "checks/list-suites-for-ref": {
    route: ["GET", `${repo}/commits/{ref}/check-suites`],
    query: { ...page, app_id: true, check_name: true },
    body: none,
  },
  "repos/create-commit-status": {
    route: ["POST", `${repo}/statuses/{sha}`],
    query: none,
    body: { state: true, target_url: true, description: true, context: true },
  },
  "repos/list-commit-statuses-for-ref": {
    route: ["GET", `${repo}/commits/{ref}/statuses`],
    query: page,
    body: none,
  },
  "repos/get-combined-status-for-ref": {
    route: ["GET", `${repo}/commits/{ref}/status`],
    query: page,
    body: none,
  },
} as const satisfies { readonly [Id in keyof operations]?: Published<Id> };

export type OperationName = keyof typeof published;
