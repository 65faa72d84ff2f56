import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { mergesAsked, saidLast } from "./attack-scenes.ts";
import { openStage, type Stage } from "./bot.ts";
import { leaks } from "./leaks.ts";
import { builds, reactionsOf, saidBy, says, settled, staysUnmerged, updateOf } from "./merge-acts.ts";
import { helloUpdate, mergeRepository, sourcePackage, updates } from "./merge-scenes.ts";
import { packagePath } from "./packages.ts";
import { conversationOf } from "./rendering.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  stage.world.team("NixOS", "nixpkgs-maintainers", { members: ["dora"] });
});
beforeEach(() => stage.github.requests.clear());
afterAll(async () => {
  expect(leaks(stage)).toEqual([]);
  await stage.close();
});

const PEOPLE = "  trusted-authors: [r-ryantm]\n  committers: { team: committers }";
const BY_COMMAND = `  strategies: [maintainer-command]\n${PEOPLE}\n  maintainers-team: nixpkgs-maintainers`;
const BY_ITSELF = `  strategies: [trusted-update]\n${PEOPLE}`;
const CANCEL = "@by-name-bot cancel";

/** An update of two packages, of which ann maintains one and ben both; GitHub waits for the check `build`. */
async function underWay() {
  const maintainers = "[ dora ben ]";
  const repository = await mergeRepository(stage, {
    merge: BY_COMMAND.replace("  maintainers-team: nixpkgs-maintainers", ""),
    people: ["ann", "ben", "dora"],
    maintainers,
    base: { [packagePath("shared")]: sourcePackage("shared", { maintainers: "[ ann ben ]" }) },
  });
  stage.world.updateRepository(repository.id, { allowAutoMerge: true });
  repository.protect("master", { requiredChecks: ["build"] });
  const files = { ...helloUpdate({ maintainers }), ...updateOf("shared", "[ ann ben ]") };
  const pr = await updates(stage, { repository, files });
  await builds(stage, pr, null);
  const command = await says(stage, pr, "ben");
  expect(pr.record().autoMerge).not.toBeNull();
  return { pr, command };
}

describe("a merge that is under way is taken back", () => {
  it.each([
    ["who said so", "ben"],
    ["a maintainer of one of the packages", "ann"],
    ["who opened it", "r-ryantm"],
    ["a committer", "carol"],
  ])("by %s", async (_, login) => {
    const { pr } = await underWay();
    const cancel = await says(stage, pr, login, CANCEL);
    expect(reactionsOf(pr, cancel)).toEqual(["eyes", "rocket"]);
    expect(pr.record().autoMerge).toBeNull();
    expect(saidBy(pr)).toEqual([]);
    await builds(stage, pr, "success");
    await staysUnmerged(stage, pr, "the merge was cancelled since", ["done"]);
  });

  it("by a member of the maintainers' team", async () => {
    const repository = await mergeRepository(stage, { merge: BY_COMMAND });
    const maintainers = "[ ann ]";
    stage.world.team("NixOS", "nixpkgs-maintainers", { members: ["dora", "ann"] });
    const pr = await updates(stage, { repository, files: helloUpdate({ maintainers }) });
    await builds(stage, pr, null);
    const command = await says(stage, pr, "ann");
    expect(reactionsOf(pr, command)).toEqual(["eyes"]);
    await says(stage, pr, "dora", CANCEL);
    await builds(stage, pr, "success");
    await staysUnmerged(stage, pr, "Waiting for a `merge` comment from a maintainer of");
  });

  it.each([["somebody else", "mallory"]])("not by %s", async (_, login) => {
    const { pr } = await underWay();
    const cancel = await says(stage, pr, login, CANCEL);
    expect(reactionsOf(pr, cancel)).toEqual(["eyes", "-1"]);
    expect(saidLast(pr)).toContain(
      "Only the author of the change, maintainers of its packages and committers can cancel a merge.",
    );
    expect(pr.record().autoMerge).not.toBeNull();
    await builds(stage, pr, "success");
    expect(pr.record().state).toBe("MERGED");
  });

  it("and a fresh command has it merged after all", async () => {
    const { pr } = await underWay();
    await says(stage, pr, "ann", CANCEL);
    await says(stage, pr, "ben");
    expect(pr.record().autoMerge).not.toBeNull();
    await builds(stage, pr, "success");
    expect(pr.record().state).toBe("MERGED");
    expect(mergesAsked(stage)).toEqual(["done", "done"]);
    expect(conversationOf(pr)).toMatchInlineSnapshot(`
      "r-ryantm pushed commit 1
      ben: @by-name-bot merge (eyes by by-name-bot[bot]; rocket by by-name-bot[bot])
      by-name-bot[bot]: AutoMergeEnabledEvent
      ann: @by-name-bot cancel (eyes by by-name-bot[bot]; rocket by by-name-bot[bot])
      by-name-bot[bot]: AutoMergeDisabledEvent
      ben: @by-name-bot merge (eyes by by-name-bot[bot]; rocket by by-name-bot[bot])
      by-name-bot[bot]: AutoMergeEnabledEvent
      by-name-bot[bot]: MergedEvent
      by-name-bot[bot]: ClosedEvent
      check by-name: success, Nothing new is wrong in 2 packages and 2 files
      check build: success, null"
    `);
  });

  it("once: the comment `cancel` does not take back what was asked for after it, whatever happens then", async () => {
    const { pr } = await underWay();
    await says(stage, pr, "ann", CANCEL);
    await says(stage, pr, "ben");
    await says(stage, pr, "onlooker", "@by-name-bot check");
    await pr.edit({ title: "hello, shared: update" });
    await settled(stage);
    expect(pr.record().autoMerge).not.toBeNull();
  });

  it("and stays so when the `cancel` is deleted: the command was obeyed already", async () => {
    const { pr } = await underWay();
    const cancel = await says(stage, pr, "ann", CANCEL);
    pr.as("ann").deleteComment(cancel);
    await settled(stage);
    expect(pr.record().autoMerge).toBeNull();
    await builds(stage, pr, "success");
    expect(pr.record().state).toBe("OPEN");
    expect(mergesAsked(stage)).toEqual(["done"]);
  });
});

