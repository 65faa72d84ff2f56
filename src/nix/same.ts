import { children, type Expression, type Node, type PathLiteral } from "./ast.ts";
import { unparenthesized } from "./expressions.ts";
import { propertiesOf } from "./parsing/tree.ts";

/** Whether two expressions are the same but for white space, comments and parentheses. */
export function sameExpression(a: Expression, b: Expression): boolean {
  const pending: [Node, Node][] = [[a, b]];
  for (let pair = pending.pop(); pair !== undefined; pair = pending.pop()) {
    if (!sameParts(bare(pair[0]), bare(pair[1]), pending)) return false;
  }
  return true;
}

/** Whether two nodes are alike in all that their children do not say, and lack the same parts. */
export function sameNode(left: Node, right: Node): boolean {
  if (left.kind !== right.kind) return false;
  for (const property of propertiesOf(left.kind)) {
    const [value, other] = [Reflect.get(left, property), Reflect.get(right, property)];
    if (value !== other && !(isObject(value) && isObject(other))) return false;
  }
  return left.kind !== "path" || right.kind !== "path" || haveSameHoles(left, right);
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

/** Whether two nodes are the same but for their children, which come to those that wait to be compared. */
function sameParts(left: Node, right: Node, pending: [Node, Node][]): boolean {
  if (!sameNode(left, right)) return false;
  const below = children(left);
  const other = children(right);
  if (below.length !== other.length) return false;
  for (let i = 0; i < below.length; i++) {
    const [node, match] = [below[i], other[i]];
    if (node !== undefined && match !== undefined) pending.push([node, match]);
  }
  return true;
}

/** A node without the parentheses around it. */
export function bare(node: Node): Node {
  return node.kind === "parenthesized" ? unparenthesized(node) : node;
}

/** Whether the interpolations of two paths stand at the same places of their own text. */
function haveSameHoles(left: PathLiteral, right: PathLiteral): boolean {
  const places = interpolationPlaces(right);
  return interpolationPlaces(left).every((place, i) => place === places[i]);
}

/** How much of a path's own text comes before each of its interpolations. */
function interpolationPlaces({ start, interpolations }: PathLiteral): readonly number[] {
  let inside = 0;
  return interpolations.map((interpolation) => {
    const place = interpolation.start - start - inside;
    inside += interpolation.end - interpolation.start;
    return place;
  });
}

/** Whether two lists have the same items in the same order. */
export function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i]);
}
