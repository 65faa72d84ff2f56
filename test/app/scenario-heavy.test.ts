import type { Fault, RequestFacts } from "simulated-github";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { BY_COMMAND } from "./attack-scenes.ts";
import { BOT, openStage, type Stage } from "./bot.ts";
import { leaks } from "./leaks.ts";
import { builds, says } from "./merge-acts.ts";
import { updates } from "./merge-scenes.ts";
import { nixpkgs, packageText } from "./packages.ts";
import { HELLO, proposes } from "./scenes.ts";

let stage: Stage;
let since = 0;
beforeAll(async () => {
  stage = await openStage();
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

const WRONG = { [HELLO]: packageText("hello", ["src = ~/hello;"]) };

function tooHeavy(when: (request: RequestFacts) => boolean, more: Partial<Fault> = {}): void {
  stage.github.faults.add({ kind: "too-heavy", when, ...more });
}

/** How many pull requests each page of a sweep was to have, as it is asked for. */
function watchedPages(): string[] {
  const pages: string[] = [];
  tooHeavy(({ operation, body }) => {
    if (operation?.startsWith("query Sweep")) {
      pages.push(`${operation.slice(6)} ${Object(body).variables.first}`);
    }
    return false;
  });
  return pages;
}

describe("a sweep whose pages are too much for GitHub", () => {
  async function swept(owner: string): Promise<string[]> {
    const repository = await stage.repository(`${owner}/nixpkgs`, nixpkgs());
    await stage.idle();
    await stage.stop();
    for (const title of ["one", "two", "three"]) {
      await stage.world.as("alice").opensPullRequest(repository, { title, files: WRONG });
    }
    await stage.deliveries.settled();
    stage.github.requests.clear();
    since = stage.log.length;
    await stage.start({ sweepMinutes: 60 });
    const looked = () =>
      stage
        .logged({ msg: "handled" }, since)
        .flatMap(({ pull }) => (String(pull).startsWith(owner) ? [String(pull)] : []));
    await expect.poll(() => looked().length, { timeout: 30_000 }).toBeGreaterThanOrEqual(3);
    await stage.idle();
    await stage.stop();
    await stage.start();
    return [...new Set(looked())].sort();
  }

  it("goes on with smaller ones", async () => {
    const pages = watchedPages();
    tooHeavy(({ operation, body }) => operation === "query Sweep" && Object(body).variables.first > 6);
    expect(await swept("halves")).toEqual(["halves/nixpkgs#1", "halves/nixpkgs#2", "halves/nixpkgs#3"]);
    expect(pages).toEqual(expect.arrayContaining(["Sweep 25", "Sweep 12", "Sweep 6"]));
    expect(pages).not.toContain("Sweep 3");
  });

  it("goes past one that cannot be read with its checks", async () => {
    const isFirst = ({ operation, body }: RequestFacts) => {
      const { owner, after } = Object(body).variables ?? {};
      return operation === "query Sweep" && owner === "past" && after === null;
    };
    const pages = watchedPages();
    tooHeavy(isFirst);
    expect(await swept("past")).toEqual(["past/nixpkgs#1", "past/nixpkgs#2", "past/nixpkgs#3"]);
    expect(pages).toContain("SweepPast 1");
  });
});

describe("a pull request that is too much for one request", () => {
  it.each(["too-heavy", "502-html"] as const)("is read in two after %s", async (kind) => {
    const pr = await proposes(stage, WRONG);
    await stage.idle();
    const { checks, threads } = pr.view();
    stage.github.faults.add({ kind, when: ({ operation }) => operation === "query PullRequest" });
    stage.github.requests.clear();
    await pr.edit({ title: "hello: another title" });
    await stage.idle();
    expect(stage.github.requests.counts()).toEqual({
      "query Objects": 1,
      "query PullRequest": 1,
      "query PullRequestPart": 1,
      "query PullRequestSaid": 1,
    });
    expect(pr.view().checks).toEqual(checks);
    expect(pr.view().threads).toEqual(threads);
  });

  it("merges by what both say", async () => {
    tooHeavy(({ operation }) => operation === "query PullRequest");
    const pr = await updates(stage, { scene: { merge: `${BY_COMMAND}\n  checks: [build]` }, build: false });
    await says(stage, pr, "ann");
    expect(pr.record().state).toBe("OPEN");
    await builds(stage, pr, "success");
    expect(pr.record().state).toBe("MERGED");
  });

  it("is read anew where it changed between the two", async () => {
    const pr = await proposes(stage, WRONG);
    await stage.idle();
    tooHeavy(({ operation }) => operation === "query PullRequest");
    const pushed = stage.github.before("query PullRequestSaid", async () => {
      stage.pass(2);
      await pr.push({ [HELLO]: packageText("hello") });
    });
    pr.comment(`@${BOT} check`);
    await pushed;
    await stage.idle();
    expect(pr.check("by-name")?.conclusion).toBe("success");
  });
});

it("checks of commits that nothing waits for lead to no job", async () => {
  const pr = await proposes(stage, { [HELLO]: packageText("hello") });
  await stage.idle();
  since = stage.log.length;
  await builds(stage, pr, "success");
  expect(stage.logged({ msg: "queued" }, since)).toEqual([]);
});

it("a check of a fork that somebody asks for again is found by its commit", async () => {
  const pr = await proposes(stage, { [HELLO]: packageText("hello") });
  await stage.idle();
  const first = pr.check("by-name")?.id;
  stage.github.requests.clear();
  pr.rerun("by-name");
  await stage.idle();
  expect(stage.github.requests.counts()).toMatchObject({ "query PullRequestsOfCommit": 1 });
  expect(pr.check("by-name")?.id).not.toBe(first);
});
