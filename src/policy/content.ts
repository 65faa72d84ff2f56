import type { Change } from "../change/change.ts";
import { CONFIGURATION_FILE, type Configuration, mergingRoots } from "../config/configuration.ts";
import type { Known } from "../nix/known.ts";
import { type ChangedFiles, changedFiles } from "../packages/changed-files.ts";
import { filesOf, type ParseCache } from "../packages/files.ts";
import { PACKAGE_NAME, packageDirectory } from "../packages/layout.ts";
import type { Maintainers } from "../packages/maintainers/maintainer.ts";
import { type MaintainerSource, maintainersOf } from "../packages/maintainers/maintainers.ts";
import { REGISTRY_FILE } from "../packages/registry/registry.ts";
import { type TouchedEntry, touchedEntries } from "../packages/registry/touched-entries.ts";
import { touchedListed, touchedPackages } from "../packages/touched.ts";
import { unparsedFiles } from "../packages/unparsed.ts";
import { packageUpdate } from "../packages/update/update.ts";
import { isWithin, type Snapshot } from "../snapshot/snapshot.ts";
import { MOST_FILES } from "./constraints.ts";
import type { MergeFacts, UnrestedPackage } from "./facts.ts";

export type ContentQuestion = {
  readonly change: Change;
  /** The newest commit of the base branch: who maintains a package is what it says. */
  readonly tip: Snapshot;
  /** Paths that somebody else counts as changed, and how many in all; nothing and 0 where nobody does. */
  readonly listed: readonly string[];
  readonly atLeast: number;
  readonly configuration: Configuration;
  readonly maintainers: MaintainerSource;
  readonly parse: ParseCache;
};

/** What the files of a change say about merging it. */
export type ContentFacts = Pick<
  MergeFacts,
  "files" | "added" | "unrested" | "largeFiles" | "touchesConfiguration" | "maintainers" | "updates"
> & {
  /** The entries of NUR's registry that are touched; null where the repository is none, or it is not touched. */
  readonly entries: Known<readonly TouchedEntry[]> | null;
  /** The changed Nix files that do not parse. */
  readonly unparsed: readonly string[];
};

/**
 * Reads what the files of a change say. Of one that is none of a maintainer's nothing but where they are.
 * Asks the snapshots for what is not loaded yet.
 */
export function contentFacts(question: ContentQuestion): ContentFacts {
  const { change, tip, listed, configuration, maintainers: source } = question;
  const parse = question.parse.with(configuration.nix.features);
  const all = changedFiles(change, {
    listed,
    bases: [change.base, tip],
    roots: mergingRoots(configuration),
    ownOverrides: configuration.merge.ownOverrides,
    cache: parse,
  });
  const entries = registryEntries(question, all);
  // Whose entry it is, strategies of its own ask.
  const outside = entries === null ? all.outside : all.outside.filter((path) => path !== REGISTRY_FILE);
  const files = { ...all, outside, count: Math.max(all.count, question.atLeast) };
  const small = files.count < MOST_FILES && files.outside.length === 0;
  const packages = small ? files.packages : [];
  const options = { cache: parse, companions: configuration.merge.updateFiles };
  return {
    files,
    entries,
    added: addedPackages(change, configuration, files),
    unrested: unrestedPackages(change, configuration, files),
    largeFiles: small ? largeFiles(question) : [],
    touchesConfiguration: [...change.paths, ...listed].includes(CONFIGURATION_FILE),
    maintainers: new Map<string, Maintainers>(
      packages.map((home) => [home.directory, maintainersOf(filesOf(tip, parse), home, source)]),
    ),
    updates: packages.map(({ directory, name, file }) =>
      packageUpdate(change, directory, name, { ...options, file }),
    ),
    unparsed: small ? unparsedFiles(change, parse) : [],
  };
}

function registryEntries(
  { change, tip, configuration }: ContentQuestion,
  { outside }: ChangedFiles,
): Known<readonly TouchedEntry[]> | null {
  const isTouched = configuration.preset === "nur-registry" && outside.includes(REGISTRY_FILE);
  return isTouched ? touchedEntries(change, tip) : null;
}

/** The packages that are on the head alone, in their right places, where nothing else stands in the way. */
function addedPackages(change: Change, configuration: Configuration, files: ChangedFiles): string[] {
  const roots = mergingRoots(configuration);
  const added = touchedPackages(change, roots).filter(
    ({ name, path, before, after }) =>
      after &&
      !before &&
      PACKAGE_NAME.test(name) &&
      name === name.toLowerCase() &&
      roots.some((root) => packageDirectory(root, name) === path),
  );
  const isAll = files.outside.every((file) => added.some(({ path }) => isWithin(file, path)));
  return isAll && files.unusual.length === 0 ? added.map(({ name }) => name) : [];
}

/** The packages that a change touches and that no merge rests on, where nothing else stands in the way. */
function unrestedPackages(
  change: Change,
  { roots, layout, listed }: Configuration,
  { outside }: ChangedFiles,
): UnrestedPackage[] {
  if (outside.length === 0 || outside.length >= MOST_FILES) return [];
  const byRoot = (nested: boolean) =>
    touchedPackages(
      change,
      roots.filter((root) => (root.nested === true) === nested),
    );
  const known = [
    ...touchedListed(change, listed).map((one) => ({ ...one, why: "listed" as const })),
    ...byRoot(true).map((one) => ({ ...one, why: "in-set" as const })),
    ...(layout === "head" ? byRoot(false) : []).map((one) => ({ ...one, why: "shown-by-change" as const })),
  ].filter(({ path }) => outside.some((file) => isWithin(file, path)));
  const lists = new Set(listed.map(({ by }) => by));
  const isAll = outside.every((file) => lists.has(file) || known.some(({ path }) => isWithin(file, path)));
  return isAll ? known.map(({ name, why }) => ({ name, why })) : [];
}

/** The changed paths that hold more than may be, on the side that would land. */
function largeFiles({ change, listed, configuration }: ContentQuestion): string[] {
  const { maxFileSize } = configuration.merge;
  return [...new Set([...change.paths, ...listed])].sort().filter((path) => {
    const entry = change.head.entry(path);
    if (typeof entry === "string" || entry.kind !== "file") return false;
    const content = change.head.read(path);
    if (content === "not-loaded" || content.kind === "absent") return false;
    return (content.kind === "bytes" ? content.bytes.length : content.size) > maxFileSize;
  });
}

/** The teams whose members have a part in the decision. */
export function teamsAsked(
  { merge }: Pick<Configuration, "merge">,
  maintainers: ReadonlyMap<string, Maintainers>,
): readonly string[] {
  const owners = [...maintainers.values()].flatMap((one) => (one.kind === "known" ? one.teams : []));
  const teams = [merge.committers.team, merge.maintainersTeam, ...owners];
  return [...new Set(teams.filter((team) => team !== null))];
}
