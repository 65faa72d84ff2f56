import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type ObjectReader, openObjects } from "../../src/snapshot/git/objects.ts";
import { bringsTheSame, layOver } from "../../src/snapshot/lay.ts";
import { type ObjectStore, objectStore } from "../../src/snapshot/tree-source.ts";
import { git } from "./temporary-repository.ts";

/** A file of a tree: its lines, and what git records of it. */
type TreeFile = { readonly text: string; readonly mode: "100644" | "100755" | "120000" };
type Files = ReadonlyMap<string, TreeFile>;

/** Long enough that git knows a file again that was renamed and edited. */
function lines(of: string, edited: Readonly<Record<number, string>> = {}): string {
  return Array.from({ length: 12 }, (_, i) => `${edited[i] ?? `${of} ${i}`}\n`).join("");
}

const START: Files = new Map(
  ["top", "d/a", "d/b", "d/s/x", "e/a", "e/b", "f/only"].map((path) => [
    path,
    { text: lines(path), mode: "100644" as const },
  ]),
);

type Edit =
  | { readonly kind: "edit"; readonly path: string; readonly line: number; readonly text: string }
  | { readonly kind: "add" | "remove" | "execute" | "link"; readonly path: string }
  | { readonly kind: "move"; readonly path: string; readonly to: string };

const path = fc.constantFrom(...START.keys());
const anyPath = fc.oneof(
  path,
  fc.constantFrom("d/new", "e/new", "f/new", "g/new", "d/s/new", "d", "g", "top/x"),
);
const edit: fc.Arbitrary<Edit> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("edit" as const),
      path,
      line: fc.nat(11),
      text: fc.constantFrom("one", "two"),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constantFrom("add" as const, "remove" as const), path: anyPath }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("execute" as const, "link" as const), path }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("move" as const), path, to: anyPath }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("move" as const),
      path: fc.constantFrom("d", "e", "f", "d/s"),
      to: fc.constantFrom("d", "e", "g", "g/h"),
    }),
  },
);

/** The files without what cannot be where `path` is a file. */
function room(files: Files, at: string): Map<string, TreeFile> {
  return new Map([...files].filter(([path]) => !path.startsWith(`${at}/`) && !at.startsWith(`${path}/`)));
}

function edited(files: Files, edit: Edit): Files {
  const known = files.get(edit.path);
  switch (edit.kind) {
    case "edit": {
      if (known === undefined) return files;
      const text = known.text.split("\n").map((line, i) => (i === edit.line ? edit.text : line));
      return new Map(files).set(edit.path, { ...known, text: text.join("\n") });
    }
    case "add":
      return room(files, edit.path).set(edit.path, { text: lines("new"), mode: "100644" });
    case "remove":
      return new Map([...files].filter(([path]) => path !== edit.path && !path.startsWith(`${edit.path}/`)));
    case "execute":
      return known === undefined ? files : new Map(files).set(edit.path, { ...known, mode: "100755" });
    case "link":
      return known === undefined ? files : new Map(files).set(edit.path, { text: "top", mode: "120000" });
    case "move": {
      let moved = new Map(files);
      for (const [path, file] of files) {
        if (path !== edit.path && !path.startsWith(`${edit.path}/`)) continue;
        moved.delete(path);
        const to = edit.to + path.slice(edit.path.length);
        moved = room(moved, to).set(to, file);
      }
      return moved;
    }
  }
}

