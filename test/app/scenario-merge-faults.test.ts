import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { BY_COMMAND, mergesAsked } from "./attack-scenes.ts";
import { openStage, type Stage } from "./bot.ts";
import { leaks } from "./leaks.ts";
import { builds, MERGE_COMMAND, reactionsOf, settled } from "./merge-acts.ts";
import { mergeRepository, updates } from "./merge-scenes.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
beforeEach(() => stage.github.requests.clear());
afterEach(() => {
  stage.deliveries.setFaults(null);
  stage.github.faults.clear();
});
afterAll(async () => {
  expect(leaks(stage)).toEqual([]);
  await stage.close();
});

/** A merge that the bot waits for itself, while somebody who may not tries to take it back. */
async function mergesLate() {
  const pr = await updates(stage, { repository: await mergeRepository(stage, { merge: BY_COMMAND }) });
  return {
    pr,
    async act() {
      await builds(stage, pr, null);
      stage.pass(2);
      const command = pr.as("ann").comment(MERGE_COMMAND);
      pr.as("mallory").comment("@by-name-bot cancel");
      await settled(stage);
      await pr.edit({ title: "hello: 1.0 -> 1.1, still" });
      await builds(stage, pr, "success");
      await settled(stage);
      return command;
    },
  };
}

it.each([1, 2, 3])(
  "it is merged once though deliveries come twice, late and in another order (seed %i)",
  async (seed) => {
    const { pr, act } = await mergesLate();
    stage.deliveries.setFaults({ seed, repeat: 0.5, reorder: 0.5, delay: 100 });
    const command = await act();
    expect(pr.record().state).toBe("MERGED");
    expect(mergesAsked(stage)).toEqual(["done"]);
    expect(reactionsOf(pr, command)).toEqual(["eyes", "rocket"]);
  },
);

it.each([1, 2, 3])("it is merged once though one request of five fails (seed %i)", async (seed) => {
  const { pr, act } = await mergesLate();
  stage.github.faults.random({ seed, rate: 0.2 });
  const command = await act();
  expect(pr.record().state).toBe("MERGED");
  expect(pr.record().timeline.filter(({ kind }) => kind === "MergedEvent")).toHaveLength(1);
  expect(reactionsOf(pr, command)).toEqual(["eyes", "rocket"]);
});
