import type { Configuration } from "../config/configuration.ts";
import { filesOf, isNixFile, type ParseCache, walk } from "../packages/files.ts";
import { type Root, shardDirectory } from "../packages/layout.ts";
import type { ListedPackage } from "../packages/recognition/recognise.ts";
import { describeRepository } from "../packages/repository.ts";
import type { NamedEntry } from "../snapshot/entry.ts";
import { computeLoading, type LoadedSnapshot } from "../snapshot/loaded.ts";
import { joinPath, type Snapshot } from "../snapshot/snapshot.ts";
import { type Checked, checkSide } from "./check-side.ts";
import type { Checking } from "./checking.ts";
import type { Report } from "./finding.ts";
import { missingRoots } from "./missing-roots.ts";
import { reportOf } from "./report.ts";
import { type CheckScope, ownersOf } from "./scope.ts";

/** A part of a by-name root: some of its shards, or of its packages where it has none. */
export type RootPart = { readonly root: Root; readonly entries: readonly string[] };

/** Parts of a tree that are checked together, or files outside of its roots, and about how much that is. */
export type Batch = {
  readonly parts: readonly RootPart[];
  readonly files: readonly string[];
  readonly listed: readonly ListedPackage[];
  readonly packages: number;
};

/** About so many packages are loaded at a time: few enough to forget, enough to ask git for at once. */
const PACKAGES_AT_A_TIME = 120;
/** And so many files outside. */
const FILES_AT_A_TIME = 300;

/** The batches that a tree is checked in. A root without shards is one part. */
export async function batchesOf(
  snapshot: LoadedSnapshot,
  configuration: Configuration,
): Promise<readonly Batch[]> {
  return computeLoading([snapshot], () => {
    const batches: (Batch & { parts: RootPart[]; packages: number })[] = [];
    for (const { part, packages } of configuration.roots.flatMap((root) => partsOf(snapshot, root))) {
      let batch = batches.at(-1);
      if (batch === undefined || batch.packages >= PACKAGES_AT_A_TIME) {
        batch = { parts: [], files: [], listed: [], packages: 0 };
        batches.push(batch);
      }
      batch.parts.push(part);
      batch.packages += packages;
    }
    for (let from = 0; from < configuration.listed.length; from += PACKAGES_AT_A_TIME) {
      const listed = configuration.listed.slice(from, from + PACKAGES_AT_A_TIME);
      batches.push({ parts: [], files: [], listed, packages: listed.length });
    }
    const files = filesOutside(snapshot, configuration);
    for (let from = 0; from < files.length; from += FILES_AT_A_TIME) {
      const some = files.slice(from, from + FILES_AT_A_TIME);
      batches.push({ parts: [], files: some, listed: [], packages: 0 });
    }
    return batches;
  });
}

/** The Nix files outside of the by-name roots, but for the overrides files, which are a check of their own. */
function filesOutside(snapshot: Snapshot, { roots, listed }: Configuration): string[] {
  const overrides = new Set(roots.flatMap((root) => root.overrides.files));
  const owner = ownersOf(listed);
  return [...outsideOfRoots(snapshot, roots)].flatMap(({ path, entries }) =>
    entries
      .filter(isNixFile)
      .map(({ name }) => joinPath(path, name))
      .filter((file) => !overrides.has(file) && owner(file) === null),
  );
}

/** Every directory outside of the by-name roots. */
function* outsideOfRoots(
  snapshot: Snapshot,
  roots: readonly Root[],
): Generator<{ readonly path: string; readonly entries: readonly NamedEntry[] }> {
  const leftOut = new Set(roots.map((root) => root.path));
  const pending = [""];
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    const listing = snapshot.list(path);
    if (typeof listing === "string") continue;
    yield { path, entries: listing };
    for (const { name, kind } of listing.toReversed()) {
      const below = joinPath(path, name);
      if (kind === "directory" && !leftOut.has(below)) pending.push(below);
    }
  }
}

function partsOf(snapshot: Snapshot, root: Root): { part: RootPart; packages: number }[] {
  const names = namesIn(snapshot, root.path);
  if (!root.sharded) return [{ part: { root, entries: names }, packages: names.length }];
  return names.map((name) => ({
    part: { root, entries: [name] },
    packages: namesIn(snapshot, shardDirectory(root, name)).length,
  }));
}

function namesIn(snapshot: Snapshot, directory: string): string[] {
  const entries = snapshot.list(directory);
  return typeof entries === "string" ? [] : entries.map(({ name }) => name);
}

/** Checks a whole tree, in this process. */
export async function checkTree(snapshot: LoadedSnapshot, checking: Checking): Promise<Report> {
  const batches = await batchesOf(snapshot, checking.configuration);
  const packages = await checkBatches(snapshot, batches, checking, () => {});
  const topLevel = await checkTopLevel(snapshot, checking);
  return reportOf([packages, topLevel], missingRoots([snapshot], checking.configuration));
}

