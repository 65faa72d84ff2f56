import type { Conversation, RepositoryHandle } from "simulated-github";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, onTestFinished } from "vitest";
import { BOT, openStage, type Stage } from "./bot.ts";
import { leaks } from "./leaks.ts";
import { nixpkgs, packageText } from "./packages.ts";
import { conversationOf } from "./rendering.ts";
import { HELLO } from "./scenes.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ lasting: true, running: false });
});
afterAll(async () => {
  expect(leaks(stage)).toEqual([]);
  await stage.close();
});

let since = 0;
beforeEach(() => {
  since = stage.log.length;
});
afterEach(() => stopped());

const WRONG = { [HELLO]: packageText("hello", ["src = ~/hello;"]) };

/** Starts the App, which then looks for what it has missed, and waits until it is done with that. */
async function started(changes: Parameters<Stage["start"]>[0] = {}): Promise<void> {
  since = stage.log.length;
  await stage.start({ sweepMinutes: 60, ...changes });
  const begun = () => stage.logged({ msg: "sweeping" }, since).length;
  await expect.poll(begun, { timeout: 30_000 }).toBeGreaterThan(0);
  await stage.idle();
}

/** GitHub can reach nobody while the App is down. */
async function stopped(): Promise<void> {
  await stage.stop();
  stage.deliveries.setUrl(null);
  since = stage.log.length;
}

async function opened(repository: RepositoryHandle, title = "hello: init"): Promise<Conversation> {
  return stage.world.as("alice").opensPullRequest(repository, { title, files: WRONG });
}

/** Which pull requests were looked at in this test, each as often as it was. */
function lookedAt(): string[] {
  return stage
    .logged({ msg: "handled" }, since)
    .map(({ pull, result }) => `${pull} ${result}`)
    .sort();
}

it("what happened while the bot was away is made good when it starts, and nothing else is looked at", async () => {
  const repository = await stage.repository("away/nixpkgs", nixpkgs());
  await started();
  const quiet = await opened(repository, "quiet");
  const pushed = await opened(repository, "pushed");
  const asking = await opened(repository, "asking");
  await stage.idle();
  await stopped();
  await started();
  since = stage.log.length;
  await stopped();

  // GitHub's times are whole seconds: what comes in the same one as the last look is not seen to be newer.
  stage.pass(2);
  await opened(repository, "opened");
  await pushed.push({ [HELLO]: packageText("hello") });
  asking.comment(`@${BOT} explain`);
  await stage.deliveries.settled();
  await started();
  expect(lookedAt()).toMatchInlineSnapshot(`
    [
      "away/nixpkgs#2 written",
      "away/nixpkgs#3 written",
      "away/nixpkgs#4 written",
    ]
  `);
  expect(pushed.check("by-name")?.conclusion).toBe("success");
  expect(conversationOf(asking)).toMatchInlineSnapshot(`
    "alice pushed commit 1
    by-name-bot[bot] requests changes: Thank you for this change! 1 error to fix. See the comment on its line.
      pkgs/by-name/he/hello/package.nix:8: ❌ \`path-home\` (NPV-128)
    alice: @by-name-bot explain (eyes by by-name-bot[bot]; rocket by by-name-bot[bot])
    by-name-bot[bot]: 1 error blocks this change:
      - ❌ \`path-home\` (NPV-128) in \`pkgs/by-name/he/hello/package.nix:8:9\`: The path \`~/hello\` leads into the home directory of the user who evaluates it.
      Automatic merging is off: \`merge.strategies\` is empty. Somebody with write access can merge this change.
    check by-name: failure, 1 error
      pkgs/by-name/he/hello/package.nix:8"
  `);
  expect(quiet.view().reviews).toHaveLength(1);
});

it("what the bot has written itself is no reason to look again", async () => {
  await started();
  const repository = await stage.repository("once/nixpkgs", nixpkgs());
  await stage.idle();
  const stop = stage.github.faults.add({
    kind: "500",
    when({ operation }) {
      // Writing takes time: the pull request is newer now than when it was read.
      if (operation === "pulls/create-review") stage.pass(2);
      return false;
    },
  });
  const pr = await opened(repository);
  await stage.idle();
  stop();
  await stopped();
  await started();
  expect(lookedAt()).toEqual([]);
  expect(pr.view().reviews).toHaveLength(1);
});

