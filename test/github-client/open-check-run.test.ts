import { expect, it } from "vitest";
import {
  checkRunStep,
  type DesiredCheckRun,
  openCheckRunStep,
  type PostedCheckRun,
} from "../../src/github/check-runs.ts";

const DESIRED: DesiredCheckRun = {
  name: "by-name",
  head: "a".repeat(40),
  conclusion: "failure",
  title: "1 error",
  summary: "",
  annotations: [],
  digest: "d1",
};

function posted(run: Partial<PostedCheckRun>): PostedCheckRun {
  const began = { databaseId: 5, startedAt: "2026-01-01T00:00:00Z" };
  return { ...began, completed: true, conclusion: "failure", externalId: "d0/1", ...run };
}

it.each([
  ["there is none", [], { kind: "open", databaseId: null }],
  [
    "a finished one comes to something else",
    [posted({ conclusion: "success" })],
    { kind: "open", databaseId: null },
  ],
  ["a finished one comes to the same with other words", [posted({})], { kind: "none" }],
  [
    "an open one says so",
    [posted({ completed: false, conclusion: null, externalId: "d1/0" })],
    { kind: "none" },
  ],
  [
    "an open one says something else",
    [posted({ completed: false, conclusion: null, externalId: "d0/0" })],
    { kind: "open", databaseId: 5 },
  ],
  [
    "one was left with annotations of something else",
    [posted({ completed: false, conclusion: null, externalId: "d0/50" })],
    { kind: "open", databaseId: null },
  ],
] as const)("where %s, the check that waits is opened, changed or left", (_what, runs, step) => {
  expect(openCheckRunStep(DESIRED, runs)).toEqual(step);
});

it("an open one is finished in its place, whatever it says", () => {
  const open = posted({ completed: false, conclusion: null, externalId: "d0/0" });
  expect(checkRunStep(DESIRED, [open], false)).toEqual({ kind: "resume", databaseId: 5, sent: 0 });
});
