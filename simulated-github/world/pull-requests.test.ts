import { expect, test } from "vitest";
import { eventsOf, numbered, refusalOf, temporaryWorld } from "./testing.ts";

test("A pull request from a fork compares its head with where it left the base", async () => {
  const world = temporaryWorld();
  const repository = await world.repository("NixOS/nixpkgs", {
    files: { "a.nix": numbered(20), "gone.nix": "gone\n", "old.nix": numbered(30), "run.sh": "#!/bin/sh\n" },
  });
  const pr = await world.as("alice").opensPullRequest(repository, {
    title: "Change things",
    files: {
      "a.nix": numbered(20, { 10: "line ten" }),
      "gone.nix": null,
      "old.nix": null,
      "sub/new.nix": numbered(30),
      "run.sh": { executable: true, text: "#!/bin/sh\n" },
      link: { symlink: "a.nix" },
      "bin.dat": new Uint8Array([1, 0, 2]),
    },
  });
  await repository.commit({ files: { "unrelated.nix": "1\n" } });
  const record = pr.record();
  const { files, mergeBaseOid } = await world.diff(record);
  expect(mergeBaseOid).toBe(record.baseRefOid);
  expect(files.map(({ path, status, previousPath }) => [path, status, previousPath])).toEqual([
    ["a.nix", "modified", null],
    ["bin.dat", "added", null],
    ["gone.nix", "removed", null],
    ["link", "added", null],
    ["run.sh", "modified", null],
    ["sub/new.nix", "renamed", "old.nix"],
  ]);
  expect(files.map((file) => file.patch === null)).toEqual([false, true, false, false, true, true]);
  expect(files[0]).toMatchObject({ additions: 1, deletions: 1 });
  expect(record.headRepositoryId).not.toBe(repository.id);
  expect(world.state.ref(repository.id, `refs/pull/${pr.number}/head`)).toBe(record.headRefOid);
});

test("A push gives the pull request a new head, and a force-push another history", async () => {
  const world = temporaryWorld();
  const repository = await world.repository("o/r", { files: { a: numbered(5) } });
  const pr = await world.as("alice").opensPullRequest(repository, { title: "One", files: { b: "1\n" } });
  const first = pr.record().headRefOid;
  const events = eventsOf(world);
  const second = await pr.push({ b: "2\n" });
  const third = await pr.forcePush({ c: "3\n" });
  expect(pr.record()).toMatchObject({ headRefOid: third, formerHeads: [first, second, third] });
  expect((await world.diff(pr.record())).files.map((file) => file.path)).toEqual(["c"]);
  expect(await world.commitsOf(pr.record())).toEqual([third]);
  expect(events).toEqual(["push", "pull_request.synchronize", "push", "pull_request.synchronize"]);
  expect(pr.record().timeline.map((event) => event.kind)).toEqual([
    "PullRequestCommit",
    "PullRequestCommit",
    "HeadRefForcePushedEvent",
  ]);
});

test("The commits of a pull request come by their authors' dates, so that the last need not be the head", async () => {
  const world = temporaryWorld();
  const repository = await world.repository("o/r", { files: { a: numbered(5) } });
  const pr = await world.as("alice").opensPullRequest(repository, { title: "One", files: { b: "1\n" } });
  const first = pr.record().headRefOid;
  const head = await pr.push({ b: "2\n" }, "Two", { authoredAt: "2001-02-03T04:05:06Z" });
  expect(pr.record().headRefOid).toBe(head);
  expect(await world.commitsOf(pr.record())).toEqual([head, first]);
});

test("The test merge is computed some time after somebody asks, and stale until then", async () => {
  const world = temporaryWorld();
  const repository = await world.repository("o/r", { files: { a: numbered(5) } });
  const pr = await world.as("alice").opensPullRequest(repository, { title: "One", files: { b: "1\n" } });
  expect(pr.record().mergeability).toEqual({ state: "UNKNOWN", mergeCommitOid: null, made: null });
  const first = await world.askMergeability(repository.id, pr.number);
  expect(first.state).toBe("MERGEABLE");
  const commit = await repository.git.commit(first.mergeCommitOid ?? "");
  expect(commit?.parents).toEqual([repository.head(), pr.record().headRefOid]);

  world.setMergeabilityDelay(1);
  await pr.push({ b: "2\n" });
  const stale = { state: "UNKNOWN", mergeCommitOid: first.mergeCommitOid, made: null };
  expect(pr.record().mergeability).toEqual(stale);
  expect(await world.askMergeability(repository.id, pr.number)).toEqual(stale);
  await pr.until(() => pr.record().mergeability.state === "MERGEABLE");
  expect(pr.record().mergeability.mergeCommitOid).not.toBe(first.mergeCommitOid);
});

