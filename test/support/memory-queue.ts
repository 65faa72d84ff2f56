import { type AddedJob, PRIORITY, priorityOf } from "../../src/queue/add.ts";
import { addedHint, addedJob } from "../../src/queue/added.ts";
import { delayOf, type Job, type Outcome } from "../../src/queue/job.ts";
import { type JsonObject, parseObject } from "../../src/queue/json.ts";
import { checkKey } from "../../src/queue/key.ts";
import type { QueueLog } from "../../src/queue/log.ts";
import type { Counts, Queue, ReceivedHint } from "../../src/queue/queue.ts";
import { DEFAULT_RETRY, type RetryPolicy, retryDelayMs } from "../../src/queue/retry.ts";

/** A job that waits, waits to be tried again, or runs. Of each key there is one at most. */
type Row = {
  readonly key: string;
  state: "waiting" | "retrying" | "running";
  /** JSON, as the databases keep it. */
  data: string;
  priority: number;
  /** What it runs with after the run that goes on. */
  again: { readonly data: string; readonly priority: number } | null;
  due: number;
  failures: number;
  /** Of two with the same priority the lower runs first. */
  order: number;
};

type Later = { readonly key: string; readonly data: string; readonly priority: number; readonly due: number };

/** What the queues that are opened on it, one after the other, keep. */
export type MemoryStore = {
  readonly kind: "memory";
  readonly jobs: Map<string, Row>;
  readonly laters: Map<string, Later>;
  readonly failed: Set<string>;
  readonly hints: Map<string, ReceivedHint & { readonly updatedMs: number }>;
  readonly facts: Map<string, { readonly value: string; readonly writtenAt: number }>;
  added: number;
};

export function memoryStore(): MemoryStore {
  return {
    kind: "memory",
    jobs: new Map(),
    laters: new Map(),
    failed: new Set(),
    hints: new Map(),
    facts: new Map(),
    added: 0,
  };
}

type Options = { readonly store: MemoryStore; readonly log: QueueLog; readonly retry?: RetryPolicy };

/** A queue that keeps nothing on a disk. */
export type MemoryQueue = Queue & {
  /** Whether a job runs, or waits for nothing but its turn. */
  busy(): boolean;
  /** When the next of what waits for its time may run, in milliseconds since the epoch; null if nothing does. */
  due(): number | null;
  /** Looks whether something is due. */
  wake(): void;
};

/**
 * A queue without a database, for scenarios: what it does is held to the same tests as the real ones. It goes by
 * `Date.now`. Whoever puts that ahead wakes it.
 */