/** Checks batches one after the other on this thread, and says after each how many packages it held. */
export async function checkBatches(
  snapshot: LoadedSnapshot,
  batches: readonly Batch[],
  checking: Checking,
  progress: (packages: number) => void,
): Promise<Checked> {
  const all: Checked[] = [];
  for (const batch of batches) {
    const checked = await checkBatch(snapshot, batch, checking);
    all.push(checked);
    progress(checked.packages);
  }
  return merged(all);
}

/**
 * Checks a batch, one part after the other. What it holds is loaded first, all at once, and let go of at the
 * end: so it is some hundred packages that should be asked for at a time. Between the parts it waits for
 * `pause`, so that others on the thread get their turn.
 */
export async function checkBatch(
  snapshot: LoadedSnapshot,
  { parts, files, listed }: Pick<Batch, "parts" | "files" | "listed">,
  checking: Checking,
  pause: () => Promise<void> = async () => {},
): Promise<Checked> {
  await computeLoading([snapshot], () =>
    touch(
      snapshot,
      parts,
      [...files, ...listed.flatMap(({ home, file }) => (home === null ? file : []))],
      listed,
      checking.cache,
    ),
  );
  const all: Checked[] = [];
  for (const part of parts) {
    all.push(await check(snapshot, partScope(part), checking));
    await pause();
  }
  if (listed.length > 0) all.push(await check(snapshot, listedScope(listed), checking));
  await pause();
  if (files.length > 0) all.push(await check(snapshot, filesScope(files), checking));
  snapshot.forgetContents();
  return merged(all);
}

/** Checks the overrides files of a tree, the top-level attributes that they define, and in nixpkgs its names. */
export async function checkTopLevel(snapshot: LoadedSnapshot, checking: Checking): Promise<Checked> {
  const { configuration } = checking;
  const listings = await computeLoading(
    [snapshot],
    () =>
      new Map(
        configuration.preset === "nixpkgs"
          ? [...outsideOfRoots(snapshot, configuration.roots)].map(({ path }) => [path, "all" as const])
          : [],
      ),
  );
  const scope: CheckScope = {
    listings,
    registry: configuration.preset === "nur-registry" ? { changed: [] } : null,
    listed: [],
    roots: configuration.roots.map((root) => ({
      root,
      entries: new Set(),
      packages: new Map(),
      attributes: "all",
    })),
    files: new Set(configuration.roots.flatMap((root) => root.overrides.files)),
  };
  return check(snapshot, scope, checking);
}

function partScope({ root, entries }: RootPart): CheckScope {
  const chosen = new Set(entries);
  const own = new Map(chosen.size === 0 ? [] : [["", chosen]]);
  const packages = root.sharded ? "all" : own;
  return {
    roots: [{ root, entries: chosen, packages, attributes: new Set() }],
    files: new Set(),
    listings: new Map(),
    registry: null,
    listed: [],
  };
}

function filesScope(files: readonly string[]): CheckScope {
  return { roots: [], files: new Set(files), listings: new Map(), registry: null, listed: [] };
}

function listedScope(listed: readonly ListedPackage[]): CheckScope {
  return { roots: [], files: new Set(), listings: new Map(), registry: null, listed };
}

function check(snapshot: LoadedSnapshot, scope: CheckScope, checking: Checking): Promise<Checked> {
  const { configuration, cache } = checking;
  return computeLoading([snapshot], () => {
    const repository = describeRepository(snapshot, cache.with(configuration.nix.features));
    return checkSide(repository, null, false, checking, scope);
  });
}

/** Asks for all that a check of the parts and files will read. */
function touch(
  snapshot: Snapshot,
  parts: readonly RootPart[],
  outside: readonly string[],
  listed: readonly ListedPackage[],
  cache: ParseCache,
): void {
  const files = filesOf(snapshot, cache);
  for (const path of outside) snapshot.read(path);
  const directories = [
    ...parts.flatMap(({ root, entries }) => entries.map((name) => shardDirectory(root, name))),
    ...listed.flatMap(({ home }) => home?.directory ?? []),
  ];
  for (const directory of directories) {
    for (const entry of walk(files, directory)) {
      if (isNixFile(entry) || entry.kind === "symlink") snapshot.read(entry.path);
    }
  }
}

/** One result of several. */
export function merged(parts: readonly Checked[]): Checked {
  return {
    findings: parts.flatMap((part) => part.findings),
    unknown: parts.flatMap((part) => part.unknown),
    cut: parts.flatMap((part) => part.cut),
    unknownLeft: parts.reduce((sum, part) => sum + part.unknownLeft, 0),
    packages: parts.reduce((sum, part) => sum + part.packages, 0),
    files: parts.reduce((sum, part) => sum + part.files, 0),
    outside: parts.reduce((sum, part) => sum + part.outside, 0),
  };
}