test("The test merge stays when the base moves on, for twelve hours, but whether there is a conflict is known", async () => {
  const world = temporaryWorld();
  const repository = await world.repository("o/r", { files: { a: numbered(5) } });
  const pr = await world.as("alice").opensPullRequest(repository, { title: "One", files: { b: "1\n" } });
  const ask = () => world.askMergeability(repository.id, pr.number);
  const { mergeCommitOid } = await ask();
  await repository.commit({ files: { c: "3\n" } });
  expect(await ask()).toMatchObject({ state: "MERGEABLE", mergeCommitOid });
  world.pass(12 * 60 * 60 - 2);
  expect(await ask()).toMatchObject({ state: "MERGEABLE", mergeCommitOid });
  world.pass(2);
  const later = await ask();
  const commit = await repository.git.commit(later.mergeCommitOid ?? "");
  expect(commit?.parents).toEqual([repository.head(), pr.record().headRefOid]);
  await repository.commit({ files: { b: "2\n" } });
  expect(await ask()).toMatchObject({ state: "CONFLICTING", mergeCommitOid: null });
});

test("The test merge is made anew once base and head part elsewhere", async () => {
  const world = temporaryWorld();
  const repository = await world.repository("o/r", { files: { a: numbered(5) } });
  const pr = await world.as("alice").opensPullRequest(repository, { title: "One", files: { b: "1\n" } });
  const first = pr.record().headRefOid;
  const head = await pr.push({ c: "1\n" });
  await world.askMergeability(repository.id, pr.number);
  await repository.push("main", first);
  const { mergeCommitOid } = await world.askMergeability(repository.id, pr.number);
  expect((await repository.git.commit(mergeCommitOid ?? ""))?.parents).toEqual([first, head]);
});

test("A test merge with a former base may be shown until GitHub sees the new one", async () => {
  const world = temporaryWorld();
  const repository = await world.repository("o/r", { files: { a: numbered(5) } });
  await repository.push("side", repository.head());
  const pr = await world.as("alice").opensPullRequest(repository, { title: "One", files: { b: "1\n" } });
  const first = await world.askMergeability(repository.id, pr.number);

  world.keepTestMerges(true);
  await repository.commit({ files: { c: "3\n" } });
  expect(await world.askMergeability(repository.id, pr.number)).toEqual(first);
  await pr.edit({ base: "side" });
  expect(await world.askMergeability(repository.id, pr.number)).toEqual(first);
  await pr.edit({ base: "main" });

  world.keepTestMerges(false);
  const { mergeCommitOid } = await world.askMergeability(repository.id, pr.number);
  const commit = await repository.git.commit(mergeCommitOid ?? "");
  expect(commit?.parents).toEqual([repository.head(), pr.record().headRefOid]);
});

test("A conflict has no merge commit, and a rebase resolves what only seemed to be one", async () => {
  const world = temporaryWorld();
  const repository = await world.repository("o/r", { files: { a: numbered(20) } });
  const alice = world.as("alice");
  const files = { a: numbered(20, { 2: "alice" }) };
  const pr = await alice.opensPullRequest(repository, { title: "One", files });
  await repository.commit({ files: { a: numbered(20, { 19: "other end" }) } });
  const merged = await world.askMergeability(repository.id, pr.number);
  const text = await repository.read("a", merged.mergeCommitOid ?? "");
  expect(text).toBe(numbered(20, { 2: "alice", 19: "other end" }));
  await pr.rebase();
  expect(pr.record().baseRefOid).toBe(repository.head());
  expect((await world.diff(pr.record())).files.map((file) => file.additions)).toEqual([1]);

  await repository.commit({ files: { a: numbered(20, { 2: "bob" }) } });
  expect(await world.askMergeability(repository.id, pr.number)).toEqual({
    state: "CONFLICTING",
    mergeCommitOid: null,
    made: null,
  });
  await expect(pr.rebase()).rejects.toThrow("conflicts");
  expect(await refusalOf(() => pr.merge())).toBe("405 Pull Request is not mergeable");
});

