import { createHmac, randomUUID } from "node:crypto";
import type { Conversation, FaultKind } from "simulated-github";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { BY_COMMAND, BY_ITSELF, commands, explained, mergesAsked, staysOpen } from "./attack-scenes.ts";
import { BOT, openStage, type Stage, WEBHOOK_SECRET } from "./bot.ts";
import { leaks } from "./leaks.ts";
import { builds, reactionsOf } from "./merge-acts.ts";
import { helloUpdate, mergeRepository, updates } from "./merge-scenes.ts";
import { unseen } from "./scenes.ts";

let stage: Stage;
let hook: string;
beforeAll(async () => {
  // GitHub's refusals add up to pauses of minutes, which pass as everything else does.
  const agenda = { busy: () => false, due: () => null, wake: () => {} };
  stage = await openStage({ running: false, requestMs: 2_000, agenda });
  await starts();
});
beforeEach(() => stage.github.requests.clear());
afterEach(() => {
  stage.github.faults.clear();
  stage.deliveries.setFaults(null);
});
afterAll(async () => {
  expect(leaks(stage)).toEqual([]);
  await stage.close();
});

const MERGE = `@${BOT} merge`;
const TOO_EARLY = "does not count, because it may be older than the last push";
const NO_COMMAND = "Waiting for a `merge` comment from a maintainer of";
const EVIL = helloUpdate({ version: "1.2", lines: ["doCheck = false;"] });

async function starts(): Promise<void> {
  const { port } = await stage.start();
  hook = `http://127.0.0.1:${port}${stage.settings.http.webhookPath}`;
}

/** The trusted author's update of ann's package. */
async function lacksAWord(merge = BY_COMMAND): Promise<Conversation> {
  return updates(stage, { scene: { merge } });
}

/** Posts an event as GitHub does, with this secret; returns the status. */
async function posts(event: string, payload: unknown, secret: string | null): Promise<number> {
  const body = JSON.stringify(payload);
  const signature = createHmac("sha256", secret ?? "")
    .update(body)
    .digest("hex");
  const response = await fetch(hook, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "user-agent": "GitHub-Hookshot/0000000",
      "x-github-delivery": randomUUID(),
      "x-github-event": event,
      ...(secret === null ? {} : { "x-hub-signature-256": `sha256=${signature}` }),
    },
    body,
  });
  await response.text();
  return response.status;
}

/** What GitHub would send of a comment of ann's that there is none of. */
function commentEvent({ repository, number }: Conversation) {
  const { id, name, owner } = repository.record();
  const ann = stage.world.user("ann");
  const now = new Date(stage.world.now()).toISOString();
  return {
    action: "created",
    installation: { id: stage.installation(owner).id },
    repository: { id, name, full_name: repository.nameWithOwner, owner: { login: owner } },
    issue: { number, pull_request: {}, updated_at: now, user: { id: ann.id, login: "ann" } },
    comment: {
      id: 1,
      body: MERGE,
      user: { id: ann.id, login: "ann", type: "User" },
      created_at: now,
      updated_at: now,
    },
    sender: { id: ann.id, login: "ann", type: "User" },
  };
}

/** The last delivery of an event. */
function deliveryOf(event: string, action: string | null = null): number {
  const found = stage.deliveries
    .log()
    .findLast((one) => one.event === event && (action === null || one.action === action));
  if (found === undefined) throw new Error(`there was no ${event}`);
  return found.id;
}

