import { expect, test } from "vitest";
import { replaceLines, suggestionsIn } from "./suggestions.ts";
import { numbered, refusalOf, temporaryWorld } from "./testing.ts";

const block = (...lines: string[]) => ["Better:", "```suggestion", ...lines, "```"].join("\n");

test("The blocks of a comment are found as Markdown has them", () => {
  expect(suggestionsIn("no block")).toEqual([]);
  expect(suggestionsIn(block("a", "", "  b"))).toEqual([["a", "", "  b"]]);
  expect(suggestionsIn(block())).toEqual([[]]);
  expect(suggestionsIn(block(""))).toEqual([[""]]);
  expect(suggestionsIn("````suggestion\n```nix\nx\n```\n````\n")).toEqual([["```nix", "x", "```"]]);
  expect(suggestionsIn("```nix\n```suggestion\nx\n```\n")).toEqual([]);
  expect(suggestionsIn("~~~suggestion\nx\n~~~\n\n```suggestion\ny")).toEqual([["x"], ["y"]]);
  expect(suggestionsIn("```suggestion\r\nx\r\n```\r\n")).toEqual([["x"]]);
});

test("Replaced lines keep the line ends and the end of the file", () => {
  expect(replaceLines("a\nb\nc\n", [{ from: 2, to: 2, lines: ["x", "y"] }])).toBe("a\nx\ny\nc\n");
  expect(replaceLines("a\nb\nc\n", [{ from: 2, to: 3, lines: [] }])).toBe("a\n");
  expect(replaceLines("a\nb", [{ from: 2, to: 2, lines: ["x"] }])).toBe("a\nx");
  expect(replaceLines("a\r\nb\r\n", [{ from: 1, to: 1, lines: ["x"] }])).toBe("x\r\nb\r\n");
  expect(replaceLines("a\n", [{ from: 1, to: 1, lines: [] }])).toBe("");
  const both = [
    { from: 1, to: 1, lines: ["x", "y"] },
    { from: 3, to: 3, lines: ["z"] },
  ];
  expect(replaceLines("a\nb\nc\n", both)).toBe("x\ny\nb\nz\n");
  expect(() => replaceLines("a\n", [{ from: 2, to: 2, lines: [] }])).toThrow("there is no line 2");
});

async function reviewed(...comments: { line: number; startLine?: number; side?: "LEFT"; body: string }[]) {
  const world = temporaryWorld();
  const repository = await world.repository("o/r", { files: { a: numbered(20) } });
  const files = { a: { executable: true, text: numbered(20, { 10: "ten" }) } };
  const pr = await world.as("alice").opensPullRequest(repository, { title: "One", files });
  const bob = pr.as("bob");
  await bob.review({ event: "COMMENT", comments: comments.map((comment) => ({ path: "a", ...comment })) });
  const text = () => repository.read("a", pr.record().headRefOid);
  const comment = (i: number) => {
    const found = pr.view().threads[i]?.comments[0];
    if (found === undefined) throw new Error(`no comment ${i}`);
    return found;
  };
  return { world, repository, pr, text, comment };
}

test("A suggestion that is pressed replaces its lines in a commit, and resolves its thread", async () => {
  const { repository, pr, text, comment } = await reviewed(
    { line: 10, body: block("TEN", "and a half") },
    { line: 13, startLine: 12, body: block() },
  );
  const oid = await pr.pressSuggestion(comment(0));
  expect(pr.record().headRefOid).toBe(oid);
  expect(await text()).toBe(numbered(20, { 10: "TEN\nand a half" }));
  expect((await repository.git.commit(oid))?.message).toMatch(/^Update a\n\nCo-authored-by: bob </);
  expect((await repository.git.entry(oid, "a"))?.mode).toBe(0o100755);
  expect(pr.view().threads).toMatchObject([
    { isResolved: true, resolvedBy: "alice", isOutdated: true },
    { isResolved: false, startLine: 13, line: 14 },
  ]);
  await pr.pressSuggestion(comment(1));
  expect(await text()).toBe(numbered(20, { 10: "TEN\nand a half" }).replace("line 12\nline 13\n", ""));
});

test("GitHub's button is not there for what cannot be applied", async () => {
  const { pr, comment } = await reviewed(
    { line: 10, body: block("ten") },
    { line: 10, side: "LEFT", body: block("x") },
    { line: 11, body: "no block" },
    { line: 9, body: block("x") },
    { line: 12, body: block("x") },
  );
  const press = (i: number) => refusalOf(() => pr.pressSuggestion(comment(i)));
  expect(await press(0)).toContain("no changes were made to the code.");
  expect(await press(1)).toContain("Applying suggestions on deleted lines is not supported.");
  await expect(pr.pressSuggestion(comment(2))).rejects.toThrow("there is no suggestion in this comment");
  await pr.push({ a: numbered(20, { 9: "nine", 10: "ten" }) });
  expect(await press(3)).toContain("Outdated suggestions cannot be applied.");
  pr.thread(4).resolve();
  expect(await press(4)).toContain("This suggestion has been applied or marked resolved.");
  await pr.close();
  expect(await press(0)).toContain("Suggestions cannot be applied while the pull request is closed.");
});

test("A batch applies all that can be applied in one commit, one a line", async () => {
  const { repository, pr, text } = await reviewed(
    { line: 8, body: block("eight", "more") },
    { line: 10, body: block("TEN") },
    { line: 11, startLine: 10, body: block("second wish for the same line") },
    { line: 12, body: "just words" },
    { line: 13, body: block() },
  );
  const before = pr.record().headRefOid;
  const oid = await pr.pressAllSuggestions();
  const commit = await repository.git.commit(oid ?? "");
  expect(commit?.parents).toEqual([before]);
  expect(commit?.message).toMatch(/^Apply suggestions from code review\n/);
  expect(await text()).toBe(numbered(20, { 8: "eight\nmore", 10: "TEN" }).replace("line 13\n", ""));
  expect(pr.view().threads.map((thread) => thread.isResolved)).toEqual([true, true, false, false, true]);
  await pr.push({ a: numbered(21) });
  expect(await pr.pressAllSuggestions()).toBeNull();
});
