import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { changedPaths } from "../../src/snapshot/changed-paths.ts";
import { openRepository, openWorkingTree } from "../../src/snapshot/git/source.ts";
import { parseStatus } from "../../src/snapshot/git/status.ts";
import { decodeName, encodeName } from "../../src/snapshot/names.ts";
import { SourceError } from "../../src/snapshot/source.ts";
import { everything, textOf } from "./everything.ts";
import { git, temporaryDirectory, temporaryRepository } from "./temporary-repository.ts";

/** What git itself says is there: tracked or not ignored, and on disk. */
function listedByGit(directory: string): string[] {
  const split = (output: Buffer): string[] =>
    decodeName(output)
      .split("\0")
      .filter((path) => path !== "");
  const all = split(git(directory, ["ls-files", "-z", "-co", "--exclude-standard"]));
  const deleted = new Set(split(git(directory, ["ls-files", "-z", "--deleted"])));
  // A tracked file in whose place there is a directory now does not count as deleted for `ls-files`.
  const isDirectory = (path: string): boolean => lstatSync(encodeName(join(directory, path))).isDirectory();
  const present = all
    .filter((path) => !deleted.has(path) && (path.endsWith("/") || !isDirectory(path)))
    .map((path) => path.replace(/\/$/, ""));
  return [...new Set(present)].sort();
}

