import { changedPaths } from "../snapshot/changed-paths.ts";
import type { Source } from "../snapshot/source.ts";
import { treeSource } from "../snapshot/tree-source.ts";
import type { GitHubClient } from "./client.ts";
import { type GitHubObjects, type RepositoryName, TooMuchToRead } from "./objects.ts";

const MOST_COMMITS = 100;
const MOST_PARENTS = 2;

/** The commits of a pull request with their trees. */
export const COMMITS_QUERY = /* GraphQL */ `
query Commits($owner: String!, $repo: String!, $number: Int!) {
  repository(owner: $owner, name: $repo) {
    pullRequest(number: $number) {
      commits(first: 100) {
        totalCount
        nodes {
          commit {
            oid
            tree { oid }
            parents(first: 2) { totalCount nodes { oid ... on Commit { tree { oid } } } }
          }
        }
      }
    }
  }
}`;

type Answer = {
  readonly repository: {
    readonly pullRequest: {
      readonly commits: {
        readonly totalCount: number;
        readonly nodes: readonly ({ readonly commit: AnsweredCommit } | null)[];
      };
    } | null;
  } | null;
};

type AnsweredCommit = {
  readonly oid: string;
  readonly tree: { readonly oid: string };
  readonly parents: {
    readonly totalCount: number;
    readonly nodes: readonly ({ readonly oid: string; readonly tree: { readonly oid: string } } | null)[];
  };
};

/**
 * The paths that any commit of a pull request changes, sorted: what a later commit takes back again lands as well
 * where a merge keeps the commits. Of a merge, those that are as in none of its parents. Throws a TooMuchToRead
 * where not all can be looked at.
 */
export async function commitPaths(
  client: GitHubClient,
  objects: GitHubObjects,
  { owner, repo, number }: RepositoryName & { readonly number: number },
): Promise<string[]> {
  const data = await client.query<Answer>("Commits", COMMITS_QUERY, { owner, repo, number });
  const commits = data.repository?.pullRequest?.commits;
  const known = (commits?.nodes ?? []).filter((node) => node !== null);
  if (commits === undefined || known.length < commits.totalCount || known.length === 0) {
    throw new TooMuchToRead(
      `its commits would be merged one by one, and only ${MOST_COMMITS} of them can be checked`,
    );
  }
  const paths = new Set<string>();
  for (const { commit } of known) for (const path of await pathsOf(objects, commit)) paths.add(path);
  return [...paths].sort();
}

async function pathsOf(objects: GitHubObjects, { oid, tree, parents }: AnsweredCommit): Promise<string[]> {
  const trees = parents.nodes.filter((parent) => parent !== null).map((parent) => parent.tree.oid);
  if (trees.length < parents.totalCount || trees.length > MOST_PARENTS) {
    throw new TooMuchToRead(`its commit ${oid.slice(0, 7)} merges more than two others`);
  }
  const source = (root: string | null): Source => treeSource(objects, root, `commit ${oid.slice(0, 7)}`);
  const [first = null, second] = trees;
  const head = source(tree.oid);
  // A merge of the base differs from that in little, and from the branch in much.
  if (second === undefined) return (await changedPaths(source(first), head)).map(({ path }) => path);
  const fromSecond = (await changedPaths(source(second), head)).map(({ path }) => path);
  if (fromSecond.length === 0) return [];
  return (await changedPaths(source(first), head, { within: fromSecond })).map(({ path }) => path);
}
