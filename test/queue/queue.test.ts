import { describe, expect, test } from "vitest";
import type { Job, NewJob, Outcome } from "../../src/queue/job.ts";
import {
  controlled,
  EMBEDDED,
  MEMORY,
  needs,
  opened,
  POSTGRES,
  QUICK_RETRY,
  quiet,
  SLOW_RETRY,
  until,
} from "./support.ts";

const DONE: Outcome = { kind: "done" };
const HOUR = 3_600_000;

function job(key: string, data: NewJob["data"] = {}): NewJob {
  return { key, data };
}

/** A run that notes its job and is done. */
function noting(note: (job: Job) => void) {
  return async (job: Job) => {
    note(job);
    return DONE;
  };
}

describe.each([MEMORY, POSTGRES, EMBEDDED])("a queue on $name", (backend) => {
  needs(backend);

  test("runs what is added, with its data, once", async () => {
    const queue = await opened(await backend.fresh());
    const { run, runs, began } = controlled();
    queue.start({ concurrency: 2, run });
    await queue.add([job("review:NixOS/nixpkgs#1", { number: 1, nested: { list: [null, "x"] } })]);
    const first = await began(1);
    expect(first.job).toEqual({
      key: "review:NixOS/nixpkgs#1",
      data: { number: 1, nested: { list: [null, "x"] } },
      priority: "normal",
      attempt: 1,
    });
    first.end();
    await quiet(queue);
    expect(runs).toHaveLength(1);
  });

  test("runs what was added before it started", async () => {
    const queue = await opened(await backend.fresh());
    await queue.add([job("a"), job("b")]);
    expect(await queue.counts()).toEqual({ waiting: 2, running: 0, retrying: 0, later: 0, failed: 0 });
    const seen: string[] = [];
    queue.start({ concurrency: 1, run: noting(({ key }) => seen.push(key)) });
    await quiet(queue);
    expect(seen.toSorted()).toEqual(["a", "b"]);
  });

  test("makes one further run of a burst that comes while one runs, with the data of the last", async () => {
    const queue = await opened(await backend.fresh());
    const { run, runs, began } = controlled();
    queue.start({ concurrency: 5, run });
    await queue.add([job("a", { n: 0 })]);
    const first = await began(1);
    for (let n = 1; n <= 5; n++) await queue.add([job("a", { n })]);
    await Promise.all([6, 7, 8].map((n) => queue.add([job("a", { n })])));
    expect(runs).toHaveLength(1);
    expect(await queue.counts()).toMatchObject({ waiting: 0, running: 1 });
    first.end();
    const second = await began(2);
    expect(second.job).toEqual({ key: "a", data: { n: 8 }, priority: "normal", attempt: 1 });
    second.end();
    await quiet(queue);
    expect(runs).toHaveLength(2);
  });

  test("makes one run of what is added while one waits", async () => {
    const queue = await opened(await backend.fresh());
    for (let n = 0; n < 5; n++) await queue.add([job("a", { n }), job("a", { n: n + 100 })]);
    const seen: Job[] = [];
    queue.start({ concurrency: 5, run: noting((job) => seen.push(job)) });
    await quiet(queue);
    expect(seen).toEqual([{ key: "a", data: { n: 104 }, priority: "normal", attempt: 1 }]);
  });

  test("keeps places for urgent jobs", async () => {
    const queue = await opened(await backend.fresh());
    const { run, runs, going, began } = controlled();
    queue.start({ concurrency: 2, reserved: 1, run });
    await queue.add(["a", "b", "c"].map((key) => job(key)));
    await began(2);
    await queue.add([job("d"), { ...job("u"), priority: "urgent" }, { ...job("v"), priority: "urgent" }]);
    const third = await began(3);
    expect(runs.map(({ job }) => [job.key, job.priority]).slice(2)).toEqual([["u", "urgent"]]);
    expect(going.size).toBe(3);
    // The other urgent one goes before those that came before it.
    third.end();
    await began(4);
    expect(runs.map(({ job }) => job.key).slice(2)).toEqual(["u", "v"]);
    for (const each of runs) each.end();
    await began(6);
    for (const each of runs) each.end();
    await quiet(queue);
    expect(runs.map(({ job }) => job.key).toSorted()).toEqual(["a", "b", "c", "d", "u", "v"]);
  });

  test("runs as many at once as it may, and of one key only one", async () => {
    const queue = await opened(await backend.fresh());
    const { run, going, began } = controlled();
    queue.start({ concurrency: 3, run });
    await queue.add(["a", "b", "c", "d"].map((key) => job(key)));
    await began(3);
    await queue.add([job("a"), job("b"), job("c")]);
    expect(new Set([...going].map(({ job }) => job.key)).size).toBe(3);
    expect(await queue.counts()).toMatchObject({ running: 3, waiting: 1 });
    for (let count = 1; count <= 7; count++) (await began(count)).end();
    await quiet(queue);
  });

  test("runs low ones when no normal one waits, and lifts one that is added as normal", async () => {
    const queue = await opened(await backend.fresh());
    await queue.add(["low-1", "low-2", "low-3"].map((key) => ({ ...job(key), priority: "low" as const })));
    await queue.add([job("normal")]);
    await queue.add([job("low-3")]);
    await queue.add([{ ...job("low-3", { again: true }), priority: "low" }]);
    const seen: string[] = [];
    queue.start({ concurrency: 1, run: noting(({ key }) => seen.push(key)) });
    await quiet(queue);
    expect(seen.slice(0, 2).toSorted()).toEqual(["low-3", "normal"]);
    expect(seen.slice(2).toSorted()).toEqual(["low-1", "low-2"]);
  });

  test("tries again what threw, counting, and gives up in the end", async () => {
    const queue = await opened(await backend.fresh(), { retry: QUICK_RETRY });
    const attempts: number[] = [];
    queue.start({
      concurrency: 1,
      async run({ attempt }) {
        attempts.push(attempt);
        throw new Error("no luck \0 \ud800");
      },
    });
    await queue.add([job("a")]);
    await quiet(queue);
    expect(attempts).toEqual([1, 2, 3, 4]);
    expect(await queue.counts()).toEqual({ waiting: 0, running: 0, retrying: 0, later: 0, failed: 1 });
  });

  test("counts a key as failed until a run of it ends well", async () => {
    const queue = await opened(await backend.fresh());
    const outcomes: Outcome[] = [{ kind: "failed", why: "x" }, { kind: "failed", why: "y" }, DONE];
    queue.start({ concurrency: 1, run: async () => outcomes.shift() ?? DONE });
    const failed: number[] = [];
    for (let n = 0; n < 3; n++) {
      await queue.add([job("a")]);
      await quiet(queue);
      failed.push((await queue.counts()).failed);
    }
    expect(failed).toEqual([1, 1, 0]);
  });

  test("does not try again what a run calls failed", async () => {
    const queue = await opened(await backend.fresh());
    const { run, runs, began } = controlled();
    queue.start({ concurrency: 1, run });
    await queue.add([job("a")]);
    (await began(1)).end({ kind: "failed", why: "there is no such repository" });
    await quiet(queue);
    expect(runs).toHaveLength(1);
    expect(await queue.counts()).toMatchObject({ failed: 1 });
  });

  test("runs at once what is added while it waits to be tried again", async () => {
    const queue = await opened(await backend.fresh(), { retry: SLOW_RETRY });
    const { run, runs, began } = controlled();
    queue.start({ concurrency: 1, run });
    await queue.add([job("a", { n: 1 })]);
    (await began(1)).fail();
    await until(async () => (await queue.counts()).retrying === 1);
    await queue.add([job("a", { n: 2 })]);
    const second = await began(2);
    expect(second.job).toEqual({ key: "a", data: { n: 2 }, priority: "normal", attempt: 1 });
    second.end();
    await quiet(queue);
    expect(runs).toHaveLength(2);
  });

  test.each(["throws", "fails", "asks for later"] as const)(
    "runs at once what is added during a run that %s",
    async (ending) => {
      const queue = await opened(await backend.fresh(), { retry: SLOW_RETRY });
      const { run, began } = controlled();
      queue.start({ concurrency: 1, run });
      await queue.add([job("a")]);
      const first = await began(1);
      await queue.add([{ ...job("a", { n: 2 }), priority: "low" }]);
      if (ending === "throws") first.fail();
      else if (ending === "fails") first.end({ kind: "failed", why: "x" });
      else first.end({ kind: "later", afterMs: HOUR, why: "x" });
      const second = await began(2);
      expect(second.job).toEqual({ key: "a", data: { n: 2 }, priority: "low", attempt: 1 });
      second.end();
      await until(async () => (await queue.counts()).running === 0);
      const later = ending === "asks for later" ? 1 : 0;
      expect(await queue.counts()).toEqual({ waiting: 0, running: 0, retrying: 0, later, failed: 0 });
    },
  );

  test("counts the attempts anew for what is added during a run that throws", async () => {
    const queue = await opened(await backend.fresh(), { retry: QUICK_RETRY });
    const { run, began } = controlled();
    queue.start({ concurrency: 1, run });
    await queue.add([job("a")]);
    (await began(1)).fail();
    const second = await began(2);
    await queue.add([job("a")]);
    second.fail();
    const third = await began(3);
    expect([second.job.attempt, third.job.attempt]).toEqual([2, 1]);
    third.end();
    await quiet(queue);
  });

  test("runs again what asks for it, with the same data and without counting", async () => {
    const queue = await opened(await backend.fresh());
    const { run, runs, began } = controlled();
    queue.start({ concurrency: 1, run });
    await queue.add([job("a", { n: 1 })]);
    (await began(1)).end({ kind: "later", afterMs: 30, why: "not merged yet" });
    const second = await began(2);
    expect(second.job).toEqual({ key: "a", data: { n: 1 }, priority: "normal", attempt: 1 });
    second.end();
    await quiet(queue);
    expect(runs).toHaveLength(2);
  });

  test("runs what is for later when it is due, the soonest of several, once", async () => {
    const queue = await opened(await backend.fresh());
    await queue.later(job("a", { n: 1 }), HOUR);
    const asked = performance.now();
    await queue.later(job("a", { n: 2 }), 60);
    await Promise.all([queue.later(job("a", { n: 3 }), 2 * HOUR), queue.later(job("a", { n: 4 }), 3 * HOUR)]);
    expect(await queue.counts()).toEqual({ waiting: 0, running: 0, retrying: 0, later: 1, failed: 0 });
    const seen: Job[] = [];
    let after = 0;
    queue.start({
      concurrency: 1,
      async run(job) {
        after = performance.now() - asked;
        seen.push(job);
        return DONE;
      },
    });
    await quiet(queue);
    expect(seen).toEqual([{ key: "a", data: { n: 2 }, priority: "normal", attempt: 1 }]);
    expect(after).toBeGreaterThanOrEqual(59);
  });

  test("does not hold an add up because of one for later, nor forget the latter", async () => {
    const queue = await opened(await backend.fresh());
    const { run, began } = controlled();
    queue.start({ concurrency: 1, run });
    await queue.later(job("a", { n: 1 }), HOUR);
    await queue.add([job("a", { n: 2 })]);
    const first = await began(1);
    expect(first.job.data).toEqual({ n: 2 });
    first.end();
    await until(async () => (await queue.counts()).running === 0);
    expect(await queue.counts()).toMatchObject({ later: 1 });
  });

  test("takes what is due while its key runs for a further run", async () => {
    const queue = await opened(await backend.fresh());
    const { run, began } = controlled();
    queue.start({ concurrency: 2, run });
    await queue.add([job("a")]);
    const first = await began(1);
    await queue.later(job("a", { n: 2 }), 0);
    await until(async () => (await queue.counts()).later === 0);
    first.end();
    const second = await began(2);
    expect(second.job.data).toEqual({ n: 2 });
    second.end();
    await quiet(queue);
  });

  test("keeps everything when it is closed and opened", async () => {
    const storage = await backend.fresh();
    const before = await opened(storage);
    await before.add([job("a", { n: 1 })], { key: "a", updatedAt: "2026-01-02T03:04:05Z", head: "c0ffee" });
    await before.later(job("b"), HOUR);
    await before.memory.put("fact", { value: 1 });
    await before.close({ graceMs: 0 });
    const after = await opened(storage);
    expect(await after.counts()).toEqual({ waiting: 1, running: 0, retrying: 0, later: 1, failed: 0 });
    expect(await after.hint("a")).toMatchObject({ updatedAt: "2026-01-02T03:04:05Z", head: "c0ffee" });
    expect(await after.memory.get("fact")).toEqual({ value: 1 });
  });

  test("waits for what runs when it is closed, and takes nothing more", async () => {
    const storage = await backend.fresh();
    const queue = await opened(storage);
    const { run, runs, began } = controlled();
    queue.start({ concurrency: 1, run });
    await queue.add([job("a"), job("b")]);
    const first = await began(1);
    const closing = queue.close({ graceMs: 60_000 });
    await queue.add([job("c")]);
    first.end();
    await closing;
    expect(runs).toHaveLength(1);
    expect(first.signal.aborted).toBe(false);
    await expect(queue.add([job("d")])).rejects.toThrow("The queue is closed.");
    expect(await (await opened(storage)).counts()).toMatchObject({ waiting: 2, running: 0 });
  });

  test("aborts what runs longer than the time to close, and runs it again as if it had not begun", async () => {
    const storage = await backend.fresh();
    const queue = await opened(storage);
    queue.start({
      concurrency: 1,
      run: (_, signal) =>
        new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
    });
    await queue.add([job("a", { n: 1 })]);
    await until(async () => (await queue.counts()).running === 1);
    await queue.close({ graceMs: 10 });
    const next = await opened(storage);
    const { run, began } = controlled();
    next.start({ concurrency: 1, run });
    const again = await began(1);
    expect(again.job).toEqual({ key: "a", data: { n: 1 }, priority: "normal", attempt: 1 });
    again.end();
    await quiet(next);
  });

  test("takes any key of up to 500 characters, and any text in the data", async () => {
    const queue = await opened(await backend.fresh());
    const texts = { nul: "a\0b", half: "\ud800", quote: `'"\\u0000$1`, emoji: "🦀" };
    const keys = ["x".repeat(500), "🦀".repeat(250), 'it\'s "a" \\ key\n', " "];
    await queue.add(keys.map((key) => job(key, texts)));
    const seen = new Map<string, unknown>();
    queue.start({ concurrency: 4, run: noting(({ key, data }) => seen.set(key, data)) });
    await quiet(queue);
    expect([...seen.keys()].toSorted()).toEqual(keys.toSorted());
    for (const data of seen.values()) expect(data).toEqual(texts);
  });

  test("refuses a key that it could not hold, and keeps what is added beside it", async () => {
    const queue = await opened(await backend.fresh());
    const bad = ["", "x".repeat(501), "a\0b", "\ud800"];
    const added = await Promise.allSettled([
      ...bad.map((key) => queue.add([job(key)])),
      queue.add([job("good")]),
    ]);
    expect(added.map(({ status }) => status)).toEqual([...bad.map(() => "rejected"), "fulfilled"]);
    expect(await queue.counts()).toMatchObject({ waiting: 1 });
  });

  test("keeps the latest hint of a key", async () => {
    const queue = await opened(await backend.fresh());
    expect(await queue.hint("a")).toBe(null);
    await queue.add([], { key: "a", updatedAt: "2026-01-02T00:00:00Z", head: "b" });
    await queue.add([], { key: "a", updatedAt: "2026-01-02T00:30:00+01:00", head: "a" });
    expect(await queue.hint("a")).toMatchObject({ key: "a", updatedAt: "2026-01-02T00:00:00Z", head: "b" });
    await queue.add([], { key: "a", updatedAt: "2026-01-02T00:00:01Z", head: null });
    const hint = await queue.hint("a");
    expect(hint).toMatchObject({ updatedAt: "2026-01-02T00:00:01Z", head: null });
    expect(Math.abs(Date.now() - (hint?.receivedAt ?? 0))).toBeLessThan(600_000);
    await expect(queue.add([], { key: "a", updatedAt: "yesterday", head: null })).rejects.toThrow("ISO 8601");
  });

  test("remembers facts by key", async () => {
    const { memory } = await opened(await backend.fresh());
    expect(await memory.get("a")).toBe(null);
    await memory.put("a/1", { text: "\0\ud800" });
    await memory.put("a/2", { n: 2 });
    await memory.put("a%", {});
    await memory.put("b", {});
    await memory.put("a/2", { n: 3 });
    expect(await memory.list("a/")).toEqual([
      { key: "a/1", value: { text: "\0\ud800" } },
      { key: "a/2", value: { n: 3 } },
    ]);
    expect(await memory.list("a", 1)).toHaveLength(1);
    await memory.delete("a/1");
    expect(await memory.get("a/1")).toBe(null);
    expect(await memory.forgetBefore(new Date(Date.now() - HOUR))).toBe(0);
    expect(await memory.forgetBefore(new Date(Date.now() + HOUR))).toBe(3);
    expect(await memory.list("")).toEqual([]);
  });

  test("answers whether the database does", async () => {
    const queue = await opened(await backend.fresh());
    await queue.check();
    await queue.close({ graceMs: 0 });
    await expect(queue.check()).rejects.toThrow();
  });
});
