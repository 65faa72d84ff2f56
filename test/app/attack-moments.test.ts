import type { Conversation, Oid } from "simulated-github";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { BY_COMMAND, commands, mergesAsked, saidLast, staysOpen } from "./attack-scenes.ts";
import { BOT, openStage, type Stage } from "./bot.ts";
import { leaks } from "./leaks.ts";
import { builds } from "./merge-acts.ts";
import { helloUpdate, mergeRepository, updates } from "./merge-scenes.ts";
import { unseen } from "./scenes.ts";

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
const NO_COMMAND = "Waiting for a `merge` comment from a maintainer of";
const TOO_EARLY = "the one from `ann` does not count, because it may be older than the last push";
const BY_APPROVAL = "  strategies: [maintainer-approval]";
const EVIL = helloUpdate({ version: "1.2", lines: ["doCheck = false;"] });

/** The trusted author's update of ann's package. */
async function lacksAWord(merge = BY_COMMAND): Promise<Conversation> {
  return updates(stage, { scene: { merge } });
}

/** A commit on top of the head with the times that its author likes, pushed. */
async function pushesDated(pr: Conversation, date: string): Promise<Oid> {
  const { headRefOid, headRefName } = pr.record();
  const home = pr.repository.fork("r-ryantm");
  const head = await home.git.commit(headRefOid);
  const signature = { name: "r-ryantm", email: "r-ryantm@example.org", date };
  const oid = home.git.writeCommit({
    treeOid: await home.git.writeTree(head?.treeOid ?? null, EVIL),
    parents: [headRefOid],
    author: signature,
    committer: signature,
    message: "Nothing to see",
  });
  await home.push(headRefName, oid, { by: "r-ryantm" });
  return oid;
}

describe("pushing", () => {
  it("after the command, before the bot has read it", async () => {
    const pr = await lacksAWord();
    pr.as("ann").comment(MERGE);
    stage.pass(1);
    await stage.github.before("query PullRequest", () => pr.push(EVIL));
    await staysOpen(stage, pr, TOO_EARLY);
  });

  it("in the same second as the command", async () => {
    const pr = await lacksAWord();
    pr.as("ann").comment(MERGE);
    await stage.github.before("query PullRequest", () => pr.push(EVIL));
    await staysOpen(stage, pr, TOO_EARLY);
  });

  it("before the command, unseen, of a commit that says it is older", async () => {
    const pr = await lacksAWord();
    pr.as("ann").comment(MERGE);
    stage.pass(2);
    await stage.github.before("query PullRequest", () => pushesDated(pr, "1970-01-01T00:00:00Z"));
    await staysOpen(stage, pr, TOO_EARLY);
  });

  it("of which the delivery is lost, around a command of which the delivery is lost", async () => {
    const pr = await lacksAWord();
    await unseen(stage, async () => {
      pr.as("ann").comment(MERGE);
      stage.pass(2);
      await pushesDated(pr, "2001-01-01T00:00:00Z");
    });
    stage.pass(2);
    pr.as("mallory").comment("Does it go on?");
    await staysOpen(stage, pr, TOO_EARLY);
  });

  it("another head and the former one again, around the command", async () => {
    const pr = await lacksAWord();
    const { headRefName, headRefOid } = pr.record();
    const home = pr.repository.fork("r-ryantm");
    await pr.forcePush(EVIL);
    await stage.idle({ orLater: true });
    stage.pass(5);
    pr.as("ann").comment(MERGE);
    stage.pass(2);
    await stage.github.before("query PullRequest", () =>
      home.push(headRefName, headRefOid, { force: true, by: "r-ryantm" }),
    );
    await staysOpen(stage, pr, TOO_EARLY);
  });

  it("between the decision and the merge", async () => {
    const pr = await lacksAWord();
    pr.as("ann").comment(MERGE);
    await stage.github.before("mergePullRequest", () => pr.push(EVIL));
    await stage.idle({ orLater: true });
    expect(mergesAsked(stage)).toEqual([expect.stringContaining("Head branch was modified")]);
    await staysOpen(stage, pr, "GitHub did not merge it: Head branch was modified", mergesAsked(stage));
  });

  it("between the decision and auto-merge", async () => {
    const repository = await mergeRepository(stage, { merge: BY_COMMAND });
    stage.world.updateRepository(repository.id, { allowAutoMerge: true });
    repository.protect("master", { requiredChecks: ["build"] });
    const pr = await updates(stage, { repository });
    await builds(stage, pr, null);
    pr.as("ann").comment(MERGE);
    await stage.github.before("enablePullRequestAutoMerge", () => pr.push(EVIL));
    await stage.idle({ orLater: true });
    expect(mergesAsked(stage)).toHaveLength(1);
    expect(mergesAsked(stage)).not.toContain("done");
    await builds(stage, pr, "success");
    await staysOpen(stage, pr, NO_COMMAND, mergesAsked(stage));
  });

  it("between the decision and the merge queue", async () => {
    const repository = await mergeRepository(stage, { merge: BY_COMMAND });
    repository.mergeQueue("master");
    const pr = await updates(stage, { repository });
    pr.as("ann").comment(MERGE);
    await stage.github.before("enqueuePullRequest", () => pr.push(EVIL));
    await stage.idle({ orLater: true });
    expect(mergesAsked(stage)).not.toContain("done");
    await staysOpen(stage, pr, NO_COMMAND, mergesAsked(stage));
  });

  it("after the command, while GitHub still answers with the state before it", async () => {
    const pr = await lacksAWord();
    stage.world.staleReadsFor(1_500);
    try {
      stage.pass(1);
      pr.as("ann").comment(MERGE);
      stage.pass(1);
      await pr.push(EVIL);
      await stage.idle({ orLater: true });
      await stage.idle();
      expect(mergesAsked(stage)).not.toContain("done");
    } finally {
      stage.world.staleReadsFor(0);
    }
    const asked = mergesAsked(stage);
    await staysOpen(stage, pr, NO_COMMAND, asked);
  });
});

