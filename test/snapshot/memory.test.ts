import { describe, expect, test } from "vitest";
import { memorySnapshot, memorySource } from "../../src/snapshot/memory.ts";
import { MAX_FILE_BYTES } from "../../src/snapshot/source.ts";
import { everything } from "./everything.ts";

describe("a snapshot in memory", () => {
  const snapshot = memorySnapshot({
    "b/file": "text",
    "b/bytes": Buffer.from([0xff]),
    "b/run": { file: "run", executable: true },
    a: { link: "b/\udcff" },
    module: { submodule: true },
    "b-": "",
  });

  test("lists its entries sorted, and directories because something is in them", () => {
    expect(snapshot.list("")).toEqual([
      { kind: "symlink", name: "a", id: null },
      { kind: "directory", name: "b", id: null },
      { kind: "file", executable: false, name: "b-", id: null },
      { kind: "submodule", name: "module", id: null },
    ]);
    expect(snapshot.list("b/file")).toBe("absent");
    expect(snapshot.list("no")).toBe("absent");
    expect(memorySnapshot({}).list("")).toEqual([]);
  });

  test("knows the entry at a path", () => {
    expect(snapshot.entry("")).toEqual({ kind: "directory", id: null });
    expect(snapshot.entry("b/run")).toEqual({ kind: "file", executable: true, id: null });
    expect(snapshot.entry("b/no")).toBe("absent");
    expect(snapshot.entry("b/file/x")).toBe("absent");
  });

  test("reads files and links", () => {
    expect(snapshot.read("b/file")).toEqual({ kind: "bytes", bytes: Buffer.from("text") });
    expect(snapshot.read("a")).toEqual({ kind: "bytes", bytes: Buffer.from([0x62, 0x2f, 0xff]) });
    expect(snapshot.read("b")).toEqual({ kind: "absent" });
    expect(snapshot.read("module")).toEqual({ kind: "absent" });
    expect(memorySnapshot({ x: new Uint8Array(MAX_FILE_BYTES + 1) }).read("x")).toEqual({
      kind: "too-large",
      size: MAX_FILE_BYTES + 1,
    });
  });

  test.each([
    [{ a: "", "a/b": "" }, /a is both a file and a directory/],
    [{ "a/b": "", a: "" }, /a is both a file and a directory/],
    [{ "../a": "" }, /no path of a file/],
    [{ "": "" }, /no path of a file/],
    [{ "/a": "" }, /no path of a file/],
  ])("refuses %j", (files, message) => {
    expect(() => memorySnapshot(files)).toThrow(message);
  });

  test("is the same as a source", async () => {
    const source = memorySource({ "a/b": "1", c: { link: "a" } });
    expect([...(await everything(source)).keys()].sort()).toEqual(["a/b", "c"]);
    expect(await source.list(["no"])).toEqual(["absent"]);
    expect(await source.read(["no", "a/b"])).toEqual([
      { kind: "absent" },
      { kind: "bytes", bytes: Buffer.from("1") },
    ]);
  });
});
