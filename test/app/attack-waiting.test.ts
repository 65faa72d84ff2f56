import type { Conversation } from "simulated-github";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { BY_COMMAND, commands, explained, mergesAsked, saidLast, staysOpen } from "./attack-scenes.ts";
import { BOT, openStage, type Stage } from "./bot.ts";
import { leaks } from "./leaks.ts";
import { builds } from "./merge-acts.ts";
import { helloUpdate, mergeRepository, updates } from "./merge-scenes.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
beforeEach(() => stage.github.requests.clear());
afterAll(async () => {
  expect(leaks(stage)).toEqual([]);
  await stage.close();
});

const MERGE = `@${BOT} merge`;
const TOO_EARLY = "the one from `ann` does not count, because it may be older than the last push";
const EVIL = helloUpdate({ version: "1.2", lines: ["doCheck = false;"] });

/** The trusted author's update of ann's package. */
async function lacksAWord(merge = BY_COMMAND): Promise<Conversation> {
  return updates(stage, { scene: { merge } });
}

/** The same with ann's word, so that nothing is missing but the end of a check. */
async function waitsForBuild(): Promise<Conversation> {
  const pr = await lacksAWord();
  await builds(stage, pr, null);
  stage.pass(2);
  await commands(stage, pr, "ann");
  return pr;
}

describe("while the merge waits", () => {
  it("the one who said so is a committer no more", async () => {
    stage.world.team("NixOS", "former", { members: ["fred"] });
    const pr = await lacksAWord("  strategies: [committer-command]\n  committers: { team: former }");
    await builds(stage, pr, null);
    stage.pass(2);
    await commands(stage, pr, "fred");
    expect(saidLast(pr)).toContain("I will merge this when");
    stage.world.removeTeamMember("NixOS", "former", "fred");
    await builds(stage, pr, "success");
    await staysOpen(stage, pr, "Waiting for a `merge` comment from a committer");
  });

  it("for auto-merge, a committer asks for changes", async () => {
    const repository = await mergeRepository(stage, { merge: BY_COMMAND });
    stage.world.updateRepository(repository.id, { allowAutoMerge: true });
    repository.protect("master", { requiredChecks: ["build"] });
    const pr = await updates(stage, { repository });
    await builds(stage, pr, null);
    stage.pass(2);
    await commands(stage, pr, "ann");
    await pr.as("carol").requestChanges();
    await stage.idle({ orLater: true });
    await builds(stage, pr, "success");
    await staysOpen(stage, pr, "Changes were requested by `carol`", ["done"]);
  });

  it("in the merge queue, a committer asks for changes", async () => {
    const repository = await mergeRepository(stage, { merge: BY_COMMAND });
    repository.mergeQueue("master", { checks: ["build"] });
    const pr = await updates(stage, { repository });
    await builds(stage, pr, "success");
    stage.pass(2);
    await commands(stage, pr, "ann");
    await pr.as("carol").requestChanges();
    await staysOpen(stage, pr, "Changes were requested by `carol`", ["done"]);
  });

  it("the maintainer is one no more on the base", async () => {
    const pr = await waitsForBuild();
    await pr.repository.commit({ files: { "maintainers/maintainer-list.nix": "{ }\n" } });
    await builds(stage, pr, "success");
    await staysOpen(stage, pr, "Its maintainers are not known");
  });

  it("the base's configuration lets nothing merge itself any more", async () => {
    const pr = await waitsForBuild();
    await pr.repository.commit({ files: { ".github/by-name.yml": "merge: {}\n" } });
    await builds(stage, pr, "success");
    await staysOpen(stage, pr, "Automatic merging is off");
  });

  it("the command is deleted", async () => {
    const pr = await lacksAWord();
    await builds(stage, pr, null);
    stage.pass(2);
    const comment = pr.as("ann").comment(MERGE);
    await stage.idle({ orLater: true });
    pr.as("ann").deleteComment(comment);
    await builds(stage, pr, "success");
    expect(await explained(stage, pr)).not.toContain("ann` commented");
    await staysOpen(stage, pr, "Waiting for a `merge` comment");
  });

  it("for auto-merge, somebody who may write pushes", async () => {
    const repository = await mergeRepository(stage, { merge: BY_COMMAND });
    stage.world.updateRepository(repository.id, { allowAutoMerge: true });
    stage.world.setRole(repository.id, stage.world.user("r-ryantm").id, "write");
    repository.protect("master", { requiredChecks: ["build"] });
    const pr = await updates(stage, { repository });
    await builds(stage, pr, null);
    stage.pass(2);
    await commands(stage, pr, "ann");
    expect(pr.record().autoMerge).not.toBeNull();
    stage.pass(2);
    await pr.push(EVIL);
    await stage.idle({ orLater: true });
    expect(pr.record().autoMerge).toBeNull();
    expect(saidLast(pr)).toContain("I cancelled the pending merge");
    await builds(stage, pr, "success");
    await staysOpen(stage, pr, TOO_EARLY, ["done"]);
  });

  it("for its checks, its author pushes", async () => {
    const pr = await waitsForBuild();
    stage.pass(2);
    await pr.push(EVIL);
    await builds(stage, pr, "success");
    await staysOpen(stage, pr, TOO_EARLY);
  });

  it("in the merge queue, its author pushes", async () => {
    const repository = await mergeRepository(stage, { merge: BY_COMMAND });
    repository.mergeQueue("master", { checks: ["build"] });
    const pr = await updates(stage, { repository });
    await builds(stage, pr, "success");
    stage.pass(2);
    await commands(stage, pr, "ann");
    expect(mergesAsked(stage)).toEqual(["done"]);
    stage.pass(2);
    await pr.push(EVIL);
    await builds(stage, pr, "success");
    await staysOpen(stage, pr, TOO_EARLY, ["done"]);
  });

  it("for auto-merge, somebody turns that off on GitHub", async () => {
    const repository = await mergeRepository(stage, { merge: BY_COMMAND });
    stage.world.updateRepository(repository.id, { allowAutoMerge: true });
    stage.world.setRole(repository.id, stage.world.user("carol").id, "write");
    repository.protect("master", { requiredChecks: ["build"] });
    const pr = await updates(stage, { repository });
    await builds(stage, pr, null);
    stage.pass(2);
    await commands(stage, pr, "ann");
    stage.pass(2);
    pr.as("carol").disableAutoMerge();
    await stage.idle({ orLater: true });
    await builds(stage, pr, "success");
    await staysOpen(stage, pr, "the one from `ann` does not count, because the merge was cancelled since", [
      "done",
    ]);
  });
});