describe("approving", () => {
  it("by the maintainer, of an older commit", async () => {
    const pr = await updates(stage, { scene: { merge: BY_APPROVAL }, draft: true });
    await pr.as("ann").approve();
    stage.pass(2);
    await pr.push(EVIL);
    stage.pass(2);
    pr.ready();
    await staysOpen(stage, pr, "A maintainer of `hello`");
  });

  it("by the committer who stands for it, of an older commit", async () => {
    const pr = await updates(stage, { scene: { merge: BY_COMMAND }, author: "mallory" });
    await pr.as("carol").approve();
    stage.pass(2);
    await pr.push(EVIL);
    await stage.idle({ orLater: true });
    stage.pass(2);
    await commands(stage, pr, "ann");
    await staysOpen(stage, pr, "a committer has to approve the newest commit");
  });

  it("of the same commit, in a pull request into another base", async () => {
    const repository = await mergeRepository(stage, { merge: BY_APPROVAL });
    await repository.push("side", repository.head());
    const pr = await updates(stage, { repository, base: "side" });
    await pr.as("ann").approve();
    await stage.idle({ orLater: true });
    stage.pass(2);
    await pr.edit({ base: "master" });
    await staysOpen(stage, pr, "A maintainer of `hello`");
  });

  it("of the same commit, in another pull request", async () => {
    const repository = await mergeRepository(stage, { merge: BY_APPROVAL });
    await repository.push("side", repository.head());
    const pr = await updates(stage, { repository });
    const head = `r-ryantm:${pr.record().headRefName}`;
    const twin = await stage.world
      .as("mallory")
      .proposes(repository, head, { title: "hello: x", base: "side" });
    await twin.as("ann").approve();
    await staysOpen(stage, pr, "A maintainer of `hello`");
  });
});

