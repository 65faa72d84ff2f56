import { expect, test } from "vitest";
import { objectCache } from "../../src/github/object-cache.ts";
import { emptyTree } from "../../src/snapshot/git/tree.ts";

const bytes = (length: number) => new Uint8Array(length);

test("a cache of objects lets go of what was not used for longest", () => {
  const cache = objectCache(3_000);
  cache.keepBlob("a", bytes(1_000));
  cache.keepBlob("b", bytes(1_000));
  expect(cache.blob("a")).toHaveLength(1_000);
  cache.keepBlob("c", bytes(1_000));
  expect([cache.blob("a"), cache.blob("b"), cache.blob("c")].map((blob) => blob?.length)).toEqual([
    1_000,
    undefined,
    1_000,
  ]);
  expect(cache.size()).toBe(2_400);
});

test("what alone is larger than the cache is not kept, and nothing goes for it", () => {
  const cache = objectCache(1_500);
  cache.keepBlob("a", bytes(1_000));
  cache.keepBlob("large", bytes(2_000));
  expect(cache.blob("large")).toBeUndefined();
  expect(cache.blob("a")).toHaveLength(1_000);
});

test("a cache of no bytes keeps nothing", () => {
  const cache = objectCache(0);
  cache.keepBlob("a", bytes(0));
  cache.keepTree("b", emptyTree);
  expect([cache.blob("a"), cache.tree("b"), cache.size()]).toEqual([undefined, undefined, 0]);
});

test("a tree is no blob", () => {
  const cache = objectCache(10_000);
  cache.keepTree("a", emptyTree);
  expect(cache.tree("a")).toEqual(emptyTree);
  expect(cache.blob("a")).toBeUndefined();
});
