import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { mapLine } from "./diff-lines.ts";
import { parseHunks } from "./git-diff.ts";
import { runGit } from "./git-process.ts";
import type { ChangedFile } from "./model.ts";
import { numbered, temporaryWorld } from "./testing.ts";

test("What is written is a repository that git finds in order", async () => {
  const world = temporaryWorld();
  const repository = await world.repository("o/r", {
    files: { "a/b/c": "1\n", "a.b": "2\n", "a-b": "3\n", link: { symlink: "a.b" }, ä: "4\n" },
  });
  const head = await repository.commit({
    files: { "a/b/c": null, "a/d": "5\n", run: { executable: true, text: "#!\n" } },
    message: "Umbau ☃",
    author: "alice",
  });
  const fork = repository.fork("bob");
  await fork.commit({ branch: "topic", files: { e: "6\n" } });
  const git = async (...args: string[]) => (await runGit(repository.git.directory, args)).stdout.toString();
  expect((await runGit(repository.git.directory, ["fsck", "--strict", "--full"])).code).toBe(0);
  expect(
    await git("-c", "core.quotePath=false", "ls-tree", "-r", "--format=%(objectmode) %(path)", "main"),
  ).toBe("100644 a-b\n100644 a.b\n100644 a/d\n120000 link\n100755 run\n100644 ä\n");
  expect((await git("log", "--format=%H %an %s", "-1", "main")).trim()).toBe(`${head} alice Umbau ☃`);
  expect((await git("rev-parse", "refs/forks/bob/topic")).trim()).toBe(fork.head("topic"));
});

test("Trees and blobs are there at once when they were read before", async () => {
  const world = temporaryWorld();
  const repository = await world.repository("o/r", {
    files: { "dir/a": "text\n", bin: new Uint8Array([0]) },
  });
  const { git } = repository;
  const head = repository.head() ?? "";
  const entry = await git.entry(head, "dir/a");
  expect(entry).toMatchObject({ name: "a", mode: 0o100644, type: "blob" });
  expect(git.entry(head, "dir/a")).toEqual(entry);
  expect(await git.blob(entry?.oid ?? "")).toMatchObject({ isBinary: false });
  expect(git.blob((await git.entry(head, "bin"))?.oid ?? "")).toMatchObject({ isBinary: true });
  expect(await git.entry(head, "dir/none/deeper")).toBeNull();
  expect(await git.entry(head, "")).toMatchObject({ type: "tree" });
  expect(await git.object("0".repeat(40))).toBeNull();
  expect(await git.object("not an oid")).toBeNull();
  expect(await git.tree(head)).toBeNull();
});

test("A repository that is there already is used and not written to", async () => {
  const world = temporaryWorld();
  const source = await world.repository("o/source", { files: { a: "1\n" } });
  await source.commit({ branch: "other", files: { b: "2\n" } });
  await runGit(source.git.directory, ["symbolic-ref", "HEAD", "refs/heads/other"]);
  const clone = join(mkdtempSync(join(source.git.directory, "..", "clone-")), "work");
  await runGit(source.git.directory, ["clone", "--quiet", source.git.directory, clone]);
  const copy = await world.repository("NixOS/nixpkgs", { from: source.git.directory });
  expect(copy.record()).toMatchObject({ defaultBranch: "other" });
  expect(copy.head("main")).toBe(source.head("main"));
  const pr = await world.as("alice").opensPullRequest(copy, { title: "One", files: { a: "2\n" } });
  expect((await world.diff(pr.record())).files).toMatchObject([{ path: "a", status: "modified" }]);
  const { stdout } = await runGit(source.git.directory, ["for-each-ref", "--format=%(refname)"]);
  expect(stdout.toString()).toBe("refs/heads/main\nrefs/heads/other\n");
  expect(await source.git.commit(pr.record().headRefOid)).toBeNull();
});

