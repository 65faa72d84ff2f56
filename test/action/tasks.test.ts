import { describe, expect, test } from "vitest";
import { REPOSITORY, tasks } from "./tasks-of.ts";

const OID = "a".repeat(40);
const PULL = { number: 7, updated_at: "2026-01-01T00:00:00Z", head: { sha: OID } };
const review = { kind: "jobs", jobs: [{ kind: "review", number: 7 }] };
const find = { kind: "jobs", jobs: [{ kind: "find-pull-request", headSha: OID }] };

describe("pull_request_target", () => {
  test.each(["opened", "reopened", "synchronize", "ready_for_review", "converted_to_draft", "closed"])(
    "%s has the pull request looked at",
    (action) => {
      expect(tasks("pull_request_target", { action, pull_request: PULL })).toMatchObject(review);
    },
  );

  test("what tells of a push tells by when it was", () => {
    const keys = (action: string) => {
      const found = tasks("pull_request_target", { action, pull_request: PULL });
      return found.kind === "jobs" ? found.hints.map(({ key }) => key.split(":")[0]) : [];
    };
    expect(keys("synchronize")).toEqual(["review", "pushed"]);
    expect(keys("ready_for_review")).toEqual(["review"]);
  });

  test("what does not matter has nothing done", () => {
    expect(tasks("pull_request_target", { action: "labeled", pull_request: PULL }).kind).toBe("nothing");
  });
});

test("a comment that names the bot has its pull request looked at, and no other", () => {
  const issue = { number: 7, updated_at: PULL.updated_at, pull_request: {} };
  const said = (body: string) => tasks("issue_comment", { action: "created", issue, comment: { body } });
  expect(said("@github-actions help")).toMatchObject(review);
  expect(said("Nice!").kind).toBe("nothing");
  const { pull_request: _, ...plain } = issue;
  expect(
    tasks("issue_comment", { action: "created", issue: plain, comment: { body: "@github-actions help" } })
      .kind,
  ).toBe("nothing");
});

test("of a workflow that ran before, only the commit counts that it was for", () => {
  const run = { head_sha: OID, conclusion: "failure", pull_requests: [{ number: 3 }], display_title: "#4" };
  expect(tasks("workflow_run", { action: "completed", workflow_run: run })).toEqual({
    kind: "jobs",
    jobs: [
      {
        kind: "find-pull-request",
        installation: 1,
        owner: "octo",
        repo: "pkgs",
        headSha: OID,
        among: "open",
      },
    ],
    hints: [],
  });
  expect(tasks("workflow_run", { action: "requested", workflow_run: run }).kind).toBe("nothing");
  expect(tasks("workflow_run", { action: "completed", workflow_run: { head_sha: "main" } }).kind).toBe(
    "nothing",
  );
});

test("a status has the pull requests of its commit looked at, once it is more than pending", () => {
  expect(tasks("status", { sha: OID, state: "success" })).toMatchObject(find);
  expect(tasks("status", { sha: OID, state: "pending" }).kind).toBe("nothing");
});

test("a merge queue has what it is about to merge checked", () => {
  const group = { head_sha: OID, head_ref: "refs/heads/q", base_sha: OID, base_ref: "refs/heads/main" };
  expect(tasks("merge_group", { action: "checks_requested", merge_group: group })).toMatchObject({
    jobs: [{ kind: "merge-group", headSha: OID }],
  });
});

test("a schedule sweeps", () => {
  expect(tasks("schedule")).toMatchObject({
    jobs: [{ kind: "sweep-repository", owner: "octo", repo: "pkgs" }],
  });
});

test("a run by hand is a dry run of one pull request", () => {
  expect(tasks("workflow_dispatch", {}, { pullRequest: 7 })).toEqual({ kind: "dry-run", number: 7 });
  expect(tasks("workflow_dispatch")).toEqual({
    kind: "unusable",
    why: expect.stringContaining("needs the input `pull-request`"),
  });
});

test.each([
  ["pull_request", "Use `pull_request_target`"],
  ["pull_request_review", "Use a workflow without permissions for it"],
  ["check_run", "Use `workflow_run` and `status`"],
  ["check_suite", "Use `workflow_run` and `status`"],
  ["push", "There is nothing to do on this event"],
])("on %s nothing is written, and the job says what to use", (event, why) => {
  const payload = { action: "opened", pull_request: PULL, ref: "refs/heads/main" };
  expect(tasks(event, payload)).toEqual({ kind: "unusable", why: expect.stringContaining(why) });
});

test("an event of another repository has nothing done", () => {
  const repository = { ...REPOSITORY, full_name: "mallory/pkgs" };
  expect(tasks("pull_request_target", { action: "opened", pull_request: PULL, repository }).kind).toBe(
    "nothing",
  );
});
