import type { Conversation } from "simulated-github";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { mergesAsked, saidLast } from "./attack-scenes.ts";
import { BOT, openStage, type Stage } from "./bot.ts";
import { leaks } from "./leaks.ts";
import { building, isTakenBack, MERGE_COMMAND, saidBy, says, settled, staysUnmerged } from "./merge-acts.ts";
import { helloUpdate, updates } from "./merge-scenes.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
beforeEach(() => stage.github.requests.clear());
afterAll(async () => {
  expect(leaks(stage)).toEqual([]);
  await stage.close();
});

// What a repository as nixpkgs says, and no more.
const MERGE =
  "  strategies: [maintainer-command]\n  trusted-authors: [r-ryantm]\n  committers: { team: committers }";
const update = () => updates(stage, { scene: { merge: MERGE } });

/** Somebody approves, some time after all that was, and the bot does what there is to do. */
async function approves(pr: Conversation, login: string, body = MERGE_COMMAND): Promise<void> {
  stage.pass(2);
  await pr.as(login).approve(body);
  await settled(stage);
  stage.pass(2);
}

/** The bot's reactions to the last review of somebody else. */
function faces(pr: Conversation): string[] {
  const bot = stage.world.state.accountByLogin(`${BOT}[bot]`)?.id;
  const reactions = pr.record().reviews.findLast(({ authorId }) => authorId !== bot)?.reactions ?? [];
  return reactions.filter(({ userId }) => userId === bot).map(({ content }) => content);
}

describe("a command in a maintainer's approval", () => {
  it("merges as one in a comment does, and gets the same reactions", async () => {
    const pr = await update();
    await approves(pr, "ann");
    expect(pr.record().state).toBe("MERGED");
    expect(faces(pr)).toEqual(["eyes", "rocket"]);
    expect(saidBy(pr)).toEqual([]);
    expect(mergesAsked(stage)).toEqual(["done"]);
  });

  it("is shown that it was obeyed also where GitHub's answer to the merge is lost", async () => {
    const pr = await update();
    const isMerge = ({ operation }: { operation: string | null }) =>
      operation === "mutation mergePullRequest";
    stage.github.faults.add({ kind: "drop-after", times: 1, when: isMerge });
    await approves(pr, "ann");
    expect(mergesAsked(stage)).toEqual(["drop-after"]);
    expect(pr.record().state).toBe("MERGED");
    expect(faces(pr)).toEqual(["eyes", "rocket"]);
  });

  it("of somebody who may not merge is refused once, with the reason", async () => {
    const pr = await update();
    await approves(pr, "ben");
    expect(faces(pr)).toEqual(["eyes", "-1"]);
    expect(saidLast(pr)).toMatch(/^I did not merge this: your review is not enough\.\n/);
    await says(stage, pr, "onlooker", `@${BOT} check`);
    expect(saidBy(pr)).toHaveLength(1);
    await staysUnmerged(stage, pr, "Waiting for a `merge` comment from a maintainer of `hello` (`ann`)");
  });

  it("is not obeyed once the review was dismissed, and is told so", async () => {
    const pr = await update();
    stage.deliveries.setFaults({ seed: 1, lose: 1 });
    await approves(pr, "ann");
    const [{ id } = { id: 0 }] = pr.view().reviews;
    stage.world.dismissReview(pr.repository.id, pr.number, stage.world.user("carol").id, id, "Wait.");
    stage.deliveries.setFaults(null);
    await says(stage, pr, "onlooker", `@${BOT} check`);
    expect(faces(pr)).toEqual(["confused"]);
    expect(pr.record().state).toBe("OPEN");
    expect(saidLast(pr)).toContain("and `merge` alone from a review that approves, not from another review");
  });

  it("of a commit that is not the newest is refused, with the reason", async () => {
    const pr = await update();
    const commitOid = pr.record().headRefOid;
    await pr.push(helloUpdate({ version: "1.2" }));
    await settled(stage);
    stage.pass(5);
    const by = stage.world.user("ann").id;
    const draft = { event: "APPROVE", body: MERGE_COMMAND, commitOid } as const;
    await stage.world.createReview(pr.repository.id, pr.number, by, draft);
    await settled(stage);
    expect(faces(pr)).toEqual(["eyes", "-1"]);
    expect(saidLast(pr)).toContain(
      "the one from `ann` does not count, because it is in a review of an older commit",
    );
    expect(mergesAsked(stage)).toEqual([]);
  });

  it("that is a near miss is answered in one line", async () => {
    const pr = await update();
    await approves(pr, "ann", `LGTM! ${MERGE_COMMAND}`);
    expect(faces(pr)).toEqual(["confused"]);
    expect(saidBy(pr)).toEqual([
      expect.stringContaining("I did nothing: a command has to be alone on its line"),
    ]);
    await says(stage, pr, "onlooker", `@${BOT} check`);
    expect(saidBy(pr)).toHaveLength(1);
    expect(pr.record().state).toBe("OPEN");
  });
});

describe("a merge that waits on a command in an approval is taken back", () => {
  it.each<[string, (pr: Conversation, review: number) => Promise<void> | void, why: string]>([
    [
      "when the review is dismissed",
      (pr, id) => {
        stage.world.dismissReview(pr.repository.id, pr.number, stage.world.user("carol").id, id, "Wait.");
      },
      "Waiting for a `merge` comment from a maintainer of `hello` (`ann`)",
    ],
    [
      "when its author asks for changes",
      async (pr) => {
        await pr.as("ann").requestChanges("Wait.");
      },
      "the one from `ann` does not count, because they have reviewed the change again since",
    ],
    [
      "when its author edits the command away",
      (pr, id) => {
        stage.world.updateReview(pr.repository.id, pr.number, stage.world.user("ann").id, id, "Wait.");
      },
      "Waiting for a `merge` comment from a maintainer of `hello` (`ann`)",
    ],
  ])("%s", async (_when, ends, why) => {
    const pr = await building(stage, { merge: MERGE });
    await approves(pr, "ann");
    expect(pr.record().autoMerge).not.toBeNull();
    await ends(pr, pr.record().reviews[0]?.id ?? 0);
    await settled(stage);
    expect(saidLast(pr)).toContain(`I cancelled the pending merge. `);
    expect(saidLast(pr)).toContain(why);
    await isTakenBack(stage, pr);
  });
});
