import { Octokit } from "@octokit/rest";
import type { Conversation } from "simulated-github";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { gitHubClient } from "../../src/github/client.ts";
import { dismissReview } from "../../src/github/reviews.ts";
import { BOT, openStage, type Stage } from "./bot.ts";
import { leaks } from "./leaks.ts";
import { nixpkgs, packageText } from "./packages.ts";
import { HELLO, proposes } from "./scenes.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
beforeEach(() => stage.github.requests.clear());
afterAll(async () => {
  expect(leaks(stage)).toEqual([]);
  await stage.close();
});

const WRONG = { [HELLO]: packageText("hello", ["src = ~/hello;"]) };
const RIGHT = { [HELLO]: packageText("hello") };

function summaries(pr: Conversation): string[] {
  return stage.world.state
    .checkRuns(pr.repository.id, pr.record().headRefOid)
    .filter(({ name }) => name === "by-name")
    .map(({ output }) => output.summary ?? "");
}

describe("a base branch that restricts who dismisses reviews", () => {
  const TOLD = "GitHub refused to dismiss the bot's request for changes";

  async function restricted(): Promise<Conversation> {
    const pr = await proposes(stage, WRONG);
    await stage.idle();
    pr.repository.protect("master", { restrictDismissals: ["carol"] });
    stage.pass(2);
    await pr.push(RIGHT);
    await stage.idle();
    return pr;
  }

  it("is told of on the check, once, with what to change", async () => {
    const pr = await restricted();
    expect(pr.view().reviews).toMatchObject([{ state: "CHANGES_REQUESTED" }]);
    expect(pr.check("by-name")).toMatchObject({ conclusion: "success" });
    expect(pr.check("by-name")?.summary).toContain(TOLD);
    expect(pr.check("by-name")?.summary).toContain("add the App there");
    const before = summaries(pr);
    stage.pass(2);
    await pr.edit({ title: "hello: another title" });
    await stage.idle();
    expect(summaries(pr)).toEqual(before);
    expect(pr.view().comments).toEqual([]);
  });

  it("is told of no more once it does not", async () => {
    const pr = await restricted();
    pr.repository.protect("master", null);
    stage.pass(2);
    await pr.edit({ title: "hello: another title" });
    await stage.idle();
    expect(pr.view().reviews).toMatchObject([{ state: "DISMISSED" }]);
    expect(pr.check("by-name")?.summary).not.toContain(TOLD);
  });
});

it("a permission that is missing is told of on the check, once, until it is granted", async () => {
  const repository = await stage.repository("lacking/nixpkgs", nixpkgs());
  await stage.idle();
  const { id } = stage.installation("lacking");
  stage.world.setInstallationPermission(id, "pull_requests", "read");
  const pr = await stage.world
    .as("alice")
    .opensPullRequest(repository, { title: "hello: hello", files: WRONG });
  await stage.idle();
  const TOLD = "The App lacks the permission `pull_requests: write`";
  expect(pr.check("by-name")?.summary).toContain(TOLD);
  const before = summaries(pr);
  stage.pass(2);
  pr.comment(`@${BOT} check`);
  await stage.idle();
  expect(summaries(pr)).toEqual(before);
  stage.world.setInstallationPermission(id, "pull_requests", "write");
  stage.pass(2);
  pr.comment(`@${BOT} check`);
  await stage.idle();
  expect(pr.view().reviews).toHaveLength(1);
  expect(pr.check("by-name")?.summary).not.toContain(TOLD);
});

it.each([
  ["Can not dismiss a dismissed pull request review", 422, "is left as it is"],
  ["Can not dismiss a commented pull request review", 422, "is left as it is"],
  ["You are not allowed to dismiss reviews", 422, "refused"],
  ["Must have admin rights", 403, "forbidden"],
])("a dismissal that GitHub answers with %s (%i): %s", async (message, status, outcome) => {
  const octokit = new Octokit({
    log: { debug() {}, info() {}, warn() {}, error() {} },
    request: {
      fetch: async () =>
        new Response(JSON.stringify({ message }), {
          status,
          headers: { "content-type": "application/json" },
        }),
    },
  });
  const done = dismissReview(gitHubClient(octokit), { owner: "o", repo: "r" }, 1, 2, "Thanks").then(
    () => "is left as it is",
    (error: unknown) => String(Object(error).kind),
  );
  expect(await done).toBe(outcome);
});