describe("asking for changes", () => {
  it("by a committer, on a commit before the newest", async () => {
    const pr = await lacksAWord();
    await pr.as("carol").requestChanges();
    stage.pass(2);
    await pr.push(helloUpdate({ version: "1.2" }));
    await stage.idle({ orLater: true });
    stage.pass(2);
    await commands(stage, pr, "ann");
    await staysOpen(stage, pr, "Changes were requested by `carol`");
  });

  it("by a committer, where another approves", async () => {
    stage.world.team("NixOS", "committers", { members: ["conrad"] });
    const pr = await lacksAWord();
    await pr.as("carol").requestChanges();
    await pr.as("conrad").approve();
    stage.pass(2);
    await commands(stage, pr, "ann");
    await staysOpen(stage, pr, "Changes were requested by `carol`");
  });

  it("by a committer, behind a hundred reviews of somebody else's", async () => {
    const pr = await lacksAWord();
    await unseen(stage, async () => {
      await pr.as("carol").requestChanges();
      for (let i = 0; i < 101; i += 1)
        await pr.as("mallory").review({ event: "COMMENT", body: `Nice (${i})` });
    });
    stage.pass(2);
    await commands(stage, pr, "ann");
    await staysOpen(stage, pr, "Changes were requested by `carol`");
  });

  it("by a committer, who only comments afterwards", async () => {
    const pr = await lacksAWord();
    await pr.as("carol").requestChanges();
    await pr.as("carol").review({ event: "COMMENT", body: "Better" });
    stage.pass(2);
    await commands(stage, pr, "ann");
    await staysOpen(stage, pr, "Changes were requested by `carol`");
  });
});

describe("commanding", () => {
  it("on another pull request that has the same commit for its head", async () => {
    const repository = await mergeRepository(stage, { merge: BY_COMMAND });
    await repository.push("side", repository.head());
    const pr = await updates(stage, { repository });
    const head = `r-ryantm:${pr.record().headRefName}`;
    const twin = await stage.world
      .as("mallory")
      .proposes(repository, head, { title: "hello: x", base: "side" });
    await stage.idle({ orLater: true });
    stage.pass(5);
    await commands(stage, twin, "ann");
    await staysOpen(stage, twin, "Its base branch is `side`");
    await staysOpen(stage, pr, "Waiting for a `merge` comment from a maintainer of");
  });

  it("before the base is another", async () => {
    const repository = await mergeRepository(stage, { merge: BY_COMMAND });
    await repository.push("staging", repository.head());
    const pr = await updates(stage, { repository, base: "staging" });
    pr.as("ann").comment(MERGE);
    stage.pass(1);
    await stage.github.before("query PullRequest", () => pr.edit({ base: "master" }));
    await staysOpen(stage, pr, TOO_EARLY);
  });

  it("while it is a draft", async () => {
    const pr = await updates(stage, { scene: { merge: BY_COMMAND }, draft: true });
    await commands(stage, pr, "ann");
    expect(saidLast(pr)).toContain("It is a draft");
    stage.pass(2);
    pr.ready();
    await staysOpen(stage, pr, "Waiting for a `merge` comment from a maintainer of");
  });

  it("before it is closed and opened again", async () => {
    const pr = await lacksAWord();
    await unseen(stage, async () => {
      pr.as("ann").comment(MERGE);
      stage.pass(2);
      await pr.close();
      await pr.reopen();
    });
    await staysOpen(stage, pr, TOO_EARLY);
  });

  it("while a check has failed, which is fixed later", async () => {
    const pr = await lacksAWord();
    await builds(stage, pr, "failure");
    stage.pass(2);
    await commands(stage, pr, "ann");
    expect(saidLast(pr)).toContain("Checks have failed: `build`");
    await builds(stage, pr, "success");
    await staysOpen(stage, pr, "Waiting for a `merge` comment from a maintainer of");
  });
});
