import type { Conversation } from "simulated-github";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { BY_COMMAND, BY_ITSELF, mergesAsked, saidLast } from "./attack-scenes.ts";
import { openStage, type Stage } from "./bot.ts";
import { leaks } from "./leaks.ts";
import { building, builds, reactionsOf, saidBy, says, settled, waitingMerge } from "./merge-acts.ts";
import { mergeRepository, updates } from "./merge-scenes.ts";
import { packagePath } from "./packages.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
beforeEach(() => stage.github.requests.clear());
afterEach(() => {
  stage.github.faults.clear();
  stage.world.stickAutoMerges(false);
});
afterAll(async () => {
  expect(leaks(stage)).toEqual([]);
  await stage.close();
});

/** GitHub says that somebody else has merged at the same moment, so often. */
function baseModified(times: number): void {
  const when = ({ operation }: { operation: string | null }) => operation === "mutation mergePullRequest";
  stage.github.faults.add({ kind: "base-modified", times, when });
}

describe("somebody else merges at the same moment", () => {
  it("a command is obeyed at the next look, without a word", async () => {
    const pr = await updates(stage, { scene: { merge: BY_COMMAND } });
    baseModified(2);
    const command = await says(stage, pr, "ann");
    expect(mergesAsked(stage)).toEqual(["base-modified", "base-modified", "done"]);
    expect(reactionsOf(pr, command)).toEqual(["eyes", "rocket"]);
    expect(saidBy(pr)).toEqual([]);
    expect(pr.record().state).toBe("MERGED");
  });

  it("an update that needs no word is merged at the next look", async () => {
    baseModified(1);
    const pr = await updates(stage, { scene: { merge: BY_ITSELF } });
    await stage.idle();
    expect(mergesAsked(stage)).toEqual(["base-modified", "done"]);
    expect(pr.record().state).toBe("MERGED");
  });

  it("a push that comes first is judged before anything is merged", async () => {
    const pr = await updates(stage, { scene: { merge: BY_COMMAND } });
    baseModified(1);
    const pushed = stage.github.after("mergePullRequest", () => pr.push({ "evil.nix": "{ }: 1\n" }));
    await says(stage, pr, "ann");
    await pushed;
    await stage.idle();
    expect(mergesAsked(stage)).toEqual(["base-modified"]);
    expect(pr.record().state).toBe("OPEN");
  });
});

it("an update that GitHub refused is asked for again when its checks move", async () => {
  const repository = await mergeRepository(stage, { merge: BY_ITSELF });
  repository.protect("master", { requiredChecks: ["build", "late"] });
  const when = ({ operation }: { operation: string | null }) => operation === "mutation mergePullRequest";
  const pr = await updates(stage, { repository });
  expect(mergesAsked(stage)).toEqual([]);
  stage.github.faults.add({ kind: "forbidden", times: 1, when });
  await builds(stage, pr, "success", { name: "late" });
  expect(mergesAsked(stage)).toEqual(["forbidden"]);
  await builds(stage, pr, "success", { name: "another", by: "other-ci" });
  expect(mergesAsked(stage)).toEqual(["forbidden", "done"]);
  expect(pr.record().state).toBe("MERGED");
});

it("what auto-merge was to wait for is there by the time that it is asked to", async () => {
  const pr = await building(stage);
  const done = stage.github.before("enablePullRequestAutoMerge", async () => {
    const ci = stage.world.state.apps().find(({ slug }) => slug === "ci");
    const headOid = pr.record().headRefOid;
    await stage.world.createCheckRun(pr.repository.id, ci?.id ?? 0, {
      name: "build",
      headOid,
      conclusion: "success",
    });
  });
  const command = await says(stage, pr, "ann");
  await done;
  await settled(stage);
  expect(mergesAsked(stage)).toEqual([expect.stringContaining("clean status"), "done"]);
  expect(reactionsOf(pr, command)).toEqual(["eyes", "rocket"]);
  expect(pr.record().state).toBe("MERGED");
});

describe("auto-merge that GitHub has forgotten", () => {
  it("is merged by the bot after some minutes, and not before", async () => {
    const { pr } = await waitingMerge(stage);
    stage.world.stickAutoMerges(true);
    await builds(stage, pr, null);
    const began = Date.now();
    await builds(stage, pr, "success");
    expect(pr.record().state).toBe("MERGED");
    expect(Date.now() - began).toBeGreaterThanOrEqual(2 * 60_000);
    expect(mergesAsked(stage)).toEqual(["done", "done"]);
    expect(stage.github.requests.counts()).toMatchObject({
      "mutation enablePullRequestAutoMerge": 1,
      "mutation mergePullRequest": 1,
    });
  });

  it("is put into the queue where there is one", async () => {
    const repository = await mergeRepository(stage, { merge: BY_COMMAND });
    stage.world.updateRepository(repository.id, { allowAutoMerge: true });
    repository.mergeQueue("master", { checks: ["build"], method: "squash" });
    const pr = await updates(stage, { repository });
    await builds(stage, pr, null);
    await says(stage, pr, "ann");
    stage.world.stickAutoMerges(true);
    await builds(stage, pr, "success");
    expect(pr.record().mergeQueueEntry).not.toBeNull();
    expect(mergesAsked(stage)).toEqual(["done", "done"]);
  });
});

/** An update in a merge queue that asks for the check `build`, which is green on the head. */
async function queued(): Promise<Conversation> {
  const repository = await mergeRepository(stage, { merge: BY_COMMAND });
  repository.mergeQueue("master", { checks: ["build"], method: "squash" });
  const pr = await updates(stage, { repository });
  await builds(stage, pr, "success");
  return pr;
}

it("somebody else has put it into the queue first, which is as good", async () => {
  const pr = await queued();
  const done = stage.github.before("enqueuePullRequest", () =>
    stage.world.enqueue(pr.repository.id, pr.number, stage.world.as("carol").id),
  );
  const command = await says(stage, pr, "ann");
  await done;
  expect(mergesAsked(stage)).toEqual(["UNPROCESSABLE Pull request is already in the queue"]);
  expect(reactionsOf(pr, command)).toEqual(["eyes", "rocket"]);
});

it("whoever had it merged hears why the queue gave it up, once", async () => {
  const pr = await queued();
  await says(stage, pr, "ann");
  const group = stage.world.state.mergeGroups(pr.repository.id).findLast(({ isQueued }) => isQueued);
  await builds(stage, pr, "failure", { headOid: group?.headOid ?? "" });
  expect(pr.record().mergeQueueEntry).toBeNull();
  expect(saidLast(pr)).toContain("GitHub took this out of the merge queue: a check failed there.");
  await pr.edit({ title: "hello: 1.0 -> 1.1, and so on" });
  await stage.idle();
  expect(saidBy(pr)).toHaveLength(1);
});

it("a base that asks for resolved threads is waited for", async () => {
  const repository = await mergeRepository(stage, { merge: BY_COMMAND });
  stage.world.updateRepository(repository.id, { allowAutoMerge: true });
  repository.protect("master", { requireResolvedThreads: true });
  const pr = await updates(stage, { repository });
  const comments = [{ path: packagePath("hello"), line: 9, body: "Why?" }];
  await pr.as("carol").review({ event: "COMMENT", body: "", comments });
  const command = await says(stage, pr, "ann");
  expect(pr.record().state).toBe("OPEN");
  expect(reactionsOf(pr, command)).toEqual(["eyes", "rocket"]);
  pr.as("carol").thread(0).resolve();
  await settled(stage);
  expect(pr.record().state).toBe("MERGED");
});
