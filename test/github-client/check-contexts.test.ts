import { describe, expect, it } from "vitest";
import { checkContexts, namedCheckStates } from "../../src/github/check-contexts.ts";
import type { AnsweredRollup } from "../../src/github/check-rollup.ts";

type Node = NonNullable<NonNullable<AnsweredRollup>["contexts"]["nodes"][number]>;

function run(name: string, conclusion: string | null, slug = "ci", id = 1): Node {
  return {
    __typename: "CheckRun",
    name,
    status: conclusion === null ? "QUEUED" : "COMPLETED",
    conclusion,
    isRequired: false,
    checkSuite: { app: { databaseId: id, slug } },
  };
}

function status(context: string, state: string): Node {
  return { __typename: "StatusContext", context, state, isRequired: false };
}

function rollup(nodes: readonly (Node | null)[], hasNextPage = false): AnsweredRollup {
  return { state: "PENDING", contexts: { pageInfo: { hasNextPage }, nodes } };
}

/** How it stands with a named check: "green: is green", "running: has not started", … */
function stateOf(nodes: readonly (Node | null)[], app: string | number | null = null): string {
  const [found] = namedCheckStates([{ name: "build", app }], checkContexts(rollup(nodes)));
  return `${found?.state}: ${found?.why}`;
}

it("what is on a commit has its App, its state and a reason", () => {
  const gone = { ...run("gone", "SUCCESS"), checkSuite: { app: null } };
  expect(
    checkContexts(rollup([run("build", "SUCCESS"), gone, status("ci", "SUCCESS"), run("lint", "NEUTRAL")])),
  ).toEqual([
    { name: "build", app: { id: 1, slug: "ci" }, state: "green", why: "is green" },
    { name: "gone", app: { id: null, slug: null }, state: "green", why: "is green" },
    { name: "ci", app: null, state: "green", why: "is green" },
    { name: "lint", app: { id: 1, slug: "ci" }, state: "red", why: "is neutral" },
  ]);
  expect(checkContexts(null)).toEqual([]);
});

describe("a check that the configuration names", () => {
  it("is green once it has succeeded", () => {
    expect(stateOf([run("build", "SUCCESS")])).toBe("green: is green");
    expect(stateOf([status("build", "SUCCESS")])).toBe("green: is green");
  });

  it.each([
    ["SKIPPED", "was skipped"],
    ["NEUTRAL", "is neutral"],
    ["CANCELLED", "was cancelled"],
    ["TIMED_OUT", "timed out"],
    ["STALE", "is stale"],
    ["ACTION_REQUIRED", "waits for an action"],
    ["FAILURE", "has failed"],
    ["STARTUP_FAILURE", "has failed"],
    ["NEW", "has failed"],
  ])("is red as %s", (conclusion, why) => {
    expect(stateOf([run("build", conclusion)])).toBe(`red: ${why}`);
  });

  it.each(["ERROR", "FAILURE", "NEW"])("is red as a status that is %s", (state) => {
    expect(stateOf([status("build", state)])).toBe("red: has failed");
  });

  it("is waited for until it is there, and done", () => {
    expect(stateOf([])).toBe("running: has not started");
    expect(stateOf([run("Build", "SUCCESS"), run("build (x)", "SUCCESS")])).toBe("running: has not started");
    expect(stateOf([run("build", null)])).toBe("running: is still running");
    expect(stateOf([status("build", "PENDING")])).toBe("running: is still running");
    expect(stateOf([status("build", "EXPECTED")])).toBe("running: is still running");
    expect(namedCheckStates([{ name: "build", app: null }], checkContexts(null))).toMatchObject([
      { state: "running" },
    ]);
  });

  it("is green only where all of its name are", () => {
    expect(stateOf([run("build", "SUCCESS"), run("build", "FAILURE")])).toBe("red: has failed");
    expect(stateOf([run("build", "FAILURE"), run("build", "SUCCESS")])).toBe("red: has failed");
    expect(stateOf([run("build", "SUCCESS"), status("build", "PENDING")])).toBe("running: is still running");
    expect(stateOf([run("build", null), run("build", "SKIPPED")])).toBe("red: was skipped");
  });

  it("is of the App that is named, and no other", () => {
    const other = run("build", "SUCCESS", "impostor", 2);
    expect(stateOf([other], "ci")).toBe("running: has not started");
    expect(stateOf([run("build", "SUCCESS", "Real-CI")], "real-ci")).toBe("green: is green");
    expect(stateOf([other], 1)).toBe("running: has not started");
    expect(stateOf([status("build", "SUCCESS")], "ci")).toBe("running: has not started");
    expect(stateOf([run("build", "SUCCESS"), run("build", "FAILURE", "impostor", 2)], "CI")).toBe(
      "green: is green",
    );
    expect(stateOf([run("build", "SUCCESS"), run("build", "FAILURE", "impostor", 2)], 1)).toBe(
      "green: is green",
    );
    expect(stateOf([{ ...run("build", "SUCCESS"), checkSuite: null } as Node], "ci")).toBe(
      "running: has not started",
    );
  });

  it("is none of our business where it may not be seen", () => {
    expect(stateOf([run("build", "SUCCESS"), null])).toBe("red: is hidden from the App");
    const named = [{ name: "build", app: null }];
    expect(namedCheckStates(named, checkContexts(rollup([run("build", "SUCCESS")], true)))).toEqual([
      { name: "build", state: "red", why: "cannot be found among more than a hundred checks" },
    ]);
    expect(namedCheckStates(named, "not-shown")).toEqual([
      { name: "build", state: "running", why: "is not shown by GitHub yet" },
    ]);
  });
});
