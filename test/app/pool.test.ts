import { pino } from "pino";
import { afterAll, beforeEach, expect, it, onTestFinished, vi } from "vitest";
import { type JobData, jobKey } from "../../src/app/jobs/jobs.ts";
import { NO_MEMORY } from "../../src/app/run/memory/pull-memory.ts";
import { memoryKey, reviewKey, strikesKey } from "../../src/app/run/run-context.ts";
import type { Lane, LaneName } from "../../src/app/workers/lane.ts";
import { type PoolQueue, workOf } from "../../src/app/workers/pool.ts";
import type { Result, Task } from "../../src/app/workers/protocol.ts";
import { Overrun } from "../../src/app/workers/worker.ts";
import { memoryStore, openMemoryQueue } from "../support/memory-queue.ts";

const log = pino({ level: "silent" });
const queue = openMemoryQueue({ store: memoryStore(), log });
afterAll(() => queue.close({ graceMs: 0 }));

const DONE: Result = { kind: "ran", outcome: { kind: "done" } };
const HEAVY: Result = { kind: "heavy" };
const CULPRIT = new Overrun("memory", true, "h1");
const COMPANY = new Overrun("memory", false, "h1");

let count = 0;
let job: JobData & { readonly kind: "review" };
beforeEach(() => {
  count += 1;
  job = { kind: "review", installation: 1, owner: "NixOS", repo: "nixpkgs", number: count };
});

/** Work in lanes that answer a task with what is next in the list, and then that it is done; `asked` tells which. */
function lanes(answers: Partial<Record<LaneName, (Result | Error)[]>>, responds = true) {
  const asked: string[] = [];
  const lane = (name: LaneName): Lane => ({
    async perform(task: Task) {
      asked.push(`${name} ${task.kind}`);
      const answer = answers[name]?.shift() ?? (task.kind === "run" ? DONE : { kind: "did" });
      if (answer instanceof Error) throw answer;
      return answer;
    },
    responds: () => responds,
    async close() {},
  });
  const work = workOf({ shared: lane("shared"), urgent: lane("urgent"), alone: lane("alone") }, queue);
  return { asked, run: (of: JobData = job) => work.run(of, new AbortController().signal, log, "normal") };
}

const strikes = () => queue.memory.get(strikesKey(reviewKey(job)));
const waitsForMerge = () => queue.memory.put(memoryKey(job), { ...NO_MEMORY, waiting: true });

it.each<readonly [what: string, shared: (Result | Error)[], asked: string[]]>([
  ["is done", [DONE], ["shared run"]],
  ["was beside one that is to blame: it runs again", [COMPANY], ["shared run", "shared run"]],
  ["was so twice: it runs alone", [COMPANY, COMPANY], ["shared run", "shared run", "alone run"]],
  ["is to blame: it runs alone", [CULPRIT], ["shared run", "alone run"]],
  ["takes much: it runs alone", [HEAVY], ["shared run", "alone run"]],
])("a job that %s", async (_what, shared, asked) => {
  const pool = lanes({ shared });
  expect(await pool.run()).toEqual({ kind: "done" });
  expect(pool.asked).toEqual(asked);
  expect(await strikes()).toBeNull();
});

it("one that takes much runs alone at once the next time, and one that was only suspected does not", async () => {
  const heavy = lanes({ shared: [HEAVY] });
  await heavy.run();
  await heavy.run();
  expect(heavy.asked).toEqual(["shared run", "alone run", "alone run"]);
  const suspected = lanes({ shared: [CULPRIT] });
  await suspected.run();
  await suspected.run();
  expect(suspected.asked).toEqual(["shared run", "alone run", "shared run"]);
});

it("one that even alone takes too much, twice, is answered, and not tried again", async () => {
  const pool = lanes({ shared: [CULPRIT], alone: [CULPRIT, CULPRIT] });
  expect(await pool.run()).toEqual({ kind: "done" });
  const twice = ["shared run", "alone run", "alone run", "urgent refuse"];
  expect(pool.asked).toEqual(twice);
  expect(await strikes()).toEqual({ head: "h1", count: 2, why: "it took more memory than it may" });
  expect(await pool.run()).toEqual({ kind: "done" });
  expect(pool.asked).toEqual([...twice, "urgent refuse"]);
});

