import { realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { computeLoading, loadedSnapshot } from "../../src/snapshot/loaded.ts";
import { type MemoryFile, memorySnapshot, memorySource } from "../../src/snapshot/memory.ts";
import { normalizePath, type Resolved, resolvePath } from "../../src/snapshot/resolve.ts";
import { temporaryDirectory, writeFiles } from "./temporary-repository.ts";

describe("normalizePath", () => {
  test.each([
    ["x", "./a/../b", "x/b"],
    ["", "a//b/", "a/b"],
    ["x/y", "../..", ""],
    ["x/y", "../../..", null],
    ["", "..", null],
    ["x", "", "x"],
    ["x", "/etc", null],
    ["x", "a/./../../z", "z"],
  ])("in %j of %j is %j", (directory, text, expected) => {
    expect(normalizePath(directory, text)).toBe(expected);
  });

  test("takes a very long text", () => {
    expect(normalizePath("a", "../".repeat(500_000))).toBeNull();
    expect(normalizePath("a", "b/../".repeat(300_000))).toBe("a");
  });
});

function outcome(resolved: Resolved): string {
  return resolved.kind === "found" ? `found ${resolved.path}` : resolved.kind;
}

describe("resolvePath", () => {
  const snapshot = memorySnapshot({
    "d/e/f": "text",
    "d/up": { link: "../top" },
    "to-e": { link: "d/e" },
    "to-file": { link: "d/e/f" },
    absolute: { link: "/etc/passwd" },
    out: { link: "../elsewhere" },
    "there-and-back": { link: "../here/d" },
    ping: { link: "pong" },
    pong: { link: "ping" },
    self: { link: "self/x" },
    dangling: { link: "nowhere" },
    empty: { link: "" },
    nul: { link: "d\0/e" },
    long: { link: "d/../".repeat(200_000) },
    "many-dots": { link: "./".repeat(2000) },
    trailing: { link: "d/e/f/" },
    "named-nothing": { link: "nothing" },
    nothing: "a file by that name",
    module: { submodule: true },
    top: "top",
  });

  test.each([
    ["", "found "],
    ["d/e/f", "found d/e/f"],
    ["to-e/f", "found d/e/f"],
    ["to-e/../up", "found top"],
    ["to-file", "found d/e/f"],
    ["to-file/", "nothing"],
    ["to-file/..", "nothing"],
    ["trailing", "nothing"],
    ["d/", "found d"],
    ["d/missing/..", "nothing"],
    ["absolute", "escapes"],
    ["/d", "escapes"],
    ["out", "escapes"],
    ["there-and-back", "escapes"],
    ["d/../..", "escapes"],
    ["ping", "loop"],
    ["self", "loop"],
    ["dangling", "nothing"],
    ["empty", "nothing"],
    ["nul", "nothing"],
    ["d\0", "nothing"],
    ["long", "nothing"],
    ["many-dots", "found "],
    ["named-nothing", "found nothing"],
    ["module", "found module"],
    ["module/x", "submodule"],
    ["top/x", "nothing"],
  ])("leads %j to: %s", (path, expected) => {
    expect(outcome(resolvePath(snapshot, path))).toBe(expected);
  });

  test.each([
    [40, "found end"],
    [41, "loop"],
  ])("follows a chain of %i links like Linux: %s", (links, expected) => {
    const files: Record<string, MemoryFile> = { end: "" };
    for (let i = 1; i <= links; i += 1) files[`l${i}`] = { link: i === 1 ? "end" : `l${i - 1}` };
    expect(outcome(resolvePath(memorySnapshot(files), `l${links}`))).toBe(expected);
    const directory = temporaryDirectory();
    writeFiles(directory, Object.fromEntries(Object.entries(files).map(([p, f]) => [p, asFile(f)])));
    expect(onDisk(directory, `l${links}`)).toBe(expected);
  });

  test("says so when it needs what is not loaded, and finds the end once it is", async () => {
    const loading = loadedSnapshot(memorySource({ a: { link: "b/../c" }, "b/x": "", "c/y": "" }));
    expect(resolvePath(loading, "a/y")).toEqual({ kind: "not-loaded" });
    expect(outcome(await computeLoading([loading], () => resolvePath(loading, "a/y")))).toBe("found c/y");
  });

  test("answers with the entry as the snapshot has it, also after `..`", () => {
    expect(resolvePath(snapshot, "d/e/..")).toEqual({
      kind: "found",
      path: "d",
      entry: { kind: "directory", id: null },
    });
  });

  test("always ends, and never outside the snapshot, whatever the links", () => {
    fc.assert(
      fc.property(linkTree, somePath, (files, path) => {
        const snapshot = memorySnapshot(files);
        const resolved = resolvePath(snapshot, path);
        if (resolved.kind !== "found") return;
        expect(normalizePath("", resolved.path)).toBe(resolved.path);
        expect(snapshot.entry(resolved.path)).toEqual(resolved.entry);
        expect(resolved.entry.kind).not.toBe("symlink");
      }),
      { numRuns: 1200 },
    );
  });

  test("agrees with the kernel on random trees", () => {
    const parent = temporaryDirectory();
    let run = 0;
    fc.assert(
      fc.property(linkTree, fc.array(somePath, { minLength: 1, maxLength: 8 }), (files, paths) => {
        run += 1;
        const directory = join(parent, String(run));
        writeFiles(directory, { ".keep": "" });
        writeFiles(directory, Object.fromEntries(Object.entries(files).map(([p, f]) => [p, asFile(f)])));
        const snapshot = memorySnapshot({ ...files, ".keep": "" });
        for (const path of paths) {
          const ours = outcome(resolvePath(snapshot, path));
          if (ours !== "escapes") expect([path, ours]).toEqual([path, onDisk(directory, path)]);
        }
      }),
      { numRuns: 400 },
    );
  });
});

const component = fc.constantFrom("a", "b", "c", "..", ".", "", "a", "b", "c");
const somePath = fc
  .array(component, { minLength: 1, maxLength: 6 })
  .map((names) => names.join("/"))
  .filter((path) => path !== "" && !path.startsWith("/"));
const someFile: fc.Arbitrary<MemoryFile> = fc.oneof(
  fc.constant("text"),
  somePath.map((link) => ({ link })),
  somePath.map((link) => ({ link })),
);

/** Files and links at random places, without one below another. */
const linkTree: fc.Arbitrary<Record<string, MemoryFile>> = fc
  .array(fc.tuple(fc.array(fc.constantFrom("a", "b", "c"), { minLength: 1, maxLength: 3 }), someFile), {
    maxLength: 8,
  })
  .map((pairs) => {
    const files: Record<string, MemoryFile> = {};
    for (const [names, file] of pairs) {
      const path = names.join("/");
      const clash = Object.keys(files).some(
        (other) => other === path || other.startsWith(`${path}/`) || path.startsWith(`${other}/`),
      );
      if (!clash) files[path] = file;
    }
    return files;
  });

function asFile(file: MemoryFile): string | { link: string } {
  if (typeof file === "string") return file;
  return "link" in file ? { link: file.link } : "";
}

/** Where the kernel says a path leads. */
function onDisk(directory: string, path: string): string {
  try {
    // realpath(3) of Node's own making takes `file/..`, so the kernel is asked first.
    statSync(`${directory}/${path}`);
    const real = realpathSync.native(`${directory}/${path}`);
    return `found ${real.slice(directory.length + 1)}`;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ELOOP" ? "loop" : "nothing";
  }
}
