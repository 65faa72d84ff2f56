import { expect, test } from "vitest";
import { eventsOf, refusalOf, temporaryWorld } from "./testing.ts";

test("An issue that is no pull request is commented on, with numbers and events as pull requests have them", async () => {
  const world = temporaryWorld();
  const repository = await world.repository("o/r", { files: { a: "1\n" } });
  const issue = world.as("alice").opensIssue(repository, "How is this?");
  expect(issue.number).toBe(1);
  const pr = await world.as("alice").opensPullRequest(repository, { title: "One", files: { b: "1\n" } });
  expect(pr.number).toBe(2);
  expect(world.as("bob").opensIssue(repository, "And this?").number).toBe(3);
  const events = eventsOf(world);
  const comment = issue.as("bob").comment("hello");
  issue.editComment(comment, "Hello");
  expect(issue.comments()).toMatchObject([{ body: "Hello" }]);
  expect(world.addReaction(comment, world.user("alice").id, "rocket").created).toBe(true);
  expect(issue.comments()[0]?.reactions).toMatchObject([{ content: "rocket" }]);
  expect(events).toEqual(["issue_comment.created", "issue_comment.edited"]);
  expect(await refusalOf(() => issue.comment(" "))).toBe("422 Validation Failed: body missing_field");
});
