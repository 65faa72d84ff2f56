import type { Conversation } from "simulated-github";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { mergesAsked, saidLast } from "./attack-scenes.ts";
import { openStage, type Stage } from "./bot.ts";
import { leaks } from "./leaks.ts";
import { builds, reactionsOf, says, settled, staysUnmerged } from "./merge-acts.ts";
import { HASHES, helloUpdate, mergeRepository, updates } from "./merge-scenes.ts";
import { packagePath } from "./packages.ts";
import { conversationOf } from "./rendering.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
beforeEach(() => stage.github.requests.clear());
afterAll(async () => {
  expect(leaks(stage)).toEqual([]);
  await stage.close();
});

const SETTINGS =
  "  strategies: [maintainer-command]\n  trusted-authors: [r-ryantm]\n  committers: { team: committers }";

/** An update of `hello` where the base has a merge queue with these required checks. */
async function queueing(
  checks: readonly string[],
  { allowAutoMerge = true, merge = SETTINGS } = {},
): Promise<Conversation> {
  const repository = await mergeRepository(stage, { merge });
  stage.world.updateRepository(repository.id, { allowAutoMerge });
  repository.mergeQueue("master", { checks, method: "squash" });
  return updates(stage, { repository });
}

/** The commit that the queue tries. */
function group(pr: Conversation) {
  const groups = stage.world.state.mergeGroups(pr.repository.id);
  const found = groups.findLast(({ isQueued }) => isQueued);
  if (found === undefined) throw new Error("there is no merge group");
  return found;
}

it("a change is put in the queue, and the queue merges it", async () => {
  const pr = await queueing([]);
  const comment = await says(stage, pr, "ann");
  await settled(stage);
  expect(reactionsOf(pr, comment)).toEqual(["eyes", "rocket"]);
  expect(stage.github.requests.counts()).toMatchObject({ "mutation enqueuePullRequest": 1 });
  expect(mergesAsked(stage)).toEqual(["done"]);
  expect(pr.record().state).toBe("MERGED");
  expect(await pr.repository.read(packagePath("hello"))).toContain(HASHES.new);
});

it("the queue waits for its checks, ours among them, which is there soon", async () => {
  const pr = await queueing(["by-name", "build"]);
  await builds(stage, pr, "success");
  await says(stage, pr, "ann");
  await settled(stage);
  expect(pr.record()).toMatchObject({ state: "OPEN", mergeQueueEntry: { state: "AWAITING_CHECKS" } });
  const { headOid } = group(pr);
  expect(stage.world.state.checkRuns(pr.repository.id, headOid)).toMatchObject([
    { name: "by-name", status: "completed", conclusion: "success" },
  ]);
  await builds(stage, pr, "success", { headOid });
  expect(pr.record().state).toBe("MERGED");
  expect(mergesAsked(stage)).toEqual(["done"]);
  expect(conversationOf(pr)).toMatchInlineSnapshot(`
    "r-ryantm pushed commit 1
    ann: @by-name-bot merge (eyes by by-name-bot[bot]; rocket by by-name-bot[bot])
    by-name-bot[bot]: AddedToMergeQueueEvent
    github-merge-queue[bot]: RemovedFromMergeQueueEvent
    github-merge-queue[bot]: MergedEvent
    github-merge-queue[bot]: ClosedEvent
    check by-name: success, Nothing new is wrong in 1 package and 1 file
    check build: success, null"
  `);
});

it("while the checks that the queue asks for run, it is asked to merge when ready", async () => {
  const pr = await queueing(["build"]);
  await builds(stage, pr, null);
  const comment = await says(stage, pr, "ann");
  expect(stage.github.requests.counts()).toMatchObject({ "mutation enablePullRequestAutoMerge": 1 });
  expect(pr.record().autoMerge).not.toBeNull();
  expect(reactionsOf(pr, comment)).toEqual(["eyes", "rocket"]);
  await builds(stage, pr, "success");
  expect(pr.record()).toMatchObject({ autoMerge: null, mergeQueueEntry: { state: "AWAITING_CHECKS" } });
  await builds(stage, pr, "success", { headOid: group(pr).headOid });
  expect(pr.record().state).toBe("MERGED");
});

it("without auto-merge the bot waits for the checks itself, and puts it in the queue then", async () => {
  const pr = await queueing(["build"], { allowAutoMerge: false });
  await builds(stage, pr, null);
  const comment = await says(stage, pr, "ann");
  expect(reactionsOf(pr, comment)).toEqual(["eyes"]);
  expect(saidLast(pr)).toContain("I will merge this when these checks pass:");
  await builds(stage, pr, "success");
  expect(reactionsOf(pr, comment)).toEqual(["eyes", "rocket"]);
  await builds(stage, pr, "success", { headOid: group(pr).headOid });
  expect(pr.record().state).toBe("MERGED");
  expect(mergesAsked(stage)).toEqual(["done"]);
});

