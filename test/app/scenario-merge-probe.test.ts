import { afterAll, beforeAll, expect, it } from "vitest";
import { BY_COMMAND, mergesAsked, saidLast } from "./attack-scenes.ts";
import { openStage, type Stage } from "./bot.ts";
import { says, settled } from "./merge-acts.ts";
import { mergeRepository, updates } from "./merge-scenes.ts";
let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
it("without seeing merge queues it is queued all the same", async () => {
  const repository = await mergeRepository(stage, { merge: BY_COMMAND });
  repository.mergeQueue("master", { method: "squash" });
  stage.world.setInstallationPermission(stage.installation("NixOS").id, "merge_queues", null);
  const pr = await updates(stage, { repository });
  await says(stage, pr, "ann");
  await settled(stage);
  console.log(mergesAsked(stage), saidLast(pr));
  console.log(stage.log.slice(-8).join(""));
  console.log(stage.github.requests.all().filter(r => r.errors.length).map(r => JSON.stringify(r)));
});
