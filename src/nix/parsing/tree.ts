import type * as ast from "../ast.ts";
import { staticString } from "../names.ts";
import type { Span } from "../text.ts";
import { OPERATORS } from "./operators.ts";
import { Words } from "./words.ts";

/** A node whose properties are made of the row of words when somebody asks for them. */
class View implements Span {
  readonly kind: ast.Node["kind"];
  readonly start: number;
  readonly end: number;
  readonly #tree: Tree;
  readonly #at: number;
  #below: (ast.Node | undefined)[] | null = null;
  #isWhole = false;
  #list: readonly ast.Node[] | null = null;

  constructor(kind: ast.Node["kind"], tree: Tree, at: number) {
    this.kind = kind;
    this.start = tree.start(at);
    this.end = tree.end(at);
    this.#tree = tree;
    this.#at = at;
  }

  /** The direct parts, in the order of the text: the same objects each time. */
  get below(): readonly ast.Node[] {
    this.#below ??= [];
    const made = this.#below;
    if (!this.#isWhole) {
      const count = this.#tree.count(this.#at);
      for (let i = 0; i < count; i++) made[i] ??= this.#tree.node(this.#tree.part(this.#at, i));
      this.#isWhole = true;
    }
    return made as ast.Node[];
  }

  /** The same object that `below` has there, made alone; counted from the end if negative, null where there is none. */
  child(i: number): ast.Node | null {
    const count = this.#tree.count(this.#at);
    const index = i < 0 ? count + i : i;
    if (index < 0 || index >= count) return null;
    this.#below ??= new Array<ast.Node | undefined>(count);
    let made = this.#below[index];
    if (made === undefined) {
      made = this.#tree.node(this.#tree.part(this.#at, index));
      this.#below[index] = made;
    }
    return made;
  }

  /** Those of the parts that are a list; a node has one at most. */
  list(from: number, to: number | undefined): readonly ast.Node[] {
    if (from === 0 && to === undefined) return this.below;
    this.#list ??= this.below.slice(from, to);
    return this.#list;
  }

  get code(): number {
    return this.#tree.kind(this.#at);
  }

  get written(): string {
    return this.#tree.slice(this.#at);
  }

  sameAs(other: View): boolean {
    return this.#at === other.#at && this.#tree.equals(other.#tree);
  }
}

/** Whether the expressions of two files are the same in all: every part of them, and where it stands. */
export function sameTree(a: ast.Expression, b: ast.Expression): boolean {
  return a instanceof View && b instanceof View && a.sameAs(b);
}

/** The part of that number of a node of a tree, as an object; the others beside it need not be made. */
export function partAt(node: ast.Node, i: number): ast.Node | null {
  return node instanceof View ? node.child(i) : (node.below?.[i] ?? null);
}

/** What a node of a type has of its own, as getters, which are called on the node. */
type Getters<T> = { readonly [P in Exclude<keyof T, keyof Span | "kind" | "below">]-?: (this: View) => T[P] };
type Constructor<T> = (new (
  tree: Tree,
  at: number,
) => T) & {
  readonly kind: ast.Node["kind"];
  readonly properties: readonly string[];
};

/** The nodes of a type, of what it has of its own. */
function shape<T extends ast.Node>(kind: T["kind"], getters: Getters<T>): Constructor<T> {
  class Shape extends View {
    static readonly kind = kind;
    static readonly properties = Object.keys(getters);

    constructor(tree: Tree, at: number) {
      super(kind, tree, at);
    }
  }
  for (const [name, get] of Object.entries<() => unknown>(getters)) {
    Object.defineProperty(Shape.prototype, name, { get });
  }
  // That these are the properties of the type is seen to by `Getters`, but not seen by the compiler.
  return Shape as unknown as Constructor<T>;
}

/** The part at a place, counted from the end if it is negative, or null; the grammar sees to its type. */
function part<T extends ast.Node | null>(i: number): (this: View) => T {
  return function (this: View) {
    return this.child(i) as T;
  };
}

