import { expect, test } from "vitest";
import { eventsOf, numbered, refusalOf, temporaryWorld } from "./testing.ts";

const outside =
  "422 Unprocessable Entity: Pull request review thread line must be part of the diff and Pull request review thread diff hunk can't be blank";

async function oneChange() {
  const world = temporaryWorld();
  const repository = await world.repository("o/r", {
    files: { a: numbered(40), same: "1\n", bin: new Uint8Array([0, 1]) },
  });
  const pr = await world.as("alice").opensPullRequest(repository, {
    title: "One",
    files: {
      a: numbered(40, { 10: "line ten", 30: "line thirty" }),
      bin: new Uint8Array([0, 2]),
      huge: numbered(3001),
    },
  });
  return { world, repository, pr, bob: pr.as("bob") };
}

test("A comment goes on a line that the diff shows, and nowhere else", async () => {
  const { bob } = await oneChange();
  const on = (line: number, more = {}) =>
    refusalOf(() => bob.review({ event: "COMMENT", comments: [{ path: "a", line, body: "Hm.", ...more }] }));
  expect(await on(7)).toBe("not refused");
  expect(await on(13)).toBe("not refused");
  expect(await on(6)).toBe(outside);
  expect(await on(14)).toBe(outside);
  expect(await on(10, { side: "LEFT" })).toBe("not refused");
  expect(await on(12, { startLine: 9 })).toBe("not refused");
  expect(await on(30, { startLine: 12 })).toBe(
    "422 Unprocessable Entity: Pull request review thread start line must be part of the same hunk as the line.",
  );
  expect(await on(10, { startLine: 10 })).toContain("start line must precede the end line.");
  expect(await on(50, { startLine: 45 })).toBe(
    "422 Unprocessable Entity: Pull request review thread line must be part of the diff, Pull request review thread start line must be part of the same hunk as the line., and Pull request review thread diff hunk can't be blank",
  );
  expect(await on(1, { path: "same" })).toBe(
    "422 Unprocessable Entity: Pull request review thread path is invalid and Pull request review thread diff hunk can't be blank",
  );
  expect(await on(1, { path: "bin" })).toBe(outside);
  expect(await on(1, { path: "huge" })).toBe(outside);
  expect(await on(1, { path: "bin", subjectType: "FILE" })).toBe("not refused");
});

test("A position counts the lines of the patch below its first hunk header", async () => {
  const { bob, pr } = await oneChange();
  await bob.review({
    event: "COMMENT",
    comments: [
      { path: "a", position: 4, body: "deleted" },
      { path: "a", position: 14, body: "of the second hunk" },
    ],
  });
  const [first, second] = pr.record().threads;
  expect(first).toMatchObject({ side: "LEFT", line: 10 });
  expect(second).toMatchObject({ side: "RIGHT", line: 30 });
  expect(second?.comments[0]?.position).toBe(14);
  expect(second?.comments[0]?.diffHunk.split("\n").at(-1)).toBe("+line thirty");
  const none = () => bob.review({ event: "COMMENT", comments: [{ path: "a", position: 99, body: "x" }] });
  expect(await refusalOf(none)).toContain("position is invalid");
});

test("One comment that is refused refuses the whole review", async () => {
  const { bob, pr, world } = await oneChange();
  const events = eventsOf(world);
  const comments = [
    { path: "a", line: 10, body: "fine" },
    { path: "a", line: 1, body: "outside" },
  ];
  expect(await refusalOf(() => bob.review({ event: "COMMENT", comments }))).toBe(outside);
  expect(pr.view()).toMatchObject({ reviews: [], threads: [] });
  expect(events).toEqual([]);
});

