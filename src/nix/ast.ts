import type { Span } from "./text.ts";

/**
 * The syntax of a Nix file as plain data, one type a construct of the language. Spans are offsets into
 * the file's text. Names follow the Nix manual ("Language Constructs"): formals, attrpath, binding.
 */
export type Expression =
  | Variable
  | NumberLiteral
  | StringLiteral
  | PathLiteral
  | UriLiteral
  | Parenthesized
  | AttributeSet
  | ListExpression
  | Select
  | HasAttribute
  | Apply
  | Unary
  | Binary
  | IfExpression
  | LetExpression
  | WithExpression
  | AssertExpression
  | FunctionExpression
  | Broken;

/** What nodes have in common. */
type Base = Span & {
  /** The direct parts, in the order of the text, where they are at hand; else `children` finds them. */
  readonly below?: readonly Node[];
};

export type Variable = Base & { readonly kind: "variable"; readonly name: string };
export type NumberLiteral = Base & { readonly kind: "integer" | "float"; readonly text: string };
export type UriLiteral = Base & { readonly kind: "uri"; readonly text: string };

/** `"…"` (quoted) or `''…''` (indented). */
export type StringLiteral = Base & {
  readonly kind: "string";
  readonly style: "quoted" | "indented";
  readonly parts: readonly StringPart[];
};
/** `escape` is one escape sequence as written, such as `\n`, `''$` or `''\n`. */
export type StringPart =
  | (Base & { readonly kind: "text"; readonly text: string })
  | (Base & { readonly kind: "escape"; readonly text: string })
  | Interpolation;

export type Interpolation = Base & { readonly kind: "interpolation"; readonly expression: Expression };

/** `./x`, `../x`, `a/b` (relative), `/x` (absolute), `~/x` (home), `<x>` (search). */
export type PathLiteral = Base & {
  readonly kind: "path";
  readonly form: "relative" | "absolute" | "home" | "search";
  /** The path as written, without interpolations where there are any. */
  readonly text: string;
  readonly interpolations: readonly Interpolation[];
};

export type Parenthesized = Base & { readonly kind: "parenthesized"; readonly expression: Expression };

/** `{ … }`, `rec { … }`, or the ancient `let { … }`. */
export type AttributeSet = Base & {
  readonly kind: "attrset";
  readonly form: "plain" | "rec" | "let";
  readonly bindings: readonly Binding[];
};

export type ListExpression = Base & { readonly kind: "list"; readonly elements: readonly Expression[] };

export type Select = Base & {
  readonly kind: "select";
  readonly expression: Expression;
  readonly attrpath: Attrpath;
  readonly default: Expression | null;
};
export type HasAttribute = Base & {
  readonly kind: "has-attribute";
  readonly expression: Expression;
  readonly attrpath: Attrpath;
};
export type Apply = Base & {
  readonly kind: "apply";
  readonly function: Expression;
  readonly argument: Expression;
};
export type Unary = Base & {
  readonly kind: "unary";
  readonly operator: string;
  readonly argument: Expression;
};
export type Binary = Base & {
  readonly kind: "binary";
  readonly operator: string;
  readonly left: Expression;
  readonly right: Expression;
};
export type IfExpression = Base & {
  readonly kind: "if";
  readonly condition: Expression;
  readonly consequence: Expression;
  readonly alternative: Expression;
};
export type LetExpression = Base & {
  readonly kind: "let";
  readonly bindings: readonly Binding[];
  readonly body: Expression;
};
export type WithExpression = Base & {
  readonly kind: "with";
  readonly environment: Expression;
  readonly body: Expression;
};
export type AssertExpression = Base & {
  readonly kind: "assert";
  readonly condition: Expression;
  readonly body: Expression;
};

/** `x: …`, `{ a, b ? c, ... }: …`, `{ … } @ args: …`. */
export type FunctionExpression = Base & {
  readonly kind: "function";
  /** The name of the whole argument. */
  readonly argument: Name | null;
  readonly formals: Formals | null;
  readonly body: Expression;
};
export type Formals = Base & {
  readonly kind: "formals";
  readonly formals: readonly Formal[];
  readonly ellipsis: boolean;
};
export type Formal = Base & {
  readonly kind: "formal";
  readonly name: Name;
  readonly default: Expression | null;
};

