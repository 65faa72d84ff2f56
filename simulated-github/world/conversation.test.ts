import { expect, test } from "vitest";
import { eventsOf, refusalOf, temporaryWorld } from "./testing.ts";

async function onePullRequest() {
  const world = temporaryWorld();
  const repository = await world.repository("o/r", { files: { a: "1\n" } });
  const pr = await world.as("alice").opensPullRequest(repository, { title: "One", files: { b: "1\n" } });
  return { world, repository, pr, by: world.user("alice").id };
}

test("Comments are made, edited and deleted, with an event each", async () => {
  const { world, pr } = await onePullRequest();
  const events = eventsOf(world);
  const comment = pr.comment("hello");
  pr.editComment(comment, "Hello");
  pr.editComment(comment, "Hello");
  expect(pr.view().comments).toMatchObject([{ author: "alice", body: "Hello", isEdited: true }]);
  pr.deleteComment(comment);
  expect(pr.view().comments).toEqual([]);
  expect(events).toEqual(["issue_comment.created", "issue_comment.edited", "issue_comment.deleted"]);
  expect(await refusalOf(() => pr.comment(" "))).toBe("422 Validation Failed: body missing_field");
  expect(await refusalOf(() => pr.deleteComment(comment))).toBe("404 Not Found");
});

test("A person reacts once with each content", async () => {
  const { world, pr, by } = await onePullRequest();
  const comment = pr.comment("hello");
  const updatedAt = pr.record().updatedAt;
  const first = world.addReaction(comment, by, "eyes");
  const second = world.addReaction(comment, by, "eyes");
  expect([first.created, second.created]).toEqual([true, false]);
  expect(second.reaction).toEqual(first.reaction);
  pr.as("bob").react(comment, "eyes");
  pr.as("bob").react(comment, "+1");
  expect(pr.view().comments[0]?.reactions).toEqual({ eyes: ["alice", "bob"], "+1": ["bob"] });
  world.removeReaction(comment, by, { content: "eyes" });
  expect(pr.view().comments[0]?.reactions).toEqual({ eyes: ["bob"], "+1": ["bob"] });
  expect(await refusalOf(() => world.removeReaction(comment, by, { content: "eyes" }))).toBe("404 Not Found");
  expect(pr.record().updatedAt).toBe(updatedAt);
});

test("Comments, review comments and reviews are hidden with a reason", async () => {
  const { world, pr, by } = await onePullRequest();
  const comment = pr.comment("hello");
  const review = await pr.as("bob").review({
    event: "COMMENT",
    body: "hm",
    comments: [{ path: "b", line: 1, body: "x" }],
  });
  const inline = pr.view().threads[0]?.comments[0];
  for (const subject of [comment, review, inline]) {
    if (subject !== undefined) world.setMinimized(subject, by, "RESOLVED");
  }
  const { comments, reviews, threads } = pr.view();
  expect([comments[0]?.minimized, reviews[0]?.minimized, threads[0]?.comments[0]?.minimized]).toEqual([
    "RESOLVED",
    "RESOLVED",
    "RESOLVED",
  ]);
  world.setMinimized(comment, by, null);
  expect(pr.view().comments[0]?.minimized).toBeNull();
});

test("Labels are made when they are given, whatever their case", async () => {
  const { world, repository, pr, by } = await onePullRequest();
  const known = world.createLabel(repository.id, by, { name: "Bug", color: "FF0000", description: "Broken" });
  const events = eventsOf(world);
  pr.addLabels("bug", "new package");
  pr.addLabels("BUG");
  expect(pr.view().labels).toEqual(["Bug", "new package"]);
  expect(repository.record().labels).toMatchObject([
    { id: known.id, color: "ff0000", description: "Broken" },
    { name: "new package", color: "ededed", description: null },
  ]);
  world.setLabels(repository.id, 1, by, ["other"]);
  expect(pr.view().labels).toEqual(["other"]);
  expect(await refusalOf(() => pr.removeLabel("Bug"))).toBe("404 Label does not exist");
  pr.removeLabel("OTHER");
  expect(pr.view().labels).toEqual([]);
  const entries = pr.view().conversation.map((entry) => (entry.kind === "event" ? entry.about : entry.kind));
  expect(entries.slice(1)).toEqual(["Bug", "new package", "Bug", "new package", "other", "other"]);
  expect(events).toEqual([
    "label.created",
    "pull_request.labeled",
    "pull_request.labeled",
    "label.created",
    "pull_request.unlabeled",
    "pull_request.unlabeled",
    "pull_request.labeled",
    "pull_request.unlabeled",
  ]);
});

test("Labels keep to GitHub's limits", async () => {
  const { world, repository, pr, by } = await onePullRequest();
  const create = (label: { name: string; color?: string; description?: string }) =>
    refusalOf(() => world.createLabel(repository.id, by, label));
  expect(await create({ name: "x".repeat(50), description: "y".repeat(100) })).toBe("not refused");
  expect(await create({ name: "x".repeat(51) })).toMatch(/^422 Validation Failed: name custom/);
  expect(await create({ name: "X".repeat(50) })).toBe("422 Validation Failed: name already_exists");
  expect(await create({ name: "a", description: "y".repeat(101) })).toMatch(/description custom/);
  expect(await create({ name: "a", color: "#ff0000" })).toBe("422 Validation Failed: color invalid");
  const names = Array.from({ length: 101 }, (_, i) => `label ${i}`);
  expect(await refusalOf(() => pr.addLabels(...names))).toMatch(/at most 100 labels/);
  pr.addLabels(...names.slice(0, 100));
  expect(pr.view().labels).toHaveLength(100);
});

test("A label that is deleted leaves its pull requests, and a renamed one stays", async () => {
  const { world, repository, pr, by } = await onePullRequest();
  pr.addLabels("one", "two");
  world.deleteLabel(repository.id, by, "one");
  world.updateLabel(repository.id, by, "two", { name: "three" });
  expect(pr.view().labels).toEqual(["three"]);
});
