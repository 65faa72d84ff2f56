import { Octokit } from "@octokit/rest";
import {
  type Files,
  type GitHub,
  openStage,
  type Permissions,
  type RepositoryHandle,
  type World,
} from "simulated-github";
import { type Reviewed, reviewPullRequest } from "../../src/app/run/review-pull-request.ts";
import { pushKey, type RunContext, reviewKey } from "../../src/app/run/run-context.ts";
import { rulePage } from "../../src/cli/explain.ts";
import { objectCache } from "../../src/github/object-cache.ts";
import { paceRequests, type RequestPace } from "../../src/github/pace-requests.ts";
import { loadSecondReader } from "../../src/grammar/load.ts";
import { parseCache } from "../../src/packages/files.ts";
import type { Hint, NewJob } from "../../src/queue/job.ts";
import type { JsonObject } from "../../src/queue/json.ts";
import { DOCS } from "../../src/review/text/project.ts";

const PERMISSIONS: Permissions = {
  metadata: "read",
  checks: "write",
  pull_requests: "write",
  issues: "write",
  contents: "write",
};

/** What the queue keeps, without a database: what a run of a process that dies has not written is not there. */
export type Kept = {
  readonly memory: Map<string, JsonObject>;
  readonly hints: Map<string, Hint & { receivedAt: number }>;
  readonly added: NewJob[];
};

/**
 * A simulated GitHub, and runs of the App's review one at a time without its server and queue: time only
 * passes when told to, and a run can be made to die between any two of its steps.
 */
export type RunStage = {
  readonly world: World;
  readonly github: GitHub;
  readonly kept: Kept;
  readonly repository: RepositoryHandle;
  /** Milliseconds since the epoch. */
  now(): number;
  pass(milliseconds: number): void;
  /** Tells the App of a change as a delivery does, and of a push where it is one. */
  deliver(hint: Omit<Hint, "key">, number: number, change?: "push"): void;
  /** One run. Rejects as a run of the App does. */
  run(number: number, options?: RunOptions): Promise<Reviewed>;
  context(options?: RunOptions): RunContext;
  close(): Promise<void>;
};

export type RunOptions = {
  /** The process dies after so many steps outside. */
  readonly dieAfter?: number;
  /** Milliseconds until a request may be sent; by default all may. */
  readonly take?: RequestPace["take"];
};

/** The process is gone: nothing it does after this has an effect. */
export class Death extends Error {
  override name = "Death";
}

export const SETTLE_MS = 10_000;

/** `files` are those of the repository; they may name people. */
export async function openRunStage(
  files: Files | ((world: World) => Files),
  permissions: Permissions = PERMISSIONS,
): Promise<RunStage> {
  let time = Date.parse("2026-01-01T00:00:00Z");
  const stage = await openStage(
    { slug: "by-name-bot", owner: "by-name", permissions, events: [] },
    { world: { clock: () => time } },
  );
  const { world, github } = stage;
  const base = typeof files === "function" ? files(world) : files;
  const repository = await stage.repository("NixOS/nixpkgs", base, { defaultBranch: "master" });
  const installation = stage.installation("NixOS");
  const second = await loadSecondReader();
  const parse = parseCache(second);
  const objects = objectCache(16 * 1024 * 1024);
  const kept: Kept = { memory: new Map(), hints: new Map(), added: [] };

  function context({ dieAfter = Number.POSITIVE_INFINITY, take }: RunOptions = {}): RunContext {
    let steps = 0;
    const alive = () => {
      if (steps > dieAfter) throw new Death("the process died");
    };
    const step = () => {
      alive();
      steps += 1;
      alive();
    };
    const { token } = github.tokens.issue(installation.id, { permissions: null, repositoryIds: null });
    const api = new Octokit({
      auth: token,
      baseUrl: github.url,
      log: { debug() {}, info() {}, warn() {}, error() {} },
      request: {
        async fetch(input: string, init: RequestInit) {
          step();
          const response = await fetch(input, init);
          // The process may die after GitHub did what it was asked and before it hears so.
          step();
          return response;
        },
      },
    });
    if (take !== undefined) paceRequests(api, { take, heard() {} }, () => time);
    return {
      api,
      appId: github.app.id,
      bot: "by-name-bot",
      objects,
      parse,
      labels: new Set(),
      queue: {
        async add(jobs) {
          step();
          kept.added.push(...jobs);
        },
        async hint(key) {
          alive();
          return kept.hints.get(key) ?? null;
        },
        memory: {
          async get(key) {
            alive();
            return kept.memory.get(key) ?? null;
          },
          async put(key, value) {
            step();
            kept.memory.set(key, structuredClone(value));
          },
          async delete(key) {
            step();
            kept.memory.delete(key);
          },
          list: async (prefix) =>
            [...kept.memory]
              .filter(([key]) => key.startsWith(prefix))
              .map(([key, value]) => ({ key, value })),
          forgetBefore: async () => 0,
        },
      },
      settleMs: SETTLE_MS,
      now: () => time,
      website: github.url,
      docs: DOCS,
      rulePage,
      onFailure() {},
    };
  }

  const name = (number: number) => ({ owner: "NixOS", repo: "nixpkgs", number });
  return {
    world,
    github,
    kept,
    repository,
    context,
    now: () => time,
    pass(milliseconds) {
      time += milliseconds;
    },
    deliver(hint, number, change) {
      const keys = [reviewKey(name(number)), ...(change === "push" ? [pushKey(name(number))] : [])];
      for (const key of keys) {
        const known = kept.hints.get(key);
        if (known !== undefined && Date.parse(known.updatedAt) > Date.parse(hint.updatedAt)) continue;
        kept.hints.set(key, { ...hint, key, receivedAt: time });
      }
    },
    run: (number, options) => reviewPullRequest(name(number), context(options)),
    close: stage.close,
  };
}
