import type { Conversation, OpensPullRequest } from "simulated-github";
import { afterAll, beforeAll, expect, it } from "vitest";
import { BOT, openStage, type Stage } from "./bot.ts";
import { leaks } from "./leaks.ts";
import { nixpkgs, packageText } from "./packages.ts";
import { conversationOf } from "./rendering.ts";
import { HELLO } from "./scenes.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(async () => {
  expect(leaks(stage)).toEqual([]);
  await stage.close();
});

const WRONG = { [HELLO]: packageText("hello", ["src = ~/hello;"]) };

async function opened(owner: string, options: Partial<OpensPullRequest> = {}): Promise<Conversation> {
  const repository = await stage.repository(`${owner}/nixpkgs`, nixpkgs());
  const change = { title: "hello: init", files: WRONG, ...options };
  const pr = await stage.world.as("alice").opensPullRequest(repository, change);
  await stage.idle();
  return pr;
}

/** The events since the log had so many lines that led to a job, with the jobs; installing left out. */
function ledTo(since: number): string[] {
  return stage
    .logged({ msg: "queued" }, since)
    .filter(({ event }) => event !== "installation")
    .map(({ event, jobs }) => `${event} → ${jobs}`);
}

/** The ids of the check runs on the head, whichever of them counts. */
function checkRuns(pr: Conversation): number[] {
  return stage.world.state.checkRuns(pr.repository.id, pr.record().headRefOid).map(({ id }) => id);
}

it("what the bot does itself leads to no job, whatever it is", async () => {
  const since = stage.log.length;
  const deliveriesBefore = stage.deliveries.log().length;
  const pr = await opened("own");
  pr.comment(`@${BOT} explain`);
  await stage.idle();
  await pr.push({ [HELLO]: packageText("hello") });
  await stage.idle();
  const own = stage.deliveries
    .log()
    .slice(deliveriesBefore)
    .filter(({ request }) => JSON.parse(request.payload).sender.login === `${BOT}[bot]`);
  expect([...new Set(own.map(({ event, action }) => `${event} ${action}`))].sort()).toMatchInlineSnapshot(`
    [
      "check_run completed",
      "check_run created",
      "check_suite completed",
      "issue_comment created",
      "pull_request_review dismissed",
      "pull_request_review submitted",
      "pull_request_review_comment created",
      "pull_request_review_comment edited",
    ]
  `);
  for (const { guid } of own) expect(stage.logged({ msg: "queued", delivery: guid })).toEqual([]);
  expect(ledTo(since)).toMatchInlineSnapshot(`
    [
      "pull_request → review:own/nixpkgs#1",
      "issue_comment → review:own/nixpkgs#1",
      "pull_request → review:own/nixpkgs#1",
    ]
  `);
});

it.each([
  ["from a branch of the repository", false],
  ["from a fork, which the event does not name", true],
])("re-running the check of a pull request %s looks again, and gives a new check", async (_, fork) => {
  const pr = await opened(fork ? "rerun-fork" : "rerun-branch", { fork });
  const before = conversationOf(pr);
  const [first] = checkRuns(pr);
  const since = stage.log.length;
  pr.rerun("by-name");
  await stage.idle();
  expect(ledTo(since)).toHaveLength(1);
  expect(conversationOf(pr)).toBe(before);
  expect(pr.check("by-name")).toMatchObject({ status: "completed", conclusion: "failure" });
  expect(checkRuns(pr)).toEqual([first, expect.any(Number)]);
});

it.each([
  ["a branch of the repository", false],
  ["a fork", true],
])("re-running all checks of a pull request from %s does the same", async (_, fork) => {
  const pr = await opened(fork ? "suite-fork" : "suite-branch", { fork });
  const [suite] = stage.world.state
    .checkSuites(pr.repository.id, pr.record().headRefOid)
    .filter(({ appId }) => appId === stage.github.app.id);
  const before = conversationOf(pr);
  stage.world.rerequestCheckSuite(suite?.id ?? 0, stage.world.user("alice").id);
  await stage.idle();
  expect(checkRuns(pr)).toHaveLength(2);
  expect(conversationOf(pr)).toBe(before);
});

it("a fork's pull request is found by its head also when the bot remembers nothing", async () => {
  const pr = await opened("forgotten", { fork: true });
  await stage.stop();
  await stage.start();
  pr.rerun("by-name");
  await stage.idle();
  expect(checkRuns(pr)).toHaveLength(2);
});

it("re-running the checks of others is none of our business", async () => {
  const pr = await opened("others");
  const app = stage.world.createApp({ slug: "ci", permissions: { checks: "write" }, events: [] });
  stage.world.install(app.id, "others");
  await stage.world.createCheckRun(pr.repository.id, app.id, {
    name: "build",
    headOid: pr.record().headRefOid,
    conclusion: "failure",
  });
  const since = stage.log.length;
  pr.rerun("build");
  await stage.idle();
  expect(ledTo(since).filter((line) => !line.includes("find-waiting"))).toEqual([]);
  expect(stage.logged({ msg: "looked for", found: true }, since)).toEqual([]);
});

it("a change of the title or the description, which a merge queue puts into the commit, is looked at", async () => {
  const pr = await opened("edits");
  const since = stage.log.length;
  await pr.edit({ body: "More words" });
  await stage.idle();
  expect(ledTo(since)).toHaveLength(1);
  await pr.edit({ title: "hello: init at 1.0" });
  await stage.idle();
  expect(ledTo(since)).toHaveLength(2);
});

it("another base is another change", async () => {
  const pr = await opened("rebased");
  await pr.repository.commit({ branch: "staging", files: WRONG });
  await stage.idle();
  expect(pr.check("by-name")?.conclusion).toBe("failure");
  await pr.edit({ base: "staging" });
  await stage.idle();
  expect(conversationOf(pr)).toMatchInlineSnapshot(`
    "alice pushed commit 1
    by-name-bot[bot] requested changes (dismissed): Thank you for this change! 1 error to fix. See the comment on its line.
      pkgs/by-name/he/hello/package.nix:8 (resolved by by-name-bot[bot]): ✅ Not reported any more: the base branch or a setting has changed. Was: ❌ \`path-home\` (NPV-128)
    alice: BaseRefChangedEvent
    by-name-bot[bot] dismissed a review: Nothing blocks this any more: the base branch or a setting has changed.
    check by-name: neutral, No by-name package is touched"
  `);
});

it("deliveries that arrive twice, and in another order, come to the same", async () => {
  const repository = await stage.repository("shuffled/nixpkgs", nixpkgs());
  stage.deliveries.setFaults({ seed: 7, repeat: 0.5, reorder: 0.5, delay: 20 });
  const alice = stage.world.as("alice");
  const pr = await alice.opensPullRequest(repository, { title: "hello: init", files: WRONG });
  pr.comment(`@${BOT} explain path-home`);
  await pr.push({ [HELLO]: packageText("hello", ["src = ~/hello;", "patches = <patches>;"]) });
  pr.comment(`@${BOT} merge`);
  await pr.push({ [HELLO]: packageText("hello", ["patches = <patches>;"]) });
  await stage.idle();
  stage.deliveries.setFaults(null);
  const view = pr.view();
  const open = view.threads.filter(({ isResolved }) => !isResolved);
  expect(open).toMatchObject([{ path: HELLO, line: 8 }]);
  expect(view.comments.filter(({ author }) => author === `${BOT}[bot]`)).toHaveLength(2);
  expect(pr.check("by-name")).toMatchObject({ conclusion: "failure", title: "1 error" });
  expect(checkRuns(pr)).toHaveLength(1);
});
