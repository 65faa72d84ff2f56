import type { Configuration } from "../config/configuration.ts";
import { maintainerFiles } from "../packages/maintainers/maintainers.ts";
import { bringsTheSame, type Laying, layOver, type TreeChange } from "../snapshot/lay.ts";
import { ancestors, baseName, parentPath } from "../snapshot/snapshot.ts";
import type { Source } from "../snapshot/source.ts";
import { treeIdAt, treeSource } from "../snapshot/tree-source.ts";
import type { GitHubObjects } from "./objects.ts";

/** How what would land was found, where GitHub's test merge is not one with the newest commit of the base. */
export type Landing =
  /** Nothing had to be laid: it is GitHub's own merge, or the head where there is none. */
  | { readonly kind: "as-it-is" }
  /** The change was laid over the newest commit of the base. */
  | { readonly kind: "laid" }
  /** It could not be: that commit has changed at this path as well. */
  | { readonly kind: "clash"; readonly path: string }
  /** It was not, since GitHub's test merge brings something else: it may be one with a former base branch. */
  | { readonly kind: "differs" };

/** A change on GitHub, opened. */
export type OpenedChange = {
  readonly base: Source;
  readonly head: Source;
  readonly landing: Landing;
  /** The newest commit of the base branch, where it was asked for and is not the base. */
  readonly tip: Source | null;
  /** The id of what stands at a path at the pull request's own head; null for nothing. */
  idAtHead(path: string): Promise<string | null>;
};

export type ChangeCommits = {
  readonly base: string;
  /** What would land: GitHub's merge of the pull request where there is one, else its head. */
  readonly head: string;
  /** The pull request's own head, which comments are about. */
  readonly ownHead: string;
  /** The newest commit of the base branch; null where it does not matter. */
  readonly tip: string | null;
  /** Where GitHub's test merge is not one with `base`, which is the newest commit; else null. */
  readonly older: OlderMerge | null;
};

/** A test merge with a former commit of the base. */
export type OlderMerge = {
  /** Where the head and the newest commit of the base parted. */
  readonly fork: string;
  readonly base: string;
  readonly commit: string;
};

/**
 * Opens both sides of a change. `paths` are those known to be changed: what a review will read because of
 * them is fetched at once, and what turns out to be needed beyond that is read when it is asked for.
 */
export async function openChange(
  objects: GitHubObjects,
  commits: ChangeCommits,
  paths: readonly string[],
  configuration: Configuration,
): Promise<OpenedChange> {
  if (commits.older !== null) return openOver(objects, commits, commits.older, paths, configuration);
  const directories = directoriesFor(paths, configuration);
  const byHand = configuration.roots.flatMap((root) => root.overrides.files).filter(objects.shouldFetch);
  const files = [...paths, ...byHand];
  const merged = commits.ownHead !== commits.head;
  const tip = commits.tip === commits.base ? null : commits.tip;
  const atBase = mergingDirectories(configuration);
  const { roots, ids } = await objects.prefetch([
    { commit: commits.base, directories: [...directories, ...(tip === null ? atBase : [])], files, ids: [] },
    { commit: commits.head, directories, files, ids: [] },
    ...(merged ? [{ commit: commits.ownHead, directories: [], files: [], ids: paths }] : []),
    ...(tip === null
      ? []
      : [{ commit: tip, directories: [...directories, ...atBase], files: paths, ids: [] }]),
  ]);
  const [base, head] = roots;
  if (base === undefined || head === undefined) throw new Error("prefetch gives a root for each commit");
  const ownRoot = (merged ? roots[2] : undefined) ?? head;
  const tipRoot = tip === null ? null : (roots.at(-1) ?? null);
  return {
    base: treeSource(objects, base, `commit ${commits.base.slice(0, 7)}`),
    head: treeSource(objects, head, `commit ${commits.head.slice(0, 7)}`),
    landing: { kind: "as-it-is" },
    tip: tipRoot === null ? null : treeSource(objects, tipRoot, `commit ${(tip ?? "").slice(0, 7)}`),
    async idAtHead(path) {
      const known = ids.get(`${commits.ownHead}:${path}`);
      return known === undefined ? idAt(objects, ownRoot, path) : known;
    },
  };
}

/**
 * Opens a change whose test merge is older than its base: its own paths are laid over the newest commit. That has to
 * bring what the test merge brings, which is git's own merge. Where it cannot be done, the change is the head as it
 * stands on its own branch.
 */
async function openOver(
  objects: GitHubObjects,
  commits: ChangeCommits,
  older: OlderMerge,
  paths: readonly string[],
  configuration: Configuration,
): Promise<OpenedChange> {
  const { base: tip, ownHead } = commits;
  const directories = directoriesFor(paths, configuration);
  const above = [...new Set(paths.flatMap(ancestors))];
  const byHand = configuration.roots.flatMap((root) => root.overrides.files).filter(objects.shouldFetch);
  const files = [...paths, ...byHand];
  const atBase = mergingDirectories(configuration);
  const { roots } = await objects.prefetch([
    { commit: tip, directories: [...directories, ...atBase], files, ids: [] },
    { commit: ownHead, directories, files: paths, ids: [] },
    ...[older.fork, older.base, older.commit].map((commit) => ({
      commit,
      directories: above,
      files: [],
      ids: [],
    })),
  ]);
  const [onto, own, from, formerBase, formerMerge] = roots;
  if (!onto || !own || !from || !formerBase || !formerMerge) {
    throw new Error("prefetch gives a root for each commit");
  }
  const named = (root: string, commit: string) => treeSource(objects, root, `commit ${commit.slice(0, 7)}`);
  const idAtHead = (path: string) => idAt(objects, own, path);
  const landing = await landingOver(objects, { from, to: own }, onto, { from: formerBase, to: formerMerge });
  if (landing.kind !== "laid") {
    const fork = named(from, older.fork);
    return { base: fork, head: named(own, ownHead), landing, tip: named(onto, tip), idAtHead };
  }
  const merged = treeSource(landing.store, landing.root, `commit ${ownHead.slice(0, 7)}, merged`);
  return { base: named(onto, tip), head: merged, landing: { kind: "laid" }, tip: null, idAtHead };
}

async function landingOver(
  objects: GitHubObjects,
  change: TreeChange,
  onto: string,
  older: TreeChange,
): Promise<Exclude<Landing, { kind: "as-it-is" | "laid" }> | Extract<Laying, { kind: "laid" }>> {
  const laying = await layOver(objects, change, onto);
  if (laying.kind === "clash") return laying;
  const laid = { from: onto, to: laying.root };
  return (await bringsTheSame(laying.store, laid, older)) ? laying : { kind: "differs" };
}

/** The directories of what tells who maintains a package, where that matters. */
function mergingDirectories({ merge }: Configuration): string[] {
  if (merge.strategies.length === 0) return [];
  return [...new Set(maintainerFiles(merge.maintainers).flatMap(ancestors))];
}

/** The id of a file or link below a tree; null where there is none. */
async function idAt(objects: GitHubObjects, root: string, path: string): Promise<string | null> {
  const directory = await treeIdAt(objects, root, parentPath(path));
  if (directory === null) return null;
  return (await objects.tree(directory)).byName.get(baseName(path))?.id ?? null;
}

/** The directories that lead to the paths, to the by-name roots and to the overrides files. */
function directoriesFor(paths: readonly string[], { roots }: Configuration): string[] {
  const wanted = [...paths, ...roots.flatMap((root) => [`${root.path}/.`, ...root.overrides.files])];
  return [...new Set(wanted.flatMap(ancestors))];
}