test("A world opens the repositories that a former one left in its directory", async () => {
  const first = temporaryWorld();
  const made = await first.repository("o/r", { files: { a: "1\n" } });
  const head = await made.commit({ branch: "topic", files: { b: "2\n" } });
  const second = temporaryWorld({ directory: join(made.git.directory, "..", "..") });
  const opened = await second.repository("o/r");
  expect(opened.head("topic")).toBe(head);
  expect(await opened.read("b", "topic")).toBe("2\n");
});

test("Histories that meet far back, or in a merge, have their merge base", async () => {
  const world = temporaryWorld();
  const repository = await world.repository("o/r", { files: { a: "0\n" } });
  const start = repository.head() ?? "";
  const topic = await repository.commit({ branch: "topic", files: { t: "1\n" } });
  const main = await repository.commit({ files: { m: "1\n" } });
  const { git } = repository;
  const merge = (await git.mergeCommit(main, topic, "merge")) ?? "";
  await repository.push("topic", merge);
  const later = await repository.commit({ branch: "topic", files: { t: "2\n" } });
  const mainLater = await repository.commit({ files: { m: "2\n" } });
  expect(await git.mergeBase(main, topic)).toBe(start);
  expect(await git.mergeBase(mainLater, later)).toBe(main);
  expect(await git.isAncestor(main, later)).toBe(true);
  expect(await git.isAncestor(mainLater, later)).toBe(false);
  expect(await git.commitsBetween(mainLater, later, 10)).toEqual([topic, merge, later]);
});

test("Commits between two are those that git lists, in its order, wherever branches meet", async () => {
  const world = temporaryWorld();
  const repository = await world.repository("o/r", { files: { a: "0\n" } });
  const { git } = repository;
  const start = repository.head() ?? "";
  const topic = await repository.commit({ branch: "topic", files: { t: "1\n" } });
  const main = await repository.commit({ files: { m: "1\n" } });
  // The base moved on, was merged into the topic, and took it in; and both went on.
  const merged = (await git.mergeCommit(main, topic, "into the topic")) ?? "";
  await repository.push("topic", merged);
  const later = await repository.commit({ branch: "topic", files: { t: "2\n" } });
  const landed = (await git.mergeCommit(main, topic, "into the base")) ?? "";
  await repository.push("main", landed);
  const mainLater = await repository.commit({ files: { m: "2\n" } });
  const all = [start, topic, main, merged, later, landed, mainLater];
  const pairs = all.flatMap((base) => [later, landed, mainLater].map((head) => [base, head] as const));
  for (const [base, head] of pairs) {
    const args = ["rev-list", "--reverse", "--topo-order", head, `^${base}`];
    const { stdout } = await runGit(git.directory, args);
    const listed = stdout.toString().split("\n").filter(Boolean);
    expect(await git.commitsBetween(base, head, 10)).toEqual(listed);
  }
});

test("A line keeps its place among changes above it, and loses it when it changes", () => {
  const file: ChangedFile = {
    path: "a",
    previousPath: null,
    status: "modified",
    blobOid: "",
    additions: 3,
    deletions: 2,
    patch: "",
    hunks: parseHunks(
      "@@ -2,3 +2,4 @@\n line 2\n-line 3\n+line 3a\n+line 3b\n line 4\n@@ -10 +10,0 @@\n-line 10",
    ),
  };
  expect([1, 2, 3, 4, 5, 9, 10, 11].map((line) => mapLine(file, line))).toEqual([
    1,
    2,
    null,
    5,
    6,
    10,
    null,
    11,
  ]);
  expect(mapLine(null, 7)).toBe(7);
});

test("Names and contents that look like a patch do not mislead the reader of patches", async () => {
  const world = temporaryWorld();
  const nasty = 'x "quoted"\tand tab';
  const repository = await world.repository("o/r", { files: { [nasty]: "1\n", cr: "1\n" } });
  const text = "diff --git a/x b/x\n@@ -1 +1 @@\n-x\n";
  const head = await repository.commit({
    files: { [nasty]: text, cr: "1\rdiff --git a/y b/y\r@@ -1 +1 @@\n", sub: { symlink: "x" } },
  });
  const commit = await repository.git.commit(head);
  const files = await repository.git.diff(commit?.parents[0] ?? "", head);
  expect(files.map(({ path, additions, deletions }) => [path, additions, deletions])).toEqual([
    ["cr", 1, 1],
    ["sub", 1, 0],
    [nasty, 3, 1],
  ]);
  expect(files.at(-1)?.hunks).toHaveLength(1);
});