test("Merging moves the base, and merges nothing but the head that was expected", async () => {
  const world = temporaryWorld();
  const repository = await world.repository("o/r", { files: { a: "1\n" } });
  const pr = await world.as("alice").opensPullRequest(repository, { title: "One", files: { b: "1\n" } });
  const other = await world.as("bob").opensPullRequest(repository, { title: "Two", files: { c: "1\n" } });
  await world.askMergeability(repository.id, other.number);
  const bob = world.user("bob").id;
  const wrong = () => world.mergePullRequest(repository.id, 1, bob, { expectedHead: "0".repeat(40) });
  expect(await refusalOf(wrong)).toBe("409 Head branch was modified. Review and try the merge again.");
  const merged = await world.mergePullRequest(repository.id, 1, bob, { method: "squash" });
  expect(merged).toMatchObject({ state: "MERGED", mergedById: bob, mergeCommitOid: repository.head() });
  expect(await repository.read("b")).toBe("1\n");
  expect(other.record().mergeability.state).toBe("UNKNOWN");
  expect(await refusalOf(() => pr.reopen())).toMatch(/^422 Validation Failed: state invalid/);
});

test("Pushing the head to the base by hand merges the pull request", async () => {
  const world = temporaryWorld();
  const repository = await world.repository("o/r", { files: { a: "1\n" } });
  const pr = await world.as("alice").opensPullRequest(repository, { title: "One", files: { b: "1\n" } });
  await repository.push("main", pr.record().headRefOid);
  expect(pr.record().state).toBe("MERGED");
});

test("A branch that goes away closes its pull requests, and they stay closed", async () => {
  const world = temporaryWorld();
  const repository = await world.repository("o/r", { collaborators: { alice: "write" } });
  const files = { b: "1\n" };
  const pr = await world.as("alice").opensPullRequest(repository, { title: "One", branch: "one", files });
  expect(pr.record().headRepositoryId).toBe(repository.id);
  await repository.push("one", null);
  expect(pr.record().state).toBe("CLOSED");
  expect(await refusalOf(() => pr.reopen())).toContain("The one branch has been deleted.");
});

test("A pull request outlives the fork that it came from", async () => {
  const world = temporaryWorld();
  const repository = await world.repository("o/r", { files: { a: "1\n" } });
  const pr = await world.as("alice").opensPullRequest(repository, { title: "One", files: { b: "1\n" } });
  world.deleteRepository(pr.record().headRepositoryId ?? 0);
  expect(pr.record()).toMatchObject({ headRepositoryId: null, state: "OPEN" });
  expect((await world.diff(pr.record())).files).toHaveLength(1);
  expect(world.state.repositoryByName("alice/r")).toBeNull();
});

test("Editing says what it was before", async () => {
  const world = temporaryWorld();
  const repository = await world.repository("o/r", { files: { a: "1\n" } });
  await repository.commit({ branch: "staging", files: { s: "1\n" } });
  const pr = await world.as("alice").opensPullRequest(repository, { title: "One", files: { b: "1\n" } });
  const changes: unknown[] = [];
  world.onEvent((event) => changes.push([event.action, event.payload.changes]));
  await pr.edit({ title: "Two", body: "Because" });
  await pr.edit({ title: "Two" });
  await pr.edit({ base: "staging" });
  pr.draft();
  pr.ready();
  expect(changes).toEqual([
    ["edited", { title: { from: "One" }, body: { from: "" } }],
    ["edited", { base: { ref: { from: "main" }, sha: { from: repository.head("main") } } }],
    ["converted_to_draft", undefined],
    ["ready_for_review", undefined],
  ]);
  expect(pr.record()).toMatchObject({ baseRefName: "staging", baseRefOid: repository.head("staging") });
});

test("A pull request needs commits of its own, a head, a base and no twin", async () => {
  const world = temporaryWorld();
  const repository = await world.repository("o/r", { files: { a: "1\n" } });
  const alice = world.user("alice").id;
  await repository.push("same", repository.head());
  await repository.commit({ branch: "topic", files: { b: "1\n" } });
  const open = (head: string, base = "main") =>
    refusalOf(() => world.openPullRequest(repository.id, alice, { title: "One", head, base }));
  expect(await open("same")).toContain("No commits between main and o:same");
  expect(await open("none")).toBe("422 Validation Failed: head invalid");
  expect(await open("topic", "none")).toBe("422 Validation Failed: base invalid");
  expect(await open("topic")).toBe("not refused");
  expect(await open("topic")).toContain("A pull request already exists for o:topic.");
});

