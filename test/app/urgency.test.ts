import { expect, it } from "vitest";
import { type JobData, newJob } from "../../src/app/jobs/jobs.ts";
import { withoutStrangers, withUrgency } from "../../src/app/jobs/urgency.ts";
import { NO_MEMORY } from "../../src/app/run/memory/pull-memory.ts";

const repository = { installation: 1, owner: "NixOS", repo: "nixpkgs" };
const review = (number: number): JobData => ({ kind: "review", ...repository, number });
const find = (among: "waiting" | "open"): JobData => ({
  kind: "find-pull-request",
  ...repository,
  headSha: "a".repeat(40),
  among,
});

/** Of pull request 7 a merge waits, of 8 none, and of others nothing is known. */
const memory = {
  get: async (key: string) =>
    key.endsWith("#7")
      ? { ...NO_MEMORY, waiting: true }
      : key.endsWith("#8")
        ? { ...NO_MEMORY, waiting: false }
        : null,
};

it.each([
  ["a look at a pull request whose merge waits", review(7), "urgent"],
  ["a look at one whose merge does not wait", review(8), "normal"],
  ["a look at one that is not known", review(9), "normal"],
  ["the search for those that wait for a commit", find("waiting"), "urgent"],
  ["the search for those that somebody asked to check again", find("open"), "normal"],
  ["a sweep", { kind: "sweep-installation", installation: 1, cursor: null } as const, "normal"],
])("%s has its place in the queue", async (_, job, priority) => {
  expect(await withUrgency([newJob(job)], memory)).toEqual([{ ...newJob(job), priority }]);
});

it.each([
  ["the search for what waits for a commit, where something does", find("waiting"), "waits", 1],
  ["the same, where nothing does", find("waiting"), "another", 0],
  ["the search for what somebody asked to check again", find("open"), "another", 1],
  ["a look at a pull request", review(7), "another", 1],
])("%s is kept or not", async (_, job, key, count) => {
  const waiting = {
    list: async (prefix: string) =>
      prefix === `waits:NixOS/nixpkgs@${"a".repeat(40)}#` && key === "waits"
        ? [{ key: `${prefix}7`, value: {} }]
        : [],
  };
  expect(await withoutStrangers([newJob(job)], waiting)).toHaveLength(count);
});
