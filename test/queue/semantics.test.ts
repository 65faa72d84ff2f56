import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Outcome } from "../../src/queue/job.ts";
import type { Queue } from "../../src/queue/queue.ts";
import {
  controlled,
  EMBEDDED,
  MEMORY,
  needs,
  opened,
  POSTGRES,
  quiet,
  random,
  SLOW_RETRY,
  until,
} from "./support.ts";

const HOUR = 3_600_000;

/** What a key is about to do, as far as a user of the queue is told. */
type KeyState = {
  /** The steps that the run which goes on, and the one after it, are to know of. */
  running: number | null;
  again: number | null;
  retrying: boolean;
  later: boolean;
  failed: boolean;
  runs: number;
};

type Step =
  | { readonly kind: "add"; readonly keys: readonly number[]; readonly low: boolean }
  | { readonly kind: "later"; readonly key: number; readonly now: boolean }
  | { readonly kind: "end"; readonly key: number; readonly how: "done" | "throw" | "later" | "failed" };

const KEY = fc.nat({ max: 2 });
const STEP: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant("add"),
    keys: fc.array(KEY, { minLength: 1, maxLength: 3 }),
    low: fc.boolean(),
  }),
  fc.record({ kind: fc.constant("later"), key: KEY, now: fc.boolean() }),
  fc.record({
    kind: fc.constant("end"),
    key: KEY,
    how: fc.constantFrom("done", "throw", "later", "failed"),
  }),
);

/** There is always room for one more run, so that what may run does. */
function added(state: KeyState, step: number): void {
  if (state.running !== null) {
    state.again = step;
    return;
  }
  state.running = step;
  state.retrying = false;
  state.runs++;
}

function ended(state: KeyState, how: "done" | "throw" | "later" | "failed"): void {
  const { again } = state;
  state.running = null;
  state.again = null;
  if (how === "later") state.later = true;
  if (how !== "throw") state.failed = how === "failed" && again === null;
  state.retrying = how === "throw";
  if (again !== null) added(state, again);
}

/** A step takes a database a hundred times as long as it takes memory. */
const RUNS = { memory: 60, embedded: 20, postgres: 20 } as const;
/** For machines that are busy with other things. */
const PATIENCE_MS = 600_000;

