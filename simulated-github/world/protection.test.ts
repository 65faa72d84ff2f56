import { expect, test } from "vitest";
import type { Conversation } from "../actor.ts";
import type { World } from "./interface.ts";
import type { ProtectionOptions } from "./protection.ts";
import { refusalOf, temporaryWorld } from "./testing.ts";

async function scene(protection: ProtectionOptions) {
  const world = temporaryWorld();
  const repository = await world.repository("o/r", {
    files: { a: "1\n" },
    collaborators: { carol: "write", tom: "triage" },
  });
  repository.protect("main", protection);
  const ci = world.createApp({ slug: "ci", permissions: { checks: "write" }, events: [] });
  const pr = await world.as("alice").opensPullRequest(repository, { title: "One", files: { b: "1\n" } });
  const check = async (name: string, conclusion?: "success" | "failure") => {
    const headOid = pr.record().headRefOid;
    await world.createCheckRun(repository.id, ci.id, {
      name,
      headOid,
      ...(conclusion === undefined ? {} : { conclusion }),
    });
  };
  return { world, repository, ci, pr, carol: pr.as("carol"), check };
}

async function stateOf(world: World, pr: Conversation): Promise<string> {
  const { state } = await world.askMergeability(pr.repository.id, pr.number);
  return world.mergeState(pr.record(), state);
}

test("A required check blocks until it succeeds, in GitHub's words", async () => {
  const { world, pr, carol, check } = await scene({ requiredChecks: ["build"] });
  expect(await stateOf(world, pr)).toBe("BLOCKED");
  await expect(carol.merge()).rejects.toThrow('Required status check "build" is expected.');
  await check("build");
  await expect(carol.merge()).rejects.toThrow('Required status check "build" is queued.');
  await check("build", "failure");
  await expect(carol.merge()).rejects.toThrow('Required status check "build" is failing.');
  await check("build", "success");
  expect(await stateOf(world, pr)).toBe("CLEAN");
  await carol.merge();
  expect(pr.record()).toMatchObject({ state: "MERGED", mergedById: world.user("carol").id });
});

test("Of several required checks it is counted how they are", async () => {
  const { world, repository, pr, carol, check } = await scene({ requiredChecks: ["build", "lint", "ci"] });
  await expect(carol.merge()).rejects.toThrow("3 of 3 required status checks are expected.");
  await check("build", "failure");
  await world.createStatus(repository.id, world.user("carol").id, {
    oid: pr.record().headRefOid,
    state: "pending",
    context: "ci",
  });
  await expect(carol.merge()).rejects.toThrow(
    "3 of 3 required status checks have not succeeded: 1 expected and 1 pending and 1 failing.",
  );
});

test("A required check of one App is not met by another's", async () => {
  const { world, repository, pr, carol } = await scene({});
  const other = world.createApp({ slug: "other", permissions: { checks: "write" }, events: [] });
  repository.protect("main", { requiredChecks: [{ name: "by-name", appId: other.id }] });
  const headOid = pr.record().headRefOid;
  const ci = world.state.apps().find(({ slug }) => slug === "ci");
  await world.createCheckRun(repository.id, ci?.id ?? 0, { name: "by-name", headOid, conclusion: "success" });
  await expect(carol.merge()).rejects.toThrow("is expected");
  await world.createCheckRun(repository.id, other.id, { name: "by-name", headOid, conclusion: "success" });
  await carol.merge();
});

test("A check that is not required leaves the change unstable, and lets it be merged", async () => {
  const { world, pr, carol, check } = await scene({ requiredChecks: ["build"] });
  await check("build", "success");
  await check("extra", "failure");
  expect(await stateOf(world, pr)).toBe("UNSTABLE");
  await carol.merge();
});

test("Only approvals of those who may write count", async () => {
  const { world, pr, carol } = await scene({ requiredApprovals: 1 });
  await pr.as("tom").approve();
  await pr.as("stranger").approve();
  expect(await stateOf(world, pr)).toBe("BLOCKED");
  await expect(carol.merge()).rejects.toThrow(
    "At least 1 approving review is required by reviewers with write access.",
  );
  await carol.approve();
  expect(await stateOf(world, pr)).toBe("CLEAN");
});

