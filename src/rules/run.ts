import type { Change } from "../change/change.ts";
import type { Configuration } from "../config/configuration.ts";
import { quoted } from "../nix/shown.ts";
import { filesOf, isNixFile, type ParseCache, walk } from "../packages/files.ts";
import { directoryOf, PACKAGE_FILE, type Root, shardDirectory } from "../packages/layout.ts";
import { describeRepository } from "../packages/repository.ts";
import type { NamedEntry } from "../snapshot/entry.ts";
import { computeLoading, type LoadedSnapshot } from "../snapshot/loaded.ts";
import { type Mentions, nixFilesMentioning, type SearchLimits } from "../snapshot/mentions.ts";
import { resolvePath } from "../snapshot/resolve.ts";
import { baseName, joinPath, type Snapshot } from "../snapshot/snapshot.ts";
import { type Checked, checkSide } from "./check.ts";
import type { Report } from "./finding.ts";
import { compareSides, reportOf } from "./report.ts";
import { type CheckScope, changeScope, removedPlaces } from "./scope.ts";

/** How much of a repository is read for what still refers to something that is gone: a few requests' worth. */
const SEARCH: SearchLimits = { directories: 300, files: 300 };

/**
 * Checks what a change may have broken, loading what it takes. `limits` bounds the search for what refers to
 * packages that are gone.
 */
export async function checkChange(
  change: Change,
  configuration: Configuration,
  cache: ParseCache,
  limits: SearchLimits = SEARCH,
): Promise<Report> {
  const mentions = await referringFiles(change, configuration, cache, limits);
  return computeLoading([change.base, change.head], () => {
    const reading = cache.with(configuration.nix.features);
    const base = describeRepository(change.base, reading);
    const head = describeRepository(change.head, reading);
    const files = mentions === "too-many" ? [] : mentions;
    const scope = changeScope(configuration.roots, change.paths, head, base, files);
    const before = checkSide(base, null, true, configuration, scope);
    const after = checkSide(head, base, true, configuration, scope);
    const notes = missingRoots([change.base, change.head], configuration);
    return compareSides(after, before, mentions === "too-many" ? [...notes, NOT_SEARCHED] : notes);
  });
}

const NOT_SEARCHED =
  "The repository has too many files to look for all that refers to what this change takes out of package directories.";

/** The Nix files outside of packages that may refer to what a change takes away. */
async function referringFiles(
  { base, head, paths, source }: Change,
  { roots, nix }: Configuration,
  cache: ParseCache,
  limits: SearchLimits,
): Promise<Mentions> {
  if (source === undefined) return [];
  const removed = await computeLoading([head, base], () =>
    removedPlaces(roots, paths, describeRepository(head, cache.with(nix.features))),
  );
  // That a patch goes concerns nobody else; that a package does may.
  const gone = await computeLoading([head], () =>
    removed.filter(({ root, place }) => {
      const file = joinPath(directoryOf(root, place), PACKAGE_FILE);
      return resolvePath(head, file).kind === "nothing";
    }),
  );
  if (gone.length === 0) return [];
  const pairs = gone.map(({ root, place }) => `${place.shard || baseName(root.path)}/${place.name}`);
  return nixFilesMentioning(
    source,
    new Set(pairs),
    roots.map((root) => root.path),
    limits,
  );
}

/** A part of a by-name root: some of its shards, or of its packages where it has none. */
export type RootPart = { readonly root: Root; readonly entries: readonly string[] };

/** Parts of a tree that are checked together, or files outside of its roots, and about how much that is. */
export type Batch = {
  readonly parts: readonly RootPart[];
  readonly files: readonly string[];
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
    const batches: { parts: RootPart[]; files: string[]; packages: number }[] = [];
    for (const { part, packages } of configuration.roots.flatMap((root) => partsOf(snapshot, root))) {
      let batch = batches.at(-1);
      if (batch === undefined || batch.packages >= PACKAGES_AT_A_TIME) {
        batch = { parts: [], files: [], packages: 0 };
        batches.push(batch);
      }
      batch.parts.push(part);
      batch.packages += packages;
    }
    const files = filesOutside(snapshot, configuration);
    for (let from = 0; from < files.length; from += FILES_AT_A_TIME) {
      batches.push({ parts: [], files: files.slice(from, from + FILES_AT_A_TIME), packages: 0 });
    }
    return batches;
  });
}