/** All parts between two places, in the same way. */
function list<T extends ast.Node>(from = 0, to?: number): (this: View) => readonly T[] {
  return function (this: View) {
    return this.list(from, to) as readonly T[];
  };
}

function partOfKind<T extends ast.Node>(kind: T["kind"]): (this: View) => T | null {
  return function (this: View) {
    // The body of a function, its last part, is of neither of the kinds that are asked for.
    return (this.below.find((node) => node.kind === kind) ?? null) as T | null;
  };
}

function always<T>(value: T): () => T {
  return () => value;
}

function written(this: View): string {
  return this.written;
}

function firstCharacter(this: View): string {
  return this.written.charAt(0);
}

function operatorSign(this: View): string {
  return OPERATORS[this.code - KIND.binary]?.sign ?? "";
}

function nameInQuotes(this: View): string | null {
  const [expression] = this.below;
  const isName = expression?.kind === "string" || expression?.kind === "interpolation";
  return isName ? staticString(expression) : null;
}

/** A path as written, without its interpolations. */
function pathText(this: View): string {
  const { written } = this;
  let text = "";
  let from = 0;
  for (const { start, end } of this.below) {
    text += written.slice(from, start - this.start);
    from = end - this.start;
  }
  return text + written.slice(from);
}

function pathForm(this: View): ast.PathLiteral["form"] {
  const first = firstCharacter.call(this);
  return first === "/" ? "absolute" : first === "~" ? "home" : first === "<" ? "search" : "relative";
}

/** The kinds of nodes in the row, some of which are one kind in `ast.ts`, with what their parts are there. */
const SHAPES = {
  broken: shape<ast.Broken>("broken", { parts: list() }),
  variable: shape<ast.Variable>("variable", { name: written }),
  integer: shape<ast.NumberLiteral>("integer", { text: written }),
  float: shape<ast.NumberLiteral>("float", { text: written }),
  uri: shape<ast.UriLiteral>("uri", { text: written }),
  quoted: shape<ast.StringLiteral>("string", { style: always("quoted"), parts: list() }),
  indented: shape<ast.StringLiteral>("string", { style: always("indented"), parts: list() }),
  path: shape<ast.PathLiteral>("path", { form: pathForm, text: pathText, interpolations: list() }),
  parenthesized: shape<ast.Parenthesized>("parenthesized", { expression: part(0) }),
  plain: shape<ast.AttributeSet>("attrset", { form: always("plain"), bindings: list() }),
  rec: shape<ast.AttributeSet>("attrset", { form: always("rec"), bindings: list() }),
  let: shape<ast.AttributeSet>("attrset", { form: always("let"), bindings: list() }),
  list: shape<ast.ListExpression>("list", { elements: list() }),
  select: shape<ast.Select>("select", { expression: part(0), attrpath: part(1), default: part(2) }),
  apply: shape<ast.Apply>("apply", { function: part(0), argument: part(1) }),
  has: shape<ast.HasAttribute>("has-attribute", { expression: part(0), attrpath: part(1) }),
  unary: shape<ast.Unary>("unary", { operator: firstCharacter, argument: part(0) }),
  if: shape<ast.IfExpression>("if", { condition: part(0), consequence: part(1), alternative: part(2) }),
  letIn: shape<ast.LetExpression>("let", { bindings: list(0, -1), body: part(-1) }),
  with: shape<ast.WithExpression>("with", { environment: part(0), body: part(1) }),
  assert: shape<ast.AssertExpression>("assert", { condition: part(0), body: part(1) }),
  function: shape<ast.FunctionExpression>("function", {
    argument: partOfKind("name"),
    formals: partOfKind("formals"),
    body: part(-1),
  }),
  interpolation: shape<ast.Interpolation>("interpolation", { expression: part(0) }),
  text: shape<Exclude<ast.StringPart, ast.Interpolation>>("text", { text: written }),
  escape: shape<Exclude<ast.StringPart, ast.Interpolation>>("escape", { text: written }),
  formals: shape<ast.Formals>("formals", { formals: list(), ellipsis: always(false) }),
  openFormals: shape<ast.Formals>("formals", { formals: list(), ellipsis: always(true) }),
  formal: shape<ast.Formal>("formal", { name: part(0), default: part(1) }),
  binding: shape<ast.AttributeBinding>("binding", { attrpath: part(0), value: part(1) }),
  inherit: shape<ast.InheritBinding>("inherit", { source: always(null), names: list() }),
  inheritFrom: shape<ast.InheritBinding>("inherit", { source: part(0), names: list(1) }),
  attrpath: shape<ast.Attrpath>("attrpath", { names: list() }),
  name: shape<ast.Name>("name", { text: written, expression: always(null) }),
  /** A name in quotes, or in `${…}`. */
  quotedName: shape<ast.Name>("name", { text: nameInQuotes, expression: part(0) }),
  /** The first operator; for each of the others a code more. */
  binary: shape<ast.Binary>("binary", {
    operator: operatorSign,
    left: part(0),
    right: part(1),
  }),
};

