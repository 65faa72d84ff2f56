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

/** A construct of a kind, of what it is made of. */
type Construct<Kind extends string, Parts> = Span & {
  readonly kind: Kind;
  /** The direct parts, in the order of the text, of what was read from one; `children` finds them in anything. */
  readonly below?: readonly Node[];
} & Readonly<Parts>;

export type Variable = Construct<"variable", { name: string }>;
export type NumberLiteral = Construct<"integer" | "float", { text: string }>;
export type UriLiteral = Construct<"uri", { text: string }>;

/** `"…"` (quoted) or `''…''` (indented). */
export type StringLiteral = Construct<
  "string",
  { style: "quoted" | "indented"; parts: readonly StringPart[] }
>;
/** `escape` is one escape sequence as written, such as `\n`, `''$` or `''\n`. */
export type StringPart =
  | Construct<"text", { text: string }>
  | Construct<"escape", { text: string }>
  | Interpolation;
export type Interpolation = Construct<"interpolation", { expression: Expression }>;

export type PathLiteral = Construct<
  "path",
  {
    /** `./x`, `../x`, `a/b` (relative), `/x` (absolute), `~/x` (home), `<x>` (search). */
    form: "relative" | "absolute" | "home" | "search";
    /** The path as written, without interpolations where there are any. */
    text: string;
    interpolations: readonly Interpolation[];
  }
>;

export type Parenthesized = Construct<"parenthesized", { expression: Expression }>;
/** `{ … }`, `rec { … }`, or the ancient `let { … }`. */
export type AttributeSet = Construct<
  "attrset",
  { form: "plain" | "rec" | "let"; bindings: readonly Binding[] }
>;
export type ListExpression = Construct<"list", { elements: readonly Expression[] }>;

export type Select = Construct<
  "select",
  { expression: Expression; attrpath: Attrpath; default: Expression | null }
>;
export type HasAttribute = Construct<"has-attribute", { expression: Expression; attrpath: Attrpath }>;
export type Apply = Construct<"apply", { function: Expression; argument: Expression }>;
export type Unary = Construct<"unary", { operator: string; argument: Expression }>;
export type Binary = Construct<"binary", { operator: string; left: Expression; right: Expression }>;

export type IfExpression = Construct<
  "if",
  { condition: Expression; consequence: Expression; alternative: Expression }
>;
export type LetExpression = Construct<"let", { bindings: readonly Binding[]; body: Expression }>;
export type WithExpression = Construct<"with", { environment: Expression; body: Expression }>;
export type AssertExpression = Construct<"assert", { condition: Expression; body: Expression }>;

/** `x: …`, `{ a, b ? c, ... }: …`, `{ … } @ args: …`; `argument` is the name of the whole. */
export type FunctionExpression = Construct<
  "function",
  { argument: Name | null; formals: Formals | null; body: Expression }
>;
export type Formals = Construct<"formals", { formals: readonly Formal[]; ellipsis: boolean }>;
export type Formal = Construct<"formal", { name: Name; default: Expression | null }>;

/** `attrpath = value;`, `inherit names;`, `inherit (source) names;`. */
export type Binding = AttributeBinding | InheritBinding;
export type AttributeBinding = Construct<"binding", { attrpath: Attrpath; value: Expression }>;
export type InheritBinding = Construct<"inherit", { source: Expression | null; names: readonly Name[] }>;

export type Attrpath = Construct<"attrpath", { names: readonly Name[] }>;
/**
 * One name of an attrpath: an identifier, `"…"` or `${…}`. `text` is null where it is computed, `expression` is
 * what it is made of where it is not a plain identifier.
 */
export type Name = Construct<
  "name",
  { text: string | null; expression: StringLiteral | Interpolation | null }
>;

/** A text that does not parse; `parts` is what is whole before the place where it stops, in order. */
export type Broken = Construct<"broken", { parts: readonly Node[] }>;

export type Comment = Span & { readonly kind: "comment" };

export type Node = Expression | StringPart | Formals | Formal | Binding | Attrpath | Name;

/** The nodes of a kind. */
export type OfKind<K, N extends Node = Node> = N extends unknown ? (K extends N["kind"] ? N : never) : never;

/** The direct parts of a node, in the order of the text. */
export function children(node: Node): readonly Node[] {
  return node.below ?? Object.values<unknown>(node).flat().filter(isNode);
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
