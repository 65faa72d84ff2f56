import { availableParallelism } from "node:os";
import { relative } from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { BUILT_VARIABLE } from "./scripts/test/reporter.ts";

/** Tests of what is pure: they leave nothing behind, and can share a process. */
const PURE = "test/{change,checker,config,nix,packages,policy,review,rules,snapshot}/**/*.test.ts";
/** Conversations with the whole App, which runs in the process of the tests, and puts its clock ahead. */
const SCENARIO = /^test\/(?:app|action)\/(?:attack|scenario)-/;
/** Databases: each file has a process of its own, since what PGlite leaves behind there takes memory. */
const DATABASES = ["test/queue/*.test.ts", "test/docs/backup.test.ts"];
/** What waits for other processes more than it computes: it begins before the rest, so that none is left alone. */
const LONG =
  /^test\/(?:app\/(?:scenario-overrun|convergence|crash|secrets|server-process)|action\/bundle|cli\/(?:pack|workers|large)|(?:scripts|simulated-github)\/[^/]+)\.test\.ts$/;

const PROGRAMS_SETUP = "test/support/programs-setup.ts";
const DATABASES_SETUP = "test/support/global-setup.ts";
/** A database to begin with is there at once where all was just built; for a few files it is not worth its making. */
const IS_BUILT = process.env[BUILT_VARIABLE] !== undefined;

/**
 * One project after the other, so that processes are shared; large files first. Of all scenarios, those of this process
 * come last: they put its clock ahead of that of others.
 */
class InOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ project, moduleId }: TestSpecification) => {
      if (project.name !== "whole") return ["databases", "pure"].indexOf(project.name);
      const path = relative(project.config.root, moduleId);
      if (LONG.test(path)) return 3;
      return SCENARIO.test(path) ? 5 : 4;
    };
    const sorted = await super.sort(files);
    return sorted.sort((one, other) => place(one) - place(other));
  }
}

export default defineConfig({
  test: {
    setupFiles: ["test/support/seed-setup.ts"],
    // Modules as Node itself loads and runs them, from its cache: neither transformed here nor by each worker.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // PGlite, opened and closed again and again in threads, makes V8 end the process (nodejs/node#64500).
    pool: "forks",
    // Some tests wait for the App rather than compute; and each worker loads everything anew.
    maxWorkers: availableParallelism() * 2,
    sequence: { sequencer: InOrder },
    projects: [
      { extends: true, test: { name: "pure", include: [PURE], isolate: false } },
      {
        extends: true,
        // In one project, since each worker loads the App anew for each.
        test: {
          name: "whole",
          include: ["{test,simulated-github}/**/*.test.ts"],
          exclude: [PURE, ...DATABASES, "**/node_modules/**"],
          isolate: false,
          globalSetup: [PROGRAMS_SETUP, ...(IS_BUILT ? [DATABASES_SETUP] : [])],
        },
      },
      {
        extends: true,
        test: { name: "databases", include: DATABASES, globalSetup: [PROGRAMS_SETUP, DATABASES_SETUP] },
      },
    ],
  },
});
