import { defineConfig } from "vitest/config";

/** PGlite, opened and closed again and again in threads, makes V8 end the process (nodejs/node#64500). */
const WITH_DATABASE = ["test/app/**/*.test.ts", "test/queue/**/*.test.ts", "test/scripts/**/*.test.ts"];

const common = { testTimeout: 60_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...common,
          name: "threads",
          include: ["test/**/*.test.ts"],
          exclude: WITH_DATABASE,
          // Each file loads the grammar anew; threads share what they can.
          pool: "threads",
        },
      },
      { test: { ...common, name: "processes", include: WITH_DATABASE, pool: "forks" } },
    ],
  },
});
