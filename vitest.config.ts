import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Tests of what is pure: they leave nothing behind, and can share a process. */
const PURE = "test/{change,checker,config,nix,packages,policy,review,rules,snapshot}/**/*.test.ts";
/** Conversations with the whole App, which runs in the process of the tests: these share one, too. */
const SCENARIOS = "test/{app,action}/{attack,scenario}-*.test.ts";
/**
 * Of these, with the Action in the App's place: those in which it could come to something else, since it remembers
 * nothing and each event starts it anew. Who may merge, and how, is decided from the same facts by the same code.
 */
const AS_ACTION = [
  "test/app/attack-moments.test.ts",
  "test/app/scenario-{labels,merge-cancel,near-misses,threads}.test.ts",
];
/** Processes of their own, databases, and installations: they wait rather than compute, and begin first. */
const SLOW = [
  "test/app/scenario-overrun.test.ts",
  "test/app/{convergence,crash,secrets,server-process}.test.ts",
  "test/action/bundle.test.ts",
  "test/cli/{pack,workers,large}.test.ts",
  "test/queue/*.test.ts",
  "test/scripts/*.test.ts",
  "test/docs/backup.test.ts",
  "test/simulated-github/*.test.ts",
];

const PROGRAMS_SETUP = "test/support/programs-setup.ts";

/** The slow files first, so that none of them is left alone at the end; the others as they come, large ones first. */
class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isSlow = ({ project }: TestSpecification) => project.name === "slow";
    return [...sorted.filter(isSlow), ...sorted.filter((file) => !isSlow(file))];
  }
}

export default defineConfig({
  test: {
    setupFiles: ["test/support/seed-setup.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // PGlite, opened and closed again and again in threads, makes V8 end the process (nodejs/node#64500).
    pool: "forks",
    // Some tests wait for the App rather than compute; and each worker loads everything anew.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    sequence: { sequencer: SlowFirst },
    projects: [
      { extends: true, test: { name: "pure", include: [PURE], isolate: false } },
      { extends: true, test: { name: "scenarios", include: [SCENARIOS], exclude: SLOW, isolate: false } },
      {
        extends: true,
        test: { name: "action", include: AS_ACTION, env: { BY_NAME_STAGE: "action" }, isolate: false },
      },
      {
        extends: true,
        test: { name: "simulated-github", include: ["simulated-github/**/*.test.ts"], isolate: false },
      },
      {
        extends: true,
        test: {
          name: "whole",
          include: ["test/**/*.test.ts"],
          exclude: [PURE, SCENARIOS, ...SLOW],
          isolate: false,
          globalSetup: [PROGRAMS_SETUP],
        },
      },
      {
        extends: true,
        test: { name: "slow", include: SLOW, globalSetup: [PROGRAMS_SETUP, "test/support/global-setup.ts"] },
      },
    ],
  },
});
