import type { Conversation } from "simulated-github";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { RequestCost } from "../../src/github/request-cost.ts";
import { nixpkgs, packagePath, packageText } from "./packages.ts";
import { openRunStage, type RunStage } from "./run-stage.ts";

const HOUR_MS = 60 * 60_000;
const CONFIGURATION = ".github/by-name.yml";

let stage: RunStage;
beforeAll(async () => {
  stage = await openRunStage(nixpkgs("rules: {}\n"));
});
beforeEach(() => stage.github.requests.clear());
afterAll(() => stage.close());

let count = 0;
function opensWrong(): Promise<Conversation> {
  count += 1;
  const name = `wrong${count}`;
  return stage.world.as("alice").opensPullRequest(stage.repository, {
    title: `${name}: init`,
    branch: name,
    files: { [packagePath(name)]: packageText(name, ["src = ~/x;"]) },
  });
}

/** A run in which it is not the turn of what makes content for so many milliseconds. */
function runsPaced(pr: Conversation, waitMs: number): Promise<unknown> {
  const take = async ({ isContent }: RequestCost) => (isContent ? waitMs : 0);
  return expect(stage.run(pr.number, { take })).rejects.toThrow("it is not its turn yet");
}

const written = () =>
  Object.keys(stage.github.requests.counts()).filter((name) => name.startsWith("checks/"));
const runsOn = (pr: Conversation) => stage.world.state.checkRuns(stage.repository.id, pr.record().headRefOid);

it("where comments have to wait, the check says at once what is wrong, and ends once they are there", async () => {
  const pr = await opensWrong();
  await runsPaced(pr, 5 * HOUR_MS);
  expect(pr.view().reviews).toEqual([]);
  expect(pr.view().checks).toMatchObject([{ status: "in_progress", title: "1 error" }]);
  expect(runsOn(pr)[0]?.output.summary).toContain("This check ends once my comments on this one are there.");
  expect(runsOn(pr)[0]?.output.summary).toContain("path-home");

  stage.pass(HOUR_MS);
  stage.github.requests.clear();
  await runsPaced(pr, 4 * HOUR_MS);
  expect(written()).toEqual([]);

  stage.pass(4 * HOUR_MS);
  await stage.run(pr.number);
  expect(pr.view().threads).toHaveLength(1);
  expect(runsOn(pr)).toMatchObject([{ status: "completed", conclusion: "failure" }]);
  expect(runsOn(pr)[0]?.output.summary).not.toContain("This check ends");
  expect(runsOn(pr)[0]?.annotations).toHaveLength(1);
  stage.pass(60_000);
  expect((await stage.run(pr.number)).writes).toEqual([]);
});

it("the open check becomes what is true when it is looked at again", async () => {
  const pr = await opensWrong();
  await runsPaced(pr, 5 * HOUR_MS);
  const settings = (text: string) =>
    stage.repository.commit({ branch: "master", files: { [CONFIGURATION]: text } });
  await settings("rules:\n  path-home: warning\n");
  stage.pass(HOUR_MS);
  await runsPaced(pr, 4 * HOUR_MS);
  expect(runsOn(pr)).toMatchObject([{ status: "in_progress", output: { title: "1 warning" } }]);
  await settings("rules: {}\n");
  stage.pass(4 * HOUR_MS);
  await stage.run(pr.number);
  expect(runsOn(pr)).toMatchObject([{ status: "completed", conclusion: "failure" }]);
});

it("says nothing where the comments come within a minute, nor where the check says so already", async () => {
  const pr = await opensWrong();
  await runsPaced(pr, 59_000);
  expect(written()).toEqual([]);
  await stage.run(pr.number);
  stage.pass(60_000);
  stage.github.requests.clear();
  pr.as("bob").comment("@by-name-bot help");
  await runsPaced(pr, 5 * HOUR_MS);
  expect(written()).toEqual([]);
});

it("takes the place of a finished check that says something else by now", async () => {
  const pr = await opensWrong();
  const settings = (text: string) =>
    stage.repository.commit({ branch: "master", files: { [CONFIGURATION]: text } });
  await settings("rules:\n  path-home: off\n");
  await stage.run(pr.number);
  expect(pr.view().checks).toMatchObject([{ status: "completed", conclusion: "success" }]);
  await settings("rules: {}\n");
  stage.pass(60_000);
  await runsPaced(pr, 5 * HOUR_MS);
  expect(pr.view().checks).toMatchObject([{ status: "in_progress", title: "1 error" }]);
  stage.pass(5 * HOUR_MS);
  await stage.run(pr.number);
  expect(pr.view().checks).toMatchObject([{ status: "completed", conclusion: "failure" }]);
  stage.pass(60_000);
  expect((await stage.run(pr.number)).writes).toEqual([]);
});
