import type { Name } from "../ast.ts";
import { isStaticName } from "../names.ts";
import { quoted } from "../shown.ts";
import type { Span } from "../text.ts";
import { KIND, type Tree } from "./tree.ts";
import { Words } from "./words.ts";

/** Why Nix refuses a text. `message` is a phrase such as "`a` is defined twice". */
export type SyntaxProblem = Span & { readonly message: string };

/** So that nobody knows which names of which sets come to stand in the same place of a table. */
const SALT = Math.floor(Math.random() * 2 ** 31);

/** The words of a node. */
const [START, END, IS_SET, NAME, PARENT, FIRST, NEXT, COUNT, SAME] = [0, 1, 2, 3, 4, 5, 6, 7, 8];

const NOWHERE: Span = { start: -1, end: -1 };

/**
 * What the sets of a text define, to find what is defined twice. Sets that are written out under one name are
 * merged, as Nix does (`addAttr` of its parser): the smaller one into the larger one, so that it takes no more
 * than n log n steps however they are nested. A node is a name in a set, or (without a name) a set itself.
 */
export class Definitions {
  readonly #tree: Tree;
  readonly #ids = new Map<string, number>();
  readonly #names: string[] = [];
  readonly #nodes: Words;
  /** The nodes by set and name, each plus 1; 0 is a free place. At most half of it is taken. */
  #table = new Int32Array(64);
  #taken = 0;
  /** The sets whose bindings are read, the innermost last, and the one that was read last; -1 is one without names. */
  readonly #open = new Words();
  #last = -1;

  constructor(tree: Tree) {
    this.#tree = tree;
    this.#nodes = new Words(tree.text.length / 8);
  }

  /** Begins a set, in which what is defined from here on is. */
  beginSet(): void {
    this.#open.push(-1);
  }

  endSet(): void {
    this.#last = this.#open.pop();
  }

  /** Defines what a binding of the set does, whose value was read last. */
  define(attrpath: number, value: number): SyntaxProblem | null {
    const tree = this.#tree;
    const place = tree.span(attrpath);
    const isSet = isSetOf(tree, value);
    let at = this.#set();
    for (let i = 0, count = tree.count(attrpath); i < count; i++) {
      const text = this.#nameText(tree.part(attrpath, i));
      // What stands under a computed name is known to nobody before it is evaluated.
      if (text === null) return null;
      const isSetHere = isSet && i === count - 1;
      const id = this.#id(text);
      const known = this.#find(at, id);
      if (known === undefined) {
        const node = isSetHere ? this.#lastSet() : this.#node(place, i < count - 1);
        this.#nodes.set(node + START, place.start);
        this.#nodes.set(node + END, place.end);
        this.#put(at, id, node);
        at = node;
        continue;
      }
      const node = this.#merged(known);
      if (isSetHere) return this.#merge(node, this.#lastSet(), place);
      if (i === count - 1 || this.#nodes.at(node + IS_SET) === 0) return this.#twice(node, place);
      at = node;
    }
    return null;
  }

  /** Defines a name that the set inherits. */
  inherit(name: number): SyntaxProblem | null {
    const text = this.#nameText(name);
    if (text === null) return null;
    const place = this.#tree.span(name);
    const [id, set] = [this.#id(text), this.#set()];
    const known = this.#find(set, id);
    if (known !== undefined) return this.#twice(this.#merged(known), place);
    this.#put(set, id, this.#node(place, false));
    return null;
  }

  /** The problem of a name that has to be evaluated, where it must not. */
  computed(name: number, where: string): SyntaxProblem | null {
    const tree = this.#tree;
    if (tree.kind(name) === KIND.name || isStaticName(tree.node<Name>(name).expression)) return null;
    return { ...tree.span(name), message: `${where} takes no computed names` };
  }

  /** The text of a name that is not computed. */
  #nameText(name: number): string | null {
    const tree = this.#tree;
    return tree.kind(name) === KIND.name ? tree.slice(name) : tree.node<Name>(name).text;
  }

  /** The set that is read. */
  #set(): number {
    if (this.#open.top < 0) this.#open.set(this.#open.length - 1, this.#node(NOWHERE, true));
    return this.#merged(this.#open.top);
  }

  /** The set that was read last. */
  #lastSet(): number {
    return this.#last < 0 ? this.#node(NOWHERE, true) : this.#merged(this.#last);
  }

