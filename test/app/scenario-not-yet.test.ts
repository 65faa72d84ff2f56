import { ProbotOctokit } from "probot";
import type { Fault, FaultKind } from "simulated-github";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { redeliverFailed } from "../../src/app/jobs/redeliver.ts";
import { gitHubClient } from "../../src/github/client.ts";
import type { JsonObject } from "../../src/queue/json.ts";
import { openStage, PRIVATE_KEY, type Stage } from "./bot.ts";
import { leaks } from "./leaks.ts";
import { nixpkgs, packageText } from "./packages.ts";
import { HELLO, proposes } from "./scenes.ts";

let stage: Stage;
let since = 0;
beforeAll(async () => {
  stage = await openStage({ lasting: true });
});
beforeEach(() => {
  stage.github.requests.clear();
  since = stage.log.length;
});
afterEach(() => stage.github.faults.clear());
afterAll(async () => {
  expect(leaks(stage)).toEqual([]);
  await stage.close();
});

const FILES = { [HELLO]: packageText("hello") };

/** GitHub as the App itself sees it. */
function appOctokit() {
  const auth = { appId: stage.github.app.id, privateKey: PRIVATE_KEY };
  return new ProbotOctokit({
    auth,
    baseUrl: stage.github.url,
    throttle: { enabled: false },
    retry: { enabled: false },
  });
}

function fails(kind: FaultKind, operation: string, more: Partial<Fault> = {}): void {
  stage.github.faults.add({ kind, when: (request) => request.operation === operation, ...more });
}

describe("what GitHub does not have yet just after it told of it", () => {
  it.each<[FaultKind, string]>([
    ["not-found", "query PullRequest"],
    ["unauthorized", "query PullRequest"],
    ["not-found", "query Objects"],
    ["forbidden", "repos/compare-commits-with-basehead"],
  ])("is asked for again after %s to %s", async (kind, operation) => {
    fails(kind, operation, { times: 3 });
    // There is no test merge at first, so that it is asked where head and base parted.
    stage.world.setMergeabilityDelay(100);
    const pr = await proposes(stage, FILES);
    await stage.idle({ orLater: true });
    stage.world.setMergeabilityDelay(0);
    await pr.until(({ checks }) => checks.length > 0);
    expect(pr.check("by-name")?.conclusion).toBe("success");
    expect(stage.logged({ msg: "ran", outcome: "later" }, since).length).toBeGreaterThanOrEqual(2);
  });

  it.each<[FaultKind, string]>([
    ["not-found", "query Configuration"],
    ["not-found", "checks/list-for-ref"],
    ["unauthorized", "checks/list-for-ref"],
    ["forbidden", "query Configuration"],
    ["forbidden", "checks/create"],
  ])("is asked for again by a merge queue's check after %s to %s", async (kind, operation) => {
    const pr = await proposes(stage, FILES);
    await stage.idle();
    fails(kind, operation, { times: 2 });
    const { headOid } = await stage.world.createMergeGroup(pr.repository.id, [pr.number]);
    await stage.idle();
    const [run] = stage.world.state.checkRuns(pr.repository.id, headOid);
    expect(run?.conclusion).toBe("success");
  });

  it("may be the token of an installation", async () => {
    fails("not-found", "apps/create-installation-access-token", { times: 2 });
    const pr = await proposes(stage, FILES, { owner: "newcomer" });
    await stage.idle();
    expect(pr.check("by-name")?.conclusion).toBe("success");
  });
});

describe("what GitHub does not have for good", () => {
  it("is tried for some minutes, and then no more", async () => {
    fails("not-found", "query PullRequest");
    const began = Date.now();
    const pr = await proposes(stage, FILES);
    await stage.idle();
    expect(pr.check("by-name")).toBeNull();
    const pull = `${pr.repository.nameWithOwner}#${pr.number}`;
    expect(stage.logged({ msg: "ran", outcome: "failed", pull }, since)).toHaveLength(1);
    const tries = stage.logged({ msg: "ran", outcome: "later", pull }, since).length;
    expect(tries).toBeGreaterThanOrEqual(3);
    expect(tries).toBeLessThan(20);
    expect(Date.now() - began).toBeGreaterThan(5 * 60_000);
  });
});

it("a delivery that always fails is asked for three times, and then no more", async () => {
  const repository = await stage.repository("refused/nixpkgs", nixpkgs());
  await stage.idle();
  await stage.stop();
  await stage.world.as("alice").opensPullRequest(repository, { title: "hello: hello", files: FILES });
  await stage.deliveries.settled();
  const client = gitHubClient(appOctokit());
  const asked: number[] = [];
  const memory = new Map<string, JsonObject>();
  for (let round = 0; round < 4; round++) {
    const kept = {
      get: async (key: string) => memory.get(key) ?? null,
      put: async (key: string, value: JsonObject) => void memory.set(key, value),
    };
    const before = stage.deliveries.log().length;
    await redeliverFailed(client, kept, ["pull_request"]);
    await stage.deliveries.settled();
    asked.push(stage.deliveries.log().length - before);
  }
  await stage.start();
  const mine = stage.deliveries
    .log()
    .filter(({ event, repositoryId }) => event === "pull_request" && repositoryId === repository.id);
  expect(mine).toHaveLength(3);
  expect(asked.at(-1)).toBe(0);
});

describe("what a merge queue asked for while the bot was away", () => {
  it("is asked for again at the start", async () => {
    const repository = await stage.repository("away/queued", nixpkgs());
    const pr = await stage.world
      .as("alice")
      .opensPullRequest(repository, { title: "hello: hello", files: FILES });
    await stage.idle();
    await stage.stop();
    const { headOid } = await stage.world.createMergeGroup(repository.id, [pr.number]);
    await stage.deliveries.settled();
    stage.github.requests.clear();
    await stage.start({ redeliverMinutes: 10 });
    await expect.poll(() => stage.logged({ msg: "asked for deliveries again" }, since).length).toBe(1);
    await stage.idle();
    expect(stage.world.state.checkRuns(repository.id, headOid)).toMatchObject([{ conclusion: "success" }]);
    const asked = stage.deliveries.log().filter(({ redelivery }) => redelivery);
    expect(asked.find(({ event }) => event === "merge_group")?.statusCode).toBe(200);

    await stage.stop();
    stage.github.requests.clear();
    await stage.start({ redeliverMinutes: 10 });
    await expect
      .poll(() => stage.github.requests.counts()["apps/list-webhook-deliveries"] ?? 0)
      .toBeGreaterThan(0);
    await stage.idle();
    // Each failure is made good once.
    expect(stage.github.requests.counts()["apps/redeliver-webhook-delivery"]).toBeUndefined();
  });
});
