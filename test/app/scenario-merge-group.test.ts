import type { CheckRun, Files, RepositoryHandle } from "simulated-github";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openStage, type Stage } from "./bot.ts";
import { leaks } from "./leaks.ts";
import { nixpkgs, packagePath, packageText } from "./packages.ts";
import { HELLO } from "./scenes.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(async () => {
  expect(leaks(stage)).toEqual([]);
  await stage.close();
});

async function opened(repository: RepositoryHandle, files: Files): Promise<number> {
  const pr = await stage.world.as("alice").opensPullRequest(repository, { title: "hello: change", files });
  await stage.idle();
  return pr.number;
}

/** The check runs of the commit that a merge queue makes of pull requests, once the bot is done. */
async function queued(repository: RepositoryHandle, ...numbers: number[]): Promise<readonly CheckRun[]> {
  const { headOid } = await stage.world.createMergeGroup(repository.id, numbers);
  await stage.idle();
  return stage.world.state.checkRuns(repository.id, headOid);
}

it("a merge queue gets the check on the commit that it is about to merge", async () => {
  const repository = await stage.repository("queue/nixpkgs", nixpkgs());
  const number = await opened(repository, { [HELLO]: packageText("hello") });
  stage.github.requests.clear();
  expect(await queued(repository, number)).toMatchObject([
    { name: "by-name", status: "completed", conclusion: "success" },
  ]);
  expect(stage.github.requests.counts()).toMatchInlineSnapshot(`
    {
      "checks/create": 1,
      "checks/list-for-ref": 1,
      "query Configuration": 1,
      "query Objects": 1,
    }
  `);
});

it("two changes that are right alone and wrong together fail", async () => {
  const repository = await stage.repository("together/nixpkgs", nixpkgs());
  const lower = await opened(repository, { [packagePath("hello")]: packageText("hello") });
  const upper = await opened(repository, { "pkgs/by-name/he/Hello/package.nix": packageText("Hello") });
  const [run] = await queued(repository, lower, upper);
  expect(run).toMatchObject({ conclusion: "failure", output: { title: "1 error" } });
  expect(run?.output.summary).toContain("package-case-clash");
});

it("what is wrong only on the branch that the queue is for fails there, without a word on the pull request", async () => {
  const repository = await stage.repository("wrong/nixpkgs", nixpkgs());
  const number = await opened(repository, { [HELLO]: packageText("hello", ["src = ~/hello;"]) });
  const pr = stage.world.as("bob").visits(repository, number);
  const before = pr.view().conversation.length;
  expect(await queued(repository, number)).toMatchObject([{ conclusion: "failure" }]);
  expect(pr.view().conversation).toHaveLength(before);
});

it("a change of nothing by-name gets a neutral check there", async () => {
  const repository = await stage.repository("neutral/nixpkgs", nixpkgs());
  const number = await opened(repository, { "README.md": "# Hello\n" });
  expect(await queued(repository, number)).toMatchObject([{ conclusion: "neutral" }]);
});

it("while the configuration is not valid nothing is merged", async () => {
  const repository = await stage.repository("invalid/nixpkgs", nixpkgs("preset: debian\n"));
  const number = await opened(repository, { [HELLO]: packageText("hello") });
  expect(await queued(repository, number)).toMatchObject([{ conclusion: "action_required" }]);
});

it("an event that comes twice leads to one check", async () => {
  const repository = await stage.repository("twice/nixpkgs", nixpkgs());
  const number = await opened(repository, { [HELLO]: packageText("hello") });
  const group = await stage.world.createMergeGroup(repository.id, [number]);
  await stage.idle();
  const deliveries = stage.deliveries.log().filter(({ event }) => event === "merge_group");
  for (const { id } of deliveries.slice(-1)) await stage.deliveries.redeliver(id);
  await stage.idle();
  expect(stage.world.state.checkRuns(repository.id, group.headOid)).toHaveLength(1);
});

it("a group that is gone when its turn comes is let go", async () => {
  const repository = await stage.repository("gone/nixpkgs", nixpkgs());
  const number = await opened(repository, { [HELLO]: packageText("hello") });
  const since = stage.log.length;
  const group = await stage.world.createMergeGroup(repository.id, [number]);
  await stage.world.destroyMergeGroup(group.id, "dequeued");
  await stage.idle();
  expect(stage.logged({ level: "error" }, since)).toEqual([]);
});