test("A file that becomes a symlink is changed, with both patches", async () => {
  const world = temporaryWorld();
  const repository = await world.repository("o/r", { files: { a: numbered(3), z: "1\n" } });
  const head = await repository.commit({ files: { a: { symlink: "z" }, z: "2\n" } });
  const commit = await repository.git.commit(head);
  const files = await repository.git.diff(commit?.parents[0] ?? "", head);
  expect(files.map(({ path, status, additions, deletions }) => [path, status, additions, deletions])).toEqual(
    [
      ["a", "changed", 1, 3],
      ["z", "modified", 1, 1],
    ],
  );
});

test("Trees are merged as git merges them", async () => {
  const world = temporaryWorld();
  const { git } = await world.repository("o/r");
  const content = fc.constantFrom(
    null,
    "1\n",
    "2\n",
    numbered(12),
    numbered(12, { 2: "two" }),
    numbered(12, { 11: "x" }),
  );
  const path = fc.constantFrom("a", "b", "d/a", "d/b", "d/e/a", "f/a", "f/b");
  const files = fc.dictionary(path, content, { maxKeys: 6 });
  const commit = async (parents: string[], changes: Record<string, string | null>) => {
    const parent = parents[0] === undefined ? null : await git.commit(parents[0]);
    const treeOid = await git.writeTree(parent?.treeOid ?? null, changes);
    const author = { name: "a", email: "a@example.org", date: "2026-01-01T00:00:00Z" };
    return git.writeCommit({ treeOid, parents, author, committer: author, message: "" });
  };
  await fc.assert(
    fc.asyncProperty(files, files, files, async (start, one, two) => {
      const base = await commit([], { keep: "0\n", ...start });
      const [ours, theirs] = [await commit([base], one), await commit([base], two)];
      const merged = await git.mergeCommit(ours, theirs, "merge");
      const expected = await runGit(git.directory, ["merge-tree", "--write-tree", ours, theirs]);
      const clean = expected.code === 0 ? expected.stdout.toString().trim() : null;
      expect(merged === null ? null : (await git.commit(merged))?.treeOid).toBe(clean);
    }),
    { numRuns: 40 },
  );
});

test("Lines are found again wherever git's comparison says they went", async () => {
  const world = temporaryWorld();
  const { git } = await world.repository("o/r");
  const lines = fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { maxLength: 30 });
  const write = async (numbers: readonly number[]) => {
    const tree = await git.writeTree(null, { file: numbers.map((n) => `${n}\n`).join("") });
    return (await git.entry(tree, "file"))?.oid ?? null;
  };
  await fc.assert(
    fc.asyncProperty(lines, lines, async (before, after) => {
      const file = await git.diffBlobs(await write(before), await write(after));
      const mapped = before.map((_, i) => mapLine(file, i + 1));
      const deleted = mapped.filter((line) => line === null).length;
      expect(deleted).toBe(file?.deletions ?? 0);
      for (const [i, line] of mapped.entries()) if (line !== null) expect(after[line - 1]).toBe(before[i]);
    }),
    { numRuns: 60 },
  );
});

test("A repository knows no commit of another, though what they have in common is kept once", async () => {
  const world = temporaryWorld();
  const files = { a: "1\n" };
  const one = await world.repository("o/one", { files });
  const other = await world.repository("o/other", { files });
  const head = await one.commit({ branch: "main", files: { b: "2\n" } });
  expect(await one.git.commit(head)).not.toBeNull();
  expect(await other.git.commit(head)).toBeNull();
  expect(await other.git.object(head)).toBeNull();
});
