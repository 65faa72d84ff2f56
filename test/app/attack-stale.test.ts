import type { Conversation } from "simulated-github";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { BY_COMMAND, BY_ITSELF, mergesAsked, staysOpen } from "./attack-scenes.ts";
import { BOT, openStage, type Stage } from "./bot.ts";
import { leaks } from "./leaks.ts";
import { helloUpdate, mergeRepository, updates } from "./merge-scenes.ts";
import { unseen } from "./scenes.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
beforeEach(() => stage.github.requests.clear());
afterEach(() => stage.world.staleReadsFor(0));
afterAll(async () => {
  expect(leaks(stage)).toEqual([]);
  await stage.close();
});

const MERGE = `@${BOT} merge`;
const EVIL = helloUpdate({ version: "1.2", lines: ["doCheck = false;"] });

/** What happens just before the command, and what the bot says of it. GitHub still answers with what was before. */
const BEFORE_THE_COMMAND: readonly (readonly [
  name: string,
  act: (pr: Conversation) => unknown,
  why: string,
])[] = [
  ["a push", (pr) => pr.push(EVIL), "does not count, because it may be older than the last push"],
  ["a request for changes", (pr) => pr.as("carol").requestChanges(), "Changes were requested by `carol`"],
  ["its being made a draft", (pr) => pr.draft(), "It is a draft"],
  ["a base where nothing merges itself", (pr) => pr.edit({ base: "side" }), "Its base branch is `side`"],
];

it.each(BEFORE_THE_COMMAND)("%s that GitHub does not show yet", async (_name, act, why) => {
  const repository = await mergeRepository(stage, { merge: BY_COMMAND });
  await repository.push("side", repository.head());
  const pr = await updates(stage, { repository });
  stage.world.staleReadsFor(600);
  await act(pr);
  pr.as("ann").comment(MERGE);
  await stage.idle();
  expect(mergesAsked(stage)).toEqual([]);
  stage.world.staleReadsFor(0);
  await staysOpen(stage, pr, why);
});

it("a cancel that GitHub does not show yet, of what merges without a word", async () => {
  const pr = await updates(stage, { scene: { merge: BY_ITSELF }, draft: true });
  stage.world.staleReadsFor(600);
  pr.as("ann").comment(`@${BOT} cancel`);
  stage.pass(1);
  pr.ready();
  await stage.idle();
  stage.world.staleReadsFor(0);
  await staysOpen(stage, pr, "The merge was cancelled, or may have been");
});

it("a push that no reading shows for long", async () => {
  const pr = await updates(stage, { scene: { merge: BY_COMMAND } });
  pr.as("ann").comment(MERGE);
  await stage.github.before("query PullRequest", async () => {
    // The command is old enough to be seen then.
    stage.pass(10);
    stage.world.staleReadsFor(3_000);
    await unseen(stage, () => pr.push(EVIL));
  });
  await stage.idle();
  expect(mergesAsked(stage)).toEqual([]);
  stage.world.staleReadsFor(0);
  await staysOpen(stage, pr, "does not count, because it may be older than the last push");
});

it("a push after the head was read: GitHub refuses by the head that was meant", async () => {
  const pr = await updates(stage, { scene: { merge: BY_COMMAND } });
  pr.as("ann").comment(MERGE);
  await stage.github.before("query Teams", async () => {
    stage.world.staleReadsFor(1_000);
    await unseen(stage, () => pr.push(EVIL));
  });
  await stage.idle();
  const asked = mergesAsked(stage);
  expect(asked[0]).toContain("Head branch was modified");
  expect(asked).not.toContain("done");
  stage.world.staleReadsFor(0);
  await staysOpen(stage, pr, "GitHub did not merge it: Head branch was modified", asked);
});
