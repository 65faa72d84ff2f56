import { KIND, type Tree } from "./parsing/tree.ts";

/**
 * A set as Nix puts it together of all that is written under its name, such as `{ a = { b = 1; }; a.c = 2; }`. Numbers
 * are places in the tree.
 */
export type MergedSet = {
  /** The first set that is written out there; negative for one of `a.b = …` alone. */
  readonly written: number;
  /**
   * Whether its names are in scope in it. The first one that is written decides for all of them: Nix drops the
   * `rec` of each later one (NixOS/nix#9020).
   */
  readonly isRecursive: boolean;
  /** Whether it is made of more than one. */
  isMerged: boolean;
  /** The names that are in it, each with the set that it is, or null. */
  readonly names: Map<string, { readonly name: number; readonly set: MergedSet | null }>;
  /** Those that it inherits from around. */
  readonly inherited: number[];
  /** All that is seen from inside of it: values, sources of `inherit`, computed names. */
  readonly parts: number[];
  /** The sets in it, which are seen from inside of it, too. */
  readonly sets: MergedSet[];
};

/**
 * Whether some name may be defined in more than one place, one of which is a set that is written out, by so many
 * bindings that are the first parts of a node.
 */
export function mayMerge(tree: Tree, at: number, count: number): boolean {
  let sets = 0;
  let others = 0;
  for (let i = 0; i < count; i++) {
    const binding = tree.part(at, i);
    if (tree.kind(binding) !== KIND.binding) continue;
    if (writtenSet(tree, tree.part(binding, 1)) >= 0) sets++;
    else if (tree.count(tree.part(binding, 0)) > 1) others++;
  }
  if (sets === 0 || sets + others < 2) return false;
  const seen = new Map<string, boolean>();
  for (let i = 0; i < count; i++) {
    const binding = tree.part(at, i);
    if (tree.kind(binding) !== KIND.binding) continue;
    const name = tree.nameText(tree.part(tree.part(binding, 0), 0));
    if (name === null) continue;
    const isSet = writtenSet(tree, tree.part(binding, 1)) >= 0;
    const before = seen.get(name);
    if (before !== undefined && (before || isSet)) return true;
    seen.set(name, isSet);
  }
  return false;
}

/**
 * All that the first parts of a node define, which are bindings, put together. Takes time in proportion to them, and
 * does not recurse.
 */
export function mergedSet(tree: Tree, at: number, count: number, isRecursive: boolean): MergedSet {
  const whole = emptySet(-1, isRecursive);
  const pending = [{ set: whole, at, count, next: 0 }];
  for (let open = pending.at(-1); open !== undefined; open = pending.at(-1)) {
    if (open.next === open.count) {
      pending.pop();
      continue;
    }
    const binding = tree.part(open.at, open.next++);
    if (tree.kind(binding) !== KIND.binding) {
      inherit(tree, open.set, binding);
      continue;
    }
    const inner = define(tree, open.set, binding);
    if (inner !== null) pending.push({ ...inner, count: tree.count(inner.at), next: 0 });
  }
  return whole;
}

function inherit(tree: Tree, set: MergedSet, binding: number): void {
  const from = tree.kind(binding) === KIND.inherit ? 0 : 1;
  if (from === 1) set.parts.push(tree.part(binding, 0));
  for (let i = from; i < tree.count(binding); i++) {
    const name = tree.part(binding, i);
    if (from === 0) set.inherited.push(name);
    const text = tree.nameText(name);
    if (text !== null) set.names.set(text, { name, set: null });
  }
}

/** Defines what a binding does; a set that is written out there is given back, to be read next. */
function define(
  tree: Tree,
  set: MergedSet,
  binding: number,
): { readonly set: MergedSet; readonly at: number } | null {
  const [attrpath, value] = [tree.part(binding, 0), tree.part(binding, 1)];
  let into = set;
  for (let i = 0, last = tree.count(attrpath) - 1; i <= last; i++) {
    const name = tree.part(attrpath, i);
    const text = tree.nameText(name);
    const written = i === last ? writtenSet(tree, value) : -1;
    if (text === null) {
      into.parts.push(tree.part(name, 0));
      if (i === last) break;
      const inner = emptySet(-1, false);
      into.sets.push(inner);
      into = inner;
      continue;
    }
    const known = into.names.get(text)?.set ?? null;
    if (i === last && written < 0) {
      into.names.set(text, { name, set: null });
      break;
    }
    if (known !== null) known.isMerged = true;
    const inner = known ?? emptySet(written, written >= 0 && tree.kind(written) === KIND.rec);
    if (known === null) {
      into.sets.push(inner);
      into.names.set(text, { name, set: inner });
    }
    if (written >= 0) return { set: inner, at: written };
    into = inner;
  }
  into.parts.push(value);
  return null;
}

function emptySet(written: number, isRecursive: boolean): MergedSet {
  return { written, isRecursive, isMerged: false, names: new Map(), inherited: [], parts: [], sets: [] };
}

/** The place of a set that is written out, in whatever parentheses; negative where there is none. */
function writtenSet(tree: Tree, value: number): number {
  let at = value;
  while (tree.kind(at) === KIND.parenthesized) at = tree.part(at, 0);
  const code = tree.kind(at);
  return code === KIND.plain || code === KIND.rec ? at : -1;
}