describe.each([MEMORY, POSTGRES, EMBEDDED])("a queue on $name", (backend) => {
  needs(backend);

  test(
    "does after every step what its description says",
    async () => {
      const queue = await opened(await backend.fresh(), { retry: SLOW_RETRY });
      const { run, going, runs } = controlled();
      queue.start({ concurrency: 100, run });
      let round = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(STEP, { maxLength: 12 }), async (steps) => {
          const prefix = `${round++}/`;
          const before = await queue.counts();
          const states = [0, 1, 2].map(
            (): KeyState => ({
              running: null,
              again: null,
              retrying: false,
              later: false,
              failed: false,
              runs: 0,
            }),
          );
          const mine = () => runs.filter(({ job }) => job.key.startsWith(prefix));
          for (const [index, step] of steps.entries()) {
            const about = (key: number) => ({ key: `${prefix}${key}`, data: { index } });
            if (step.kind === "add") {
              const priority = step.low ? "low" : "normal";
              await queue.add(step.keys.map((key) => ({ ...about(key), priority })));
              for (const key of new Set(step.keys)) added(known(states[key]), index);
            } else if (step.kind === "later") {
              await queue.later(about(step.key), step.now ? 0 : HOUR);
              const state = known(states[step.key]);
              if (step.now) {
                // The sooner of two takes the place of the other.
                state.later = false;
                added(state, index);
              } else {
                state.later = true;
              }
            } else {
              const state = known(states[step.key]);
              const one = [...going].find(({ job }) => job.key === `${prefix}${step.key}`);
              if (one === undefined) continue;
              if (step.how === "throw") one.fail();
              else one.end(outcome(step.how));
              ended(state, step.how);
            }
            await until(() => mine().length === states.reduce((sum, { runs }) => sum + runs, 0));
            await until(async () => (await queue.counts()).waiting === 0);
            const count = (which: (state: KeyState) => boolean) => states.filter(which).length;
            await expect
              .poll(() => queue.counts(), { timeout: 30_000, interval: 5 })
              .toEqual({
                waiting: 0,
                running: before.running + count(({ running }) => running !== null),
                retrying: before.retrying + count(({ retrying }) => retrying),
                later: before.later + count(({ later }) => later),
                failed: before.failed + count(({ failed }) => failed),
              });
            const seen = [...going].flatMap(({ job: { key, data } }) =>
              key.startsWith(prefix) ? [`${key} ${data.index}`] : [],
            );
            expect(seen.toSorted()).toEqual(
              states.flatMap(({ running }, key) => (running === null ? [] : [`${prefix}${key} ${running}`])),
            );
          }
          // Ends what runs, and what runs because of that.
          for (let one = [...going][0]; one !== undefined; one = [...going][0]) {
            one.end();
            await until(async () => {
              const { waiting, running } = await queue.counts();
              return waiting === 0 && running === going.size;
            });
          }
        }),
        { numRuns: RUNS[backend.name] },
      );
    },
    PATIENCE_MS,
  );

  test(
    "begins a run after every add, and never two of a key, in whatever order things happen",
    async () => {
      const storage = await backend.fresh();
      const queues: Queue[] = [];
      for (let n = 0; n < (backend.name === "postgres" ? 2 : 1); n++) queues.push(await opened(storage));
      const going = new Set<string>();
      const lastBegun = new Map<string, number>();
      let clock = 0;
      let overlaps = 0;
      for (const queue of queues)
        queue.start({
          concurrency: 2,
          async run({ key, data, attempt }): Promise<Outcome> {
            if (going.has(key)) overlaps++;
            going.add(key);
            lastBegun.set(key, ++clock);
            await new Promise((resolve) => setTimeout(resolve, Number(data.ms)));
            going.delete(key);
            if (data.how === "throw" && attempt === 1) throw new Error("it broke");
            if (data.how === "later")
              return random() < 0.5 ? { kind: "later", afterMs: 3, why: "x" } : { kind: "done" };
            return data.how === "failed" ? { kind: "failed", why: "x" } : { kind: "done" };
          },
        });
      const CALL = fc.record({
        key: KEY,
        low: fc.boolean(),
        later: fc.boolean(),
        pauseMs: fc.nat({ max: 3 }),
        ms: fc.nat({ max: 5 }),
        how: fc.constantFrom("done", "done", "throw", "later", "failed"),
      });
      let round = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(CALL, { maxLength: 30 }), async (calls) => {
          const prefix = `${round++}/`;
          const owed: { key: string; after: number }[] = [];
          const pending: Promise<void>[] = [];
          for (const [index, { key, low, later, pauseMs, ms, how }] of calls.entries()) {
            const job = {
              key: `${prefix}${key}`,
              data: { ms, how },
              priority: low ? "low" : "normal",
            } as const;
            const queue = known(queues[index % queues.length]);
            owed.push({ key: job.key, after: clock });
            pending.push(later ? queue.later(job, ms) : queue.add([job]));
            if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
          }
          await Promise.all(pending);
          await quiet(known(queues[0]));
          expect(owed.filter(({ key, after }) => (lastBegun.get(key) ?? 0) <= after)).toEqual([]);
          expect(overlaps).toBe(0);
        }),
        { numRuns: RUNS[backend.name] },
      );
    },
    PATIENCE_MS,
  );
});

function outcome(how: "done" | "later" | "failed"): Outcome {
  if (how === "done") return { kind: "done" };
  return how === "later" ? { kind: "later", afterMs: HOUR, why: "x" } : { kind: "failed", why: "x" };
}

function known<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("there is none");
  return value;
}
