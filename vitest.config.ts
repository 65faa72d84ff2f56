import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/support/global-setup.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // PGlite, opened and closed again and again in threads, makes V8 end the process (nodejs/node#64500).
    pool: "forks",
    // Many tests wait for the App rather than compute.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
  },
});
