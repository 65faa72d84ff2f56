import { expect, it } from "vitest";
import { NO_MEMORY } from "../../src/app/run/memory/pull-memory.ts";
import { pushedBy, pushedByInAction } from "../../src/app/run/memory/pushed-by.ts";

const at = (second: number) => `2026-01-01T00:00:0${second}Z`;

/** By when the head `h` had been pushed, read at second 9, given what was seen before and what a delivery told. */
function by(
  seen: readonly [head: string, second: number] | null,
  told: readonly [string | null, number] | null,
) {
  const memory = { ...NO_MEMORY, pushed: seen && { head: seen[0], by: at(seen[1]) } };
  const hint = told && { key: "k", head: told[0], updatedAt: at(told[1]), receivedAt: 0 };
  return pushedBy({ head: "h", updatedAt: at(9) }, memory, hint);
}

it.each([
  ["nothing showed it before", null, null, 9],
  ["a reading showed it", ["h", 3], null, 3],
  ["a delivery told of it", null, ["h", 3], 3],
  [
    "both did: the later, for either may have been of an older push of the same commit",
    ["h", 3],
    ["h", 5],
    5,
  ],
  ["both did, the delivery first", ["h", 5], ["h", 3], 5],
  ["a reading showed another", ["g", 3], null, 9],
  ["a delivery told of another", null, ["g", 3], 9],
  ["a delivery told of none", null, [null, 3], 9],
  ["a reading showed it, and a delivery told of another", ["h", 3], ["g", 5], 3],
] as const)("%s", (_what, seen, told, second) => {
  expect(by(seen, told)).toBe(at(second));
});

/** The same inside of GitHub Actions, where commits were last replaced at a second. */
function inAction(
  checks: readonly (number | null)[],
  told: readonly [string | null, number] | null,
  { replaced = null, shared = false }: { readonly replaced?: number | null; readonly shared?: boolean } = {},
) {
  const hint = told && { key: "k", head: told[0], updatedAt: at(told[1]), receivedAt: 0 };
  const checkRuns = checks.map((second) => ({
    databaseId: second ?? 0,
    completed: true,
    conclusion: "success",
    externalId: "d/0/1",
    startedAt: second === null ? null : at(second),
  }));
  const replacedAt = replaced === null ? null : at(replaced);
  const times = { replacedAt, retargetedAt: null, editedAt: null, takenBackAt: null };
  return pushedByInAction({ head: "h", updatedAt: at(9), checkRuns, times }, hint, {
    shared: shared ? { workflowRun: null } : null,
  });
}

it.each([
  ["nothing shows it", inAction([], null), at(9)],
  ["nothing shows it, and nothing can", inAction([], null, { shared: true }), null],
  ["a check run that has not started does not", inAction([null], null), at(9)],
  ["a check run does", inAction([5, 3], null), at(3)],
  ["one whose author is every workflow's does not", inAction([3], null, { shared: true }), null],
  ["the event does", inAction([], ["h", 3], { shared: true }), at(3)],
  ["the event tells of another", inAction([], ["g", 3]), at(9)],
  ["both do", inAction([5], ["h", 3]), at(3)],
  ["a check run from before commits were replaced does not", inAction([3], null, { replaced: 4 }), at(9)],
  ["nor one of the same second", inAction([4], null, { replaced: 4 }), at(9)],
  ["nor the event", inAction([], ["h", 4], { replaced: 4 }), at(9)],
  ["one from after that does", inAction([3, 5], null, { replaced: 4 }), at(5)],
])("inside of GitHub Actions: %s", (_, found, expected) => {
  expect(found).toBe(expected);
});
