import { availableParallelism } from "node:os";
import { basename, relative } from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { BUILT_VARIABLE } from "./scripts/test/reporter.ts";

/** Tests of what is pure: they leave nothing behind, and can share a process. */
const PURE = "test/{change,checker,config,nix,packages,policy,review,rules,snapshot}/**/*.test.ts";
/** Databases: each file has a process of its own, since what PGlite leaves behind there takes memory. */
const DATABASES = ["test/queue/*.test.ts", "test/docs/backup.test.ts"];
/** What waits for other processes more than it computes. */
const LONG = [
  "test/app/{scenario-overrun,convergence,crash,secrets,server-process}.test.ts",
  "test/action/bundle.test.ts",
  "test/cli/{pack,workers,large}.test.ts",
  "test/{scripts,simulated-github}/*.test.ts",
];

/** Each process that computes compiles all that it runs anew, a fifth of its time: a few are done sooner than many. */
const PROCESSORS = availableParallelism();

const PROGRAMS_SETUP = "test/support/programs-setup.ts";
const DATABASES_SETUP = "test/support/global-setup.ts";
/** A database to begin with is there at once where all was just built; for a few files it is not worth its making. */
const IS_BUILT = process.env[BUILT_VARIABLE] !== undefined;

/** What takes half a minute, and would be left alone at the end of what takes long. */
const LONGEST = /^test\/app\/(?:crash|scenario-overrun)\.test\.ts$/;
/** What starts many processes. It comes while those that it runs in are small: their memory is mapped for each start. */
const STARTING = /^test\/cli\//;
/** Conversations with the whole App, which runs in the process of the tests. They come last: they put its clock ahead. */
const SCENARIO = /^test\/(?:app|action)\/(?:attack|scenario)-/;

/**
 * Large files first, but for scenarios: the large ones wait now and then, and would all do so at once. By their names
 * backwards, one with the App goes with the same with the Action, and short ones come last.
 */
class InOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const placeOf = ({ project, moduleId }: TestSpecification) => {
      const path = relative(project.config.root, moduleId);
      if (LONGEST.test(path)) return { group: 0, name: "" };
      if (STARTING.test(path)) return { group: 1, name: "" };
      return SCENARIO.test(path) ? { group: 3, name: basename(path) } : { group: 2, name: "" };
    };
    const sorted = await super.sort(files);
    return sorted
      .map((file) => ({ file, ...placeOf(file) }))
      .sort((one, other) => one.group - other.group || other.name.localeCompare(one.name, "en"))
      .map(({ file }) => file);
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
    sequence: { sequencer: InOrder },
    projects: [
      {
        extends: true,
        test: {
          name: "databases",
          include: DATABASES,
          globalSetup: [PROGRAMS_SETUP, DATABASES_SETUP],
          maxWorkers: PROCESSORS * 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: "long",
          include: LONG,
          isolate: false,
          globalSetup: [PROGRAMS_SETUP, ...(IS_BUILT ? [DATABASES_SETUP] : [])],
          maxWorkers: PROCESSORS * 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: "pure",
          include: [PURE],
          isolate: false,
          maxWorkers: PROCESSORS,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        // In one project, since each worker loads the App anew for each.
        test: {
          name: "whole",
          include: ["{test,simulated-github}/**/*.test.ts"],
          exclude: [PURE, ...DATABASES, ...LONG, "**/node_modules/**"],
          isolate: false,
          globalSetup: [PROGRAMS_SETUP, ...(IS_BUILT ? [DATABASES_SETUP] : [])],
          maxWorkers: PROCESSORS + 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
