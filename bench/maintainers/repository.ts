import type { SecondReader } from "../../src/nix/alike.ts";
import { filesOf, type ParseCache, parseCache } from "../../src/packages/files.ts";
import type { Maintainers } from "../../src/packages/maintainers/maintainer.ts";
import type { MaintainerCache } from "../../src/packages/maintainers/maintainer-cache.ts";
import { MAINTAINER_LIST } from "../../src/packages/maintainers/maintainer-list.ts";
import { maintainersOf } from "../../src/packages/maintainers/maintainers.ts";
import { memorySnapshot } from "../../src/snapshot/memory.ts";
import { parentPath, type Snapshot } from "../../src/snapshot/snapshot.ts";
import { generateRepository } from "../repository/generate.ts";
import { maintainerList, peopleOf } from "../repository/people.ts";

const SEED = 1;
/** nixpkgs has about as many, and the packages of smaller repositories are by people among them. */
export const PEOPLE = 4_500;
export const SOURCE = { kind: "nixpkgs" } as const;

/** The snapshot of a generated repository, and the directories of its packages. */
export function repositoryOf(packages: number): { snapshot: Snapshot; directories: readonly string[] } {
  const files: Record<string, string> = {};
  for (const { path, content } of generateRepository({ packages, seed: SEED })) files[path] = content;
  files[MAINTAINER_LIST] = wholeList(packages);
  const directories = Object.keys(files)
    .filter((path) => /^pkgs\/by-name\/.*\/package\.nix$/.test(path))
    .map(parentPath);
  return { snapshot: memorySnapshot(files), directories };
}

/** The maintainers of the repository, and others up to the number that nixpkgs has. */
export function wholeList(packages: number): string {
  const own = peopleOf(SEED, Math.max(200, Math.round(packages / 5)), 40);
  const handles = new Set([...own.handles, ...peopleOf(SEED + 1, PEOPLE, 40).handles]);
  return maintainerList(SEED, { ...own, handles: [...handles].slice(0, PEOPLE) }).content;
}

export function everyPackage(
  snapshot: Snapshot,
  directories: readonly string[],
  parsed: ParseCache,
  cache: MaintainerCache,
): readonly Maintainers[] {
  const files = filesOf(snapshot, parsed);
  return directories.map((directory) =>
    maintainersOf(files, { directory, file: "package.nix" }, SOURCE, cache),
  );
}

/** A cache that keeps the few files that it is asked for again: the list of teams, and the last package. */
export function unkept(second: SecondReader): ParseCache {
  const kept = parseCache(second, 200_000);
  const ids = new WeakMap<Uint8Array, string>();
  let files = 0;
  const idOf = (bytes: Uint8Array): string => {
    const id = ids.get(bytes) ?? String(files++);
    ids.set(bytes, id);
    return id;
  };
  return {
    ...kept,
    get: (_, bytes) => kept.get(idOf(bytes), bytes),
    readsAlike: (_, bytes) => kept.readsAlike(idOf(bytes), bytes),
  };
}