/** The Nix files outside of the by-name roots, but for the overrides files, which are a check of their own. */
function filesOutside(snapshot: Snapshot, { roots }: Configuration): string[] {
  const overrides = new Set(roots.flatMap((root) => root.overrides.files));
  return [...outsideOfRoots(snapshot, roots)].flatMap(({ path, entries }) =>
    entries
      .filter(isNixFile)
      .map(({ name }) => joinPath(path, name))
      .filter((file) => !overrides.has(file)),
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
export async function checkTree(
  snapshot: LoadedSnapshot,
  configuration: Configuration,
  cache: ParseCache,
): Promise<Report> {
  const batches = await batchesOf(snapshot, configuration);
  const packages = await checkBatches(snapshot, batches, configuration, cache, () => {});
  const topLevel = await checkTopLevel(snapshot, configuration, cache);
  return reportOf([packages, topLevel], missingRoots([snapshot], configuration));
}

/** Checks batches one after the other on this thread, and says after each how many packages it held. */
export async function checkBatches(
  snapshot: LoadedSnapshot,
  batches: readonly Batch[],
  configuration: Configuration,
  cache: ParseCache,
  progress: (packages: number) => void,
): Promise<Checked> {
  const all: Checked[] = [];
  for (const batch of batches) {
    const checked = await checkBatch(snapshot, batch, configuration, cache);
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
  { parts, files }: Pick<Batch, "parts" | "files">,
  configuration: Configuration,
  cache: ParseCache,
  pause: () => Promise<void> = async () => {},
): Promise<Checked> {
  await computeLoading([snapshot], () => touch(snapshot, parts, files, cache));
  const all: Checked[] = [];
  for (const part of parts) {
    all.push(await check(snapshot, partScope(part), configuration, cache));
    await pause();
  }
  if (files.length > 0) all.push(await check(snapshot, filesScope(files), configuration, cache));
  snapshot.forgetContents();
  return merged(all);
}

/** Checks the overrides files of a tree, the top-level attributes that they define, and in nixpkgs its names. */
export async function checkTopLevel(
  snapshot: LoadedSnapshot,
  configuration: Configuration,
  cache: ParseCache,
): Promise<Checked> {
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
    roots: configuration.roots.map((root) => ({
      root,
      entries: new Set(),
      packages: new Set(),
      attributes: "all",
    })),
    files: new Set(configuration.roots.flatMap((root) => root.overrides.files)),
  };
  return check(snapshot, scope, configuration, cache);
}

function partScope({ root, entries }: RootPart): CheckScope {
  const chosen = new Set(entries);
  const packages = root.sharded ? "all" : new Set(entries.map((name) => `/${name}`));
  return {
    roots: [{ root, entries: chosen, packages, attributes: new Set() }],
    files: new Set(),
    listings: new Map(),
  };
}

function filesScope(files: readonly string[]): CheckScope {
  return { roots: [], files: new Set(files), listings: new Map() };
}

function check(
  snapshot: LoadedSnapshot,
  scope: CheckScope,
  configuration: Configuration,
  cache: ParseCache,
): Promise<Checked> {
  return computeLoading([snapshot], () =>
    checkSide(
      describeRepository(snapshot, cache.with(configuration.nix.features)),
      null,
      false,
      configuration,
      scope,
    ),
  );
}

/** Asks for all that a check of the parts and files will read. */
function touch(
  snapshot: Snapshot,
  parts: readonly RootPart[],
  outside: readonly string[],
  cache: ParseCache,
): void {
  const files = filesOf(snapshot, cache);
  for (const path of outside) snapshot.read(path);
  for (const { root, entries } of parts) {
    for (const name of entries) {
      for (const entry of walk(files, shardDirectory(root, name))) {
        if (isNixFile(entry) || entry.kind === "symlink") snapshot.read(entry.path);
      }
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

/** A note for each by-name root that no snapshot has. */
export function missingRoots(snapshots: readonly Snapshot[], configuration: Configuration): string[] {
  const missing = configuration.roots.filter((root) =>
    snapshots.every((snapshot) => snapshot.list(root.path) === "absent"),
  );
  const none = missing.length === configuration.roots.length;
  return missing.map(
    (root) =>
      `There is no directory ${quoted(root.path)}, so ${none ? "nothing is laid out by name" : "no package is looked for there"}.`,
  );
}

/** Whether there is none of the by-name roots. */
export function hasNoRoot(snapshots: readonly Snapshot[], { roots }: Configuration): boolean {
  return roots.every(({ path }) => snapshots.every((snapshot) => snapshot.list(path) === "absent"));
}
