import type { Self } from "../../src/app/server/deliveries.ts";

// Payloads as GitHub sends them, cut down to what matters.

export const SELF: Self = { appId: 17, botLogin: "by-name-bot[bot]" };

export const HEAD = "a".repeat(40);
export const BASE = "b".repeat(40);
const REPOSITORY = { id: 5, name: "nixpkgs", full_name: "NixOS/nixpkgs", owner: { login: "NixOS" } };
export const ALICE = { login: "alice", type: "User" };
export const BOT = { login: "by-name-bot[bot]", type: "Bot" };

type Changes = Readonly<Record<string, unknown>>;

/** What every delivery of a repository has. */
function delivery(changes: Changes): Changes {
  return { repository: REPOSITORY, installation: { id: 3 }, sender: ALICE, ...changes };
}

const PULL = { number: 7, updated_at: "2026-01-02T03:04:05Z", head: { sha: HEAD } };

export const pullRequest = (action: string, changes: Changes = {}) =>
  delivery({ action, number: 7, pull_request: PULL, ...changes });

export const review = (action: string, changes: Changes = {}) =>
  delivery({ action, pull_request: PULL, review: { user: ALICE, state: "approved" }, ...changes });

export const comment = (action: string, body: string, changes: Changes = {}) =>
  delivery({
    action,
    issue: { number: 7, updated_at: "2026-01-02T03:04:05Z", pull_request: { url: "…" } },
    comment: { id: 1, body, user: ALICE },
    ...changes,
  });

export const reviewComment = (action: string, body: string, changes: Changes = {}) =>
  delivery({ action, pull_request: PULL, comment: { id: 1, body, user: ALICE }, ...changes });

export const checkRun = (action: string, appId: number, pulls: readonly unknown[] = []) =>
  delivery({ action, check_run: { head_sha: HEAD, app: { id: appId }, pull_requests: pulls } });

export const checkSuite = (action: string, appId: number, pulls: readonly unknown[] = []) =>
  delivery({ action, check_suite: { head_sha: HEAD, app: { id: appId }, pull_requests: pulls } });

/** A pull request as checks list it, into the repository with this id. */
export const listed = (number: number, repositoryId = REPOSITORY.id) => ({
  number,
  base: { repo: { id: repositoryId } },
});

export const status = (state: string) => delivery({ state, sha: HEAD });

export const mergeGroup = (action: string) =>
  delivery({
    action,
    merge_group: {
      head_sha: HEAD,
      head_ref: "refs/heads/gh-readonly-queue/master/pr-7-abc",
      base_sha: BASE,
      base_ref: "refs/heads/master",
    },
    sender: BOT,
  });

export const push = (files: readonly string[], changes: Changes = {}) =>
  delivery({
    ref: "refs/heads/master",
    before: BASE,
    after: HEAD,
    created: false,
    deleted: false,
    forced: false,
    commits: [{ added: [], modified: files, removed: [] }],
    ...changes,
  });

export const installation = (action: string) => ({ action, installation: { id: 3 }, sender: ALICE });

export const repositoriesAdded = (names: readonly string[]) => ({
  action: "added",
  installation: { id: 3 },
  repositories_added: names.map((full_name) => ({ full_name })),
  sender: ALICE,
});
