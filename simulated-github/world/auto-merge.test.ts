import { expect, test } from "vitest";
import { eventsOf, refusalOf, temporaryWorld } from "./testing.ts";

async function scene() {
  const world = temporaryWorld();
  const repository = await world.repository("o/r", {
    files: { a: "1\n" },
    allowAutoMerge: true,
    collaborators: { carol: "write" },
  });
  repository.protect("main", { requiredChecks: ["build"] });
  const ci = world.createApp({ slug: "ci", permissions: { checks: "write" }, events: [] });
  const pr = await world.as("alice").opensPullRequest(repository, { title: "One", files: { b: "1\n" } });
  const build = async (conclusion: "success" | "failure") => {
    const headOid = pr.record().headRefOid;
    await world.createCheckRun(repository.id, ci.id, { name: "build", headOid, conclusion });
    await world.settled();
  };
  return { world, repository, pr, carol: pr.as("carol"), build };
}

test("It merges once the required checks have succeeded, by whom it was enabled", async () => {
  const { world, pr, carol, build } = await scene();
  const events = eventsOf(world);
  await carol.enableAutoMerge("squash");
  await build("failure");
  expect(pr.record()).toMatchObject({ state: "OPEN", autoMerge: { method: "squash" } });
  await build("success");
  expect(pr.record()).toMatchObject({ state: "MERGED", mergedById: world.user("carol").id });
  expect(events.filter((name) => name.startsWith("pull_request."))).toEqual([
    "pull_request.auto_merge_enabled",
    "pull_request.closed",
  ]);
  expect(pr.record().timeline.map(({ kind }) => kind)).toContain("AutoMergeEnabledEvent");
});

test("It waits for approvals, and for requests for changes to be lifted", async () => {
  const { world, repository, pr, carol } = await scene();
  repository.protect("main", { requiredApprovals: 1 });
  const refused = await pr.as("o").requestChanges();
  await carol.enableAutoMerge();
  await carol.approve();
  await world.settled();
  expect(pr.record().state).toBe("OPEN");
  carol.dismiss(refused, "done");
  await world.settled();
  expect(pr.record().state).toBe("MERGED");
});

test("It is refused in GitHub's words where it cannot wait for anything", async () => {
  const { world, repository, pr, carol, build } = await scene();
  const enable = () => refusalOf(() => carol.enableAutoMerge());
  world.updateRepository(repository.id, { allowAutoMerge: false });
  expect(await enable()).toContain("Auto merge is not allowed for this repository");
  world.updateRepository(repository.id, { allowAutoMerge: true, allowMergeCommit: false });
  expect(await enable()).toContain("Merge method merge commits are not allowed on this repository");
  world.updateRepository(repository.id, { allowMergeCommit: true });
  await build("success");
  expect(await enable()).toContain("Pull request Pull request is in clean status");
  repository.protect("main", null);
  expect(await enable()).toContain("Pull request Protected branch rules not configured for this branch");
  repository.protect("main", { requiredChecks: ["build"], restrictPushes: ["o"] });
  expect(await enable()).toContain("Pull request User is not authorized for this protected branch");
  expect(pr.record().autoMerge).toBeNull();
});

test("A head that is not the expected one is refused", async () => {
  const { world, repository, pr } = await scene();
  const enable = () =>
    world.enableAutoMerge(repository.id, pr.number, world.user("carol").id, { expectedHead: "f".repeat(40) });
  expect(await refusalOf(enable)).toContain(
    `Failed to add PR #${pr.number}: expected head oid does not match the current head oid`,
  );
});

test("A push by somebody without write access turns it off", async () => {
  const { world, pr, carol, build } = await scene();
  const events = eventsOf(world);
  await carol.enableAutoMerge();
  await pr.push({ b: "2\n" });
  expect(pr.record().autoMerge).toBeNull();
  expect(events.filter((name) => name.startsWith("pull_request."))).toEqual([
    "pull_request.auto_merge_enabled",
    "pull_request.synchronize",
    "pull_request.auto_merge_disabled",
  ]);
  expect(pr.record().timeline.at(-1)).toMatchObject({
    kind: "AutoMergeDisabledEvent",
    actorId: world.user("alice").id,
    reason: "Head branch was pushed to by a user without write access",
  });
  await build("success");
  expect(pr.record().state).toBe("OPEN");
});

test("A push by somebody with write access leaves it on, and merges what was pushed", async () => {
  const { pr, carol, build, repository } = await scene();
  await carol.enableAutoMerge();
  await carol.push({ b: "3\n" });
  expect(pr.record().autoMerge).not.toBeNull();
  await build("success");
  expect(pr.record().state).toBe("MERGED");
  expect(await repository.read("b")).toBe("3\n");
});

test("Another base, a draft and closing turn it off", async () => {
  const { world, repository, pr, carol } = await scene();
  await repository.commit({ branch: "next", onto: "main", files: { n: "1\n" } });
  await carol.enableAutoMerge();
  await pr.edit({ base: "next" });
  expect(pr.record().autoMerge).toBeNull();
  await pr.edit({ base: "main" });
  for (const stop of [() => pr.draft(), () => pr.close()]) {
    await carol.enableAutoMerge();
    await stop();
    expect(pr.record().autoMerge).toBeNull();
    if (pr.record().isDraft) pr.ready();
  }
  await world.settled();
  expect(pr.record().state).toBe("CLOSED");
});

test("A conflict keeps it waiting until it is gone", async () => {
  const { repository, world, pr, carol, build } = await scene();
  await carol.enableAutoMerge();
  await repository.commit({ files: { b: "other\n" } });
  await build("success");
  expect(pr.record()).toMatchObject({ state: "OPEN", autoMerge: { method: "merge" } });
  await repository.commit({ files: { b: null } });
  await world.settled();
  expect(pr.record().state).toBe("MERGED");
});

test("Turning it off again is silent where it is not on", async () => {
  const { world, pr, carol } = await scene();
  await carol.enableAutoMerge();
  carol.disableAutoMerge();
  const events = eventsOf(world);
  carol.disableAutoMerge();
  expect(events).toEqual([]);
  expect(pr.record().autoMerge).toBeNull();
});

test("It does not merge as somebody who may not write any more, or is gone", async () => {
  for (const lose of ["role", "account"] as const) {
    const { world, repository, pr, carol, build } = await scene();
    eventsOf(world);
    await carol.enableAutoMerge();
    if (lose === "role") world.setRole(repository.id, world.user("carol").id, null);
    else world.deleteUser("carol");
    await build("success");
    expect(pr.record()).toMatchObject({ state: "OPEN", autoMerge: null });
  }
});
