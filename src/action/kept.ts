import type { RunContext } from "../app/run/run-context.ts";
import type { Hint } from "../queue/job.ts";
import type { JsonObject } from "../queue/json.ts";

/**
 * What the App's queue keeps, for as long as a job runs: hints of the event, and what the last writes lead to. The
 * next job begins with nothing.
 */
export function keptInProcess(hints: readonly Hint[], now: () => number): RunContext["queue"] {
  const receivedAt = now();
  const told = new Map(hints.map((hint) => [hint.key, { ...hint, receivedAt }]));
  const memory = new Map<string, JsonObject>();
  return {
    async add() {},
    hint: async (key) => told.get(key) ?? null,
    memory: {
      get: async (key) => memory.get(key) ?? null,
      async put(key, value) {
        memory.set(key, value);
      },
      async delete(key) {
        memory.delete(key);
      },
      list: async (prefix, limit = 1_000) =>
        [...memory]
          .filter(([key]) => key.startsWith(prefix))
          .map(([key, value]) => ({ key, value }))
          .slice(0, limit),
      forgetBefore: async () => 0,
    },
  };
}
