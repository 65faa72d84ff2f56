import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

/** Tests of what is pure: they leave nothing behind, and can share a process. */
const PURE = "test/{change,config,nix,packages,policy,review,rules,snapshot}/**/*.test.ts";

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // PGlite, opened and closed again and again in threads, makes V8 end the process (nodejs/node#64500).
    pool: "forks",
    // Many tests wait for the App rather than compute.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    projects: [
      { extends: true, test: { name: "pure", include: [PURE], isolate: false } },
      { extends: true, test: { name: "simulated-github", include: ["simulated-github/**/*.test.ts"] } },
      {
        extends: true,
        test: {
          name: "whole",
          include: ["test/**/*.test.ts"],
          exclude: [PURE],
          globalSetup: ["test/support/global-setup.ts"],
        },
      },
    ],
  },
});
