import type { CheckConclusion, Conversation } from "simulated-github";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { summaryText } from "../../src/action/summary.ts";
import { findingMarker } from "../../src/review/conversation/markers.ts";
import { HASHES, helloUpdate, mergeRepository, sourcePackage } from "../app/merge-scenes.ts";
import { packagePath } from "../app/packages.ts";
import { type ActionStage, openActionStage, RUN_ID, type TokenOf } from "./stage.ts";

let stage: ActionStage;
beforeAll(async () => {
  stage = await openActionStage();
});
beforeEach(() => stage.github.requests.clear());
afterAll(() => stage.close());

/** People by their names: a job's token sees no teams. */
const by = (strategy: string, ...more: readonly string[]) =>
  [
    `  strategies: [${strategy}]`,
    "  trusted-authors: [r-ryantm]",
    "  committers: { users: [carol] }",
    "  checks: [build]",
    ...more,
  ].join("\n");

/** An update of what ann and ben maintain. */
const SHARED = {
  [packagePath("shared")]: sourcePackage("shared", {
    version: "1.1",
    hash: HASHES.new,
    maintainers: "[ ann ben ]",
  }),
};

/** An update of `hello`, which ann maintains; a job has looked at it, and time has passed. */
async function updates(
  merge: string,
  { token = "job" as TokenOf, author = "r-ryantm", files = helloUpdate() } = {},
) {
  const repository = await mergeRepository(stage, { merge });
  const pr = await stage.world.as(author).opensPullRequest(repository, { title: "hello: 1.0 -> 1.1", files });
  await stage.onPull(pr, "opened", { token });
  stage.pass(10);
  return pr;
}

/** A check run on the head by GitHub Actions or another App: it runs (null), or has ended. */
async function checks(
  pr: Conversation,
  name: string,
  conclusion: CheckConclusion | null,
  { by: slug = "github-actions", detailsUrl = "", externalId = "" } = {},
) {
  const app =
    stage.world.state.apps().find((one) => one.slug === slug) ??
    stage.world.createApp({ slug, permissions: { checks: "write" }, events: [] });
  await stage.world.createCheckRun(pr.repository.id, app.id, {
    name,
    headOid: pr.record().headRefOid,
    ...(detailsUrl === "" ? {} : { detailsUrl }),
    ...(externalId === "" ? {} : { externalId }),
    ...(conclusion === null ? { status: "in_progress" as const } : { conclusion }),
  });
}

/** The owner's workflow is done. */
const workflowRun = (pr: Conversation) => ({
  event: "workflow_run",
  payload: {
    action: "completed",
    workflow_run: { head_sha: pr.record().headRefOid, conclusion: "success", pull_requests: [] },
  },
});

async function afterCi(
  pr: Conversation,
  conclusion: CheckConclusion | null = "success",
  token: TokenOf = "job",
) {
  await checks(pr, "build", conclusion);
  stage.pass(2);
  return stage.act(pr.repository, { ...workflowRun(pr), token });
}

async function says(pr: Conversation, login: string, body: string, token: TokenOf = "job") {
  stage.pass(2);
  const comment = pr.as(login).comment(body);
  stage.pass(2);
  await stage.onComment(pr, { token });
  return comment;
}

function isMergedBy(pr: Conversation, login: string): void {
  const { state, mergedById } = pr.record();
  const who = mergedById === null ? null : stage.world.state.account(mergedById)?.login;
  expect({ state, who }).toEqual({ state: "MERGED", who: login });
}

const ASKING = [
  "mutation mergePullRequest",
  "mutation enqueuePullRequest",
  "mutation enablePullRequestAutoMerge",
];

/** It is open, GitHub was not asked to merge it now or later, and the check says why. */
function staysOpen(pr: Conversation, why: string, author = "github-actions[bot]"): void {
  const { state } = pr.record();
  const asked = Object.keys(stage.github.requests.counts()).filter((one) => ASKING.includes(one));
  expect({ state, asked }).toEqual({ state: "OPEN", asked: [] });
  const said = pr.view().comments.flatMap((one) => (one.author === author ? [one.body] : []));
  const [check] = stage.world.state
    .checkRuns(pr.repository.id, pr.record().headRefOid)
    .filter(({ name, externalId }) => name === "by-name" && externalId !== null)
    .toSorted((a, b) => b.id - a.id);
  expect([...said, check?.output.text ?? ""].join("\n")).toContain(why);
}