describe("a webhook", () => {
  it.each([
    ["without a signature", null],
    ["with the signature of another secret", "guessed"],
    ["with an empty secret's signature", ""],
  ])("that is forged, %s", async (_how, secret) => {
    const pr = await lacksAWord();
    expect(await posts("issue_comment", commentEvent(pr), secret)).toBeGreaterThanOrEqual(400);
    await staysOpen(stage, pr, NO_COMMAND);
  });

  it("that is forged with the secret itself, and says that a maintainer commands", async () => {
    const pr = await lacksAWord();
    expect(await posts("issue_comment", commentEvent(pr), WEBHOOK_SECRET)).toBeLessThan(300);
    await staysOpen(stage, pr, NO_COMMAND);
  });

  it("of the command, replayed after a push", async () => {
    const pr = await lacksAWord();
    await builds(stage, pr, null);
    stage.pass(2);
    await commands(stage, pr, "ann");
    const id = deliveryOf("issue_comment", "created");
    stage.pass(2);
    await pr.push(EVIL);
    await stage.idle({ orLater: true });
    await stage.deliveries.redeliver(id);
    await staysOpen(stage, pr, TOO_EARLY);
  });

  it("of a push, replayed after another and the command between them", async () => {
    const pr = await lacksAWord();
    const { headRefName, headRefOid } = pr.record();
    const opened = deliveryOf("pull_request", "opened");
    const home = pr.repository.fork("r-ryantm");
    await unseen(stage, async () => {
      await pr.forcePush(EVIL);
      stage.pass(2);
      pr.as("ann").comment(MERGE);
      stage.pass(2);
      await home.push(headRefName, headRefOid, { force: true, by: "r-ryantm" });
    });
    await stage.deliveries.redeliver(opened);
    await staysOpen(stage, pr, TOO_EARLY);
  });

  it("of a push, which comes only after that of the command", async () => {
    const pr = await lacksAWord();
    const comment = pr.as("ann").comment(MERGE);
    stage.pass(2);
    await unseen(stage, () => pr.push(EVIL));
    const push = deliveryOf("pull_request", "synchronize");
    await stage.idle({ orLater: true });
    await stage.deliveries.redeliver(push);
    await stage.idle({ orLater: true });
    expect(mergesAsked(stage).filter((answer) => answer === "done")).toEqual([]);
    expect(reactionsOf(pr, comment)).not.toContain("rocket");
    await staysOpen(stage, pr, NO_COMMAND, mergesAsked(stage));
  });

  it("of a push, which never comes", async () => {
    const pr = await lacksAWord();
    await unseen(stage, () => pr.push(EVIL));
    await commands(stage, pr, "ann");
    await staysOpen(stage, pr, TOO_EARLY);
  });

  it("of a request for changes, which never comes", async () => {
    const pr = await lacksAWord();
    await unseen(stage, () => pr.as("carol").requestChanges());
    await commands(stage, pr, "ann");
    await staysOpen(stage, pr, "Changes were requested by `carol`");
  });

  it("of checks that passed, of the commit before", async () => {
    const pr = await lacksAWord();
    await builds(stage, pr, null);
    const former = pr.record().headRefOid;
    stage.pass(2);
    await commands(stage, pr, "ann");
    stage.pass(2);
    await unseen(stage, () => pr.push(EVIL));
    await builds(stage, pr, "success", { headOid: former });
    await staysOpen(stage, pr, TOO_EARLY);
  });
});

const NOT_DONE: readonly FaultKind[] = ["500", "502-html", "drop-before", "timeout", "secondary-limit"];

