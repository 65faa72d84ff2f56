import { chmodSync, mkdirSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import v8 from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { findRepository } from "../../src/snapshot/git/repository.ts";
import { openCommit, openRepository } from "../../src/snapshot/git/source.ts";
import { MAX_FILE_BYTES, SourceError } from "../../src/snapshot/source.ts";
import { everything, textOf } from "./everything.ts";
import { git, temporaryDirectory, temporaryRepository } from "./temporary-repository.ts";

const oddNames = [
  "with space",
  "quote\"and'tick`",
  "new\nline",
  "tab\there",
  "\udcff\udcfe",
  "-leading-dash",
  "--output=x",
  "n".repeat(255),
  "\u00e9\u{1f600}",
  "back\\slash",
  ":(glob)*",
  " missing",
];

describe("a commit", () => {
  test("lists entries of each kind with their ids, and reads files and links", async () => {
    const repository = temporaryRepository();
    const inner = temporaryRepository();
    const module = inner.commit({ x: "" });
    repository.write({ "a/file": "text", "a/run": { executable: "#!" }, link: { link: "a/file" } });
    repository.git("update-index", "--add", "--cacheinfo", `160000,${module},module`);
    mkdirSync(join(repository.directory, "module"));
    repository.commit();
    const source = await openCommit(repository.directory, "HEAD");
    expect(Object.fromEntries(await everything(source))).toEqual({
      "a/file": { kind: "file", executable: false, id: repository.git("rev-parse", "HEAD:a/file") },
      "a/run": { kind: "file", executable: true, id: repository.git("rev-parse", "HEAD:a/run") },
      link: { kind: "symlink", id: repository.git("rev-parse", "HEAD:link") },
      module: { kind: "submodule", id: module },
    });
    expect(await textOf(source, "a/file")).toBe("text");
    expect(await textOf(source, "link")).toBe("a/file");
    for (const path of [
      "",
      "a",
      "module",
      "module/x",
      "a/file/x",
      "link/x",
      "no",
      "a/../a/file",
      "/a/file",
    ]) {
      expect([path, await textOf(source, path)]).toEqual([path, "absent"]);
    }
    expect(await source.list(["a/file", "module", "nowhere", "link", "a/"])).toEqual(Array(5).fill("absent"));
    await source.close();
  });

  test("keeps odd names apart and whole", async () => {
    const repository = temporaryRepository();
    repository.commit(
      Object.fromEntries(
        oddNames.flatMap((n) => [
          [n, n],
          [`${`d ${n}`.slice(0, 255)}/${n}`, n],
        ]),
      ),
    );
    const source = await openCommit(repository.directory, "main");
    const [root] = await source.list([""]);
    const names = root === undefined || root === "absent" ? [] : root.map((e) => e.name);
    expect(names).toEqual(expect.arrayContaining(oddNames));
    const contents = await source.read(oddNames);
    expect(contents.every((c) => c.kind === "bytes" && c.bytes.length > 0)).toBe(true);
    await source.close();
  });

  test("is the same read from a bare, a shallow and a SHA-256 repository and from a linked worktree", async () => {
    const files = { "a/b": "1", c: { link: "a/b" } };
    const origin = temporaryRepository();
    origin.commit({ old: "" });
    rmSync(join(origin.directory, "old"));
    origin.commit(files);
    const places = temporaryDirectory();
    git(places, ["clone", "--quiet", "--bare", origin.directory, "bare"]);
    git(places, ["clone", "--quiet", "--depth=1", `file://${origin.directory}`, "shallow"]);
    git(origin.directory, ["worktree", "add", "--quiet", "--detach", join(places, "linked")]);
    const sha256 = temporaryRepository("--object-format=sha256");
    sha256.commit(files);
    const all = [...["bare", "shallow", "linked"].map((name) => join(places, name)), sha256.directory];
    for (const directory of all) {
      const source = await openCommit(directory, "HEAD");
      expect([...(await everything(source)).keys()]).toEqual(["a/b", "c"]);
      expect(await textOf(source, "a/b")).toBe("1");
      await source.close();
    }
  });

  test("has a subdirectory as its root where one is asked for", async () => {
    const repository = temporaryRepository();
    repository.commit({ "x/y/z": "deep", other: "" });
    const opened = await openRepository(join(repository.directory, "x"));
    expect(opened.prefix).toBe("x");
    expect(opened.root).toBe(repository.directory);
    const source = await opened.commit("HEAD", { subdirectory: opened.prefix });
    expect([...(await everything(source)).keys()]).toEqual(["y/z"]);
    await expect(opened.commit("HEAD", { subdirectory: "other" })).rejects.toThrow(
      /no directory other in commit/,
    );
    await expect(opened.commit("HEAD", { subdirectory: "../x" })).rejects.toThrow(SourceError);
    await opened.close();
  });

  test.each([
    "",
    "nowhere",
    "HEAD\nHEAD",
    "HEAD\0",
    "--all",
    "-h",
    "^HEAD",
    "HEAD..HEAD",
    "HEAD:file",
    " ",
    "@{u}",
  ])("is not found under the revision %j, and a SourceError says so", async (revision) => {
    const repository = temporaryRepository();
    repository.commit({ file: "" });
    await expect(openCommit(repository.directory, revision)).rejects.toThrow(SourceError);
  });

  test("that is named by an annotated tag is found", async () => {
    const repository = temporaryRepository();
    const id = repository.commit({ file: "1" });
    repository.git("tag", "-a", "-m", "x", "v1");
    const opened = await openRepository(repository.directory);
    expect(await opened.resolveCommit("v1")).toBe(id);
    await opened.close();
  });
});

v8.setFlagsFromString("--expose-gc");
const collectGarbage: unknown = runInNewContext("gc");

/** Bytes of buffers that something still refers to. */
function heldBytes(): number {
  if (typeof collectGarbage === "function") collectGarbage();
  return process.memoryUsage().arrayBuffers;
}

describe("reading objects", () => {
  test("answers too-large for 50 MB, without holding them, and goes on", async () => {
    const repository = temporaryRepository();
    repository.commit({ big: new Uint8Array(50_000_000), edge: new Uint8Array(MAX_FILE_BYTES), small: "s" });
    const source = await openCommit(repository.directory, "HEAD");
    await source.read(["small"]);
    const before = heldBytes();
    const [big, small, edge] = await source.read(["big", "small", "edge"]);
    expect(big).toEqual({ kind: "too-large", size: 50_000_000 });
    expect(small).toEqual({ kind: "bytes", bytes: Buffer.from("s") });
    expect(edge?.kind === "bytes" && edge.bytes.length).toBe(MAX_FILE_BYTES);
    // What a pipe or a promise refers to until its next turn is let go of then.
    await expect.poll(() => heldBytes() - before).toBeLessThan(40_000_000);
    await source.close();
  });

  test("names the file whose object is missing, and still reads the others", async () => {
    const repository = temporaryRepository();
    repository.commit({ gone: "gone", here: "here" });
    rmSync(looseObject(repository.directory, repository.git("rev-parse", "HEAD:gone")));
    const source = await openCommit(repository.directory, "HEAD");
    await expect(source.read(["gone"])).rejects.toThrow(/lacks the object .* of gone in commit/);
    expect(await textOf(source, "here")).toBe("here");
    await source.close();
  });

  test("fails with a SourceError, and does not hang, where an object is damaged", async () => {
    const repository = temporaryRepository();
    repository.commit({ bad: "x".repeat(5000), here: "here" });
    const object = looseObject(repository.directory, repository.git("rev-parse", "HEAD:bad"));
    chmodSync(object, 0o644);
    truncateSync(object, Math.floor(statSync(object).size / 2));
    const source = await openCommit(repository.directory, "HEAD");
    await expect(source.read(["here", "bad", "here"])).rejects.toThrow(SourceError);
    await source.close();
  });

  test("fails with a SourceError after the repository was closed, and in the middle of reading", async () => {
    const repository = temporaryRepository();
    repository.commit({ a: "x".repeat(1000) });
    const opened = await openRepository(repository.directory);
    const source = await opened.commit("HEAD");
    const reading = source.read(Array<string>(1000).fill("a"));
    const failing = expect(reading).rejects.toThrow(/closed/);
    await opened.close();
    await failing;
    await expect(source.read(["a"])).rejects.toThrow(/closed/);
  });

  test("of a partial clone fetches nothing, and says what is missing", async () => {
    const origin = temporaryRepository();
    origin.commit({ a: "content" });
    origin.git("config", "uploadpack.allowFilter", "true");
    const clone = temporaryDirectory();
    git(clone, ["clone", "--quiet", "--bare", "--filter=blob:none", `file://${origin.directory}`, "."]);
    const source = await openCommit(clone, "HEAD");
    expect([...(await everything(source)).keys()]).toEqual(["a"]);
    await expect(source.read(["a"])).rejects.toThrow(/is a partial clone that lacks an object/);
    const there = git(clone, ["cat-file", "--batch-all-objects", "--batch-check"]).toString("utf8");
    expect(there).not.toContain("blob");
    await source.close();
  });

  test("lists a directory of 50,000 entries", async () => {
    const repository = temporaryRepository();
    const blob = git(repository.directory, ["hash-object", "-w", "--stdin"], "x").toString().trim();
    const lines = Array.from({ length: 50_000 }, (_, i) => `100644 blob ${blob}\tf${i}\n`).join("");
    const tree = git(repository.directory, ["mktree"], lines).toString().trim();
    const commit = repository.git("commit-tree", "-m", "x", tree);
    const source = await openCommit(repository.directory, commit);
    const [listing] = await source.list([""]);
    expect(listing?.length).toBe(50_000);
    await source.close();
  });
});

describe("findRepository", () => {
  test("is null outside of any repository and a SourceError where there is no directory", async () => {
    const directory = temporaryDirectory();
    expect(await findRepository(directory)).toBeNull();
    await expect(findRepository(join(directory, "no"))).rejects.toThrow(/there is no directory/);
    writeFileSync(join(directory, "file"), "");
    await expect(findRepository(join(directory, "file"))).rejects.toThrow(/there is no directory/);
    await expect(openRepository(directory)).rejects.toThrow(/is not in a git repository/);
  });

  test("tells a bare repository, a git directory and a path with a newline from the usual", async () => {
    const repository = temporaryRepository();
    const bare = temporaryRepository("--bare");
    const parent = temporaryDirectory();
    git(parent, ["init", "--quiet", "new\nline"]);
    expect(await findRepository(bare.directory)).toMatchObject({ bare: true, root: bare.directory });
    expect(await findRepository(join(repository.directory, ".git"))).toMatchObject({ bare: true });
    expect(await findRepository(join(parent, "new\nline"))).toMatchObject({
      bare: false,
      root: join(parent, "new\nline"),
      gitDir: join(parent, "new\nline", ".git"),
      prefix: "",
    });
  });

  test("explains what to do where git refuses a repository of another user", async () => {
    const repository = temporaryRepository();
    process.env.GIT_TEST_ASSUME_DIFFERENT_OWNER = "1";
    try {
      await expect(findRepository(repository.directory)).rejects.toThrow(
        /git config --global --add safe.directory/,
      );
    } finally {
      delete process.env.GIT_TEST_ASSUME_DIFFERENT_OWNER;
    }
  });
});

describe("mergeBase", () => {
  test("is the commit where two branches parted, or null", async () => {
    const repository = temporaryRepository();
    const fork = repository.commit({ a: "1" });
    repository.commit({ a: "2" });
    repository.git("checkout", "--quiet", "-b", "other", fork);
    repository.commit({ b: "1" });
    repository.git("checkout", "--quiet", "--orphan", "alone");
    repository.commit({ c: "1" });
    const opened = await openRepository(repository.directory);
    expect(await opened.mergeBase("main", "other")).toBe(fork);
    expect(await opened.mergeBase("main", "alone")).toBeNull();
    await expect(opened.mergeBase("main", "no")).rejects.toThrow(SourceError);
    await opened.close();
  });
});

function looseObject(directory: string, id: string): string {
  const path = join(directory, ".git/objects", id.slice(0, 2), id.slice(2));
  expect(readdirSync(join(path, ".."))).toContain(id.slice(2));
  return path;
}
