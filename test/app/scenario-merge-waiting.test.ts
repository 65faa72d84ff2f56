import type { Conversation } from "simulated-github";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { mergesAsked, saidLast } from "./attack-scenes.ts";
import { openStage, type Stage } from "./bot.ts";
import { leaks } from "./leaks.ts";
import { builds, reactionsOf, reports, saidBy, says, settled, staysUnmerged } from "./merge-acts.ts";
import { helloUpdate, mergeRepository, updates } from "./merge-scenes.ts";
import { conversationOf } from "./rendering.ts";
import { unseen } from "./scenes.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ lasting: true });
});
beforeEach(() => stage.github.requests.clear());
afterEach(() => stage.deliveries.setFaults(null));
afterAll(async () => {
  expect(leaks(stage)).toEqual([]);
  await stage.close();
});

const SETTINGS =
  "  strategies: [maintainer-command]\n  trusted-authors: [r-ryantm]\n  committers: { team: committers }";

type Options = {
  readonly merge?: string;
  readonly protection?: Parameters<Conversation["repository"]["protect"]>[1];
};

/** An update of `hello` in a repository where GitHub cannot wait for checks. */
async function update({ merge = SETTINGS, protection }: Options = {}): Promise<Conversation> {
  const repository = await mergeRepository(stage, { merge });
  if (protection !== undefined) repository.protect("master", protection);
  return updates(stage, { repository });
}

/** The same whose check `build` runs, and on which ann has said the word. */
async function waiting(options?: Options) {
  const pr = await update(options);
  await builds(stage, pr, null);
  const command = await says(stage, pr, "ann");
  expect(reactionsOf(pr, command)).toEqual(["eyes"]);
  expect(saidBy(pr)).toHaveLength(1);
  stage.pass(2);
  return { pr, command };
}

/** It was merged in one request, and who asked for it is told no more than a rocket. */
function isMerged({ pr, command }: Awaited<ReturnType<typeof waiting>>): void {
  expect(pr.record().state).toBe("MERGED");
  expect(mergesAsked(stage)).toEqual(["done"]);
  expect(reactionsOf(pr, command)).toEqual(["eyes", "rocket"]);
  expect(saidBy(pr)).toHaveLength(1);
}

async function restarted(): Promise<void> {
  await stage.stop();
  await started();
}

/** Starts the App, which looks for what it has missed. */
async function started(): Promise<void> {
  const since = stage.log.length;
  await stage.start({ sweepMinutes: 60 });
  await expect.poll(() => stage.logged({ msg: "sweeping" }, since).length, { timeout: 30_000 }).toBe(1);
  await settled(stage);
}