test("A request for changes blocks until it is lifted", async () => {
  const { world, pr, carol } = await scene({ requiredApprovals: 1 });
  const review = await carol.requestChanges();
  await pr.as("o").approve();
  expect(await stateOf(world, pr)).toBe("BLOCKED");
  carol.dismiss(review, "done");
  expect(await stateOf(world, pr)).toBe("CLEAN");
});

test("A push dismisses approvals only where it is wanted", async () => {
  for (const dismissStaleReviews of [true, false]) {
    const { world, pr, carol } = await scene({ requiredApprovals: 1, dismissStaleReviews });
    await carol.approve();
    await pr.push({ c: "1\n" });
    expect(pr.view().reviews).toMatchObject([{ state: dismissStaleReviews ? "DISMISSED" : "APPROVED" }]);
    const kinds = pr.record().timeline.map(({ kind }) => kind);
    expect(kinds.includes("ReviewDismissedEvent")).toBe(dismissStaleReviews);
    expect(await stateOf(world, pr)).toBe(dismissStaleReviews ? "BLOCKED" : "CLEAN");
  }
});

test("A head that lacks commits of the base is behind, where that matters", async () => {
  const { world, repository, pr, carol } = await scene({ requireUpToDate: true });
  await repository.commit({ files: { c: "1\n" } });
  expect(await stateOf(world, pr)).toBe("BEHIND");
  await expect(carol.merge()).rejects.toThrow("out-of-date");
  await pr.rebase();
  expect(await stateOf(world, pr)).toBe("CLEAN");
});

test("An App is let through only if it may bypass the protection", async () => {
  const { world, repository, pr } = await scene({ requiredChecks: ["build"] });
  const app = world.createApp({ slug: "bot", permissions: { contents: "write" }, events: [] });
  world.install(app.id, "o");
  const merge = () => world.mergePullRequest(repository.id, pr.number, app.botId);
  await expect(merge()).rejects.toThrow("is expected");
  repository.protect("main", { requiredChecks: ["build"], bypass: [app.id] });
  expect((await merge()).state).toBe("MERGED");
});

test("Who may not push to the branch may not merge into it", async () => {
  const { pr, carol } = await scene({ restrictPushes: ["o"] });
  await expect(carol.merge()).rejects.toThrow("You're not authorized to push to this branch.");
  await pr.as("o").merge();
});

test("A method that the repository does not allow is refused", async () => {
  const { world, repository, carol } = await scene({});
  world.updateRepository(repository.id, { allowSquashMerge: false });
  await expect(carol.merge("squash")).rejects.toThrow("Squash merges are not allowed on this repository.");
  await carol.merge("rebase");
});

test("every thread may have to be resolved, and dismissals may be some people's alone", async () => {
  const world = temporaryWorld();
  const repository = await world.repository("o/r", { files: { a: "1\n" } });
  repository.protect("main", { requireResolvedThreads: true, restrictDismissals: ["carol"] });
  const pr = await world.as("alice").opensPullRequest(repository, { title: "One", files: { b: "1\n" } });
  for (const login of ["bob", "carol", "o"]) world.setRole(repository.id, world.as(login).id, "write");
  await pr
    .as("bob")
    .review({ event: "REQUEST_CHANGES", body: "No", comments: [{ path: "b", line: 1, body: "Why?" }] });
  expect(await refusalOf(() => pr.as("o").merge())).toBe("405 All comments must be resolved.");
  const [review] = pr.view().reviews;
  const dismiss = (login: string) => () =>
    world.dismissReview(repository.id, pr.number, world.as(login).id, review?.id ?? 0, "Fine");
  expect(await refusalOf(dismiss("bob"))).toMatch(/^403 /);
  expect(await refusalOf(dismiss("carol"))).toBe("not refused");
  const [thread] = pr.view().threads;
  world.setThreadResolved(thread?.nodeId ?? "", world.as("bob").id, true);
  expect(await refusalOf(() => pr.as("o").merge())).toBe("not refused");
});
