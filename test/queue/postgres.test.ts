import { expect, test } from "vitest";
import {
  controlled,
  needs,
  opened,
  POSTGRES,
  quiet,
  random,
  recordingLog,
  SLOW_RETRY,
  sharedServer,
  until,
} from "./support.ts";

needs(POSTGRES);

test("runs of one key never overlap on two processes that share a server", async () => {
  const storage = await POSTGRES.fresh();
  const going = new Map<string, number>();
  const begun = new Map<string, number[]>();
  let overlaps = 0;
  let runs = 0;
  const queues = await Promise.all([1, 2, 3].map(() => opened(storage)));
  for (const queue of queues)
    queue.start({
      concurrency: 4,
      async run({ key, attempt }) {
        if (going.has(key)) overlaps++;
        going.set(key, 1);
        begun.set(key, [...(begun.get(key) ?? []), ++runs]);
        await new Promise((resolve) => setTimeout(resolve, random() * 4));
        going.delete(key);
        if (random() < 0.2 && attempt < 3) throw new Error("now and then");
        return random() < 0.1 ? { kind: "later", afterMs: 5, why: "x" } : { kind: "done" };
      },
    });
  const missed: string[] = [];
  const owed: Promise<void>[] = [];
  for (let n = 0; n < 300; n++) {
    const keys = [1, 2, 3].map(() => `key-${Math.floor(random() * 12)}`);
    const before = runs;
    await queues[n % 3]?.add([...new Set(keys)].map((key) => ({ key, data: { n } })));
    for (const key of keys)
      owed.push(until(() => (begun.get(key)?.at(-1) ?? 0) > before).catch(() => void missed.push(key)));
  }
  await Promise.all(owed);
  const [first] = queues;
  if (first !== undefined) await quiet(first);
  expect({ overlaps, missed }).toEqual({ overlaps: 0, missed: [] });
});

test("forgets nothing that is added in the moment in which a run of its key ends", async () => {
  const storage = await POSTGRES.fresh();
  const [adding, running] = [await opened(storage), await opened(storage)];
  const begun = new Map<string, number>();
  running.start({
    concurrency: 50,
    async run({ key }) {
      begun.set(key, (begun.get(key) ?? 0) + 1);
      return { kind: "done" };
    },
  });
  async function addOften(key: string): Promise<void> {
    for (let n = 0; n < 30; n++) {
      const before = begun.get(key) ?? 0;
      await adding.add([{ key, data: {} }]);
      await until(() => (begun.get(key) ?? 0) > before);
    }
  }
  await Promise.all(Array.from({ length: 30 }, (_, n) => addOften(`key-${n}`)));
  await quiet(adding);
});

test("wakes another process as soon as something is added", async () => {
  const storage = await POSTGRES.fresh();
  const [adding, running] = [await opened(storage), await opened(storage)];
  const { run, began } = controlled();
  running.start({ concurrency: 1, run });
  await adding.add([{ key: "a", data: {} }]);
  (await began(1)).end();
  await quiet(adding);
});

test("runs again elsewhere what a process runs that gives no sign of life", async () => {
  const storage = await POSTGRES.fresh();
  const log = recordingLog();
  const dying = await opened(storage, { takeoverMs: 1_000, retry: SLOW_RETRY });
  const lost = controlled();
  dying.start({ concurrency: 1, run: lost.run });
  await dying.add([{ key: "a", data: {} }]);
  await lost.began(1);
  // Its run does not heed the signal, and nobody gives signs of life any more.
  await dying.close({ graceMs: 0 });
  const other = await opened(storage, { takeoverMs: 1_000, log });
  const { run, began } = controlled();
  other.start({ concurrency: 1, run });
  const again = await began(1);
  expect(again.job.attempt).toBe(2);
  expect(log.lines).toContain("Jobs of a process that died run again.");
  again.end();
  await quiet(other);
});

test("leaves a long run to the process that gives signs of life", async () => {
  const storage = await POSTGRES.fresh();
  const [one, other] = [
    await opened(storage, { takeoverMs: 400 }),
    await opened(storage, { takeoverMs: 400 }),
  ];
  const [first, second] = [controlled(), controlled()];
  one.start({ concurrency: 1, run: first.run });
  await one.add([{ key: "a", data: {} }]);
  const long = await first.began(1);
  other.start({ concurrency: 1, run: second.run });
  const since = performance.now();
  await until(() => performance.now() - since > 1_500);
  expect(long.signal.aborted).toBe(false);
  long.end();
  await quiet(one);
  expect(second.runs).toHaveLength(0);
});

test("aborts what runs once it can no longer tell others so, and runs it again when it can", async () => {
  const server = await sharedServer();
  const storage = await POSTGRES.fresh();
  const queue = await opened(storage, { takeoverMs: 600 });
  const { run, began } = controlled();
  queue.start({ concurrency: 2, run });
  await queue.add([{ key: "a", data: {} }]);
  const first = await began(1);
  await server.down();
  await until(() => first.signal.aborted);
  first.fail();
  await server.up();
  const second = await began(2);
  expect(second.job).toEqual({ key: "a", data: {}, priority: "normal", attempt: 1 });
  second.end();
  await quiet(queue);
});

test("goes on after the server was away, without losing or repeating what was added", async () => {
  const server = await sharedServer();
  const log = recordingLog();
  const queue = await opened(await POSTGRES.fresh(), { log });
  const { run, runs, began } = controlled();
  queue.start({ concurrency: 2, run });
  await queue.add([{ key: "a", data: {} }]);
  const first = await began(1);
  await server.down();
  await expect(queue.add([{ key: "b", data: {} }])).rejects.toThrow();
  await expect(queue.check()).rejects.toThrow();
  first.end();
  await until(() => log.lines.some((line) => line.startsWith("The database did not do its part")));
  await server.up();
  await queue.add([{ key: "c", data: {} }]);
  const second = await began(2);
  expect(second.job.key).toBe("c");
  second.end();
  await quiet(queue);
  expect(runs).toHaveLength(2);
});
