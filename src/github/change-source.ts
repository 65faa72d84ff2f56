import type { Configuration } from "../config/configuration.ts";
import { ancestors, baseName, parentPath } from "../snapshot/snapshot.ts";
import type { Source } from "../snapshot/source.ts";
import { treeIdAt, treeSource } from "../snapshot/tree-source.ts";
import type { GitHubObjects } from "./objects.ts";

/** A change on GitHub, opened. */
export type OpenedChange = {
  readonly base: Source;
  readonly head: Source;
  /** The id of what stands at a path at the pull request's own head; null for nothing. */
  idAtHead(path: string): Promise<string | null>;
};

export type ChangeCommits = {
  readonly base: string;
  /** What would land: GitHub's merge of the pull request where there is one, else its head. */
  readonly head: string;
  /** The pull request's own head, which comments are about. */
  readonly ownHead: string;
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
  const { roots, ids } = await objects.prefetch([
    { commit: commits.base, directories, files, ids: [] },
    { commit: commits.head, directories, files, ids: [] },
    ...(merged ? [{ commit: commits.ownHead, directories: [], files: [], ids: paths }] : []),
  ]);
  const [base, head, ownHead] = roots;
  if (base === undefined || head === undefined) throw new Error("prefetch gives a root for each commit");
  const ownRoot = ownHead ?? head;
  return {
    base: treeSource(objects, base, `commit ${commits.base.slice(0, 7)}`),
    head: treeSource(objects, head, `commit ${commits.head.slice(0, 7)}`),
    async idAtHead(path) {
      const known = ids.get(`${commits.ownHead}:${path}`);
      return known === undefined ? idAt(objects, ownRoot, path) : known;
    },
  };
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
