import { availableParallelism } from "node:os";
import { loadNixParser } from "../../src/grammar/load.ts";
import type { NixParser } from "../../src/nix/parse.ts";
import { tokenParser } from "../../src/nix/token-parser.ts";
import { filesOf, type ParseCache, parseCache } from "../../src/packages/files.ts";
import { type MaintainerCache, maintainerCache } from "../../src/packages/maintainers/maintainer-cache.ts";
import { MAINTAINER_LIST, readMaintainerList } from "../../src/packages/maintainers/maintainer-list.ts";
import { type Maintainers, maintainersOf } from "../../src/packages/maintainers/maintainers.ts";
import { memorySnapshot } from "../../src/snapshot/memory.ts";
import { parentPath, type Snapshot } from "../../src/snapshot/snapshot.ts";
import { median, ms } from "../measure.ts";
import { generateRepository } from "../repository/generate.ts";
import { maintainerList, peopleOf } from "../repository/people.ts";

// Who maintains each package of a repository of nixpkgs' size, and of smaller ones beside it, in one thread.
// `--quick` for one size.
const SIZES = process.argv.includes("--quick") ? [2_500] : [2_500, 5_000, 10_000, 20_000];
const TIMES = 3;
const SEED = 1;
/** nixpkgs has about as many, and the packages of smaller repositories are by people among them. */
const PEOPLE = 4_500;
const SOURCE = { kind: "nixpkgs" } as const;

const parser = await loadNixParser();
console.log(
  `Node ${process.version}, ${availableParallelism()} processors; the middle of ${TIMES} runs each\n`,
);
const rows = SIZES.map(measureSize);
const [first] = rows;
console.log("packages   every package        per package            known    one package, warm");
for (const row of rows) {
  const perPackage = (row.all * 1000) / row.packages;
  const firstPerPackage = first === undefined ? perPackage : (first.all * 1000) / first.packages;
  console.log(
    [
      row.packages.toLocaleString("en").padStart(8),
      ms(row.all).padEnd(18),
      `${Math.round(perPackage)} µs (${(perPackage / firstPerPackage).toFixed(2)}x)`.padEnd(18),
      `${((row.known / row.packages) * 100).toFixed(1)} %`.padStart(9),
      `${row.warm.toFixed(3)} ms (${(row.warm / (first?.warm ?? row.warm)).toFixed(2)}x)`.padStart(19),
    ].join("  "),
  );
}
console.log("\nIn brackets: against the smallest size.");
measureList();

function measureSize(packages: number) {
  const { snapshot, directories } = repositoryOf(packages);
  let known = 0;
  const all = timeOf(TIMES, () => {
    const found = everyPackage(snapshot, directories, unkept(tokenParser(parser.parse)), maintainerCache());
    known = found.filter(({ kind }) => kind === "known").length;
  });
  const cache = maintainerCache();
  const files = filesOf(snapshot, parseCache(parser.parse));
  const [directory = ""] = directories;
  maintainersOf(files, directory, SOURCE, cache);
  const warm = timeOf(100, () => maintainersOf(files, directory, SOURCE, cache));
  return { packages: directories.length, all, known, warm };
}

/** The snapshot of a generated repository, and the directories of its packages. */
function repositoryOf(packages: number): { snapshot: Snapshot; directories: readonly string[] } {
  const files: Record<string, string> = {};
  for (const { path, content } of generateRepository({ packages, seed: SEED })) files[path] = content;
  files[MAINTAINER_LIST] = wholeList(packages);
  const directories = Object.keys(files)
    .filter((path) => /^pkgs\/by-name\/.*\/package\.nix$/.test(path))
    .map(parentPath);
  return { snapshot: memorySnapshot(files), directories };
}

/** The maintainers of the repository, and others up to the number that nixpkgs has. */
function wholeList(packages: number): string {
  const own = peopleOf(SEED, Math.max(200, Math.round(packages / 5)), 40);
  const handles = new Set([...own.handles, ...peopleOf(SEED + 1, PEOPLE, 40).handles]);
  return maintainerList(SEED, { ...own, handles: [...handles].slice(0, PEOPLE) }).content;
}

function everyPackage(
  snapshot: Snapshot,
  directories: readonly string[],
  parsed: ParseCache,
  cache: MaintainerCache,
): readonly Maintainers[] {
  const files = filesOf(snapshot, parsed);
  return directories.map((directory) => maintainersOf(files, directory, SOURCE, cache));
}

/** A cache that keeps the few files that it is asked for again: the list of teams, and the last package. */
function unkept(parse: NixParser["parse"]): ParseCache {
  const kept = parseCache(parse, 200_000);
  const ids = new WeakMap<Uint8Array, string>();
  let files = 0;
  return {
    get(_, bytes) {
      const id = ids.get(bytes) ?? String(files++);
      ids.set(bytes, id);
      return kept.get(id, bytes);
    },
  };
}

function measureList(): void {
  const text = wholeList(20_000);
  const cold = timeOf(TIMES, () => readMaintainerList(text));
  const size = (text.length / 1e6).toFixed(1);
  console.log(
    `\nreading a maintainer list of ${PEOPLE.toLocaleString("en")} people, ${size} MB: ${ms(cold)}`,
  );
}

function timeOf(times: number, run: () => unknown): number {
  return median(
    Array.from({ length: times }, () => {
      const started = performance.now();
      run();
      return performance.now() - started;
    }),
  );
}
