import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { BY_COMMAND, mergesAsked } from "./attack-scenes.ts";
import { openStage, type Stage } from "./bot.ts";
import { leaks } from "./leaks.ts";
import { building, builds, isTakenBack, says, settled, staysUnmerged, waitingMerge } from "./merge-acts.ts";
import { helloUpdate, mergeRepository, updates } from "./merge-scenes.ts";
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

describe("while the checks that GitHub requires run", () => {
  it("auto-merge is enabled, and GitHub merges when they are done", async () => {
    const { pr } = await waitingMerge(stage);
    expect(stage.github.requests.counts()).toMatchObject({ "mutation enablePullRequestAutoMerge": 1 });
    await builds(stage, pr, "success");
    expect(pr.record().state).toBe("MERGED");
    expect(mergesAsked(stage)).toEqual(["done"]);
    expect(conversationOf(pr)).toMatchInlineSnapshot(`
      "r-ryantm pushed commit 1
      ann: @by-name-bot merge (eyes by by-name-bot[bot]; rocket by by-name-bot[bot])
      by-name-bot[bot]: AutoMergeEnabledEvent
      by-name-bot[bot]: MergedEvent
      by-name-bot[bot]: ClosedEvent
      check by-name: success, Nothing new is wrong in 1 package and 1 file
      check build: success, null"
    `);
  });

  it("it stays enabled when they fail, for a check that is run again", async () => {
    const { pr } = await waitingMerge(stage);
    await builds(stage, pr, "failure");
    expect(pr.record()).toMatchObject({ state: "OPEN", autoMerge: { method: "squash" } });
    await builds(stage, pr, "success");
    expect(pr.record().state).toBe("MERGED");
  });

  it("it is enabled for a check that has not begun yet", async () => {
    const repository = await mergeRepository(stage, { merge: BY_COMMAND });
    stage.world.updateRepository(repository.id, { allowAutoMerge: true });
    repository.protect("master", { requiredChecks: ["build"] });
    const pr = await updates(stage, { repository });
    await says(stage, pr, "ann");
    expect(pr.record().autoMerge).not.toBeNull();
    await builds(stage, pr, "success");
    expect(pr.record().state).toBe("MERGED");
  });

  it("it waits for an approval that the base asks for", async () => {
    const protection = { requiredApprovals: 1, requiredChecks: ["build"] };
    const { pr } = await waitingMerge(stage, { protection });
    await builds(stage, pr, "success");
    stage.world.setRole(pr.repository.id, stage.world.as("carol").id, "write");
    await pr.as("carol").approve();
    await settled(stage);
    expect(pr.record().state).toBe("MERGED");
  });

  it("other checks, which GitHub does not require, are not waited for", async () => {
    const pr = await building(stage);
    await builds(stage, pr, "success");
    await builds(stage, pr, null, { name: "slow" });
    await says(stage, pr, "ann");
    expect(stage.github.requests.counts()).toMatchObject({ "mutation mergePullRequest": 1 });
    expect(pr.record().state).toBe("MERGED");
  });

  it.each(["squash", "merge", "rebase"] as const)("it merges with the method %s", async (method) => {
    const { pr } = await waitingMerge(stage, { merge: `${BY_COMMAND}\n  method: ${method}` });
    expect(pr.record().autoMerge?.method).toBe(method);
    await builds(stage, pr, "success");
    expect(pr.record().state).toBe("MERGED");
  });
});

describe("once what stood against it is gone", () => {
  it("a command that was obeyed before does not start it again", async () => {
    const { pr } = await waitingMerge(stage);
    pr.draft();
    await settled(stage);
    expect(pr.record().autoMerge).toBeNull();
    stage.pass(2);
    pr.ready();
    await settled(stage);
    await isTakenBack(stage, pr);
    await says(stage, pr, "ann");
    expect(pr.record().state).toBe("MERGED");
  });

  it("an update that needs no word goes on by itself", async () => {
    const pr = await building(stage, { merge: BY_COMMAND.replace("maintainer-command", "trusted-update") });
    await pr.edit({ title: "hello: 1.0 -> 1.1, and so on" });
    await settled(stage);
    expect(pr.record().autoMerge).not.toBeNull();
    stage.pass(2);
    await pr.as("carol").requestChanges();
    await settled(stage);
    expect(pr.record().autoMerge).toBeNull();
    stage.pass(2);
    await pr.as("carol").approve();
    await settled(stage);
    expect(pr.record().autoMerge).not.toBeNull();
    await builds(stage, pr, "success");
    expect(pr.record().state).toBe("MERGED");
  });
});

describe("an update that needs no word, when its author pushes while it waits", () => {
  const BY_ITSELF = BY_COMMAND.replace("maintainer-command", "trusted-update");

  /** The check that GitHub requires is seen once something else happens. */
  async function waiting() {
    const pr = await building(stage, { merge: BY_ITSELF });
    await pr.edit({ title: "hello: 1.0 -> 1.1, and so on" });
    await settled(stage);
    return pr;
  }

  it("is judged anew, and goes on by itself", async () => {
    const pr = await waiting();
    expect(pr.record().autoMerge).not.toBeNull();
    stage.pass(2);
    await pr.push(helloUpdate({ version: "1.2" }));
    await settled(stage);
    await builds(stage, pr, "success");
    expect(pr.record().state).toBe("MERGED");
  });

  it("does not go on if what was pushed is more than an update", async () => {
    const pr = await waiting();
    stage.pass(2);
    await pr.push(helloUpdate({ version: "1.2", lines: ['configureFlags = [ "--with-more" ];'] }));
    await settled(stage);
    await isTakenBack(stage, pr);
    await staysUnmerged(stage, pr, "❌ It is more than an update of `hello`:", ["done"]);
  });
});

describe("what a person did on GitHub itself", () => {
  it("is not undone: auto-merge that somebody turned off stays off", async () => {
    const { pr } = await waitingMerge(stage);
    stage.world.setRole(pr.repository.id, stage.world.as("carol").id, "write");
    pr.as("carol").disableAutoMerge();
    await settled(stage);
    await pr.edit({ title: "hello: 1.0 -> 1.1, still" });
    await settled(stage);
    await isTakenBack(stage, pr);
    await staysUnmerged(stage, pr, "the merge was cancelled since", ["done"]);
    await says(stage, pr, "ann");
    expect(pr.record().state).toBe("MERGED");
  });

  it("is not undone: auto-merge that somebody turned on is theirs", async () => {
    const pr = await building(stage);
    stage.world.setRole(pr.repository.id, stage.world.as("carol").id, "write");
    await pr.as("carol").enableAutoMerge("merge");
    await settled(stage);
    stage.pass(2);
    await pr.as("carol").requestChanges();
    await settled(stage);
    expect(pr.record().autoMerge).toMatchObject({ method: "merge" });
    expect(pr.view().comments).toEqual([]);
  });
});