describe("while the merge is asked for, GitHub", () => {
  it.each(NOT_DONE)("fails (%s), and somebody pushes before it is tried again", async (kind) => {
    const pr = await lacksAWord();
    const failed = stage.github.before("mergePullRequest", async () => {
      stage.pass(1);
      await pr.push(EVIL);
    });
    stage.github.faults.add({
      kind,
      times: 1,
      retryAfter: 1,
      when: ({ operation }) => operation === "mutation mergePullRequest",
    });
    pr.as("ann").comment(MERGE);
    await failed;
    await stage.idle();
    expect(mergesAsked(stage)).not.toContain("done");
    await staysOpen(stage, pr, NO_COMMAND, mergesAsked(stage));
  });

  it.each(["drop-after", "error-after"] as const)(
    "does it and does not say so (%s): it is merged once",
    async (kind) => {
      const pr = await lacksAWord();
      const head = pr.record().headRefOid;
      stage.github.faults.add({
        kind,
        times: 1,
        when: ({ operation }) => operation === "mutation mergePullRequest",
      });
      const comment = pr.as("ann").comment(MERGE);
      await stage.idle();
      expect(mergesAsked(stage)).toEqual([kind]);
      expect(pr.record()).toMatchObject({ state: "MERGED", headRefOid: head });
      expect(reactionsOf(pr, comment)).toContain("rocket");
    },
  );

  it.each(NOT_DONE)("fails (%s) and goes on: it is merged once, at the head that was meant", async (kind) => {
    const pr = await lacksAWord();
    const head = pr.record().headRefOid;
    stage.github.faults.add({
      kind,
      times: 1,
      retryAfter: 1,
      when: ({ operation }) => operation === "mutation mergePullRequest",
    });
    pr.as("ann").comment(MERGE);
    await stage.idle();
    expect(mergesAsked(stage)).toEqual([kind, "done"]);
    expect(pr.record()).toMatchObject({ state: "MERGED", headRefOid: head });
  });

  it("says less than it should of the reviews", async () => {
    const pr = await lacksAWord();
    await pr.as("carol").requestChanges();
    stage.github.faults.random({ seed: 7, rate: 0.3, when: ({ isWrite }) => !isWrite });
    await commands(stage, pr, "ann");
    stage.github.faults.clear();
    await staysOpen(stage, pr, "Changes were requested by `carol`");
  });

  it("does not say who is in the team of committers", async () => {
    const pr = await lacksAWord("  strategies: [committer-command]\n  committers: { team: committers }");
    stage.github.faults.add({ kind: "500", when: ({ operation }) => operation === "query Teams" });
    pr.as("mallory").comment(MERGE);
    // It is tried again until it is given up, and time passes meanwhile.
    await stage.waitsFor(stage.idle({ orLater: true }));
    expect(mergesAsked(stage)).toEqual([]);
    stage.github.faults.clear();
    await staysOpen(stage, pr, "Waiting for a `merge` comment from a committer");
  });
});

describe("when all that the App remembers is lost", () => {
  it("a command from before a push is none", async () => {
    const pr = await lacksAWord();
    await stage.stop();
    pr.as("ann").comment(MERGE);
    stage.pass(2);
    await pr.push(EVIL);
    stage.pass(2);
    await stage.deliveries.settled();
    await starts();
    await staysOpen(stage, pr, TOO_EARLY);
  });

  it("a change of the trusted author's that was taken back stays so", async () => {
    const pr = await updates(stage, { scene: { merge: BY_ITSELF }, draft: true });
    await commands(stage, pr, "ann", `@${BOT} cancel`);
    await stage.stop();
    pr.ready();
    await stage.deliveries.settled();
    await starts();
    await staysOpen(stage, pr, "The merge was cancelled, or may have been");
  });

  it("what auto-merge waited with, and was pushed to, is taken back", async () => {
    const repository = await mergeRepository(stage, { merge: BY_COMMAND });
    stage.world.updateRepository(repository.id, { allowAutoMerge: true });
    stage.world.setRole(repository.id, stage.world.user("r-ryantm").id, "write");
    repository.protect("master", { requiredChecks: ["build"] });
    const pr = await updates(stage, { repository });
    await builds(stage, pr, null);
    stage.pass(2);
    await commands(stage, pr, "ann");
    await stage.stop();
    stage.pass(2);
    await pr.push(EVIL);
    await stage.deliveries.settled();
    await starts();
    expect(await explained(stage, pr)).toContain(TOO_EARLY);
    expect(pr.record().autoMerge).toBeNull();
    await builds(stage, pr, "success");
    await staysOpen(stage, pr, TOO_EARLY, ["done"]);
  });
});
