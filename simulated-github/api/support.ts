import { randomUUID } from "node:crypto";
import { ProbotOctokit } from "probot";
import type { GitHub, GitHubOptions } from "../server.ts";
import { openStage } from "../stage.ts";
import type { RepositoryHandle } from "../world/handles.ts";
import type { Files } from "../world/inputs.ts";
import type { World, WorldOptions } from "../world/interface.ts";
import type { Account, Installation, Permissions } from "../world/model.ts";

/** All that the bot asks for. */
export const botPermissions: Permissions = {
  checks: "write",
  contents: "write",
  issues: "write",
  merge_queues: "write",
  metadata: "read",
  pull_requests: "write",
  statuses: "write",
};

export type Octokit = InstanceType<typeof ProbotOctokit>;

/** A simulated GitHub with one repository, one person and one installation of the App on it. */
export type TestGitHub = GitHub & {
  readonly world: World;
  readonly repository: RepositoryHandle;
  readonly alice: Account;
  readonly installation: Installation;
  readonly privateKeyPem: string;
  /** `{ owner, repo }` of the repository. */
  readonly at: { readonly owner: string; readonly repo: string };
  /** As the installation, and as Probot would. Nothing is tried again. */
  readonly octokit: Octokit;
  /** As the App itself. */
  readonly appOctokit: Octokit;
  /** Opens a pull request of Alice's fork with these files; its number. */
  opens(files: Files, title?: string): Promise<number>;
  stop(): Promise<void>;
};

export async function startTestGitHub(
  options: {
    files?: Files;
    private?: boolean;
    permissions?: Permissions;
    world?: Omit<WorldOptions, "directory">;
  } & Omit<GitHubOptions, "world" | "app"> = {},
): Promise<TestGitHub> {
  const {
    files,
    private: isPrivate = false,
    permissions = botPermissions,
    world: settings,
    ...rest
  } = options;
  const stage = await openStage(
    { slug: "by-name-bot", permissions, events: ["pull_request"] },
    { world: settings ?? {}, github: rest },
  );
  const { world, github } = stage;
  const repository = await stage.repository("NixOS/nixpkgs", files ?? { "README.md": "# Nixpkgs\n" }, {
    private: isPrivate,
  });
  const alice = world.user("alice");
  const installation = stage.installation("NixOS");
  const { appId, privateKey } = stage.connection;
  const auth = { appId, privateKey };
  return {
    ...github,
    world,
    repository,
    alice,
    installation,
    privateKeyPem: privateKey,
    at: { owner: "NixOS", repo: "nixpkgs" },
    octokit: octokitFor(github.url, { ...auth, installationId: installation.id }),
    appOctokit: octokitFor(github.url, auth),
    async opens(changes, title = "A change") {
      const fork = repository.fork("alice");
      const branch = `change-${randomUUID()}`;
      await fork.commit({ branch, files: changes, message: title, onto: repository.head() ?? "main" });
      const opened = await world.openPullRequest(repository.id, alice.id, { title, head: `alice:${branch}` });
      return opened.number;
    },
    stop: stage.close,
  };
}

/** Probot's Octokit without its pauses and retries. */
export function octokitFor(baseUrl: string, auth: Record<string, unknown> | string): Octokit {
  const silent = () => {};
  return new ProbotOctokit({
    baseUrl,
    auth: typeof auth === "string" ? { token: auth } : auth,
    throttle: { enabled: false },
    retry: { enabled: false },
    log: { debug: silent, info: silent, warn: silent, error: silent },
  });
}

/** What a request that GitHub refuses is answered with. Throws if it is not refused. */
export async function refusal(
  asked: Promise<unknown>,
): Promise<{ status: number; message: string; errors: unknown }> {
  try {
    await asked;
  } catch (error) {
    if (hasResponse(error)) {
      const { message, errors } = error.response.data;
      return { status: error.status, message: String(message), errors };
    }
    throw error;
  }
  throw new Error("it was not refused");
}

type HttpError = Error & {
  readonly status: number;
  readonly response: { readonly data: { readonly message?: unknown; readonly errors?: unknown } };
};

function hasResponse(error: unknown): error is HttpError {
  return error instanceof Error && "status" in error && "response" in error && error.response !== undefined;
}

export type GraphqlAnswer = {
  readonly data: unknown;
  readonly errors: readonly { readonly type?: string; readonly message: string; readonly path?: unknown }[];
};

/** The data and errors of a GraphQL document, whether it has errors or not. */
export async function graphql(
  octokit: Octokit,
  document: string,
  variables: Record<string, unknown> = {},
): Promise<GraphqlAnswer> {
  const { data } = await octokit.request("POST /graphql", { query: document, variables });
  return { data: data.data, errors: data.errors ?? [] };
}
