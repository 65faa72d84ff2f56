import { expect, it } from "vitest";
import { loadSecondReader } from "../../../src/grammar/load.ts";
import { filesOf, parseCache } from "../../../src/packages/files.ts";
import { maintainerCache, readCached } from "../../../src/packages/maintainers/maintainer-cache.ts";
import { maintainerFiles, maintainersOf } from "../../../src/packages/maintainers/maintainers.ts";
import { computeLoading, loadedSnapshot } from "../../../src/snapshot/loaded.ts";
import { memorySnapshot, memorySource } from "../../../src/snapshot/memory.ts";
import type { Content } from "../../../src/snapshot/source.ts";
import { DIRECTORY, derivation, LISTS, maintainers, namesOf, PACKAGE } from "./builders.ts";

it("takes logins and ids from a map of the configuration, by the package's name", () => {
  const map = new Map([
    ["hello", ["alice", 2, "renovate[bot]", "alice"]],
    ["other", ["mallory"]],
  ]);
  expect(maintainers({}, { kind: "map", map })).toEqual({
    kind: "known",
    people: [
      { name: "alice", id: null, login: "alice" },
      { name: "2", id: 2, login: null },
      { name: "renovate[bot]", id: null, login: "renovate[bot]" },
    ],
    teams: [],
    collaborators: false,
  });
});

it("takes a package that is a file by the name of the file, without the end of that", () => {
  const map = new Map([
    ["hello.nixos", ["alice"]],
    ["pkgs", ["mallory"]],
  ]);
  const home = { directory: "pkgs", file: "hello.nixos.nix", alone: true } as const;
  const files = filesOf(memorySnapshot({}), parseCache());
  expect(namesOf(maintainersOf(files, home, { kind: "map", map }))).toEqual(["alice"]);
});

it("says that a package is not there whose repository has not been read", () => {
  const nothing = () => "not-loaded" as const;
  const files = filesOf({ entry: nothing, list: nothing, read: nothing }, parseCache());
  const home = { directory: DIRECTORY, file: "package.nix" };
  expect(namesOf(maintainersOf(files, home, { kind: "nixpkgs" }))).toBe(`there is no \`${PACKAGE}\``);
});

it.each<[how: string, content: Content | "not-loaded", why: string]>([
  ["not read yet", "not-loaded", "there is no `list.nix`"],
  ["not there", { kind: "absent" }, "there is no `list.nix`"],
  ["larger than is read", { kind: "too-large", size: 10_000_000 }, "`list.nix` is too large"],
])("makes nothing of a list that is %s", (_, content, why) => {
  const entry = { kind: "file", executable: false, id: null } as const;
  const files = filesOf({ entry: () => entry, list: () => [], read: () => content }, parseCache());
  expect(readCached(files, "list.nix", maintainerCache().maintainerList)).toEqual({ known: false, why });
});

it("finds nobody for a package that the map does not have", () => {
  const map = new Map([["*", ["mallory"]]]);
  expect(maintainers({}, { kind: "map", map })).toMatchObject({ kind: "known", people: [] });
});

it("leaves it to the repository's collaborators", () => {
  expect(maintainers({}, { kind: "collaborators" })).toEqual({
    kind: "known",
    people: [],
    teams: [],
    collaborators: true,
  });
});

it("asks the snapshot for all that it needs, the lists not later than the package", async () => {
  const second = await loadSecondReader();
  const snapshot = loadedSnapshot(
    memorySource({ ...LISTS, [PACKAGE]: derivation("meta.teams = [ lib.teams.hub ];") }),
  );
  let rounds = 0;
  const found = await computeLoading([snapshot], () => {
    rounds += 1;
    return maintainersOf(
      filesOf(snapshot, parseCache(second)),
      { directory: DIRECTORY, file: "package.nix" },
      { kind: "nixpkgs" },
    );
  });
  expect(found).toMatchObject({ kind: "known", people: [{ name: "zoe" }, { name: "Alice" }] });
  // Root, pkgs, by-name, he, hello, package.nix, and the answer.
  expect(rounds).toBe(7);
});

it("reads a list once for all packages, and forgets those of old versions", () => {
  const { maintainerList } = maintainerCache();
  const bytes = (id: number) => Buffer.from(`{ a = { githubId = ${id}; }; }`);
  const first = maintainerList.get("id of 1", bytes(1));
  expect(first).toMatchObject({ known: true, value: new Map([["a", { known: true, value: { id: 1 } }]]) });
  expect(maintainerList.get("id of 1", bytes(1))).toBe(first);
  for (let id = 2; id < 20; id++) maintainerList.get(`id of ${id}`, bytes(id));
  const again = maintainerList.get("id of 1", bytes(1));
  expect(again).not.toBe(first);
  expect(again).toEqual(first);
  const withoutId = bytes(1);
  expect(maintainerList.get(null, withoutId)).toBe(maintainerList.get(null, withoutId));
});

it("names the files that it may read besides the package's", () => {
  expect(maintainerFiles({ kind: "nixpkgs" })).toEqual(Object.keys(LISTS));
  expect(maintainerFiles({ kind: "codeowners" })).toEqual([
    ".github/CODEOWNERS",
    "CODEOWNERS",
    "docs/CODEOWNERS",
  ]);
  expect(maintainerFiles({ kind: "collaborators" })).toEqual([]);
});
