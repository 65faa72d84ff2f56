import type { Conversation, RepositoryHandle } from "simulated-github";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { BY_COMMAND, commands, mergesAsked, saidLast, staysOpen } from "./attack-scenes.ts";
import { BOT, openStage, type Stage } from "./bot.ts";
import { leaks } from "./leaks.ts";
import { MERGE_COMMAND } from "./merge-acts.ts";
import { mergeRepository, updates } from "./merge-scenes.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
beforeEach(() => stage.github.requests.clear());
afterEach(() => stage.world.keepTestMerges(false));
afterAll(async () => {
  expect(leaks(stage)).toEqual([]);
  await stage.close();
});

const WAYS: readonly (readonly [name: string, prepare: (repository: RepositoryHandle) => unknown])[] = [
  ["merged", () => {}],
  ["put in the merge queue", (repository) => repository.mergeQueue("master")],
];

const PENDING = "GitHub is still checking whether it conflicts with its base";

/** The command comes, and is waited with, whatever GitHub shows meanwhile. */
async function waits(pr: Conversation): Promise<void> {
  for (const body of [MERGE_COMMAND, `@${BOT} explain`]) {
    stage.pass(5);
    pr.as("ann").comment(body);
    await stage.idle({ orLater: true });
  }
  expect(saidLast(pr)).toContain(PENDING);
  expect(saidLast(pr)).toContain("evil.nix");
  expect(mergesAsked(stage)).toEqual([]);
  expect(pr.record().state).toBe("OPEN");
}

const FORMER = { "evil.nix": "{ }: 1\n" };

/** An update on top of a branch that has more than `master`, which the test merge with that branch does not show. */
async function onTopOfSide(repository: RepositoryHandle): Promise<Conversation> {
  await repository.push("side", repository.head());
  await repository.commit({ branch: "side", files: FORMER });
  return updates(stage, { repository, base: "side" });
}

describe.each(WAYS)(
  "while the test merge is still that of a former base, nothing is %s:",
  (_way, prepare) => {
    it("the base has become another branch", async () => {
      const repository = await mergeRepository(stage, { merge: BY_COMMAND });
      await prepare(repository);
      const pr = await onTopOfSide(repository);
      stage.world.keepTestMerges(true);
      await pr.edit({ base: "master" });
      await waits(pr);
      stage.world.keepTestMerges(false);
      await staysOpen(stage, pr, "evil.nix");
    });

    it("the base branch was replaced", async () => {
      const repository = await mergeRepository(stage, { merge: BY_COMMAND });
      await prepare(repository);
      const former = repository.head();
      await repository.commit({ files: FORMER });
      const pr = await updates(stage, { repository });
      stage.world.keepTestMerges(true);
      await repository.push("master", former, { force: true });
      await waits(pr);
      stage.world.keepTestMerges(false);
      await staysOpen(stage, pr, "evil.nix");
    });

    it("but it counts where its base has only moved on", async () => {
      const repository = await mergeRepository(stage, { merge: BY_COMMAND });
      await prepare(repository);
      const pr = await updates(stage, { repository });
      stage.world.keepTestMerges(true);
      await repository.commit({ files: { "other.nix": "{ }: 1\n" } });
      await commands(stage, pr, "ann");
      await stage.idle({ orLater: true });
      expect(mergesAsked(stage)).toEqual(["done"]);
      expect(pr.record().state).toBe("MERGED");
    });
  },
);