it("strikes are of one head", async () => {
  const other = new Overrun("time", true, "h2");
  const pool = lanes({ shared: [CULPRIT], alone: [CULPRIT, other] });
  expect(await pool.run()).toEqual({ kind: "done" });
  expect(pool.asked).toEqual(["shared run", "alone run", "alone run", "alone run"]);
  expect(await strikes()).toBeNull();
});

it("one that is done at its second try alone has no strike left", async () => {
  const pool = lanes({ shared: [CULPRIT], alone: [CULPRIT] });
  await pool.run();
  expect(pool.asked).toEqual(["shared run", "alone run", "alone run"]);
  expect(await strikes()).toBeNull();
});

it("one that is refused is reviewed again once there is another head", async () => {
  await queue.memory.put(strikesKey(reviewKey(job)), { head: "h1", count: 2, why: "it took too long" });
  const pool = lanes({ urgent: [{ kind: "another-head" }] });
  expect(await pool.run()).toEqual({ kind: "done" });
  expect(pool.asked).toEqual(["urgent refuse", "shared run"]);
  expect(await strikes()).toBeNull();
});

it.each([
  ["is to blame", CULPRIT],
  ["takes much", HEAVY],
])("a merge that waits is taken back before a job that %s runs alone", async (_what, answer) => {
  await waitsForMerge();
  const pool = lanes({ shared: [answer] });
  await pool.run();
  expect(pool.asked).toEqual(["shared run", "urgent take-back", "alone run"]);
});

it("where a merge waits it does not wait for others", async () => {
  await waitsForMerge();
  const busy = lanes({}, false);
  await busy.run();
  expect(busy.asked).toEqual(["urgent run"]);
  const beside = lanes({ shared: [COMPANY] });
  await beside.run();
  expect(beside.asked).toEqual(["shared run", "urgent run"]);
});

it("what failed for another reason is no strike, and is thrown", async () => {
  const pool = lanes({ shared: [new Error("no network")] });
  await expect(pool.run()).rejects.toThrow("no network");
  expect(pool.asked).toEqual(["shared run"]);
  expect(await strikes()).toBeNull();
});

it("jobs run alone one after the other, those first where a merge waits", async () => {
  const [first, second, third] = [1, 2, 3].map((more) => ({ ...job, number: job.number + 1000 * more }));
  if (first === undefined || second === undefined || third === undefined) throw new Error("there are three");
  await queue.memory.put(memoryKey(third), { ...NO_MEMORY, waiting: true });
  for (const one of [first, second, third])
    await queue.memory.put(strikesKey(reviewKey(one)), { head: "h1", count: 1, why: "it took too long" });
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const asked: number[] = [];
  const never: Lane = {
    perform: () => Promise.reject(new Error("nothing runs here")),
    responds: () => true,
    async close() {},
  };
  const alone: Lane = {
    ...never,
    async perform(task) {
      asked.push(task.kind === "run" && task.job.kind === "review" ? task.job.number : 0);
      if (asked.length === 1) await ended;
      return DONE;
    },
  };
  const work = workOf({ shared: never, urgent: never, alone }, queue);
  const run = (one: JobData) => work.run(one, new AbortController().signal, log, "normal");
  const later = expect.objectContaining({ kind: "later", why: "it runs alone, after others" });
  const running = run(first);
  await expect.poll(() => asked).toEqual([first.number]);
  expect(await run(second)).toEqual(later);
  expect(await run(third)).toEqual(later);
  end();
  expect(await running).toEqual({ kind: "done" });
  // The turn is kept for the one that was called.
  expect(await run(second)).toEqual(later);
  expect(await run(third)).toEqual({ kind: "done" });
  expect(await run(second)).toEqual({ kind: "done" });
  expect(asked).toEqual([first.number, third.number, second.number]);
});

