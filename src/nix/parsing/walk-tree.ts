import type { Node } from "../ast.ts";
import { type Scope, within } from "../scope.ts";
import type { WalkPlace, WantedKinds } from "../walk.ts";
import { kindOfCode, partAt, type Tree } from "./tree.ts";

/** Of more constructs around a node that bring names, its scope is not worked out: each would copy all. */
const MOST_FRAMES = 200;

/**
 * Goes through a tree in the order of the text, and shows the nodes of the kinds that are wanted. Objects are made of
 * those and of what they stand in; nothing is kept of them. Does not recurse.
 */
export function walkTree(
  tree: Tree,
  whole: number,
  wanted: WantedKinds,
  visit: (node: Node, place: WalkPlace) => void,
): void {
  const isWanted: boolean[] = [];
  // One row a level: where the node is, which of the parts above it is, its next part, and its object and scope.
  const places: number[] = [whole];
  const indexes: number[] = [0];
  const next: number[] = [0];
  const nodes: (Node | null)[] = [null];
  const scopes: (Scope | null | undefined)[] = [[]];
  let level = 0;

  function wants(code: number): boolean {
    const known = isWanted[code] ?? wanted.has(kindOfCode(code));
    isWanted[code] = known;
    return known;
  }

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

  for (let isNew = true; level >= 0; ) {
    const at = places[level] ?? whole;
    if (isNew && wants(tree.kind(at))) visit(nodeAt(level), place);
    const i = next[level] ?? 0;
    isNew = i < tree.count(at);
    if (isNew) {
      next[level] = i + 1;
      level++;
      places[level] = tree.part(at, i);
      indexes[level] = i;
      next[level] = 0;
      nodes[level] = null;
      scopes[level] = undefined;
    } else {
      level--;
    }
  }
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
