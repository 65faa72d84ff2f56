import type { CheckConclusion, Conversation } from "simulated-github";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { BY_COMMAND, BY_ITSELF, mergesAsked, saidLast } from "./attack-scenes.ts";
import { openStage, type Stage } from "./bot.ts";
import { leaks } from "./leaks.ts";
import { says, settled } from "./merge-acts.ts";
import { updates } from "./merge-scenes.ts";
import { packageText } from "./packages.ts";
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

/** A workflow run with a job `build`, which has a suite of its own. */
async function workflowRuns(pr: Conversation, conclusion: CheckConclusion | null): Promise<void> {
  const app =
    stage.world.state.apps().find(({ slug }) => slug === "workflows") ??
    stage.world.createApp({ slug: "workflows", permissions: { checks: "write" }, events: [] });
  await stage.world.createCheckRun(pr.repository.id, app.id, {
    name: "build",
    headOid: pr.record().headRefOid,
    ownSuite: true,
    ...(conclusion === null ? { status: "in_progress" } : { conclusion }),
  });
  await settled(stage);
}

const NAMED = `${BY_COMMAND}\n  checks: [build]`;

describe("a check that is there several times, in suites of their own", () => {
  it.each(["trusted-update", "maintainer-command"])(
    "merges by %s once the newest is green, whatever was cancelled",
    async (strategy) => {
      const merge = strategy === "trusted-update" ? BY_ITSELF : NAMED;
      const pr = await updates(stage, { scene: { merge }, build: false });
      await workflowRuns(pr, "cancelled");
      await workflowRuns(pr, "failure");
      if (strategy === "maintainer-command") {
        await says(stage, pr, "ann");
        expect(saidLast(pr)).toContain("The check `build` has failed, and has to pass");
      }
      expect(mergesAsked(stage)).toEqual([]);
      stage.pass(2);
      await workflowRuns(pr, "success");
      if (strategy === "maintainer-command") await says(stage, pr, "ann");
      expect(mergesAsked(stage)).toEqual(["done"]);
      expect(pr.record().state).toBe("MERGED");
    },
  );

  it("waits for one that is still running", async () => {
    const pr = await updates(stage, { scene: { merge: NAMED }, build: false });
    await workflowRuns(pr, null);
    stage.pass(2);
    await workflowRuns(pr, "success");
    await says(stage, pr, "ann");
    expect(mergesAsked(stage)).toEqual([]);
    expect(saidLast(pr)).toContain("`build`");
  });
});

it("among several hundred checks the bot's own is found again", async () => {
  const pr = await proposes(stage, { [HELLO]: packageText("hello") });
  const app = stage.world.createApp({ slug: "many", permissions: { checks: "write" }, events: [] });
  for (let i = 0; i < 300; i += 1)
    await stage.world.createCheckRun(pr.repository.id, app.id, {
      name: `check ${i}`,
      headOid: pr.record().headRefOid,
      conclusion: "success",
    });
  await stage.idle();
  stage.github.requests.clear();
  await pr.edit({ title: "hello: another title" });
  await stage.idle();
  expect(stage.github.requests.counts()).toEqual({ "query Objects": 1, "query PullRequest": 1 });
});
