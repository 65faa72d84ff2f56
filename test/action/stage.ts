import { setImmediate } from "node:timers/promises";
import {
  type Conversation,
  type Files,
  type GitHub,
  openStage,
  type Permissions,
  type RepositoryHandle,
  type World,
} from "simulated-github";
import { type Environment, readEnvironment } from "../../src/action/environment.ts";
import { type Parts, runAction } from "../../src/action/run-action.ts";
import type { Result } from "../../src/action/summary.ts";
import { rulePage } from "../../src/cli/explain.ts";
import { tokenOctokit } from "../../src/github/token-octokit.ts";
import { loadSecondReader } from "../../src/grammar/load.ts";

/** Those of the workflow in docs/action.md; a job's token sees metadata always, and neither teams nor queues. */
export const JOB_PERMISSIONS: Permissions = {
  checks: "write",
  contents: "write",
  issues: "write",
  pull_requests: "write",
  statuses: "read",
};

const APP_PERMISSIONS: Permissions = { ...JOB_PERMISSIONS, members: "read", merge_queues: "write" };

/** Whose token a job has: its own, or one of an App that is made for the bot. */
export type TokenOf = "job" | "app";

export type Act = {
  readonly event: string;
  readonly payload?: Readonly<Record<string, unknown>>;
  /** Variables of the runner besides, such as `INPUT_MODE`. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly token?: TokenOf;
  readonly permissions?: Permissions;
  readonly parts?: Partial<Parts>;
};

/** A simulated GitHub on which jobs run one at a time, when told to. Time passes when they wait. */
export type ActionStage = {
  readonly world: World;
  readonly github: GitHub;
  repository(nameWithOwner: string, files: Files): Promise<RepositoryHandle>;
  now(): number;
  pass(seconds: number): void;
  /** The environment of a runner on which an event of a repository starts a job. */
  variables(repository: RepositoryHandle, act: Act): Record<string, string>;
  /** Runs a job in this process. */
  act(repository: RepositoryHandle, act: Act): Promise<Result>;
  /** The same for what happened to a pull request: `pull_request_target` with this action. */
  onPull(pr: Conversation, action: string, act?: Partial<Act>): Promise<Result>;
  /** The same for its last comment. */
  onComment(pr: Conversation, act?: Partial<Act>): Promise<Result>;
  close(): Promise<void>;
};

export const RUN_ID = "4711";

export async function openActionStage(): Promise<ActionStage> {
  let time = Date.parse("2026-01-01T00:00:00Z");
  const stage = await openStage(
    { slug: "by-name-bot", owner: "by-name", permissions: APP_PERMISSIONS, events: [] },
    { world: { clock: () => time } },
  );
  const { world, github } = stage;
  const actions = world.createApp({ slug: "github-actions", permissions: JOB_PERMISSIONS, events: [] });
  const installed = new Map<string, number>();
  const second = await loadSecondReader();

  function tokenFor(repository: RepositoryHandle, { token = "job", permissions }: Act): string {
    const owner = repository.nameWithOwner.split("/")[0] ?? "";
    const installation = token === "app" ? stage.installation(owner).id : installed.get(owner);
    if (installation === undefined) throw new Error(`nothing is installed for ${owner}`);
    const limits = { permissions: permissions ?? null, repositoryIds: [repository.id] };
    return github.tokens.issue(installation, limits).token;
  }

  function variables(repository: RepositoryHandle, act: Act): Record<string, string> {
    return {
      GITHUB_EVENT_NAME: act.event,
      GITHUB_EVENT_PATH: "event.json",
      GITHUB_REPOSITORY: repository.nameWithOwner,
      GITHUB_API_URL: github.url,
      GITHUB_GRAPHQL_URL: `${github.url}/graphql`,
      GITHUB_SERVER_URL: github.url,
      GITHUB_RUN_ID: RUN_ID,
      INPUT_TOKEN: tokenFor(repository, act),
      ...act.variables,
    };
  }

  async function act(repository: RepositoryHandle, given: Act): Promise<Result> {
    const payload = { ...repositoryPayload(repository), ...given.payload };
    const environment = readEnvironment(variables(repository, given), () => JSON.stringify(payload));
    return runAction(environment, {
      api: ({ token, apiUrl, graphqlUrl }: Environment, signal) =>
        tokenOctokit({ token, apiUrl, graphqlUrl, version: "0.0.0", signal }),
      second,
      rulePage,
      clock: {
        now: () => time,
        async sleep(milliseconds, signal) {
          signal.throwIfAborted();
          time += milliseconds;
          await setImmediate();
        },
      },
      settleMs: 5_000,
      signal: new AbortController().signal,
      ...given.parts,
    });
  }

  return {
    world,
    github,
    async repository(nameWithOwner, files) {
      const repository = await stage.repository(nameWithOwner, files, { defaultBranch: "master" });
      const owner = nameWithOwner.split("/")[0] ?? "";
      if (!installed.has(owner)) {
        installed.set(owner, world.install(actions.id, owner, { permissions: JOB_PERMISSIONS }).id);
      }
      return repository;
    },
    now: () => time,
    pass(seconds) {
      time += seconds * 1000;
    },
    variables,
    act,
    onPull: (pr, action, more) =>
      act(pr.repository, { event: "pull_request_target", payload: pullPayload(pr, action), ...more }),
    onComment: (pr, more) =>
      act(pr.repository, { event: "issue_comment", payload: commentPayload(pr), ...more }),
    close: stage.close,
  };
}

function repositoryPayload({ nameWithOwner }: RepositoryHandle) {
  const [owner, name] = nameWithOwner.split("/");
  return { repository: { full_name: nameWithOwner, name, owner: { login: owner } } };
}

/** What `pull_request_target` tells. */
export function pullPayload(pr: Conversation, action: string) {
  const { number, updatedAt, headRefOid } = pr.record();
  return {
    action,
    ...(action === "edited" ? { changes: { title: { from: "before" } } } : {}),
    ...repositoryPayload(pr.repository),
    sender: { login: "alice" },
    pull_request: { number, updated_at: updatedAt, head: { sha: headRefOid } },
  };
}

/** What `issue_comment` tells of the last comment. */
function commentPayload(pr: Conversation) {
  const { number, updatedAt, comments } = pr.record();
  return {
    action: "created",
    ...repositoryPayload(pr.repository),
    sender: { login: "alice" },
    issue: { number, updated_at: updatedAt, pull_request: {} },
    comment: { body: comments.at(-1)?.body, user: { login: "alice" } },
  };
}
