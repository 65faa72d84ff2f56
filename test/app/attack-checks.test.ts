import type { CheckConclusion, Conversation, RequestFacts } from "simulated-github";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { BY_COMMAND, saidLast, staysOpen } from "./attack-scenes.ts";
import { BOT, openStage, type Stage } from "./bot.ts";
import { leaks } from "./leaks.ts";
import { builds, reactionsOf, says } from "./merge-acts.ts";
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

/** An update whose base asks for an approval and for no check; there is one all the same. */
async function lacksApproval(build: "success" | null): Promise<Conversation> {
  const repository = await mergeRepository(stage, { merge: BY_COMMAND });
  stage.world.updateRepository(repository.id, { allowAutoMerge: true });
  repository.protect("master", { requiredApprovals: 1 });
  stage.world.setRole(repository.id, stage.world.as("carol").id, "write");
  const pr = await updates(stage, { repository });
  await builds(stage, pr, build);
  return pr;
}

describe("a check that GitHub does not require", () => {
  it("runs at the command, fails, and then GitHub has all that it asks for", async () => {
    const pr = await lacksApproval(null);
    const command = await says(stage, pr, "ann");
    expect(pr.record().autoMerge).toBeNull();
    expect(saidLast(pr)).toContain("I will merge this when");
    await builds(stage, pr, "failure");
    expect(reactionsOf(pr, command)).toEqual(["eyes", "-1"]);
    await pr.as("carol").approve();
    await staysOpen(stage, pr, "Checks have failed: `build`");
  });

  it("fails while GitHub waits for an approval", async () => {
    const pr = await lacksApproval("success");
    await says(stage, pr, "ann");
    expect(pr.record().autoMerge).not.toBeNull();
    await builds(stage, pr, "failure");
    expect(pr.record().autoMerge).toBeNull();
    expect(saidLast(pr)).toContain("I cancelled the pending merge. Checks have failed: `build`.");
    await pr.as("carol").approve();
    await staysOpen(stage, pr, "Checks have failed: `build`", ["done"]);
  });
});

describe("among more checks than are read", () => {
  /** As many checks on the head as there may be on a page, and one more: all of them green, but for the last. */
  async function checkedOften(
    merge: string,
    names = (i: number) => `check ${i}`,
    last: CheckConclusion = "success",
  ): Promise<Conversation> {
    const pr = await updates(stage, { scene: { merge }, build: false });
    const ci =
      stage.world.state.apps().find(({ slug }) => slug === "often") ??
      stage.world.createApp({ slug: "often", permissions: { checks: "write" }, events: [] });
    for (let i = 0; i < 101; i += 1)
      await stage.world.createCheckRun(pr.repository.id, ci.id, {
        name: names(i),
        headOid: pr.record().headRefOid,
        conclusion: i === 100 ? last : "success",
      });
    await stage.idle({ orLater: true });
    return pr;
  }
  /** The page after the first is not for the App to see. */
  function hidesMore(): void {
    const when = ({ operation }: RequestFacts) => operation === "query AllChecks";
    onTestFinished(stage.github.faults.add({ kind: "forbidden", when }));
  }
  const UNREAD = "Checks have failed: `perhaps one of more than a hundred, which are not all read`";

  it("one that is named is green", async () => {
    hidesMore();
    const pr = await checkedOften(`${BY_COMMAND}\n  checks: [build]`, (i) =>
      i === 0 ? "build" : `check ${i}`,
    );
    await says(stage, pr, "ann");
    await staysOpen(stage, pr, "The check `build` cannot be found among more than a hundred checks");
  });

  it("one that is named may be on the page that is not read", async () => {
    hidesMore();
    const pr = await checkedOften(`${BY_COMMAND}\n  checks: [build]`, (i) =>
      i === 100 ? "build" : `check ${i}`,
    );
    await says(stage, pr, "ann");
    await staysOpen(stage, pr, "The check `build` cannot be found among more than a hundred checks");
  });

  it("none is named, and GitHub makes them all out to be green", async () => {
    hidesMore();
    const pr = await checkedOften(BY_COMMAND);
    await says(stage, pr, "ann");
    await staysOpen(stage, pr, UNREAD);
  });

  it("none is named, and nobody's word is needed", async () => {
    hidesMore();
    const pr = await checkedOften("  strategies: [trusted-update]\n  trusted-authors: [r-ryantm]");
    await staysOpen(stage, pr, UNREAD);
  });

  it("the one that is named is on the second page, and counts as it is", async () => {
    const last = (i: number) => (i === 100 ? "build" : `check ${i}`);
    const red = await checkedOften(`${BY_COMMAND}\n  checks: [build]`, last, "failure");
    await says(stage, red, "ann");
    await staysOpen(stage, red, "The check `build` has failed");
    const green = await checkedOften(`${BY_COMMAND}\n  checks: [build]`, last);
    await says(stage, green, "ann");
    expect(green.record().state).toBe("MERGED");
  });

  it("none is named, and one on the second page has failed", async () => {
    const pr = await checkedOften(BY_COMMAND, undefined, "failure");
    await says(stage, pr, "ann");
    await staysOpen(stage, pr, "Checks have failed: `check 100`");
  });
});

it("a refusal is deleted, so that the command looks as if it had never been answered", async () => {
  const repository = await mergeRepository(stage, { merge: BY_COMMAND });
  const pr = await updates(stage, { repository });
  await builds(stage, pr, "failure");
  await says(stage, pr, "ann");
  expect(saidLast(pr)).toContain("I did not merge this.");
  const refusal = pr.view().comments.findLast(({ author }) => author === `${BOT}[bot]`);
  if (refusal === undefined) throw new Error("there is no refusal");
  pr.as("carol").deleteComment(refusal);
  await builds(stage, pr, "success");
  await says(stage, pr, "mallory", `@${BOT} check`);
  await staysOpen(stage, pr, "Waiting for a `merge` comment from a maintainer of");
});
