import type { Git, GitTreeEntry } from "./git.ts";
import type { Oid } from "./model.ts";

type Trees = Pick<Git, "tree"> & { write(entries: readonly GitTreeEntry[]): Oid };

/**
 * The tree that has the changes of both sides, or null where both changed the same entry in different
 * ways: then git has to look at contents and renames. A side that renames a file deletes its entry, and
 * one that renames a directory deletes that, so what the other side did to it is never missed here.
 */
export async function mergeTrees(trees: Trees, base: Oid, ours: Oid, theirs: Oid): Promise<Oid | null> {
  const [common, mine, other] = await Promise.all([base, ours, theirs].map((oid) => entriesOf(trees, oid)));
  if (common === undefined || mine === undefined || other === undefined) return null;
  const merged = new Map(mine);
  for (const name of new Set([...common.keys(), ...other.keys()])) {
    const from = common.get(name);
    const one = mine.get(name);
    const two = other.get(name);
    if (same(from, two)) continue;
    // Both deleted it, and perhaps one of them under another name.
    if (one === undefined && two === undefined) return null;
    if (same(one, two)) continue;
    if (same(from, one)) {
      if (two === undefined) merged.delete(name);
      else merged.set(name, two);
      continue;
    }
    if (from?.type !== "tree" || one?.type !== "tree" || two?.type !== "tree") return null;
    const oid = await mergeTrees(trees, from.oid, one.oid, two.oid);
    if (oid === null) return null;
    merged.set(name, { ...one, oid });
  }
  // Two sides that empty a directory together: git removes it.
  return merged.size === 0 ? null : trees.write([...merged.values()]);
}

async function entriesOf(trees: Trees, oid: Oid): Promise<Map<string, GitTreeEntry>> {
  const tree = await trees.tree(oid);
  return new Map((tree?.entries ?? []).map((entry) => [entry.name, entry]));
}

function same(one: GitTreeEntry | undefined, other: GitTreeEntry | undefined): boolean {
  return one?.oid === other?.oid && one?.mode === other?.mode;
}