describe("where nothing is under way", () => {
  it("a cancel is told so", async () => {
    const pr = await updates(stage, { scene: { merge: BY_COMMAND } });
    const cancel = await says(stage, pr, "ann", CANCEL);
    expect(reactionsOf(pr, cancel)).toEqual(["eyes", "rocket"]);
    expect(saidLast(pr)).toContain("I will not merge this change");
    expect(pr.record().state).toBe("OPEN");
  });

  it("a cancel ends the commands before it: a `merge` that was refused does not come back", async () => {
    const repository = await mergeRepository(stage, {
      merge: BY_COMMAND.replace("  maintainers-team: nixpkgs-maintainers", ""),
    });
    const pr = await updates(stage, { repository, author: "alice" });
    await says(stage, pr, "ann");
    await says(stage, pr, "alice", CANCEL);
    await pr.as("carol").approve();
    await settled(stage);
    await staysUnmerged(stage, pr, "Waiting for a `merge` comment from a maintainer of");
  });
});

describe("an update that needs no word", () => {
  /** GitHub waits for the check `build`. */
  async function update() {
    const repository = await mergeRepository(stage, { merge: BY_ITSELF });
    stage.world.updateRepository(repository.id, { allowAutoMerge: true });
    repository.protect("master", { requiredChecks: ["build"] });
    const pr = await updates(stage, { repository });
    await builds(stage, pr, null);
    // That a check is required is seen once it has begun, and something else happens.
    await pr.edit({ title: "hello: 1.0 -> 1.1, and so on" });
    await settled(stage);
    expect(pr.record().autoMerge).not.toBeNull();
    stage.github.requests.clear();
    return pr;
  }

  it("is taken back by its maintainer and stays so, through pushes and other events", async () => {
    const pr = await update();
    await says(stage, pr, "ann", CANCEL);
    expect(pr.record().autoMerge).toBeNull();
    stage.pass(2);
    await pr.push(helloUpdate({ version: "1.2" }));
    await settled(stage);
    await builds(stage, pr, "success");
    await staysUnmerged(stage, pr, "❌ The merge was cancelled, or may have been: a committer");
  });

  it("is not taken back by just anybody", async () => {
    const pr = await update();
    await says(stage, pr, "mallory", CANCEL);
    expect(pr.record().autoMerge).not.toBeNull();
    await builds(stage, pr, "success");
    expect(pr.record().state).toBe("MERGED");
  });

  it.each([
    ["its maintainer", "ann"],
    ["a committer", "carol"],
  ])("goes on once %s says so", async (_, login) => {
    const pr = await update();
    await says(stage, pr, "ann", CANCEL);
    await builds(stage, pr, "success");
    expect(pr.record().state).toBe("OPEN");
    const command = await says(stage, pr, login);
    expect(reactionsOf(pr, command)).toEqual(["eyes", "rocket"]);
    expect(pr.record().state).toBe("MERGED");
  });

  it("goes on when the `cancel` is deleted, which counts no more then", async () => {
    const pr = await update();
    const cancel = await says(stage, pr, "ann", CANCEL);
    await builds(stage, pr, "success");
    expect(pr.record().state).toBe("OPEN");
    pr.as("ann").deleteComment(cancel);
    await settled(stage);
    expect(pr.record().state).toBe("MERGED");
  });

  it("does not go on when somebody else says so", async () => {
    const pr = await update();
    await says(stage, pr, "ann", CANCEL);
    await builds(stage, pr, "success");
    await says(stage, pr, "r-ryantm");
    await staysUnmerged(stage, pr, "❌ The merge was cancelled, or may have been: a committer");
  });

  it("is taken back by who turns its auto-merge off on GitHub itself", async () => {
    const pr = await update();
    stage.world.setRole(pr.repository.id, stage.world.as("dan").id, "write");
    stage.pass(2);
    pr.as("dan").disableAutoMerge();
    await settled(stage);
    await pr.edit({ title: "hello: 1.0 -> 1.1, still" });
    await settled(stage);
    await builds(stage, pr, "success");
    await staysUnmerged(stage, pr, "❌ The merge was cancelled, or may have been: a committer");
  });

  it("cancelled before it was looked at: it is not merged at all", async () => {
    const repository = await mergeRepository(stage, { merge: `${BY_ITSELF}\n  checks: [build]` });
    const pr = await updates(stage, { repository, draft: true });
    await says(stage, pr, "ann", CANCEL);
    stage.pass(2);
    pr.ready();
    await settled(stage);
    await staysUnmerged(stage, pr, "❌ The merge was cancelled, or may have been: a committer");
  });
});
