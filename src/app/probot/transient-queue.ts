import { LRUCache } from "lru-cache";
import type { NewJob } from "../../queue/job.ts";
import type { JsonObject } from "../../queue/json.ts";
import type { Queue, ReceivedHint } from "../../queue/queue.ts";

/** What runs need of a queue, kept in this process alone and only as long as there is room. */
export type TransientQueue = Pick<Queue, "add" | "hint" | "memory"> & {
  /** Takes the job that is to run next; null where there is none. */
  take(): NewJob | null;
};

/** Facts and hints that are kept, those used last. */
const MOST_KEPT = 10_000;

/** A queue that outlives nothing: of each key one job waits, the urgent ones before the others. */
export function transientQueue(now: () => number = Date.now): TransientQueue {
  const jobs = new Map<string, NewJob>();
  const hints = new LRUCache<string, ReceivedHint>({ max: MOST_KEPT });
  const facts = new LRUCache<string, { readonly value: JsonObject; readonly writtenAt: number }>({
    max: MOST_KEPT,
  });
  return {
    async add(added, ...told) {
      for (const hint of told) {
        const known = hints.get(hint.key);
        if (known === undefined || Date.parse(hint.updatedAt) >= Date.parse(known.updatedAt))
          hints.set(hint.key, { ...hint, receivedAt: now() });
      }
      for (const job of added) jobs.set(job.key, job);
    },
    hint: async (key) => hints.get(key) ?? null,
    memory: {
      get: async (key) => facts.get(key)?.value ?? null,
      async put(key, value) {
        facts.set(key, { value, writtenAt: now() });
      },
      async delete(key) {
        facts.delete(key);
      },
      async list(prefix, limit = 1_000) {
        const found = [...facts.entries()].filter(([key]) => key.startsWith(prefix)).slice(0, limit);
        return found.map(([key, { value }]) => ({ key, value })).sort((a, b) => (a.key < b.key ? -1 : 1));
      },
      async forgetBefore(date) {
        const old = [...facts.entries()].filter(([, { writtenAt }]) => writtenAt < date.getTime());
        for (const [key] of old) facts.delete(key);
        return old.length;
      },
    },
    take() {
      const waiting = [...jobs.values()];
      const job = waiting.find(({ priority }) => priority === "urgent") ?? waiting[0] ?? null;
      if (job !== null) jobs.delete(job.key);
      return job;
    },
  };
}