describe("a working tree", () => {
  test("is what is on disk: changed, staged, new and without what was deleted or is ignored", async () => {
    const repository = temporaryRepository();
    repository.commit({
      ".gitignore": "*.o\n",
      "same/a": "same",
      changed: "before",
      staged: "before",
      twice: "before",
      deleted: "x",
      "gone/a": "x",
      cached: "tracked",
      "becomes-link": "x",
      "becomes-directory": "x",
      "directory-becomes-file/a": "x",
    });
    repository.write({ changed: "after", staged: "after", twice: "between", "new/file": "new", "x.o": "" });
    repository.git("add", "staged", "twice");
    repository.write({ twice: "after" });
    for (const path of ["deleted", "gone", "becomes-link", "becomes-directory", "directory-becomes-file"]) {
      rmSync(join(repository.directory, path), { recursive: true });
    }
    repository.git("rm", "--quiet", "--cached", "cached");
    repository.write({
      "becomes-link": { link: "changed" },
      "becomes-directory/a": "y",
      "directory-becomes-file": "y",
    });
    const source = await openWorkingTree(repository.directory);
    const entries = await everything(source);
    expect([...entries.keys()].sort()).toEqual(listedByGit(repository.directory));
    expect([...entries.keys()]).not.toContain("gone/a");
    expect(entries.get("becomes-link")).toEqual({ kind: "symlink", id: null });
    expect(await source.list(["gone", "deleted", "directory-becomes-file"])).toEqual([
      "absent",
      "absent",
      "absent",
    ]);
    for (const [path, text] of [
      ["changed", "after"],
      ["staged", "after"],
      ["twice", "after"],
      ["cached", "tracked"],
      ["same/a", "same"],
      ["new/file", "new"],
      ["becomes-link", "changed"],
      ["becomes-directory/a", "y"],
      ["directory-becomes-file/a", "absent"],
      ["x.o", "absent"],
      ["deleted", "absent"],
      [".git/config", "absent"],
    ] as const) {
      expect([path, await textOf(source, path)]).toEqual([path, text]);
    }
    await source.close();
  });

  test("keeps the ids of directories in which nothing changed, and of what is only staged", async () => {
    const repository = temporaryRepository();
    repository.commit({ "a/x": "1", "b/y": "1" });
    repository.write({ "b/y": "2", "c/z": "3" });
    repository.git("add", "c");
    const source = await openWorkingTree(repository.directory);
    const [root, c] = await source.list(["", "c"]);
    expect(root).toEqual(
      expect.arrayContaining([
        { kind: "directory", name: "a", id: repository.git("rev-parse", "HEAD:a") },
        { kind: "directory", name: "b", id: null },
      ]),
    );
    expect(c).toEqual([
      { kind: "file", executable: false, name: "z", id: repository.git("rev-parse", ":c/z") },
    ]);
    await source.close();
  });

  test("before the first commit is all from disk", async () => {
    const repository = temporaryRepository();
    repository.write({ "a/b": "1", c: "2" });
    repository.git("add", "c");
    const source = await openWorkingTree(repository.directory);
    expect([...(await everything(source)).keys()]).toEqual(["a/b", "c"]);
    expect(await textOf(source, "c")).toBe("2");
    await source.close();
  });

  test("takes an executable bit as git does", async () => {
    const repository = temporaryRepository();
    repository.commit({ off: { executable: "" }, on: "" });
    chmodSync(join(repository.directory, "on"), 0o755);
    chmodSync(join(repository.directory, "off"), 0o644);
    repository.write({ new: { executable: "" } });
    const executables = async (): Promise<string[]> => {
      const source = await openWorkingTree(repository.directory);
      const entries = [...(await everything(source))];
      await source.close();
      return entries.flatMap(([path, e]) => (e.kind === "file" && e.executable ? [path] : [])).sort();
    };
    expect(await executables()).toEqual(["new", "on"]);
    repository.git("config", "core.fileMode", "false");
    expect(await executables()).toEqual(["off"]);
  });

  test("with a conflict holds what is on disk", async () => {
    const repository = temporaryRepository();
    const base = repository.commit({ a: "base\n", b: "base\n" });
    repository.commit({ a: "ours\n", b: "ours\n" });
    repository.git("checkout", "--quiet", "-b", "theirs", base);
    unlinkSync(join(repository.directory, "b"));
    repository.commit({ a: "theirs\n" });
    expect(() => repository.git("merge", "main")).toThrow();
    const source = await openWorkingTree(repository.directory);
    expect(await textOf(source, "a")).toContain("<<<<<<<");
    expect(await textOf(source, "b")).toBe("ours\n");
    unlinkSync(join(repository.directory, "a"));
    const again = await openWorkingTree(repository.directory);
    expect(await textOf(again, "a")).toBe("absent");
    await source.close();
    await again.close();
  });

  test("has a submodule where another repository lies, and leaves out pipes", async () => {
    const repository = temporaryRepository();
    repository.commit({ a: "1" });
    const inner = join(repository.directory, "inner");
    mkdirSync(inner);
    git(inner, ["init", "--quiet"]);
    git(inner, ["commit", "--quiet", "--allow-empty", "-m", "x"]);
    execFileSync("mkfifo", [join(repository.directory, "pipe")]);
    unlinkSync(join(repository.directory, "a"));
    execFileSync("mkfifo", [join(repository.directory, "a")]);
    const source = await openWorkingTree(repository.directory);
    expect(Object.fromEntries(await everything(source))).toEqual({ inner: { kind: "submodule", id: null } });
    expect(await textOf(source, "inner/.git/HEAD")).toBe("absent");
    expect(await textOf(source, "a")).toBe("absent");
    await source.close();
  });

  test("does not follow a link that took the place of a directory, nor miss a file that went", async () => {
    const repository = temporaryRepository();
    repository.commit({ "d/a": "1" });
    repository.write({ "d/a": "2", "d/new": "3" });
    const source = await openWorkingTree(repository.directory);
    const outside = temporaryDirectory();
    writeFileSync(join(outside, "a"), "secret");
    rmSync(join(repository.directory, "d"), { recursive: true });
    symlinkSync(outside, join(repository.directory, "d"));
    expect(await textOf(source, "d/a")).toBe("absent");
    expect(await textOf(source, "d/new")).toBe("absent");
    await source.close();
  });

  test.each(["s", "-s/:(top)", "s\udcff\n"])(
    "has the subdirectory %j as its root if asked",
    async (subdirectory) => {
      const repository = temporaryRepository();
      repository.commit({ [`${subdirectory}/a`]: "1", [`${subdirectory}/b`]: "1", other: "1" });
      repository.write({ [`${subdirectory}/a`]: "2", [`${subdirectory}/n/x`]: "2", new: "2" });
      const source = await openWorkingTree(repository.directory, { subdirectory });
      expect([...(await everything(source)).keys()]).toEqual(["a", "b", "n/x"]);
      expect(await textOf(source, "a")).toBe("2");
      await expect(openWorkingTree(repository.directory, { subdirectory: "other" })).rejects.toThrow(
        SourceError,
      );
      await source.close();
    },
  );

  test("is found in a linked worktree, and not in a bare repository", async () => {
    const repository = temporaryRepository();
    repository.commit({ a: "1" });
    const linked = join(temporaryDirectory(), "linked");
    repository.git("worktree", "add", "--quiet", "--detach", linked);
    writeFileSync(join(linked, "a"), "2");
    const source = await openWorkingTree(linked);
    expect(await textOf(source, "a")).toBe("2");
    await source.close();
    await expect(openWorkingTree(temporaryRepository("--bare").directory)).rejects.toThrow(/no working tree/);
  });

  test("is read without running a filter, hook or monitor of the repository, and without writing the index", async () => {
    const repository = temporaryRepository();
    repository.commit({ ".gitattributes": "* filter=evil diff=evil\n", a: "1" });
    const witness = join(temporaryDirectory(), "witness");
    for (const key of ["filter.evil.clean", "filter.evil.process", "filter.evil.smudge", "core.fsmonitor"]) {
      repository.git("config", key, `touch '${witness}'; cat`);
    }
    repository.git("config", "filter.evil.required", "true");
    repository.write({ a: "2", b: "3", ".gitattributes": "* filter=evil diff=evil\n" });
    const index = join(repository.directory, ".git/index");
    const before = readFileSync(index);
    const source = await openWorkingTree(repository.directory);
    expect(await textOf(source, "a")).toBe("2");
    await source.close();
    expect(existsSync(witness)).toBe(false);
    expect(readFileSync(index).equals(before)).toBe(true);
  });

  test("whose files were all touched but not changed does not differ from its commit", async () => {
    const repository = temporaryRepository();
    repository.commit({ "a/x": "1", b: "2" });
    for (const path of ["a/x", "b"]) {
      const text = readFileSync(join(repository.directory, path));
      unlinkSync(join(repository.directory, path));
      writeFileSync(join(repository.directory, path), text);
    }
    const opened = await openRepository(repository.directory);
    expect(await changedPaths(await opened.commit("HEAD"), await opened.workingTree())).toEqual([]);
    await opened.close();
  });

  test("lists exactly what git lists, with what is on disk, after random edits", {
    timeout: 120_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(edit, { maxLength: 6 }),
        fc.array(edit, { maxLength: 8 }),
        async (first, then) => {
          const repository = temporaryRepository();
          const { directory } = repository;
          repository.write({ ".gitignore": "*ignored\n" });
          for (const e of first) apply(directory, e);
          repository.commit();
          for (const e of then) apply(directory, e);
          const opened = await openRepository(directory);
          const source = await opened.workingTree();
          const entries = await everything(source);
          const listed = listedByGit(directory);
          expect([...entries.keys()].sort()).toEqual(listed);
          for (const path of listed) {
            const place = encodeName(join(directory, path));
            const stats = lstatSync(place);
            expect(entries.get(path)).toMatchObject({ kind: stats.isSymbolicLink() ? "symlink" : "file" });
            const onDisk = stats.isSymbolicLink() ? readlinkSync(place) : readFileSync(place, "utf8");
            expect(await textOf(source, path)).toBe(onDisk);
          }
          const after = new Set((await changedPaths(await opened.commit("HEAD"), source)).map((c) => c.path));
          repository.git("add", "--all");
          const byGit = git(directory, ["diff", "--cached", "--name-only", "-z", "--no-renames", "HEAD"]);
          const expected = decodeName(byGit)
            .split("\0")
            .filter((path) => path !== "" && !opaque(directory, path));
          expect([...after].filter((path) => !opaque(directory, path)).sort()).toEqual(expected.sort());
          await opened.close();
          rmSync(directory, { recursive: true, force: true });
        },
      ),
      { numRuns: 15 },
    );
  });
});

