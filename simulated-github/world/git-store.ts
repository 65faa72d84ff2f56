import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { LRUCache } from "lru-cache";
import type { Git, GitBlob, GitCommit, GitObjectType, GitTree, GitTreeEntry, MaybePromise } from "./git.ts";
import { createDiffer } from "./git-diff.ts";
import { formatCommit, formatTree, parseCommit, parseTreeEntries, typeOfMode } from "./git-format.ts";
import { commitsBetween, isAncestor, mergeBase } from "./git-history.ts";
import { mergeTrees } from "./git-merge.ts";
import { openObjects } from "./git-objects.ts";
import { deflate, type PackedObject, writePack } from "./git-pack.ts";
import { runGit } from "./git-process.ts";
import type { FileContent, Files } from "./inputs.ts";
import type { ChangedFile, Oid } from "./model.ts";
import type { SharedObjects } from "./shared-objects.ts";

type Stored =
  | { readonly type: "commit"; readonly size: number; readonly commit: GitCommit }
  | { readonly type: "tree"; readonly size: number; readonly tree: GitTree }
  | { readonly type: "blob"; readonly size: number; readonly blob: GitBlob }
  | { readonly type: "tag"; readonly size: number };

type WrittenType = "commit" | "tree" | "blob";
type WriteObject = (type: WrittenType, contents: Buffer) => Oid;

const cacheBytes = 256 * 1024 * 1024;

/** So many differences and merge bases are remembered; `max` would make room for all of them in each repository. */
const answerLimit = { maxSize: 10_000, sizeCalculation: () => 1 };

/** From how many files on a commit is written as a pack. */
const packFrom = 500;

/**
 * The repository in `directory`, which must be there and use SHA-1. Objects are written without a process. With
 * `shared`, they are written there; commits of others that are there are none of this repository.
 */