test("A verdict needs words, and none is given on one's own work", async () => {
  const { bob, pr, repository, world } = await oneChange();
  expect(await refusalOf(() => bob.review({ event: "COMMENT" }))).toBe(
    "422 Unprocessable Entity: Body can't be blank",
  );
  const comments = [{ path: "a", line: 10, body: "x" }];
  expect(await refusalOf(() => bob.review({ event: "REQUEST_CHANGES", comments }))).toContain("blank");
  expect(await refusalOf(() => bob.approve())).toBe("not refused");
  expect(await refusalOf(() => pr.review({ event: "REQUEST_CHANGES", body: "no" }))).toBe(
    "422 Unprocessable Entity: Can not request changes on your own pull request",
  );
  expect(await refusalOf(() => pr.approve())).toContain("Can not approve your own pull request");
  expect(await refusalOf(() => pr.review({ event: "COMMENT", body: "why not" }))).toBe("not refused");
  const elsewhere = world.createReview(repository.id, 1, world.user("bob").id, {
    event: "COMMENT",
    body: "x",
    commitOid: repository.head() ?? "",
  });
  expect(await refusalOf(() => elsewhere)).toContain("commit_id is not part of the pull request");
});

test("A thread follows its lines, and is outdated once they change", async () => {
  const { bob, pr } = await oneChange();
  await bob.review({
    event: "COMMENT",
    comments: [
      { path: "a", line: 10, body: "one line" },
      { path: "a", line: 12, startLine: 9, body: "some lines" },
      { path: "a", line: 30, body: "further down" },
      { path: "a", line: 30, side: "LEFT", body: "deleted" },
    ],
  });
  const lines = () => pr.view().threads.map(({ startLine, line }) => [startLine, line]);
  const threadsAt = (changes: Record<number, string>) => pr.push({ a: numbered(40, changes) });

  await threadsAt({ 1: "line 0\nline 1", 10: "line ten", 30: "line thirty" });
  expect(lines()).toEqual([
    [null, 11],
    [10, 13],
    [null, 31],
    [null, 30],
  ]);
  await threadsAt({ 10: "line ten", 12: "line twelve", 30: "line thirty" });
  expect(lines()).toEqual([
    [null, 10],
    [null, null],
    [null, 30],
    [null, 30],
  ]);
  expect(pr.view().threads.map((thread) => thread.isOutdated)).toEqual([false, true, false, false]);
  // The change at line 30 is taken back: the diff does not show its lines any more.
  await threadsAt({ 10: "line ten" });
  expect(lines()).toEqual([
    [null, 10],
    [9, 12],
    [null, null],
    [null, null],
  ]);
  await pr.push({ a: null });
  expect(lines().slice(0, 2)).toEqual([
    [null, null],
    [null, null],
  ]);
  expect(pr.record().threads[0]).toMatchObject({ originalLine: 10, isOutdated: true });
});

test("Threads follow a rebase onto a base that moved", async () => {
  const { bob, pr, repository } = await oneChange();
  await bob.review({ event: "COMMENT", comments: [{ path: "a", line: 30, body: "here" }] });
  await repository.commit({ files: { a: numbered(40, { 1: "line 0\nline 1" }) } });
  await pr.rebase();
  expect(pr.view().threads).toMatchObject([{ line: 31, isOutdated: false }]);
});

test("A review of a former head is moved to the present one", async () => {
  const { pr, repository, world } = await oneChange();
  const former = pr.record().headRefOid;
  await pr.push({ a: numbered(40, { 1: "line 0\nline 1", 10: "line ten" }) });
  await world.createReview(repository.id, 1, world.user("bob").id, {
    event: "COMMENT",
    commitOid: former,
    comments: [{ path: "a", line: 10, body: "late" }],
  });
  expect(pr.record().threads).toMatchObject([{ line: 11, originalLine: 10, originalCommitOid: former }]);
});

