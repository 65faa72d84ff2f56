import { mkdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { blobId } from "../../src/snapshot/blob-id.ts";
import { changedPaths, MOST_DIRECTORIES } from "../../src/snapshot/changed-paths.ts";
import { directorySource } from "../../src/snapshot/directory-source.ts";
import { openCommit, openRepository } from "../../src/snapshot/git/source.ts";
import { type MemoryFile, memorySource } from "../../src/snapshot/memory.ts";
import type { Source } from "../../src/snapshot/source.ts";
import { everything, shown } from "./everything.ts";
import { temporaryDirectory, temporaryRepository, writeFiles } from "./temporary-repository.ts";

const paths = (changes: readonly { path: string }[]): string[] => changes.map((change) => change.path);

const files = fc
  .dictionary(
    fc.constantFrom("a", "b", "a/x", "a/y", "a/y/z", "b/c/d", "b/c/e", "b-", "c"),
    fc.oneof(
      fc.constantFrom<MemoryFile>("1", "2", { link: "1" }, { link: "2" }, { file: "1", executable: true }),
      fc.constant<MemoryFile>({ submodule: true }),
    ),
  )
  .map((record) => {
    const taken = Object.keys(record).sort();
    return Object.fromEntries(
      Object.entries(record).filter(([path]) => !taken.some((other) => path.startsWith(`${other}/`))),
    );
  });

/** The same by looking at everything. */
async function bruteForce(base: Source, head: Source): Promise<string[]> {
  const describeAll = async (source: Source): Promise<Map<string, string>> => {
    const all = new Map<string, string>();
    for (const [path, entry] of await everything(source)) {
      const [content] = await source.read([path]);
      all.set(path, JSON.stringify({ ...entry, id: null, content: content && shown(content) }));
    }
    return all;
  };
  const [before, after] = [await describeAll(base), await describeAll(head)];
  const all = [...new Set([...before.keys(), ...after.keys()])].sort();
  return all.filter(
    (path) => before.get(path) !== after.get(path) || before.get(path)?.includes("submodule"),
  );
}

describe("changedPaths", () => {
  test("refuses a change that is too deep, without looking into it", async () => {
    const deep = (directories: number) => `${"d/".repeat(directories)}package.nix`;
    const base = memorySource({ a: "1" });
    const fine = await changedPaths(base, memorySource({ a: "1", [deep(MOST_DIRECTORIES)]: "x" }));
    expect(paths(fine)).toEqual([deep(MOST_DIRECTORIES)]);
    const head = memorySource({ a: "1", [deep(1_500)]: "x" });
    const asked: string[] = [];
    const watched: Source = {
      ...head,
      list(directories) {
        asked.push(...directories);
        return head.list(directories);
      },
    };
    await expect(changedPaths(base, watched)).rejects.toThrow(
      "the change has a path that is more than 64 directories deep",
    );
    expect(asked.length).toBeLessThanOrEqual(MOST_DIRECTORIES + 2);
  });

  test("finds what a look at everything finds", async () => {
    await fc.assert(
      fc.asyncProperty(files, files, async (a, b) => {
        const [base, head] = [memorySource(a), memorySource(b)];
        expect(paths(await changedPaths(base, head))).toEqual(await bruteForce(base, head));
      }),
      { numRuns: 500 },
    );
  });

  test("finds, limited to some paths, those of all that lie within", async () => {
    await fc.assert(
      fc.asyncProperty(files, files, fc.subarray(["a", "b", "b/c", "a/y/z"]), async (a, b, within) => {
        const [base, head] = [memorySource(a), memorySource(b)];
        const all = paths(await changedPaths(base, head));
        expect(paths(await changedPaths(base, head, { within }))).toEqual(
          all.filter((path) => within.some((w) => path === w || path.startsWith(`${w}/`))),
        );
      }),
    );
  });

  test("says what was there before and after, and nothing of directories", async () => {
    const base = memorySource({ a: "1", "b/c": "1", m: "1" });
    const head = memorySource({ "a/x": "1", b: { link: "a" }, m: { file: "1", executable: true } });
    const file = { kind: "file", executable: false, id: null };
    expect(await changedPaths(base, head)).toEqual([
      { path: "a", before: file, after: null },
      { path: "a/x", before: null, after: file },
      { path: "b", before: null, after: { kind: "symlink", id: null } },
      { path: "b/c", before: file, after: null },
      { path: "m", before: file, after: { ...file, executable: true } },
    ]);
  });

  test("does not look into directories whose ids are equal, nor read files whose ids are known", async () => {
    const repository = temporaryRepository();
    const first = repository.commit({ "same/x": "1", "other/y": "1", "other/same/z": "" });
    repository.commit({ "other/y": "2" });
    const opened = await openRepository(repository.directory);
    const asked: string[] = [];
    const watched = (source: Source): Source => ({
      ...source,
      list: (directories) => {
        asked.push(...directories);
        return source.list(directories);
      },
      read: () => Promise.reject(new Error("nothing needs to be read")),
    });
    const changes = await changedPaths(
      watched(await opened.commit(first)),
      watched(await opened.commit("HEAD")),
    );
    expect(paths(changes)).toEqual(["other/y"]);
    expect([...new Set(asked)].sort()).toEqual(["", "other"]);
    await opened.close();
  });

  test.each(["sha1", "sha256"])(
    "compares a directory on disk with a %s commit by content",
    async (format) => {
      const repository = temporaryRepository(`--object-format=${format}`);
      const big = new Uint8Array(5_000_000).fill(7);
      const content = { "a/x": "1", "a/y": { executable: "1" }, l: { link: "a" }, big, "big 2": big };
      repository.commit(content);
      const directory = temporaryDirectory();
      writeFiles(directory, { ...content, "a/x": "2", "big 2": new Uint8Array(5_000_000).fill(8), new: "" });
      mkdirSync(join(directory, ".git"));
      const commit = await openCommit(repository.directory, "HEAD");
      const disk = directorySource(directory);
      expect(paths(await changedPaths(commit, disk))).toEqual(["a/x", "big 2", "new"]);
      expect(paths(await changedPaths(disk, commit))).toEqual(["a/x", "big 2", "new"]);
      expect(paths(await changedPaths(disk, directorySource(repository.directory)))).toEqual([
        "a/x",
        "big 2",
        "new",
      ]);
      await commit.close();
    },
  );

  test("compares a SHA-1 commit with a SHA-256 commit by content", async () => {
    const [one, two] = [temporaryRepository(), temporaryRepository("--object-format=sha256")];
    one.commit({ "a/x": "1", b: "1" });
    two.commit({ "a/x": "1", b: "2" });
    const [base, head] = [await openCommit(one.directory, "HEAD"), await openCommit(two.directory, "HEAD")];
    expect(paths(await changedPaths(base, head))).toEqual(["b"]);
    await base.close();
    await head.close();
  });
});

test("blobId is the id that git gives", () => {
  expect(blobId(Buffer.from(""), "sha1")).toBe("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
  expect(blobId(Buffer.from(""), "sha256")).toBe(
    "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
  );
});