describe("laying a change over another tree", () => {
  let repository: string;
  let objects: ObjectReader | undefined;
  let store: ObjectStore;

  beforeEach(() => {
    repository = mkdtempSync(join(tmpdir(), "by-name-bot-"));
    git(repository, ["init", "--quiet", "--bare"]);
  });
  afterEach(async () => {
    await objects?.close();
    objects = undefined;
    rmSync(repository, { recursive: true, force: true });
  });

  /** Commits of these files, each with its parents by their places in the list. */
  function commits(all: readonly { readonly files: Files; readonly parents: readonly number[] }[]): string[] {
    const parts = all.map(({ files, parents }, i) => {
      const [first, ...others] = parents;
      const changes = [...files].map(
        ([path, { text, mode }]) => `M ${mode} inline ${path}\ndata ${Buffer.byteLength(text)}\n${text}\n`,
      );
      return [
        `commit refs/heads/c${i}\nmark :${i + 1}\ncommitter A <a@example.org> ${1_700_000_000 + i} +0000\ndata 1\nx\n`,
        first === undefined ? "" : `from :${first + 1}\n`,
        ...others.map((other) => `merge :${other + 1}\n`),
        "deleteall\n",
        ...changes,
      ].join("");
    });
    git(repository, ["fast-import", "--quiet", "--force"], parts.join(""));
    const ids = git(repository, ["rev-parse", ...all.flatMap((_, i) => [`c${i}`, `c${i}^{tree}`])]);
    return ids.toString("utf8").trim().split("\n");
  }

  /** What git makes of pairs of commits: the tree of each, or null for a conflict. */
  function merged(pairs: readonly (readonly [string, string])[]): (string | null)[] {
    const input = pairs.map((pair) => `${pair.join(" ")}\n`).join("");
    const answer = git(repository, ["merge-tree", "--stdin", "--no-messages"], input).toString("latin1");
    const answers = answer.matchAll(/([01])\0([0-9a-f]{40})\0(?:\d{6} [0-9a-f]{40} \d\t[^\0]*\0)*\0/g);
    return [...answers].map(([, clean, tree]) => (clean === "1" ? (tree ?? null) : null));
  }

  /** A store that sees what was committed since it was opened. */
  async function opened(): Promise<ObjectStore> {
    await objects?.close();
    objects = openObjects(repository);
    store = objectStore(objects);
    return store;
  }

  /** What comes of pairs of changes of the same files, laid over each other and merged by git. */
  async function laidAll(
    pairs: readonly (readonly [ours: readonly Edit[], theirs: readonly Edit[]])[],
  ): Promise<{ laid: string | null; git: string | null }[]> {
    const ids = commits([
      { files: START, parents: [] },
      ...pairs.flatMap((pair) => pair.map((edits) => ({ files: change(...edits), parents: [0] }))),
    ]);
    const [, from = ""] = ids;
    const of = (i: number) => ids.slice(2 + 4 * i, 6 + 4 * i);
    const trees = merged(pairs.map((_, i) => [of(i)[2] ?? "", of(i)[0] ?? ""]));
    expect(trees.length).toBe(pairs.length);
    await opened();
    return Promise.all(
      pairs.map(async (_, i) => {
        const [, to = "", , onto = ""] = of(i);
        const laying = await layOver(store, { from, to }, onto);
        return { laid: laying.kind === "laid" ? laying.root : null, git: trees[i] ?? null };
      }),
    );
  }

  async function laid(ours: readonly Edit[], theirs: readonly Edit[]) {
    const [found] = await laidAll([[ours, theirs]]);
    return found ?? expect.fail("one pair gives one answer");
  }

  const change = (...edits: readonly Edit[]): Files => edits.reduce<Files>(edited, START);

  test.each<[string, Edit[], Edit[]]>([
    [
      "an edit",
      [{ kind: "edit", path: "d/a", line: 1, text: "one" }],
      [{ kind: "edit", path: "d/b", line: 1, text: "two" }],
    ],
    ["a new file in a new directory", [{ kind: "add", path: "g/new" }], [{ kind: "add", path: "d/new" }]],
    [
      "a removed file",
      [{ kind: "remove", path: "d/a" }],
      [{ kind: "edit", path: "d/b", line: 1, text: "two" }],
    ],
    [
      "the last file of a directory",
      [{ kind: "remove", path: "f/only" }],
      [{ kind: "edit", path: "d/b", line: 1, text: "two" }],
    ],
    [
      "a renamed file",
      [{ kind: "move", path: "d/a", to: "g/new" }],
      [{ kind: "edit", path: "d/b", line: 1, text: "two" }],
    ],
    [
      "a renamed directory",
      [{ kind: "move", path: "d", to: "g" }],
      [{ kind: "edit", path: "e/b", line: 1, text: "two" }],
    ],
    ["an executable bit", [{ kind: "execute", path: "d/a" }], [{ kind: "add", path: "e/new" }]],
    ["a file that became a directory", [{ kind: "add", path: "top/x" }], [{ kind: "add", path: "e/new" }]],
    [
      "an edit that the other side has made as well",
      [
        { kind: "edit", path: "d/a", line: 1, text: "one" },
        { kind: "edit", path: "d/b", line: 1, text: "one" },
      ],
      [{ kind: "edit", path: "d/a", line: 1, text: "one" }],
    ],
  ])("is what git's merge gives: %s", async (_name, ours, theirs) => {
    const found = await laid(ours, theirs);
    expect(found.git).not.toBeNull();
    expect(found.laid).toBe(found.git);
  });

  test.each<[string, Edit[], Edit[]]>([
    [
      "both edit a file",
      [{ kind: "edit", path: "d/a", line: 1, text: "one" }],
      [{ kind: "edit", path: "d/a", line: 9, text: "two" }],
    ],
    [
      "a file is edited, and renamed",
      [{ kind: "edit", path: "d/a", line: 1, text: "one" }],
      [{ kind: "move", path: "d/a", to: "g/new" }],
    ],
    [
      "a file is renamed, and edited",
      [{ kind: "move", path: "d/a", to: "g/new" }],
      [{ kind: "edit", path: "d/a", line: 1, text: "one" }],
    ],
    [
      "both remove a file, which may have been renamed",
      [{ kind: "remove", path: "d/a" }],
      [{ kind: "move", path: "d/a", to: "g/new" }],
    ],
    ["both add a file", [{ kind: "add", path: "d/new" }], [{ kind: "add", path: "d/new" }]],
    [
      "a file is added where the directory was renamed",
      [{ kind: "add", path: "d/new" }],
      [{ kind: "move", path: "d", to: "g" }],
    ],
    [
      "a directory is renamed where a file was added",
      [{ kind: "move", path: "d", to: "g" }],
      [{ kind: "add", path: "d/new" }],
    ],
    ["a directory takes the place of a file", [{ kind: "add", path: "g/new" }], [{ kind: "add", path: "g" }]],
    [
      "a mode changes, and the text",
      [{ kind: "execute", path: "d/a" }],
      [{ kind: "edit", path: "d/a", line: 1, text: "one" }],
    ],
  ])("is not done where %s", async (_name, ours, theirs) => {
    expect((await laid(ours, theirs)).laid).toBeNull();
  });

  test("is never anything but git's own merge", async () => {
    let done = 0;
    const edits = fc.array(edit, { minLength: 1, maxLength: 3 });
    // Many at once: git's processes take most of the time.
    const pairs = fc.array(fc.tuple(edits, edits), { minLength: 60, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(pairs, async (some) => {
        const found = (await laidAll(some)).filter(({ laid }) => laid !== null);
        done += found.length;
        expect(found.map(({ laid }) => laid)).toEqual(found.map(({ git }) => git));
      }),
      { numRuns: Number(process.env.LAY_RUNS ?? 5), endOnFailure: true },
    );
    expect(done).toBeGreaterThan(50);
  });

  test("two changes bring the same where they agree on all that either brings", async () => {
    const [, from = "", , one = "", , other = "", , more = ""] = commits([
      { files: START, parents: [] },
      { files: change({ kind: "add", path: "d/new" }), parents: [0] },
      { files: change({ kind: "edit", path: "top", line: 1, text: "two" }), parents: [0] },
      {
        files: change({ kind: "add", path: "d/new" }, { kind: "edit", path: "top", line: 1, text: "two" }),
        parents: [0],
      },
    ]);
    await opened();
    expect(await bringsTheSame(store, { from, to: one }, { from: other, to: more })).toBe(true);
    // It brings what the other does not.
    expect(await bringsTheSame(store, { from, to: more }, { from: other, to: more })).toBe(false);
    // The other brings what it has not.
    expect(await bringsTheSame(store, { from, to: one }, { from, to: more })).toBe(false);
    expect(await bringsTheSame(store, { from: other, to: more }, { from, to: more })).toBe(true);
  });
});