test("Dismissing leaves word, and works on verdicts only", async () => {
  const { bob, pr, world } = await oneChange();
  const asked = await bob.review({ event: "REQUEST_CHANGES", body: "no" });
  const said = await bob.review({ event: "COMMENT", body: "hm" });
  const events = eventsOf(world);
  pr.dismiss(asked, "All done, thanks.");
  expect(pr.view().reviews[0]).toMatchObject({ state: "DISMISSED", body: "no" });
  expect(pr.record().timeline.at(-1)).toMatchObject({
    kind: "ReviewDismissedEvent",
    previousState: "CHANGES_REQUESTED",
    message: "All done, thanks.",
    reviewId: asked.id,
  });
  expect(events).toEqual(["pull_request_review.dismissed"]);
  expect(await refusalOf(() => pr.dismiss(said, "x"))).toBe(
    "422 Unprocessable Entity: Can not dismiss a commented pull request review",
  );
  expect(await refusalOf(() => pr.dismiss(asked, "x"))).toContain("Can not dismiss a dismissed");
});

test("Threads are resolved once, and replies join them", async () => {
  const { bob, pr, world } = await oneChange();
  await bob.review({ event: "COMMENT", comments: [{ path: "a", line: 10, body: "why?" }] });
  const events = eventsOf(world);
  pr.thread(0).reply("because");
  pr.thread(0).resolve();
  pr.thread(0).resolve();
  expect(pr.view().threads).toMatchObject([
    {
      isResolved: true,
      resolvedBy: "alice",
      comments: [{ body: "why?" }, { body: "because", author: "alice" }],
    },
  ]);
  pr.thread(0).unresolve();
  expect(pr.view().threads).toMatchObject([{ isResolved: false, resolvedBy: null }]);
  expect(events).toEqual([
    "pull_request_review.submitted",
    "pull_request_review_comment.created",
    "pull_request_review_thread.resolved",
    "pull_request_review_thread.unresolved",
  ]);
});

test("The last comment takes its thread along, and a review that is empty goes too", async () => {
  const { bob, pr } = await oneChange();
  const comments = [{ path: "a", line: 10, body: "x" }];
  await bob.review({ event: "COMMENT", comments });
  await bob.review({ event: "COMMENT", body: "with words", comments });
  pr.thread(0).reply("reply");
  const [first, reply] = pr.view().threads[0]?.comments ?? [];
  if (first === undefined || reply === undefined) throw new Error("no comments");
  bob.deleteComment(first);
  expect(pr.view().threads).toHaveLength(2);
  pr.deleteComment(reply);
  expect(pr.view().threads).toHaveLength(1);
  const [last] = pr.view().threads[0]?.comments ?? [];
  if (last === undefined) throw new Error("no comment");
  bob.deleteComment(last);
  expect(pr.view()).toMatchObject({ threads: [], reviews: [{ body: "with words" }] });
});

test("A pending review is seen once it is submitted", async () => {
  const { bob, pr, repository, world } = await oneChange();
  const id = world.user("bob").id;
  const comments = [{ path: "a", line: 10, body: "x" }];
  const pending = await world.createReview(repository.id, 1, id, { comments });
  expect(pr.view()).toMatchObject({ reviews: [], threads: [] });
  expect(await refusalOf(() => world.createReview(repository.id, 1, id, { comments }))).toContain(
    "User can only have one pending review per pull request",
  );
  world.submitReview(repository.id, 1, id, pending.id, { event: "COMMENT" });
  expect(bob.view()).toMatchObject({ reviews: [{ state: "COMMENTED" }], threads: [{ line: 10 }] });
});

test("A body of more than 65,536 characters is refused", async () => {
  const { bob, pr } = await oneChange();
  const tooLong = "422 Validation Failed: data unprocessable Body is too long (maximum is 65536 characters)";
  const long = "x".repeat(65_537);
  expect(await refusalOf(() => bob.review({ event: "COMMENT", body: long }))).toBe(tooLong);
  expect(await refusalOf(() => pr.comment(long))).toBe(tooLong);
  expect(await refusalOf(() => pr.comment(long.slice(1)))).toBe("not refused");
});