describe("with the job's token", () => {
  test("an update by a trusted author merges once the owner's workflow is green", async () => {
    const pr = await updates(by("trusted-update"));
    expect(pr.record().state).toBe("OPEN");
    await afterCi(pr);
    isMergedBy(pr, "github-actions[bot]");
    expect(await pr.repository.read(packagePath("hello"))).toContain(HASHES.new);
  });

  test("a merge that somebody else's came before is asked for again, and the job is fine", async () => {
    const pr = await updates(by("trusted-update"));
    const when = ({ operation }: { operation: string | null }) => operation === "mutation mergePullRequest";
    stage.github.faults.add({ kind: "base-modified", times: 2, when });
    const result = await afterCi(pr);
    stage.github.faults.clear();
    isMergedBy(pr, "github-actions[bot]");
    expect(stage.github.requests.counts()).toMatchObject({ "mutation mergePullRequest": 3 });
    expect(result).toMatchObject({ done: true, outcomes: [{ refusals: [], failure: null }] });
  });

  test("an approval by a maintainer counts, since it names its commit", async () => {
    const pr = await updates(by("maintainer-approval"), { author: "carol" });
    await pr.as("ann").approve();
    await afterCi(pr);
    isMergedBy(pr, "github-actions[bot]");
  });

  test("what all of its maintainers approved merges, and not before the last of them did", async () => {
    const pr = await updates(by("all-maintainers"), { author: "carol", files: SHARED });
    await pr.as("ann").approve();
    await afterCi(pr);
    staysOpen(pr, "`ben` has to approve the newest commit.");
    await pr.as("ben").approve();
    stage.pass(2);
    await stage.act(pr.repository, workflowRun(pr));
    isMergedBy(pr, "github-actions[bot]");
  });

  test("the pull request of a workflow that is done is asked for by its commit", async () => {
    const pr = await updates(by("trusted-update"));
    stage.github.requests.clear();
    await afterCi(pr);
    isMergedBy(pr, "github-actions[bot]");
    const asked = stage.github.requests.counts();
    expect(asked).toMatchObject({ "query PullRequestsOfCommit": 1 });
    expect(asked).not.toHaveProperty(["query Sweep"]);
  });

  test("a command merges nothing: it is not known when the head was pushed", async () => {
    const pr = await updates(by("maintainer-command"));
    await checks(pr, "build", "success");
    const { id } = await says(pr, "ann", "@github-actions merge");
    staysOpen(pr, "it is not known whether it came after the last push");
    staysOpen(pr, "So no command merges anything here.");
    const asked = pr.view().comments.find((comment) => comment.id === id);
    expect(asked?.reactions).toEqual({ eyes: ["github-actions[bot]"], "-1": ["github-actions[bot]"] });
  });

  test("a check run that somebody else made in its name does not say when the head was pushed", async () => {
    const pr = await updates(by("maintainer-command"));
    const externalId = `${"a".repeat(32)}/0/${pr.number}`;
    await checks(pr, "by-name", "success", { externalId });
    await checks(pr, "build", "success");
    await says(pr, "ann", "@github-actions merge");
    staysOpen(pr, "it is not known whether it came after the last push");
  });

  test("another workflow's check has the same author, and counts: one that failed", async () => {
    const pr = await updates(by("trusted-update"));
    await checks(pr, "lint", "failure");
    await afterCi(pr);
    await says(pr, "onlooker", "@github-actions explain");
    staysOpen(pr, "lint");
  });

  test("one that runs is waited for", async () => {
    const pr = await updates(by("trusted-update"));
    await checks(pr, "lint", null, { detailsUrl: "https://github.com/a/b/actions/runs/1/job/2" });
    await afterCi(pr);
    await says(pr, "onlooker", "@github-actions explain");
    staysOpen(pr, "lint");
    await checks(pr, "lint", "success");
    await stage.act(pr.repository, workflowRun(pr));
    isMergedBy(pr, "github-actions[bot]");
  });

  test("the job that looks does not wait for itself", async () => {
    const pr = await updates(by("trusted-update"));
    await checks(pr, "review", null, { detailsUrl: `https://github.com/a/b/actions/runs/${RUN_ID}/job/2` });
    await afterCi(pr);
    isMergedBy(pr, "github-actions[bot]");
  });

  test("committers that are a team are not known, so that a request for changes may be one's", async () => {
    const pr = await updates(by("trusted-update").replace("{ users: [carol] }", "{ team: committers }"));
    await pr.as("somebody").requestChanges("Not like this");
    await afterCi(pr);
    staysOpen(pr, "❌ Changes were requested by `somebody`.");
  });

  test("nothing is put into a merge queue", async () => {
    const pr = await updates(by("trusted-update"));
    pr.repository.mergeQueue("master");
    const result = await afterCi(pr);
    expect(pr.record().mergeQueueEntry).toBeNull();
    expect(summaryText(result, String)).toContain("nothing is put into one");
    staysOpen(pr, "`trusted-update` holds");
  });

  test("nothing is left to GitHub to merge later", async () => {
    const pr = await updates(by("trusted-update"));
    stage.world.updateRepository(pr.repository.id, { allowAutoMerge: true });
    pr.repository.protect("master", { requiredChecks: ["build"], requiredApprovals: 1 });
    await afterCi(pr);
    expect(pr.record().autoMerge).toBeNull();
    staysOpen(pr, "`trusted-update` holds");
  });

  test("what another workflow has left to it is not taken back", async () => {
    const pr = await updates(by("maintainer-approval"));
    stage.world.updateRepository(pr.repository.id, { allowAutoMerge: true });
    pr.repository.protect("master", { requiredChecks: ["build"] });
    const bot = stage.world.state.accountByLogin("github-actions[bot]")?.id ?? 0;
    await stage.world.enableAutoMerge(pr.repository.id, pr.number, bot, { method: "squash" });
    await afterCi(pr, null);
    expect(pr.record().autoMerge).not.toBeNull();
  });

  test("what GitHub gives up of that is not the bot's to tell of", async () => {
    const pr = await updates(by("maintainer-approval"));
    pr.repository.mergeQueue("master", { checks: ["build"], method: "squash" });
    await checks(pr, "build", "success");
    const bot = stage.world.state.accountByLogin("github-actions[bot]")?.id ?? 0;
    await stage.world.enqueue(pr.repository.id, pr.number, bot);
    await stage.world.settled();
    const group = stage.world.state.mergeGroups(pr.repository.id).findLast(({ isQueued }) => isQueued);
    const app = stage.world.state.apps().find(({ slug }) => slug === "github-actions");
    await stage.world.createCheckRun(pr.repository.id, app?.id ?? 0, {
      name: "build",
      headOid: group?.headOid ?? "",
      conclusion: "failure",
    });
    await stage.world.settled();
    expect(pr.record().mergeQueueEntry).toBeNull();
    await stage.onPull(pr, "edited");
    expect(pr.view().comments).toEqual([]);
  });

  test("what another workflow turned off, or asks to change where it is a committer, stands against a merge", async () => {
    const off = await updates(by("trusted-update"));
    const bot = stage.world.state.accountByLogin("github-actions[bot]")?.id ?? 0;
    stage.world.updateRepository(off.repository.id, { allowAutoMerge: true });
    off.repository.protect("master", { requiredChecks: ["build"] });
    await stage.world.enableAutoMerge(off.repository.id, off.number, bot, { method: "squash" });
    stage.world.disableAutoMerge(off.repository.id, off.number, bot);
    await afterCi(off);
    staysOpen(off, "The merge was cancelled");
    const asks = await updates(by("trusted-update").replace("[carol]", '["github-actions[bot]"]'));
    await stage.world.createReview(asks.repository.id, asks.number, bot, {
      event: "REQUEST_CHANGES",
      body: "No",
    });
    await afterCi(asks);
    staysOpen(asks, "Changes were requested by `github-actions[bot]`");
  });

  test("a mark in a comment of another workflow is not the bot's", async () => {
    const pr = await updates(by("trusted-update"));
    const bot = stage.world.state.accountByLogin("github-actions[bot]");
    const body = `lint: a stranger's text\n${findingMarker({ id: "abc", fixed: false })}`;
    await stage.world.createReview(pr.repository.id, pr.number, bot?.id ?? 0, {
      event: "REQUEST_CHANGES",
      body: `Please change this\n<!-- by-name-bot review inline abc body -->`,
      comments: [{ path: packagePath("hello"), line: 9, side: "RIGHT", body }],
    });
    await stage.onPull(pr, "edited");
    expect(pr.view().threads).toMatchObject([{ isResolved: false }]);
    expect(pr.view().threads[0]?.comments[0]?.body).toBe(body);
    expect(pr.record().reviews).toMatchObject([{ state: "CHANGES_REQUESTED" }]);
  });
});

