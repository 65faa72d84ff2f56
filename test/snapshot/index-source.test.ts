import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { openRepository } from "../../src/snapshot/git/source.ts";
import type { Source } from "../../src/snapshot/source.ts";
import { everything, textOf } from "./everything.ts";
import { type TestRepository, temporaryRepository } from "./temporary-repository.ts";

async function indexOf(repository: TestRepository, head: string | null, subdirectory = ""): Promise<Source> {
  const opened = await openRepository(repository.directory);
  onTestFinished(() => opened.close());
  return opened.index(head, { subdirectory, indexFile: null });
}

/** What git would commit, as a commit of it has it. */
async function committed(repository: TestRepository): Promise<Source> {
  const tree = repository.git("write-tree");
  const commit = repository.git("commit-tree", "-m", "what is staged", tree);
  const opened = await openRepository(repository.directory);
  onTestFinished(() => opened.close());
  return opened.commit(commit);
}

/** The entries of a source without the ids of directories, which an overlay does not know. */
async function entriesOf(source: Source): Promise<Map<string, unknown>> {
  return new Map(
    [...(await everything(source))].map(([path, entry]) => [
      path,
      entry.kind === "directory" ? "dir" : entry,
    ]),
  );
}

describe("the index", () => {
  test.each(["sha1", "sha256"])("holds what git would commit, with %s", async (format) => {
    const repository = temporaryRepository(`--object-format=${format}`);
    const head = repository.commit({
      "same/a": "same",
      changed: "before",
      "deleted/x": "x",
      "mode.sh": "#!/bin/sh\n",
      "becomes-link": "x",
      "becomes-directory": "x",
      "directory-becomes-file/a": "x",
      "only-on-disk": "before",
      "odd \n\t\"na'me\udcff": "x",
    });
    rmSync(join(repository.directory, "becomes-link"));
    rmSync(join(repository.directory, "becomes-directory"));
    rmSync(join(repository.directory, "directory-becomes-file"), { recursive: true });
    rmSync(join(repository.directory, "deleted"), { recursive: true });
    repository.write({
      changed: "after",
      "new/ and \n odd/\udcfe": "new",
      "becomes-link": { link: "changed" },
      "becomes-directory/a": "y",
      "directory-becomes-file": "y",
    });
    repository.git("update-index", "--chmod=+x", "mode.sh");
    repository.git("add", "--all");
    repository.write({ changed: "later", "only-on-disk": "after", untracked: "x" });
    repository.write({ intended: "x" });
    repository.git("add", "--intent-to-add", "intended");
    const source = await indexOf(repository, head);
    expect(await entriesOf(source)).toEqual(await entriesOf(await committed(repository)));
    expect(await textOf(source, "changed")).toBe("after");
    expect(await textOf(source, "only-on-disk")).toBe("before");
    expect(await textOf(source, "new/ and \n odd/\udcfe")).toBe("new");
    expect(await source.read(["deleted/x", "untracked", "intended"])).toEqual([
      { kind: "absent" },
      { kind: "absent" },
      { kind: "absent" },
    ]);
  });

  test.each(["sha1", "sha256"])("is all there is before the first commit, with %s", async (format) => {
    const repository = temporaryRepository(`--object-format=${format}`);
    repository.write({ a: "a", "b/c": "c" });
    repository.git("add", "a", "b");
    expect([...(await everything(await indexOf(repository, null))).keys()].sort()).toEqual(["a", "b/c"]);
  });

  test("can begin at a directory", async () => {
    const repository = temporaryRepository();
    const head = repository.commit({ "sub/a": "a", "sub/b": "b", "subway/c": "c", d: "d" });
    repository.write({ "sub/a": "changed", "sub/new": "x", d: "changed" });
    repository.git("add", "--all");
    const source = await indexOf(repository, head, "sub");
    expect([...(await everything(source)).keys()].sort()).toEqual(["a", "b", "new"]);
    expect(await textOf(source, "a")).toBe("changed");
  });

  test("with conflicts is refused, and says where", async () => {
    const repository = temporaryRepository();
    repository.commit({ "a b": "one\n" });
    repository.git("checkout", "--quiet", "-b", "other");
    repository.commit({ "a b": "two\n" });
    repository.git("checkout", "--quiet", "main");
    const head = repository.commit({ "a b": "three\n" });
    expect(() => repository.git("merge", "other")).toThrow();
    await expect(indexOf(repository, head)).rejects.toThrow(
      "the index has conflicts, so nothing can be committed: resolve a b first",
    );
  });

  test("is not there in a bare repository", async () => {
    const repository = temporaryRepository("--bare");
    await expect(indexOf(repository, null)).rejects.toThrow("has no index, since it has no working tree");
  });

  test("is read without a trace: nothing is written, no time stamps are brought up to date", async () => {
    const repository = temporaryRepository();
    const head = repository.commit({ a: "a" });
    repository.write({ a: "b" });
    repository.git("add", "a");
    const state = () => repository.git("count-objects", "-v") + repository.git("ls-files", "--debug");
    const before = state();
    await everything(await indexOf(repository, head));
    expect(state()).toBe(before);
  });
});