test("Readers may see the former state for a while, writers never", async () => {
  let now = Date.parse("2026-01-01T00:00:00Z");
  const world = temporaryWorld({ clock: () => now });
  const repository = await world.repository("o/r", { files: { a: "1\n" } });
  const pr = await world.as("alice").opensPullRequest(repository, { title: "One", files: { b: "1\n" } });
  const seen = () => world.readView().pullRequest(repository.id, pr.number);
  world.staleReadsFor(2000);
  pr.comment("first");
  now += 1000;
  pr.comment("second");
  expect(seen()?.comments).toHaveLength(0);
  expect(pr.record().comments).toHaveLength(2);
  now += 1000;
  expect(seen()?.comments).toHaveLength(1);
  now += 1000;
  expect(seen()?.comments).toHaveLength(2);
  pr.comment("third");
  world.staleReadsFor(0);
  expect(seen()?.comments).toHaveLength(3);
});

test("A new pull request is not there yet for a stale reader", async () => {
  let now = 0;
  const world = temporaryWorld({ clock: () => now });
  const repository = await world.repository("o/r", { files: { a: "1\n" } });
  world.staleReadsFor(500);
  await world.as("alice").opensPullRequest(repository, { title: "One", files: { b: "1\n" } });
  expect(world.readView().pullRequests(repository.id)).toEqual([]);
  now = 500;
  expect(world.readView().pullRequests(repository.id)).toHaveLength(1);
});

test("updatedAt moves with what people do, and not with check runs", async () => {
  let now = Date.parse("2026-01-01T00:00:00Z");
  const world = temporaryWorld({ clock: () => now });
  const repository = await world.repository("o/r", { files: { a: "1\n" } });
  const app = world.createApp({ slug: "ci", permissions: { checks: "write" }, events: [] });
  const pr = await world.as("alice").opensPullRequest(repository, { title: "One", files: { b: "1\n" } });
  now += 5400;
  await world.createCheckRun(repository.id, app.id, { name: "ci", headOid: pr.record().headRefOid });
  await world.askMergeability(repository.id, pr.number);
  expect(pr.record().updatedAt).toBe("2026-01-01T00:00:00Z");
  pr.comment("hello");
  expect(pr.record().updatedAt).toBe("2026-01-01T00:00:05Z");
});

test("What was onto a branch that is merged and deleted goes on to where that was merged", async () => {
  const world = temporaryWorld();
  const repository = await world.repository("o/r", { collaborators: { alice: "write" } });
  const alice = world.as("alice");
  const below = await alice.opensPullRequest(repository, { title: "Below", files: { a: "1\n" } });
  const above = await alice.opensPullRequest(repository, {
    title: "Above",
    base: "below",
    files: { b: "1\n" },
  });
  const alone = await alice.opensPullRequest(repository, {
    title: "Alone",
    base: "above",
    files: { c: "1\n" },
  });
  await below.merge();
  await repository.push("below", null, { by: "alice" });
  expect(above.record()).toMatchObject({ state: "OPEN", baseRefName: "main" });
  expect(above.record().timeline.at(-1)).toMatchObject({
    kind: "AutomaticBaseChangeSucceededEvent",
    before: "below",
    after: "main",
  });
  await repository.push("above", null, { by: "alice" });
  expect(alone.record().state).toBe("CLOSED");
  expect(above.record().timeline.map(({ kind }) => kind)).toContain("HeadRefDeletedEvent");
});

test("A branch that is restored is told of, and the pull request can be opened again", async () => {
  const world = temporaryWorld();
  const repository = await world.repository("o/r", { collaborators: { alice: "write" } });
  const pr = await world.as("alice").opensPullRequest(repository, { title: "One", files: { a: "1\n" } });
  const head = pr.record().headRefOid;
  await repository.push("one", null, { by: "alice" });
  await repository.push("one", head, { by: "alice" });
  await pr.reopen();
  expect(pr.record().timeline.map(({ kind }) => kind)).toEqual([
    "PullRequestCommit",
    "HeadRefDeletedEvent",
    "ClosedEvent",
    "HeadRefRestoredEvent",
    "ReopenedEvent",
  ]);
});
