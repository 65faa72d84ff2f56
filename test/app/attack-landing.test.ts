import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { BY_COMMAND, commands, mergesAsked, staysOpen } from "./attack-scenes.ts";
import { openStage, type Stage } from "./bot.ts";
import { leaks } from "./leaks.ts";
import { builds, reactionsOf, saidBy, says, settled, staysUnmerged } from "./merge-acts.ts";
import { helloUpdate, mergeRepository, updates } from "./merge-scenes.ts";

// What would land is more than the tree that was looked at: commits in between, and what the merge says.

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
beforeEach(() => stage.github.requests.clear());
afterAll(async () => {
  expect(leaks(stage)).toEqual([]);
  await stage.close();
});

const WORKFLOW = ".github/workflows/x.yml";

/** A pull request that adds a workflow in one commit, and takes it away in the next. */
async function passingThrough(method: string) {
  const repository = await mergeRepository(stage, { merge: `${BY_COMMAND}\n  method: ${method}` });
  const pr = await updates(stage, { repository, files: { ...helloUpdate(), [WORKFLOW]: "on: push\n" } });
  await pr.push({ [WORKFLOW]: null });
  await settled(stage);
  stage.pass(5);
  return pr;
}

it("a workflow that one commit adds and the next takes away, where all commits land", async () => {
  const pr = await passingThrough("merge");
  await commands(stage, pr, "ann");
  await staysOpen(stage, pr, `It changes files outside existing package directories: \`${WORKFLOW}\``);
});

it("lands nowhere where the merge makes one commit of all", async () => {
  const pr = await passingThrough("squash");
  await commands(stage, pr, "ann");
  expect(pr.record().state).toBe("MERGED");
});

it("a title and a description that are changed for the merge to say: it says neither", async () => {
  const pr = await updates(stage, { scene: { merge: BY_COMMAND } });
  await pr.edit({ title: "[skip ci] fixes #1", body: "Closes #2\n\n[skip ci]" });
  await settled(stage);
  stage.pass(2);
  await commands(stage, pr, "ann");
  const { mergeCommitOid, number } = pr.record();
  const merged = await stage.world.git(pr.repository.id).commit(mergeCommitOid ?? "");
  expect(merged?.message.trim()).toBe(
    `hello: 1.0 -> 1.1 (#${number})\n\nMerged by by-name-bot: maintainer-command, requested by ann.`,
  );
});

it.each([
  ["title", { title: "hello: 1.0 -> 1.1 [skip ci]" }],
  ["description", { body: "Fixes #1" }],
])("a %s that is edited while it waits in the queue takes it out, with the reason", async (_what, edit) => {
  const repository = await mergeRepository(stage, { merge: BY_COMMAND });
  repository.mergeQueue("master", { checks: ["build"], method: "squash" });
  const pr = await updates(stage, { repository });
  await builds(stage, pr, "success");
  const command = await says(stage, pr, "ann");
  expect(reactionsOf(pr, command)).toEqual(["eyes", "rocket"]);
  expect(pr.record().mergeQueueEntry).not.toBeNull();
  stage.pass(2);
  await pr.edit(edit);
  await settled(stage);
  expect(pr.record()).toMatchObject({ state: "OPEN", mergeQueueEntry: null });
  expect(saidBy(pr).at(-1)).toContain("The title or the description was edited, and the merge queue");
  expect(mergesAsked(stage)).toEqual(["done"]);
  await staysUnmerged(stage, pr, "the title or the description was edited since", ["done"]);
});

it("a file that is larger than the configuration allows", async () => {
  const merge = `${BY_COMMAND}\n  max-file-size: 1 KiB`;
  const repository = await mergeRepository(stage, { merge });
  const big = "pkgs/by-name/he/hello/fix.patch";
  const pr = await updates(stage, { repository, files: { ...helloUpdate(), [big]: "x".repeat(1025) } });
  await commands(stage, pr, "ann");
  await staysOpen(stage, pr, `It changes files larger than 1 KiB: \`${big}\``);
});

it.each(["skipped", "neutral", "failure"] as const)(
  "a named check that is %s, whatever GitHub requires",
  async (end) => {
    const repository = await mergeRepository(stage, { merge: `${BY_COMMAND}\n  checks: [build]` });
    const pr = await updates(stage, { repository, build: false });
    await builds(stage, pr, end);
    await commands(stage, pr, "ann");
    await staysOpen(stage, pr, "❌ The check `build`");
  },
);

it("a named check that has not begun is waited for, and no auto-merge before it is green", async () => {
  const repository = await mergeRepository(stage, { merge: `${BY_COMMAND}\n  checks: [tests]` });
  stage.world.updateRepository(repository.id, { allowAutoMerge: true });
  repository.protect("master", { requiredChecks: ["build"] });
  const pr = await updates(stage, { repository });
  await builds(stage, pr, null);
  await says(stage, pr, "ann");
  expect(pr.record().autoMerge).toBeNull();
  await builds(stage, pr, "success");
  expect(pr.record()).toMatchObject({ state: "OPEN", autoMerge: null });
  await builds(stage, pr, "success", { name: "tests", by: "other-ci" });
  expect(pr.record().state).toBe("MERGED");
});

it("a named check of another App than the one that is named", async () => {
  const repository = await mergeRepository(stage, {
    merge: `${BY_COMMAND}\n  checks: [{ name: build, app: real-ci }]`,
  });
  const pr = await updates(stage, { repository });
  await builds(stage, pr, "success", { by: "impostor" });
  await says(stage, pr, "ann");
  expect(mergesAsked(stage)).toEqual([]);
  expect(saidBy(pr).at(-1)).toContain("I will merge this when these checks pass: `build`.");
  await builds(stage, pr, "success", { by: "real-ci" });
  expect(pr.record().state).toBe("MERGED");
});