export function openGit(directory: string, shared: SharedObjects | null = null): Git {
  const objects = shared?.reader ?? openObjects(directory);
  const differ = shared?.differ ?? createDiffer(directory);
  const objectsDirectory = join(shared?.directory ?? directory, "objects");
  const written = shared?.written ?? new Set<Oid>();
  const ownCommits = new Set<Oid>();
  const cache = new LRUCache<Oid, Stored>({ maxSize: cacheBytes });
  const diffs = new LRUCache<string, readonly ChangedFile[]>(answerLimit);
  const merges = new Map<string, Promise<Oid | null>>();
  const folders = shared?.folders ?? new Set<string>();
  const bases = new LRUCache<string, { readonly base: Oid | null }>(answerLimit);

  function keep(oid: Oid, type: GitObjectType, bytes: Buffer): Stored {
    const stored = parse(oid, type, bytes);
    cache.set(oid, stored, { size: stored.size + 200 });
    return stored;
  }

  async function load(oid: Oid): Promise<Stored | null> {
    if (!/^[0-9a-f]{40}$/.test(oid)) return null;
    if (shared !== null && existsSync(loosePath(join(directory, "objects"), oid))) adopt(oid);
    const answer = await objects.read(oid);
    if (answer === null || !isObjectType(answer.type)) return null;
    if (shared !== null && answer.type === "commit" && !ownCommits.has(oid)) return null;
    return cache.get(oid) ?? keep(oid, answer.type, answer.bytes);
  }

  /** What somebody wrote into the repository with git goes where the objects are read. */
  function adopt(commit: Oid): void {
    const own = join(directory, "objects");
    for (const name of readdirSync(own, { recursive: true, encoding: "utf8" })) {
      if (!/^[0-9a-f]{2}\/[0-9a-f]{38}$/.test(name)) continue;
      mkdirSync(dirname(join(objectsDirectory, name)), { recursive: true });
      copyFileSync(join(own, name), join(objectsDirectory, name));
    }
    ownCommits.add(commit);
  }

  /** Reads an object and takes from it what `select` finds. */
  function read<T>(oid: Oid, select: (stored: Stored) => T | null): MaybePromise<T | null> {
    const stored = cache.get(oid);
    if (stored !== undefined) return select(stored);
    return load(oid).then((loaded) => (loaded === null ? null : select(loaded)));
  }

  const commit = (oid: Oid) => read(oid, (stored) => (stored.type === "commit" ? stored.commit : null));
  const tree = (oid: Oid) => read(oid, (stored) => (stored.type === "tree" ? stored.tree : null));
  const blob = (oid: Oid) => read(oid, (stored) => (stored.type === "blob" ? stored.blob : null));

  function object(oid: Oid): ReturnType<Git["object"]> {
    return read(oid, ({ type, size }) => ({ type, oid, size }));
  }

  function rootTree(treeish: Oid): MaybePromise<Oid | null> {
    return read(treeish, (stored) => {
      if (stored.type === "commit") return stored.commit.treeOid;
      return stored.type === "tree" ? treeish : null;
    });
  }

  function entry(treeish: Oid, path: string): MaybePromise<GitTreeEntry | null> {
    const names = path.split("/").filter((name) => name !== "");
    const walk = (oid: Oid | null, depth: number): MaybePromise<GitTreeEntry | null> => {
      if (oid === null) return null;
      const name = names[depth];
      if (name === undefined) return directoryEntry(oid, names.at(-1) ?? "");
      return then(tree(oid), (listed) => {
        const found = listed?.entries.find((candidate) => candidate.name === name) ?? null;
        if (found === null || depth === names.length - 1) return found;
        return found.type === "tree" ? walk(found.oid, depth + 1) : null;
      });
    };
    return then(rootTree(treeish), (root) => walk(root, 0));
  }

  function diff(from: Oid, to: Oid): MaybePromise<readonly ChangedFile[]> {
    return then(rootTree(from), (left) =>
      then(rootTree(to), (right) => {
        if (left === null || right === null) throw new Error(`cannot compare ${from} with ${to}`);
        if (left === right) return [];
        const key = `${left}:${right}`;
        const known = diffs.get(key);
        if (known !== undefined) return known;
        return differ.diff(left, right).then((files) => {
          diffs.set(key, files);
          return files;
        });
      }),
    );
  }

  async function diffBlobs(from: Oid | null, to: Oid | null): Promise<ChangedFile | null> {
    const trees = [from, to].map((oid) =>
      writeObject(
        "tree",
        formatTree(oid === null ? [] : [{ nameBytes: Buffer.from("file"), mode: 0o100644, oid }]),
      ),
    );
    const files = await diff(trees[0] ?? "", trees[1] ?? "");
    return files[0] ?? null;
  }

  function writeObject(type: WrittenType, contents: Buffer): Oid {
    const oid = objectId(type, contents);
    if (type === "commit") ownCommits.add(oid);
    if (cache.get(oid) !== undefined) return oid;
    if (written.has(oid)) {
      keep(oid, type, contents);
      return oid;
    }
    written.add(oid);
    // Nobody asks git for an object before it is written, so it need not appear all at once.
    const path = loosePath(objectsDirectory, oid);
    const folder = dirname(path);
    if (!folders.has(folder)) mkdirSync(folder, { recursive: true });
    folders.add(folder);
    if (!existsSync(path)) writeFileSync(path, deflate(objectData(type, contents)));
    keep(oid, type, contents);
    return oid;
  }

  async function writeTree(base: Oid | null, files: Files): Promise<Oid> {
    if (Object.keys(files).length < packFrom) return addTree(base, files, writeObject);
    const pack = new Map<Oid, PackedObject>();
    const root = await addTree(base, files, (type, contents) => {
      const oid = objectId(type, contents);
      pack.set(oid, { type, contents });
      return oid;
    });
    await writePack(shared?.directory ?? directory, [...pack.values()]);
    return root;
  }

  async function addTree(base: Oid | null, files: Files, write: WriteObject): Promise<Oid> {
    const listed = base === null ? null : await tree(base);
    const entries = new Map((listed?.entries ?? []).map((known) => [known.name, known]));
    for (const [name, { own, below }] of byFirstName(files)) {
      const former = entries.get(name);
      entries.delete(name);
      if (own !== undefined) {
        const written = own === null ? null : writeFile(own, write);
        if (written !== null) entries.set(name, named(name, written.mode, written.oid));
      } else {
        const directoryOid = former?.type === "tree" ? former.oid : null;
        const oid = await addTree(directoryOid, Object.fromEntries(below), write);
        if (oid !== emptyTree) entries.set(name, named(name, 0o040000, oid));
      }
    }
    return write("tree", formatTree(entries.values()));
  }

  function writeFile(content: Exclude<FileContent, null>, write: WriteObject): { mode: number; oid: Oid } {
    if (typeof content === "string") return { mode: 0o100644, oid: write("blob", Buffer.from(content)) };
    if (content instanceof Uint8Array) {
      return { mode: 0o100644, oid: write("blob", Buffer.from(content)) };
    }
    if ("submodule" in content) return { mode: 0o160000, oid: content.submodule };
    if ("symlink" in content) {
      return { mode: 0o120000, oid: write("blob", Buffer.from(content.symlink)) };
    }
    const mode = content.executable ? 0o100755 : 0o100644;
    return { mode, oid: write("blob", Buffer.from(content.text)) };
  }

  const writeCommit: Git["writeCommit"] = (made) => writeObject("commit", formatCommit(made));

  async function cachedMergeBase(one: Oid, other: Oid): Promise<Oid | null> {
    const key = `${one}:${other}`;
    const known = bases.get(key);
    if (known !== undefined) return known.base;
    const base = await mergeBase(directory, commit, one, other);
    bases.set(key, { base });
    return base;
  }

  async function merge(base: Oid, head: Oid, message: string): Promise<Oid | null> {
    const treeOid = await mergedTree(base, head);
    const headCommit = await commit(head);
    const baseCommit = await commit(base);
    if (treeOid === null || headCommit === null || baseCommit === null) return null;
    const date = [headCommit.committer.date, baseCommit.committer.date].sort().at(-1) ?? "";
    const committer = { name: "GitHub", email: "noreply@github.com", date };
    return writeCommit({ treeOid, parents: [base, head], author: committer, committer, message });
  }

  async function mergedTree(base: Oid, head: Oid): Promise<Oid | null> {
    const common = await cachedMergeBase(base, head);
    if (common === base) return rootTree(head);
    const roots = await Promise.all([common ?? "", base, head].map(rootTree));
    const [from, ours, theirs] = roots;
    if (from && ours && theirs) {
      const write = (entries: readonly GitTreeEntry[]) => writeObject("tree", formatTree(entries));
      const merged = await mergeTrees({ tree, write }, from, ours, theirs);
      if (merged !== null) return merged;
    }
    // Where the objects are read: what it writes has to be found.
    const where = shared?.directory ?? directory;
    const { code, stdout, stderr } = await runGit(where, ["merge-tree", "--write-tree", base, head]);
    if (code === 1) return null;
    if (code !== 0) throw new Error(`git merge-tree failed: ${stderr}`);
    return stdout.toString("latin1").slice(0, 40);
  }

  return {
    directory,
    object,
    commit,
    tree,
    blob,
    entry,
    diff,
    diffBlobs,
    writeTree,
    writeCommit,
    mergeBase: cachedMergeBase,
    isAncestor: (ancestor, descendant) => isAncestor(directory, commit, ancestor, descendant),
    commitsBetween: (base, head, limit) => commitsBetween(directory, commit, base, head, limit),
    mergeCommit(base, head, message) {
      const key = `${base}:${head}:${message}`;
      const known = merges.get(key);
      if (known !== undefined) return known;
      const made = merge(base, head, message);
      merges.set(key, made);
      return made;
    },
    async writeRef(name, oid) {
      if (oid === null) {
        await runGit(directory, ["update-ref", "-d", name]);
        return;
      }
      const path = join(directory, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, `${oid}\n`);
    },
    async close() {
      if (shared === null) await Promise.all([objects.close(), differ.close()]);
    },
  };
}

