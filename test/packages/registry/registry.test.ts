import { describe, expect, it } from "vitest";
import { sourceText } from "../../../src/nix/text.ts";
import { readRegistry, registryIn, registryOf } from "../../../src/packages/registry/registry.ts";
import { type MemoryFiles, memorySnapshot } from "../../../src/snapshot/memory.ts";
import type { Snapshot } from "../../../src/snapshot/snapshot.ts";

const ONE = '{"repos": {"a": {"url": "https://github.com/a/b"}}}';

/** A snapshot whose `repos.json` is a file that reads so. */
function reading(content: ReturnType<Snapshot["read"]>): Snapshot {
  return { ...memorySnapshot({ "repos.json": ONE }), read: () => content };
}

describe("the registry of a snapshot", () => {
  it.each<[string, Snapshot]>([
    ["no file is there", memorySnapshot({})],
    ["the root is not loaded", { ...memorySnapshot({}), entry: () => "not-loaded" }],
    ["the file is not loaded", reading("not-loaded")],
    ["the file is gone", reading({ kind: "absent" })],
  ])("is absent where %s", (_, snapshot) => {
    expect(readRegistry(snapshot)).toEqual({ kind: "absent" });
    expect(registryOf(snapshot)).toBeNull();
  });

  it.each<[string, MemoryFiles]>([
    ["symbolic link", { "repos.json": { link: "other.json" }, "other.json": ONE }],
    ["directory", { "repos.json/a": ONE }],
    ["submodule", { "repos.json": { submodule: true } }],
  ])("cannot be read where it is a %s", (what, files) => {
    const snapshot = memorySnapshot(files);
    expect(readRegistry(snapshot)).toEqual({
      kind: "unreadable",
      why: `it is a ${what}, and must be a file`,
    });
    expect(registryOf(snapshot)).toBeNull();
  });

  it("cannot be read where it is too large", () => {
    expect(readRegistry(reading({ kind: "too-large", size: 2048 }))).toEqual({
      kind: "unreadable",
      why: "it is too large (2 KiB)",
    });
  });

  it("is none where it is not valid", () => {
    const snapshot = memorySnapshot({ "repos.json": '{"repos": {"a": {}, "a": {}}}' });
    expect(readRegistry(snapshot).kind).toBe("invalid");
    expect(registryOf(snapshot)).toBeNull();
  });

  it("is read once", () => {
    const snapshot = memorySnapshot({ "repos.json": ONE });
    expect(registryOf(snapshot)?.entries.map(({ name }) => name)).toEqual(["a"]);
    expect(readRegistry(snapshot)).toBe(readRegistry(snapshot));
  });
});

describe("the text of a registry", () => {
  const problems = (text: string, exact = true) => {
    const found = registryIn({ ...sourceText(text), exact });
    return found.kind === "invalid" ? found.problems : [];
  };

  it("is of no use where a key stands twice, however deep, each in the order of the text", () => {
    const text = '{"repos": {"a": {"x": [[{"k": 1, "k": 2}]]}, "b": {"url": "", "url": ""}, "a": {}}}';
    const said = problems(text).map(({ at, why }) => [at.start, why]);
    expect(said).toEqual([
      [text.indexOf('"k": 2'), 'the key "k" occurs twice'],
      [text.lastIndexOf('"url"'), 'the key "url" occurs twice'],
      [text.lastIndexOf('"a"'), 'the key "a" occurs twice'],
    ]);
  });

  it("is reported from its start where its bytes are no text, and where it has no entries", () => {
    const at = { start: 0, end: 0 };
    expect(problems(ONE, false)).toEqual([{ at, why: "its bytes are not UTF-8" }]);
    expect(problems("{}")).toEqual([{ at, why: 'it has no key "repos"' }]);
  });

  it.each<[string, object]>([
    [
      '{"url": "u", "github-contact": "c", "file": "f", "branch": "b", "type": "t", "submodules": true}',
      { url: "u", contact: "c", file: "f", branch: "b", type: "t", submodules: true },
    ],
    ['{"submodules": false}', { submodules: false }],
    ['{"url": 1, "github-contact": ["c"], "branch": null, "submodules": "true"}', {}],
    ['{"submodules": null}', {}],
    ['["url", "https://github.com/a/b"]', {}],
    ['"https://github.com/a/b"', {}],
  ])("has the entry %s", (value, fields) => {
    const found = registryIn(sourceText(`{"repos": {"a": ${value}}}`));
    const [entry] = found.kind === "registry" ? found.registry.entries : [];
    const nothing = { url: null, contact: null, file: null, branch: null, type: null, submodules: null };
    const { member, fields: byKey, ...said } = entry ?? {};
    expect(said).toEqual({ name: "a", ...nothing, ...fields });
    const keys = Object.keys(JSON.parse(value.startsWith("{") ? value : "{}"));
    expect([...(byKey?.keys() ?? [])]).toEqual(keys);
  });
});
