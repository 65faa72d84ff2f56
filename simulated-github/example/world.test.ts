import { openStage, type Stage } from "simulated-github";
import { afterAll, beforeAll, expect, test } from "vitest";

// Nothing is to run here, so the App has no way to be started.
let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ slug: "ci", permissions: { checks: "write" }, events: [] });
});
afterAll(() => stage.close());

test("a protected branch waits for a check and an approval", async () => {
  const { world, github } = stage;
  const repository = await stage.repository("octo/waits", { "a.txt": "a\n" }, { allowAutoMerge: true });
  world.team("octo", "committers", { members: ["carol"], repositories: { "octo/waits": "write" } });
  repository.protect("main", { requiredChecks: ["build"], requiredApprovals: 1 });
  const pr = await world.as("alice").opensPullRequest(repository, {
    title: "Change a",
    files: {
      "a.txt": "b\n",
      "link.txt": { symlink: "a.txt" },
      "bin/run": { executable: true, text: "#!/bin/sh\n" },
    },
  });
  await pr.as("carol").enableAutoMerge("squash");
  await pr.as("carol").approve();
  expect(pr.record().state).toBe("OPEN");
  await world.createCheckRun(repository.id, github.app.id, {
    name: "build",
    headOid: pr.record().headRefOid,
    conclusion: "success",
  });
  await world.settled();
  expect(pr.record().state).toBe("MERGED");
  expect(await repository.read("a.txt")).toBe("b\n");
});

test("people are renamed and go, time passes, and reads lag behind", async () => {
  const { world } = stage;
  const repository = await stage.repository("octo/people", { "a.txt": "a\n" });
  const pr = await world
    .as("bob")
    .opensPullRequest(repository, { title: "Add b", files: { "b.txt": "b\n" } });
  world.renameUser(world.user("bob").id, "robert");
  expect(pr.view().author).toBe("robert");
  stage.pass(60);
  world.staleReadsFor(5_000);
  world.deleteUser("robert");
  expect(pr.record().headRepositoryId).toBeNull();
  world.staleReadsFor(0);
});

test("what GitHub's button does not offer is refused in GitHub's words", async () => {
  const repository = await stage.repository("octo/suggests", { "a.txt": "one\ntwo\n" });
  const alice = stage.world.as("alice");
  const pr = await alice.opensPullRequest(repository, { title: "Three", files: { "a.txt": "one\nthree\n" } });
  const body = "```suggestion\nfour\n```";
  await pr.as("bob").review({ event: "COMMENT", body: "", comments: [{ path: "a.txt", line: 2, body }] });
  const [suggestion] = pr.view().threads[0]?.comments ?? [];
  if (suggestion === undefined) throw new Error("bob suggests something");
  await pr.pressSuggestion(suggestion);
  expect(pr.view().threads).toMatchObject([{ isResolved: true, isOutdated: true }]);
  await expect(pr.pressSuggestion(suggestion)).rejects.toThrow();
});
