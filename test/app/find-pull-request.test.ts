import { afterAll, beforeAll, expect, it } from "vitest";
import { findPullRequest } from "../../src/app/jobs/find-pull-request.ts";
import { NO_MEMORY } from "../../src/app/run/memory/pull-memory.ts";
import { openRunStage, type RunStage } from "./run-stage.ts";

let stage: RunStage;
beforeAll(async () => {
  stage = await openRunStage({ "README.md": "x\n" });
});
afterAll(() => stage.close());

const SHA = "a".repeat(40);

/** The pull requests that are queued because of a commit. */
async function found(headSha: string, among: "waiting" | "open"): Promise<string[]> {
  stage.kept.added.length = 0;
  const repository = { installation: 1, owner: "NixOS", repo: "nixpkgs" };
  await findPullRequest({ kind: "find-pull-request", ...repository, headSha, among }, stage.context());
  return stage.kept.added.map(({ key }) => key).sort();
}

it("those that wait are found by their head", async () => {
  stage.kept.memory.set(`waits:NixOS/nixpkgs@${SHA}#7`, {});
  stage.kept.memory.set(`waits:NixOS/nixpkgs@${SHA}#8`, {});
  stage.kept.memory.set(`waits:NixOS/nixpkgs@${"b".repeat(40)}#9`, {});
  stage.kept.memory.set(`waits:NixOS/nix@${SHA}#10`, {});
  expect(await found(SHA, "waiting")).toEqual(["review:NixOS/nixpkgs#7", "review:NixOS/nixpkgs#8"]);
  // A merge may have to be taken back.
  expect(stage.kept.added.map(({ priority }) => priority)).toEqual(["urgent", "urgent"]);
  expect(await found("c".repeat(40), "waiting")).toEqual([]);
});

it("those that are open are asked of GitHub, and where it knows none, looked up in what is remembered", async () => {
  const alice = stage.world.as("alice");
  const pr = await alice.opensPullRequest(stage.repository, { title: "hello: a", files: { "a.txt": "a\n" } });
  expect(await found(pr.record().headRefOid, "open")).toEqual([`review:NixOS/nixpkgs#${pr.number}`]);
  stage.kept.memory.set("pull:NixOS/nixpkgs#70", { ...NO_MEMORY, head: SHA });
  stage.kept.memory.set("pull:NixOS/nixpkgs#71", { ...NO_MEMORY, head: "d".repeat(40) });
  expect(await found(SHA, "open")).toEqual(["review:NixOS/nixpkgs#70"]);
});

it("not those that are closed, or have another head by now", async () => {
  const alice = stage.world.as("alice");
  const pr = await alice.opensPullRequest(stage.repository, { title: "hello: b", files: { "b.txt": "b\n" } });
  const former = pr.record().headRefOid;
  await pr.push({ "b.txt": "c\n" });
  expect(await found(former, "open")).toEqual([]);
  await pr.close();
  expect(await found(pr.record().headRefOid, "open")).toEqual([]);
});
