import { expect, it } from "vitest";
import { sweepRepository } from "../../src/app/jobs/sweep.ts";
import { NO_MEMORY } from "../../src/app/run/memory/pull-memory.ts";
import type { RunContext } from "../../src/app/run/run-context.ts";
import type { NewJob } from "../../src/queue/job.ts";
import { memoryStore, openMemoryQueue } from "../support/memory-queue.ts";

const HOUR = 60 * 60_000;
const SWEEP = {
  kind: "sweep-repository",
  installation: 1,
  owner: "NixOS",
  repo: "nixpkgs",
  base: null,
  cursor: null,
  why: "sweep",
} as const;

/** A repository of two pages, each with one pull request; `fail` is the status that GitHub answers with. */
function stage() {
  const queue = openMemoryQueue({ store: memoryStore(), log: { info() {}, warn() {}, error() {} } });
  const added: string[] = [];
  const state = { now: 1_000_000_000, asked: 0, fail: null as number | null };
  const answer = (after: unknown) => ({
    data: {
      repository: {
        pullRequests: {
          pageInfo: { hasNextPage: after === null, endCursor: after === null ? "next" : null },
          nodes: [
            {
              number: after === null ? 1 : 2,
              updatedAt: "2026-01-01T00:00:00Z",
              comments: { totalCount: 0 },
              headRefOid: "a".repeat(40),
              statusCheckRollup: null,
            },
          ],
        },
      },
    },
  });
  const request = async ({ variables }: { variables: { after: unknown } }) => {
    state.asked += 1;
    if (state.fail === null) return { data: JSON.stringify(answer(variables.after)), headers: {} };
    throw Object.assign(new Error("no"), {
      name: "HttpError",
      status: state.fail,
      response: { headers: {}, data: { message: "no" } },
    });
  };
  const api = { request: Object.assign(request, { endpoint: { DEFAULTS: { baseUrl: "https://x" } } }) };
  const context = {
    api,
    appId: 1,
    now: () => state.now,
    queue: {
      ...queue,
      async add(jobs: readonly NewJob[]) {
        added.push(...jobs.map(({ key, priority }) => `${priority} ${key}`));
      },
    },
  } as unknown as RunContext;
  const sweep = (cursor: string | null = null) => sweepRepository({ ...SWEEP, cursor }, context);
  return { queue, added, state, sweep };
}

it("while a sweep is under way, the next looks only at what waits for a merge, which is urgent", async () => {
  const { added, state, sweep, queue } = stage();
  await sweep();
  expect(added).toEqual(["low review:NixOS/nixpkgs#1", "low sweep:NixOS/nixpkgs * next"]);
  await queue.memory.put(`waits:NixOS/nixpkgs@${"b".repeat(40)}#7`, {});
  await queue.memory.put(`waits:NixOS/other@${"b".repeat(40)}#8`, {});
  added.length = 0;
  state.now += HOUR;
  expect(await sweep()).toBe(1);
  expect(added).toEqual(["urgent review:NixOS/nixpkgs#7"]);
  expect(state.asked).toBe(1);
});

it("once it has come to its end, or nothing was heard of it for long, another begins", async () => {
  const { state, sweep } = stage();
  await sweep();
  await sweep("next");
  await sweep();
  expect(state.asked).toBe(3);
  state.now += 2 * HOUR;
  await sweep();
  expect(state.asked).toBe(4);
});

it.each([
  [404, 1],
  [429, 0],
])("one that GitHub answers with %i is over: %i", async (status, more) => {
  const { state, sweep } = stage();
  await sweep();
  state.fail = status;
  await expect(sweep("next")).rejects.toThrow();
  state.fail = null;
  const before = state.asked;
  await sweep();
  expect(state.asked - before).toBe(more);
});

it("a merge that waits is urgent on its page as well", async () => {
  const { added, sweep, queue } = stage();
  await queue.memory.put("pull:NixOS/nixpkgs#1", { ...NO_MEMORY, waiting: true });
  await sweep();
  expect(added[0]).toBe("urgent review:NixOS/nixpkgs#1");
});
