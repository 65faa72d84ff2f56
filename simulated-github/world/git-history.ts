import type { GitCommit, MaybePromise } from "./git.ts";
import { runGit } from "./git-process.ts";
import type { Oid } from "./model.ts";

type ReadCommit = (oid: Oid) => MaybePromise<GitCommit | null>;

/** How far histories are followed here before git is asked. */
const shortWalk = 200;

/** The best common ancestor of two commits, or null. Short straight histories need no process. */
export async function mergeBase(
  directory: string,
  read: ReadCommit,
  one: Oid,
  other: Oid,
): Promise<Oid | null> {
  const [left, right] = await Promise.all([straightLine(read, one), straightLine(read, other)]);
  const known = new Set(left);
  const shared = right.find((oid) => known.has(oid));
  if (shared !== undefined) return shared;
  const { code, stdout, stderr } = await runGit(directory, ["merge-base", one, other]);
  if (code === 0) return stdout.toString("latin1").trim();
  if (code === 1) return null;
  throw new Error(`git merge-base failed: ${stderr}`);
}

/** Whether `ancestor` is `descendant` or one of its ancestors. */
export async function isAncestor(
  directory: string,
  read: ReadCommit,
  ancestor: Oid,
  descendant: Oid,
): Promise<boolean> {
  if ((await straightLine(read, descendant)).includes(ancestor)) return true;
  return (await mergeBase(directory, read, ancestor, descendant)) === ancestor;
}

/** The commits of `head` that are not in `base`, oldest first. */
export async function commitsBetween(
  directory: string,
  read: ReadCommit,
  base: Oid,
  head: Oid,
  limit: number,
): Promise<readonly Oid[]> {
  const line = await straightLine(read, head);
  const end = line.indexOf(base);
  if (end >= 0) return line.slice(0, end).reverse().slice(0, limit);
  const chain = await chainBetween(read, base, head);
  if (chain !== null) return chain.reverse().slice(0, limit);
  const { code, stdout, stderr } = await runGit(directory, [
    "rev-list",
    "--reverse",
    "--topo-order",
    head,
    `^${base}`,
  ]);
  if (code !== 0) throw new Error(`git rev-list failed: ${stderr}`);
  const oids = stdout.toString("latin1").split("\n");
  return oids.filter((oid) => oid !== "").slice(0, limit);
}

/**
 * The commits of `head` that are not in `base`, newest first, where each of them has one parent among them at most,
 * so that there is but one order; null where they branch out, or `base` has a long history.
 */
async function chainBetween(read: ReadCommit, base: Oid, head: Oid): Promise<Oid[] | null> {
  const known = await ancestors(read, base);
  if (known === null) return null;
  const chain: Oid[] = [];
  let next: Oid | undefined = known.has(head) ? undefined : head;
  while (next !== undefined) {
    if (chain.length === shortWalk) return null;
    const commit: GitCommit | null = await read(next);
    if (commit === null) return null;
    chain.push(next);
    const parents: Oid[] = commit.parents.filter((oid) => !known.has(oid));
    if (parents.length > 1) return null;
    next = parents[0];
  }
  return chain;
}

/** A commit and all of its ancestors; null where they are many. */
async function ancestors(read: ReadCommit, from: Oid): Promise<ReadonlySet<Oid> | null> {
  const seen = new Set([from]);
  for (const oid of seen) {
    if (seen.size > shortWalk) return null;
    const commit = await read(oid);
    if (commit === null) return null;
    for (const parent of commit.parents) seen.add(parent);
  }
  return seen;
}

/** Lines of a file that come from one commit, counted from 1, both ends included. */
export type BlameRange = { readonly from: number; readonly to: number; readonly oid: Oid };

/** Which commit each line of a file comes from; null where the commit has no such file. */
export async function blame(directory: string, commit: Oid, path: string): Promise<BlameRange[] | null> {
  const { code, stdout } = await runGit(directory, ["blame", "--porcelain", commit, "--", path]);
  if (code !== 0) return null;
  const ranges: BlameRange[] = [];
  for (const [, oid = "", line = ""] of stdout.toString("utf8").matchAll(/^([0-9a-f]{40}) \d+ (\d+)/gm)) {
    const at = Number(line);
    const last = ranges.at(-1);
    if (last !== undefined && last.oid === oid && last.to === at - 1)
      ranges[ranges.length - 1] = { ...last, to: at };
    else ranges.push({ from: at, to: at, oid });
  }
  return ranges;
}

/** Commits by the dates that their authors gave them; those of the same second stay as they are. */
export async function byAuthorDate(read: ReadCommit, oids: readonly Oid[]): Promise<readonly Oid[]> {
  const commits = await Promise.all(oids.map(async (oid) => ({ oid, commit: await read(oid) })));
  const dateOf = ({ commit }: (typeof commits)[number]) => Date.parse(commit?.author.date ?? "");
  return commits.toSorted((one, other) => dateOf(one) - dateOf(other)).map(({ oid }) => oid);
}

/** A commit and its ancestors up to the first merge, which is the last one here. */
async function straightLine(read: ReadCommit, from: Oid): Promise<Oid[]> {
  const line: Oid[] = [];
  let next: Oid | undefined = from;
  while (next !== undefined && line.length < shortWalk) {
    const commit: GitCommit | null = await read(next);
    if (commit === null) break;
    line.push(next);
    next = commit.parents.length === 1 ? commit.parents[0] : undefined;
  }
  return line;
}
