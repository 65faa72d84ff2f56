import type { Label, Repository, RepositoryRole } from "../model.ts";
import { type Shown, userOf } from "./account.ts";

/** A repository as REST and webhooks show it. */
export function repositoryJson(shown: Shown, repository: Repository) {
  const { reader, urls } = shown;
  const { id, nodeId, name, nameWithOwner, isPrivate, isArchived } = repository;
  const url = `${urls.api}/repos/${nameWithOwner}`;
  const html = `${urls.html}/${nameWithOwner}`;
  const host = urls.html.replace(/^https?:\/\//, "");
  const open = reader.openCount(id);
  return {
    id,
    node_id: nodeId,
    name,
    full_name: nameWithOwner,
    private: isPrivate,
    owner: userOf(shown, repository.ownerId),
    html_url: html,
    description: repository.description,
    fork: repository.parentId !== null,
    url,
    forks_url: `${url}/forks`,
    keys_url: `${url}/keys{/key_id}`,
    collaborators_url: `${url}/collaborators{/collaborator}`,
    teams_url: `${url}/teams`,
    hooks_url: `${url}/hooks`,
    issue_events_url: `${url}/issues/events{/number}`,
    events_url: `${url}/events`,
    assignees_url: `${url}/assignees{/user}`,
    branches_url: `${url}/branches{/branch}`,
    tags_url: `${url}/tags`,
    blobs_url: `${url}/git/blobs{/sha}`,
    git_tags_url: `${url}/git/tags{/sha}`,
    git_refs_url: `${url}/git/refs{/sha}`,
    trees_url: `${url}/git/trees{/sha}`,
    statuses_url: `${url}/statuses/{sha}`,
    languages_url: `${url}/languages`,
    stargazers_url: `${url}/stargazers`,
    contributors_url: `${url}/contributors`,
    subscribers_url: `${url}/subscribers`,
    subscription_url: `${url}/subscription`,
    commits_url: `${url}/commits{/sha}`,
    git_commits_url: `${url}/git/commits{/sha}`,
    comments_url: `${url}/comments{/number}`,
    issue_comment_url: `${url}/issues/comments{/number}`,
    contents_url: `${url}/contents/{+path}`,
    compare_url: `${url}/compare/{base}...{head}`,
    merges_url: `${url}/merges`,
    archive_url: `${url}/{archive_format}{/ref}`,
    downloads_url: `${url}/downloads`,
    issues_url: `${url}/issues{/number}`,
    pulls_url: `${url}/pulls{/number}`,
    milestones_url: `${url}/milestones{/number}`,
    notifications_url: `${url}/notifications{?since,all,participating}`,
    labels_url: `${url}/labels{/name}`,
    releases_url: `${url}/releases{/id}`,
    deployments_url: `${url}/deployments`,
    created_at: repository.createdAt,
    updated_at: repository.updatedAt,
    pushed_at: repository.pushedAt,
    git_url: `git://${host}/${nameWithOwner}.git`,
    ssh_url: `git@${host}:${nameWithOwner}.git`,
    clone_url: `${html}.git`,
    svn_url: html,
    homepage: null,
    size: 0,
    stargazers_count: 0,
    watchers_count: 0,
    language: null,
    has_issues: true,
    has_projects: true,
    has_downloads: true,
    has_wiki: true,
    has_pages: false,
    has_discussions: false,
    forks_count: 0,
    mirror_url: null,
    archived: isArchived,
    disabled: false,
    open_issues_count: open,
    license: null,
    allow_forking: true,
    is_template: false,
    web_commit_signoff_required: false,
    topics: [],
    visibility: isPrivate ? "private" : "public",
    forks: 0,
    open_issues: open,
    watchers: 0,
    default_branch: repository.defaultBranch,
    custom_properties: {},
  };
}

/** The `permissions` of a repository that a role gives. */
export function rolePermissions(role: RepositoryRole | null) {
  const roles: readonly (RepositoryRole | null)[] = ["read", "triage", "write", "maintain", "admin"];
  const rank = roles.indexOf(role);
  return { admin: rank >= 4, maintain: rank >= 3, push: rank >= 2, triage: rank >= 1, pull: true };
}

/** The short form in `installation*` events. */
export function repositoryNameJson({ id, nodeId, name, nameWithOwner, isPrivate }: Repository) {
  return { id, node_id: nodeId, name, full_name: nameWithOwner, private: isPrivate };
}

export function labelJson({ reader, urls }: Shown, label: Label) {
  const repository = reader.repository(label.repositoryId);
  return {
    id: label.id,
    node_id: label.nodeId,
    url: `${urls.api}/repos/${repository?.nameWithOwner}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    color: label.color,
    default: label.isDefault,
    description: label.description,
  };
}

/** What an account is to a repository, as GitHub says beside its comments. */
export function authorAssociation({ reader }: Shown, repositoryId: number, accountId: number) {
  const repository = reader.repository(repositoryId);
  if (repository === null) return "NONE";
  if (repository.ownerId === accountId) return "OWNER";
  if (reader.account(repository.ownerId)?.memberIds.includes(accountId) === true) return "MEMBER";
  if (repository.collaborators.has(accountId)) return "COLLABORATOR";
  return reader.isContributor(repositoryId, accountId) ? "CONTRIBUTOR" : "NONE";
}