it("a change that the queue gave up is put in it again on a fresh command alone", async () => {
  const pr = await queueing(["build"]);
  await builds(stage, pr, "success");
  await says(stage, pr, "ann");
  await settled(stage);
  stage.pass(2);
  await builds(stage, pr, "failure", { headOid: group(pr).headOid });
  expect(pr.record()).toMatchObject({ state: "OPEN", mergeQueueEntry: null });
  expect(pr.view().conversation.map((entry) => (entry.kind === "event" ? entry.event : ""))).toContain(
    "RemovedFromMergeQueueEvent",
  );

  await pr.edit({ title: "hello: 1.0 -> 1.1, again" });
  await settled(stage);
  await staysUnmerged(stage, pr, "Waiting for a `merge` comment from a maintainer of", ["done"]);
  expect(pr.record().mergeQueueEntry).toBeNull();

  await says(stage, pr, "ann");
  await settled(stage);
  await builds(stage, pr, "success", { headOid: group(pr).headOid });
  expect(pr.record().state).toBe("MERGED");
  expect(mergesAsked(stage)).toEqual(["done", "done"]);
});

it("an update without a word that the queue gave up stays until somebody asks for it", async () => {
  const merge = "  strategies: [trusted-update]\n  trusted-authors: [r-ryantm]";
  const pr = await queueing(["build"], { merge });
  await builds(stage, pr, "success");
  stage.pass(2);
  await builds(stage, pr, "failure", { headOid: group(pr).headOid });
  expect(pr.record()).toMatchObject({ state: "OPEN", mergeQueueEntry: null });
  await pr.edit({ title: "hello: 1.0 -> 1.1, again" });
  await settled(stage);
  await staysUnmerged(stage, pr, "❌ The merge was cancelled, or may have been", ["done"]);
  expect(pr.record().mergeQueueEntry).toBeNull();
});

it("changes that a committer asks for take it out of the queue, with the reason", async () => {
  const pr = await queueing(["build"]);
  await builds(stage, pr, "success");
  await says(stage, pr, "ann");
  await settled(stage);
  stage.pass(2);
  await pr.as("carol").requestChanges();
  await settled(stage);
  expect(stage.github.requests.counts()).toMatchObject({ "mutation dequeuePullRequest": 1 });
  expect(pr.record().mergeQueueEntry).toBeNull();
  expect(saidLast(pr)).toMatchInlineSnapshot(`
    "I cancelled the pending merge. Changes were requested by \`carol\`.

    To merge it after all, comment \`@by-name-bot merge\` again."
  `);
  await staysUnmerged(stage, pr, "❌ Changes were requested by `carol`.", ["done"]);
});

it("who said so takes it out of the queue again", async () => {
  const pr = await queueing(["build"]);
  await builds(stage, pr, "success");
  await says(stage, pr, "ann");
  await settled(stage);
  const comment = await says(stage, pr, "ann", "@by-name-bot cancel");
  await settled(stage);
  expect(reactionsOf(pr, comment)).toEqual(["eyes", "rocket"]);
  expect(pr.record().mergeQueueEntry).toBeNull();
  await staysUnmerged(stage, pr, "Waiting for a `merge` comment from a maintainer of", ["done"]);
});

it("a push takes it out of the queue, and the command counts no more", async () => {
  const pr = await queueing(["build"]);
  await builds(stage, pr, "success");
  await says(stage, pr, "ann");
  await settled(stage);
  stage.pass(2);
  await pr.push(helloUpdate({ version: "1.2" }));
  await settled(stage);
  await builds(stage, pr, "success");
  expect(pr.record()).toMatchObject({ state: "OPEN", mergeQueueEntry: null });
  await staysUnmerged(stage, pr, "Waiting for a `merge` comment from a maintainer of", ["done"]);
});

it("what somebody else has put in the queue is left there", async () => {
  const pr = await queueing(["build"]);
  await builds(stage, pr, "success");
  stage.world.setRole(pr.repository.id, stage.world.as("carol").id, "write");
  await pr.as("carol").enqueue();
  await settled(stage);
  stage.pass(2);
  await pr.as("carol").requestChanges();
  await settled(stage);
  expect(pr.record().mergeQueueEntry).not.toBeNull();
  expect(pr.view().comments).toEqual([]);
});
