import { missingRoots, whyNoRoot } from "../checker/missing-roots.ts";
import type { Configuration } from "../config/configuration.ts";
import { loadSecondReader } from "../grammar/load.ts";
import { type Files, filesOf, parseCache } from "../packages/files.ts";
import { type DefiningFile, type Root, shardDirectory } from "../packages/layout.ts";
import { CODEOWNERS_FILES } from "../packages/maintainers/codeowners.ts";
import type { Maintainers } from "../packages/maintainers/maintainer.ts";
import {
  type MaintainerCache,
  maintainerCache,
  readCached,
} from "../packages/maintainers/maintainer-cache.ts";
import { maintainerFiles, maintainersOf } from "../packages/maintainers/maintainers.ts";
import { visible } from "../review/text/escape.ts";
import { unquotedProse } from "../review/text/prose.ts";
import { computeLoading, loadedSnapshot } from "../snapshot/loaded.ts";
import { baseName, joinPath, parentPath, type Snapshot } from "../snapshot/snapshot.ts";
import type { Source } from "../snapshot/source.ts";
import { readConfiguration } from "./configuration.ts";
import { Failure } from "./failure.ts";
import { formatMaintainers, type ListOptions, type MaintainedPackage } from "./maintainers-output.ts";
import type { Output } from "./output.ts";
import { progressOn } from "./progress.ts";
import { openTarget } from "./sources.ts";

export type MaintainersOptions = ListOptions & {
  readonly head: string | undefined;
  readonly config: string | undefined;
};

/** Few enough to forget, enough to ask git for at once. */
const PACKAGES_AT_A_TIME = 120;

/** Holds the text of so many packages; their syntax takes about ten times as much. */
const CACHE_BYTES = 1024 * 1024;

/**
 * `by-name-bot maintainers`: prints who maintains the packages of a tree. Returns the exit status. Throws a
 * Failure or SourceError where it cannot do its work.
 */
export async function maintainers(
  directory: string | undefined,
  options: MaintainersOptions,
  output: Output,
): Promise<0> {
  const target = await openTarget(directory, { head: options.head });
  try {
    const tree = loadedSnapshot(target.head);
    const configuration = await readConfiguration(tree, { config: options.config, rule: [], root: [] });
    const [notes, none] = await computeLoading([tree], () => [
      missingRoots([tree], configuration),
      whyNoRoot([tree], configuration),
    ]);
    if (configuration.rootsNamed && none !== null) throw new Failure(unquotedProse(visible(none)));
    const packages = await maintainedPackages(target.head, configuration);
    output.out(formatMaintainers(packages, configuration.merge.maintainers.kind, notes, options));
    return 0;
  } finally {
    await target.close();
  }
}

/** Reads some packages at a time, so that memory is not for all of them. */
async function maintainedPackages(
  tree: Source,
  { roots, listed, nix, merge: { maintainers: source } }: Configuration,
): Promise<readonly MaintainedPackage[]> {
  const parse = parseCache(await loadSecondReader(), CACHE_BYTES).with(nix.features);
  const cache = maintainerCache();
  // What all packages share is not forgotten, and so read once.
  const [packages, shared] = [loadedSnapshot(tree), loadedSnapshot(tree)];
  const sharedFiles = new Set(maintainerFiles(source));
  const read: Snapshot["read"] = (path) => (sharedFiles.has(path) ? shared : packages).read(path);
  const files = filesOf({ ...packages, read }, parse);
  const byName = await computeLoading([packages], () => roots.flatMap((root) => packageHomes(files, root)));
  const byList = listed.map(({ attribute, home, file }) => ({
    name: attribute,
    home: home ?? ({ directory: parentPath(file), file: baseName(file), alone: true } as const),
  }));
  const homes = [...byName, ...byList.map(({ home }) => home)];
  const names = [...byName.map(({ directory }) => baseName(directory)), ...byList.map(({ name }) => name)];
  const progress = progressOn(process.stderr, homes.length);
  const found: Maintainers[] = [];
  try {
    while (found.length < homes.length) {
      const some = homes.slice(found.length, found.length + PACKAGES_AT_A_TIME);
      const compute = () => some.map((home) => maintainersOf(files, home, source, cache));
      found.push(...(await computeLoading([packages, shared], compute)));
      packages.forgetContents();
      progress.add(some.length);
    }
  } finally {
    progress.end();
  }
  const organization = source.kind === "codeowners" ? organizationOf(files, cache) : null;
  return found.map((one, i) => packageOf(homes[i], names[i] ?? "", one, organization));
}

/** The directories of packages, be they in the shard where they belong or in another. */
function packageHomes(files: Files, root: Root): DefiningFile[] {
  const inside = (directory: string) =>
    files.list(directory).flatMap(({ kind, name }) => (kind === "directory" ? [name] : []));
  if (root.nested === true) return nestedHomes(files, root);
  const shards = root.sharded ? inside(root.path).map((shard) => shardDirectory(root, shard)) : [root.path];
  return shards.flatMap((shard) =>
    inside(shard).map((name) => ({ directory: joinPath(shard, name), file: root.file })),
  );
}

/** The packages of a root with sets of packages, in the order of their paths. */
function nestedHomes(files: Files, root: Root): DefiningFile[] {
  const homes: DefiningFile[] = [];
  const pending = [root.path];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    const entries = files.list(at);
    if (at !== root.path && entries.some(({ kind, name }) => kind !== "directory" && name === root.file)) {
      homes.push({ directory: at, file: root.file });
      continue;
    }
    for (const { kind, name } of entries.toReversed())
      if (kind === "directory") pending.push(joinPath(at, name));
  }
  return homes;
}

/** The organisation of the teams that CODEOWNERS names; null where there are several, or none. */
function organizationOf(files: Files, cache: MaintainerCache): string | null {
  const path = CODEOWNERS_FILES.find((path) => files.entry(path)?.kind === "file");
  const lines = path === undefined ? null : readCached(files, path, cache.codeOwners);
  const owners = lines?.known === true ? lines.value.flatMap((line) => line.owners ?? []) : [];
  const names = owners.flatMap((owner) => (owner.kind === "team" ? [owner.organization] : []));
  const [name = null] = names;
  return new Set(names.map((each) => each.toLowerCase())).size === 1 ? name : null;
}

/** `directory` is the file where a package is that alone. */
function packageOf(
  home: DefiningFile | undefined,
  name: string,
  maintainers: Maintainers,
  organization: string | null,
): MaintainedPackage {
  const { directory: around = "", file = "", alone = false } = home ?? {};
  const directory = alone ? joinPath(around, file) : around;
  if (maintainers.kind === "unknown" || organization === null) return { name, directory, maintainers };
  const teams = maintainers.teams.map((slug) => `${organization}/${slug}`);
  return { name, directory, maintainers: { ...maintainers, teams } };
}
