import type { Conversation, Files } from "simulated-github";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { outputsOf, summaryText } from "../../src/action/summary.ts";
import { nixpkgs, packagePath, packageText } from "../app/packages.ts";
import { type ActionStage, openActionStage, type TokenOf } from "./stage.ts";

let stage: ActionStage;
beforeAll(async () => {
  stage = await openActionStage();
});
afterAll(() => stage.close());

const HELLO = packagePath("hello");
const WRONG = { [HELLO]: packageText("hello", ["src = ~/src/hello;"]) };
const RIGHT = { [HELLO]: packageText("hello") };

let count = 0;
async function proposes(files: Files, configuration?: string): Promise<Conversation> {
  count += 1;
  const repository = await stage.repository(`NixOS/acted-${count}`, nixpkgs(configuration));
  return stage.world.as("alice").opensPullRequest(repository, { title: "hello: change", files });
}

const writesOf = ({ outcomes }: Awaited<ReturnType<ActionStage["act"]>>) =>
  outcomes.flatMap(({ writes }) => writes);

describe.each<TokenOf>(["job", "app"])("with the token of %s", (token) => {
  const author = token === "job" ? "github-actions[bot]" : "by-name-bot[bot]";

  test("a mistake is reported on its line, and the report goes with the mistake", async () => {
    const pr = await proposes(WRONG);
    const result = await stage.onPull(pr, "opened", { token });
    expect(result).toMatchObject({ done: true, notes: [] });
    expect(pr.view().threads).toMatchObject([{ path: HELLO, line: 8, isResolved: false }]);
    expect(pr.view().threads[0]?.comments[0]?.author).toBe(author);
    expect(pr.view().checks).toMatchObject([{ name: "by-name", conclusion: "failure" }]);
    expect(outputsOf(result)).toEqual({
      conclusion: "failure",
      errors: "1",
      warnings: "0",
      advice: "0",
      reviewed: "1",
    });
    await pr.push(RIGHT);
    await stage.onPull(pr, "synchronize", { token });
    expect(pr.view().threads).toMatchObject([{ isResolved: true }]);
    expect(pr.view().threads[0]?.comments[0]?.body).toContain("Fixed in");
    expect(pr.view().checks).toMatchObject([{ name: "by-name", conclusion: "success" }]);
  });

  test("a second run of the same state writes nothing, and no turn is taken", async () => {
    const pr = await proposes(WRONG);
    expect(writesOf(await stage.onPull(pr, "opened", { token }))).toEqual(["review", "check run"]);
    stage.github.requests.clear();
    expect(writesOf(await stage.onPull(pr, "edited", { token }))).toEqual([]);
    expect(stage.github.requests.counts()).not.toHaveProperty("reactions/create-for-issue");
    expect(pr.record().reactions).toEqual([]);
  });
});

test("a review asks for changes only where nobody else writes in its name", async () => {
  const [byJob, byApp] = [await proposes(WRONG), await proposes(WRONG)];
  await stage.onPull(byJob, "opened");
  await stage.onPull(byApp, "opened", { token: "app" });
  expect(byJob.record().reviews).toMatchObject([{ state: "COMMENTED" }]);
  expect(byApp.record().reviews).toMatchObject([{ state: "CHANGES_REQUESTED" }]);
});

test("a run by hand writes nothing, and says what would be", async () => {
  const pr = await proposes(WRONG);
  stage.github.requests.clear();
  const variables = { "INPUT_PULL-REQUEST": String(pr.number) };
  const result = await stage.act(pr.repository, { event: "workflow_dispatch", variables });
  expect(result.done).toBe(true);
  const text = summaryText(result, (number) => `https://github.com/a/b/pull/${number}`);
  expect(text).toContain("| failure | 1 | 0 | 0 | off; none | review, check run |");
  expect(text).toContain("### 1 error");
  expect(pr.view().threads).toEqual([]);
  expect(pr.view().checks).toEqual([]);
  const asked = Object.keys(stage.github.requests.counts());
  expect(asked.filter((one) => /create|update|delete|mutation/.test(one))).toEqual([]);
});

test("the job that looks is on the head too, and has nothing written again", async () => {
  const pr = await proposes(WRONG);
  const actions = stage.world.state.apps().find(({ slug }) => slug === "github-actions")?.id ?? 0;
  const headOid = pr.record().headRefOid;
  await stage.world.createCheckRun(pr.repository.id, actions, {
    name: "review",
    headOid,
    status: "in_progress",
  });
  expect(writesOf(await stage.onPull(pr, "opened"))).toEqual(["review", "check run"]);
  expect(writesOf(await stage.onPull(pr, "edited"))).toEqual([]);
});

test("a configuration of the workflow counts in place of the repository's, in a merge queue too", async () => {
  const pr = await proposes(WRONG, "rules:\n  path-home: error\n");
  const variables = { INPUT_CONFIGURATION: "rules:\n  path-home: off\n" };
  expect(outputsOf(await stage.onPull(pr, "opened", { variables }))).toMatchObject({ conclusion: "success" });
  const queued = await proposes(WRONG, "rules:\n  path-home: error\n");
  const head = queued.record().headRefOid;
  const group = {
    head_sha: head,
    head_ref: "refs/heads/gh-readonly-queue/master/pr-1",
    base_sha: queued.repository.head(),
    base_ref: "refs/heads/master",
  };
  const act = { event: "merge_group", payload: { action: "checks_requested", merge_group: group } };
  expect(
    await stage.act(queued.repository, { ...act, variables: { ...variables, INPUT_MODE: "dry-run" } }),
  ).toMatchObject({
    notes: ["A merge queue asks for a check, and this is a dry run."],
  });
  const result = await stage.act(queued.repository, { ...act, variables });
  expect(result).toMatchObject({
    done: true,
    notes: ["Checked what the merge queue is about to merge: check run."],
  });
  const runs = stage.world.state
    .checkRuns(queued.repository.id, head)
    .filter(({ name }) => name === "by-name");
  expect(runs.map(({ conclusion }) => conclusion)).toEqual(["success"]);
});

test("a mistake that goes without a push is not said to be fixed by one", async () => {
  const pr = await proposes(WRONG);
  await stage.onPull(pr, "opened");
  await pr.push({ [packagePath("other")]: packageText("other") });
  await stage.onPull(pr, "synchronize");
  const variables = { INPUT_CONFIGURATION: "rules:\n  path-home: off\n" };
  await stage.onPull(pr, "edited", { variables });
  expect(pr.view().threads[0]?.comments[0]?.body).toContain("✅ Not reported any more");
});

test("a dry run of a closed pull request leaves its label", async () => {
  const pr = await proposes(RIGHT, 'labels:\n  mergeable: "eligible"\n');
  pr.addLabels("eligible");
  await pr.close();
  await stage.onPull(pr, "closed", { variables: { INPUT_MODE: "dry-run" } });
  expect(pr.view().labels).toEqual(["eligible"]);
  await stage.onPull(pr, "closed");
  expect(pr.view().labels).toEqual([]);
});

test("an event that starts too much is refused", async () => {
  const pr = await proposes(WRONG);
  expect(await stage.act(pr.repository, { event: "check_suite" })).toMatchObject({
    done: false,
    notes: [expect.stringContaining("Use `workflow_run` and `status`")],
  });
  expect(pr.view().checks).toEqual([]);
});
