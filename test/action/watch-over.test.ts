import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { Hung } from "../../src/action/hung.ts";
import { watchOver } from "../../src/action/watch-over.ts";

const PROGRAM = fileURLToPath(new URL("./hostile-process.ts", import.meta.url));
const JOB = { kind: "review", installation: 1, owner: "o", repo: "r", number: 7 };
const OUTCOME = { number: 7, reviewed: null, writes: [], refusals: [], failure: null };

/** What comes of a job whose process does this, for a while. */
async function watched(deed: string, { signal = new AbortController().signal, silentMs = 30_000 } = {}) {
  const hung: Hung[] = [];
  const result = await watchOver({
    start: () =>
      fork(PROGRAM, [deed], {
        execArgv: ["--max-old-space-size=48"],
        serialization: "advanced",
        stdio: ["ignore", "ignore", "pipe", "ipc"],
      }),
    silentMs,
    signal,
    async answer(one) {
      hung.push(one);
      return { outcomes: [OUTCOME], notes: [] };
    },
  });
  return { hung, result };
}

test("what comes to its end is told as it is", async () => {
  const { hung, result } = await watched("finishes");
  expect(hung).toEqual([]);
  expect(result).toEqual({ done: true, outcomes: [], notes: ["all"], dryRun: false });
});

test.each([
  ["hangs", "it took more time than it may", 3_000],
  ["takes memory", "it took more memory than it may", 30_000],
  ["aborts", "the process that reviewed it broke off", 30_000],
])("a pull request that %s is answered, and the others are looked at", async (deed, why, silentMs) => {
  const { hung, result } = await watched(deed, { silentMs });
  expect(hung).toEqual([{ job: JOB, head: "abc", why }]);
  expect(result).toEqual({ done: false, outcomes: [OUTCOME], notes: ["the rest"], dryRun: false });
});

test("a mistake of ours is no fault of the pull request", async () => {
  await expect(watched("throws")).rejects.toThrow(/ended with 1: .*Error: ours/s);
});

test("a process is told that the job is to end", async () => {
  const ending = new AbortController();
  setImmediate(() => ending.abort());
  expect((await watched("waits", { signal: ending.signal })).result.notes).toEqual(["end"]);
});
