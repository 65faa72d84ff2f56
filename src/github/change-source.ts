import type { Configuration } from "../config/configuration.ts";
import { maintainerFiles } from "../packages/maintainers/maintainers.ts";
import { ancestors, baseName, parentPath } from "../snapshot/snapshot.ts";
import type { Source } from "../snapshot/source.ts";
import { treeIdAt, treeSource } from "../snapshot/tree-source.ts";
import type { GitHubObjects } from "./objects.ts";

/** A change on GitHub, opened. */
export type OpenedChange = {
  readonly base: Source;
  readonly head: Source;
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
    tip: tipRoot === null ? null : treeSource(objects, tipRoot, `commit ${(tip ?? "").slice(0, 7)}`),
    async idAtHead(path) {
      const known = ids.get(`${commits.ownHead}:${path}`);
      return known === undefined ? idAt(objects, ownRoot, path) : known;
    },
  };
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
