import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { gitHubClient } from "../../src/github/client.ts";
import { objectCache } from "../../src/github/object-cache.ts";
import { type Budget, gitHubObjects, TooMuchToRead } from "../../src/github/objects.ts";
import type { Source } from "../../src/snapshot/source.ts";
import { treeSource } from "../../src/snapshot/tree-source.ts";
import { openRunStage, type RunStage } from "../app/run-stage.ts";

const LATIN = Uint8Array.from([0x23, 0x20, 0xe9, 0x0a]);
const LONG = `${"x".repeat(99)}\n`.repeat(8_000);

describe("the objects of a repository on GitHub", () => {
  let stage: RunStage;
  let head: string;
  beforeAll(async () => {
    stage = await openRunStage({
      "a.nix": "1\n",
      "dir/b.nix": "2\n",
      "dir/deep/c.nix": "3\n",
      "dir/run.sh": { executable: true, text: "#!/bin/sh\n" },
      "latin.nix": LATIN,
      "link.nix": { symlink: "a.nix" },
      "long.nix": LONG,
      "huge.nix": "y".repeat(5_000_000),
      "ünï/ö.nix": "4\n",
    });
    head = stage.repository.head("master") ?? "";
  });
  afterAll(() => stage.close());

  async function open(
    paths: { readonly directories?: string[]; readonly files?: string[] } = {},
    budget?: Budget,
    cache = objectCache(1 << 24),
  ): Promise<{ source: Source; counts: ReadonlyMap<string, number> }> {
    const client = gitHubClient(stage.context().api);
    const objects = gitHubObjects(client, { owner: "NixOS", repo: "nixpkgs" }, cache, budget);
    const { directories = [], files = [] } = paths;
    const { roots } = await objects.prefetch([{ commit: head, directories, files, ids: [] }]);
    return { source: treeSource(objects, roots[0] ?? null, "the head"), counts: client.counts };
  }

  const text = (content: Awaited<ReturnType<Source["read"]>>[number] | undefined) =>
    content?.kind === "bytes" ? Buffer.from(content.bytes).toString("latin1") : content?.kind;

  it("lists directories with kinds and modes", async () => {
    const { source } = await open();
    const [root, dir, none] = await source.list(["", "dir", "nothing"]);
    const shown = (entries: typeof root) =>
      entries === "absent" || entries === undefined
        ? entries
        : entries.map(
            (entry) => `${entry.name} ${entry.kind}${"executable" in entry && entry.executable ? " x" : ""}`,
          );
    expect(shown(root)).toContain("link.nix symlink");
    expect(shown(root)).toContain("ünï directory");
    expect(shown(dir)).toEqual(["b.nix file", "deep directory", "run.sh file x"]);
    expect(none).toBe("absent");
  });

  it("reads what is asked for at one time in one request for each level", async () => {
    const { source, counts } = await open();
    const contents = await source.read(["a.nix", "dir/b.nix", "dir/deep/c.nix", "ünï/ö.nix", "link.nix"]);
    expect(contents.map(text)).toEqual(["1\n", "2\n", "3\n", "4\n", "a.nix"]);
    expect(counts.get("Objects")).toBeLessThanOrEqual(4);
  });

  it("needs one request for what is fetched ahead", async () => {
    const files = ["a.nix", "dir/deep/c.nix"];
    const { source, counts } = await open({ directories: ["dir", "dir/deep"], files });
    expect((await source.read(files)).map(text)).toEqual(["1\n", "3\n"]);
    expect([...counts]).toEqual([["Objects", 1]]);
  });

  it("asks for nothing that is in the cache", async () => {
    const cache = objectCache(1 << 24);
    const first = await open({}, undefined, cache);
    await first.source.read(["dir/deep/c.nix"]);
    const { source, counts } = await open({}, undefined, cache);
    expect((await source.read(["dir/deep/c.nix"])).map(text)).toEqual(["3\n"]);
    expect([...counts]).toEqual([["Objects", 1]]);
  });

  it("reads what GraphQL cuts off, or changes on its way, as a blob", async () => {
    const { source, counts } = await open({ files: ["latin.nix"] });
    const [latin, long] = await source.read(["latin.nix", "long.nix"]);
    expect(text(latin)).toBe("# é\n");
    expect(text(long)).toBe(LONG);
    expect(counts.get("git.getBlob")).toBe(2);
  });

  it("does not read a file that is too large", async () => {
    const { source, counts } = await open();
    expect(await source.read(["huge.nix"])).toEqual([{ kind: "too-large", size: 5_000_000 }]);
    expect(counts.get("git.getBlob")).toBeUndefined();
  });

  it("stops at the end of its budget, whatever the cache has", async () => {
    const cache = objectCache(1 << 24);
    await (await open({}, undefined, cache)).source.read(["dir/deep/c.nix"]);
    const { source } = await open({}, { objects: 2, bytes: 1 << 20 }, cache);
    await expect(source.read(["dir/deep/c.nix"])).rejects.toThrow(TooMuchToRead);
    const small = await open({}, { objects: 100, bytes: 1000 }, cache);
    await expect(small.source.read(["long.nix"])).rejects.toThrow("there are more than 0 MB to read");
  });

  it("asks in halves where GitHub gives up on a long question", async () => {
    const directories = Array.from({ length: 60 }, (_, i) => `none${i}`);
    stage.github.faults.add({ kind: "502-html", times: 1 });
    const { source, counts } = await open({ directories: [...directories, "dir"] });
    expect(await source.list(["dir"])).not.toEqual(["absent"]);
    expect(counts.get("Objects")).toBe(3);
  });
});