describe("where GitHub cannot wait for checks, the bot waits itself", () => {
  it("says so once, and merges when the checks are done", async () => {
    const { pr, command } = await waiting();
    await builds(stage, pr, null, { name: "other" });
    await builds(stage, pr, "success", { name: "other" });
    expect(pr.record().state).toBe("OPEN");
    await builds(stage, pr, "success");
    isMerged({ pr, command });
    expect(conversationOf(pr)).toMatchInlineSnapshot(`
      "r-ryantm pushed commit 1
      ann: @by-name-bot merge (eyes by by-name-bot[bot]; rocket by by-name-bot[bot])
      by-name-bot[bot]: I will merge this when these checks pass: \`build\`.
        To cancel, comment \`@by-name-bot cancel\` or push.
      by-name-bot[bot]: MergedEvent
      by-name-bot[bot]: ClosedEvent
      check by-name: success, Nothing new is wrong in 1 package and 1 file
      check build: success, null
      check other: success, null"
    `);
  });

  it("goes on after a commit status", async () => {
    const pr = await update();
    await reports(stage, pr, "pending", "ci/eval");
    const command = await says(stage, pr, "ann");
    expect(saidLast(pr)).toContain("I will merge this when these checks pass: `ci/eval`.");
    await reports(stage, pr, "success", "ci/eval");
    isMerged({ pr, command });
  });

  it("waits for the required ones alone, where the base requires some", async () => {
    const waited = await waiting({ protection: { requiredChecks: ["build"] } });
    await builds(stage, waited.pr, null, { name: "slow", by: "another-ci" });
    await builds(stage, waited.pr, "success");
    isMerged(waited);
  });

  it("goes on after a restart", async () => {
    const waited = await waiting();
    await stage.stop();
    await stage.start();
    await builds(stage, waited.pr, "success");
    isMerged(waited);
  });

  it("goes on after checks that ended while it was away", async () => {
    const { pr, command } = await waiting();
    await stage.stop();
    stage.deliveries.setUrl(null);
    const app = stage.world.state.apps().find(({ slug }) => slug === "ci");
    const ended = { name: "build", headOid: pr.record().headRefOid, conclusion: "success" } as const;
    await stage.world.createCheckRun(pr.repository.id, app?.id ?? 0, ended);
    await stage.deliveries.settled();
    await started();
    isMerged({ pr, command });
  });

  it("waits for a required check that has not begun, where nobody had to say so", async () => {
    const merge = "  strategies: [trusted-update]\n  trusted-authors: [r-ryantm]";
    const pr = await update({ merge, protection: { requiredChecks: ["build"] } });
    await builds(stage, pr, null);
    expect(pr.record().state).toBe("OPEN");
    await builds(stage, pr, "success");
    expect(pr.record().state).toBe("MERGED");
    expect(pr.view().comments).toEqual([]);
  });

  it("is found by the next sweep when the delivery that tells of the checks is lost", async () => {
    const waited = await waiting();
    await unseen(stage, () => builds(stage, waited.pr, "success"));
    expect(waited.pr.record().state).toBe("OPEN");
    await restarted();
    isMerged(waited);
  });

  it("looks again while GitHub has not found out whether it conflicts, and merges then", async () => {
    const pr = await update();
    stage.world.setMergeabilityDelay(300);
    await stage.world.as("NixOS").pushes(pr.repository, { "notes.md": "More\n" });
    const command = await says(stage, pr, "ann");
    stage.world.setMergeabilityDelay(0);
    expect(stage.logged({ merging: "waits by maintainer-command; await-github" })).not.toEqual([]);
    expect(pr.record().state).toBe("MERGED");
    expect(reactionsOf(pr, command)).toEqual(["eyes", "rocket"]);
  });

  it("is not said again by a sweep that finds nothing new", async () => {
    const { pr } = await waiting();
    await restarted();
    await restarted();
    expect(saidBy(pr)).toHaveLength(1);
    await builds(stage, pr, "success");
    expect(pr.record().state).toBe("MERGED");
  });

  it("a command of which no delivery told is found by the sweep, and obeyed", async () => {
    const pr = await update();
    await unseen(stage, async () => pr.as("ann").comment("@by-name-bot merge"));
    await restarted();
    expect(pr.record().state).toBe("MERGED");
  });
});

describe("what ends the waiting", () => {
  it("a failed check: it is refused, and a fresh command works once it is green", async () => {
    const { pr, command } = await waiting();
    await builds(stage, pr, "failure");
    expect(reactionsOf(pr, command)).toEqual(["eyes", "-1"]);
    expect(saidLast(pr)).toContain("❌ Checks have failed: `build`.");
    await builds(stage, pr, "success");
    await staysUnmerged(stage, pr, "Waiting for a `merge` comment from a maintainer of");
    await says(stage, pr, "ann");
    expect(pr.record().state).toBe("MERGED");
  });

  it("a push: the command of before does not count for it, and is told so", async () => {
    const { pr, command } = await waiting();
    await pr.push(helloUpdate({ version: "1.2" }));
    await settled(stage);
    expect(reactionsOf(pr, command)).toEqual(["eyes", "-1"]);
    expect(saidLast(pr)).toContain(
      "the one from `ann` does not count, because it may be older than the last push.",
    );
    await builds(stage, pr, "success");
    await staysUnmerged(stage, pr, "Waiting for a `merge` comment from a maintainer of");
  });

  it("a cancel", async () => {
    const { pr, command } = await waiting();
    const cancel = await says(stage, pr, "r-ryantm", "@by-name-bot cancel");
    expect(reactionsOf(pr, cancel)).toEqual(["eyes", "rocket"]);
    expect(reactionsOf(pr, command)).toEqual(["eyes", "-1"]);
    await builds(stage, pr, "success");
    await staysUnmerged(stage, pr, "Waiting for a `merge` comment from a maintainer of");
  });

  it("deleting the command", async () => {
    const { pr, command } = await waiting();
    pr.as("ann").deleteComment(command);
    await settled(stage);
    await builds(stage, pr, "success");
    await staysUnmerged(stage, pr, "Waiting for a `merge` comment from a maintainer of");
  });

  it("closing it: nothing is merged when it is opened again, without a fresh command", async () => {
    const { pr } = await waiting();
    await pr.close();
    await settled(stage);
    stage.pass(2);
    await pr.reopen();
    await settled(stage);
    await builds(stage, pr, "success");
    await staysUnmerged(stage, pr, "Waiting for a `merge` comment from a maintainer of");
  });
});

