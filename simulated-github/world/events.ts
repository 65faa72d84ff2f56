import { accountOf, type Context, repositoryOf } from "./context.ts";
import { organizationJson, type Shown, userJson } from "./json/account.ts";
import { installationJson } from "./json/app.ts";
import { type DiffSize, fullPullRequestJson, pullRequestJson } from "./json/pull-request.ts";
import { repositoryJson, repositoryNameJson } from "./json/repository.ts";
import type { Installation, PullRequest, PullRequestDiff, Repository } from "./model.ts";
import { compareCommits } from "./threads.ts";

type Payload = Readonly<Record<string, unknown>>;

/** The truth, as payloads show it. */
export function shown(context: Context): Shown {
  return { reader: context.reader, urls: context.urls() };
}

/** Emits an event of a repository. `payload` is only asked for if somebody listens. */
export function emit(
  context: Context,
  name: string,
  action: string | null,
  repositoryId: number,
  by: number,
  payload: () => Payload,
  onlyAppId: number | null = null,
): void {
  if (!context.hasListeners()) return;
  const repository = repositoryOf(context, repositoryId);
  const from = shown(context);
  const owner = accountOf(context, repository.ownerId);
  context.emit({
    name,
    action,
    repositoryId,
    accountId: repository.ownerId,
    onlyAppId,
    installationId: null,
    payload: {
      ...(action === null ? {} : { action }),
      ...payload(),
      repository: repositoryJson(from, repository),
      ...(owner.type === "Organization" ? { organization: organizationJson(from, owner) } : {}),
      sender: userJson(from, accountOf(context, by)),
    },
  });
}

/** Emits a `pull_request` event. Its sizes are zero unless `measurePullRequest` saw this base and head. */
export function emitPullRequest(
  context: Context,
  action: string,
  pullRequest: PullRequest,
  by: number,
  more: Payload = {},
): void {
  emit(context, "pull_request", action, pullRequest.repositoryId, by, () => ({
    number: pullRequest.number,
    pull_request: fullPullRequestJson(
      shown(context),
      pullRequest,
      context.sizes.get(sizeKey(pullRequest)) ?? noSize,
    ),
    ...more,
  }));
}

/** Finds the sizes that the events of a pull request show, if anybody gets them. */
export async function measurePullRequest(
  context: Context,
  pullRequest: Pick<PullRequest, "repositoryId" | "baseRefOid" | "headRefOid">,
): Promise<void> {
  if (!context.hasListeners()) return;
  const { repositoryId, baseRefOid, headRefOid } = pullRequest;
  const git = context.git(repositoryId);
  const commits = await git.commitsBetween(baseRefOid, headRefOid, 250);
  const diff = await compareCommits(git, baseRefOid, headRefOid);
  context.sizes.set(sizeKey(pullRequest), diffSize(diff, commits.length));
}

function sizeKey({ baseRefOid, headRefOid }: Pick<PullRequest, "baseRefOid" | "headRefOid">): string {
  return `${baseRefOid}...${headRefOid}`;
}

const noSize: DiffSize = { commits: 1, additions: 0, deletions: 0, files: 0 };

/** The sizes that REST shows of a pull request. */
export function diffSize(diff: PullRequestDiff, commits: number): DiffSize {
  const sum = (key: "additions" | "deletions") => diff.files.reduce((total, file) => total + file[key], 0);
  return { commits, additions: sum("additions"), deletions: sum("deletions"), files: diff.files.length };
}

/** The `pull_request` of the events of reviews, their comments and threads: the simple form. */
export function simplePullRequest(context: Context, pullRequest: PullRequest) {
  return pullRequestJson(shown(context), pullRequest);
}

/** Emits an event of an installation, which only its App gets. */
export function emitInstallation(
  context: Context,
  name: "installation" | "installation_repositories",
  action: string,
  installation: Installation,
  by: number,
  more: Payload,
): void {
  if (!context.hasListeners()) return;
  const from = shown(context);
  const json = installationJson(from, installation);
  context.emit({
    name,
    action,
    repositoryId: null,
    accountId: installation.accountId,
    onlyAppId: installation.appId,
    installationId: installation.id,
    payload: {
      action,
      installation: {
        ...json,
        created_at: Math.floor(Date.parse(installation.createdAt) / 1000),
        updated_at: Math.floor(Date.parse(installation.updatedAt) / 1000),
      },
      ...more,
      requester: null,
      sender: userJson(from, accountOf(context, by)),
    },
  });
}

/** The repositories of an installation as its events list them. */
export function repositoryNames(repositories: readonly Repository[]) {
  return repositories.map(repositoryNameJson);
}
