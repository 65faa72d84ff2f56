import type { Conversation } from "simulated-github";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { BY_COMMAND, mergesAsked } from "./attack-scenes.ts";
import { openStage, type Stage } from "./bot.ts";
import { leaks } from "./leaks.ts";
import { builds, says } from "./merge-acts.ts";
import { helloUpdate, mergeRepository, updates } from "./merge-scenes.ts";
import { packageText } from "./packages.ts";
import { HELLO, proposes } from "./scenes.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
beforeEach(() => stage.github.requests.clear());
afterAll(async () => {
  expect(leaks(stage)).toEqual([]);
  await stage.close();
});

/** GitHub lists it before all other commits of a pull request. */
const LONG_AGO = { authoredAt: "2001-02-03T04:05:06Z" };

function writes(): (string | null)[] {
  return stage.github.requests
    .all()
    .map(({ operation }) => operation)
    .filter((operation) => operation !== null && !operation.startsWith("query"));
}

/** A pull request whose head is the first of the commits that GitHub lists. */
async function rewritten(): Promise<Conversation> {
  const pr = await proposes(stage, { [HELLO]: packageText("hello") });
  await stage.idle();
  await pr.push(
    { [HELLO]: packageText("hello", ["src = ~/src/hello;"]) },
    "hello: before all others",
    LONG_AGO,
  );
  await stage.idle();
  const listed = await stage.world.commitsOf(pr.record());
  expect(listed.indexOf(pr.record().headRefOid)).toBe(0);
  return pr;
}

describe("a head that GitHub does not list last", () => {
  it("is the one that is judged, and has one check, however often it is looked at", async () => {
    const pr = await rewritten();
    expect(pr.check("by-name")).toMatchObject({ conclusion: "failure", title: "1 error" });
    stage.github.requests.clear();
    await pr.edit({ title: "hello: another title" });
    await stage.idle();
    expect(writes()).toEqual([]);
  });

  it("has the bot's check where statuses may not be seen", async () => {
    const pr = await proposes(stage, { [HELLO]: packageText("hello") }, { owner: "statuses" });
    const installation = stage.installation("statuses");
    stage.world.setInstallationPermission(installation.id, "statuses", null);
    await pr.push({ [HELLO]: packageText("hello", ["src = ~/src/hello;"]) });
    await stage.idle();
    stage.github.requests.clear();
    await pr.edit({ title: "hello: another title" });
    await stage.idle();
    expect(stage.github.requests.counts()).toMatchInlineSnapshot(`
      {
        "query Objects": 1,
        "query OwnChecks": 1,
        "query PullRequest": 1,
      }
    `);
  });

  it("has one check where the bot has another suite on it, in which nothing ever happens", async () => {
    const pr = await proposes(stage, { [HELLO]: packageText("hello", ["src = ~/src/hello;"]) });
    await stage.idle();
    stage.world.addCheckSuite(pr.repository.id, stage.github.app.id, pr.record().headRefOid);
    stage.github.requests.clear();
    await pr.edit({ title: "hello: another title" });
    await stage.idle();
    expect(writes()).toEqual([]);
    pr.rerun("by-name");
    await stage.idle();
    expect(writes()).toEqual(["checks/create"]);
  });

  it("has the checks that a merge rests on", async () => {
    const repository = await mergeRepository(stage, { merge: `${BY_COMMAND}\n  checks: [build]` });
    const pr = await updates(stage, { repository, files: helloUpdate({ version: "1.0.5" }) });
    await pr.push(helloUpdate(), "hello: before all others", LONG_AGO);
    await stage.idle();
    await builds(stage, pr, "success");
    await says(stage, pr, "ann");
    expect(mergesAsked(stage)).toEqual(["done"]);
    expect(pr.record().state).toBe("MERGED");
  });
});