  #id(name: string): number {
    const known = this.#ids.get(name);
    if (known !== undefined) return known;
    const id = this.#names.push(name) - 1;
    this.#ids.set(name, id);
    return id;
  }

  #node({ start, end }: Span, isSet: boolean): number {
    const node = this.#nodes.length;
    for (const word of [start, end, isSet ? 1 : 0, -1, -1, -1, -1, 0, node]) this.#nodes.push(word);
    return node;
  }

  /** The node that a node was merged into. */
  #merged(node: number): number {
    const nodes = this.#nodes;
    let at = node;
    while (nodes.at(at + SAME) !== at) {
      const next = nodes.at(at + SAME);
      nodes.set(at + SAME, nodes.at(next + SAME));
      at = next;
    }
    return at;
  }

  #put(set: number, id: number, node: number): void {
    const nodes = this.#nodes;
    nodes.set(node + NAME, id);
    nodes.set(node + PARENT, set);
    nodes.set(node + NEXT, nodes.at(set + FIRST));
    nodes.set(set + FIRST, node);
    nodes.set(set + COUNT, nodes.at(set + COUNT) + 1);
    if (++this.#taken * 2 > this.#table.length) this.#grow();
    this.#table[this.#placeOf(set, id)] = node + 1;
  }

  /** The node of a name in a set. */
  #find(set: number, id: number): number | undefined {
    const found = this.#table[this.#placeOf(set, id)] ?? 0;
    return found === 0 ? undefined : found - 1;
  }

  /** Where the node of a name in a set stands in the table, or is to stand. */
  #placeOf(set: number, id: number): number {
    const [nodes, table] = [this.#nodes, this.#table];
    const hash = Math.imul(Math.imul(set ^ SALT, 0x9e3779b1) + id, 0x85ebca6b);
    for (
      let place = (hash ^ (hash >>> 15)) & (table.length - 1);
      ;
      place = (place + 1) & (table.length - 1)
    ) {
      const node = (table[place] ?? 0) - 1;
      if (node < 0 || (nodes.at(node + PARENT) === set && nodes.at(node + NAME) === id)) return place;
    }
  }

  /** Makes the table twice as large. What is in it for a set that was merged away is left out. */
  #grow(): void {
    const before = this.#table;
    this.#table = new Int32Array(before.length * 2);
    this.#taken = 1;
    for (const found of before) {
      if (found === 0) continue;
      const place = this.#placeOf(this.#nodes.at(found - 1 + PARENT), this.#nodes.at(found - 1 + NAME));
      if (this.#table[place] === 0) this.#taken++;
      this.#table[place] = found;
    }
  }

  #merge(before: number, behind: number, place: Span): SyntaxProblem | null {
    const nodes = this.#nodes;
    const pending = [before, behind];
    while (pending.length > 0) {
      const [one = before, other = behind] = pending.splice(-2);
      if (nodes.at(one + IS_SET) === 0 || nodes.at(other + IS_SET) === 0) {
        const later = nodes.at(one + START) > nodes.at(other + START) ? one : other;
        const start = nodes.at(later + START);
        return this.#twice(one, start < 0 ? place : { start, end: nodes.at(later + END) });
      }
      const large = nodes.at(one + COUNT) >= nodes.at(other + COUNT) ? one : other;
      const small = large === one ? other : one;
      if (large === other) {
        nodes.set(large + NAME, nodes.at(one + NAME));
        nodes.set(large + PARENT, nodes.at(one + PARENT));
      }
      nodes.set(small + SAME, large);
      for (let child = nodes.at(small + FIRST); child >= 0; ) {
        const next = nodes.at(child + NEXT);
        const id = nodes.at(child + NAME);
        const known = this.#find(large, id);
        if (known === undefined) this.#put(large, id, child);
        else pending.push(this.#merged(known), this.#merged(child));
        child = next;
      }
    }
    return null;
  }

  #twice(node: number, { start, end }: Span): SyntaxProblem {
    const path: string[] = [];
    for (let at = node; at >= 0 && path.length < 20; ) {
      const name = this.#names[this.#nodes.at(at + NAME)];
      if (name !== undefined) path.unshift(name);
      const parent = this.#nodes.at(at + PARENT);
      at = parent < 0 ? -1 : this.#merged(parent);
    }
    return { start, end, message: `${quoted(path.join("."))} is defined twice` };
  }
}

/** Whether an expression is a set that is written out, in whatever parentheses. */
function isSetOf(tree: Tree, expression: number): boolean {
  let at = expression;
  while (tree.kind(at) === KIND.parenthesized) at = tree.part(at, 0);
  return tree.kind(at) === KIND.plain || tree.kind(at) === KIND.rec;
}

/** The first argument in the braces of a function that is named twice. */
export function argumentTwice(tree: Tree, fn: number): SyntaxProblem | null {
  const seen = new Set<string>();
  let formals = -1;
  for (let i = 0; i < tree.count(fn) - 1; i++) {
    const part = tree.part(fn, i);
    if (tree.kind(part) === KIND.name) seen.add(tree.slice(part));
    else formals = part;
  }
  for (let i = 0; formals >= 0 && i < tree.count(formals); i++) {
    const name = tree.part(tree.part(formals, i), 0);
    const text = tree.slice(name);
    if (seen.has(text)) return { ...tree.span(name), message: `the argument ${quoted(text)} is named twice` };
    seen.add(text);
  }
  return null;
}
