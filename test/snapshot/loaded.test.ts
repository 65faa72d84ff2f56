import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { computeLoading, loadedSnapshot } from "../../src/snapshot/loaded.ts";
import { memorySnapshot, memorySource } from "../../src/snapshot/memory.ts";

describe("a loaded snapshot", () => {
  const files = { "a/b/c": "1", "a/link": { link: "b" }, top: "2", m: { submodule: true } } as const;
  const paths = [
    "",
    "a",
    "a/b",
    "a/b/c",
    "a/b/c/d",
    "a/no/x",
    "top",
    "top/x",
    "m",
    "m/x",
    "a/link/c",
    "a//b",
    "/a",
    "a/",
    "..",
  ];

  test("answers, once loaded, what a snapshot in memory answers, in whatever order it is asked", async () => {
    const expected = memorySnapshot(files);
    const order = fc.shuffledSubarray(paths, { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(order, async (asked) => {
        const snapshot = loadedSnapshot(memorySource(files));
        const answers = await computeLoading([snapshot], () =>
          asked.map((path) => [path, snapshot.entry(path), snapshot.list(path), snapshot.read(path)]),
        );
        expect(answers).toEqual(
          asked.map((path) => [path, expected.entry(path), expected.list(path), expected.read(path)]),
        );
      }),
    );
  });

  test("takes a path of any depth", async () => {
    const snapshot = loadedSnapshot(memorySource(files));
    const deep = "a/".repeat(200_000);
    expect(await computeLoading([snapshot], () => snapshot.entry(deep))).toBe("absent");
    expect(await computeLoading([snapshot], () => snapshot.read(`${deep}x`))).toEqual({ kind: "absent" });
  });

  test("lists only the directories that were asked for", async () => {
    const source = memorySource(files);
    const listed: string[] = [];
    const snapshot = loadedSnapshot({
      ...source,
      list: (directories) => {
        listed.push(...directories);
        return source.list(directories);
      },
    });
    await computeLoading([snapshot], () => snapshot.entry("a/b"));
    expect(listed).toEqual(["", "a"]);
  });
});