/** Where git keeps an object that is in no pack. */
function loosePath(objects: string, oid: Oid): string {
  return join(objects, oid.slice(0, 2), oid.slice(2));
}

/** What git hashes and, compressed, keeps. */
function objectData(type: WrittenType, contents: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${type} ${contents.length}\0`, "latin1"), contents]);
}

function objectId(type: WrittenType, contents: Buffer): Oid {
  return createHash("sha1").update(objectData(type, contents)).digest("hex");
}

const emptyTree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

function parse(oid: Oid, type: GitObjectType, bytes: Buffer): Stored {
  const size = bytes.length;
  switch (type) {
    case "commit":
      return { type, size, commit: parseCommit(oid, bytes) };
    case "tree":
      return { type, size, tree: { oid, entries: parseTreeEntries(bytes) } };
    case "blob":
      return { type, size, blob: { oid, bytes, isBinary: isBinary(bytes) } };
    case "tag":
      return { type, size };
  }
}

/** As git decides: a NUL among the first 8,000 bytes. */
function isBinary(bytes: Buffer): boolean {
  return bytes.subarray(0, 8000).includes(0);
}

function isObjectType(type: string): type is GitObjectType {
  return type === "commit" || type === "tree" || type === "blob" || type === "tag";
}

function directoryEntry(oid: Oid, name: string): GitTreeEntry {
  return { name, nameBytes: Buffer.from(name), mode: 0o040000, type: "tree", oid };
}

function named(name: string, mode: number, oid: Oid): GitTreeEntry {
  return { name, nameBytes: Buffer.from(name), mode, type: typeOfMode(mode), oid };
}

function byFirstName(
  files: Files,
): Map<string, { own: FileContent | undefined; below: [string, FileContent][] }> {
  const grouped = new Map<string, { own: FileContent | undefined; below: [string, FileContent][] }>();
  for (const [path, content] of Object.entries(files)) {
    const slash = path.indexOf("/");
    const name = slash < 0 ? path : path.slice(0, slash);
    if (name === "" || name === "." || name === ".." || name === ".git") {
      throw new Error(`git has no files of the path "${path}"`);
    }
    const group = grouped.get(name) ?? { own: undefined, below: [] };
    if (slash < 0) group.own = content;
    else group.below.push([path.slice(slash + 1), content]);
    grouped.set(name, group);
  }
  return grouped;
}

/** Goes on at once with what is there at once. */
function then<A, B>(value: MaybePromise<A>, next: (value: A) => MaybePromise<B>): MaybePromise<B> {
  return value instanceof Promise ? value.then(next) : next(value);
}