it("deliveries that are lost are made good by the next sweep", async () => {
  await started({ sweepMinutes: 1 / 200 });
  const repository = await stage.repository("lost/nixpkgs", nixpkgs());
  stage.deliveries.setFaults({ seed: 1, lose: 1 });
  onTestFinished(() => stage.deliveries.setFaults(null));
  const pr = await opened(repository);
  await pr.until((view) => view.checks.some(({ conclusion }) => conclusion === "failure"));
  stage.pass(2);
  pr.comment(`@${BOT} check`);
  await pr.until((view) => view.comments[0]?.reactions.rocket !== undefined);
  await pr.push({ [HELLO]: packageText("hello") });
  await pr.until((view) => view.checks.some(({ conclusion }) => conclusion === "success"));
});

it("more than a hundred open pull requests are found, a page after the other", async () => {
  const repository = await stage.repository("pages/nixpkgs", nixpkgs());
  const files = { "README.md": "# Nothing by-name\n" };
  for (let number = 1; number <= 205; number++) {
    await stage.world.as("alice").opensPullRequest(repository, { title: `hello: change ${number}`, files });
  }
  stage.github.requests.clear();
  await started();
  const found = lookedAt().filter((line) => line.startsWith("pages/"));
  expect(new Set(found)).toHaveLength(205);
  const sweeps = stage.logged({ msg: "swept" }, since).filter(({ job }) => String(job).includes("pages/"));
  expect(sweeps.map(({ queued }) => queued)).toEqual([...Array(8).fill(25), 5]);
});

it("a new installation has its open pull requests reviewed", async () => {
  await started();
  const repository = await stage.world.repository("new/nixpkgs", {
    files: nixpkgs(),
    defaultBranch: "master",
  });
  const pr = await opened(repository);
  await stage.idle();
  expect(pr.check("by-name")).toBeNull();
  stage.world.install(stage.github.app.id, "new");
  await stage.idle();
  expect(pr.check("by-name")?.conclusion).toBe("failure");
});

it("of an installation on some repositories those are looked at that are added, and no archived ones", async () => {
  await started();
  const names = ["some/one", "some/two", "some/three"];
  const prs: Conversation[] = [];
  for (const name of names) {
    const repository = await stage.world.repository(name, { files: nixpkgs(), defaultBranch: "master" });
    prs.push(await opened(repository));
  }
  const [one, two, three] = prs;
  stage.world.updateRepository(three?.repository.id ?? 0, { isArchived: true });
  const { id } = stage.world.install(stage.github.app.id, "some", {
    repositories: ["some/one", "some/three"],
  });
  await stage.idle();
  const checked = () => prs.map((pr) => pr.check("by-name") !== null);
  expect(checked()).toEqual([true, false, false]);
  since = stage.log.length;
  stage.world.addInstallationRepositories(id, [two?.repository.id ?? 0], stage.world.user("some").id);
  await stage.idle();
  expect(checked()).toEqual([true, true, false]);
  expect(lookedAt()).toEqual(["some/two#1 written"]);
  expect(one?.view().reviews).toHaveLength(1);
});

it("a suspended installation is left out, and swept once it is back", async () => {
  await started();
  const repository = await stage.repository("suspended/nixpkgs", nixpkgs());
  await stage.idle();
  const { id } = stage.installation("suspended");
  const by = stage.world.user("suspended").id;
  stage.world.suspend(id, by);
  const pr = await opened(repository);
  await stage.idle();
  await stopped();
  await started();
  expect(stage.logged({ job: `sweep-installation:${id}` }, since)).toEqual([]);
  expect(pr.check("by-name")).toBeNull();
  stage.world.unsuspend(id, by);
  await stage.idle();
  expect(pr.check("by-name")?.conclusion).toBe("failure");
});

it("where the App may not see checks, it goes by what it remembers", async () => {
  await started();
  const repository = await stage.repository("unseen/nixpkgs", nixpkgs());
  await stage.idle();
  stage.world.setInstallationPermission(stage.installation("unseen").id, "checks", null);
  await opened(repository);
  await stage.idle();
  await stopped();
  await opened(repository, "missed");
  await stage.deliveries.settled();
  await started();
  const found = lookedAt().filter((line) => line.startsWith("unseen/"));
  expect(found).toContain("unseen/nixpkgs#2 written");
  await stopped();
  await started();
  await stopped();
  await started();
  expect(lookedAt()).toEqual([]);
});

it("a head that GitHub does not list last is not taken for another commit, which nobody has looked at", async () => {
  const repository = await stage.repository("rewritten/nixpkgs", nixpkgs());
  await started();
  await stopped();
  const pr = await opened(repository);
  await pr.push({ [HELLO]: packageText("hello") }, "hello: before", { authoredAt: "2001-02-03T04:05:06Z" });
  await started();
  expect(lookedAt()).toEqual(["rewritten/nixpkgs#1 written"]);
  await stopped();
  await started();
  expect(lookedAt()).toEqual([]);
});
