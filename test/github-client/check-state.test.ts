import { describe, expect, it } from "vitest";
import type { AnsweredRollup } from "../../src/github/check-rollup.ts";
import { checkState } from "../../src/github/check-state.ts";

const APP = 7;

type Node = NonNullable<NonNullable<AnsweredRollup>["contexts"]["nodes"][number]>;

function check(name: string, conclusion: string | null, { required = false, app = 1 } = {}): Node {
  return {
    __typename: "CheckRun",
    name,
    status: conclusion === null ? "IN_PROGRESS" : "COMPLETED",
    conclusion,
    isRequired: required,
    checkSuite: { app: { databaseId: app } },
  };
}

function status(context: string, state: string, required = false): Node {
  return { __typename: "StatusContext", context, state, isRequired: required };
}

function rollup(nodes: readonly (Node | null)[], state = "PENDING", hasNextPage = false): AnsweredRollup {
  return { state, contexts: { pageInfo: { hasNextPage }, nodes } };
}

describe("the checks of a commit", () => {
  it("are none where there is no rollup", () => {
    expect(checkState(null, APP)).toEqual({ failed: [], running: [], required: false });
  });

  it.each(["SUCCESS", "NEUTRAL", "SKIPPED"])("have passed as %s", (conclusion) => {
    expect(checkState(rollup([check("a", conclusion)]), APP)).toMatchObject({ failed: [], running: [] });
  });

  it.each(["FAILURE", "TIMED_OUT", "CANCELLED", "ACTION_REQUIRED", "STALE", "STARTUP_FAILURE", "NEW"])(
    "have failed as %s",
    (conclusion) => {
      expect(checkState(rollup([check("a", conclusion)]), APP).failed).toEqual(["a"]);
    },
  );

  it("may be statuses", () => {
    const nodes = [
      status("a", "PENDING"),
      status("b", "EXPECTED"),
      status("c", "ERROR"),
      status("d", "SUCCESS"),
    ];
    expect(checkState(rollup(nodes), APP)).toEqual({ failed: ["c"], running: ["a", "b"], required: false });
  });

  it("count only where they are required, if any is", () => {
    const nodes = [check("a", "FAILURE"), check("b", null, { required: true }), status("c", "SUCCESS", true)];
    expect(checkState(rollup(nodes), APP)).toEqual({ failed: [], running: ["b"], required: true });
  });

  it("are those of others", () => {
    const own = check("by-name", "FAILURE", { required: true, app: APP });
    expect(checkState(rollup([own, check("a", null)]), APP)).toEqual({
      failed: [],
      running: ["a"],
      required: false,
    });
  });

  it.each(["SUCCESS", "PENDING", "EXPECTED", "FAILURE", "ERROR"])(
    "count as failed where they are too many to be read, whatever GitHub makes of all: %s",
    (state) => {
      const many = rollup([check("a", "SUCCESS", { required: true })], state, true);
      expect(checkState(many, APP)).toEqual({
        failed: ["perhaps one of more than a hundred, which are not all read"],
        running: [],
        required: false,
      });
    },
  );

  it("have failed where one may not be seen", () => {
    const nodes = [null, check("a", "SUCCESS", { required: true })];
    expect(checkState(rollup(nodes), APP).failed).toEqual(["those that the App cannot see"]);
  });
});

describe("the checks of a commit where others write in the App's name", () => {
  const SHARED = { check: "by-name", workflowRun: "17" };
  const job = (name: string, run: string, app = APP): Node => ({
    __typename: "CheckRun",
    name,
    status: "IN_PROGRESS",
    conclusion: null,
    isRequired: false,
    checkSuite: { app: { databaseId: app } },
    detailsUrl: `https://github.com/a/b/actions/runs/${run}/job/5`,
  });
  const running = (node: Node, shared = SHARED) => checkState(rollup([node]), APP, shared).running;

  it("are without the App's own check, by its name", () => {
    expect(running(check("by-name", null, { app: APP }))).toEqual([]);
    expect(running(check("by-name", null))).toEqual(["by-name"]);
    expect(running(check("build", null, { app: APP }))).toEqual(["build"]);
  });

  it("are without the jobs of the workflow run that asks", () => {
    expect(running(job("review", "17"))).toEqual([]);
    expect(running(job("review", "17", 1))).toEqual(["review"]);
  });

  it("one that failed counts beside a newer job of the workflow run that asks that is called the same", () => {
    const before = { ...check("build", "FAILURE", { app: APP }), startedAt: "2026-01-01T00:00:00Z" };
    const own = { ...job("build", "17"), startedAt: "2026-01-01T00:01:00Z" };
    expect(checkState(rollup([before, own]), APP, SHARED)).toMatchObject({ failed: ["build"], running: [] });
    const others = { ...job("build", "1"), startedAt: "2026-01-01T00:01:00Z" };
    expect(checkState(rollup([before, others]), APP, SHARED)).toMatchObject({
      failed: [],
      running: ["build"],
    });
  });

  it("a workflow run of another id counts", () => {
    expect(running(job("review", "1"))).toEqual(["review"]);
    expect(running(job("review", "177"))).toEqual(["review"]);
    expect(
      checkState(rollup([job("review", "17")]), APP, { check: "by-name", workflowRun: null }).running,
    ).toEqual(["review"]);
  });
});
