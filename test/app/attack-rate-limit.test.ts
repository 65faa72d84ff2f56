import { afterAll, beforeAll, expect, it } from "vitest";
import { BY_COMMAND, mergesAsked, staysOpen } from "./attack-scenes.ts";
import { BOT, openStage, type Stage } from "./bot.ts";
import { leaks } from "./leaks.ts";
import { helloUpdate, mergeRepository } from "./merge-scenes.ts";

// Its own stage: the App leaves GitHub alone for as long as GitHub's clock is ahead of its own.
let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(async () => {
  expect(leaks(stage)).toEqual([]);
  await stage.close();
});

it("pushing while GitHub's rate limit is used up in the middle of the merge", async () => {
  const repository = await mergeRepository(stage, { merge: BY_COMMAND });
  const title = "hello: 1.0 -> 1.1";
  const pr = await stage.world.as("r-ryantm").opensPullRequest(repository, { title, files: helloUpdate() });
  await stage.idle({ orLater: true });
  stage.pass(1);
  stage.github.faults.add({
    kind: "rate-limit",
    times: 1,
    retryAfter: 1,
    when: ({ operation }) => operation === "mutation mergePullRequest",
  });
  const asked = stage.github.before("mergePullRequest", () => {});
  pr.as("ann").comment(`@${BOT} merge`);
  await asked;
  stage.pass(1);
  await pr.push(helloUpdate({ version: "1.2", lines: ["doCheck = false;"] }));
  await stage.idle();
  expect(mergesAsked(stage)).toEqual(["rate-limit"]);
  await staysOpen(stage, pr, "it may be older than the last push", ["rate-limit"]);
});
