import type { Change } from "../change/change.ts";
import type { Configuration } from "../config/configuration.ts";
import { quoted } from "../nix/shown.ts";
import { filesOf, isNixFile, type ParseCache, walk } from "../packages/files.ts";
import { type Root, shardDirectory } from "../packages/layout.ts";
import { describeRepository } from "../packages/repository.ts";
import { computeLoading, type LoadedSnapshot } from "../snapshot/loaded.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import { type Checked, checkSide } from "./check.ts";
import type { Report } from "./finding.ts";
import { compareSides, reportOf } from "./report.ts";
import { type CheckScope, changeScope } from "./scope.ts";

/** Checks what a change may have broken, loading what it takes. */
export async function checkChange(
  change: Change,
  configuration: Configuration,
  cache: ParseCache,
): Promise<Report> {
  return computeLoading([change.base, change.head], () => {
    const reading = cache.with(configuration.nix.features);
    const base = describeRepository(change.base, reading);
    const head = describeRepository(change.head, reading);
    const scope = changeScope(configuration.roots, change.paths, head, base);
    const before = checkSide(base, null, true, configuration, scope);
    const after = checkSide(head, base, true, configuration, scope);
    return compareSides(after, before, missingRoots([change.base, change.head], configuration));
  });
}

/** A part of a by-name root: some of its shards, or of its packages where it has none. */
export type RootPart = { readonly root: Root; readonly entries: readonly string[] };

/** Parts of a tree that are checked together, and about how many packages they hold. */
export type Batch = { readonly parts: readonly RootPart[]; readonly packages: number };

/** About so many packages are loaded at a time: few enough to forget, enough to ask git for at once. */
const PACKAGES_AT_A_TIME = 120;

/** The batches that a tree is checked in. A root without shards is one part. */
export async function batchesOf(
  snapshot: LoadedSnapshot,
  configuration: Configuration,
): Promise<readonly Batch[]> {
  return computeLoading([snapshot], () => {
    const batches: { parts: RootPart[]; packages: number }[] = [];
    for (const { part, packages } of configuration.roots.flatMap((root) => partsOf(snapshot, root))) {
      let batch = batches.at(-1);
      if (batch === undefined || batch.packages >= PACKAGES_AT_A_TIME) {
        batch = { parts: [], packages: 0 };
        batches.push(batch);
      }
      batch.parts.push(part);
      batch.packages += packages;
    }
    return batches;
  });
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
  for (const { parts } of batches) {
    const checked = await checkParts(snapshot, parts, configuration, cache);
    all.push(checked);
    progress(checked.packages);
  }
  return merged(all);
}

/**
 * Checks parts of a tree, one after the other. What they hold is loaded first, for all of them at once,
 * and let go of at the end: so it is some hundred packages that should be asked for at a time. Between
 * the parts it waits for `pause`, so that others on the thread get their turn.
 */
export async function checkParts(
  snapshot: LoadedSnapshot,
  parts: readonly RootPart[],
  configuration: Configuration,
  cache: ParseCache,
  pause: () => Promise<void> = async () => {},
): Promise<Checked> {
  await computeLoading([snapshot], () => touch(snapshot, parts, cache));
  const all: Checked[] = [];
  for (const part of parts) {
    all.push(await check(snapshot, partScope(part), configuration, cache));
    await pause();
  }
  snapshot.forgetContents();
  return merged(all);
}

/** Checks the overrides files of a tree, and the top-level attributes that they define. */
export function checkTopLevel(
  snapshot: LoadedSnapshot,
  configuration: Configuration,
  cache: ParseCache,
): Promise<Checked> {
  const scope: CheckScope = {
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
  return { roots: [{ root, entries: chosen, packages, attributes: new Set() }], files: new Set() };
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

/** Asks for all that a check of the parts will read. */
function touch(snapshot: Snapshot, parts: readonly RootPart[], cache: ParseCache): void {
  const files = filesOf(snapshot, cache);
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
  };
}

/** A note for each by-name root that no snapshot has. */
export function missingRoots(snapshots: readonly Snapshot[], configuration: Configuration): string[] {
  return configuration.roots
    .filter((root) => snapshots.every((snapshot) => snapshot.list(root.path) === "absent"))
    .map((root) => `There is no directory ${quoted(root.path)}, so nothing is laid out by name.`);
}
