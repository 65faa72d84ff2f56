import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { BY_COMMAND, mergesAsked, saidLast } from "./attack-scenes.ts";
import { openStage, type Stage } from "./bot.ts";
import { leaks } from "./leaks.ts";
import { builds, reactionsOf, reports, says, settled, staysUnmerged } from "./merge-acts.ts";
import { mergeRepository, updates } from "./merge-scenes.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
beforeEach(() => stage.github.requests.clear());
afterAll(async () => {
  expect(leaks(stage)).toEqual([]);
  await stage.close();
});

const taken: { permission: string; access: "read" | "write" }[] = [];

/** From now on the App may no more than this. */
function leave(permission: string, access: "read" | null): void {
  const { id, permissions } = stage.installation("NixOS");
  const had = permissions[permission];
  if (had === undefined) throw new Error(`the App never had ${permission}`);
  taken.push({ permission, access: had === "read" ? "read" : "write" });
  stage.world.setInstallationPermission(id, permission, access);
}

afterEach(() => {
  const { id } = stage.installation("NixOS");
  for (const { permission, access } of taken.splice(0)) {
    stage.world.setInstallationPermission(id, permission, access);
  }
});

it("without writing to the contents GitHub refuses, and the reply says so, once", async () => {
  const pr = await updates(stage, { scene: { merge: BY_COMMAND } });
  leave("contents", "read");
  const command = await says(stage, pr, "ann");
  expect(reactionsOf(pr, command)).toEqual(["eyes", "-1"]);
  expect(saidLast(pr)).toContain("GitHub did not merge it: Resource not accessible by integration");
  await pr.edit({ title: "hello: 1.0 -> 1.1, still" });
  await settled(stage);
  expect(mergesAsked(stage)).toHaveLength(1);
  expect(pr.record().state).toBe("OPEN");
});

it("without seeing members nobody is in a team", async () => {
  leave("members", null);
  const merge = "  strategies: [committer-command]\n  committers: { team: committers }";
  const pr = await updates(stage, { scene: { merge } });
  await says(stage, pr, "carol");
  await staysUnmerged(stage, pr, "Waiting for a `merge` comment from a committer");
});

it("without seeing checks they count as failed", async () => {
  const pr = await updates(stage, { scene: { merge: BY_COMMAND } });
  await builds(stage, pr, "success");
  leave("checks", null);
  await says(stage, pr, "ann");
  await staysUnmerged(stage, pr, "❌ Checks have failed: `those that the App cannot see`.");
});

it("without seeing commit statuses they count as failed", async () => {
  const pr = await updates(stage, { scene: { merge: BY_COMMAND } });
  await reports(stage, pr, "success");
  leave("statuses", null);
  await says(stage, pr, "ann");
  await staysUnmerged(stage, pr, "❌ Checks have failed: `those that the App cannot see`.");
});

it("without seeing merge queues nothing is put into one, from where it could not be taken back", async () => {
  const repository = await mergeRepository(stage, { merge: BY_COMMAND });
  repository.mergeQueue("master", { method: "squash" });
  leave("merge_queues", null);
  const pr = await updates(stage, { repository });
  const command = await says(stage, pr, "ann");
  expect(reactionsOf(pr, command)).toEqual(["eyes", "-1"]);
  expect(saidLast(pr)).toContain("the App lacks the permission `merge_queues`");
  expect(mergesAsked(stage)).toEqual([]);
  expect(pr.record().state).toBe("OPEN");
});

it("without seeing merge queues it merges where there is none", async () => {
  leave("merge_queues", null);
  const pr = await updates(stage, { scene: { merge: BY_COMMAND } });
  await says(stage, pr, "ann");
  expect(pr.record().state).toBe("MERGED");
});