/** `attrpath = value;`, `inherit names;`, `inherit (source) names;`. */
export type Binding = AttributeBinding | InheritBinding;
export type AttributeBinding = Base & {
  readonly kind: "binding";
  readonly attrpath: Attrpath;
  readonly value: Expression;
};
export type InheritBinding = Base & {
  readonly kind: "inherit";
  readonly source: Expression | null;
  readonly names: readonly Name[];
};

export type Attrpath = Base & { readonly kind: "attrpath"; readonly names: readonly Name[] };

/** One name of an attrpath: an identifier, `"…"` or `${…}`. `text` is null where it is computed. */
export type Name = Base & {
  readonly kind: "name";
  readonly text: string | null;
  /** What it is made of where it is not a plain identifier. */
  readonly expression: StringLiteral | Interpolation | null;
};

/** A text that does not parse; `parts` is what is whole before the place where it stops, in order. */
export type Broken = Base & { readonly kind: "broken"; readonly parts?: readonly Node[] };

export type Comment = Span & { readonly kind: "comment" };

export type Node = Expression | StringPart | Formals | Formal | Binding | Attrpath | Name;

/** The nodes of a kind. */
export type OfKind<K, N extends Node = Node> = N extends unknown ? (K extends N["kind"] ? N : never) : never;
type Property<K> = Exclude<keyof OfKind<K>, keyof Base | "kind">;
type MadeOf<K> = readonly [own: readonly Property<K>[], parts: readonly Property<K>[]];

/**
 * What a node is made of, by its kind: the properties that are its own, and those that are other nodes, lists
 * of them, or null, in the order of the text (of a function as it comes).
 */
const MADE_OF: { readonly [K in Node["kind"]]: MadeOf<K> } = {
  variable: [["name"], []],
  integer: [["text"], []],
  float: [["text"], []],
  uri: [["text"], []],
  string: [["style"], ["parts"]],
  text: [["text"], []],
  escape: [["text"], []],
  interpolation: [[], ["expression"]],
  path: [["form", "text"], ["interpolations"]],
  parenthesized: [[], ["expression"]],
  attrset: [["form"], ["bindings"]],
  list: [[], ["elements"]],
  select: [[], ["expression", "attrpath", "default"]],
  "has-attribute": [[], ["expression", "attrpath"]],
  apply: [[], ["function", "argument"]],
  unary: [["operator"], ["argument"]],
  binary: [["operator"], ["left", "right"]],
  if: [[], ["condition", "consequence", "alternative"]],
  let: [[], ["bindings", "body"]],
  with: [[], ["environment", "body"]],
  assert: [[], ["condition", "body"]],
  function: [[], ["argument", "formals", "body"]],
  formals: [["ellipsis"], ["formals"]],
  formal: [[], ["name", "default"]],
  binding: [[], ["attrpath", "value"]],
  inherit: [[], ["source", "names"]],
  attrpath: [[], ["names"]],
  name: [["text"], ["expression"]],
  broken: [[], ["parts"]],
};
/** The direct parts of a node, in the order of the text. */
export function children(node: Node): readonly Node[] {
  if (node.below !== undefined) return node.below;
  const found: Node[] = [];
  for (const property of MADE_OF[node.kind][1]) {
    const value: unknown = Reflect.get(node, property);
    if (isNode(value)) found.push(value);
    else if (Array.isArray(value)) for (const part of value) if (isNode(part)) found.push(part);
  }
  return node.kind === "function" ? found.sort((a, b) => a.start - b.start) : found;
}

/** Whether two nodes are the same in all that is not in their children, and lack the same parts. */
export function haveSameValues(a: Node, b: Node): boolean {
  if (a.kind !== b.kind) return false;
  const [own, parts] = MADE_OF[a.kind];
  for (const property of own) if (Reflect.get(a, property) !== Reflect.get(b, property)) return false;
  for (const property of parts) {
    if ((Reflect.get(a, property) === null) !== (Reflect.get(b, property) === null)) return false;
  }
  return true;
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "kind" in value;
}

/** The node and all below it, in the order of the text. Does not recurse, however deep the tree. */
export function* descendants(root: Node): Generator<Node, void, void> {
  const stack: Node[] = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    yield node;
    const below = children(node);
    for (let i = below.length - 1; i >= 0; i--) {
      const child = below[i];
      if (child !== undefined) stack.push(child);
    }
  }
}