const shapes: readonly Constructor<ast.Node>[] = Object.values(SHAPES);

function shapeOf(code: number): Constructor<ast.Node> {
  return shapes[Math.min(code, KIND.binary)] ?? SHAPES.broken;
}

/** The kind in `ast.ts` of a node, by its code. */
export function kindOfCode(code: number): ast.Node["kind"] {
  return shapeOf(code).kind;
}

const properties = new Map(shapes.map((each) => [each.kind, each.properties]));

/** The names of what nodes of a kind have beside their kind and place, in the order of the text. */
export function propertiesOf(kind: ast.Node["kind"]): readonly string[] {
  return properties.get(kind) ?? [];
}

/** The codes of the kinds. */
export const KIND = Object.fromEntries(Object.keys(SHAPES).map((name, code) => [name, code])) as Readonly<
  Record<keyof typeof SHAPES, number>
>;

/** How many bits of a word are the kind of a node; the others are the number of its parts. */
const KIND_BITS = 6;

/**
 * A syntax tree as words in one long row: of each node its kind and the number of its parts, its start, its end,
 * and the places of its parts, which stand before it. It takes a tenth of the memory of objects, which are made
 * only of what somebody looks at.
 */
export class Tree {
  readonly text: string;
  readonly #words: Words;

  constructor(text: string) {
    this.text = text;
    this.#words = new Words(text.length);
  }

  /** Takes the last places of nodes, from one on, as the parts of a node; puts its own there instead. */
  add(kind: number, start: number, end: number, nodes: Words, from: number): void {
    const words = this.#words;
    const at = words.length;
    words.push(kind | ((nodes.length - from) << KIND_BITS));
    words.push(start);
    words.push(end);
    nodes.moveTo(words, from);
    nodes.push(at);
  }

  kind(at: number): number {
    return this.#words.at(at) & (2 ** KIND_BITS - 1);
  }

  count(at: number): number {
    return this.#words.at(at) >>> KIND_BITS;
  }

  start(at: number): number {
    return this.#words.at(at + 1);
  }

  end(at: number): number {
    return this.#words.at(at + 2);
  }

  span(at: number): Span {
    return { start: this.start(at), end: this.end(at) };
  }

  /** The place of a part of a node. */
  part(at: number, i: number): number {
    return this.#words.at(at + 3 + i);
  }

  /** The text of the node at a place. */
  slice(at: number): string {
    return this.text.slice(this.start(at), this.end(at));
  }

  equals(other: Tree): boolean {
    return this.text === other.text && this.#words.equals(other.#words);
  }

  /** The places of the nodes that pass a test, each behind its parts. */
  places(passes: (at: number) => boolean): number[] {
    const found: number[] = [];
    for (let at = 0; at < this.#words.length; at += 3 + this.count(at)) if (passes(at)) found.push(at);
    return found;
  }

  /** The node at a place, as a new object of the type that the grammar puts there. */
  node<T extends ast.Node>(at: number): T {
    return new (shapeOf(this.kind(at)))(this, at) as T;
  }
}
