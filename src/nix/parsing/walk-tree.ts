import type { Node } from "../ast.ts";
import { type Scope, within } from "../scope.ts";
import type { WalkPlace, WantedKinds } from "../walk.ts";
import { KIND, kindOfCode, partAt, type Tree } from "./tree.ts";

/** Of more constructs around a node that bring names, its scope is not worked out: each would copy all. */
const MOST_FRAMES = 200;

/**
 * Goes through a tree in the order of the text, and shows the nodes that are wanted. Objects are made of those and of
 * what they stand in; nothing is kept of them. Does not recurse, and does not look into what has none of them.
 */
export function walkTree(
  tree: Tree,
  whole: number,
  wanted: WantedKinds,
  visit: (node: Node, place: WalkPlace) => void,
): void {
  const isWanted = wanting(tree, wanted);
  // Behind their parts, so that those in a part stand between the ones in the part before it and the ones behind it.
  const all = tree.places(isWanted);
  if (all.length === 0) return;
  // One row a level: where the node is, which of the parts above it is, its next part, and its object and scope.
  const places: number[] = [whole];
  const indexes: number[] = [0];
  const next: number[] = [0];
  const nodes: (Node | null)[] = [null];
  const scopes: (Scope | null | undefined)[] = [[]];
  let level = 0;

  function nodeAt(wanted: number): Node {
    let from = wanted;
    while (from > 0 && nodes[from] === null) from--;
    let node = nodes[from] ?? tree.node(whole);
    nodes[from] = node;
    for (let i = from + 1; i <= wanted; i++) {
      node = partAt(node, indexes[i] ?? 0) ?? node;
      nodes[i] = node;
    }
    return node;
  }

  function scopeAt(wanted: number): Scope | null {
    let from = wanted;
    while (from > 0 && scopes[from] === undefined) from--;
    for (let i = from + 1; i <= wanted; i++) {
      const above = scopes[i - 1] ?? null;
      scopes[i] = above === null ? null : scopeBelow(above, nodeAt(i - 1), indexes[i] ?? 0);
    }
    return scopes[wanted] ?? null;
  }

  const place: WalkPlace = {
    parent: (levels = 0) => {
      const above = level - 1 - levels;
      return above < 0 ? null : nodeAt(above);
    },
    depth: () => level,
    scope: () => scopeAt(level),
  };

  if (isWanted(whole)) visit(nodeAt(0), place);
  let at = whole;
  let i = 0;
  let count = tree.count(at);
  // How many of those that are wanted are in what was left, and the first of the others.
  let left = 0;
  let soonest = all[0] ?? whole;
  while (level >= 0 && left < all.length) {
    if (i === count) {
      while (soonest <= at && left < all.length) soonest = all[++left] ?? whole;
      level--;
      at = places[level] ?? whole;
      i = next[level] ?? 0;
      count = tree.count(at);
      continue;
    }
    const part = tree.part(at, i++);
    if (soonest > part) continue;
    next[level] = i;
    level++;
    places[level] = part;
    indexes[level] = i - 1;
    nodes[level] = null;
    scopes[level] = undefined;
    at = part;
    i = 0;
    count = tree.count(at);
    if (isWanted(at)) visit(nodeAt(level), place);
  }
}

/** Whether the node at a place is wanted. */
function wanting(tree: Tree, wanted: WantedKinds): (at: number) => boolean {
  const ofCode: boolean[] = [];
  return (at) => {
    const code = tree.kind(at);
    const isOfKind = ofCode[code] ?? wanted.has(kindOfCode(code));
    ofCode[code] = isOfKind;
    return isOfKind || (code === KIND.apply && wanted.has("call") && isOnSet(tree, at));
  };
}

/** What may come to a set that is written out. */
const SETS: ReadonlySet<number> = new Set([
  KIND.plain,
  KIND.rec,
  KIND.let,
  KIND.function,
  KIND.letIn,
  KIND.with,
  KIND.assert,
]);

function isOnSet(tree: Tree, call: number): boolean {
  if (SETS.has(tree.kind(withoutParentheses(tree, tree.part(call, 1))))) return true;
  const inner = withoutParentheses(tree, tree.part(call, 0));
  return (
    tree.kind(inner) === KIND.apply && SETS.has(tree.kind(withoutParentheses(tree, tree.part(inner, 1))))
  );
}

function withoutParentheses(tree: Tree, expression: number): number {
  let at = expression;
  while (tree.kind(at) === KIND.parenthesized) at = tree.part(at, 0);
  return at;
}

/** The scope of a part of a node, of which it is the part of that number. */
function scopeBelow(scope: Scope, above: Node, part: number): Scope | null {
  switch (above.kind) {
    case "with":
      if (part === 0) return scope;
      break;
    case "attrset":
      if (above.form === "plain") return scope;
      break;
    case "function":
    case "let":
      break;
    default:
      return scope;
  }
  return scope.length >= MOST_FRAMES ? null : within(scope, above);
}
