import { expect, test } from "vitest";
import { eventsOf, refusalOf, temporaryWorld } from "./testing.ts";

async function scene() {
  const world = temporaryWorld();
  const repository = await world.repository("o/r", {
    files: { a: "1\n" },
    allowAutoMerge: true,
    collaborators: { carol: "write" },
  });
  repository.mergeQueue("main", { checks: ["build"] });
  const ci = world.createApp({ slug: "ci", permissions: { checks: "write" }, events: [] });
  const build = async (headOid: string, conclusion: "success" | "failure" = "success") => {
    await world.createCheckRun(repository.id, ci.id, { name: "build", headOid, conclusion });
    await world.settled();
  };
  const opened = async (title: string) => {
    const pr = await world.as("alice").opensPullRequest(repository, { title, files: { [title]: "1\n" } });
    return pr.as("carol");
  };
  const groups = () => world.state.mergeGroups(repository.id);
  return { world, repository, build, opened, groups };
}

test("A queued change is merged once the checks of its group have succeeded", async () => {
  const { world, repository, build, opened, groups } = await scene();
  const pr = await opened("one");
  const events = eventsOf(world);
  expect(await refusalOf(() => pr.enqueue())).toContain(
    'Pull request Required status check "build" is expected.',
  );
  await build(pr.record().headRefOid);
  await pr.enqueue();
  expect(await refusalOf(() => pr.enqueue())).toContain("Pull request is already in the queue");
  await world.settled();
  expect(pr.record().mergeQueueEntry).toMatchObject({ state: "AWAITING_CHECKS" });
  const [group] = groups();
  expect(group).toMatchObject({ baseOid: repository.head(), state: "checks_requested" });
  await build(group?.headOid ?? "");
  expect(pr.record()).toMatchObject({ state: "MERGED", mergeCommitOid: group?.headOid });
  expect(repository.head()).toBe(group?.headOid);
  const bot = world.state.accountByLogin("github-merge-queue[bot]");
  expect(pr.record().mergedById).toBe(bot?.id);
  expect(events.filter((name) => /^(pull_request|merge_group)\./.test(name))).toEqual([
    "pull_request.enqueued",
    "merge_group.checks_requested",
    "pull_request.dequeued",
    "pull_request.closed",
    "merge_group.destroyed",
  ]);
});

test("A group whose check fails drops the change", async () => {
  const { world, build, opened, groups } = await scene();
  const pr = await opened("one");
  await build(pr.record().headRefOid);
  await pr.enqueue();
  await world.settled();
  const reasons: unknown[] = [];
  world.onEvent(({ action, payload }) => {
    if (action === "dequeued") reasons.push(payload.reason);
  });
  await build(groups()[0]?.headOid ?? "", "failure");
  expect(pr.record()).toMatchObject({ state: "OPEN", mergeQueueEntry: null });
  expect(reasons).toEqual(["CI_FAILURE"]);
  expect(pr.record().timeline.at(-1)).toMatchObject({
    kind: "RemovedFromMergeQueueEvent",
    reason: "failed_checks",
  });
});

test("A push takes a queued change out, and its group is not merged", async () => {
  const { world, repository, build, opened, groups } = await scene();
  const pr = await opened("one");
  await build(pr.record().headRefOid);
  await pr.enqueue();
  await world.settled();
  const before = repository.head();
  await pr.push({ evil: "1\n" });
  await build(groups()[0]?.headOid ?? "");
  expect(pr.record()).toMatchObject({ state: "OPEN", mergeQueueEntry: null });
  expect(groups()[0]?.state).toBe("invalidated");
  expect(repository.head()).toBe(before);
});

test("The changes go one after the other, each on top of the last", async () => {
  const { world, repository, build, opened, groups } = await scene();
  const [one, two] = [await opened("one"), await opened("two")];
  for (const pr of [one, two]) {
    await build(pr.record().headRefOid);
    await pr.enqueue();
  }
  await world.settled();
  expect(two.record().mergeQueueEntry).toMatchObject({ state: "QUEUED" });
  await build(groups().at(-1)?.headOid ?? "");
  await build(groups().at(-1)?.headOid ?? "");
  expect(two.record().state).toBe("MERGED");
  expect(await repository.read("one")).toBe("1\n");
  expect(await repository.read("two")).toBe("1\n");
});

test("Merging past the queue is refused", async () => {
  const { build, opened } = await scene();
  const pr = await opened("one");
  await build(pr.record().headRefOid);
  await expect(pr.merge()).rejects.toThrow("Changes must be made through the merge queue");
});

test("Auto-merge puts a change in the queue when it is ready", async () => {
  const { world, build, opened, groups } = await scene();
  const pr = await opened("one");
  await pr.enableAutoMerge();
  await build(pr.record().headRefOid);
  await world.settled();
  expect(pr.record().mergeQueueEntry).toMatchObject({ enqueuerId: world.user("carol").id });
  await build(groups()[0]?.headOid ?? "");
  expect(pr.record().state).toBe("MERGED");
});

test("An approval that is dismissed takes a queued change out", async () => {
  const { world, repository, build, opened, groups } = await scene();
  repository.protect("main", { requiredChecks: ["build"], requiredApprovals: 1 });
  const pr = await opened("one");
  const approval = await pr.approve();
  await build(pr.record().headRefOid);
  await pr.enqueue();
  await world.settled();
  pr.dismiss(approval, "no");
  await build(groups()[0]?.headOid ?? "");
  expect(pr.record()).toMatchObject({ state: "OPEN", mergeQueueEntry: null });
});