it("what is refused but can be asked for again has failed, and is tried anew the next time", async () => {
  const sweep: JobData = { kind: "sweep-installation", installation: count, cursor: null };
  const key = strikesKey(jobKey(sweep));
  await queue.memory.put(key, { head: null, count: 2, why: "it took too long" });
  const pool = lanes({});
  expect(await pool.run(sweep)).toEqual({ kind: "failed", why: "it took too long" });
  expect(pool.asked).toEqual(["urgent refuse"]);
  expect(await queue.memory.get(key)).toBeNull();
  expect(await pool.run(sweep)).toEqual({ kind: "done" });
  expect(pool.asked).toEqual(["urgent refuse", "shared run"]);
});

it("a merge group that is refused is done: it has its answer", async () => {
  const group: JobData = {
    ...job,
    kind: "merge-group",
    headSha: "h1",
    headRef: "r",
    baseSha: "b",
    baseRef: "m",
  };
  await queue.memory.put(strikesKey(jobKey(group)), { head: "h1", count: 2, why: "it took too long" });
  const pool = lanes({});
  expect(await pool.run(group)).toEqual({ kind: "done" });
  expect(pool.asked).toEqual(["urgent refuse"]);
});

it("of a thousand jobs it is known that they take much; then it is found out anew", async () => {
  const asked: string[] = [];
  const lane = (name: LaneName): Lane => ({
    async perform(task) {
      if (task.kind === "run" && task.job.kind === "review") asked.push(`${name} ${task.job.number}`);
      return name === "shared" ? HEAVY : DONE;
    },
    responds: () => true,
    async close() {},
  });
  const work = workOf({ shared: lane("shared"), urgent: lane("urgent"), alone: lane("alone") }, NOTHING_KEPT);
  const run = (number: number) => work.run({ ...job, number }, new AbortController().signal, log, "normal");
  for (let number = 1; number <= 1_000; number++) await run(number);
  asked.length = 0;
  await run(1);
  expect(asked).toEqual(["alone 1"]);
  await run(1_001);
  asked.length = 0;
  await run(1_001);
  await run(1);
  expect(asked).toEqual(["alone 1001", "shared 1", "alone 1"]);
});

/** A queue that remembers nothing. */
const NOTHING_KEPT: PoolQueue = {
  memory: {
    get: async () => null,
    put: async () => {},
    delete: async () => {},
    list: async () => [],
    forgetBefore: async () => 0,
  },
  hint: async () => null,
  later: async () => {},
};

it("a turn that nobody takes within five seconds is free", async () => {
  const [first, second, third] = [1, 2, 3].map((more) => ({ ...job, number: job.number + 1000 * more }));
  if (first === undefined || second === undefined || third === undefined) throw new Error("there are three");
  const struck: PoolQueue = {
    ...NOTHING_KEPT,
    memory: {
      ...NOTHING_KEPT.memory,
      get: async (key) =>
        key.startsWith("strikes:") ? { head: "h1", count: 1, why: "it took too long" } : null,
    },
  };
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const lane: Lane = {
    async perform(task) {
      if (task.kind === "run" && task.job.kind === "review" && task.job.number === first.number) await ended;
      return DONE;
    },
    responds: () => true,
    async close() {},
  };
  const work = workOf({ shared: lane, urgent: lane, alone: lane }, struck);
  const run = async (one: JobData) => (await work.run(one, new AbortController().signal, log, "normal")).kind;
  const running = run(first);
  expect(await run(second)).toBe("later");
  let now = Math.ceil(performance.now());
  const clock = vi.spyOn(performance, "now").mockImplementation(() => now);
  onTestFinished(() => clock.mockRestore());
  end();
  expect(await running).toBe("done");
  // The second was called, and does not come.
  now += 4_999;
  expect(await run(third)).toBe("later");
  now += 1;
  expect(await run(third)).toBe("done");
});
