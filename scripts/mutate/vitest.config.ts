import { defineConfig } from "vitest/config";

/** The tests that `scripts/mutate.ts` names, without what the whole run needs around them. */
export default defineConfig({
  test: { include: process.env.MUTATE_TESTS?.split(" ") ?? [], testTimeout: 60_000, isolate: false },
});