describe("with an App's token", () => {
  test("a command merges what was there when the check run on it began", async () => {
    const pr = await updates(by("maintainer-command"), { token: "app" });
    await checks(pr, "build", "success", { by: "ci" });
    await says(pr, "ann", "@by-name-bot merge", "app");
    isMergedBy(pr, "by-name-bot[bot]");
  });

  test("one that came before the first look does not count", async () => {
    const repository = await mergeRepository(stage, { merge: by("maintainer-command") });
    const pr = await stage.world
      .as("r-ryantm")
      .opensPullRequest(repository, { title: "hello: 1.0 -> 1.1", files: helloUpdate() });
    await checks(pr, "build", "success", { by: "ci" });
    await says(pr, "ann", "@by-name-bot merge", "app");
    staysOpen(pr, "it may be older than the last push", "by-name-bot[bot]");
  });

  test("a push after the command ends it", async () => {
    const pr = await updates(by("maintainer-command"), { token: "app" });
    stage.pass(2);
    pr.as("ann").comment("@by-name-bot merge");
    stage.pass(2);
    await pr.push({
      [packagePath("hello")]: sourcePackage("hello", {
        version: "1.2",
        hash: HASHES.new,
        maintainers: "[ ann ]",
      }),
    });
    await checks(pr, "build", "success", { by: "ci" });
    await stage.onPull(pr, "synchronize", { token: "app" });
    staysOpen(pr, "it may be older than the last push", "by-name-bot[bot]");
  });

  test("the check run of another pull request with that head says nothing of this one", async () => {
    const pr = await updates(by("maintainer-command"), { token: "app" });
    // What is to land is checked before, on a pull request of its own.
    const files = {
      [packagePath("hello")]: sourcePackage("hello", {
        version: "6.6",
        hash: HASHES.new,
        maintainers: "[ ann ]",
      }),
    };
    const other = await stage.world
      .as("r-ryantm")
      .opensPullRequest(pr.repository, { title: "hello: Other", files });
    await stage.onPull(other, "opened", { token: "app" });
    const externalId = `${"a".repeat(32)}/0/${other.number}`;
    stage.pass(10);
    pr.as("ann").comment("@by-name-bot merge");
    stage.pass(10);
    await pr.push(files);
    await checks(pr, "build", "success", { by: "ci" });
    // Its time is that of the other one, before the command.
    await stage.world.createCheckRun(pr.repository.id, stage.github.app.id, {
      name: "by-name",
      headOid: pr.record().headRefOid,
      conclusion: "success",
      externalId,
      startedAt: new Date(stage.now() - 15_000).toISOString().replace(".000", ""),
    });
    await stage.onComment(pr, { token: "app" });
    staysOpen(pr, "it may be older than the last push", "by-name-bot[bot]");
  });

  test("a head that was left, and comes back after the command, was pushed after it", async () => {
    const repository = await mergeRepository(stage, { merge: by("maintainer-command") });
    const branch = "update";
    const onto = repository.head() ?? "";
    const shown = await repository.commit({ branch, onto, files: helloUpdate() });
    const files = helloUpdate({ lines: ['configureFlags = [ "--with-more" ];'] });
    const hidden = await repository.commit({ branch, files });
    const pr = await stage.world.as("carol").proposes(repository, branch, { title: "hello: 1.0 -> 1.1" });
    await stage.onPull(pr, "opened", { token: "app" });
    stage.pass(10);
    await repository.push(branch, shown, { force: true });
    await stage.onPull(pr, "synchronize", { token: "app" });
    stage.pass(10);
    pr.as("ann").comment("@by-name-bot merge");
    stage.pass(10);
    await repository.push(branch, hidden);
    await checks(pr, "build", "success", { by: "ci" });
    expect(pr.record().headRefOid).toBe(hidden);
    await stage.onComment(pr, { token: "app" });
    staysOpen(pr, "it may be older than the last push", "by-name-bot[bot]");
    // Once its check run is there, a command counts.
    await says(pr, "ann", "@by-name-bot merge", "app");
    isMergedBy(pr, "by-name-bot[bot]");
  });

  test("teams are known", async () => {
    const pr = await updates(by("trusted-update").replace("{ users: [carol] }", "{ team: committers }"), {
      token: "app",
    });
    await afterCi(pr, "success", "app");
    isMergedBy(pr, "by-name-bot[bot]");
  });
});