/** A tracked file that is taken out of the index and ignored comes and goes with the way it is asked for. */
function opaque(directory: string, path: string): boolean {
  return path.endsWith("ignored") && existsSync(join(directory, path));
}

type Edit = {
  path: string;
  what: "write" | "link" | "delete" | "stage" | "unstage" | "touch" | "run";
  text: string;
};
const edit: fc.Arbitrary<Edit> = fc.record({
  path: fc
    .array(fc.constantFrom("a", "b", "c d", "-e", "\udcff", "f\n", "ignored"), { minLength: 1, maxLength: 3 })
    .map((names) => names.join("/")),
  what: fc.constantFrom("write", "write", "link", "delete", "stage", "unstage", "touch", "run"),
  text: fc.constantFrom("1", "2", "a"),
});

/** Applies an edit; one that the file system or git refuses changes nothing. */
function apply(directory: string, { path, what, text }: Edit): void {
  const place = encodeName(join(directory, path));
  const clear = (): void => {
    const names = path.split("/");
    names.forEach((_, i) => {
      const above = encodeName(join(directory, ...names.slice(0, i)));
      if (lstatSync(above, { throwIfNoEntry: false })?.isDirectory() === false) unlinkSync(above);
    });
    mkdirSync(encodeName(join(directory, ...names.slice(0, -1))), { recursive: true });
    rmSync(place, { recursive: true, force: true });
  };
  if (what === "write" || what === "run") {
    clear();
    writeFileSync(place, text);
    if (what === "run") chmodSync(place, 0o755);
  } else if (what === "link") {
    clear();
    symlinkSync(text, place);
  } else if (what === "delete") {
    try {
      rmSync(place, { recursive: true, force: true });
    } catch {
      // Below a link that leads to itself.
    }
  } else {
    const list = Buffer.concat([encodeName(path), Buffer.from([0])]);
    const from = ["--pathspec-from-file=-", "--pathspec-file-nul"];
    const command = what === "unstage" ? ["rm", "-r", "--quiet", "--cached", ...from] : ["add", ...from];
    try {
      git(directory, ["--literal-pathspecs", ...command], list);
    } catch {
      // Nothing at that path, or it is ignored.
    }
  }
}

describe("parseStatus", () => {
  test("understands paths with spaces and newlines, conflicts, and a repository without commits", () => {
    const id = "a".repeat(40);
    const output = [
      "# branch.oid (initial)",
      "# branch.head main",
      `1 M. N... 100644 100644 100644 ${id} ${id} a b\nc`,
      `1 .D N... 100644 100644 000000 ${id} ${id} d`,
      `u UU N... 100644 100644 100644 100755 ${id} ${id} ${id} e f`,
      "? g ",
    ].join("\0");
    expect(parseStatus(Buffer.from(`${output}\0`))).toEqual({
      head: null,
      tracked: [
        { path: "a b\nc", mode: "100644", id },
        { path: "d", mode: "000000", id: null },
        { path: "e f", mode: "100755", id: null },
      ],
      untracked: ["g "],
    });
  });
});
