import { expect, test } from "vitest";
import { temporaryWorld } from "./world/testing.ts";

async function onePullRequest() {
  const world = temporaryWorld();
  const repository = await world.repository("o/r", { files: { a: "1\n" } });
  const pr = await world.as("alice").opensPullRequest(repository, { title: "One", files: { b: "1\n2\n" } });
  return { world, repository, pr };
}

test("The conversation is seen in the order of time", async () => {
  const { world, pr } = await onePullRequest();
  const bob = pr.as("bob");
  pr.comment("first");
  await bob.review({ event: "COMMENT", body: "second", comments: [{ path: "b", line: 1, body: "inline" }] });
  bob.addLabels("third");
  bob.comment("fourth");
  pr.thread(0).reply("to the second");
  pr.thread(0).resolve();
  expect(
    pr
      .view()
      .conversation.map((entry) =>
        entry.kind === "event"
          ? [entry.actor, entry.event, entry.about]
          : [entry.author, entry.kind, entry.body],
      ),
  ).toEqual([
    ["alice", "PullRequestCommit", pr.record().headRefOid],
    ["alice", "comment", "first"],
    ["bob", "review", "second"],
    ["bob", "LabeledEvent", "third"],
    ["bob", "comment", "fourth"],
    ["alice", "review", ""],
  ]);
  const app = world.createApp({ slug: "bot", permissions: { checks: "write" }, events: [] });
  const headOid = pr.record().headRefOid;
  for (const conclusion of ["failure", "success"] as const) {
    await world.createCheckRun(pr.repository.id, app.id, { name: "by-name", headOid, conclusion });
  }
  expect(pr.view().checks).toMatchObject([{ app: "bot", name: "by-name", conclusion: "success" }]);
  expect(pr.check("by-name")?.conclusion).toBe("success");
  expect(pr.check("other")).toBeNull();
});

test("Waiting ends when the condition holds, whoever makes it so", async () => {
  const { pr } = await onePullRequest();
  const waited = pr.until((view) => view.labels.includes("ok"), { what: "the label" });
  setImmediate(() => pr.as("bob").addLabels("ok"));
  expect((await waited).labels).toEqual(["ok"]);
});

test("Waiting in vain ends with what the pull request looks like", async () => {
  const { pr } = await onePullRequest();
  pr.comment("hello");
  const waited = pr.until((view) => view.labels.length > 0, { timeout: 1, what: "a label" });
  await expect(waited).rejects.toThrow(/^a label did not come true within 1 ms.*alice: "hello"/s);
  const broken = pr.until(() => {
    throw new Error("broken condition");
  });
  await expect(broken).rejects.toThrow("broken condition");
});

test("The next comment is one of somebody else, each once", async () => {
  const { pr } = await onePullRequest();
  const bot = pr.as("bot");
  pr.comment("@bot help");
  bot.comment("one");
  bot.comment("two");
  expect((await pr.nextComment()).body).toBe("one");
  const [two, three] = [pr.nextComment(), (async () => bot.comment("three"))()];
  expect((await two).body).toBe("two");
  await three;
  expect((await pr.nextComment()).body).toBe("three");
});

test("Who may push opens a pull request from the repository, who may not from a fork", async () => {
  const { world, repository, pr } = await onePullRequest();
  world.setRole(repository.id, world.user("carol").id, "write");
  const files = { c: "1\n" };
  const own = await world.as("carol").opensPullRequest(repository, { title: "One", files });
  const draft = await world.as("dave").opensPullRequest(repository, { title: "One", files, draft: true });
  expect(pr.record()).toMatchObject({ headRefName: "one" });
  expect(own.record()).toMatchObject({ headRepositoryId: repository.id, isDraft: false });
  expect(world.state.repository(draft.record().headRepositoryId ?? 0)?.nameWithOwner).toBe("dave/r");
  expect(draft.record().isDraft).toBe(true);
  const again = await world.as("dave").opensPullRequest(repository, { title: "One", files });
  expect(again.record().headRefName).not.toBe(draft.record().headRefName);
});

test("Only who has access pushes to the branch of a pull request", async () => {
  const { world, repository, pr } = await onePullRequest();
  await expect(pr.as("mallory").push({ b: "evil" })).rejects.toThrow("mallory may not push");
  await expect(pr.as("mallory").forcePush({ b: "evil" })).rejects.toThrow("mallory may not push");
  world.setRole(repository.id, world.user("carol").id, "write");
  await pr.as("carol").push({ b: "by a maintainer of the base" });
  world.setRole(pr.record().headRepositoryId ?? 0, world.user("mallory").id, "write");
  const head = await pr.as("mallory").push({ b: "by a friend" });
  expect(pr.record().headRefOid).toBe(head);
  expect(pr.record().timeline.at(-1)).toMatchObject({ actorId: world.user("mallory").id });
});

test("Somebody else's comment is edited by who may write only, and shows who did", async () => {
  const { world, repository, pr } = await onePullRequest();
  const comment = pr.comment("mine");
  expect(() => pr.as("mallory").editComment(comment, "hers")).toThrow("may not edit");
  world.setRole(repository.id, world.user("carol").id, "write");
  pr.as("carol").editComment(comment, "carol's");
  const { authorId, editorId } = pr.record().comments[0] ?? {};
  expect([authorId, editorId]).toEqual([world.user("alice").id, world.user("carol").id]);
});

test("A pull request can be made of somebody else's branch", async () => {
  const { world, repository } = await onePullRequest();
  await repository
    .fork("alice")
    .commit({ branch: "work", onto: "main", files: { c: "1\n" }, author: "alice" });
  const pr = await world.as("mallory").proposes(repository, "alice:work", { title: "Not mine" });
  expect(pr.view()).toMatchObject({ author: "mallory", title: "Not mine" });
  expect(pr.record().headOwnerId).toBe(world.user("alice").id);
});

test("A push may hold links, submodules, executables and odd names", async () => {
  const { repository, pr } = await onePullRequest();
  const oid = "1".repeat(40);
  const odd = [
    "trailing ",
    "Case",
    "case",
    "pkgs/by-name/he/hel\u0142o/package.nix",
    "a\u2024\u2024/b",
    "..\u2024/c",
  ];
  await pr.push({
    link: { symlink: "../../etc/passwd" },
    module: { submodule: oid },
    run: { executable: true, text: "#!/bin/sh\n" },
    ...Object.fromEntries(odd.map((name) => [name, "1\n"])),
  });
  const head = pr.record().headRefOid;
  const modes: number[] = [];
  for (const path of ["link", "module", "run"])
    modes.push((await repository.git.entry(head, path))?.mode ?? 0);
  expect(modes).toEqual([0o120000, 0o160000, 0o100755]);
  for (const path of odd) expect(await repository.read(path, head)).toBe("1\n");
  await pr.as("o").merge("squash");
  expect((await repository.git.entry(repository.head() ?? "", "module"))?.oid).toBe(oid);
});

test("The bot of another App comments and reviews under the name it has chosen", async () => {
  const { world, pr } = await onePullRequest();
  world.createApp({ slug: "by-name-b0t", name: "by-name-bot", permissions: {}, events: [] });
  const bot = pr.as("by-name-b0t[bot]");
  bot.comment("I am the real one");
  await bot.approve();
  expect(pr.view().comments.at(-1)?.author).toBe("by-name-b0t[bot]");
  expect(pr.view().reviews.at(-1)).toMatchObject({ author: "by-name-b0t[bot]", state: "APPROVED" });
});
