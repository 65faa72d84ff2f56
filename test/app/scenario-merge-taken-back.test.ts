import type { Conversation } from "simulated-github";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { BY_COMMAND, saidLast } from "./attack-scenes.ts";
import { openStage, type Stage } from "./bot.ts";
import { leaks } from "./leaks.ts";
import {
  building,
  isTakenBack,
  MERGE_COMMAND,
  says,
  settled,
  staysUnmerged,
  waitingMerge,
} from "./merge-acts.ts";
import { helloUpdate, maintainerList, sourcePackage } from "./merge-scenes.ts";
import { packagePath } from "./packages.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
beforeEach(() => stage.github.requests.clear());
afterAll(async () => {
  expect(leaks(stage)).toEqual([]);
  await stage.close();
});

describe("a waiting merge is taken back", () => {
  it("after a push", async () => {
    const { pr } = await waitingMerge(stage);
    await pr.push(helloUpdate({ version: "1.2" }));
    await settled(stage);
    await isTakenBack(stage, pr);
    await staysUnmerged(stage, pr, "Waiting for a `merge` comment", ["done"]);
  });

  it("after a push by a committer, whom GitHub would let it stay on for", async () => {
    const { pr } = await waitingMerge(stage);
    stage.world.setRole(pr.repository.id, stage.world.as("carol").id, "write");
    await pr.as("carol").push(helloUpdate({ version: "1.2" }));
    await settled(stage);
    expect(saidLast(pr)).toMatchInlineSnapshot(`
      "I cancelled the pending merge. Waiting for a \`merge\` comment from a maintainer of \`hello\` (\`ann\`); the one from \`ann\` does not count, because it may be older than the last push.

      To merge it after all, comment \`@by-name-bot merge\` again."
    `);
    await isTakenBack(stage, pr);
    await staysUnmerged(stage, pr, "Waiting for a `merge` comment", ["done"]);
  });

  it("when a committer asks for changes", async () => {
    const { pr } = await waitingMerge(stage);
    await pr.as("carol").requestChanges();
    await settled(stage);
    expect(saidLast(pr)).toMatchInlineSnapshot(`
      "I cancelled the pending merge. Changes were requested by \`carol\`.

      To merge it after all, comment \`@by-name-bot merge\` again."
    `);
    await isTakenBack(stage, pr);
  });

  it("when a committer's approval, which stands for the author, is dismissed", async () => {
    const pr = await building(stage, { author: "alice" });
    const review = await pr.as("carol").approve();
    await says(stage, pr, "ann");
    expect(pr.record().autoMerge).not.toBeNull();
    stage.pass(2);
    pr.as("NixOS").dismiss(review, "Not so fast");
    await settled(stage);
    expect(saidLast(pr)).toContain("I cancelled the pending merge.");
    await isTakenBack(stage, pr);
    await staysUnmerged(stage, pr, "neither a trusted author nor a committer", ["done"]);
  });

  it("when the approval of a maintainer is dismissed", async () => {
    const pr = await building(stage, {
      author: "alice",
      merge: BY_COMMAND.replace("maintainer-command", "maintainer-approval"),
    });
    stage.pass(2);
    const review = await pr.as("ann").approve();
    await settled(stage);
    expect(pr.record().autoMerge).not.toBeNull();
    stage.pass(2);
    pr.as("NixOS").dismiss(review, "Not so fast");
    await settled(stage);
    expect(saidLast(pr)).toMatchInlineSnapshot(`
      "I cancelled the pending merge. A maintainer of \`hello\` (\`ann\`) has to approve the newest commit.

      To merge it after all, comment \`@by-name-bot merge\` again."
    `);
    await isTakenBack(stage, pr);
  });

  it("when the command is deleted", async () => {
    const { pr, command } = await waitingMerge(stage);
    pr.as("ann").deleteComment(command);
    await settled(stage);
    expect(saidLast(pr)).toContain("I cancelled the pending merge.");
    await isTakenBack(stage, pr);
  });

  it("when the command is edited away", async () => {
    const { pr, command } = await waitingMerge(stage);
    pr.as("ann").editComment(command, "Perhaps not, see what `@by-name-bot` says");
    await settled(stage);
    await isTakenBack(stage, pr);
  });

  it("when somebody else edits the command", async () => {
    const { pr, command } = await waitingMerge(stage);
    stage.world.setRole(pr.repository.id, stage.world.as("carol").id, "write");
    pr.as("carol").editComment(command, `I agree!\n\n${MERGE_COMMAND}`);
    await settled(stage);
    await isTakenBack(stage, pr);
  });

  it.each([
    ["a draft", (pr: Conversation) => pr.draft()],
    [
      "one for another base",
      async (pr: Conversation) => {
        await pr.repository.commit({
          branch: "staging",
          onto: "master",
          files: { "notes.md": "On staging\n" },
        });
        await pr.edit({ base: "staging" });
      },
    ],
  ])("when it becomes %s", async (_, becomes) => {
    const { pr } = await waitingMerge(stage);
    await becomes(pr);
    await settled(stage);
    await isTakenBack(stage, pr);
  });

  it("when the configuration of the base lets nothing merge itself any more", async () => {
    const { pr } = await waitingMerge(stage);
    await stage.world.as("NixOS").pushes(pr.repository, { ".github/by-name.yml": "merge: {}\n" });
    await settled(stage);
    expect(saidLast(pr)).toMatchInlineSnapshot(
      `"I cancelled the pending merge: automatic merging is off now, because \`merge.strategies\` is empty."`,
    );
    await isTakenBack(stage, pr);
  });

  it("when the configuration on the base branch is not valid any more", async () => {
    const { pr } = await waitingMerge(stage);
    await stage.world.as("NixOS").pushes(pr.repository, { ".github/by-name.yml": "merge: yes\n" });
    await settled(stage);
    expect(saidLast(pr)).toMatchInlineSnapshot(`
      "I cancelled the pending merge: the configuration on the base branch is not valid.

      To merge it after all, comment \`@by-name-bot merge\` again."
    `);
    await isTakenBack(stage, pr);
  });

  it("when the configuration trusts the author no more", async () => {
    const { pr } = await waitingMerge(stage);
    const configuration = `merge:\n${BY_COMMAND.replace("r-ryantm", "somebody-else")}\n`;
    await stage.world.as("NixOS").pushes(pr.repository, { ".github/by-name.yml": configuration });
    await settled(stage);
    expect(saidLast(pr)).toContain("I cancelled the pending merge.");
    await isTakenBack(stage, pr);
    await staysUnmerged(stage, pr, "`r-ryantm`, who opened it, is neither a trusted author nor a committer", [
      "done",
    ]);
  });

  it("when who said so maintains the package no more, at the next event", async () => {
    const { pr } = await waitingMerge(stage);
    const files = {
      "maintainers/maintainer-list.nix": maintainerList(stage, ["ben"]),
      [packagePath("hello")]: sourcePackage("hello", { maintainers: "[ ben ]" }),
    };
    await stage.world.as("NixOS").pushes(pr.repository, files);
    await settled(stage);
    await pr.edit({ title: "hello: 1.0 -> 1.1, still" });
    await settled(stage);
    expect(saidLast(pr)).toContain("I cancelled the pending merge.");
    await isTakenBack(stage, pr);
  });
});