export function openMemoryQueue({ store, log, retry = DEFAULT_RETRY }: Options): MemoryQueue {
  const { jobs, laters, failed, hints, facts } = store;
  const running = new Map<string, { readonly controller: AbortController; readonly ended: Promise<void> }>();
  let work: Parameters<Queue["start"]>[0] | null = null;
  let state: "open" | "stopping" | "closed" = "open";
  let planned = false;
  let timer: NodeJS.Timeout | undefined;

  for (const row of jobs.values()) if (row.state === "running") restart(row);

  /** As if it had not begun. */
  function restart(row: Row): void {
    if (row.again !== null) Object.assign(row, row.again, { again: null, failures: 0 });
    row.state = "waiting";
    row.due = Date.now();
  }

  function put({ key, job, priority }: AddedJob): void {
    const row = jobs.get(key);
    if (row === undefined) {
      const order = store.added++;
      jobs.set(key, { key, state: "waiting", data: job, priority, again: null, due: 0, failures: 0, order });
    } else if (row.state === "running") {
      row.again = { data: job, priority: Math.max(priority, row.again?.priority ?? priority) };
    } else {
      const lifted = Math.max(row.priority, priority);
      Object.assign(row, { state: "waiting", data: job, priority: lifted, due: 0, failures: 0 });
    }
  }

  function putLater({ key, data, priority, due }: Later): void {
    const held = laters.get(key);
    if (held !== undefined && held.due <= due) return;
    laters.set(key, { key, data, due, priority: Math.max(priority, held?.priority ?? priority) });
  }

  function due(): number | null {
    const waiting = [...jobs.values()].filter(({ state }) => state === "retrying");
    const soonest = Math.min(...[...waiting, ...laters.values()].map(({ due }) => due));
    return Number.isFinite(soonest) ? soonest : null;
  }

  /** Runs what may run, once whoever adds has had the answer. */
  function wake(): void {
    if (planned || work === null || state !== "open") return;
    planned = true;
    setImmediate(() => {
      planned = false;
      turn();
    });
  }

  function turn(): void {
    if (work === null || state !== "open") return;
    const now = Date.now();
    for (const { key, data, priority, due } of [...laters.values()]) {
      if (due > now) continue;
      laters.delete(key);
      put({ key, job: data, priority });
    }
    const ready = [...jobs.values()]
      .filter((row) => row.state === "waiting" || (row.state === "retrying" && row.due <= now))
      .sort((a, b) => b.priority - a.priority || a.order - b.order);
    const { concurrency, reserved = 0, run } = work;
    for (const row of ready) {
      const room = concurrency + reserved - running.size;
      if (room > reserved || (room > 0 && row.priority === PRIORITY.urgent)) begin(row, run);
    }
    clearTimeout(timer);
    const next = due();
    if (next !== null) timer = setTimeout(wake, Math.max(0, Math.min(next - Date.now(), 60_000)));
  }

  function begin(row: Row, run: (job: Job, signal: AbortSignal) => Promise<Outcome>): void {
    row.state = "running";
    const controller = new AbortController();
    const job = {
      key: row.key,
      data: parseObject(row.data),
      priority: priorityOf(row.priority),
      attempt: row.failures + 1,
    };
    const ended = (async () => run(job, controller.signal))().then(
      (outcome) => settle(row, outcome),
      (error: unknown) => broken(row, error, controller.signal.aborted),
    );
    running.set(row.key, { controller, ended });
  }

  function broken(row: Row, error: unknown, aborted: boolean): void {
    if (aborted) {
      running.delete(row.key);
      restart(row);
      return;
    }
    const why = error instanceof Error ? error.message : String(error);
    if (row.failures >= retry.limit) {
      log.error({ key: row.key, attempt: row.failures + 1, err: error }, "A job failed for the last time.");
      settle(row, { kind: "failed", why });
      return;
    }
    const delayMs = retryDelayMs(retry, row.failures, Math.random());
    log.warn(
      { key: row.key, attempt: row.failures + 1, err: error, delayMs },
      "A job failed, and is tried again.",
    );
    row.failures += 1;
    end(row, () => Object.assign(row, { state: "retrying", due: Date.now() + delayMs }));
  }

  function settle(row: Row, outcome: Outcome): void {
    const { key, data, priority } = row;
    failed.delete(key);
    if (outcome.kind === "later") {
      putLater({ key, data, priority, due: Date.now() + delayOf(outcome.afterMs) });
    }
    end(row, () => {
      jobs.delete(key);
      if (outcome.kind === "failed") failed.add(key);
    });
  }

  function end(row: Row, otherwise: () => void): void {
    running.delete(row.key);
    if (row.again === null) otherwise();
    else restart(row);
    wake();
  }

  function counts(): Counts {
    const count = (wanted: Row["state"]) => [...jobs.values()].filter(({ state }) => state === wanted).length;
    return {
      waiting: count("waiting"),
      running: count("running"),
      retrying: count("retrying"),
      later: laters.size,
      failed: failed.size,
    };
  }

  function checkOpen(): void {
    if (state === "closed") throw new Error("The queue is closed.");
  }

  return {
    async add(newJobs, ...newHints) {
      checkOpen();
      const added = newJobs.map(addedJob);
      const known = newHints.map(addedHint);
      for (const job of new Map(added.map((job) => [job.key, job])).values()) put(job);
      for (const { key, updatedAt, updatedMs, head } of known) {
        if ((hints.get(key)?.updatedMs ?? 0) > updatedMs) continue;
        hints.set(key, { key, updatedAt, updatedMs, head, receivedAt: Date.now() });
      }
      wake();
    },
    async later(job, afterMs) {
      checkOpen();
      const { key, job: data, priority } = addedJob(job);
      putLater({ key, data, priority, due: Date.now() + delayOf(afterMs) });
      wake();
    },
    start(options) {
      if (work !== null || state !== "open") throw new Error("The queue has been started before.");
      work = options;
      wake();
    },
    counts: async () => counts(),
    async hint(key) {
      const held = hints.get(checkKey(key));
      if (held === undefined) return null;
      const { updatedMs: _, ...hint } = held;
      return hint;
    },
    memory: {
      async get(key) {
        const fact = facts.get(checkKey(key));
        return fact === undefined ? null : parseObject(fact.value);
      },
      async put(key, value) {
        facts.set(checkKey(key), { value: JSON.stringify(value), writtenAt: Date.now() });
      },
      async delete(key) {
        facts.delete(checkKey(key));
      },
      async list(prefix, limit = 1_000): Promise<{ key: string; value: JsonObject }[]> {
        return [...facts]
          .filter(([key]) => key.startsWith(prefix))
          .sort(([one], [other]) => (one < other ? -1 : 1))
          .slice(0, limit)
          .map(([key, { value }]) => ({ key, value: parseObject(value) }));
      },
      async forgetBefore(date) {
        const old = [...facts].filter(([, { writtenAt }]) => writtenAt < date.getTime());
        for (const [key] of old) facts.delete(key);
        return old.length;
      },
    },
    async check() {
      checkOpen();
    },
    async close({ graceMs }) {
      if (state !== "open") return;
      state = "stopping";
      clearTimeout(timer);
      await within([...running.values()], graceMs);
      for (const { controller } of running.values()) controller.abort(new Error("The process ends."));
      await within([...running.values()], 2_000);
      state = "closed";
    },
    busy: () => [...jobs.values()].some(({ state }) => state !== "retrying"),
    due,
    wake,
  };
}

async function within(running: readonly { readonly ended: Promise<void> }[], ms: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  await Promise.race([Promise.all(running.map(({ ended }) => ended)), promise]);
  clearTimeout(timer);
}