test("mode `review` merges nothing", async () => {
  const pr = await updates(by("trusted-update"));
  await checks(pr, "build", "success");
  await stage.act(pr.repository, { ...workflowRun(pr), variables: { INPUT_MODE: "review" } });
  expect(pr.record().state).toBe("OPEN");
  await stage.act(pr.repository, workflowRun(pr));
  isMergedBy(pr, "github-actions[bot]");
});

test("mode `dry-run` merges nothing", async () => {
  const pr = await updates(by("trusted-update"));
  await checks(pr, "build", "success");
  await stage.act(pr.repository, { ...workflowRun(pr), variables: { INPUT_MODE: "dry-run" } });
  expect(pr.record().state).toBe("OPEN");
});

test("a command is answered with what the mode lets be done", async () => {
  const pr = await updates(by("maintainer-command"), { token: "app" });
  await checks(pr, "build", "success", { by: "ci" });
  stage.pass(2);
  pr.as("ann").comment("@by-name-bot merge");
  await stage.onComment(pr, { token: "app", variables: { INPUT_MODE: "review" } });
  staysOpen(pr, "the workflow's `mode` is `review`", "by-name-bot[bot]");
});

test("a schedule finds what waits", async () => {
  const pr = await updates(by("trusted-update"));
  await checks(pr, "build", "success");
  stage.pass(2);
  await stage.act(pr.repository, { event: "schedule" });
  isMergedBy(pr, "github-actions[bot]");
});