describe("checks that have failed already", () => {
  it("a merge is refused, and a fresh command works once they are green", async () => {
    const pr = await update();
    await builds(stage, pr, "failure");
    const command = await says(stage, pr, "ann");
    expect(reactionsOf(pr, command)).toEqual(["eyes", "-1"]);
    expect(saidLast(pr)).toContain("❌ Checks have failed: `build`.");
    expect(saidLast(pr)).toContain("Fix that, then comment `@by-name-bot merge` again.");
    await builds(stage, pr, "success");
    expect(pr.record().state).toBe("OPEN");
    await says(stage, pr, "ann");
    expect(pr.record().state).toBe("MERGED");
  });

  it("an update that needs no word waits until they are green, and a word for it is refused meanwhile", async () => {
    const merge = "  strategies: [trusted-update]\n  trusted-authors: [r-ryantm]\n  checks: [build]";
    const repository = await mergeRepository(stage, { merge });
    const pr = await updates(stage, { repository, draft: true, build: false });
    await builds(stage, pr, "failure");
    pr.ready();
    await settled(stage);
    const command = await says(stage, pr, "ann");
    expect(reactionsOf(pr, command)).toEqual(["eyes", "-1"]);
    expect(saidLast(pr)).toContain("❌ The check `build` has failed, and has to pass.");
    await builds(stage, pr, "success");
    expect(pr.record().state).toBe("MERGED");
  });

  it("one that GitHub does not require does not matter where it requires another", async () => {
    const pr = await update({ protection: { requiredChecks: ["build"] } });
    await builds(stage, pr, "success");
    await builds(stage, pr, "failure", { name: "flaky" });
    await says(stage, pr, "ann");
    expect(pr.record().state).toBe("MERGED");
  });
});

describe("GitHub's own rules", () => {
  const BLOCKED =
    "This change may merge itself, but GitHub did not merge it: The rules of its base branch require something that is missing, such as an approval or a check that has not started, and auto-merge, which could wait for it, is off in this repository.";

  it.each([
    ["an approval", { requiredApprovals: 1 }],
    // What GitHub has not heard of yet is not among the checks of a commit.
    ["a check that has not begun", { requiredChecks: ["build"] }],
  ])(
    "where GitHub cannot wait, that they ask for %s is said, and nothing is asked",
    async (_, protection) => {
      const pr = await update({ protection });
      const command = await says(stage, pr, "ann");
      expect(reactionsOf(pr, command)).toEqual(["eyes", "-1"]);
      expect(saidLast(pr)).toContain(BLOCKED);
      expect(saidLast(pr)).toContain("Fix that, then comment `@by-name-bot merge` again.");
      expect(mergesAsked(stage)).toEqual([]);
      expect(pr.record().state).toBe("OPEN");
    },
  );

  it("they ask for the newest commits of the base: that takes a push, so nothing is waited for", async () => {
    const pr = await update({ protection: { requiredChecks: ["build"], requireUpToDate: true } });
    stage.world.updateRepository(pr.repository.id, { allowAutoMerge: true });
    await builds(stage, pr, "success");
    await stage.world.as("NixOS").pushes(pr.repository, { "notes.md": "More\n" });
    const command = await says(stage, pr, "ann");
    expect(reactionsOf(pr, command)).toEqual(["eyes", "-1"]);
    expect(saidLast(pr)).toContain(
      "Its branch is behind its base branch, whose rules require it to be up to date.",
    );
    expect(mergesAsked(stage)).toEqual([]);
    stage.pass(2);
    await pr.rebase();
    await settled(stage);
    await builds(stage, pr, "success");
    await says(stage, pr, "ann");
    expect(pr.record().state).toBe("MERGED");
  });

  it("the words of GitHub are passed on where it refuses", async () => {
    const pr = await update({ merge: `${SETTINGS}\n  method: rebase` });
    stage.world.updateRepository(pr.repository.id, { allowRebaseMerge: false });
    const command = await says(stage, pr, "ann");
    expect(reactionsOf(pr, command)).toEqual(["eyes", "-1"]);
    expect(saidLast(pr)).toContain(
      "This change may merge itself, but GitHub did not merge it: Rebase merges are not allowed on this repository.",
    );
    expect(pr.record().state).toBe("OPEN");
    stage.world.updateRepository(pr.repository.id, { allowRebaseMerge: true });
    await says(stage, pr, "ann");
    expect(pr.record().state).toBe("MERGED");
  });

  it.each(["squash", "merge", "rebase"] as const)(
    "a direct merge goes by the configured method: %s",
    async (method) => {
      const pr = await update({ merge: `${SETTINGS}\n  method: ${method}` });
      const before = pr.repository.head("master");
      await says(stage, pr, "ann");
      expect(pr.record().state).toBe("MERGED");
      const commit = await pr.repository.git.commit(pr.repository.head("master") ?? "");
      expect(commit?.parents[0]).toBe(before);
      expect(commit?.parents).toHaveLength(method === "merge" ? 2 : 1);
    },
  );
});
