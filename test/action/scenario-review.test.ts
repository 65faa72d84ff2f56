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
  return stage.world.as("alice").opensPullRequest(repository, { title: "Change", files });
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
    expect(outputsOf(result)).toEqual({ conclusion: "failure", errors: "1", warnings: "0", reviewed: "1" });
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
  const variables = { "INPUT_PULL-REQUEST": String(pr.number) };
  const result = await stage.act(pr.repository, { event: "workflow_dispatch", variables });
  expect(result.done).toBe(true);
  const text = summaryText(result, (number) => `https://github.com/a/b/pull/${number}`);
  expect(text).toContain("| failure | 1 | 0 | off; none | review, check run |");
  expect(text).toContain("### 1 error");
  expect(pr.view().threads).toEqual([]);
  expect(pr.view().checks).toEqual([]);
  expect(pr.record().reactions).toEqual([]);
});
