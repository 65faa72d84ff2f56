import { describe, expect, it } from "vitest";
import { checkContexts, namedCheckStates } from "../../src/github/check-contexts.ts";
import type { AnsweredContext } from "../../src/github/check-rollup.ts";
import { checkState } from "../../src/github/check-state.ts";

const OWN = 7;

type Run = Extract<AnsweredContext, { __typename: "CheckRun" }>;

/** A check run that began at such a second of a minute; null for one that is not done. */
function run(second: number | null, conclusion: string | null, changes: Partial<Run> = {}): Run {
  return {
    __typename: "CheckRun",
    name: "build",
    permalink: "https://github.com/o/r/runs/1",
    startedAt: second === null ? null : `2026-01-01T00:00:${String(second).padStart(2, "0")}Z`,
    status: conclusion === null ? "IN_PROGRESS" : "COMPLETED",
    conclusion,
    isRequired: false,
    checkSuite: { app: { databaseId: 1, slug: "ci" } },
    ...changes,
  };
}

/** How it stands with the check `build`, by itself and among all. */
function stateOf(...nodes: readonly AnsweredContext[]): string {
  const rollup = { state: "PENDING", contexts: { pageInfo: { hasNextPage: false }, nodes } };
  const [named] = namedCheckStates([{ name: "build", app: null }], checkContexts(rollup));
  const { failed, running } = checkState(rollup, OWN);
  const all = failed.length > 0 ? "red" : running.length > 0 ? "running" : "green";
  return named?.state === all ? all : `${named?.state} by itself, ${all} among all`;
}

const PAGE = (id: number) => ({ permalink: `https://github.com/o/r/actions/runs/5/job/${id}` });
const OTHER = { checkSuite: { app: { databaseId: 2, slug: "other" } } };

describe("of a check that is there several times", () => {
  it.each<[string, readonly AnsweredContext[], string]>([
    ["the newest has succeeded", [run(1, "FAILURE"), run(2, "SUCCESS")], "green"],
    ["the newest has failed", [run(2, "FAILURE"), run(1, "SUCCESS")], "red"],
    ["the newest is not done", [run(1, "SUCCESS"), run(2, null)], "running"],
    ["an older one is not done", [run(1, null), run(2, "SUCCESS")], "running"],
    ["an older one was cancelled", [run(1, "CANCELLED"), run(2, "SUCCESS")], "green"],
    ["the newest was cancelled", [run(1, "SUCCESS"), run(2, "CANCELLED")], "green"],
    [
      "the newest was cancelled, and the one before has failed",
      [run(1, "FAILURE"), run(2, "CANCELLED")],
      "red",
    ],
    ["all were cancelled", [run(1, "CANCELLED"), run(2, "CANCELLED")], "red"],
    ["one was cancelled, and the other is not done", [run(2, "CANCELLED"), run(1, null)], "running"],
    [
      "they began in one second",
      [run(1, "FAILURE", PAGE(10)), run(1, "SUCCESS", PAGE(99_000_000_000))],
      "green",
    ],
    [
      "they began in one second, the other way",
      [run(1, "SUCCESS", PAGE(10)), run(1, "FAILURE", PAGE(11))],
      "red",
    ],
    ["it cannot be told which is newer", [run(1, "FAILURE"), run(1, "SUCCESS")], "red"],
    ["it is not said when one began", [run(null, "FAILURE"), run(1, "SUCCESS")], "red"],
    ["the newer one is of another App", [run(1, "FAILURE"), run(2, "SUCCESS", OTHER)], "red"],
    [
      "the App may not be seen",
      [run(1, "FAILURE", { checkSuite: null }), run(2, "SUCCESS", { checkSuite: null })],
      "red",
    ],
    ["the cancelled one is of another App", [run(1, "SUCCESS"), run(1, "CANCELLED", OTHER)], "red"],
    [
      "the other is a status",
      [
        run(2, "SUCCESS"),
        { __typename: "StatusContext", context: "build", state: "FAILURE", isRequired: false },
      ],
      "red",
    ],
  ])("%s", (_what, nodes, state) => {
    expect(stateOf(...nodes)).toBe(state);
    expect(stateOf(...nodes.toReversed())).toBe(state);
  });
});
